"""What a scan shows: each thing before it is stored, and the table of what became of all."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from eventkit.api import Column, one_line, say

if TYPE_CHECKING:
    from eventkit.api import ContactPoint, Event
    from eventkit_cards.scanning.proposals import Scanned

_WORDS = {"email": "e-mail", "phone": "phone", "url": "web", "handle": "profile", "organization": "organisation"}
_KINDS = {"url": "a link", "badge": "a badge's code", "link": "a link"}
_SHOWN = 60
_LONGEST = 300


def introduce(scanned: Scanned, event: Event | None) -> None:
    """What a code would do: who it is of, what of that is new, and where its links lead."""
    payload, person = scanned.payload, scanned.payload.person
    if scanned.name == "you":
        return
    if person is None:
        if payload.trust and event:
            whose = f", of {scanned.known[0]} (number {scanned.known[1]})" if scanned.known else ""
            say(f"{scanned.file}: {_KINDS.get(payload.kind, payload.kind)}{whose}, to keep with {event.slug}")
            _line("says", _short(scanned.text))
        elif payload.links or payload.trust:
            say(f"{scanned.file}: {_KINDS.get(payload.kind, payload.kind)}")
            _line("says", _short(scanned.text))
    else:
        say(f"{scanned.file}: {person.name if payload.named else _unnamed(scanned)}{_whom(scanned)}")
        _values(scanned, event)
    for link in payload.links:
        if link.host and (person is None or not payload.named or link.oddities):
            _line("leads to", link.host)
        for oddity in link.oddities:
            _line("warning", f"the link {oddity}")
    if scanned.meets and scanned.at is not None:
        _line("met", f"{scanned.at:%a %d %b %Y %H:%M}, {scanned.at_by}")


def as_json(scanned: Scanned) -> dict[str, Any]:
    """A code as scripts see it; the keys are a promise."""
    return {
        "file": scanned.file,
        "payload": scanned.text,
        "kind": scanned.payload.kind,
        "person": _name(scanned),
        "action": scanned.action,
        "known": {"name": scanned.known[0], "id": scanned.known[1]} if scanned.known else None,
        "fields": [{"field": name, "before": before, "after": after} for name, before, after in scanned.fields],
        "met_at": scanned.at.isoformat() if scanned.meets and scanned.at else None,
        "links": [
            {"address": link.address, "host": link.host, "warnings": list(link.oddities)}
            for link in scanned.payload.links
        ],
    }


def _values(scanned: Scanned, event: Event | None) -> None:
    """All that a card says of somebody new, what is new of somebody known."""
    person = scanned.payload.person
    assert person is not None  # as its caller saw
    if scanned.known:
        for name, before, after in scanned.fields:
            if event and name == event.slug:
                _line("attends", f"{name} ({after})")
                continue
            _line(_WORDS.get(name, name), f"{before or '(none)'} → {after or '(none)'}" if before else after)
        return
    rows = [
        ("organisation", person.organization),
        ("title", person.title),
        *((_WORDS[point.kind], _reached(point)) for point in person.contact_points),
        ("note", person.note),
    ]
    for name, value in rows:
        if value:
            _line(name, _short(value, _LONGEST))


def _reached(point: ContactPoint) -> str:
    return f"{point.value} ({point.platform})" if point.platform else point.value


def _whom(scanned: Scanned) -> str:
    if scanned.known is None:
        return ", forgotten before" if scanned.action == "forgotten" else ", new"
    name, number = scanned.known
    verb = "adds to" if scanned.fields or scanned.action != "unchanged" else "known as"
    return f", {verb} {name} (number {number})"


def _unnamed(scanned: Scanned) -> str:
    person = scanned.payload.person
    assert person is not None  # as its caller saw
    point = person.contact_points[0]
    return f"somebody with {'an' if point.kind == 'email' else 'a'} {_WORDS[point.kind]}"


def _name(scanned: Scanned) -> str | None:
    if scanned.payload.person is None:
        return scanned.known[0] if scanned.known else None
    return scanned.name or scanned.payload.person.name


def _what(scanned: Scanned) -> str:
    return _name(scanned) or _short(scanned.text)


def _short(text: str, longest: int = _SHOWN) -> str:
    line = one_line(text)
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _line(name: str, value: str) -> None:
    say(f"  {name:14}{one_line(value)}")


COLUMNS = (
    Column("Picture", lambda scanned: Path(scanned.file).name),
    Column("Kind", lambda scanned: scanned.payload.kind),
    Column("Who or what", _what),
    Column("Done", lambda scanned: f"{scanned.action}, met" if scanned.meets else scanned.action),
)
