"""The query language of people, as SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, false, or_, select, true

from eventkit.domain.text import fold
from eventkit.store.schema import attendance, contact_point, encounter, event, label, person

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from eventkit.domain.query import Condition, Query

ANYWHERE = "any"


def compile_query(query: Query) -> ColumnElement[bool]:
    """The condition that a row of ``person`` has to meet."""
    return and_(true(), *(_condition(condition) for condition in query.conditions))


def _condition(condition: Condition) -> ColumnElement[bool]:
    meets = _TERMS[condition.term](condition.value)
    return ~meets if condition.negated else meets


def _pattern(value: str) -> str:
    return "%" + value.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _text(value: str) -> ColumnElement[bool]:
    """In the record itself, or in one of its contact points, tags or interests."""
    normal = contact_point.c.normal.like(_pattern(value.casefold()), escape="\\")
    reached = select(contact_point.c.id).where(contact_point.c.person_id == person.c.id, normal).exists()
    if not fold(value):  # nothing but marks, which folding drops: everybody's text would fit
        return reached
    folded = _pattern(fold(value))
    return or_(
        person.c.search_text.like(folded, escape="\\"),
        reached,
        select(label.c.id)
        .where(label.c.person_id == person.c.id, label.c.value_key.like(folded, escape="\\"))
        .exists(),
    )


def _labelled(kind: str, value: str) -> ColumnElement[bool]:
    return (
        select(label.c.id)
        .where(label.c.person_id == person.c.id, label.c.kind == kind, label.c.value_key == fold(value))
        .exists()
    )


def _organization(value: str) -> ColumnElement[bool]:
    return person.c.organization_key.like(_pattern(fold(value)), escape="\\") if fold(value) else false()


def _attends(value: str) -> ColumnElement[bool]:
    return (
        select(attendance.c.id)
        .join(event, event.c.id == attendance.c.event_id)
        .where(attendance.c.person_id == person.c.id, event.c.slug == value.casefold())
        .exists()
    )


def _met(value: str) -> ColumnElement[bool]:
    query = select(encounter.c.id).where(encounter.c.person_id == person.c.id)
    if value.casefold() != ANYWHERE:
        query = query.join(event, event.c.id == encounter.c.event_id).where(event.c.slug == value.casefold())
    return query.exists()


def _role(value: str) -> ColumnElement[bool]:
    return (
        select(attendance.c.id)
        .where(attendance.c.person_id == person.c.id, attendance.c.role == value.casefold())
        .exists()
    )


def _platform(value: str) -> ColumnElement[bool]:
    return (
        select(contact_point.c.id)
        .where(contact_point.c.person_id == person.c.id, contact_point.c.platform == value.casefold())
        .exists()
    )


def _has(value: str) -> ColumnElement[bool]:
    what = value.casefold()
    if what == "note":
        return person.c.note != ""
    if what == "promise":
        return select(encounter.c.id).where(encounter.c.person_id == person.c.id, encounter.c.promise != "").exists()
    return (
        select(contact_point.c.id)
        .where(contact_point.c.person_id == person.c.id, contact_point.c.kind == what)
        .exists()
    )


_TERMS = {
    "": _text,
    "tag": lambda value: _labelled("tag", value),
    "interest": lambda value: _labelled("interest", value),
    "org": _organization,
    "event": _attends,
    "met": _met,
    "role": _role,
    "platform": _platform,
    "has": _has,
}
