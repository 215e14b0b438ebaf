"""``eventkit followup send``, the only command that sends anything."""

from __future__ import annotations

import contextlib
import sys
from collections import Counter
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from eventkit.api import (
    Column,
    InputError,
    NetworkError,
    UsageError,
    dry_run_option,
    echo,
    find_person,
    one_line,
    pass_app,
    print_json,
    render,
    say,
    who_option,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App
    from eventkit_followup.outbox.pacing import Clock, Pace
    from eventkit_followup.outbox.queueing import LeftOut, Queue, Queued
    from eventkit_followup.outbox.sending import Row, Run, Turnstile
    from eventkit_followup.servers.accounts import Account

_SHOWN = 5
"""So many letters are named before it asks."""

_ANYBODY_ELSE = timedelta(minutes=15)
"""After so long no other machine that shares the database still waits for a server's answer to a letter."""

_COLUMNS = (
    Column("Person", lambda row: one_line(row.person), share=2),
    Column("What", lambda row: row.outcome, whole=True),
    Column("Why", lambda row: row.reason, share=5),
)


@click.command(short_help="Send the e-mail drafts, at a pace, each at most once.")
@click.option("--event", metavar="SLUG", help="Only letters about this event.")
@who_option
@click.option("--limit", metavar="N", type=click.IntRange(1), help="Send so many at most, the most urgent first.")
@click.option(
    "--resend-unknown",
    "resend",
    metavar="WHO",
    multiple=True,
    help="Send the letter to this person again, of which nobody knows whether it was sent. May be repeated.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def send(
    app: App,
    *,
    event: str | None,
    who: str,
    limit: int | None,
    resend: tuple[str, ...],
    yes: bool,
    format_name: str,
    dry_run: bool,
) -> int:
    """Send the e-mail drafts that lie in files, as they are now, after showing how many and asking.

    Read and edit the drafts first. The server is that of [plugin.followup.smtp] in config.toml. The most urgent go
    first, so many a minute and a day as is said there; what has to wait is told, and goes with the next run. No letter
    goes twice: where a connection was cut while the server had it, you are asked before it is sent again.
    """
    from eventkit_followup.outbox.pacing import Clock
    from eventkit_followup.outbox.queueing import queue_drafts
    from eventkit_followup.outbox.run_lock import only_run
    from eventkit_followup.outbox.sending import Turnstile, plan

    asks = sys.stdin.isatty() and format_name == "table" and not (yes or dry_run)
    account, pace = _settings(app)
    again = {find_person(app, name).id for name in resend}
    with contextlib.nullcontext() if dry_run else only_run(app):
        clock = Clock(app)
        if not dry_run:
            _take_stale(app, clock)
        queue = queue_drafts(app, clock.now(), event=event, who=who)
        ready = [*_chosen(queue, again, asks=asks), *queue.ready]
        run = plan(ready, Turnstile(app, pace, clock.now, limit))
        if not dry_run and any(row.outcome == "would be sent" for row in run.rows):
            if not (asks or yes):
                message = "nothing was sent: say --yes to send without being asked, or --dry-run to see what would go"
                raise UsageError(message)
            if asks and not _agreed(app, run, account, pace):
                say("Nothing was sent.")
                return 0
            run = _send(app, ready, account, Turnstile(app, pace, clock.now, limit), format_name)
    for left in queue.left_out:
        run.leave_out(left)
    _show(run, queue.unknown, format_name, dry_run=dry_run)
    if run.stopped:
        raise NetworkError(run.stopped)
    wrong = any(left.wrong for left in queue.left_out)
    return InputError.exit_code if wrong or any(row.outcome in {"refused", "unknown"} for row in run.rows) else 0


def _send(app: App, ready: Sequence[Queued], account: Account, turnstile: Turnstile, format_name: str) -> Run:
    """Send them; what was done is told also where something ends it, as Ctrl-C does."""
    from eventkit_followup.outbox.sending import Run, Sender
    from eventkit_followup.servers.accounts import password_of
    from eventkit_followup.servers.submission import Mailer

    run = Run()
    sender = Sender(app, Mailer(account, password_of(account) if account.user else ""), turnstile, run)
    try:
        sender.send(ready)
    except BaseException:  # Ctrl-C included: what went out so far is told in any case
        _show(run, (), format_name, dry_run=False)
        raise
    return run


def _settings(app: App) -> tuple[Account, Pace]:
    from eventkit_followup.outbox.pacing import KEYS, pace_of
    from eventkit_followup.servers.accounts import account_of, account_table

    account = account_of(app, "smtp", beside=KEYS)
    return account, pace_of(account_table(app, "smtp"), f"{app.paths.config / 'config.toml'}: plugin.followup.smtp")


def _take_stale(app: App, clock: Clock) -> None:
    """Letters that a run left behind which was stopped: nobody knows what became of them."""
    from datetime import datetime

    from eventkit_followup.outbox.ledger import take_for_unknown
    from eventkit_followup.progress.entries import State, list_entries

    stale = [entry for entry in list_entries(app) if entry.state is State.SENDING]
    if app.config.database_url:  # another machine may be sending them just now
        stale = [one for one in stale if clock.now() - datetime.fromisoformat(one.since) > _ANYBODY_ELSE]
    if stale:
        take_for_unknown(app, stale, clock.now())


def _chosen(queue: Queue, again: set[int], *, asks: bool) -> list[Queued]:
    """The letters nobody knows about that are to be sent again."""
    from eventkit_followup.outbox.queueing import Queued
    from eventkit_followup.progress.entries import State

    chosen = []
    for found in list(queue.unknown):
        name = one_line(found.person.name)
        if found.entry.state is not State.UNKNOWN:
            continue  # another machine is sending it just now
        wanted = found.person.id in again
        if not wanted and asks and isinstance(found, Queued):
            wanted = click.confirm(
                f"Nobody knows whether the letter to {name} was sent ({found.entry.problem}). Send it again?"
            )
        if not wanted:
            continue
        queue.unknown.remove(found)
        if isinstance(found, Queued):
            chosen.append(found)
        else:
            queue.left_out.append(found)
    return chosen


def _agreed(app: App, planned: Run, account: Account, pace: Pace) -> bool:
    """Show what would go, and ask."""
    from eventkit.api import my_card

    going = [row for row in planned.rows if row.outcome == "would be sent"]
    me = my_card(app)
    echo(f"{_letters(len(going))} from {one_line(me.name)} by {account.host}, {pace.in_words}:")
    columns = (Column("Person", lambda row: one_line(row.person)), Column("To", lambda row: row.to, whole=True))
    render(going[:_SHOWN], "table", columns=columns, as_json=asdict)
    if len(going) > _SHOWN:
        echo(f"… and {len(going) - _SHOWN} more")
    _tell_waiting(planned)
    return click.confirm("Send them?")


def _show(run: Run, unknown: Sequence[Queued | LeftOut], format_name: str, *, dry_run: bool) -> None:
    if format_name == "json":
        print_json([asdict(row) for row in run.rows] + [asdict(_as_row(found)) for found in unknown])
    else:
        _show_table(run, dry_run=dry_run)
        if not (run.rows or unknown):
            say("There is no draft to send; `eventkit followup draft` writes them.")
    for found in unknown:
        name = one_line(found.person.name)
        number, problem = found.person.id, found.entry.problem or "it was being sent when this was looked at"
        say(f"Nobody knows whether the letter to {name} was sent: {problem}.")
        say(f"  If they have it: eventkit followup mark sent {number}")
        say(f"  To send it again: eventkit followup send --resend-unknown {number}")


def _show_table(run: Run, *, dry_run: bool) -> None:
    counts = Counter(row.outcome for row in run.rows)
    if dry_run:
        _table(run.rows)
        if run.rows:
            echo()
            echo(f"{_letters(counts['would be sent'])} would be sent. Nothing was sent: --dry-run.")
    elif counts["sent"]:
        echo(f"Sent {_letters(counts['sent'])}.")
    if not dry_run:
        _table([row for row in run.rows if row.outcome not in {"sent", "waits"}])
    if counts["unknown"]:
        say("What is unknown may have arrived: it is not sent again unless you say so, and the next run tells how.")
    _tell_waiting(run)


def _table(rows: Sequence[Row]) -> None:
    if rows:
        render(rows, "table", columns=_COLUMNS, as_json=asdict)


def _tell_waiting(run: Run) -> None:
    if run.waiting:
        total = run.waiting.total()
        parts = ", ".join(f"{count} {reason}" for reason, count in run.waiting.items())
        say(f"{total} {'waits' if total == 1 else 'wait'}: {parts}; run it again then.")


def _as_row(found: Queued | LeftOut) -> Row:
    from eventkit_followup.outbox.sending import Row

    return Row(
        person=found.person.name,
        event=found.event,
        to="",
        path=found.entry.path,
        outcome="unknown",
        reason=found.entry.problem,
    )


def _letters(count: int) -> str:
    return f"{count} letter{'' if count == 1 else 's'}"
