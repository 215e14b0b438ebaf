"""Which incoming session is which known one. Real feeds repeat UIDs, drop them, and come from two addresses."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.domain.times import format_moment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.exchange import IncomingSession, Reading
    from eventkit.store.agenda import KnownSession, Source

_SAME_SOURCE = 0.5
"""A file is a newer version of a source when it shares this part of the larger one's sessions."""


@dataclass(slots=True)
class Matching:
    """The outcome: what stayed as it was, which belong together, what is new, and what was not met again."""

    same: list[KnownSession] = field(default_factory=list)
    pairs: list[tuple[KnownSession, IncomingSession]] = field(default_factory=list)
    new: list[IncomingSession] = field(default_factory=list)
    missing: list[KnownSession] = field(default_factory=list)


def match_sessions(known: Sequence[KnownSession], reading: Reading) -> Matching:
    """Pair sessions by digest, then by UID and RECURRENCE-ID; where those repeat, by title and time."""
    result = Matching()
    left = {session.id: session for session in known}
    by_digest: dict[str, list[KnownSession]] = defaultdict(list)
    for session in known:
        by_digest[session.digest].append(session)
    for digest in reading.unchanged:
        if by_digest[digest]:
            session = by_digest[digest].pop(0)
            result.same.append(left.pop(session.id))
    candidates: dict[tuple[str, str], list[KnownSession]] = defaultdict(list)
    for session in left.values():
        candidates[session.uid, session.recurrence_id].append(session)
    arrivals: dict[tuple[str, str], list[IncomingSession]] = defaultdict(list)
    for incoming in reading.sessions:
        arrivals[incoming.uid, incoming.recurrence_id].append(incoming)
    for key, group in arrivals.items():
        _match_group(candidates.get(key, []), group, result)
    met = {session.id for session, _ in result.pairs}
    result.missing = [session for session in left.values() if session.id not in met]
    return result


def find_source(
    sources: Sequence[Source], location: str, reading: Reading, known: Sequence[KnownSession]
) -> Source | None:
    """The source that this file is a newer version of: the same place, or the same calendar from another.

    An empty ``location`` is nowhere, as standard input is.
    """
    for source in sources:
        if location and source.location == location:
            return source
    digests = Counter(reading.unchanged)
    incoming = Counter((session.uid, session.recurrence_id) for session in reading.sessions)
    best: tuple[float, Source] | None = None
    for source in sources:
        its = [session for session in known if session.source_id == source.id and session.status != "gone"]
        named_alike = not source.name or not reading.name or source.name == reading.name
        shared = sum((digests & Counter(session.digest for session in its)).values())
        shared += sum((incoming & Counter((s.uid, s.recurrence_id) for s in its)).values())
        share = shared / max(len(its), digests.total() + incoming.total(), 1)
        if named_alike and share >= _SAME_SOURCE and (best is None or share > best[0]):
            best = (share, source)
    return best[1] if best else None


_ALIKE: tuple[Callable[[KnownSession, IncomingSession], bool], ...] = (
    lambda known, incoming: known.title == incoming.title and known.starts == format_moment(incoming.starts),
    lambda known, incoming: known.title == incoming.title,
    lambda known, incoming: known.starts == format_moment(incoming.starts),
    lambda _known, _incoming: True,
)


def _match_group(known: list[KnownSession], incoming: list[IncomingSession], result: Matching) -> None:
    """Pair those of one UID: the most alike first, and at last in their order."""
    left = list(known)
    waiting = list(incoming)
    for alike in _ALIKE:
        for arrival in list(waiting):
            partner = next((session for session in left if alike(session, arrival)), None)
            if partner is not None:
                left.remove(partner)
                waiting.remove(arrival)
                result.pairs.append((partner, arrival))
    result.new.extend(waiting)
