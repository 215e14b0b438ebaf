"""The hooks of prep: its command, and a word where the agenda or an encounter concerns what was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Command, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.api import App, Encounter, Event, Person


@hookimpl
def eventkit_register_commands() -> Iterable[Command]:
    """The command ``prep``."""
    return [
        Command(
            name="prep",
            target="eventkit_prep.cli:prep",
            help="A checklist, whom to meet, and a brief for an event.",
            section="before",
        )
    ]


@hookimpl
def eventkit_agenda_imported(event: Event, app: App) -> None:
    """Say what the import means for the user's own sessions: which fell through, and which clash now."""
    from eventkit_prep.notices import tell_of_agenda  # only when an agenda was imported

    tell_of_agenda(app, event)


@hookimpl
def eventkit_encounter_logged(encounter: Encounter, person: Person, app: App) -> None:
    """Tick the person off the list of people to meet, and say who is left."""
    from eventkit_prep.notices import tell_of_encounter  # only when somebody was met

    tell_of_encounter(app, encounter, person)
