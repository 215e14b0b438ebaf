"""Where everything that is known of a person came from, and what was changed when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eventkit.domain.text import fold
from eventkit.store.provenance import MERGED, steps

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from eventkit.app import App
    from eventkit.domain.people import Person
    from eventkit.store.database import Values
    from eventkit.store.provenance import ChangeHead, Key, Step, Trail

_SCALARS = ("name", "given", "family", "organization", "title", "birthday", "note", "do_not_contact")
_FLAGS = frozenset({"contact", "do_not_contact"})


@dataclass(frozen=True, slots=True)
class ValueFrom:
    """A value of today, and the change that it came with; None where the history does not go back so far."""

    field: str
    value: str
    change: ChangeHead | None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """What a change did to one value: an empty text where there was none, or there is none any more."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PersonChange:
    """A change, and what it did to one person."""

    change: ChangeHead
    values: tuple[ValueChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonHistory:
    """Where everything that is known of a person came from, and all changes to it, the first one first."""

    person: Person
    values: tuple[ValueFrom, ...]
    changes: tuple[PersonChange, ...]


def history_of(app: App, person: Person) -> PersonHistory:
    """The history of a person, and of those who were merged into them."""
    trail = app.store.provenance.trail(person.id)
    done = steps(trail)
    heads = app.store.provenance.heads({step.change_id for step in done})
    teller = _Teller(app, [*trail.rows.values(), *(row for step in done for row in (step.before, step.after) if row)])
    values = tuple(_values(trail, _Origins(done, heads), teller, person.id))
    today = {(one.field, one.value) for one in values}
    told = ((head, _told(head.id, done, trail, teller, today)) for head in heads.values())
    return PersonHistory(
        person=person, values=values, changes=tuple(PersonChange(head, found) for head, found in told if found)
    )


def _values(trail: Trail, origins: _Origins, teller: _Teller, person_id: int) -> Iterator[ValueFrom]:
    """Everything of today that shows."""
    for key, row in trail.rows.items():
        if key.table == "person":
            for name in _SCALARS if key.id == person_id else ():
                if row[name]:
                    yield ValueFrom(name, teller.scalar(name, row[name]), origins.of_field(key, name, row[name]))
        else:
            yield ValueFrom(*teller.row(key, row), origins.of_row(key, row))


def _told(
    change_id: int, done: Sequence[Step], trail: Trail, teller: _Teller, today: Collection[tuple[str, str]]
) -> tuple[ValueChange, ...]:
    """What a change did to the person, as far as it shows."""
    found: dict[ValueChange, None] = {}
    for step in done:
        if step.change_id == change_id:
            found.update(dict.fromkeys(_differences(step, trail, teller)))
    added = {(one.field, one.after) for one in found if not one.before}
    lost = {(one.field, one.before) for one in found if not one.after}
    same = added & lost  # it went from one record to the other
    if any(step.change_id == change_id and _goes_into_another(step, trail) for step in done):
        same |= lost & set(today)  # the other record had it too
    return tuple(one for one in found if (one.field, one.before or one.after) not in same)


def _goes_into_another(step: Step, trail: Trail) -> bool:
    """Whether the write removes the record of somebody who was merged."""
    return step.key.table == "person" and step.after is None and step.key not in trail.rows


def _differences(step: Step, trail: Trail, teller: _Teller) -> Iterator[ValueChange]:
    before, after = ({} if row is None else row for row in (step.before, step.after))
    if step.key.table == "person":
        for name in (*_SCALARS, "contact") if before and after else _SCALARS:
            was, now = before.get(name), after.get(name)
            if was != now and (was or now):
                yield ValueChange(name, teller.scalar(name, was), teller.scalar(name, now))
        return
    was = teller.row(step.key, before) if before.get("person_id") in trail.ids else None
    now = teller.row(step.key, after) if after.get("person_id") in trail.ids else None
    if was != now:
        field = (now or was or ("", ""))[0]
        yield ValueChange(field, was[1] if was else "", now[1] if now else "")


class _Origins:
    """Which change a value came with: the one that wrote it, not those that carried it over or brought it back."""

    def __init__(self, done: list[Step], heads: dict[int, ChangeHead]) -> None:
        self._steps = done
        self._heads = heads

    def of_row(self, key: Key, row: Values) -> ChangeHead | None:
        """The change that added a row, or another with the same content in whose place it came."""
        first = next((step for step in self._steps if step.key == key and step.before is None), None)
        if first is None:
            return None
        same = _content(row)
        return self._carried(first.change_id, key, lambda before: _content(before) == same, self.of_row)

    def of_field(self, key: Key, name: str, value: object) -> ChangeHead | None:
        """The last change that gave a field this value, unless it only undid another."""
        gave = [
            step.change_id
            for step in self._steps
            if step.key == key and step.after and step.after[name] == value and (step.before or {}).get(name) != value
        ]
        wrote = [number for number in gave if self._heads[number].undoes is None] or gave
        if not wrote:
            return None

        def before_that(other: Key, row: Values) -> ChangeHead | None:
            return self.of_field(other, name, row[name])

        return self._carried(wrote[-1], key, lambda before: before.get(name) == value, before_that)

    def _carried(
        self,
        change_id: int,
        key: Key,
        same: Callable[[Values], bool],
        origin: Callable[[Key, Values], ChangeHead | None],
    ) -> ChangeHead | None:
        """The change itself, or the one that wrote the row which it removed and which said the same."""
        for step in self._steps:
            removed = step.before if step.after is None else None
            if step.change_id == change_id and step.key.table == key.table and step.key != key and removed:
                found = origin(step.key, removed) if same(removed) else None
                if found is not None and found.id < change_id:
                    return found
        return self._heads[change_id]


class _Teller:
    """Rows and values as a person reads them."""

    def __init__(self, app: App, rows: Iterable[Values]) -> None:
        self._events = {event.id: event.slug for event in app.store.agenda.events()}
        ids = {row["session_id"] for row in rows if row.get("session_id")}
        self._sessions = {one.id: one.title for one in app.store.agenda.sessions(ids=ids)} if ids else {}

    def scalar(self, name: str, value: Any) -> str:  # noqa: ANN401  # a column's value
        """A field of the person."""
        return ("yes" if value else "no" if value is not None else "") if name in _FLAGS else str(value or "")

    def row(self, key: Key, row: Values) -> tuple[str, str]:
        """What a row is called, and what it says."""
        if key.table == "document":
            merged = (row["plugin"], row["kind"]) == MERGED
            return ("took in", f"number {row['key']}") if merged else (str(row["plugin"]), str(row["kind"]))
        tell: dict[str, Callable[[Values], tuple[str, str]]] = {
            "contact_point": _point,
            "label": lambda label: (label["kind"], label["value"]),
            "card": lambda card: ("card", card["source"]),
            "attendance": lambda attendance: ("event", f"{self._event(attendance)} ({attendance['role']})"),
            "encounter": self._encounter,
            "session_speaker": lambda link: ("speaks", self._sessions.get(link["session_id"], str(link["name"]))),
        }
        return tell[key.table](row)

    def _event(self, row: Values) -> str:
        return self._events.get(row["event_id"], "")

    def _encounter(self, row: Values) -> tuple[str, str]:
        words = [row["note"], f"promised {row['promise']}" if row["promise"] else ""]
        said = "; ".join(filter(None, words))
        return "met", f"{row['at'][:16].replace('T', ' ')} at {self._event(row)}{f': {said}' if said else ''}"


def _point(row: Values) -> tuple[str, str]:
    field = row["platform"] if row["kind"] == "handle" and row["platform"] else row["kind"]
    return field, row["value"] + (f" ({row['label']})" if row["label"] else "")


def _content(row: Values) -> dict[str, Any]:
    """What a row says, apart from whose it is; texts that only differ in case are the same."""
    return {
        name: fold(value) if isinstance(value, str) else value
        for name, value in row.items()
        if name not in {"id", "person_id", "version", "label"}
    }
