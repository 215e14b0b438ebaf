"""People as JSON, with nothing lost; the keys are a promise, and the same as those of `eventkit people --format json`.

``{"format": "eventkit-people", "version": 1, "people": [...]}``. A person has ``uid``, ``name``, ``given``, ``family``,
``organization``, ``title``, ``birthday``, ``note``, ``do_not_contact``, ``contact_points`` (each with ``kind``,
``value``, ``platform`` and ``label``), ``interests``, ``tags``, ``roles`` (each with ``event`` and ``role``) and
``cards``: the texts of the cards they came with, the newest last. What is empty may be left out.

What `eventkit people --format json` or ``jsonl`` prints is read as well: ``emails``, ``phones``, ``urls`` and
``handles`` instead of ``contact_points``, and no cards.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from eventkit.api import ContactPoint, IncomingPerson, Problem, Reading, json_text, one_line, safe_text
from eventkit_tables.cards import card
from eventkit_tables.decoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eventkit.api import PersonToExport, ReadContext

FORMAT = "eventkit-people"
VERSION = 1
READER = "json1"
"""Stands before each digest: a reader that reads more gets another name, and known records are read again."""

_TEXTS = ("uid", "name", "given", "family", "organization", "title", "birthday")
_KINDS = {"email", "phone", "url", "handle"}
_LISTS = {"emails": "email", "phones": "phone", "urls": "url"}


class _Wrong(Exception):  # noqa: N818  # never leaves this module
    """What is wrong with a record."""


def write_json(records: Sequence[PersonToExport]) -> bytes:
    """All that is known of people, for another home or a program."""
    people = [_record(one) for one in records]
    return f"{json_text({'format': FORMAT, 'version': VERSION, 'people': people}, indent=2)}\n".encode()


def read_json(data: bytes, context: ReadContext) -> Reading:
    """Read people; a record that cannot be used is told with its line, and the others are in."""
    text, problems = decode(data)
    try:
        found = _found(text)
    except _Wrong as wrong:
        return Reading(problems=[*problems, Problem(1, str(wrong))])
    except json.JSONDecodeError as error:
        return Reading(problems=[*problems, Problem(error.lineno, f"no JSON: {error.msg}")])
    except RecursionError:
        return Reading(problems=[*problems, Problem(1, "no JSON of people: it is nested too deeply")])
    people: list[IncomingPerson] = []
    unchanged: list[str] = []
    met: set[str] = set()
    for line, record in found:
        digest = f"{READER}:{blake2b(json.dumps(record, sort_keys=True).encode(), digest_size=16).hexdigest()}"
        if digest in met:
            continue
        met.add(digest)
        if digest in context.known and not (isinstance(record, dict) and record.get("roles")):
            unchanged.append(digest)
            continue
        try:
            people.append(_person(record, digest, line))
        except _Wrong as wrong:
            problems.append(Problem(line, str(wrong)))
    return Reading(people=people, unchanged=unchanged, problems=problems)


# --- writing --------------------------------------------------------------------------------------------


def _record(one: PersonToExport) -> dict[str, Any]:
    person = one.person
    return {
        "uid": one.uid,
        "name": person.name,
        "given": person.given,
        "family": person.family,
        "organization": person.organization,
        "title": person.title,
        "birthday": person.birthday,
        "note": person.note,
        "do_not_contact": person.do_not_contact,
        "contact_points": [
            {"kind": point.kind, "value": point.value, "platform": point.platform, "label": point.label}
            for point in person.contact_points
        ],
        "interests": list(person.interests),
        "tags": list(person.tags),
        "roles": [{"event": event, "role": role} for event, role in one.roles],
        "cards": list(one.cards or filter(None, [one.raw])),
    }


# --- reading --------------------------------------------------------------------------------------------


def _found(text: str) -> list[tuple[int, Any]]:
    """The records, each with its line: of our format, of a list, or one on each line."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError:
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if len(lines) < 2 or not all(line.lstrip().startswith("{") for _, line in lines):  # noqa: PLR2004  # one is no list
            raise
        return [(number, _loaded(line)) for number, line in lines]
    if isinstance(value, dict) and value.get("format") == FORMAT:
        if value.get("version") != VERSION:
            message = (
                f"it is of version {value.get('version')!r}, and this eventkit reads version {VERSION}: update eventkit"
            )
            raise _Wrong(message)
        value = value.get("people")
    elif isinstance(value, dict):
        value = [value]
    if not isinstance(value, list):
        message = 'it has no list of "people"'
        raise _Wrong(message)
    return list(zip(_lines(text, len(value)), value, strict=True))


