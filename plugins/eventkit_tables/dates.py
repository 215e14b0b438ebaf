"""Birthdays as tables write them, as 1990-04-12 or --04-12; what is no date stays as it was written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

Order = Literal["day first", "month first", "unknown"]

_PLAIN = (
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ].*)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>)-{1,2}(?P<m>\d\d)-?(?P<d>\d\d)"),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})?(?:[T ].*)?"),
)
"""Dates that can be read in one way only."""

_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})(?:[T ].*)?")
_WORDED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er)?\s*(?:of |de )?\s*)?(?P<month>[^\W\d_]{3,})\.?"
    r"(?:\s+(?P<later>\d{1,2})(?:st|nd|rd|th)?(?!\d))?(?:,?\s*(?:de )?(?P<year>\d{4}))?",
    re.IGNORECASE,
)
_MONTHS = (
    ("jan", "jän", "ene"), ("feb", "fév", "fev"), ("mar", "mär", "mrz"), ("apr", "avr", "abr"), ("may", "mai"),
    ("jun", "juin"), ("jul", "juil"), ("aug", "aoû", "aou", "ago"), ("sep", "set"), ("oct", "okt"), ("nov",),
    ("dec", "dez", "déc", "dic"),
)  # fmt: skip  # a table reads better
_YEAR = 4
"""The digits of a year."""

_NO_DATE = {"0/0/00", "00/00/0000", "0.0.00", "00.00.0000", "0000-00-00", "-"}


def order_in(cells: Iterable[str]) -> Order:
    """Whether 3/4/1990 is the third of April or the fourth of March: the column's other dates tell."""
    for cell in cells:
        match = _SLASHED.fullmatch(cell.strip())
        if match and int(match[1]) > 12:  # noqa: PLR2004  # months of a year
            return "day first"
        if match and int(match[2]) > 12:  # noqa: PLR2004  # months of a year
            return "month first"
    return "unknown"


@lru_cache(maxsize=4096)
def birthday(text: str, order: Order = "unknown") -> str:
    """A birthday in one form; one that can be read in two ways stays as it was written."""
    text = text.strip()
    if text in _NO_DATE:
        return ""
    for form in _PLAIN:
        if match := form.fullmatch(text):
            return _date(match["y"] or "", match["m"], match["d"]) or text
    return _slashed(text, order) or _worded(text) or text


def of_parts(year: str, month: str, day: str) -> str:
    """A birthday whose parts have columns of their own."""
    number = month if month.isdecimal() else str(_month(month))
    return _date(year if len(year) == _YEAR else "", number, day)


def _slashed(text: str, order: Order) -> str:
    """3/4/1990, where something tells which is the month."""
    match = _SLASHED.fullmatch(text)
    if match is None:
        return ""
    first, second, year = match[1], match[2], match[3]
    if order == "unknown" and first != second:
        order = order_in([text])
    if order == "unknown" and first != second:
        return ""
    return _date(year, first, second) if order == "month first" else _date(year, second, first)


def _worded(text: str) -> str:
    """April 21, 1990, or 21. April."""
    match = _WORDED.fullmatch(text)
    month = _month(match["month"]) if match else 0
    day = (match["day"] or match["later"] or "") if match else ""
    return _date(match["year"] or "", str(month), day) if match and month and day else ""


def _month(word: str) -> int:
    folded = word.casefold()
    return next((number for number, names in enumerate(_MONTHS, 1) if folded.startswith(names)), 0)


def _date(year: str, month: str, day: str) -> str:
    """The date, without its year where that is empty; an empty text where there is no such day."""
    if not (month.isdecimal() and day.isdecimal() and 1 <= int(month) <= 12 and 1 <= int(day) <= 31):  # noqa: PLR2004  # a year's
        return ""
    return f"{year or '-'}-{int(month):02}-{int(day):02}"
