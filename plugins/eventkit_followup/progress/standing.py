"""Where the follow-up to everybody stands, for each event: worked out from the encounters and the entries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import all_encounters, get_events
from eventkit_followup.progress.entries import DONE, State, list_entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eventkit.api import App, Encounter
    from eventkit_followup.progress.entries import Entry

DOUBTFUL = frozenset({State.UNKNOWN, State.SENDING})
"""States in which nobody knows whether a letter is out: a run that was killed leaves ``sending``."""

WAITING = frozenset({State.DRAFTED, State.REFUSED})
"""States of a letter that is made, and not out."""

_RANKS = {
    State.UNKNOWN: 0,
    State.SENDING: 0,
    State.DUE: 3,
    State.REFUSED: 3,
    State.DRAFTED: 4,
    State.SENT: 5,
    State.ANSWERED: 6,
    State.SKIPPED: 7,
}
_SOONER = 2
"""How much a promise brings forward what is not done."""

LONG_AGO = datetime.min.replace(tzinfo=UTC)
"""When nobody put down since when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The follow-up to one person about one event.

    Attributes:
        person_id: to whom.
        event: its slug, or an empty text for letters about no event.
        state: where it stands. What nobody knows comes before all else, then what is due, then a letter that waits;
            only where there is none of these is it what was done last.
        since: since when; what is due is so from the first encounter that has no letter.
        encounters: all with them there, by time.
        fresh: those that no entry names: with any of them it is due.
        promised: those at which I promised something that is not kept yet.
        entries: what was done, in the order it was.
        open: those of the entries that want something done: letters in doubt, and those that are made and not out.

    """

    person_id: int
    event: str
    state: State
    since: datetime
    encounters: tuple[Encounter, ...] = ()
    fresh: tuple[Encounter, ...] = ()
    promised: tuple[Encounter, ...] = ()
    entries: tuple[Entry, ...] = ()
    open: tuple[Entry, ...] = ()

    @property
    def entry(self) -> Entry | None:
        """That of which the state is; None where it is due."""
        there = [entry for entry in self.entries if entry.state is self.state]
        return max(reversed(there), key=moment_of, default=None)

    @property
    def urgency(self) -> tuple[int, datetime, int]:
        """What to sort by, the most urgent first: what nobody knows, promises, what is due, what lies drafted."""
        rank = _RANKS[self.state]
        if self.promised and (self.state is State.DUE or self.state in WAITING):
            rank -= _SOONER
        return rank, self.promised[0].at if self.promised else self.since, self.person_id


class _Said(NamedTuple):
    """What letters speak of: the entries by encounter, the encounters that are done with, and all there are."""

    named: Mapping[int, Sequence[Entry]]
    done: set[int]
    there: set[int]


def list_standings(app: App) -> list[Standing]:
    """Everybody whom I met or wrote to, for each event; the most urgent first."""
    slugs = {event.id: event.slug for event in get_events(app).values()}
    met: dict[tuple[int, str], list[Encounter]] = defaultdict(list)
    for encounter in all_encounters(app):
        met[encounter.person_id, encounter.event].append(encounter)
    named: dict[int, list[Entry]] = defaultdict(list)
    written: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    for entry in list_entries(app):
        for number in entry.encounters:
            named[number].append(entry)
        written[entry.person_id, slugs.get(entry.event_id or 0, "")].append(entry)
    said = _Said(
        named=named,
        done={number for number, entries in named.items() if any(entry.state in DONE for entry in entries)},
        there={encounter.id for encounters in met.values() for encounter in encounters},
    )
    found = []
    for person_id, event in {**met, **written}:
        encounters = met.get((person_id, event), [])
        # a letter about several events counts for each of them, and stands with the last
        entries = {entry.key: entry for encounter in encounters for entry in named.get(encounter.id, ())}
        entries |= {entry.key: entry for entry in written.get((person_id, event), ())}
        found.append(_standing((person_id, event), encounters, list(entries.values()), said))
    return sorted(found, key=lambda standing: standing.urgency)


def moment_of(entry: Entry) -> datetime:
    """When an entry reached the state that it is in; long ago where nobody knows."""
    return moment_in(entry.since)


def moment_in(text: str) -> datetime:
    """A time as entries keep it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return LONG_AGO
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _standing(of: tuple[int, str], encounters: Sequence[Encounter], entries: Sequence[Entry], said: _Said) -> Standing:
    """The standing of a person and an event."""
    fresh = tuple(encounter for encounter in encounters if encounter.id not in said.named)
    doubtful = [entry for entry in entries if entry.state in DOUBTFUL]
    waiting = [entry for entry in entries if entry.state in WAITING and _wants_sending(entry, entries, said)]
    done = [entry for entry in entries if entry.state in DONE]
    speaking = doubtful or ([] if fresh else waiting or done or entries)
    latest = max(reversed(speaking), key=moment_of, default=None)  # of two at one moment, that which was made last
    return Standing(
        person_id=of[0],
        event=of[1],
        state=latest.state if latest else State.DUE,
        since=moment_of(latest) if latest else fresh[0].at,
        encounters=tuple(encounters),
        fresh=fresh,
        promised=tuple(encounter for encounter in encounters if encounter.promise and encounter.id not in said.done),
        entries=tuple(entries),
        open=(*doubtful, *waiting),
    )


def _wants_sending(entry: Entry, entries: Sequence[Entry], said: _Said) -> bool:
    """Whether a letter that waits says something that no other did: the same by another channel may be out."""
    spoken_of = said.there.intersection(entry.encounters)
    if spoken_of:
        return not spoken_of <= said.done
    return not any(other.state in DONE and moment_of(other) > moment_of(entry) for other in entries)