def _lines(text: str, count: int) -> Iterable[int]:
    """The line that each record begins on, where they are written one below the other as we do; else the first."""
    level = min(
        (len(line) - len(line.lstrip()) for line in text.split("\n") if line.strip() == "{" and line != "{"), default=0
    )
    begins = [number for number, line in enumerate(text.split("\n"), 1) if line == " " * level + "{"] if level else []
    return begins if len(begins) == count else [1] * count


def _loaded(line: str) -> object:
    """A record that stands on a line of its own; None where it is no JSON."""
    try:
        return json.loads(line)
    except (json.JSONDecodeError, RecursionError):
        return None


def _person(record: object, digest: str, line: int) -> IncomingPerson:
    if not isinstance(record, dict):
        message = "this is no record of a person: it has no keys"
        raise _Wrong(message)
    texts = {key: one_line(_text(record, key)) for key in _TEXTS}
    points = tuple(_points(record))
    name = texts["name"] or " ".join(filter(None, [texts["given"], texts["family"]])) or texts["organization"]
    name = name or next((point.value for point in points), "")
    if not name:
        message = "this record holds nothing to call anybody by: no name, no address"
        raise _Wrong(message)
    cards = [one for one in _list(record, "cards") if isinstance(one, str) and one.strip()]
    return IncomingPerson(
        **{**texts, "name": name},
        note=safe_text(_text(record, "note").replace("\r\n", "\n").replace("\r", "\n")).strip(),
        do_not_contact=record.get("do_not_contact") is True,
        contact_points=points,
        interests=_words(record, "interests"),
        tags=_words(record, "tags"),
        roles=tuple(_roles(record)),
        digest=digest,
        raw=cards[-1] if cards else card(name, texts["uid"], ()),
        cards=tuple(cards[:-1]),
        line=line,
    )


def _points(record: dict[str, Any]) -> Iterable[ContactPoint]:
    for point in _list(record, "contact_points"):
        if not isinstance(point, dict) or point.get("kind") not in _KINDS or not one_line(_text(point, "value")):
            message = f'"contact_points": {json.dumps(point, ensure_ascii=False)[:80]} is no contact point'
            raise _Wrong(message)
        platform, label = one_line(_text(point, "platform")), one_line(_text(point, "label"))
        yield ContactPoint(kind=point["kind"], value=one_line(point["value"]), platform=platform, label=label)
    for key, kind in _LISTS.items():
        for value in _words(record, key):
            yield ContactPoint(kind=kind, value=value)  # type: ignore[arg-type]  # the three are kinds
    handles = record.get("handles", {})
    if not isinstance(handles, dict):
        message = '"handles" has to be handles by platform'
        raise _Wrong(message)
    for platform, value in handles.items():
        if isinstance(value, str) and one_line(value):
            yield ContactPoint(kind="handle", value=one_line(value), platform=one_line(platform))


def _roles(record: dict[str, Any]) -> Iterable[tuple[str, str]]:
    for one in _list(record, "roles"):
        if isinstance(one, dict) and one_line(_text(one, "event")):
            yield one_line(_text(one, "event")), one_line(_text(one, "role")) or "attendee"
    if "roles" not in record:
        yield from ((event, "attendee") for event in _words(record, "events"))


def _words(record: dict[str, Any], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for one in _list(record, key) if isinstance(one, str) and (text := one_line(one))))


def _list(record: dict[str, Any], key: str) -> list[Any]:
    value = record.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        message = f'"{key}" has to be a list'
        raise _Wrong(message)
    return value


def _text(record: dict[str, Any], key: str) -> str:
    value = record.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        message = f'"{key}" has to be a text'
        raise _Wrong(message)
    return value
