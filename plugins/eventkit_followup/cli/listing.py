"""``eventkit followup list``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    Column,
    cells_wide,
    format_option,
    one_line,
    pass_app,
    render,
    say,
    terminal_width,
    who_option,
)
from eventkit_followup.progress.entries import State
from eventkit_followup.progress.listing import OFF_LIMITS, STATES, WANTED, in_my_zone, list_followups

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from eventkit.api import App
    from eventkit_followup.progress.listing import Followup, Listing

_GAP = 2
_LEAST = 16
"""Columns of a terminal that what it is about gets in any case."""

_RECENT = 14
"""Days that are counted; what is longer ago has a date."""

_NEXT = {
    State.UNKNOWN: "nobody knows whether it went: `followup mark sent NAME`, or `mark due NAME`",
    State.DUE: "`eventkit followup draft --event {event} --to DIR` writes the drafts",
    State.DRAFTED: "read them, then `eventkit followup send`, or `mark sent NAME`",
    State.REFUSED: "put the address right, then `eventkit followup mark due NAME`",
}
_ALIASES = {State.SENDING: State.UNKNOWN}
_COUNTED = (State.DUE, State.UNKNOWN, State.SENDING, State.REFUSED, State.DRAFTED, State.SENT, State.ANSWERED,
            State.SKIPPED)  # fmt: skip  # a list of names


@click.command("list")
@click.option("--event", metavar="SLUG", help="Only those about this event.")
@who_option
@click.option(
    "--state",
    "states",
    multiple=True,
    metavar="STATE",
    type=click.Choice(STATES),
    help="Only due, drafted, sent …; may be repeated.",
)
@click.option("--all", "everything", is_flag=True, help="Also what is done, and who asked not to be contacted.")
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N most urgent.")
@format_option
@pass_app
def listing(
    app: App,
    *,
    event: str | None,
    who: str,
    states: tuple[str, ...],
    everything: bool,
    limit: int | None,
    format_name: str,
) -> None:
    """Show to whom you owe a letter, the most urgent first.

    It is of all events. First comes what nobody knows, then what you promised, then who is due, then the drafts that
    wait to be sent. What was sent, answered or skipped is shown by --all, or --state.
    """
    wanted = states or (STATES if everything else WANTED)
    found = list_followups(app, event=event, who=who, states=wanted, limit=limit)
    if format_name == "table":
        _show(app, found, event or "")
    else:
        render(found.rows, format_name, columns=(), as_json=as_json)


def as_json(row: Followup) -> dict[str, Any]:
    """A follow-up as scripts see it; the keys are a promise. What is due has no letter yet."""
    standing, entry = row.standing, row.entry
    return {
        "person": row.person.name,
        "person_id": row.person.id,
        "event": standing.event,
        "state": row.state,
        "since": row.since.isoformat() if row.since else "",
        "promise": row.promise,
        "note": row.note,
        "encounters": [encounter.id for encounter in standing.encounters],
        "fresh": [encounter.id for encounter in standing.fresh],
        "channel": entry.channel if entry else "",
        "template": entry.template if entry else "",
        "path": entry.path if entry else "",
        "problem": entry.problem if entry else "",
        "dates": dict(entry.dates) if entry else {},
    }


def about(row: Followup) -> str:
    """What a follow-up is about, in a line: the promise, else what a server said, else the note."""
    problem = row.entry.problem if row.entry and row.state in {State.REFUSED, State.UNKNOWN} else ""
    return f"promised: {row.promise}" if row.promise else one_line(problem or row.note)


def cut(text: str, width: int) -> str:
    """The text in so many columns of a terminal; what is longer ends in an ellipsis."""
    text = one_line(text)
    if cells_wide(text) <= width:
        return text
    left, end = width - 1, 0
    for end, letter in enumerate(text):  # noqa: B007  # where it ends is wanted
        left -= cells_wide(letter)
        if left < 0:
            break
    return f"{text[:end].rstrip()}…"


def day_of(moment: date, today: date, *, ago: bool = False) -> str:
    """A day as one says it, after "since"; with ``ago``, as one says when it was."""
    days = (today - moment).days
    if days in {0, 1}:
        return ("today", "yesterday")[days]
    if 0 < days < _RECENT:
        return f"{days} days{' ago' if ago else ''}"
    return f"{moment.day} {moment:%b}" + ("" if moment.year == today.year else f" {moment.year}")


def _show(app: App, found: Listing, event: str) -> None:
    today = in_my_zone(app, app.now()).date()
    columns = [
        Column("Person", lambda row: cut(row.person.name, 28)),
        Column("Event", lambda row: "" if event else row.standing.event, whole=True),
        Column("State", lambda row: row.state.replace("-", " "), whole=True),
        Column("Since", lambda row: day_of(in_my_zone(app, row.since).date(), today) if row.since else "", whole=True),
    ]
    taken = [_width(column, found.rows) for column in columns]
    room = max(_LEAST, terminal_width() - sum(wide + _GAP for wide in taken if wide))
    render(
        found.rows,
        "table",
        columns=[*columns, Column("What", lambda row: cut(about(row), room))],
        as_json=as_json,
        empty="Nothing wants doing." if found.counts else "You met nobody, and wrote to nobody, of these.",
    )
    if found.counts:
        say(_summary(found))
    slugs = {row.standing.event for row in found.rows if row.state == State.DUE}
    slug = slugs.pop() if len(slugs) == 1 else "EVENT"
    states = dict.fromkeys(_ALIASES.get(State(row.state), row.state) for row in found.rows if row.state in WANTED)
    for state in states:
        say(f"  {state}: {_NEXT[State(state)].format(event=slug)}")


def _width(column: Column, rows: Sequence[Followup]) -> int:
    """How wide a column is with its heading; 0 for one in which nothing stands."""
    cells = [one_line(str(column.show(row))) for row in rows]
    return max(map(cells_wide, (column.heading, *cells))) if any(cells) else 0


def _summary(found: Listing) -> str:
    counts = [f"{found.counts[state]} {state}" for state in _COUNTED if found.counts.get(state)]
    if found.promises:
        counts.insert(1 if found.counts.get(State.DUE) else 0, _promises(found.promises))
    if found.counts.get(OFF_LIMITS):
        counts.append(f"{found.counts[OFF_LIMITS]} not to be contacted")
    return ", ".join(counts)


def _promises(count: int) -> str:
    return f"{count} promise{'' if count == 1 else 's'}"
