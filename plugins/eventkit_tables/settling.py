"""What a heading leaves open, told by the columns beside it and by what is in the first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import is_email
from eventkit_tables import vocabulary
from eventkit_tables.headings import Meaning, is_german_title, is_reply, is_shared
from eventkit_tables.values import role_in

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

_JOB_OR_ROLE = {"role", "rolle", "rol"}
_HONORIFICS = frozenset(vocabulary.HONORIFICS.split())
_NO_GIVEN_NAME = frozenset(vocabulary.NO_GIVEN_NAME.split())


def settle(
    headings: Sequence[str], told: list[Meaning | None], sample: Sequence[Sequence[str]], fixed: Collection[int]
) -> None:
    """Decide what a heading leaves open by the columns beside it, and by what is in them."""
    _settle_titles(headings, told, sample, fixed)
    fields = {one.field for one in told if one}
    for number, one in enumerate(told):
        if one is None or number in fixed:
            continue
        cells = cells_of(sample, number)
        if one.field == "name" and is_shared(headings[number], "name"):
            told[number] = one._replace(field=_part_of_name(sample, number, told))
        elif one.field == "role" and one.weak and not _mostly(cells, role_in):
            job = headings[number].strip().casefold() in _JOB_OR_ROLE and "title" not in fields
            told[number] = Meaning("title") if job else None
        elif one.field == "birthday" and "birth year" in fields and "birth day" not in fields:
            told[number] = Meaning("birth day")
        elif one.field == "address street" and "address city" not in fields and _mostly(cells, is_email):
            told[number] = Meaning("email")


def _settle_titles(
    headings: Sequence[str], told: list[Meaning | None], sample: Sequence[Sequence[str]], fixed: Collection[int]
) -> None:
    """Tell what a column "Title" is.

    It is what stands before a name where there is a column "Job title", too; else its cells tell.
    """
    shared = [number for number in range(len(told)) if is_shared(headings[number], "title") and number not in fixed]
    others = any(one is not None and one.field == "title" and n not in shared for n, one in enumerate(told))
    named = any(one is not None and one.field in {"given", "family"} for one in told)
    for number in shared:
        cells = cells_of(sample, number)
        german = is_german_title(headings[number])
        last = number == shared[-1] and not others
        if _mostly(cells, _is_honorific) or (named and not last) or (german and not cells):
            told[number] = Meaning("prefix")
        elif not others and _mostly(cells, role_in) and any(is_reply(heading) for heading in headings):
            told[number] = Meaning("role")  # of the group, as Meetup has it
        else:
            told[number] = Meaning("title", weak=others)


def _part_of_name(sample: Sequence[Sequence[str]], number: int, told: Sequence[Meaning | None]) -> str:
    """Whether "Name" is the whole, or the part that has no column of its own, as beside "Vorname"."""
    given = next((n for n, one in enumerate(told) if one and one.field == "given"), None)
    family = next((n for n, one in enumerate(told) if one and one.field == "family"), None)
    there = given if family is None else family
    if there is None or (given is not None and family is not None):
        return "name"
    wholes = [
        {*row[there].casefold().split()} <= {*row[number].casefold().replace(",", " ").split()}
        for row in sample
        if len(row) > max(number, there) and row[number].strip() and row[there].strip()
    ]
    if sum(wholes) * 2 > len(wholes):
        return "name"
    return "family" if given is not None else "given"


def cells_of(sample: Sequence[Sequence[str]], number: int) -> list[str]:
    """What stands in a column of the first rows."""
    return [cell for row in sample if len(row) > number and (cell := row[number].strip())]


def _mostly(cells: Sequence[str], test: Callable[[str], object]) -> bool:
    """Whether half of the cells or more are of a kind; where there is none, they are not."""
    return bool(cells) and sum(1 for cell in cells if test(cell)) * 2 >= len(cells)


def _is_honorific(cell: str) -> bool:
    return set(cell.casefold().replace(".", " ").split()) <= _HONORIFICS


def stands_swapped(cells: Sequence[str]) -> bool:
    """Whether names have the family name first and a comma behind it."""
    if len(cells) == 1:
        return False  # it may be anything
    given = [cell.partition(",")[2].strip() for cell in cells]
    return bool(given) and all(name and "," not in name and name.casefold() not in _NO_GIVEN_NAME for name in given)
