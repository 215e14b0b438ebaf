"""``eventkit followup remind``."""

from __future__ import annotations

import sys
from datetime import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventkit.api import Column, UsageError, dry_run_option, pass_app, render, say, who_option, write_file
from eventkit_followup.progress.listing import in_my_zone
from eventkit_followup.progress.reminders import Days, calendar_of, first_day, list_reminders

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App
    from eventkit_followup.progress.reminders import Reminder


@click.command()
@click.option("--event", metavar="SLUG", help="Only those about this event.")
@who_option
@click.option("--to", "file", default="", metavar="FILE.ics", help="The calendar; - is standard output.")
@click.option("--from", "first", default="", metavar="DATE", help="The first day; the next working day without it.")
@click.option("--at", default="09:00", metavar="TIME", show_default=True, help="When on each day, on your own clock.")
@click.option("--per-day", type=click.IntRange(1, 200), default=5, show_default=True, help="So many on one day.")
@click.option(
    "--unanswered-after",
    type=click.IntRange(0, 3650),
    default=14,
    metavar="DAYS",
    show_default=True,
    help="Also remind of letters that nobody answered so many days after; 0 for none.",
)
@click.option(
    "--as",
    "kind",
    type=click.Choice(["event", "todo"]),
    default="event",
    show_default=True,
    help="Google and Outlook pass over a todo in a file.",
)
@dry_run_option
@pass_app
def remind(
    app: App,
    *,
    event: str | None,
    who: str,
    file: str,
    first: str,
    at: str,
    per_day: int,
    unanswered_after: int,
    kind: str,
    dry_run: bool,
) -> None:
    """Write a calendar with an alarm for each follow-up.

    What is most urgent comes on the first day. Import FILE.ics into your calendar. Import a newer one later: what is in
    both moves, and is not there twice. A reminder of what you did meanwhile stays where it is; delete it. A FILE that
    is there is replaced.
    """
    if not file and not dry_run:
        message = "--to: name a file for the calendar, as reminders.ics, or - for standard output"
        raise UsageError(message)
    today = in_my_zone(app, app.now()).date()
    days = Days(first=first_day(first, today), at=_clock(at), per_day=per_day)
    reminders = list_reminders(app, days, event=event, who=who, unanswered_after=unanswered_after)
    if not reminders:
        say("There is nothing to be reminded of; nothing was written.")
        return
    if dry_run:
        _show(app, reminders)
    elif file == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(calendar_of(reminders, now=app.now(), as_todo=kind == "todo"))
    else:
        write_file(Path(file), calendar_of(reminders, now=app.now(), as_todo=kind == "todo"))
    count = f"{len(reminders)} reminder{'' if len(reminders) == 1 else 's'}"
    where = f" to {'standard output' if file == '-' else file}" if file else ""
    begins, ends = (f"{in_my_zone(app, reminders[index].at):%a %d %b %Y}" for index in (0, -1))
    span = f"on {begins}" if begins == ends else f"from {begins} to {ends}"
    say(f"{'Would write' if dry_run else 'Wrote'} {count}{where}, {span}.")


def _show(app: App, reminders: Sequence[Reminder]) -> None:
    columns = (
        Column("When", lambda reminder: f"{in_my_zone(app, reminder.at):%a %d %b %H:%M}", whole=True),
        Column("Reminder", lambda reminder: reminder.title),
    )
    render(reminders, "table", columns=columns, as_json=vars)


def _clock(text: str) -> time:
    try:
        clock = time.fromisoformat(text)
    except ValueError as error:
        message = f"--at {text!r} is no time of day; give one as 09:00"
        raise UsageError(message) from error
    return clock.replace(second=0, microsecond=0, tzinfo=None)
