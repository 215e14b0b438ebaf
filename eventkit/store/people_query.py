"""The query language of people, as SQL.

Free text is looked up in the full text of people: a word fits what begins with it, quoted words what has all of them
in a row. What has no letters, and scripts that write words without spaces between them, are looked for as they are.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eventkit.domain.query import Condition, first_day
from eventkit.domain.text import fold
from eventkit.store.database import pattern_of
from eventkit.store.search import INDEX, pattern_for, patterns_for

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eventkit.domain.query import Query
    from eventkit.store.database import Values

    Bind = Callable[[str], str]

ANYWHERE = "any"
_CROWD = 1000
"""Of so many whom free text fits each record is weighed, as SQLite does in a millisecond or two."""

_BY_NAME = "person.name_key, person.id"
_OF_MEETING = {"met", "before", "after"}
_FROM = """
    EXISTS (SELECT 1 FROM card WHERE card.person_id = person.id AND LOWER(card.source) LIKE {named} ESCAPE '\\')
    OR EXISTS (
        SELECT 1 FROM change_row JOIN "change" ON "change".id = change_row.change_id
        WHERE LOWER("change".source) LIKE {named} ESCAPE '\\'
          AND change_row.table_name = 'person' AND change_row.operation = 'insert'
          AND person.id BETWEEN change_row.first_id AND change_row.last_id
    )
"""
_WITHOUT_SPACES = (
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]"
)
"""Thai, Lao, Burmese, Khmer, Japanese, Chinese and Korean: what one looks for there need not begin a word."""


class Selection(NamedTuple):
    """What to ask of ``person``: tables that join it, the condition, the order, and the values they name.

    ``crowd`` asks whether free text fits a crowd, and is empty where there is none. ``patterns`` find it in ever more
    of the record: see ``search.patterns_for``.
    """

    joined: str
    condition: str
    order: str
    values: Values
    crowd: str = ""
    patterns: tuple[str, ...] = ()


def compile_query(query: Query, kind: str) -> Selection:
    """A query in SQL for a kind of database. Whom free text finds comes the best first, all others by name.

    Of a crowd the best are those of ``by_parts``.
    """
    values: Values = {}

    def bind(value: str) -> str:
        name = f"term{len(values)}"
        values[name] = value
        return f":{name}"

    index = INDEX[kind]
    words, others = _free_words(query)
    conditions = [" OR ".join(_condition(one, bind, kind) for one in group) for group in others]
    conditions += _meetings(query, bind)
    joined, order, crowd = "", _BY_NAME, ""
    patterns: tuple[str, ...] = ()
    if words:
        patterns = patterns_for([(one.value, one.whole) for one in words], kind)
        values["words"] = patterns[-1]
        matches = index.matches.format(pattern=":words")
        conditions.append(matches)
        joined = f"JOIN person_search ON person_search.{index.number} = person.id"
        order = f"{index.rank.format(pattern=':words')}, {_BY_NAME}"
        crowd = f"SELECT 1 FROM person_search WHERE {matches} LIMIT 1 OFFSET {_CROWD}"  # noqa: S608  # our own names
    condition = " AND ".join(f"({one})" for one in conditions) or "1 = 1"
    return Selection(joined, condition, order, values, crowd, patterns)


def by_parts(wanted: Selection, kind: str) -> Iterator[Selection]:
    """The same people, a lot at a time: whom the words fit by name, then those by name or organisation, and so on.

    Each lot is in order of names. That is for a crowd: to weigh every record of thousands takes far longer than all
    else, and says hardly more than in which part of it the words stand.
    """
    index, nearer = INDEX[kind], ""
    for pattern in wanted.patterns:
        condition, values = wanted.condition, {**wanted.values, "words": pattern}
        if nearer:
            values["nearer"] = nearer
            found = index.matches.format(pattern=":nearer")
            condition += f" AND person.id NOT IN (SELECT {index.number} FROM person_search WHERE {found})"  # noqa: S608  # our own names
        yield wanted._replace(condition=condition, order=_BY_NAME, values=values)
        nearer = pattern


def _free_words(query: Query) -> tuple[list[Condition], list[tuple[Condition, ...]]]:
    """The free text that everybody found has in the record, and the groups that are to be met beside."""
    words, others = [], []
    for group in query.groups:
        only, *more = group
        if not more and not only.term and not only.negated and _in_full_text(only.value):
            words.append(only)
        elif more or only.negated or only.term not in _OF_MEETING:
            others.append(group)
    return words, others


def _in_full_text(value: str) -> bool:
    """Whether the index knows words as this: not signs alone, and of a script that has spaces between words."""
    if not any(letter.isalnum() for letter in fold(value)):
        return False
    return value.isascii() or re.search(_WITHOUT_SPACES, value) is None  # compiled, in 3 ms, where it takes it at all


def _meetings(query: Query, bind: Bind) -> list[str]:
    """``met:``, ``before:`` and ``after:`` that stand for themselves are about one encounter all together."""
    alone = [group[0] for group in query.groups if len(group) == 1 and not group[0].negated]
    days = [_on_a_day(one, bind) for one in alone if one.term in {"before", "after"}]
    places = [_at_event(one.value, bind) for one in alone if one.term == "met"]
    return [_there_is("encounter", " AND ".join([place, *days])) for place in places or (["1 = 1"] if days else [])]


def _condition(condition: Condition, bind: Bind, kind: str) -> str:
    if condition.term:
        meets = _TERMS[condition.term](condition.value, bind)
    elif _in_full_text(condition.value):
        found = INDEX[kind].matches.format(pattern=bind(pattern_for(condition.value, kind, whole=condition.whole)))
        meets = f"person.id IN (SELECT {INDEX[kind].number} FROM person_search WHERE {found})"  # noqa: S608  # our own names
    else:
        meets = _as_it_is(condition.value, bind)
    return f"NOT ({meets})" if condition.negated else f"({meets})"


def _as_it_is(value: str, bind: Bind) -> str:
    """In the record, in a contact point, a tag or an interest, or in what was said: anywhere in the text."""
    folded = fold(value)
    if not folded:  # signs that folding drops: everybody's text would fit
        places = [_like(f"LOWER(person.{name})", value.casefold(), bind) for name in ("name", "organization", "note")]
        return " OR ".join([*places, _there_is("contact_point", _like("LOWER(contact_point.normal)", value, bind))])
    return " OR ".join(
        [
            *(_like(f"person.{name}", folded, bind) for name in ("name_key", "organization_key", "search_text")),
            _there_is("label", _like("label.value_key", folded, bind)),
            _there_is("encounter", _like("encounter.search_text", folded, bind)),
        ]
    )


def _like(column: str, text: str, bind: Bind) -> str:
    return f"{column} LIKE {bind(pattern_of(text))} ESCAPE '\\'"


def _there_is(table: str, condition: str) -> str:
    """That a row of the table belongs to the person and meets a condition."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE {table}.person_id = person.id AND {condition})"  # noqa: S608  # our own names


