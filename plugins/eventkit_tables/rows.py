"""One row to one person, by the plan of its table: a table may have a hundred thousand of them."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from eventkit.api import IncomingPerson, escape, one_line, safe_text
from eventkit_tables import values
from eventkit_tables.cards import column_prefix
from eventkit_tables.cells import plain, split
from eventkit_tables.contacts import PointReader
from eventkit_tables.dates import birthday, of_parts
from eventkit_tables.details import FIELDS, detail_lines, first_of
from eventkit_tables.headings import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import ContactPoint, Problem
    from eventkit_tables.plan import Plan

_SPECIAL = re.compile(r"[\\;,\n\r]")
_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
_NO_TEXT = {"-", "--", "\u2014", "\u2013", ".", "n/a", "N/A", "#N/A", "n.a.", "none", "None", "null", "NULL"}
_NO_DAY = "0/0/00"
"""What Outlook writes for a day that is not told."""

_SYSTEM_GROUPS = {"mycontacts", "my contacts", "contacts"}
"""What Google puts everybody into."""


class RowReader:
    """Reads the rows of a table, one after the other."""

    def __init__(self, plan: Plan, problems: list[Problem]) -> None:
        """Take the plan, and the list that problems are added to."""
        self._plan = plan
        self._prefixes = [column_prefix(heading) for heading in _distinct(plan.headings)]
        self._points = PointReader(plan, self._prefixes, problems)
        absent = len(plan.headings)  # the number of an empty cell that each row gets behind its last
        first = {field: its[0] for field, its in plan.texts.items()}
        self._name, self._given, self._family = (first.get(name, absent) for name in ("name", "given", "family"))
        self._organization, self._title, self._note = (
            first.get(name, absent) for name in ("organization", "title", "note")
        )
        self._several = [field for field, its in plan.texts.items() if len(its) > 1]
        self._parts = any(field in plan.texts for field in FIELDS)
        self._details = self._parts or bool(plan.addresses)
        self._lines = frozenset(plan.texts.get("note", ())) | frozenset(plan.kept)
        self._kept = [(number, self._prefixes[number]) for number in plan.kept if number not in plan.roles]
        self._said = bool(plan.roles or plan.statuses)
        self._birthday = bool(plan.birthdays) or any(number is not None for number in plan.birth_parts)
        self._contact = bool(plan.refusals or plan.consents)

    def is_usual(self, row: Sequence[str]) -> bool:
        """Whether nothing that is told anew with each import, as the role at the event, differs from the usual."""
        return self._plan.usual_role == "attendee" and (not self._said or self._role(row) == "attendee")

    def person(self, row: list[str], joined: str, uid: str, digest: str, line: int) -> IncomingPerson | None:
        """The person of a row, which ``joined`` is the text of; None where it has nothing to call anybody by."""
        plan = self._plan
        extra: list[str] = []
        cells = self._clean(row, joined)
        cells.append("")
        if self._several:
            cells = self._merged(cells, extra)
        name, given, family = cells[self._name], cells[self._given], cells[self._family]
        organization, title = cells[self._organization], cells[self._title]
        if not plan.ours and (organization in _NO_TEXT or title in _NO_TEXT):
            organization, title = ("" if text in _NO_TEXT else text for text in (organization, title))
        if plan.swapped and "," in name:
            family, _, given = (part.strip() for part in name.partition(","))
            name = f"{given} {family}"
        points = self._points.read(cells, extra, line)
        if not name:
            known = given and family and not self._parts
            name = f"{given} {family}" if known else self._called(cells, organization, points)
            if not name:
                return None
        role = self._role(cells) if self._said else plan.usual_role
        if self._details:
            extra += detail_lines(plan, cells, given, family, organization)
        return IncomingPerson(
            name=name,
            given=given,
            family=family,
            organization=organization,
            title=title,
            note=cells[self._note],
            birthday=self._born(cells) if self._birthday else "",
            contact_points=tuple(points),
            interests=_labels(plan.interests, cells, plan.ours) if plan.interests else (),
            tags=_labels(plan.tags, cells, plan.ours) if plan.tags else (),
            role=role,
            roles=_events(plan.events, cells) if plan.events else (),
            do_not_contact=self._contact and self._refuses(cells, extra),
            uid=uid,
            digest=digest,
            raw=self._card(name, uid, role, cells, extra),
            line=line,
        )

    # --- inside -----------------------------------------------------------------------------------------

    def _clean(self, row: Sequence[str], joined: str) -> list[str]:
        """The cells on one line each, and without what protects them; notes and what nobody understands keep theirs."""
        if joined.isprintable() and "  " not in joined and "'" not in joined and '"="' not in joined:
            return list(map(str.strip, row))
        return [
            _text(plain(cell)) if number in self._lines else one_line(plain(cell.lstrip(" "))) if cell else ""
            for number, cell in enumerate(row)
        ]

    def _merged(self, cells: Sequence[str], extra: list[str]) -> list[str]:
        """The cells with what several columns of one field say in the first of them.

        That is all of it for notes and family names, and of others what comes first; the rest is kept.
        """
        merged = list(cells)
        for field in self._several:
            columns = self._plan.texts[field]
            said = list(dict.fromkeys(cells[number] for number in columns if cells[number]))
            if field == "note":
                merged[columns[0]] = "\n".join(said)
                continue
            merged[columns[0]] = first_of(field, self._plan, cells)
            if field != "family":
                extra += [
                    self._prefixes[number] + escape(cells[number])
                    for number in columns
                    if cells[number] and cells[number] != said[0]
                ]
        return merged

    def _card(self, name: str, uid: str, role: str, cells: Sequence[str], lines: list[str]) -> str:
        """The card of a row: its lines, and the columns that nobody understands; a ticket where it says more."""
        lines += [
            prefix + (escape(cell) if _SPECIAL.search(cell) else cell)
            for number, prefix in self._kept
            if (cell := cells[number]) and cell != _NO_DAY
        ]
        for number in self._plan.roles:
            if cells[number] and cells[number].casefold() != role:
                lines.append(self._prefixes[number] + escape(cells[number]))
        head = f"BEGIN:VCARD\nVERSION:4.0\nFN:{escape(name) if _SPECIAL.search(name) else name}\n"
        if uid:
            head += f"UID:{escape(uid)}\n"
        return head + "\n".join([*lines, "END:VCARD"])

    def _called(self, cells: Sequence[str], organization: str, points: Sequence[ContactPoint]) -> str:
        """What to call somebody without a name of their own: by the parts of it, or by what comes closest."""
        parts = [first_of(field, self._plan, cells) for field in ("given", "middle", "family")]
        candidates = [" ".join(filter(None, parts)), first_of("nickname", self._plan, cells), organization]
        for kind in ("email", "phone", "handle", "url"):
            candidates += [point.value for point in points if point.kind == kind]
        return next(filter(None, candidates), "")

    def _born(self, cells: Sequence[str]) -> str:
        for number in self._plan.birthdays:
            if cells[number]:
                return cells[number] if self._plan.ours else birthday(cells[number], self._plan.birthday_order)
        year, month, day = ("" if number is None else cells[number] for number in self._plan.birth_parts)
        return of_parts(year, month, day)

    def _role(self, cells: Sequence[str]) -> str:
        """The role at the event; none for somebody who is on the list and does not come."""
        plan = self._plan
        if any(cells[number] and values.is_absent(cells[number]) for number in plan.statuses):
            return ""
        for number in plan.roles:
            if not (cell := cells[number]):
                continue
            if plan.headings[number].casefold() == "event host":
                role = "organiser" if values.is_yes(cell) else ""
            else:
                role = values.role_in(cell)
            if role:
                return role
        return plan.usual_role

    def _refuses(self, cells: Sequence[str], extra: list[str]) -> bool:
        """Whether somebody does not want to be written to; what else a cell says of it is kept."""
        refused = False
        for number in self._plan.refusals:
            if cells[number] and values.is_yes(cells[number]):
                refused = True
                if len(cells[number]) > 5:  # noqa: PLR2004  # more than a yes: since when, or why
                    extra.append(self._prefixes[number] + escape(cells[number]))
        return refused or any(values.is_refusal(cells[number]) for number in self._plan.consents if cells[number])


def _distinct(headings: Sequence[str]) -> list[str]:
    """The headings as the columns are kept under: each once, and none of them empty."""
    met: set[str] = set()
    found = []
    for number, heading in enumerate(headings, 1):
        name = heading or f"Column {number}"
        found.append(f"{name} ({number})" if name in met else name.removeprefix(UNKNOWN))
        met.add(name)
    return found


def _text(cell: str) -> str:
    """A text with its lines."""
    return safe_text(_LINE_ENDS.sub("\n", cell)).strip()


def _labels(columns: Sequence[int], cells: Sequence[str], ours: bool) -> tuple[str, ...]:  # noqa: FBT001  # by place it is faster
    """Tags or interests, each once."""
    if len(columns) == 1:
        return _words(cells[columns[0]], ours)
    return tuple(dict.fromkeys(word for number in columns for word in _words(cells[number], ours)))


@lru_cache(maxsize=4096)
def _words(cell: str, ours: bool) -> tuple[str, ...]:  # noqa: FBT001  # a cache knows it by its place
    """The words of a cell; in others' tables without the groups that Google puts everybody into."""
    if not cell or (cell in _NO_TEXT and not ours):
        return ()
    starred = not ours and (cell.startswith("* ") or " ::: " in cell)
    words = [one.removeprefix("* ") if starred else one for one in split(cell)]
    return tuple(dict.fromkeys(word for word in words if not (starred and word.casefold() in _SYSTEM_GROUPS)))


def _events(columns: Sequence[int], cells: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """``pyconf: speaker; devday: attendee``: events with the role at each."""
    pairs = []
    for number in columns:
        for one in split(cells[number]):
            event, _, role = one.partition(":")
            if event.strip():
                pairs.append((event.strip(), role.strip() or "attendee"))
    return tuple(dict.fromkeys(pairs))
