"""A person as a text to be edited: TOML that explains itself, written by hand and read by the standard library."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from eventkit.domain.people import ContactPoint
from eventkit.domain.text import one_line, storable
from eventkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eventkit.domain.people import ContactKind, Person

TEXTS = ("name", "given", "family", "organization", "title", "birthday", "note")
LABELS = ("tags", "interests")
POINTS: dict[str, ContactKind] = {"emails": "email", "phones": "phone", "urls": "url", "handles": "handle"}

_COMMENTS = {
    "name": "What you call them; it cannot be empty.",
    "birthday": "As 1990-04-12, or --04-12 without the year.",
    "do_not_contact": "true: no message to them is drafted.",
    "tags": "Your own words for them, and what they care for.",
    "emails": 'The first of each is the one that is used. One with a label: { value = "…", label = "work" }',
    "urls": "Web pages; a profile on a platform that eventkit knows becomes a handle.",
}
_ESCAPES = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]')
_LINE_OF_ERROR = re.compile(r"(.*) \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What can be edited of a person."""

    name: str
    given: str = ""
    family: str = ""
    organization: str = ""
    title: str = ""
    birthday: str = ""
    note: str = ""
    do_not_contact: bool = False
    tags: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    emails: tuple[ContactPoint, ...] = ()
    phones: tuple[ContactPoint, ...] = ()
    urls: tuple[ContactPoint, ...] = ()
    handles: tuple[ContactPoint, ...] = ()

    @property
    def points(self) -> tuple[ContactPoint, ...]:
        """All contact points."""
        return (*self.emails, *self.phones, *self.urls, *self.handles)


FIELDS = tuple(spec.name for spec in fields(Sheet))


def sheet_of(person: Person) -> Sheet:
    """What can be edited of a person, as it is."""
    texts = {name: getattr(person, name) for name in TEXTS}
    sheet = Sheet(**texts, do_not_contact=person.do_not_contact, tags=person.tags, interests=person.interests)
    return with_points(sheet, person.contact_points)


def with_points(sheet: Sheet, points: Iterable[ContactPoint]) -> Sheet:
    """A sheet with these contact points, each under its kind."""
    points = list(points)
    by_kind: dict[str, Any] = {name: tuple(p for p in points if p.kind == kind) for name, kind in POINTS.items()}
    return replace(sheet, **by_kind)


# --- writing --------------------------------------------------------------------------------------------


def write_sheet(sheet: Sheet, heading: str) -> str:
    """The sheet as TOML, below a line that says whose it is."""
    lines = [
        f"# {one_line(heading)}",
        "# Change what you like, save, and close the editor. What you remove is removed; lines with # say nothing.",
    ]
    for name in FIELDS:
        if name in _COMMENTS:
            lines += ["", f"# {_COMMENTS[name]}"]
        lines += _written(name, getattr(sheet, name))
    return "\n".join([*lines, ""])


def _written(name: str, value: str | tuple[str | ContactPoint, ...] | bool) -> Iterator[str]:  # noqa: FBT001  # a value, and no switch
    if isinstance(value, bool):
        yield f"{name} = {'true' if value else 'false'}"
    elif isinstance(value, str):
        yield f"{name} = {_long_string(value) if name == 'note' else _string(value)}"
    elif name in LABELS or not value:
        yield f"{name} = [{', '.join(_string(str(item)) for item in value)}]"
    else:
        yield f"{name} = ["
        yield from (f"    {_point(item)}," for item in value if isinstance(item, ContactPoint))
        yield "]"


def _point(point: ContactPoint) -> str:
    """A text where there is nothing to say but the value, else a table."""
    parts = {"platform": point.platform, "value": point.value, "label": point.label}
    if not point.platform and not point.label:
        return _string(point.value)
    return "{ " + ", ".join(f"{name} = {_string(value)}" for name, value in parts.items() if value) + " }"


def _string(text: str) -> str:
    """A basic string, in which what an editor would not show is an escape."""
    return f'"{_TO_ESCAPE.sub(_escape, storable(text))}"'


