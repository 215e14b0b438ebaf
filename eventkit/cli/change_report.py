"""How what an import changed is told: what concerns me first, then the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventkit.cli.output import echo, echo_wrapped
from eventkit.cli.sessions import NO_TIME_YET, STARS, when_of
from eventkit.domain.changes import KINDS
from eventkit.domain.times import in_zone, parse_moment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit.domain.changes import FieldChange, FieldValue, SessionChange
    from eventkit.domain.events import Event, Session
    from eventkit.services.agenda_changes import ChangeReport

_REWRITTEN = {"abstract": "rewritten", "links": "changed"}
_UNTOLD = {"status", "starts", "ends"}


def change_json(change: SessionChange, report: ChangeReport) -> dict[str, Any]:
    """What became of a session, as scripts see it; the keys are a promise."""
    session = change.session
    return {
        "at": report.at,
        "kinds": list(change.kinds),
        "id": session.id,
        "uid": session.uid,
        "title": session.title,
        "starts": session.starts.isoformat() if session.starts else None,
        "room": session.room,
        "interest": session.interest,
        "concerns_me": change in report.mine,
        "fields": [
            {"field": f.name, "before": _json_value(f.before), "after": _json_value(f.after)} for f in change.fields
        ],
    }


def concerns_json(report: ChangeReport | None) -> dict[str, Any]:
    """What of it concerns me, as scripts see it; the keys are a promise."""
    return {
        "sessions": [one.session.id for one in report.mine] if report else [],
        "clashes": [[first.id, second.id] for first, second in report.clashing] if report else [],
        "people": [{"name": one.name, "joined": one.joined, "session": one.session.id} for one in report.people]
        if report
        else [],
    }


def in_order(report: ChangeReport) -> list[SessionChange]:
    """All changes, those that concern me first, then by how much they upset a plan."""
    mine = {one.session.id for one in report.mine}
    return sorted(report.changes, key=lambda one: (one.session.id not in mine, KINDS.index(one.kind)))


def show_report(report: ChangeReport, most: int | None = None) -> None:
    """Print what changed, of what does not concern me the ``most`` at most."""
    event = report.event
    if report.concerns_me:
        echo()
        echo("For you")
        for line in _concerns(report):
            echo_wrapped(f"  {line}")
    mine = {one.session.id for one in report.mine}
    rest = [one for one in in_order(report) if one.session.id not in mine]
    if not rest:
        return
    echo()
    echo("All else" if report.concerns_me else "Changed")
    for one in rest[:most]:
        for line in _told(one, event):
            echo_wrapped(f"  {line}")
    if most is not None and len(rest) > most:
        echo(f"  … and {len(rest) - most} more: `eventkit changes {event.slug}` shows all")


def _concerns(report: ChangeReport) -> Iterator[str]:
    event = report.event
    for one in sorted(report.mine, key=lambda one: KINDS.index(one.kind)):
        yield from _told(one, event)
    for first, second in report.clashing:
        yield f"clash: {_named(first, event)}"
        yield f"  with {_named(second, event)}"
    for person in report.people:
        verb = "joined" if person.joined else "no longer speaks in"
        yield f"{person.name}, whom you want to meet, {verb} {person.session.title} ({when_of(person.session, event)})"


def _told(change: SessionChange, event: Event) -> Iterator[str]:
    """A session and what became of it, a line for each field."""
    session = change.session
    star = f"{STARS[session.interest]} " if session.interest else ""
    where = f" ({when_of(session, event)}, {session.room or event.slug})" if not change.field("starts") else ""
    yield f"{', '.join(change.kinds)}: {star}{session.title}{where}"
    starts, ends = change.field("starts"), change.field("ends")
    if starts or ends:
        yield f"    time: {_span(starts, ends, session, event)}"
    for field in change.fields:
        if field.name in _REWRITTEN:
            yield f"    {field.name}: {_REWRITTEN[field.name]}"
        elif field.name == "title":
            yield f"    it was: {_shown(field.before)}"
        elif field.name not in _UNTOLD:
            yield f"    {field.name}: {_shown(field.before)} → {_shown(field.after)}"


def _span(starts: FieldChange | None, ends: FieldChange | None, session: Session, event: Event) -> str:
    """From when until when it was and is, on the event's wall."""
    told = []
    for side in ("before", "after"):
        begin = getattr(starts, side) if starts else session.starts.isoformat() if session.starts else ""
        end = getattr(ends, side) if ends else session.ends.isoformat() if session.ends else ""
        told.append(_clock(begin, event, "%a %d %b %H:%M") + (f"-{_clock(end, event, '%H:%M')}" if "T" in end else ""))
    return " → ".join(told)


def _clock(moment: str, event: Event, form: str) -> str:
    if not moment:
        return NO_TIME_YET
    told = in_zone(parse_moment(moment), event.timezone)
    return told.strftime(form if "T" in moment else "%a %d %b")


def _named(session: Session, event: Event) -> str:
    return f"{STARS[session.interest]} {session.title} ({when_of(session, event)}, {session.room or event.slug})"


def _shown(value: FieldValue) -> str:
    return (value if isinstance(value, str) else ", ".join(value)) or "(none)"


def _json_value(value: FieldValue) -> str | Sequence[str]:
    return value if isinstance(value, str) else list(value)
