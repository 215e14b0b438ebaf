"""Which column of a table is what: told once, from the headings and the first rows, for all rows to be read by."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from eventkit_tables.dates import order_in
from eventkit_tables.headings import FIRST_HEADINGS, Meaning, is_calendar, meaning
from eventkit_tables.settling import cells_of, settle, stands_swapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eventkit_tables.dates import Order

SAMPLED = 200
"""So many rows tell what a heading leaves open."""

TEXTS = (
    "name",
    "given",
    "family",
    "middle",
    "prefix",
    "suffix",
    "nickname",
    "organization",
    "department",
    "title",
    "note",
)
_LISTS = ("tags", "interests")
_OF_SOMEBODY = {
    "given",
    "family",
    "email",
    "phone",
    "birthday",
    "nickname",
    "organization",
    "do_not_contact",
    "interests",
}
_REACHED = (
    "email",
    "phone",
    "url",
    "handle",
    "im",
    "handles",
    "exact email",
    "exact phone",
    "exact url",
    "exact handle",
)


@dataclass(frozen=True, slots=True)
class PointColumn:
    """A column of addresses or numbers: its label, or the column that has it; its platform where it is of handles."""

    kind: str
    index: int
    label: str = ""
    labelled_by: int | None = None
    platform: str = ""


class AddressColumns(NamedTuple):
    """The columns of one postal address: those of each part, and the label or the column that has it."""

    label: str
    labelled_by: int | None
    parts: Mapping[str, tuple[int, ...]]


@dataclass(slots=True, kw_only=True)
class Plan:
    """The columns of each field by their numbers, from 0, the better ones first.

    ``kept`` are the columns that nobody understands. ``swapped`` says that names stand as "Lovelace, Ada"; ``chosen``
    that the user said what columns are; ``ours`` that we wrote the table, whose cells are taken as they stand.
    """

    headings: tuple[str, ...]
    texts: dict[str, list[int]] = field(default_factory=dict)
    points: list[PointColumn] = field(default_factory=list)
    addresses: list[AddressColumns] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    interests: list[int] = field(default_factory=list)
    roles: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    consents: list[int] = field(default_factory=list)
    birthdays: list[int] = field(default_factory=list)
    birth_parts: tuple[int | None, int | None, int | None] = (None, None, None)
    birthday_order: Order = "unknown"
    uids: list[int] = field(default_factory=list)
    order: tuple[int, int | None] | None = None
    events: list[int] = field(default_factory=list)
    kept: list[int] = field(default_factory=list)
    usual_role: str = "attendee"
    swapped: bool = False
    chosen: bool = False
    ours: bool = False

    @property
    def settled(self) -> str:
        """What was told from the first rows: rows that are the same are read alike only where this is the same."""
        return f"{self.texts} {self.points} {self.roles} {self.swapped} {self.birthday_order}"

    @property
    def is_of_people(self) -> bool:
        """Whether the columns are those of people: a price list has names, too."""
        found = {name for name, its in self.texts.items() if its} | {point.kind for point in self.points}
        found |= {"birthday"} if self.birthdays else set()
        found |= {"do_not_contact"} if self.refusals or self.consents else set()
        if self.chosen:
            return bool(found & {"name", "given", "family", "organization", "email", "phone", "handle", "url"})
        if {"given", "family"} <= found or "email" in found:
            return True
        if any(is_calendar(heading) for heading in self.headings):
            return False
        named = bool(found & {"name", "given", "family", "nickname"})
        if "handle" in found and (named or len(found) > 1):
            return True
        return named and (bool(found & (_OF_SOMEBODY - {"given", "family"})) or bool(self.roles and self.uids))


def make_plan(
    headings: Sequence[str], sample: Sequence[Sequence[str]], columns: Mapping[str, str] | None = None
) -> Plan:
    """Tell what each column is; ``columns`` are the user's words for some of them, which go before ours."""
    chosen = _chosen(columns or {})
    told: list[Meaning | None] = [chosen[heading] if heading in chosen else meaning(heading) for heading in headings]
    ours = tuple(headings[: len(FIRST_HEADINGS)]) == FIRST_HEADINGS
    settle(headings, told, sample, {n for n, heading in enumerate(headings) if ours or heading in chosen})
    by_field: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(told):
        if one is not None:
            by_field[one.field].append(number)
    for its in by_field.values():
        its.sort(key=lambda number: _rank(told[number]))
    plan = Plan(headings=tuple(headings), chosen=bool(chosen), ours=ours)
    _take_fields(plan, by_field, told, sample)
    _take_points(plan, by_field, told)
    understood = _understood(plan, told)
    ignored = Meaning("ignore")
    plan.kept = [number for number, one in enumerate(told) if number not in understood and one != ignored]
    return plan


