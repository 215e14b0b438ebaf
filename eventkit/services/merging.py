"""One person in two records: the one is kept, the other goes into it, and no value is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from eventkit.contentvalues import escape
from eventkit.domain.identity import normal_form
from eventkit.domain.text import fold
from eventkit.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eventkit.app import App
    from eventkit.domain.people import ContactPoint, Person

Whose = Literal["both", "kept", "other"]

_SCALARS = ("name", "given", "family", "organization", "title", "birthday")
_NAME_PARTS = ("given", "family")
_ALSO = "X-EVENTKIT-ALSO"
"""The line of a card for a value that a merge has no place for: it comes back out with every export."""


@dataclass(frozen=True, slots=True)
class MergedValue:
    """A value of the merged record: whose it was, and what the other record has in its place, which is kept beside."""

    field: str
    value: str
    whose: Whose
    beside: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeResult:
    """A merge, made or planned: both as they were, and the one as they are then.

    ``moved`` are the rows that changed hands, by table.
    """

    kept: Person
    other: Person
    person: Person
    values: tuple[MergedValue, ...]
    moved: Mapping[str, int] = field(default_factory=dict)

    @property
    def conflicts(self) -> tuple[MergedValue, ...]:
        """What the two say differently: the kept one's word goes first, the other's is kept beside it."""
        return tuple(one for one in self.values if one.beside)


def merge_people(app: App, kept: Person, other: Person, *, dry_run: bool = False) -> MergeResult:
    """Put one person's record into another's, which keeps its word where the two differ.

    Contact points, tags, cards, attendances, encounters, sessions and the documents of plugins move; notes are joined.
    Raises ``InputError`` for two that are one already, and for the user's own record, which nothing takes in.
    """
    if kept.id == other.id:
        message = f"{kept.name} (number {kept.id}) is one record already: name two"
        raise InputError(message)
    if other.is_me:
        message = f"your own record cannot go into another; `eventkit merge me {kept.id}` puts that one into yours"
        raise InputError(message)
    store = app.store
    label = f"merge {other.name} ({other.id}) into {kept.name}{'' if kept.is_me else f' ({kept.id})'}"
    with store.change(label, dry_run=dry_run) as change:
        there = store.people.get([kept.id, other.id])  # as they are now that nobody else writes
        for wanted in (kept, other):
            if wanted.id not in there:
                message = f"{wanted.name} (number {wanted.id}) is gone: somebody merged or forgot them meanwhile"
                raise InputError(message)
        kept, other = there[kept.id], there[other.id]
        values = (*_scalars(kept, other), *_lists(kept, other, app.config.region))
        moved = store.merging.merge(change, kept.id, other.id, _card(kept, values))
        store.people.update(change, kept.id, **_update(kept, other))
        person = store.people.get([kept.id])[kept.id]
    if not dry_run:
        app.plugins.notify("eventkit_people_merged", kept=person, merged=other, app=app)
    return MergeResult(kept=kept, other=other, person=person, values=values, moved=dict(moved))


def _update(kept: Person, other: Person) -> dict[str, str | bool]:
    """What the kept record gets of the other one, where it has nothing to say itself."""
    filled: dict[str, str | bool] = {
        name: getattr(other, name)
        for name in ("organization", "title", "birthday")
        if getattr(other, name) and not getattr(kept, name)
    }
    parts = [(name, getattr(kept, name), getattr(other, name)) for name in _NAME_PARTS]
    if all(not ours or not theirs or ours == theirs for _, ours, theirs in parts):
        filled |= {name: theirs for name, ours, theirs in parts if theirs and not ours}
    filled["note"] = _joined(kept.note, other.note)
    if not kept.is_me:
        filled["contact"] = kept.contact or other.contact
        filled["do_not_contact"] = kept.do_not_contact or other.do_not_contact
    return filled


def _scalars(kept: Person, other: Person) -> Iterator[MergedValue]:
    filled = _update(kept, other)
    for name in _SCALARS:
        ours, theirs = getattr(kept, name), getattr(other, name)
        if name in filled:
            yield MergedValue(name, theirs, "other")
        elif ours or theirs:
            whose: Whose = "both" if ours == theirs else "kept"
            yield MergedValue(name, ours, whose, theirs if theirs != ours else "")
    if kept.note or other.note:
        whose = "both" if kept.note and other.note else "kept" if kept.note else "other"
        yield MergedValue("note", _joined(kept.note, other.note), whose)


def _lists(kept: Person, other: Person, region: str) -> Iterator[MergedValue]:
    """Contact points, tags, interests and events: those of the kept one first, each once."""
    ours, theirs = _by_normal_form(kept, region), _by_normal_form(other, region)
    for key, point in ours.items():
        same = theirs.get(key)
        beside = _in_words(same) if same and not _says_as_much(point, same) else ""
        yield MergedValue(_kind(point), point.value, "both" if same else "kept", beside)
    yield from (MergedValue(_kind(point), point.value, "other") for key, point in theirs.items() if key not in ours)
    for name, mine, added in (
        ("tag", kept.tags, other.tags),
        ("interest", kept.interests, other.interests),
        ("event", kept.events, other.events),
    ):
        known, others = {fold(value): value for value in mine}, {fold(value): value for value in added}
        for word, value in (known | {word: value for word, value in others.items() if word not in known}).items():
            whose: Whose = "both" if word in known and word in others else "kept" if word in known else "other"
            yield MergedValue(name, value, whose)


def _by_normal_form(person: Person, region: str) -> dict[tuple[str, str], ContactPoint]:
    found: dict[tuple[str, str], ContactPoint] = {}
    for point in person.contact_points:
        found.setdefault((point.kind, normal_form(point, region)), point)
    return found


def _says_as_much(ours: ContactPoint, theirs: ContactPoint) -> bool:
    """Whether nothing of theirs is lost where ours stays, with their label where it has none."""
    return ours.value.casefold() == theirs.value.casefold() and (not ours.label or theirs.label in {"", ours.label})


def _kind(point: ContactPoint) -> str:
    return point.platform if point.kind == "handle" and point.platform else point.kind


def _in_words(point: ContactPoint) -> str:
    return f"{point.value} ({point.label})" if point.label else point.value


def _joined(first: str, second: str) -> str:
    """Both texts, one below the other; one that is in the other already is not repeated."""
    if not second or f"\n{second}\n" in f"\n{first}\n":
        return first
    return second if not first or f"\n{first}\n" in f"\n{second}\n" else f"{first}\n{second}"


def _card(kept: Person, values: tuple[MergedValue, ...]) -> str:
    """A card (RFC 6350) with what the other record said and the merged one does not; an empty text without any."""
    lines = [f"{_ALSO};X-NAME={_parameter(one.field)}:{escape(one.beside)}" for one in values if one.beside]
    if not lines:
        return ""
    return "\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{escape(kept.name)}", *lines, "END:VCARD"])


def _parameter(name: str) -> str:
    """A name as the value of a parameter: platforms are named by plugins, and a quote would end it."""
    return "".join(character if character.isalnum() or character in "-_." else "-" for character in name)
