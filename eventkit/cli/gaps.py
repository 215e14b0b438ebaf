"""``eventkit gaps``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import event_argument, format_option, pass_app
from eventkit.cli.output import echo, print_table, render, say
from eventkit.cli.sessions import title_of
from eventkit.cli.tables import Column
from eventkit.errors import InputError
from eventkit.services.gaps import SHORTEST, list_gaps

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.services.gaps import Gaps, Slot

_HOUR = 60
_SHOWN = 2
_CLOCK = click.DateTime(["%H:%M"])


@click.command()
@event_argument
@click.option(
    "--with",
    "other",
    default="",
    metavar="FILE",
    help="Free time together with someone: their favourites, a picture of their code, or a calendar (.ics) of theirs.",
)
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Only this day, as 2027-05-14.")
@click.option("--from", "begins", type=_CLOCK, metavar="TIME", help="From when on each day; else its first session.")
@click.option("--to", "ends", type=_CLOCK, metavar="TIME", help="Until when on each day; else its last session.")
@click.option(
    "--min",
    "shortest",
    type=click.IntRange(min=1),
    default=SHORTEST,
    show_default=True,
    metavar="MINUTES",
    help="Leave shorter ones out.",
)
@click.option("--must", is_flag=True, help="Take no account of what is only a maybe.")
@format_option
@pass_app
def gaps(
    app: App,
    /,
    *,
    event: str | None,
    other: str,
    day: datetime | None,
    begins: datetime | None,
    ends: datetime | None,
    shortest: int,
    must: bool,
    format_name: str,
) -> int:
    """Show the free time between your sessions, must or maybe; with --with, that of you and somebody else.

    A session without an end is taken to last an hour; one of whole days leaves you its hours.
    """
    found = list_gaps(
        app,
        event,
        other=other,
        day=day.date().isoformat() if day else "",
        begins=begins.time() if begins else None,
        ends=ends.time() if ends else None,
        shortest=shortest,
        must=must,
    )
    for problem in found.problems:
        say(
            f"{problem.file}, line {problem.line}: {problem.reason}"
            if problem.line
            else f"{problem.file}: {problem.reason}"
        )
    for title in filter(None, found.missing):
        say(f"note: not in the agenda of {found.event.slug}, and of no known time: {title}")
    unknown = sum(1 for title in found.missing if not title)
    if unknown:
        say(f"note: {unknown} of theirs {'is' if unknown == 1 else 'are'} not in the agenda of {found.event.slug}")
    if not found.chosen:
        say(f"note: you have starred no session of {found.event.slug}, so all of your time is free")
    empty = f"There is no time of {shortest} minutes or more{' that you share' if other else ''}."
    if format_name != "table" or not found.slots:
        render(found.slots, format_name, columns=(), as_json=_slot_json, empty=empty)
    else:
        _show(found, together=bool(other))
    return InputError.exit_code if found.problems else 0


def _show(found: Gaps, *, together: bool) -> None:
    """The days, each with its free times and then with the sessions where both of us are."""
    echo(
        f"{found.event.name}, times in {found.event.timezone}: when {'both of you are' if together else 'you are'} free"
    )
    for day in dict.fromkeys(slot.day for slot in found.slots):
        slots = [slot for slot in found.slots if slot.day == day]
        free = [slot for slot in slots if slot.kind == "free"]
        both = [slot for slot in slots if slot.kind == "together"]
        echo()
        echo(datetime.fromisoformat(day).strftime("%A, %d %B %Y"))
        if free:
            print_table(free, _FREE)
        elif together:
            echo("No free time together.")
        if both:
            if free:
                echo()
            echo("Both of you starred:")
            print_table(both, _BOTH)


def _hours(slot: Slot) -> str:
    return f"{slot.starts:%H:%M}-{slot.ends:%H:%M}"


def _length(slot: Slot) -> str:
    hours, minutes = divmod(slot.minutes, _HOUR)
    return f"{hours} h {minutes:02}" if hours else f"{minutes} min"


def _few(titles: tuple[str, ...]) -> str:
    """Some titles, and how many more there are: a whole calendar of somebody's may end at one time."""
    more = f"; and {len(titles) - _SHOWN} more" if len(titles) > _SHOWN else ""
    return "; ".join(titles[:_SHOWN]) + more


_FREE = (
    Column("Time", _hours, whole=True),
    Column("Free", _length, right=True),
    Column("After", lambda slot: _few(slot.after), share=1),
    Column("Before", lambda slot: _few(slot.before), share=1),
)
_BOTH = (
    Column("Time", _hours, whole=True),
    Column("No.", lambda slot: slot.session.id, right=True),
    Column("Room", lambda slot: slot.session.room, share=2),
    Column("Title", lambda slot: title_of(slot.session), share=5),
)


def _slot_json(slot: Slot) -> dict[str, Any]:
    """Free time, or a session of both, as scripts see it; the keys are a promise."""
    session = slot.session
    return {
        "kind": slot.kind,
        "day": slot.day,
        "starts": slot.starts.isoformat(),
        "ends": slot.ends.isoformat(),
        "minutes": slot.minutes,
        "session": session.id if session else None,
        "title": session.title if session else "",
        "room": session.room if session else "",
        "after": list(slot.after),
        "before": list(slot.before),
    }