# --- inside ---------------------------------------------------------------------------------------------


def _chosen(columns: Mapping[str, str]) -> dict[str, Meaning]:
    """What the user says: ``phone:work`` has a label, ``handle:matrix`` a platform."""
    found = {}
    for heading, said in columns.items():
        name, _, rest = said.partition(":")
        found[heading] = Meaning(name, platform=rest) if name == "handle" else Meaning(name, label=rest)
    return found


def _rank(one: Meaning | None) -> tuple[bool, bool, int]:
    assert one is not None  # only columns with a meaning are put in order
    return one.weak, not one.own, one.number


def _take_fields(
    plan: Plan, by_field: Mapping[str, list[int]], told: Sequence[Meaning | None], sample: Sequence[Sequence[str]]
) -> None:
    plan.texts = {name: by_field[name] for name in TEXTS if by_field.get(name)}
    plan.tags, plan.interests = by_field.get("tags", []), by_field.get("interests", [])
    plan.roles, plan.statuses = by_field.get("role", []), by_field.get("status", [])
    plan.refusals, plan.consents = by_field.get("do_not_contact", []), by_field.get("may_contact", [])
    plan.birthdays, plan.events = by_field.get("birthday", []), by_field.get("events", [])
    plan.birthday_order = order_in(cell for number in plan.birthdays for cell in cells_of(sample, number))
    if by_field.get("birth year") or by_field.get("birth month"):
        year, month, day = (by_field.get(f"birth {part}", [None])[0] for part in ("year", "month", "day"))
        plan.birth_parts = (year, month, day)
    plan.uids = by_field.get("uid", [])
    if by_field.get("order"):
        plan.order = (by_field["order"][0], by_field.get("position", [None])[0])
    if "name" in plan.texts:
        first = plan.texts["name"][0]
        plan.swapped = "given" not in plan.texts and stands_swapped(cells_of(sample, first))
        one = told[first]
        if one is not None and one.speaks:
            plan.usual_role = "speaker"


def _take_points(plan: Plan, by_field: Mapping[str, list[int]], told: Sequence[Meaning | None]) -> None:
    labels: dict[tuple[str, str, str, int], int] = {}
    for number, one in enumerate(told):
        if one is not None and one.field.startswith("label of "):
            labels[one.field.removeprefix("label of "), one.label, one.platform, one.number] = number
    for kind in _REACHED:
        its = by_field.get(kind, [])
        owned = [number for number in its if _of(told, number).own]
        if owned and plan.order is not None:
            its = owned  # the others are of whoever paid, perhaps for many
        for number in sorted(its, key=lambda n: (not _of(told, n).own, n)):
            one = _of(told, number)
            labelled_by = labels.get((kind, one.label, one.platform, one.number))
            plan.points.append(PointColumn(kind, number, one.label, labelled_by, one.platform))
    groups: dict[tuple[str, int], dict[str, list[int]]] = {}
    for number, one in enumerate(told):
        if one is not None and one.field.startswith("address "):
            parts = groups.setdefault((one.label, one.number), {})
            parts.setdefault(one.field.removeprefix("address "), []).append(number)
    for (label, count), parts in groups.items():
        its_parts = {part: tuple(its) for part, its in parts.items()}
        plan.addresses.append(AddressColumns(label, labels.get(("address", "", "", count)), its_parts))


def _understood(plan: Plan, told: Sequence[Meaning | None]) -> set[int]:
    """The columns of which nothing has to be kept beside."""
    found = {number for number, one in enumerate(told) if one is not None and one.field in {*TEXTS, *_LISTS}}
    found |= {number for number in plan.uids if plan.headings[number].casefold() == "uid"}
    found |= {point.index for point in plan.points}
    found |= {point.labelled_by for point in plan.points if point.labelled_by is not None}
    for address in plan.addresses:
        found |= {number for its in address.parts.values() for number in its}
        found |= {address.labelled_by} if address.labelled_by is not None else set()
    found |= {number for number in plan.birth_parts if number is not None} | set(plan.birthdays)
    return found | set(plan.refusals) | set(plan.events)


def _of(told: Sequence[Meaning | None], number: int) -> Meaning:
    one = told[number]
    assert one is not None  # only columns with a meaning are looked up
    return one
