"""Whom a follow-up is due to, and where all the others stand: what `followup list` shows, and what the rest acts on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.api import find_event, get_people, list_people, zone
from eventkit_followup.progress.entries import State
from eventkit_followup.progress.standing import LONG_AGO, WAITING, list_standings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from eventkit.api import App, Person
    from eventkit_followup.progress.entries import Entry
    from eventkit_followup.progress.standing import Standing

OFF_LIMITS = "do-not-contact"
"""What is shown instead of a state where I am not to write: nothing is due to them."""

WANTED = (State.UNKNOWN, State.SENDING, State.DUE, State.DRAFTED, State.REFUSED)
"""States in which something wants doing."""

STATES = (*(state.value for state in State), OFF_LIMITS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Followup:
    """One person and one event, with what is to be shown of it."""

    person: Person
    standing: Standing

    @property
    def state(self) -> str:
        """Where it stands; not due, nor to be sent, where they asked not to be contacted."""
        state = self.standing.state
        off = self.person.do_not_contact and (state is State.DUE or state in WAITING)
        return OFF_LIMITS if off else state.value

    @property
    def since(self) -> datetime | None:
        """Since when; None where nobody put it down."""
        return None if self.standing.since == LONG_AGO else self.standing.since

    @property
    def entry(self) -> Entry | None:
        """The letter, or the decision, that the state is of."""
        return self.standing.entry

    @property
    def promise(self) -> str:
        """Everything that I promised and have not kept."""
        return _joined(encounter.promise for encounter in self.standing.promised)

    @property
    def note(self) -> str:
        """What was noted of what is fresh, else of what the letter is about, else of the last encounter."""
        standing, entry = self.standing, self.entry
        about = standing.fresh or [one for one in standing.encounters if entry and one.id in entry.encounters]
        return _joined(encounter.note for encounter in about or standing.encounters[-1:])


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What is shown, the most urgent first, and how many there are in each state, shown or not.

    ``promises`` counts those people to whom a promise is open.
    """

    rows: Sequence[Followup]
    counts: Mapping[str, int]
    promises: int


def list_followups(
    app: App,
    *,
    event: str | None = None,
    who: str = "",
    states: Collection[str] = WANTED,
    limit: int | None = None,
) -> Listing:
    """The follow-ups of an event, or of all, to those people who fulfil a query, that are in these states.

    Raises ``NotFoundError`` for an event that there is not, and ``InputError`` for a query that is none.
    """
    found = followups(app, list_standings(app), event=event, who=who)
    rows = [row for row in found if row.state in states]
    return Listing(
        rows=rows[:limit],
        counts=Counter(row.state for row in found),
        promises=sum(bool(row.standing.promised) and row.state != OFF_LIMITS for row in found),
    )


def followups(app: App, standings: Sequence[Standing], *, event: str | None = None, who: str = "") -> list[Followup]:
    """Standings with the people whom they are about; who was forgotten, or merged into another, has none."""
    slug = find_event(app, event).slug if event else None
    here = [standing for standing in standings if slug is None or standing.event == slug]
    if who.strip():
        people = {person.id: person for person in list_people(app, who, everybody=True)}
    else:
        people = get_people(app, {standing.person_id for standing in here})
    return [
        Followup(person=person, standing=standing)
        for standing in here
        if (person := people.get(standing.person_id)) and not person.is_me
    ]


def in_my_zone(app: App, moment: datetime) -> datetime:
    """The time on my own clock: the setting's zone, else the machine's; at the ends of time, as it was told."""
    try:
        return moment.astimezone(zone(app.config.timezone))
    except OverflowError:
        return moment


def _joined(texts: Iterable[str]) -> str:
    """Each different text once, in their order."""
    return "; ".join(dict.fromkeys(filter(None, texts)))
