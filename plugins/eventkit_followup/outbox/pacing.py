"""How fast letters go out: so many a minute and a day, and only while it is day where the recipient is."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from eventkit.api import UsageError, in_zone, read_components, zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from eventkit.api import App, Event, Person

KEYS = ("per_minute", "per_day", "window", "days")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WINDOW = re.compile(r"(\d{1,2}):(\d{2}) ?- ?(\d{1,2}):(\d{2})")
_OFFSET = re.compile(r"(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?(?::?\d{2})?|Z", re.IGNORECASE)
_DAY = 24 * 60
_NO_TIME, MINUTE, DAY = timedelta(), timedelta(minutes=1), timedelta(days=1)


class Window(NamedTuple):
    """When somebody may be written to: from and to in minutes since midnight, and on which days of the week."""

    begins: int = 0
    ends: int = _DAY
    days: tuple[int, ...] = tuple(range(7))

    def opens(self, now: datetime, where: tzinfo) -> datetime:
        """When it is open next, where they are: ``now`` where it is."""
        local = now.astimezone(where)
        minute = local.hour * 60 + local.minute
        if local.weekday() in self.days and self.begins <= minute < self.ends:
            return local
        for days in range(8):
            day = local.date() + timedelta(days=days)
            begins = datetime(day.year, day.month, day.day, self.begins // 60, self.begins % 60, tzinfo=where)
            if day.weekday() in self.days and begins.astimezone(UTC) > now.astimezone(UTC):
                return begins
        return local  # there is no such week


_ALWAYS = Window()


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The settings: how many a minute, how many in 24 hours, and when."""

    per_minute: int = 20
    per_day: int = 200
    window: Window = _ALWAYS

    def waits(self, tries: Sequence[datetime], now: datetime) -> timedelta:
        """How long until another letter may go out in this minute, after those tries."""
        latest = sorted(at for at in tries if _NO_TIME <= now - at < MINUTE)  # a clock that is ahead holds up nobody
        if len(latest) < self.per_minute:
            return _NO_TIME
        return latest[-self.per_minute] + MINUTE - now

    def left(self, tries: Sequence[datetime], now: datetime) -> int:
        """How many may go out yet, for the number of a day."""
        return max(0, self.per_day - sum(now - at < DAY for at in tries))

    def next_day(self, tries: Sequence[datetime], now: datetime) -> datetime:
        """When the next one may go out, where the day's number is reached."""
        latest = sorted(at for at in tries if now - at < DAY)
        return latest[-self.per_day] + DAY if len(latest) >= self.per_day else now

    @property
    def in_words(self) -> str:
        """As a person says it."""
        return f"{self.per_minute} a minute and {self.per_day} a day at most"


class Clock:
    """The application's clock, which goes on also where ``EVENTKIT_NOW`` holds it: whoever waits has to see the end."""

    def __init__(self, app: App) -> None:
        """Begin now."""
        self._app = app
        self._begun = app.now()
        self._ticks = time.monotonic()

    def now(self) -> datetime:
        """The time."""
        return max(self._app.now(), self._begun + timedelta(seconds=time.monotonic() - self._ticks))


def pace_of(table: Mapping[str, Any], where: str) -> Pace:
    """The pace that a table of settings says; raises ``UsageError`` naming what it says wrongly."""
    numbers = {}
    usual = Pace()
    for key, default in (("per_minute", usual.per_minute), ("per_day", usual.per_day)):
        value = table.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            _refuse(where, f"{key}: {value!r} is no number from 1")
        numbers[key] = value
    begins, ends = _minutes(table.get("window", ""), where)
    return Pace(**numbers, window=Window(begins, ends, _days(table.get("days", ""), where)))


def _minutes(text: object, where: str) -> tuple[int, int]:
    if text == "":
        return _ALWAYS.begins, _ALWAYS.ends
    match = _WINDOW.fullmatch(text.strip()) if isinstance(text, str) else None
    hours = [int(part) for part in match.groups()] if match else [0] * 4
    begins, ends = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
    if not begins < ends <= _DAY or max(hours[1], hours[3]) > 59:  # noqa: PLR2004  # minutes
        _refuse(where, f"window: {text!r} is no time of day from … to …, as 08:00-20:00")
    return begins, ends


def _days(text: object, where: str) -> tuple[int, ...]:
    if text == "":
        return _ALWAYS.days
    found: set[int] = set()
    for part in str(text).lower().replace(" ", "").split(","):
        first, _, last = part.partition("-")
        if not isinstance(text, str) or first not in _DAYS or (last or first) not in _DAYS:
            _refuse(where, f"days: {text!r} are no days of the week, as mon-fri or tue,thu")
        begins, ends = _DAYS.index(first), _DAYS.index(last or first)
        found.update((begins + step) % 7 for step in range((ends - begins) % 7 + 1))
    return tuple(sorted(found))


class Where(NamedTuple):
    """A zone, and what it is called."""

    zone: tzinfo
    name: str


def zone_of(person: Person, card: str, event: Event | None, timezone_setting: str) -> Where:
    """Where somebody is, as far as is known: by a tag ``tz:Europe/Berlin``, their card, my setting, the event."""
    tags = (tag.partition(":")[2].strip() for tag in person.tags if tag.lower().startswith("tz:"))
    for name in (*tags, *_of_card(card), timezone_setting, event.timezone if event else ""):
        found = _zone(name)
        if found:
            return found
    return Where(UTC, "UTC")


def _of_card(card: str) -> Iterable[str]:
    """What the cards in a text say with TZ (RFC 6350, section 6.5.1): the name of a zone, or an offset."""
    if "TZ" not in card.upper():
        return []
    lines = (line for one in read_components(card.encode()).walk("VCARD") for line in one.all("TZ"))
    return [line.value.replace("\\,", ",").strip() for line in lines]


def _zone(text: str) -> Where | None:
    found = zone(text)
    if found is not None:
        return Where(found, text)
    match = _OFFSET.fullmatch(text)
    if match is None:
        return None
    minutes = int(match[2] or 0) * 60 + int(match[3] or 0)
    if minutes >= _DAY:
        return None
    offset = timezone(timedelta(minutes=-minutes if match[1] == "-" else minutes))
    return Where(offset, f"UTC{match[1] or '+'}{minutes // 60:02}:{minutes % 60:02}")


def told_moment(moment: datetime, where: Where, now: datetime) -> str:
    """A moment as it is told: the time of day there, with the day where that is another one."""
    local, today = moment.astimezone(where.zone), now.astimezone(where.zone).date()
    days = (local.date() - today).days
    day = "" if days == 0 else " tomorrow" if days == 1 else f" on {local:%A}" if days < 7 else f" on {local:%d %B}"  # noqa: PLR2004  # a week
    return f"{local:%H:%M}{day} in {where.name}"


def here(app: App, moment: datetime, now: datetime) -> str:
    """A moment as it is told to me: in the zone of my settings, else of this machine."""
    mine = in_zone(now, app.config.timezone) if app.config.timezone else now
    local = moment.astimezone(mine.tzinfo)
    days = (local.date() - mine.date()).days
    return f"{local:%H:%M}{' tomorrow' if days == 1 else f' on {local:%A}' if days else ''}"


def _refuse(where: str, reason: str) -> NoReturn:
    message = f"{where}: {reason}"
    raise UsageError(message)
