"""What a row says of a name, an organisation and where somebody lives beyond eventkit's own fields: lines of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import escape
from eventkit_tables import values
from eventkit_tables.cards import ADDRESS_PARTS, address_lines, name_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit_tables.plan import AddressColumns, Plan

FIELDS = ("middle", "prefix", "suffix", "nickname", "department")


def first_of(field: str, plan: Plan, cells: Sequence[str]) -> str:
    """What a row has for a field: of several columns the first that is not empty, of family names all."""
    its = [cells[number] for number in plan.texts.get(field, ()) if cells[number]]
    return " ".join(dict.fromkeys(its)) if field == "family" else next(iter(its), "")


def detail_lines(plan: Plan, cells: Sequence[str], given: str, family: str, organization: str) -> list[str]:
    """The lines N, NICKNAME, ORG and ADR, where they say more than a person's fields do."""
    middle, prefix, suffix, nickname, department = (first_of(field, plan, cells) for field in FIELDS)
    lines = []
    if middle or prefix or suffix:
        lines.append(name_line(family, given, middle, prefix, suffix))
    if nickname:
        lines.append(f"NICKNAME:{escape(nickname)}")
    if department:
        lines.append(f"ORG:{escape(organization)};{escape(department)}")
    for number, columns in enumerate(plan.addresses, 1):
        lines += _address(plan, columns, cells, number)
    return lines


def _address(plan: Plan, columns: AddressColumns, cells: Sequence[str], number: int) -> list[str]:
    parts = {part: ", ".join(filter(None, (cells[n] for n in its))) for part, its in columns.parts.items()}
    if not any(parts.values()):
        return []
    written = parts.pop("formatted", "")
    if not any(parts.values()):
        parts = {"street": written}
    label = columns.label
    if columns.labelled_by is not None:
        told = cells[columns.labelled_by]
        label = told if plan.ours else values.label_of(told) or label
    return address_lines([parts.get(part, "") for part in ADDRESS_PARTS], label, number)
