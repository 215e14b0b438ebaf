"""One series: a VEVENT that repeats, with the dates that it adds and leaves out (RFC 5545 section 3.8.5)."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import Problem, one_line
from eventkit_calendar.repeating.clocks import Clock
from eventkit_calendar.repeating.rules import WITHIN_A_DAY, read_rule
from eventkit_calendar.repeating.rules_v1 import modern_rule
from eventkit_calendar.repeating.rulewalk import Steps, TooFarError, starts_of
from eventkit_calendar.values import read_duration, read_moment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from eventkit.api import Component, ContentLine, Moment
    from eventkit_calendar.repeating.rules import Rule
    from eventkit_calendar.timezones.zones import Zones

MOST_SESSIONS = 1_000
"""Of one series."""

_MOST_RULES = 10
_MOST_DATES = 5_000
"""Of each of RDATE and EXDATE, in one event."""
_MOST_COUNTED = 100_000
_MANY_YEARS = timedelta(days=20 * 366)
"""A rule that goes on for longer is taken for one without an end."""
_STEPS_OF_A_RULE = 30_000
_STEPS_OF_A_SESSION = 20
_HOUR = 3600
_NEVER = re.compile(r"999[89]\d{4}(T\d{6}Z?)?", re.ASCII)
_SHOWN = 60
_FIRST_ONLY = "only the first session is taken"


class _Told(NamedTuple):
    """A rule with its line and its text, the last moment it may reach, and whether it goes on beyond all reason."""

    line: ContentLine
    rule: Rule
    last: datetime
    endless: bool


class Budget(Steps):
    """What all series of a file may take together: steps that lead to no session, and sessions."""

    __slots__ = ("sessions",)

    def __init__(self, steps: int, sessions: int) -> None:
        """Allow so many of each."""
        super().__init__(steps)
        self.sessions = sessions


class Series:
    """The starts of a repeating VEVENT, as hands of its clock, found in bounded steps."""

    def __init__(self, master: Component, starts: Moment, zones: Zones) -> None:
        """Read and check its rules and dates; nothing is expanded yet."""
        started = master.first("DTSTART")
        assert started is not None  # a start was read from it
        self.clock = Clock(started, starts, zones)
        self.problems: list[Problem] = []
        self.refused = False
        self.lengths: dict[datetime, timedelta] = {}
        self.starts = {self.clock.start}
        self.without: set[datetime] = set()
        self._days_without: set[date] = set()
        self._line = master.line
        self._read_added(master)
        self._read_excluded(master)
        self._rules = self._read_rules(master)
        self.starts = {start for start in self.starts if not self.leaves_out(start)}

    @property
    def endless(self) -> bool:
        """Whether it goes on without an end, so that only a part of it can be taken."""
        return any(told.endless for told in self._rules)

    def leaves_out(self, start: datetime) -> bool:
        """Whether an EXDATE takes the session out."""
        return start in self.without or start.date() in self._days_without

    def take(self, budget: Budget, window: tuple[date, date] | None = None) -> None:
        """Add the starts of the rules that end; or, with a window, of those that do not, as far as it reaches."""
        for told in self._rules:
            if told.endless == (window is None):
                continue
            first, last = self.clock.start, told.last
            if window is not None:
                first = max(first, datetime.combine(window[0], time()))
                last = min(last, datetime.combine(window[1], time.max))
            self._walk(told, first, last, budget)
        if window is not None and self.endless:
            self._keep_within(*window)
        if len(self.starts) > MOST_SESSIONS:
            reason = f"it has more than {MOST_SESSIONS:,} sessions: the first {MOST_SESSIONS:,} of them are taken"
            self.problems.append(Problem(self._line, reason))
            self.starts = set(sorted(self.starts)[:MOST_SESSIONS])

    # --- inside ---------------------------------------------------------------------------------------------

    def _keep_within(self, first: date, last: date) -> None:
        within = {start for start in self.starts if first <= start.date() <= last}
        if not within and not self.refused:
            reason = f"it repeats, but has no session from {first} to {last}, the days looked at: {_FIRST_ONLY}"
            self.problems.append(Problem(self._line, reason, lost=False))
        self.starts = within or {start for start in (self.clock.start,) if not self.leaves_out(start)}

    def _walk(self, told: _Told, first: datetime, last: datetime, budget: Budget) -> None:
        rule, span = told.rule, (last - first).total_seconds()
        if rule.seconds < _HOUR and span > rule.seconds * MOST_SESSIONS and not 0 < rule.count <= MOST_SESSIONS:
            until = "without an end"
            if rule.count or not told.endless:
                until = f"{rule.count:,} times" if rule.count else f"more than {MOST_SESSIONS:,} times"
            self._refuse(told.line, f"the rule repeats {rule.how_often()} {until}: {_FIRST_ONLY}")
            return
        allowed, most = min(_STEPS_OF_A_RULE, budget.left), min(MOST_SESSIONS + 1, budget.sessions)
        steps, found, why = Steps(allowed), 0, ""
        try:
            for start in starts_of(rule, self.clock.start, first, last, steps):
                if self.leaves_out(start):
                    continue
                if found == most:
                    why = "the file repeats too much" if most <= MOST_SESSIONS else ""
                    break
                found += 1
                self.starts.add(start)
        except TooFarError:
            why = "it is met too seldom" if allowed == _STEPS_OF_A_RULE else "the file repeats too much"
        if why:
            taken = f"{found} of its sessions are taken" if found else _FIRST_ONLY
            self._refuse(told.line, f"the rule {_shown(told.line.value)} cannot be followed, {why}: {taken}")
        budget.left -= max(0, allowed - max(steps.left, 0) - found * _STEPS_OF_A_SESSION)
        budget.sessions -= found

    def _read_rules(self, master: Component) -> list[_Told]:
        lines = list({line.value: line for line in master.all("RRULE") if line.value.strip()}.values())
        if len(lines) > _MOST_RULES:
            self._refuse(lines[0], f"it has {len(lines):,} rules: {_FIRST_ONLY}")
            return []
        rules = []
        for line in lines:
            try:
                told = self._checked(line)
            except ValueError as error:
                self._refuse(line, f"the rule {_shown(line.value)} cannot be followed, {error}: {_FIRST_ONLY}")
            else:
                rules.append(told)
        for line in master.all("EXRULE"):
            reason = "EXRULE, which RFC 5545 took out, is not followed: what it excludes is taken"
            self.problems.append(Problem(line.line, reason, lost=False))
        return rules

    def _checked(self, line: ContentLine) -> _Told:
        """A rule that can be followed. Raises ``ValueError`` with the reason where it cannot."""
        rule, start = read_rule(modern_rule(line.value)), self.clock.start
        if self.clock.days and rule.freq in WITHIN_A_DAY:
            message = f"it repeats {rule.how_often()}, and the session has no time"
            raise ValueError(message)
        if rule.count > _MOST_COUNTED:
            message = f"it repeats {rule.count:,} times"
            raise ValueError(message)
        reach = _reach(start)
        last = self._until(rule.until, line) or datetime.max  # noqa: DTZ901  # hands of a clock
        if last < start:
            reason = "the rule ends before the first session, which is taken all the same"
            self.problems.append(Problem(line.line, reason, lost=False))
        counted = 0 < rule.count <= MOST_SESSIONS and rule.count * rule.seconds <= _MANY_YEARS.total_seconds()
        return _Told(line, rule, last, endless=not counted and last >= reach)

    def _until(self, text: str, line: ContentLine) -> datetime | None:
        """The last moment of UNTIL; a date, which belongs to a series of days, means that day to its end."""
        if not text or _NEVER.fullmatch(text):
            return None
        hands = self.clock.hands(text, line._replace(params={}))
        if hands is None:
            message = f"UNTIL is {_shown(text)}"
            raise ValueError(message)
        return hands if "T" in text and not self.clock.days else datetime.combine(hands, time.max)

    def _read_added(self, master: Component) -> None:
        """RDATE: dates, times, and periods, which have a length of their own."""
        for line, start, value in self._dates(master, "RDATE"):
            self.starts.add(start)
            ends = value.partition("/")[2]
            until = self.clock.hands(ends, line) if ends[:1].isdigit() else None
            length = until - start if until else read_duration(ends) if ends else None
            if length is not None and length >= timedelta():
                self.lengths[start] = length

    def _read_excluded(self, master: Component) -> None:
        """EXDATE: a time takes out the session that starts then, a mere date all of that day."""
        for _, start, value in self._dates(master, "EXDATE"):
            if isinstance(read_moment(value), datetime):
                self.without.add(start)
            else:
                self._days_without.add(start.date())

    def _dates(self, master: Component, name: str) -> Iterator[tuple[ContentLine, datetime, str]]:
        """The dates of all lines of that name, each with its line and its text."""
        number = 0
        for line in master.all(name):
            unread = ""
            for value in line.value.replace("\\", "").split(","):
                number += 1
                if number > _MOST_DATES:
                    reason = f"{name} names more than {_MOST_DATES:,} dates: the rest of them is left out"
                    self.problems.append(Problem(line.line, reason))
                    return
                start = self.clock.hands(value.partition("/")[0], line)
                if start is not None:
                    yield line, start, value.strip()
                elif not unread and value.strip():
                    unread = value.strip()
                    reason = f"{name} is no date or time: {_shown(unread)}"
                    self.problems.append(Problem(line.line, reason, lost=name == "RDATE"))

    def _refuse(self, line: ContentLine, reason: str) -> None:
        self.refused = True
        self.problems.append(Problem(line.line, reason))


def _reach(start: datetime) -> datetime:
    """How far a rule may go and still be one with an end."""
    try:
        return start + _MANY_YEARS
    except OverflowError:
        return datetime.max  # noqa: DTZ901  # hands of a clock


def _shown(text: str) -> str:
    text = one_line(text)
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "…")
