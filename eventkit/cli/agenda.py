"""``eventkit events``, ``agenda``, ``star``, ``clashes``, ``now`` and ``note``."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import dry_run_option, event_argument, event_option, format_option, pass_app
from eventkit.cli.output import echo, print_json, print_table, render
from eventkit.cli.sessions import NO_TIME_YET, STARS, clash_columns, session_columns
from eventkit.cli.tables import Column
from eventkit.domain.events import INTEREST_LEVELS
from eventkit.domain.public import session_json
from eventkit.domain.times import in_zone
from eventkit.services.agenda import (
    add_event,
    day_of,
    list_clashes,
    list_events,
    list_sessions,
    note_session,
    now_and_next,
    star_session,
)
from eventkit.services.lookup import find_event, find_session

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.events import Event, InterestLevel, Session

_TWO_HOURS = 120
_TWO_DAYS = 2 * 24 * 60


def _event_json(event: Event) -> dict[str, Any]:
    return {
        "slug": event.slug,
        "name": event.name,
        "timezone": event.timezone,
        "starts": event.starts.isoformat() if event.starts else None,
        "ends": event.ends.isoformat() if event.ends else None,
        "sessions": event.sessions,
    }


@click.group(invoke_without_command=True)
@format_option
@click.pass_context
def events(ctx: click.Context, format_name: str) -> None:
    """List the events, by their first day; or add one."""
    if ctx.invoked_subcommand is None:
        columns = (
            Column("Event", lambda event: event.slug),
            Column("Name", lambda event: event.name),
            Column("From", lambda event: event.starts or ""),
            Column("To", lambda event: event.ends or ""),
            Column("Zone", lambda event: event.timezone),
            Column("Sessions", lambda event: event.sessions, right=True),
        )
        empty = "There is no event yet; `eventkit import FILE --event SLUG` brings in an agenda."
        render(list_events(ctx.obj), format_name, columns=columns, as_json=_event_json, empty=empty)


@events.command("add")
@click.argument("slug")
@click.option("--name", default="", help="The event's full name.")
@click.option("--timezone", metavar="ZONE", default="", help="Where it takes place, as Europe/Berlin.")
@dry_run_option
@pass_app
def add(app: App, /, *, slug: str, name: str, timezone: str, dry_run: bool) -> None:
    """Add an event that has no agenda: a meetup, a dinner, a trip."""
    event = add_event(app, slug, title=name, timezone=timezone, dry_run=dry_run)
    echo(f"{'Would add' if dry_run else 'Added'} {event.slug}: {event.name} ({event.timezone}).")


@click.command()
@event_argument
@click.option("--mine", is_flag=True, help="Only what I starred as must or maybe.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Only this day, as 2027-05-14.")
@click.option("--track", default="", help="Only tracks with this in their name.")
@click.option("--room", default="", help="Only rooms with this in their name.")
@click.option("--speaker", default="", help="Only sessions of speakers with this in their name.")
@click.option("--text", default="", help="Only sessions with this in title, abstract or speakers.")
@click.option("--all", "everything", is_flag=True, help="Also sessions that the source no longer lists.")
@click.option("--tz", "timezone", default="", metavar="ZONE", help="Show the times of another zone, as Asia/Tokyo.")
@format_option
@pass_app
def agenda(
    app: App,
    /,
    *,
    event: str | None,
    mine: bool,
    day: datetime | None,
    track: str,
    room: str,
    speaker: str,
    text: str,
    everything: bool,
    timezone: str,
    format_name: str,
) -> None:
    """Show an event's agenda, in the event's own zone."""
    found, sessions = list_sessions(
        app,
        event,
        mine=mine,
        day=day.date().isoformat() if day else "",
        track=track,
        room=room,
        speaker=speaker,
        text=text,
        everything=everything,
        timezone=timezone,
    )
    hint = ", of those that you starred; `eventkit star SESSION` adds one" if mine else ""
    empty = f"No session of {found.slug} fits{hint}."
    if format_name != "table" or not sessions:
        render(sessions, format_name, columns=(), as_json=session_json, empty=empty)
        return
    echo(f"{found.name}, times in {found.timezone}")
    for date, of_day in groupby(sessions, lambda session: day_of(session, found)):
        echo()
        echo(datetime.fromisoformat(date).strftime("%A, %d %B %Y") if date else "No time yet")
        print_table(list(of_day), session_columns(found, timed=bool(date)))


@click.command()
@event_argument
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@pass_app
def now(app: App, /, *, event: str | None, format_name: str) -> None:
    """Show what is on, how long it still lasts, and what comes next."""
    found = now_and_next(app, event)
    if format_name == "json":
        print_json(
            {
                "event": found.event.slug,
                "at": in_zone(found.at, found.event.timezone).isoformat(),
                "now": [session_json(session) for session in found.running],
                "next": [session_json(session) for session in found.upcoming],
            }
        )
        return
    echo(f"{found.event.name}, {in_zone(found.at, found.event.timezone):%A %H:%M} ({found.event.timezone})")
    for heading, sessions in (("Now", found.running), ("Next", found.upcoming)):
        echo()
        if sessions:
            echo(heading)
            countdown = Column("", partial(_minutes, at=found.at, running=heading == "Now"))
            print_table(sessions, (countdown, *session_columns(found.event, timed=False)))
        else:
            echo(f"{heading}: nothing")


@click.command()
@click.argument("session")
@click.argument("level", type=click.Choice(INTEREST_LEVELS), default="must")
@event_option
@dry_run_option
@pass_app
def star(app: App, /, *, session: str, level: InterestLevel, event: str | None, dry_run: bool) -> None:
    """Say how much a SESSION interests you; LEVEL is must (the default), maybe or skip.

    SESSION is a number of the agenda, or an unambiguous part of the title.
    """
    found, new, clashing = star_session(app, session, level, event=event, dry_run=dry_run)
    when = f"{found.starts:%a %H:%M}" if found.starts else NO_TIME_YET
    say_so = f"{STARS[level]} {found.title} ({when}, {found.room or found.event}): {level}"
    echo(f"{say_so}{' (not done: --dry-run)' if dry_run else '' if new else ', as before'}.")
    for other in clashing:
        echo(f"  It overlaps with another of yours: {other.title} ({_short_span(other)}, {other.room or other.event}).")


@click.command()
@click.argument("session")
@click.argument("text", nargs=-1)
@click.option("--remove", is_flag=True, help="Remove the note.")
@event_option
@dry_run_option
@pass_app
def note(app: App, /, *, session: str, text: tuple[str, ...], remove: bool, event: str | None, dry_run: bool) -> None:
    """Keep TEXT as your note on a SESSION; without TEXT, show the note.

    A note is yours: no import touches it, and it is in your brief.
    """
    if not text and not remove:
        found = find_session(app, session, find_event(app, event) if event else None)
        echo(f"{found.title}: {found.note or '(no note)'}")
        return
    found, new = note_session(app, session, " ".join(text), event=event, dry_run=dry_run)
    done = " (not done: --dry-run)" if dry_run else "" if new else ", as before"
    echo(f"{found.title}: {found.note or 'note removed'}{done}")


@click.command()
@event_argument
@format_option
@pass_app
def clashes(app: App, /, *, event: str | None, format_name: str) -> None:
    """Show which of your sessions, must or maybe, overlap."""
    found, pairs = list_clashes(app, event)
    empty = f"None of your sessions of {found.slug} overlap."
    render(pairs, format_name, columns=clash_columns(found), as_json=_pair_json, empty=empty)


def _pair_json(pair: tuple[Session, Session]) -> dict[str, Any]:
    """A clash as scripts see it; the keys are a promise."""
    return {"first": session_json(pair[0]), "second": session_json(pair[1])}


def _short_span(session: Session) -> str:
    ends = f"-{session.ends:%H:%M}" if isinstance(session.ends, datetime) else ""
    return f"{session.starts:%a %H:%M}{ends}"


def _minutes(session: Session, *, at: datetime, running: bool) -> str:
    """How long a running session still lasts, as ``20 min left``, or until another begins, as ``in 5 min``."""
    moment = session.ends if running else session.starts
    if not isinstance(moment, datetime):
        return ""
    minutes = round((moment - at).total_seconds() / 60)
    text = f"{minutes} min"
    if minutes >= _TWO_HOURS:
        text = f"{minutes // 60} h" if minutes < _TWO_DAYS else f"{minutes // (24 * 60)} days"
    return f"{text} left" if running else f"in {text}"
