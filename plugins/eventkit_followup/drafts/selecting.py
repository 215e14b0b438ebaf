"""Whom a run of `draft` writes to, about what, and in which order.

An encounter that any entry names has its letter, whatever the channel, or needs none; the others are fresh. With
``again``, what was drafted on another channel is fresh as well.

- With an event, everybody met there with a fresh encounter gets a letter about the fresh encounters there.
- With a query and no event, everybody who fulfils it gets one letter about all their fresh encounters, wherever they
  were. It is about the event we met at last of these; where it speaks of a promise, about the one it was made at.
- With ``promises``, only those to whom something was promised at a fresh encounter; without an event, at any.

With a query and no event, somebody without a fresh encounter can get a letter as well, about the event we met at last,
or, where we never met, about the latest one that they were at:

- with ``--template``, where that template answers no encounter: it has no rule by which it is chosen, as those that
  share an article or ask for a favour, or its rule is for those not seen for weeks, or never met. Not where an entry
  from it, in which the same was said with ``--set`` and ``--other``, was made since we met last.
- without it, where the rule chooses a template for those not seen for weeks, or never met, though both of us were at
  an event. Not where an entry from it was made since we met last.

A template for those never met goes to nobody else. With an event and a query, it goes to those of the query who were
at the event and whom I did not meet there. Whoever asked not to be contacted gets nothing, ever.

The most urgent come first: whom something was promised, the oldest promise first; then by the first fresh encounter;
then those without one, by when we met last; and last whom I never met.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import UsageError, all_encounters, get_events, get_people, list_people
from eventkit_followup.progress.entries import State, free_key, list_entries
from eventkit_followup.progress.standing import moment_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eventkit.api import App, Encounter, Event, Person
    from eventkit_followup.progress.entries import Entry

OFF_LIMITS = "asked not to be contacted"
NOTHING_NEW = "nothing new"
MET = "you met; --event says where you did not"
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_WORDS = {State.SENT: "already sent", State.ANSWERED: "already answered", State.SKIPPED: "skipped"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Whom a run is for: an ``event`` by its slug, a query, and what narrows them down."""

    event: str | None = None
    who: str = ""
    promises: bool = False
    again: bool = False

    @property
    def everywhere(self) -> bool:
        """Whether it goes over all events."""
        return self.event is None and (bool(self.who.strip()) or self.promises)


