"""The hooks of prep: its command, whom to meet, and a word where something concerns what was planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Command, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.api import App, Encounter, Event, Person, TimelineItem


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
def eventkit_list_people_to_meet(event: Event, app: App) -> Iterable[Person]:
    """Those whom the user put on the list of people to meet."""
    from eventkit_prep.meeting import people_to_meet  # only where an agenda changed

    return [wanted.person for wanted in people_to_meet(app, event)]


@hookimpl
def eventkit_agenda_imported(event: Event, app: App) -> None:
    """Say that the brief is of an older agenda, where the event is prepared for."""
    from eventkit_prep.notices import tell_of_agenda  # only when an agenda was imported

    tell_of_agenda(app, event)


@hookimpl
def eventkit_encounter_logged(encounter: Encounter, person: Person, app: App) -> None:
    """Tick the person off the list of people to meet, and say who is left."""
    from eventkit_prep.notices import tell_of_encounter  # only when somebody was met

    tell_of_encounter(app, encounter, person)


@hookimpl
def eventkit_list_history_of_person(person: Person, app: App) -> Iterable[TimelineItem]:
    """Where the user wanted, or wants, to meet somebody."""
    from eventkit_prep.meeting import wishes  # only where somebody is looked back on

    return wishes(app, person)
