"""Recurrence rules of vCalendar 1.0 (its "basic recurrence rule grammar"), as phones and organisers once wrote them."""

from __future__ import annotations

import re

_RULE = re.compile(r"(MP|MD|YM|YD|D|W)(\d{1,4})((?: [0-9A-Z+-]+)*?)(?: #(\d{1,9})| (\d{8}(?:T\d{6}Z?)?))?", re.ASCII)
_KINDS = {
    "D": ("DAILY", ""),
    "W": ("WEEKLY", "BYDAY"),
    "MP": ("MONTHLY", "BYDAY"),
    "MD": ("MONTHLY", "BYMONTHDAY"),
    "YM": ("YEARLY", "BYMONTH"),
    "YD": ("YEARLY", "BYYEARDAY"),
}
_NUMBER = re.compile(r"(\d{1,3})([+-]?)", re.ASCII)
_WEEKDAY = re.compile(r"MO|TU|WE|TH|FR|SA|SU")


def modern_rule(text: str) -> str:
    """The rule as RFC 5545 has it; any other text as it is. One without an end means two sessions, and #0 no end."""
    match = _RULE.fullmatch(" ".join(text.upper().split()))
    if match is None:
        return text
    kind, interval, parts, count, until = match.groups()
    freq, name = _KINDS[kind]
    values = _values(kind, parts.split())
    if values is None:
        return text
    rule = f"FREQ={freq};INTERVAL={interval}"
    if values:
        rule += f";{name}={','.join(values)}"
    if until:
        return f"{rule};UNTIL={until}"
    return rule if count == "0" else f"{rule};COUNT={count or 2}"


def _values(kind: str, parts: list[str]) -> list[str] | None:
    """What the rule lists; None for what is no rule after all, or has times of the day or a rule inside it."""
    values: list[str] = []
    ordinal = ""
    for part in parts:
        number = _NUMBER.fullmatch(part)
        sign = "-" if number and number[2] == "-" else ""
        if part == "LD" and kind == "MD":
            values.append("-1")
        elif kind in {"W", "MP"} and _WEEKDAY.fullmatch(part):
            values.append(ordinal + part)
        elif number and kind == "MP":
            ordinal = sign + number[1]
        elif number and kind in {"MD", "YM", "YD"}:
            values.append(sign + number[1])
        else:
            return None
    return values
