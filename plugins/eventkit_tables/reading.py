"""A table of people to people: what its columns mean is told once, each row is read by that; a bad row costs itself."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.api import Problem, Reading
from eventkit_tables.decoding import decode
from eventkit_tables.grid import find_grid, is_heading_again
from eventkit_tables.headings import phrase_of
from eventkit_tables.messages import is_messages, read_messages
from eventkit_tables.plan import SAMPLED, make_plan
from eventkit_tables.rows import RowReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eventkit.api import IncomingPerson, ReadContext
    from eventkit_tables.grid import Grid
    from eventkit_tables.plan import Plan

READER = "csv1"
"""Stands before each digest: a reader that reads more gets another name, and known rows are read again."""

_TOLD_ONE_BY_ONE = 20
"""So many short rows are named with their lines; of more of them, only how many there are."""

_SHARED_AT_MOST = 10
"""A column names the records where at most every tenth of its values is in more than one row."""


def read(data: bytes, context: ReadContext) -> Reading:
    """Read a table; the rows whose digests the context knows are not read again."""
    text, problems = decode(data)
    grid = find_grid(text)
    if grid is None:
        return Reading(problems=[*problems, Problem(1, "no line of it is a heading that says what the columns are")])
    columns, missing = _in_heading(context.columns, grid.headings)
    if missing:
        return Reading(problems=[*problems, Problem(grid.line, _no_column(missing, grid.headings))])
    if is_messages(grid.headings) and not columns:
        return read_messages(grid.headings, grid.rows(problems), problems, context.known)
    sample = grid.sample(SAMPLED)
    plan = make_plan(grid.headings, sample, columns)
    if not plan.is_of_people:
        return Reading(problems=problems, unmapped=grid.headings, samples=_samples(grid.headings, sample))
    rows = list(grid.rows(problems))
    if not rows and not any(problem.lost for problem in problems):
        problems.append(Problem(grid.line, "the heading is understood, and there is no row behind it"))
    people, unchanged = _people(grid, plan, rows, context, problems)
    return Reading(people=people, unchanged=unchanged, problems=problems)


def _people(
    grid: Grid, plan: Plan, rows: Sequence[tuple[int, list[str]]], context: ReadContext, problems: list[Problem]
) -> tuple[list[IncomingPerson], list[str]]:
    """Everybody in the rows, and the digests that were known."""
    names = _record_names(plan, rows)
    reader = RowReader(plan, problems)
    known, met = context.known, set[str]()
    people: list[IncomingPerson] = []
    unchanged: list[str] = []
    short: list[tuple[int, int]] = []
    headings, width = grid.headings, len(grid.headings)
    table = blake2b(repr((READER, headings, sorted(context.columns.items()), plan.settled)).encode(), digest_size=16)
    for number, (line, cells) in enumerate(rows):
        row = cells if len(cells) == width else _as_wide(cells, width, line, short, problems)
        if not row or (row[0] == headings[0] and is_heading_again(row, headings)):
            continue
        joined = '","'.join(row)
        digest_of = table.copy()
        digest_of.update(joined.encode("utf-8", "replace"))
        digest = f"{READER}:{digest_of.hexdigest()}"
        if digest in met:
            continue  # the very same row once more
        met.add(digest)
        if digest in known and reader.is_usual(row):
            unchanged.append(digest)
            continue
        person = reader.person(row, joined, names[number] if names else "", digest, line)
        if person is not None:
            people.append(person)
        elif any(map(str.strip, row)):
            problems.append(Problem(line, "this row holds nothing to call anybody by: no name, no address"))
    problems += _short_rows(short, width)
    return people, unchanged


def _as_wide(
    cells: list[str], width: int, line: int, short: list[tuple[int, int]], problems: list[Problem]
) -> list[str]:
    """A row with as many cells as the heading has; none where it has more, or nothing in any of them."""
    if len(cells) < width:
        if not any(map(str.strip, cells)):
            return []
        short.append((line, len(cells)))
        return cells + [""] * (width - len(cells))
    if any(map(str.strip, cells[width:])):
        problems.append(Problem(line, f"has {len(cells)} cells where the heading has {width}"))
        return []
    return cells[:width]


def _record_names(plan: Plan, rows: Sequence[tuple[int, list[str]]]) -> list[str]:
    """The source's own name of each row's record, from the first column that tells nearly all rows apart.

    A name that several rows share is none. Empty where there is no such column.
    """
    candidates: list[tuple[int, ...]] = [(index,) for index in plan.uids]
    if plan.order is not None:
        code, position = plan.order
        candidates += [(code, position), (code,)] if position is not None else [(code,)]
    for indexes in candidates:
        last = max(indexes)
        names = ["-".join(row[i].strip() for i in indexes) if len(row) > last else "" for _, row in rows]
        counts = Counter(name for name in names if name.strip("-"))
        shared = {name for name, count in counts.items() if count > 1}
        if counts and len(shared) * _SHARED_AT_MOST <= len(counts):
            return [name if name in counts and name not in shared else "" for name in names]
    return []


def _in_heading(columns: Mapping[str, str], headings: Sequence[str]) -> tuple[dict[str, str], list[str]]:
    """The user's words by the headings as they stand in the file, and those that are of no column."""
    phrases = {phrase_of(heading): heading for heading in reversed(headings)}
    found: dict[str, str] = {}
    missing = []
    for heading, field in columns.items():
        there = heading if heading in headings else phrases.get(phrase_of(heading))
        if there is None:
            missing.append(heading)
        else:
            found[there] = field
    return found, missing


def _no_column(missing: Iterable[str], headings: Sequence[str]) -> str:
    there = ", ".join(heading for heading in headings if heading)
    return f"--map: there is no column {', '.join(map(repr, missing))}; there is {there}"


def _samples(headings: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    """What stands in each column, to tell it by: its first cell that is not empty."""
    return [
        next((cell for row in sample if len(row) > number and (cell := row[number].strip())), "")
        for number in range(len(headings))
    ]


def _short_rows(short: Sequence[tuple[int, int]], width: int) -> list[Problem]:
    """What to say of rows that end before the heading does: what they lack is taken for empty."""
    if len(short) > _TOLD_ONE_BY_ONE:
        others = len(short) - 1
        reason = f"has fewer cells than the heading has ({width}), as {others} later rows; what lacks is taken as empty"
        return [Problem(short[0][0], reason, lost=False)]
    return [
        Problem(line, f"has {count} cells where the heading has {width}; what lacks is taken as empty", lost=False)
        for line, count in short
    ]
