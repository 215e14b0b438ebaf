"""How favourites travel: a small JSON file that anyone can read, and a text that fits into one QR code.

The code's text is in capitals, digits and colons only, which a QR code packs closest (ISO/IEC 18004, 7.4.4)::

    EVENTKIT-FAVOURITES:1:PYCONF:<marks of the must>:<marks of the maybe>
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from eventkit.domain.favourites import LETTERS, LEVELS, MARK_LETTERS, Favourite, mark_of
from eventkit.domain.formats import json_text
from eventkit.domain.text import one_line, storable
from eventkit.domain.times import format_moment, parse_moment
from eventkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.domain.events import Event, Moment, Session

NAME, VERSION = "eventkit-favourites", 1
LARGEST = 4 * 1024 * 1024
"""Bytes of a file of favourites: more than ten thousand sessions take."""

_CODE = re.compile(rf"{NAME}:(\d{{1,9}}):(.*)", re.IGNORECASE | re.DOTALL)
_LONGEST = 2000
"""Letters of a title or a UID; the longest title of real agendas has some 300."""

_LAST_YEAR = 9000
"""A year from which one can count on in any zone without leaving the calendar."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Favourites:
    """Somebody's favourites of an event, and what of them could not be read."""

    event: str
    name: str = ""
    sessions: tuple[Favourite, ...] = ()
    problems: tuple[str, ...] = ()


def write_favourites(event: Event, sessions: Sequence[Session]) -> bytes:
    """A file of favourites: what the event's own programme says of them, how much I want them, and nothing else."""
    content = {
        "format": NAME,
        "version": VERSION,
        "event": {"slug": event.slug, "name": event.name},
        "sessions": [
            {
                "level": session.interest,
                "title": session.title,
                "starts": format_moment(session.starts) if session.starts else None,
                "ends": format_moment(session.ends) if session.ends else None,
                "uid": session.uid,
                "recurrence_id": session.recurrence_id,
            }
            for session in sessions
        ],
    }
    return f"{json_text(content, indent=2)}\n".encode()


def write_code(event: Event, sessions: Sequence[Session]) -> str:
    """The text for a QR code."""
    marks = {level: [mark_of(s.title, s.starts) for s in sessions if s.interest == level] for level in LEVELS}
    return ":".join([NAME.upper(), str(VERSION), event.slug.upper(), *("".join(marks[level]) for level in LEVELS)])


def is_code(text: str) -> bool:
    """Whether a text begins as that of a code of favourites does."""
    return text.lstrip()[: len(NAME) + 1].casefold() == f"{NAME}:"


def parse_code(text: str, location: str) -> Favourites:
    """Read the text of a code, in any case and with any line breaks that a message put in; raises ``InputError``."""
    found = _CODE.fullmatch("".join(text.split()))
    if found is None:
        _refuse(location, "is no whole text of favourites")
    _check_version(int(found[1]), location)
    event, *lists = found[2].split(":")
    if len(lists) != len(LEVELS) or any(len(marks) % MARK_LETTERS for marks in lists):
        _refuse(location, "the text of favourites is cut off, or something was added to it; copy it again")
    favourites = []
    for level, marks in zip(LEVELS, map(str.upper, lists), strict=True):
        if not set(marks) <= set(LETTERS):
            _refuse(location, "the text of favourites holds letters that no text of favourites has; copy it again")
        starts = range(0, len(marks), MARK_LETTERS)
        favourites += [Favourite(level=level, mark=marks[at : at + MARK_LETTERS]) for at in starts]
    return Favourites(event=event.lower()[:_LONGEST], sessions=_some(favourites, location))


def parse_favourites(data: bytes, location: str) -> Favourites:
    """Read a file of favourites; a session of it that cannot be read costs itself only. Raises ``InputError``."""
    if len(data) > LARGEST:
        _refuse(location, f"is larger than the {LARGEST // 1024 // 1024} MiB that a file of favourites may have")
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("format") != NAME:
        _refuse(location, "is no file of favourites, as `eventkit favourites export` writes it, and no picture of one")
    _check_version(content.get("version"), location)
    event, entries = content.get("event"), content.get("sessions")
    if not isinstance(event, dict) or not isinstance(entries, list):
        _refuse(location, "is damaged: it has no event, or no list of sessions")
    favourites: list[Favourite] = []
    problems: list[str] = []
    for number, entry in enumerate(entries, start=1):
        try:
            favourites.append(_favourite(entry))
        except (ValueError, TypeError) as error:
            problems.append(f"session {number} is left out: {error}")
    if problems and not favourites:
        _refuse(location, f"no session of it can be read: {problems[0]}")
    try:
        slug, name = (_text(event, key, needed=False) for key in ("slug", "name"))
    except ValueError as error:
        _refuse(location, f"is damaged: of its event, {error}")
    return Favourites(
        event=slug,
        name=name,
        sessions=_some(favourites, location),
        problems=tuple(problems),
    )


def _favourite(entry: object) -> Favourite:
    """A session of a file; raises ``ValueError`` with what is wrong with it."""
    if not isinstance(entry, dict):
        message = "it is no record"
        raise TypeError(message)
    level = next((level for level in LEVELS if entry.get("level") == level), None)
    if level is None:
        message = f"its level is not one of {', '.join(LEVELS)}"
        raise ValueError(message)
    return Favourite(
        level=level,
        title=_text(entry, "title"),
        starts=_moment(entry, "starts"),
        ends=_moment(entry, "ends"),
        uid=_text(entry, "uid", needed=False),
        recurrence_id=_text(entry, "recurrence_id", needed=False),
    )


def _text(entry: dict[str, Any], key: str, *, needed: bool = True) -> str:
    value = entry.get(key)
    text = storable(value) if isinstance(value, str) else ""
    if (needed and not one_line(text)) or not (value is None or isinstance(value, str)):
        message = f"its {key} is no text"
        raise ValueError(message)
    if len(text) > _LONGEST:
        message = f"its {key} has {len(text):,} letters"
        raise ValueError(message)
    return text


def _moment(entry: dict[str, Any], key: str) -> Moment | None:
    text = _text(entry, key, needed=False)
    try:
        moment = parse_moment(text) if text else None
    except (ValueError, OverflowError):
        moment, text = None, text or "?"
    if (text and moment is None) or (moment and not 1 < moment.year < _LAST_YEAR):
        message = f"its {key} is no time"
        raise ValueError(message)
    return moment


def _some(favourites: list[Favourite], location: str) -> tuple[Favourite, ...]:
    if not favourites:
        _refuse(location, "holds no session")
    return tuple(favourites)


def _check_version(version: object, location: str) -> None:
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        _refuse(location, "is damaged: it does not say which version of the format it has")
    if version > VERSION:
        _refuse(location, f"is of version {version}, and this eventkit reads {VERSION}: update eventkit")


def _refuse(location: str, reason: str) -> NoReturn:
    message = f"{location}: {reason}"
    raise InputError(message)
