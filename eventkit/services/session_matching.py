"""Which incoming session is which known one.

A session's identity is its source's UID and RECURRENCE-ID. Real feeds break them: one UID for many sessions, UIDs that
are numbers in a row and shift when a session goes, new UIDs at each build. So a UID is believed as far as title, time
or room agree with it; where it is silent or contradicts them, they decide. That two sessions have no time yet is no
sign that they are one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.domain.text import fold
from eventkit.domain.times import NO_TIME, sort_key

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence

    from eventkit.exchange import IncomingSession, Reading
    from eventkit.store.agenda import KnownSession, Source

_SAME_SOURCE = 0.5
"""A file is a newer version of a source when it shares this part of the larger one's sessions."""

_SAME_WHATEVER_ITS_NAME = 0.8
"""The same, of a calendar that calls itself something else."""

_TRUSTED = 0.8
"""UIDs are believed by themselves where this part of the sessions that are surely the same kept theirs."""

_ALIKE = 0.5
"""Two titles are of one session when they share this part of their words."""


@dataclass(slots=True)
class Matching:
    """The outcome: what stayed as it was, which belong together, what is new, and what was not met again."""

    same: list[KnownSession] = field(default_factory=list)
    pairs: list[tuple[KnownSession, IncomingSession]] = field(default_factory=list)
    new: list[IncomingSession] = field(default_factory=list)
    missing: list[KnownSession] = field(default_factory=list)


def match_sessions(known: Sequence[KnownSession], reading: Reading, timezone: str, source_id: int | None) -> Matching:
    """Pair what is known of an event with what a source of it says now.

    What another source told is met again by its UID and title, or by title and time; all other rules are for the
    source's own. ``timezone`` is where an all-day session's midnight is.
    """
    result = Matching()
    left = {session.id: session for session in known}
    by_digest: dict[str, list[KnownSession]] = defaultdict(list)
    for session in reversed(known):
        by_digest[session.digest].append(session)
    for digest in reading.unchanged:
        if by_digest[digest]:
            session = by_digest[digest].pop()
            result.same.append(left.pop(session.id))
    if not left or not reading.sessions:
        result.new, result.missing = list(reading.sessions), list(left.values())
        return result
    matcher = _Matcher(left, reading.sessions, timezone)
    matcher.pair(_uid_and_title)
    matcher.pair(_title_time_and_room)
    matcher.pair(_title_and_time)
    matcher.keep_only(source_id)
    trusted = matcher.trust(len(result.same)) >= _TRUSTED
    if trusted:
        matcher.pair(_uid)
    matcher.pair(_title_and_room, only_one=True)
    matcher.pair(_title, only_one=True)
    matcher.pair(_uid_and_time)
    matcher.pair(_uid, alike=True)
    matcher.pair(_time_and_room, only_one=True, alike=True)
    matcher.pair(_title_and_room_without_time)
    result.pairs, result.new = matcher.pairs, list(matcher.waiting.values())
    met = {session.id for session, _ in result.pairs}
    result.missing = [session for session in left.values() if session.id not in met]
    return result


def find_source(
    sources: Sequence[Source], location: str, reading: Reading, known: Sequence[KnownSession], timezone: str
) -> Source | None:
    """The source that this file is a newer version of: the same place, or the same calendar from another.

    An empty ``location`` is nowhere, as standard input is.
    """
    for source in sources:
        if location and source.location == location:
            return source
    if not sources:
        return None
    digests = Counter(reading.unchanged)
    facts = [_Facts.of_incoming(number, session, timezone) for number, session in enumerate(reading.sessions)]
    best: tuple[float, Source] | None = None
    for source in sources:
        its = [session for session in known if session.source_id == source.id and session.status != "gone"]
        share = _shared(its, digests, facts) / max(len(its), digests.total() + len(facts), 1)
        named_alike = not source.name or not reading.name or source.name == reading.name
        if share >= (_SAME_SOURCE if named_alike else _SAME_WHATEVER_ITS_NAME) and (best is None or share > best[0]):
            best = (share, source)
    return best[1] if best else None