def _long_string(text: str) -> str:
    """Several lines as they are; a line break at the very start of the value would be no part of it."""
    if "\n" not in text:
        return _string(text)
    lines = (_TO_ESCAPE.sub(_escape, line) for line in storable(text).split("\n"))
    return '"""\n' + "\n".join(lines) + '"""'


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match.group()) or f"\\u{ord(match.group()):04X}"


# --- reading --------------------------------------------------------------------------------------------


def read_sheet(text: str, opened: Sheet) -> Sheet:
    """The sheet that a text says, which was ``opened``; raises ``InputError`` that begins with the line, if known.

    What the text does not speak of is empty; ``do_not_contact`` is as it was, because nobody takes that back by chance.
    """
    import tomllib  # only where a person is edited

    try:
        values = tomllib.loads(text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        match = _LINE_OF_ERROR.fullmatch(str(error))
        reason, line = (match[1], int(match[2] or text.count("\n") + 1)) if match else (str(error), 1)
        message = f"line {line}: {reason}"
        raise InputError(message) from error
    found: dict[str, Any] = {"do_not_contact": opened.do_not_contact}
    for name, value in values.items():
        found[name] = _read(name, value, _line_of(name, text), opened)
    if not found.get("name"):
        message = f"line {_line_of('name', text)}: name: a person needs something to be called by"
        raise InputError(message)
    return Sheet(**found)


def _read(name: str, value: object, line: int, opened: Sheet) -> str | bool | tuple[str | ContactPoint, ...]:
    """A value as its field has it; texts that are as they were stay so to the letter."""
    where = f"line {line}: {name}"
    if name not in FIELDS:
        import difflib  # only for a name that does not exist

        close = difflib.get_close_matches(name, FIELDS, n=1)
        hint = f"did you mean {close[0]}?" if close else f"there is {', '.join(FIELDS)}"
        message = f"{where}: there is no such field; {hint}"
        raise InputError(message)
    if name == "do_not_contact":
        if isinstance(value, bool):
            return value
        message = f"{where}: write true or false"
        raise InputError(message)
    if name in TEXTS:
        text = _text(value, where)
        if text == getattr(opened, name):
            return text
        return storable(text).strip() if name == "note" else one_line(storable(text))
    if not isinstance(value, list):
        message = f'{where}: write a list, as {name} = ["…"]'
        raise InputError(message)
    if name in LABELS:
        items = [_text(item, where) for item in value]
        known = getattr(opened, name)
        return tuple(filter(None, dict.fromkeys(item if item in known else one_line(storable(item)) for item in items)))
    return tuple(dict.fromkeys(_read_point(POINTS[name], item, where, getattr(opened, name)) for item in value))


def _read_point(kind: ContactKind, value: object, where: str, known: tuple[ContactPoint, ...]) -> ContactPoint:
    parts = {"value": value} if isinstance(value, str) else value
    if not isinstance(parts, dict) or not set(parts) <= {"value", "label", "platform"} or not parts.get("value"):
        message = f'{where}: write each as "…", or as {{ value = "…", label = "…" }}'
        raise InputError(message)
    texts = {name: _text(part, where) for name, part in parts.items()}
    if ContactPoint(kind=kind, **texts) in known:
        return ContactPoint(kind=kind, **texts)
    point = ContactPoint(kind=kind, **{name: one_line(storable(text)) for name, text in texts.items()})
    if not point.value:
        message = f"{where}: one of them is empty"
        raise InputError(message)
    if kind == "handle" and not point.platform:
        message = f'{where}: say where, as {{ platform = "github", value = "…" }}'
        raise InputError(message)
    return point


def _text(value: object, where: str) -> str:
    if isinstance(value, str):
        return value
    if hasattr(value, "isoformat") and not hasattr(value, "hour"):  # TOML has dates: a birthday without quotes
        return str(value)
    message = f'{where}: write it between quotation marks, as "{value}"'
    raise InputError(message)


def _line_of(name: str, text: str) -> int:
    """The line that a field stands in, from 1; the first one where it stands in none."""
    for number, line in enumerate(text.splitlines(), start=1):
        if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[=.]", line):
            return number
    return 1
