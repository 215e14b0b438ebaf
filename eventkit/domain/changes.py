"""What became of the sessions of an agenda between two versions of it, field by field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from eventkit.domain.times import same_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.domain.events import Moment, Session
    from eventkit.exchange import IncomingSession

ChangeKind = Literal["cancelled", "gone", "moved", "room", "title", "speakers", "back", "new", "details"]
"""``back`` is a session that was cancelled or gone and takes place after all; ``details`` is any other difference."""

KINDS: tuple[ChangeKind, ...] = ("cancelled", "gone", "moved", "room", "title", "speakers", "back", "new", "details")
"""From what upsets a plan most to what does least."""

COMPARED = (
    *("title", "starts", "ends", "room", "status", "remark", "speakers", "track", "kind", "language", "url", "links"),
    "abstract",
)
"""What makes a session different; a new DTSTAMP or SEQUENCE does not."""

_KIND_OF: dict[str, ChangeKind] = {
    "starts": "moved",
    "ends": "moved",
    "room": "room",
    "title": "title",
    "speakers": "speakers",
}
_OFF = {"cancelled", "gone"}

FieldValue = str | tuple[str, ...]
"""A moment in ISO 8601 and empty for none, a text, or the names of speakers and the addresses of links."""


class FieldChange(NamedTuple):
    """One field that differs."""

    name: str
    before: FieldValue
    after: FieldValue


class SessionChange(NamedTuple):
    """What became of a session, which is told as it is now."""

    session: Session
    kinds: tuple[ChangeKind, ...]
    fields: tuple[FieldChange, ...] = ()

    @property
    def kind(self) -> ChangeKind:
        """The kind that matters most."""
        return self.kinds[0]

    def field(self, name: str) -> FieldChange | None:
        """What became of one field, or None where it stayed."""
        return next((field for field in self.fields if field.name == name), None)


def differences(before: Session, now: IncomingSession, speakers: tuple[str, ...]) -> tuple[FieldChange, ...]:
    """The fields in which a stored session and what its source says now differ; ``speakers`` are its names now."""
    found = []
    for name in COMPARED:
        old: Any = getattr(before, name)
        new: Any = speakers if name == "speakers" else getattr(now, name)
        if name == "speakers" and sorted(old) == sorted(new):
            continue  # their order is nothing to be told of
        if name == "ends" and now.starts is None:
            new = None  # nothing ends that does not begin
        if not (same_moment(old, new) if name in {"starts", "ends"} else old == new):
            found.append(FieldChange(name, _value(old), _value(new)))
    return tuple(found)


def kinds_of(fields: Sequence[FieldChange]) -> tuple[ChangeKind, ...]:
    """What kinds of change these differences are, the weightiest first."""
    kinds: set[ChangeKind] = set()
    for field in fields:
        if field.name != "status":
            kinds.add(_KIND_OF.get(field.name, "details"))
        elif field.after in _OFF:
            kinds.add("gone" if field.after == "gone" else "cancelled")
        else:
            kinds.add("back" if field.before in _OFF else "details")
    return tuple(kind for kind in KINDS if kind in kinds)


def _value(value: Moment | str | tuple[str | tuple[str, str], ...] | None) -> FieldValue:
    if isinstance(value, tuple):
        return tuple(item if isinstance(item, str) else item[1] for item in value)
    return value if isinstance(value, str) else "" if value is None else value.isoformat()
