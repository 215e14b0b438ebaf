"""The addresses, numbers, pages and handles of a row, each with its label."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Literal, cast

from eventkit.api import ContactPoint, Problem, escape, is_email
from eventkit_tables import values

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit_tables.plan import Plan, PointColumn
    from eventkit_tables.values import Found

    ContactKind = Literal["email", "phone", "url", "handle"]

_PLAIN_PHONE = re.compile(r"[+\d(][\d ()./-]{4,24}")
_PLAIN_URL = re.compile(r"https?://[^\s;,|]+")
_WRONG = {"email": "no e-mail address", "phone": "no telephone number", "url": "no web address"}


class PointReader:
    """Reads the contact points of one row after the other."""

    def __init__(self, plan: Plan, prefixes: Sequence[str], problems: list[Problem]) -> None:
        """Take the plan, what a kept column's line begins with, and the list that problems are added to."""
        self._plan = plan
        self._prefixes = prefixes
        self._problems = problems
        self._emails = [column for column in plan.points if column.kind == "email"]
        self._phones = [column for column in plan.points if column.kind == "phone"]
        self._others = [column for column in plan.points if column.kind not in {"email", "phone"}]
        if any(column.kind.startswith("exact ") for column in plan.points):
            self._emails, self._phones = [], []
            self._others = sorted(plan.points, key=lambda column: column.index)  # as they stood in the record
        self._many = len(plan.points) > len({column.kind for column in plan.points})

    def read(self, cells: Sequence[str], extra: list[str], line: int) -> list[ContactPoint]:
        """The points of a row; what is none is kept in ``extra`` as it stands, and told.

        Nearly every cell holds one plain address or number; it is taken without a closer look.
        """
        points: list[ContactPoint] = []
        clear = True
        for column in self._emails:
            if cell := cells[column.index]:
                if is_email(cell) and ";" not in cell and "," not in cell and ":" not in cell:
                    label = column.label if column.labelled_by is None else self._label(column, cells)
                    points.append(ContactPoint(kind="email", value=cell, label=label))
                else:
                    clear = False
                    self._take(column, cells, points, extra, line)
        for column in self._phones:
            if cell := cells[column.index]:
                if _PLAIN_PHONE.fullmatch(cell):
                    label = column.label if column.labelled_by is None else self._label(column, cells)
                    points.append(ContactPoint(kind="phone", value=cell, label=label))
                else:
                    clear = False
                    self._take(column, cells, points, extra, line)
        for column in self._others:
            if cell := cells[column.index]:
                if column.kind == "url" and column.labelled_by is None and _PLAIN_URL.fullmatch(cell):
                    points.append(ContactPoint(kind="url", value=cell, label=column.label))
                else:
                    clear = False
                    self._take(column, cells, points, extra, line)
        return _each_once(points) if len(points) > 1 and (self._many or not clear) else points

    def _take(
        self, column: PointColumn, cells: Sequence[str], points: list[ContactPoint], extra: list[str], line: int
    ) -> None:
        """Take what a cell holds; where there is anything else in it, the whole of it is kept as well."""
        cell = cells[column.index]
        label = column.label if column.labelled_by is None else self._label(column, cells)
        found, rest = _ways(column, label)(cell)
        points += found
        if rest:
            extra.append(self._prefixes[column.index] + escape(cell))
            if wrong := _WRONG.get(column.kind):
                reason = f"{self._plan.headings[column.index]}: {cell[:60]!r} is {wrong}; it is kept as it stands"
                self._problems.append(Problem(line, reason, lost=False))

    def _label(self, column: PointColumn, cells: Sequence[str]) -> str:
        assert column.labelled_by is not None  # it is asked only then
        told = cells[column.labelled_by]
        return told if self._plan.ours else values.label_of(told) or column.label


def _ways(column: PointColumn, label: str) -> Callable[[str], Found]:
    """How the cells of a column are read."""
    if column.kind in {"email", "phone", "url"}:
        way = {"email": values.emails, "phone": values.phones, "url": values.urls}[column.kind]
        return partial(way, label=label)
    if column.kind == "handles":
        return values.listed_handles
    if column.kind == "im":
        return partial(values.handles, platform=label.casefold() or "im")
    if column.kind == "handle":
        return partial(values.handles, platform=column.platform, label=label)
    return partial(_as_it_stands, column=column, label=label)


def _as_it_stands(cell: str, column: PointColumn, label: str) -> Found:
    """The cell of one of our own columns that are not to be understood in any other way."""
    kind = cast("ContactKind", column.kind.removeprefix("exact "))
    return [ContactPoint(kind=kind, value=cell, platform=column.platform, label=label)], False


def _each_once(points: Sequence[ContactPoint]) -> list[ContactPoint]:
    """The points without those that only differ from an earlier one by their label or in case."""
    found: dict[tuple[str, str, str], ContactPoint] = {}
    for point in points:
        found.setdefault((point.kind, point.platform, point.value.casefold()), point)
    return list(found.values())
