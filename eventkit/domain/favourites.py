"""Favourites on their way from one person's eventkit to another's, whose feed may have other UIDs and other times.

What two feeds of one event agree on is titles and, mostly, starts. A mark of eight letters stands for both: five
for the title, three for the start, so that a session that moved is still known by its title.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Literal

from eventkit.domain.text import fold
from eventkit.domain.times import as_datetime, same_moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.domain.events import Moment, Session

Level = Literal["must", "maybe"]
LEVELS: tuple[Level, ...] = ("must", "maybe")

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
"""Base32 (RFC 4648, section 6): a QR code packs capitals and digits closer than anything else."""

TITLE_LETTERS, START_LETTERS = 5, 3
_NO_START = LETTERS[-1] * START_LETTERS
"""Where there is no start yet. One start in 32,768 has these letters too, and is then told as none."""

MARK_LETTERS = TITLE_LETTERS + START_LETTERS
_START_RANGE: int = len(LETTERS) ** START_LETTERS
"""Minutes after which a start has the same letters again: 22 days."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Favourite:
    """A session that somebody wants to go to. One from a code is known by its ``mark`` only."""

    level: Level
    title: str = ""
    starts: Moment | None = None
    ends: Moment | None = None
    uid: str = ""
    recurrence_id: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A favourite and the session that it is; not ``sure`` where only the title, or only the UID, says so."""

    favourite: Favourite
    session: Session
    sure: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """Which favourite is which session, each session once and in the order of the agenda, and which are none."""

    matches: list[Match]
    missing: list[Favourite]

    @property
    def plausible(self) -> bool:
        """Whether the favourites are of this event at all: two conferences may both have a `Closing Session`."""
        found = len(self.matches)
        return any(match.sure for match in self.matches) or found * 2 > found + len(self.missing)


def mark_of(title: str, starts: Moment | None) -> str:
    """The mark of a session."""
    return _title_mark(title) + (_NO_START if starts is None else _start_mark(starts))


def start_of_mark(mark: str, near: datetime) -> datetime | None:
    """When a session of that mark starts, if that is in the three weeks from a time on; None where it has no time."""
    if mark[TITLE_LETTERS:] == _NO_START:
        return None
    minutes = 0
    for letter in mark[TITLE_LETTERS:]:
        minutes = minutes * len(LETTERS) + LETTERS.index(letter)
    first = (near - _EPOCH) // _MINUTE
    return _EPOCH + (first + (minutes - first) % _START_RANGE) * _MINUTE


def match_favourites(favourites: Iterable[Favourite], sessions: Iterable[Session]) -> Matching:
    """Find each favourite among sessions: by UID where title or start agree, by title and start, by title, by UID."""
    index = _Index(sessions)
    found: dict[int, Match] = {}
    waiting: list[Favourite] = []
    for favourite in favourites:
        session = index.surely(favourite)
        if session is None:
            waiting.append(favourite)
        elif session.id not in found or favourite.level == "must":
            found[session.id] = Match(favourite, session, sure=True)
    missing = []
    for favourite in waiting:
        session = index.perhaps(favourite)
        if session is None or session.id in found:
            missing.append(favourite)
        else:
            found[session.id] = Match(favourite, session, sure=False)
    order = {session_id: place for place, session_id in enumerate(index.order)}
    return Matching(sorted(found.values(), key=lambda match: order[match.session.id]), missing)


class _Index:
    """Sessions that are still listed, by what a favourite may know of them."""

    def __init__(self, sessions: Iterable[Session]) -> None:
        self.order: list[int] = []
        self._by_uid: dict[tuple[str, str], list[Session]] = defaultdict(list)
        self._by_title: dict[str, list[Session]] = defaultdict(list)
        for session in sessions:
            if session.status != "gone":
                self.order.append(session.id)
                self._by_uid[session.uid, session.recurrence_id].append(session)
                self._by_title[_title_mark(session.title)].append(session)

    def surely(self, favourite: Favourite) -> Session | None:
        """The session of which two things agree: UID, title, start."""
        titled, same_uid = self._titled(favourite), self._of_uid(favourite)
        both = [session for session in titled if _starts_alike(session, favourite)]
        with_uid = {session.id for session in same_uid}
        chosen = [session for session in both if session.id in with_uid] or both
        chosen += [session for session in titled if session.id in with_uid]
        chosen += [session for session in same_uid if _starts_alike(session, favourite)]
        return chosen[0] if chosen else None

    def perhaps(self, favourite: Favourite) -> Session | None:
        """The only session of that title, or else of that UID."""
        for candidates in (self._titled(favourite), self._of_uid(favourite)):
            if len(candidates) == 1:
                return candidates[0]
        return None

    def _of_uid(self, favourite: Favourite) -> list[Session]:
        return self._by_uid.get((favourite.uid, favourite.recurrence_id), []) if favourite.uid else []

    def _titled(self, favourite: Favourite) -> list[Session]:
        if not favourite.title:
            return self._by_title.get(favourite.mark[:TITLE_LETTERS], [])
        alike = self._by_title.get(_title_mark(favourite.title), [])
        return [session for session in alike if _key(session.title) == _key(favourite.title)]


def _starts_alike(session: Session, favourite: Favourite) -> bool:
    """Whether both have the same start: that neither has one says nothing."""
    if session.starts is None:
        return False
    if favourite.mark:
        return _start_mark(session.starts) == favourite.mark[TITLE_LETTERS:]
    return favourite.starts is not None and same_moment(session.starts, favourite.starts)


def _key(title: str) -> str:
    """A title as it is compared; one without a letter or digit is itself."""
    return fold(title) or title.strip()


def _title_mark(title: str) -> str:
    digest = blake2b(_key(title).encode(errors="replace"), digest_size=8).digest()
    return _letters(int.from_bytes(digest, "big"), TITLE_LETTERS)


def _start_mark(starts: Moment) -> str:
    return _letters((as_datetime(starts, "UTC") - _EPOCH) // _MINUTE, START_LETTERS)


def _letters(number: int, count: int) -> str:
    """The last digits of a number that is not negative, or counts back from 0, in base 32."""
    return "".join(LETTERS[number // len(LETTERS) ** place % len(LETTERS)] for place in reversed(range(count)))