class Candidate(NamedTuple):
    """Somebody who may get a letter.

    Attributes:
        person: who it is.
        key: of the entry that the letter gets.
        event: that it is about, or None.
        fresh: encounters that it answers, by time; without any it is for another purpose.
        entries: what was done about them since we met last.
        last_met: when that was, or None.
        reason: why there is no letter, where that is clear.

    """

    person: Person
    key: str = ""
    event: Event | None = None
    fresh: tuple[Encounter, ...] = ()
    entries: tuple[Entry, ...] = ()
    last_met: datetime | None = None
    reason: str = ""

    @property
    def promised(self) -> bool:
        """Whether I promised something that no letter speaks of yet."""
        return any(encounter.promise for encounter in self.fresh)

    @property
    def urgency(self) -> tuple[int, datetime]:
        """What to sort by, the most urgent first."""
        promises = [encounter.at for encounter in self.fresh if encounter.promise]
        if promises:
            return 0, promises[0]
        if self.fresh:
            return 1, self.fresh[0].at
        return (2, self.last_met) if self.last_met else (3, _LONG_AGO)

    @property
    def done(self) -> str:
        """That nothing happened since the last entry, in words."""
        if not self.entries:
            return NOTHING_NEW
        return f"{_WORDS.get(self.entries[-1].state, 'already drafted')} (no encounter since)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The candidates of a run, the most urgent first, and what was read to find them.

    ``before`` counts the entries of the channel, for the names of files. ``keys`` are those of all entries, and
    ``paths`` all that these name.
    """

    event: Event | None
    candidates: list[Candidate]
    encounters: dict[int, list[Encounter]]
    before: int
    keys: frozenset[str]
    paths: frozenset[str]


def select(app: App, whom: Whom, event: Event | None, channel: str, *, missed: bool = False) -> Selection:
    """Whom a run is for, about that event or any; ``missed`` where its template is for those whom I did not meet.

    Raises ``UsageError`` where a query is needed, or is none.
    """
    entries = list_entries(app)
    met: dict[int, list[Encounter]] = defaultdict(list)
    for encounter in all_encounters(app):
        met[encounter.person_id].append(encounter)
    people = _people(app, whom, met, event, missed=missed)
    keys = frozenset([entry.key for entry in entries])
    counted = [entry for entry in entries if _counts(entry, channel, again=whom.again)]
    history = _History(app, met, counted, channel, keys)
    candidates = []
    for person in people:
        if event is None:
            candidate = history.anywhere(person, missed=missed)
        elif missed:
            candidate = history.missed(person, event)
        else:
            candidate = history.at(person, event)
        if candidate.promised or not whom.promises:
            candidates.append(candidate)
    of_channel = [entry for entry in entries if entry.channel == channel]
    return Selection(
        event=event,
        candidates=sorted(candidates, key=lambda candidate: (candidate.urgency, candidate.person.id)),
        encounters=met,
        before=sum(event is None or entry.event_id == event.id for entry in of_channel),
        keys=keys,
        paths=frozenset(entry.path for entry in entries if entry.path),
    )


def _counts(entry: Entry, channel: str, *, again: bool) -> bool:
    """Whether what an entry names is done with."""
    return not again or entry.channel == channel or entry.state is State.SKIPPED


def _people(
    app: App, whom: Whom, met: Mapping[int, Sequence[Encounter]], event: Event | None, *, missed: bool
) -> Iterable[Person]:
    """Everybody whom a run may be for."""
    if event is None:
        here = {number for number, encounters in met.items() if any(encounter.promise for encounter in encounters)}
    else:
        here = {number for number, some in met.items() if any(one.event == event.slug for one in some)}
    if not whom.who.strip():
        if missed:
            message = "--template: that is for people whom you did not meet; say for whom with --who"
            raise UsageError(message)
        return get_people(app, here).values()
    people = list_people(app, whom.who, everybody=True)
    if event is None:
        return people
    if missed:
        return [person for person in people if event.slug in person.events and person.id not in here]
    return [person for person in people if person.id in here]


class _History:
    """What happened with everybody: encounters, and what was done about them."""

    def __init__(
        self,
        app: App,
        met: Mapping[int, Sequence[Encounter]],
        entries: Iterable[Entry],
        channel: str,
        keys: Iterable[str],
    ) -> None:
        """Sort out what belongs to whom; ``keys`` are taken, and new ones are for the channel."""
        self._met = met
        self._channel = channel
        self._taken = set(keys)
        self._events = get_events(app)
        self._today = app.now().date()
        self._covered: set[int] = set()
        self._entries: dict[int, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._covered.update(entry.encounters)
            self._entries[entry.person_id].append(entry)

    def at(self, person: Person, event: Event) -> Candidate:
        """Somebody met at an event: what is fresh there."""
        found = self._candidate(person, [one for one in self._met[person.id] if one.event == event.slug], event)
        return found if found.reason or found.fresh else found._replace(reason=found.done)

    def missed(self, person: Person, event: Event) -> Candidate:
        """Somebody not met at an event, though both of us were there."""
        return self._candidate(person, self._met.get(person.id, ()), event)._replace(fresh=())

    def anywhere(self, person: Person, *, missed: bool) -> Candidate:
        """Somebody met wherever, or nowhere; a letter to the ``missed`` is for those met nowhere."""
        encounters = self._met.get(person.id, ())
        found = self._candidate(person, encounters, None)
        if missed and encounters and not found.reason:
            found = found._replace(reason=MET)
        spoken_of = [one for one in found.fresh if one.promise] or found.fresh or encounters
        event = self._events[spoken_of[-1].event] if spoken_of else self._latest(person)
        return found._replace(event=event, key=self._key(person, event))

    def _candidate(self, person: Person, encounters: Sequence[Encounter], event: Event | None) -> Candidate:
        last = encounters[-1] if encounters else None
        since = [entry for entry in self._entries[person.id] if _is_since(entry, last)] if self._entries else ()
        return Candidate(
            person=person,
            key=self._key(person, event) if event else "",
            event=event,
            fresh=tuple([encounter for encounter in encounters if encounter.id not in self._covered]),
            entries=tuple(since),
            last_met=last.at if last else None,
            reason=OFF_LIMITS if person.do_not_contact else "",
        )

    def _key(self, person: Person, event: Event | None) -> str:
        """What the entry of a letter is to be called."""
        return free_key(f"{event.slug if event else ''}:{person.id}:{self._channel}", self._taken)

    def _latest(self, person: Person) -> Event | None:
        """The latest event that somebody was at, by what is known."""
        events = [self._events[slug] for slug in person.events if slug in self._events]
        there = [event for event in events if event.starts is None or event.starts <= self._today]
        return max(there, key=lambda event: (event.starts or date.min, event.slug), default=None)


def _is_since(entry: Entry, last: Encounter | None) -> bool:
    """Whether an entry was made since that encounter."""
    if last is None or last.id in entry.encounters:
        return True
    return min(map(moment_in, entry.dates.values()), default=_LONG_AGO) >= last.at
