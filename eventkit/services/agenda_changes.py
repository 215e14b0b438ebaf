"""What an import changed, and first of all what of it concerns me."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.domain.agenda import clashes
from eventkit.domain.people import Person
from eventkit.domain.text import fold
from eventkit.services.lookup import find_event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit.app import App
    from eventkit.domain.changes import SessionChange
    from eventkit.domain.events import Event, Session

_MINE = {"must", "maybe"}
_HAS_COME = {"new", "back", "moved"}
_OFF = {"cancelled", "gone"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """Somebody whom I want to meet speaks in a session from now on, or does not any more."""

    name: str
    joined: bool
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport:
    """What one import changed at an event: when (ISO 8601), the import's label, and what became of each session.

    ``mine`` are the changes of sessions that I starred or noted something on, ``clashing`` my sessions that overlap
    where one of the two is among the changed, ``people`` those whom I want to meet.
    """

    event: Event
    at: str = ""
    label: str = ""
    changes: Sequence[SessionChange] = ()
    mine: Sequence[SessionChange] = ()
    clashing: Sequence[tuple[Session, Session]] = ()
    people: Sequence[PersonChange] = field(default_factory=list)

    @property
    def concerns_me(self) -> bool:
        """Whether there is anything in it that I have a part in."""
        return bool(self.mine or self.clashing or self.people)


def list_changes(app: App, event: str | None = None, *, everything: bool = False) -> tuple[Event, list[ChangeReport]]:
    """What the last import that changed a known agenda changed, or with ``everything`` what all of them did."""
    found = find_event(app, event)
    imports = app.store.agenda.imports_with_changes(found.id)
    return found, [
        report_of(app, found, app.store.agenda.changes(found.id, change_id), at=at, label=label)
        for change_id, at, label in (imports if everything else imports[:1])
    ]


def report_of(
    app: App, event: Event, changes: Sequence[SessionChange], *, at: str = "", label: str = ""
) -> ChangeReport:
    """What these changes mean for me, as things are now."""
    mine = [one for one in changes if one.session.interest in _MINE or one.session.note]
    wanted = app.plugins.ask("eventkit_list_people_to_meet", Person, event=event, app=app) if changes else []
    return ChangeReport(
        event=event,
        at=at,
        label=label,
        changes=changes,
        mine=[one for one in mine if one.kinds != ("details",)],
        clashing=_clashing(app, event, mine),
        people=_people(changes, {fold(person.name): person.name for person in wanted}),
    )


def _clashing(app: App, event: Event, changed: Iterable[SessionChange]) -> list[tuple[Session, Session]]:
    """My sessions that overlap, where one of the two came to its time with these changes."""
    ids = {one.session.id for one in changed if _HAS_COME & set(one.kinds)}
    if not ids:
        return []
    mine = app.store.agenda.sessions(event.slug, mine=True)
    return [pair for pair in clashes(mine) if pair[0].id in ids or pair[1].id in ids]


def _people(changes: Iterable[SessionChange], wanted: dict[str, str]) -> list[PersonChange]:
    """Who of those wanted speaks somewhere from now on, and who no longer does."""
    return [
        PersonChange(name=name, joined=key in after, session=one.session)
        for one in (changes if wanted else ())
        for before, after in [_speakers(one)]
        for key, name in wanted.items()
        if (key in before) != (key in after)
    ]


def _speakers(change: SessionChange) -> tuple[set[str], set[str]]:
    """The folded names of those who spoke in a session before, and of those who do now."""
    told = change.field("speakers")
    now = {fold(name) for name in change.session.speakers}
    before = {fold(name) for name in told.before} if told else now
    after = {fold(name) for name in told.after} if told else now
    kinds = set(change.kinds)
    return set() if kinds & {"new", "back"} else before, set() if kinds & _OFF else after
