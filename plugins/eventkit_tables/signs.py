"""How sure it is that a file begins a table of people, or people as JSON."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit_tables.decoding import decode_head
from eventkit_tables.grid import find_grid
from eventkit_tables.headings import FIRST_HEADINGS, is_calendar
from eventkit_tables.messages import is_messages
from eventkit_tables.plan import make_plan

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD = 4096
"""The length of a head that shows no more than the beginning of a file."""

_OURS, _SURE, _LIKELY, _TABLE = 95, 85, 60, 5
_SUFFIXES = (".csv", ".tsv", ".tab")
_ANOTHER_KIND = re.compile(r"\s*(?:[<{]|\[\s*[{\[]|%PDF|begin:v)", re.IGNORECASE)
_JSON = re.compile(r"\s*(?:\[\s*)?\{")
_OUR_JSON = re.compile(r'"format"\s*:\s*"eventkit-people"')
_PERSON_KEYS = ('"emails"', '"contact_points"', '"handles"')


def sniff_table(head: bytes, name: str) -> int:
    """Look for headings that are of people; a table that says nothing of them may be one by its suffix only."""
    text = decode_head(head)
    if _ANOTHER_KIND.match(text):
        return 0
    grid = find_grid(text, whole=len(head) < _HEAD)
    if grid is None:
        return 0
    if grid.headings[: len(FIRST_HEADINGS)] == FIRST_HEADINGS:
        return _OURS
    if is_messages(grid.headings):
        return _SURE
    plan = make_plan(grid.headings, grid.sample(20))
    if plan.is_of_people:
        kinds = {point.kind for point in plan.points}
        return _SURE if {"given", "family"} <= set(plan.texts) or kinds >= {"email", "phone"} else _LIKELY
    named = name == "-" or name.lower().endswith(_SUFFIXES)
    return _TABLE if named and not _is_agenda(grid.headings) and _may_be_told(grid.headings) else 0


def sniff_json(head: bytes, name: str) -> int:  # noqa: ARG001  # what a file holds says more than what it is called
    """Look for the name of the format, or for what `eventkit people --format json` writes."""
    text = decode_head(head)
    if not _JSON.match(text):
        return 0
    if _OUR_JSON.search(text):
        return _OURS
    return _LIKELY if '"name"' in text and any(key in text for key in _PERSON_KEYS) else 0


def _is_agenda(headings: Sequence[str]) -> bool:
    return sum(1 for heading in headings if is_calendar(heading)) >= 2  # noqa: PLR2004  # "Subject, Start Date"


def _may_be_told(headings: Sequence[str]) -> bool:
    """Whether a person could say which column is what: the headings are words, and not sentences."""
    return all(heading and len(heading) < 60 for heading in headings)  # noqa: PLR2004  # a line of prose has commas, too
