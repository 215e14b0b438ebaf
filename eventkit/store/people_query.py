"""The query language of people, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.domain.text import fold
from eventkit.store.database import pattern_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit.domain.query import Condition, Query
    from eventkit.store.database import Values

    Bind = Callable[[str], str]

ANYWHERE = "any"


def compile_query(query: Query) -> tuple[str, Values]:
    """The condition that a row of ``person`` has to meet, and the values that it names."""
    values: Values = {}

    def bind(value: str) -> str:
        name = f"term{len(values)}"
        values[name] = value
        return f":{name}"

    conditions = [_condition(condition, bind) for condition in query.conditions]
    return " AND ".join(conditions) or "1 = 1", values


def _condition(condition: Condition, bind: Bind) -> str:
    meets = _TERMS[condition.term](condition.value, bind)
    return f"NOT ({meets})" if condition.negated else f"({meets})"


def _like(column: str, text: str, bind: Bind) -> str:
    return f"{column} LIKE {bind(pattern_of(text))} ESCAPE '\\'"


def _there_is(table: str, condition: str) -> str:
    """That a row of the table belongs to the person and meets a condition."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.person_id = person.id AND {condition})"  # noqa: S608  # our own names


def _text(value: str, bind: Bind) -> str:
    """In the record itself, or in one of its contact points, tags or interests."""
    reached = _there_is("contact_point", _like("LOWER(contact_point.normal)", value.casefold(), bind))
    folded = fold(value)
    if not folded:  # nothing but marks, which folding drops: everybody's text would fit
        return reached
    found = _like("person.search_text", folded, bind)
    return f"{found} OR {reached} OR {_there_is('label', _like('label.value_key', folded, bind))}"


def _labelled(kind: str) -> Callable[[str, Bind], str]:
    def condition(value: str, bind: Bind) -> str:
        return _there_is("label", f"label.kind = '{kind}' AND label.value_key = {bind(fold(value))}")

    return condition


def _organization(value: str, bind: Bind) -> str:
    folded = fold(value)
    return _like("person.organization_key", folded, bind) if folded else "1 = 0"


def _at_event(table: str, value: str, bind: Bind) -> str:
    event = f"SELECT id FROM event WHERE slug = {bind(value.casefold())}"  # noqa: S608  # a value by name
    return _there_is(table, f"{table}.event_id IN ({event})")


def _attends(value: str, bind: Bind) -> str:
    return _at_event("attendance", value, bind)


def _met(value: str, bind: Bind) -> str:
    return _there_is("encounter", "1 = 1") if value.casefold() == ANYWHERE else _at_event("encounter", value, bind)


def _role(value: str, bind: Bind) -> str:
    return _there_is("attendance", f"attendance.role = {bind(value.casefold())}")


def _platform(value: str, bind: Bind) -> str:
    return _there_is("contact_point", f"contact_point.platform = {bind(value.casefold())}")


def _has(value: str, bind: Bind) -> str:
    what = value.casefold()
    if what == "note":
        return "person.note != ''"
    if what == "promise":
        return _there_is("encounter", "encounter.promise != ''")
    return _there_is("contact_point", f"contact_point.kind = {bind(what)}")


_TERMS = {
    "": _text,
    "tag": _labelled("tag"),
    "interest": _labelled("interest"),
    "org": _organization,
    "event": _attends,
    "met": _met,
    "role": _role,
    "platform": _platform,
    "has": _has,
}
