"""What follow-up brings to eventkit. Whatever calls a hook imports this module, and it imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Command, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from types import ModuleType

    from eventkit.api import App, Document, Person, TimelineItem
    from eventkit_followup.api import Channel, TemplateFolder


@hookimpl
def eventkit_register_commands() -> Iterable[Command]:
    """The command group ``followup``."""
    return [
        Command(
            name="followup",
            target="eventkit_followup.cli:followup",
            help="Draft a message to everyone you met, send it, keep track.",
            section="after",
        )
    ]


@hookimpl
def eventkit_register_hookspecs() -> Iterable[ModuleType]:
    """The hook through which channels come in."""
    from eventkit_followup import hookspecs  # as late as it can be

    return [hookspecs]


@hookimpl
def eventkit_followup_register_channels() -> Iterable[Channel]:
    """E-mail, and what is pasted or clicked, through the same door as everybody's."""
    from eventkit_followup.channels.bundled import CHANNELS  # only where somebody is written to

    return CHANNELS


@hookimpl
def eventkit_followup_register_templates() -> Iterable[TemplateFolder]:
    """The bundled templates, through the same door as everybody's."""
    from eventkit_followup.api import TemplateFolder  # only where templates are wanted
    from eventkit_followup.templating.templates import BUNDLED

    return [TemplateFolder(path=BUNDLED)]


@hookimpl
def eventkit_list_history_of_person(person: Person, app: App) -> Iterable[TimelineItem]:
    """What was written to somebody, and what became of it."""
    from eventkit_followup.progress.remembering import follow_ups_in_time  # only where somebody is looked back on

    return follow_ups_in_time(app, person)


@hookimpl
def eventkit_documents_taken_back(documents: Sequence[Document], app: App) -> None:
    """Remove the files of drafts that `undo` took back; a letter that may be with its recipient is no draft again."""
    from eventkit_followup.outbox.ledger import keep_as_unknown  # only where something is undone
    from eventkit_followup.progress.remembering import remove_drafts

    remove_drafts(documents)
    keep_as_unknown(app, documents)


@hookimpl
def eventkit_people_merged(kept: Person, app: App) -> None:
    """Say where two drafts lie there that are to one person now."""
    from eventkit_followup.progress.remembering import tell_of_drafts  # only where people are merged

    tell_of_drafts(app, kept)