def _shared(known: Sequence[KnownSession], digests: Counter[str], facts: Sequence[_Facts]) -> int:
    """How many sessions a source and a reading share: by the byte, else by UID, else by title and time."""
    shared = (digests & Counter(session.digest for session in known)).total()
    rest = [_Facts.of_known(session) for session in known if session.digest not in digests]
    incoming = list(facts)
    for key in (_uid, _title_and_perhaps_time):
        keys = Counter(map(key, rest)) & Counter(map(key, incoming))
        shared += keys.total()
        rest = [one for one in rest if key(one) not in keys]
        incoming = [one for one in incoming if key(one) not in keys]
    return shared


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a session is known again by; ``id`` is its number among its like."""

    id: int
    uid: tuple[str, str]
    title: str
    time: int
    room: str
    source_id: int | None = None
    gone: bool = False

    @classmethod
    def of_known(cls, session: KnownSession) -> _Facts:
        """Take them from a stored session."""
        uid = session.uid, session.recurrence_id
        gone = session.status == "gone"
        return cls(session.id, uid, session.title, session.starts_at, session.room, session.source_id, gone)

    @classmethod
    def of_incoming(cls, number: int, session: IncomingSession, timezone: str) -> _Facts:
        """Take them from a session that was read."""
        uid = session.uid, session.recurrence_id
        return cls(number, uid, session.title, sort_key(session.starts, timezone), session.room)


def _uid(one: _Facts) -> Hashable:
    return one.uid


def _uid_and_title(one: _Facts) -> Hashable:
    return one.uid, one.title


def _uid_and_time(one: _Facts) -> Hashable:
    return (one.uid, one.time) if one.time != NO_TIME else None


def _title(one: _Facts) -> Hashable:
    return one.title


def _title_and_time(one: _Facts) -> Hashable:
    return (one.title, one.time) if one.time != NO_TIME else None


def _title_and_perhaps_time(one: _Facts) -> Hashable:
    return one.title, one.time


def _title_and_room(one: _Facts) -> Hashable:
    return one.title, one.room


def _title_time_and_room(one: _Facts) -> Hashable:
    return (one.title, one.time, one.room) if one.time != NO_TIME else None


def _title_and_room_without_time(one: _Facts) -> Hashable:
    """For those that nothing tells apart, as several called `To be announced` with a new UID each time."""
    return (one.title, one.room) if one.time == NO_TIME else None


def _time_and_room(one: _Facts) -> Hashable:
    return (one.time, one.room) if one.room and one.time != NO_TIME else None


class _Matcher:
    """Pairs what is left, by one rule after the other; each takes time in proportion to what is left."""

    def __init__(self, known: dict[int, KnownSession], incoming: Sequence[IncomingSession], timezone: str) -> None:
        self.pairs: list[tuple[KnownSession, IncomingSession]] = []
        self.waiting = dict(enumerate(incoming))
        self._known = known
        # what is gone comes last: its UID may have been given to another since
        ordered = sorted(known.values(), key=lambda session: session.status == "gone")
        self._left = {session.id: _Facts.of_known(session) for session in ordered}
        self._facts = {number: _Facts.of_incoming(number, one, timezone) for number, one in self.waiting.items()}

    def pair(self, key: Callable[[_Facts], Hashable], *, only_one: bool = False, alike: bool = False) -> None:
        """Pair those of one key, in their order.

        With ``only_one`` a key pairs only where it is one session's on either side; ``alike`` asks for titles that
        are alike, as is always asked of what is gone.
        """
        if not self.waiting or not self._left:
            return
        there = _by_key(self._left.values(), key)
        for value, arrivals in _by_key((self._facts[number] for number in self.waiting), key).items():
            candidates = there.get(value, [])
            if value is None or (only_one and (len(candidates) != 1 or len(arrivals) != 1)):
                continue
            for known, arrival in zip(candidates, arrivals, strict=False):
                if not (alike or known.gone) or _are_alike(known.title, arrival.title):
                    self.pairs.append((self._known[known.id], self.waiting.pop(arrival.id)))
                    del self._left[known.id]

    def keep_only(self, source_id: int | None) -> None:
        """Leave what other sources told alone from here on."""
        self._left = {one.id: one for one in self._left.values() if one.source_id == source_id}

    def trust(self, same: int) -> float:
        """The share of sessions that are surely the same (``same`` of them to the byte) and kept their UID.

        A UID that stands for another title now, while its own title goes with another UID, speaks against them too.
        """
        kept = same + sum((known.uid, known.recurrence_id) == (new.uid, new.recurrence_id) for known, new in self.pairs)
        there = {one.uid: one for one in reversed(self._left.values())}
        waiting = [self._facts[number] for number in self.waiting]
        titles = {one.title for one in waiting}
        strayed = sum(
            one.uid in there and there[one.uid].title in titles and there[one.uid].title != one.title for one in waiting
        )
        return kept / (same + len(self.pairs) + strayed) if same or self.pairs or strayed else 1.0


def _by_key(facts: Iterable[_Facts], key: Callable[[_Facts], Hashable]) -> dict[Hashable, list[_Facts]]:
    found: dict[Hashable, list[_Facts]] = defaultdict(list)
    for one in facts:
        found[key(one)].append(one)
    return found


def _are_alike(first: str, second: str) -> bool:
    """Whether two titles share half of their words."""
    one, other = set(fold(first).split()), set(fold(second).split())
    return len(one & other) >= _ALIKE * max(len(one | other), 1)
