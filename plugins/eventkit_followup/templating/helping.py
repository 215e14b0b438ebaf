"""What to do about what a template misses: a command for each kind of thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_NOTED = {"note", "remembered", "promise", "event", "session", "encounters", "before", "promises"}


def hints(missing: Collection[str], *, person: str = "NAME", event: str = "SLUG") -> list[str]:
    """A sentence for each kind of thing that is missing; ``person`` and ``event`` are those it is about, if one is."""
    first = {field.partition(".")[0].partition("[")[0] for field in missing}
    whom = f'"{person}"' if " " in person else person
    found = []
    if first & _NOTED:
        found.append(f"What you talked about is noted with `eventkit met {whom} --event {event} --note TEXT`.")
    if "person" in first:
        found.append(f"What is known of somebody is written down with `eventkit people edit {whom}`.")
    asked = sorted(field.removeprefix("extra.") for field in missing if field.startswith("extra."))
    if asked:
        found.append(f"What a template asks for is said with {' '.join(f'--set {name}=…' for name in asked)}.")
    if "other" in first:
        found.append("The third person of an introduction is named with --other WHO.")
    if "me" in first:
        found.append("What belongs to you is said with `eventkit me`.")
    return found
