"""The query language that selects people everywhere: free text, ``term:value``, and ``-`` to exclude.

``ada org:"Example Ltd" met:pyconf -tag:vendor`` is everybody whose record contains "ada", who works for
something named like "Example Ltd", whom I met at pyconf, and who does not carry the tag vendor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from eventkit.errors import UsageError

TERMS: dict[str, str] = {
    "tag": "carries this tag",
    "interest": "has this interest",
    "org": "works for an organisation with this in its name",
    "event": "attends this event",
    "met": "I met them at this event; met:any for anywhere",
    "role": "has this role at an event: speaker, organiser …",
    "platform": "has a handle on this platform",
    "has": "has an email, phone, url, handle, note or promise",
}
HAS_VALUES = ("email", "phone", "url", "handle", "note", "promise")

_TOKEN = re.compile(
    r"""(?P<not>-)?
        (?: (?P<term>[A-Za-z]+) : )?
        (?: "(?P<quoted>[^"]*)" | (?P<open>"[^"]*$) | (?P<word>[^\s"]+) | (?P<empty>(?=\s|$)) )""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Condition:
    """One word of a query: ``term`` is empty for free text; ``negated`` where it was excluded with ``-``."""

    term: str
    value: str
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a person must fulfil, every condition of it; an empty query is fulfilled by everybody."""

    conditions: tuple[Condition, ...] = ()


def parse(text: str) -> Query:
    """Read a query; raises ``UsageError`` naming the word it stumbled over."""
    text = text.encode(errors="replace").decode().replace("\0", "?")  # what no database takes fits nobody
    conditions: list[Condition] = []
    position = 0
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:
            message = f"query: cannot read {text[position:]!r}"
            raise UsageError(message)
        conditions.append(_condition(match))
        position = match.end()
    return Query(tuple(conditions))


def _condition(match: re.Match[str]) -> Condition:
    word = match.group()
    if match["open"] is not None:
        message = f"query: the quotation mark in {word!r} is never closed"
        raise UsageError(message)
    term = (match["term"] or "").casefold()
    value = match["quoted"] if match["quoted"] is not None else (match["word"] or "")
    if term and term not in TERMS:
        import difflib  # only for a term that does not exist

        close = difflib.get_close_matches(term, TERMS, n=1)
        hint = f"did you mean {close[0]}:?" if close else f"there are {', '.join(f'{name}:' for name in TERMS)}"
        message = f"query: no term {match['term']}: in {word!r}; {hint} (quote it to search for the text)"
        raise UsageError(message)
    if not value:
        message = f"query: {word!r} names nothing to look for"
        raise UsageError(message)
    if term == "has" and value.casefold() not in HAS_VALUES:
        message = f"query: has: knows {', '.join(HAS_VALUES)}, not {value!r}"
        raise UsageError(message)
    return Condition(term, value, negated=bool(match["not"]))