def _labelled(kind: str) -> Callable[[str, Bind], str]:
    def condition(value: str, bind: Bind) -> str:
        return _there_is("label", f"label.kind = '{kind}' AND label.value_key = {bind(fold(value))}")

    return condition


def _organization(value: str, bind: Bind) -> str:
    folded = fold(value)
    return _like("person.organization_key", folded, bind) if folded else "1 = 0"


def _of_event(value: str, bind: Bind) -> str:
    return f"event_id IN (SELECT id FROM event WHERE slug = {bind(value.casefold())})"  # noqa: S608  # a value by name


def _attends(value: str, bind: Bind) -> str:
    return _there_is("attendance", f"attendance.{_of_event(value, bind)}")


def _at_event(value: str, bind: Bind) -> str:
    return "1 = 1" if value.casefold() == ANYWHERE else f"encounter.{_of_event(value, bind)}"


def _met(value: str, bind: Bind) -> str:
    return _there_is("encounter", _at_event(value, bind))


def _on_a_day(condition: Condition, bind: Bind) -> str:
    """Encounters keep the time with the offset of where they were: their first ten letters are the day it was there."""
    sign = "<" if condition.term == "before" else ">="
    return f"SUBSTR(encounter.at, 1, 10) {sign} {bind(first_day(condition.value))}"


def _met_on_a_day(term: str) -> Callable[[str, Bind], str]:
    return lambda value, bind: _there_is("encounter", _on_a_day(Condition(term, value), bind))


def _role(value: str, bind: Bind) -> str:
    return _there_is("attendance", f"attendance.role = {bind(value.casefold())}")


def _platform(value: str, bind: Bind) -> str:
    return _there_is("contact_point", f"contact_point.platform = {bind(value.casefold())}")


def _source(value: str, bind: Bind) -> str:
    """A card of theirs is from there, or the change that added them brought it from there."""
    return _FROM.format(named=bind(pattern_of(value.casefold())))


def _has(value: str, bind: Bind) -> str:
    what = value.casefold()
    if what in {"note", "birthday"}:
        return f"person.{what} != ''"
    if what == "promise":
        return _there_is("encounter", "encounter.promise != ''")
    if what == "card":
        return _there_is("card", "1 = 1")
    table = "label" if what in {"tag", "interest"} else "contact_point"
    return _there_is(table, f"{table}.kind = {bind(what)}")


_TERMS: dict[str, Callable[[str, Bind], str]] = {
    "tag": _labelled("tag"),
    "interest": _labelled("interest"),
    "org": _organization,
    "event": _attends,
    "met": _met,
    "role": _role,
    "platform": _platform,
    "has": _has,
    "source": _source,
    "before": _met_on_a_day("before"),
    "after": _met_on_a_day("after"),
}
