"""What is edited of a person, row by row: only what differs is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.domain.people import ContactPoint
    from eventkit.store.changes import Change

_POINTS = """
    SELECT id, value, platform, label FROM contact_point
    WHERE person_id = :person_id AND kind = :kind ORDER BY id
"""


def remove_points(change: Change, person_id: int, kind: str, wanted: Sequence[ContactPoint]) -> list[ContactPoint]:
    """Remove a person's contact points of a kind that are not wanted; returns those that have to be added then.

    Their order is that of their numbers: from the first on that stands elsewhere now, all are removed and added anew.
    """
    rows = change.database.ask(_POINTS, {"person_id": person_id, "kind": kind}).rows
    there = {(value, platform): (number, label) for number, value, platform, label in rows}
    kept: set[int] = set()
    new: list[ContactPoint] = []
    for point in wanted:
        number, label = there.get((point.value, point.platform), (0, ""))
        if new or number <= max(kept, default=0):
            new.append(point)
            continue
        kept.add(number)
        if label != point.label:
            change.update("contact_point", number, label=point.label)
    change.delete("contact_point", [row[0] for row in rows if row[0] not in kept])
    return new
