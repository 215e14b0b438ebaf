"""The query language that selects people everywhere: free text, ``term:value``, ``-`` to exclude, and ``OR``.

``ada org:"Example Ltd" met:pyconf -tag:vendor`` is everybody whose record has a word that begins with "ada", who works
for something named like "Example Ltd", whom I met at pyconf, and who does not carry the tag vendor. ``OR`` stands
between two alternatives and binds them before the rest: ``tag:python OR tag:rust met:any`` is whoever carries one of
the tags, and whom I met.
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
    "has": "has an email, phone, url, handle, note, promise, birthday, tag, interest or card",
    "source": "came from a file or address with this in its name",
    "before": "I met them before this day: 2027-05-14, 2027-05 or 2027",
    "after": "I met them on this day or later",
}
HAS_VALUES = ("email", "phone", "url", "handle", "note", "promise", "birthday", "tag", "interest", "card")
ALTERNATIVE = "OR"

_TOKEN = re.compile(
    r"""(?P<not>-)?
        (?: (?P<term>[A-Za-z]+) : )?
        (?: "(?P<quoted>[^"]*)" | (?P<open>"[^"]*$) | (?P<word>[^\s"]+) | (?P<empty>(?=\s|$)) )""",
    re.VERBOSE,
)
_DAY = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


@dataclass(frozen=True, slots=True)
class Condition:
    """One word of a query: ``term`` is empty for free text, which is ``whole`` where it stood in quotation marks.

    ``negated`` is one that was excluded with ``-``.
    """

    term: str
    value: str
    negated: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """What a person must fulfil: of each group one condition at least; an empty query is fulfilled by everybody."""

    groups: tuple[tuple[Condition, ...], ...] = ()


def parse(text: str) -> Query:
    """Read a query; raises ``UsageError`` naming the word it stumbled over."""
    text = text.encode(errors="replace").decode().replace("\0", "?")  # what no database takes fits nobody
    groups: list[tuple[Condition, ...]] = []
    position = 0
    waiting = ""  # the OR that waits for its second alternative
    while position < len(text):
        if text[position].isspace():
            position += 1
            continue
        match = _TOKEN.match(text, position)
        if match is None or match.end() == position:
            message = f"query: cannot read {text[position:]!r}"
            raise UsageError(message)
        position = match.end()
        if match.group() == ALTERNATIVE:
            if waiting or not groups:
                message = f"query: {ALTERNATIVE} stands between two conditions, as in tag:python OR tag:rust"
                raise UsageError(message)
            waiting = ALTERNATIVE
            continue
        condition = _condition(match)
        if waiting:
            groups[-1] = (*groups[-1], condition)
        else:
            groups.append((condition,))
        waiting = ""
    if waiting:
        message = f"query: nothing follows the last {ALTERNATIVE}; quote it to search for the word"
        raise UsageError(message)
    return Query(tuple(groups))


def first_day(text: str) -> str:
    """The first day of a day, month or year, as 2027-05-14; an empty text for what is none of them."""
    match = _DAY.fullmatch(text)
    if match is None:
        return ""
    from datetime import date  # only a query with a day in it needs it

    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1)).isoformat()
    except ValueError:
        return ""


def _condition(match: re.Match[str]) -> Condition:
    word = match.group()
    if match["open"] is not None:
        message = f"query: the quotation mark in {word!r} is never closed"
        raise UsageError(message)
    term = (match["term"] or "").casefold()
    quoted = match["quoted"] is not None
    value = match["quoted"] if quoted else (match["word"] or "")
    if term and term not in TERMS:
        raise UsageError(_no_term(match["term"], word))
    if not value:
        message = f"query: {word!r} names nothing to look for"
        raise UsageError(message)
    if term == "has" and value.casefold() not in HAS_VALUES:
        hint = _close(value.casefold(), HAS_VALUES)
        message = f"query: has: knows {', '.join(HAS_VALUES)}, not {value!r}" + (
            f"; did you mean has:{hint}?" if hint else ""
        )
        raise UsageError(message)
    if term in {"before", "after"} and not first_day(value):
        message = f"query: {word!r} names no day; write {term}:2027-05-14, {term}:2027-05 or {term}:2027"
        raise UsageError(message)
    return Condition(term, value, negated=bool(match["not"]), whole=quoted and not term)


def _no_term(term: str, word: str) -> str:
    close = _close(term.casefold(), tuple(TERMS))
    hint = f"did you mean {close}:?" if close else f"there are {', '.join(f'{name}:' for name in TERMS)}"
    return f"query: no term {term}: in {word!r}; {hint} (quote it to search for the text)"


def _close(word: str, known: tuple[str, ...]) -> str:
    import difflib  # only for a word that is wrong

    return next(iter(difflib.get_close_matches(word, known, n=1)), "")
