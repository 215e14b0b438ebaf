"""Sending drafts: one after the other, no faster than said, and what became of each put down before the next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from eventkit.api import NetworkError, say
from eventkit_followup.outbox.interrupting import Interrupting
from eventkit_followup.outbox.ledger import Ledger
from eventkit_followup.outbox.pacing import here, told_moment
from eventkit_followup.outbox.queueing import LeftOut, Reader
from eventkit_followup.progress.entries import State, list_entries
from eventkit_followup.servers.submission import Fate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.api import App
    from eventkit_followup.outbox.pacing import Pace
    from eventkit_followup.outbox.queueing import Queued
    from eventkit_followup.servers.submission import Answer, Mailer

_STATES = {Fate.SENT: State.SENT, Fate.REFUSED: State.REFUSED, Fate.LATER: State.DRAFTED, Fate.UNKNOWN: State.UNKNOWN}
_OUTCOMES = {Fate.SENT: "sent", Fate.REFUSED: "refused", Fate.LATER: "not sent", Fate.UNKNOWN: "unknown"}
_LOST_IN_A_ROW = 3
"""So many connections may be lost, one after the other, before no further one is tried."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What became of a letter, or would.

    ``outcome`` is one of "sent", "would be sent", "waits", "not sent", "refused", "unknown" and "left out".
    """

    person: str
    event: str
    to: str
    path: str
    outcome: str
    reason: str = ""


@dataclass(slots=True)
class Run:
    """A run: a row for each letter, and why it ended early, where it did."""

    rows: list[Row] = field(default_factory=list)
    stopped: str = ""

    def add(self, queued: Queued, outcome: str, reason: str = "") -> None:
        """Add a row."""
        self.rows.append(
            Row(
                person=queued.person.name,
                event=queued.event,
                to=queued.letter.recipient,
                path=str(queued.path),
                outcome=outcome,
                reason=reason,
            )
        )

    def leave_out(self, left: LeftOut) -> None:
        """Add a row for a letter that is not sent."""
        self.rows.append(
            Row(
                person=left.person.name,
                event=left.event,
                to="",
                path=left.entry.path,
                outcome="left out",
                reason=left.reason,
            )
        )

    @property
    def waiting(self) -> Counter[str]:
        """How many wait, by what for."""
        return Counter(row.reason for row in self.rows if row.outcome == "waits")


class Turnstile:
    """Says of each letter whether it may go out now, by what went out before, of this run and any other."""

    def __init__(self, app: App, pace: Pace, now: Callable[[], datetime], limit: int | None = None) -> None:
        """Take the pace, the clock, and how many letters this run may send."""
        self._app = app
        self.pace = pace
        self.now = now
        self._left = limit
        self._planned: list[datetime] = []
        self._known: list[datetime] | None = None

    def holds(self, queued: Queued) -> str:
        """Why the letter has to wait longer than a minute; empty where it has not."""
        now = self.now()
        if self._left == 0:
            return "for another run (--limit)"
        opens = self.pace.window.opens(now, queued.where.zone)
        if opens > now:
            return f"until {told_moment(opens, queued.where, now)}"
        tries = self._tries()
        if not self.pace.left(tries, now):
            return f"until {here(self._app, self.pace.next_day(tries, now), now)} ({self.pace.per_day} a day)"
        return ""

    def seconds(self) -> float:
        """How long until the next letter may go out, by the number of a minute; others may send meanwhile."""
        self._known = None
        return self.pace.waits(self._tries(), self.now()).total_seconds()

    def count(self, *, planned: bool = False) -> None:
        """Count a letter; one that is only planned is in no entry, and counts here."""
        if planned:
            self._planned.append(self.now())
        else:
            self._known = None
        if self._left is not None:
            self._left -= 1

    def _tries(self) -> list[datetime]:
        """When letters were given to a server, whatever became of them."""
        if self._known is None:
            dates = (entry.dates.get(State.SENDING) for entry in list_entries(self._app))
            self._known = [datetime.fromisoformat(date) for date in dates if date]
        return self._known + self._planned


def plan(ready: Sequence[Queued], turnstile: Turnstile) -> Run:
    """What would become of the letters if all went well."""
    run = Run()
    for queued in ready:
        reason = turnstile.holds(queued)
        if reason:
            run.add(queued, "waits", reason)
        else:
            turnstile.count(planned=True)
            run.add(queued, "would be sent")
    return run


class Sender:
    """One run."""

    def __init__(self, app: App, mailer: Mailer, turnstile: Turnstile, run: Run) -> None:
        """Take what it goes by; ``run`` gets a row for each letter."""
        self._mailer = mailer
        self._turnstile = turnstile
        self._run = run
        self._ledger = Ledger(app)
        self._reader = Reader(app)

    def send(self, ready: Sequence[Queued]) -> None:
        """Send the letters that may go out now. Whatever ends it, what is known of them is put down."""
        run, lost = self._run, 0
        with Interrupting() as interrupting:
            try:
                for queued in ready:
                    interrupting.check()
                    reason = "for another run" if run.stopped else self._turnstile.holds(queued)
                    if reason:
                        run.add(queued, "waits", reason)
                        continue
                    self._wait(interrupting)
                    answer = self._one(queued)
                    if answer is not None:
                        lost = lost + 1 if answer.lost else 0
                        run.stopped = answer.said if answer.stop or lost == _LOST_IN_A_ROW else ""
            except NetworkError as error:
                run.stopped = str(error)
                for queued in ready[len(run.rows) :]:
                    run.add(queued, "waits", "for another run")
            finally:
                self._ledger.write()
                self._mailer.quit()

    def _wait(self, interrupting: Interrupting) -> None:
        seconds = self._turnstile.seconds()
        if seconds > 0:
            self._ledger.write()
            count = self._turnstile.pace.per_minute
            say(f"Waiting {max(1, round(seconds))} seconds: {count} {'goes' if count == 1 else 'go'} out in a minute.")
            interrupting.wait(self._turnstile.seconds)

    def _one(self, queued: Queued) -> Answer | None:
        """Send one letter, as its file is now; the answer to it, or None where no server was asked."""
        now = self._turnstile.now()
        found = self._reader.again(queued, now)
        if isinstance(found, LeftOut):
            self._run.leave_out(found)
            return None
        self._mailer.make_ready()
        reason = self._mailer.refuses(found.letter)
        if not reason and not self._ledger.begin(found.entry, found.person, now):
            reason = "the draft or the person was changed meanwhile; look at it again with the next run"
        if reason:
            self._run.leave_out(LeftOut(entry=found.entry, person=found.person, event=found.event, reason=reason))
            return None
        self._turnstile.count()
        try:
            answer = self._mailer.send(found.letter)
        except BaseException:  # Ctrl-C included: what may have gone out is put down
            self._put_down(found, self._mailer.interrupted_at or Fate.UNKNOWN, "interrupted")
            raise
        self._put_down(found, answer.fate, "" if answer.fate is Fate.SENT else answer.said)
        return answer

    def _put_down(self, queued: Queued, fate: Fate, problem: str) -> None:
        self._ledger.end(queued.entry, _STATES[fate], self._turnstile.now(), problem)
        self._run.add(queued, _OUTCOMES[fate], problem)
