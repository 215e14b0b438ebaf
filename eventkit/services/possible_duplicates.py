"""Who of those who came in may be there already: what an import sees in passing.

`eventkit duplicates` looks closer, at everybody; see ``services.duplicates``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.services.arriving_people import KINDS
from eventkit.services.import_results import Lookalike
from eventkit.store.people import fold_often

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eventkit.app import App
    from eventkit.services.arriving_people import Arrival
    from eventkit.services.person_matching import Matching

_SAME_NAME = "the same name"
_SAME_NAME_AND_ORGANIZATION = "the same name and organisation"


def possible_duplicates(
    app: App, arrivals: Sequence[Arrival], matching: Matching, person_of: Callable[[int], int]
) -> list[Lookalike]:
    """Those of whom the matching was in doubt, and each who is new and has the very name of somebody else.

    A namesake of another organisation, or of none, is passed over where an address, a handle or a number of each says
    that they are two. Pairs of whom the user said so are left out.
    """
    found: dict[tuple[int, int], str] = {}
    for doubt in matching.doubts:
        one, other = (person_of(matching.now(target)) for target in (doubt.one, doubt.other))
        if one != other:
            found.setdefault((one, other), doubt.reason)
    for one, other, reason in _namesakes(app, arrivals, matching, person_of):
        if (other, one) not in found:
            found.setdefault((one, other), reason)
    if not found:
        return []
    told = app.store.arrivals.different()
    me = app.store.people.me()
    return [
        Lookalike(one, other, reason)
        for (one, other), reason in found.items()
        if (min(one, other), max(one, other)) not in told and not (me and me.id in {one, other})
    ]


def _namesakes(
    app: App, arrivals: Sequence[Arrival], matching: Matching, person_of: Callable[[int], int]
) -> Iterator[tuple[int, int, str]]:
    """The first of a name, the next, and what they have in common."""
    new = {person_of(target): arrivals[slot[0]] for target, slot in matching.newcomers.items()}
    there = list(app.store.arrivals.named({arrival.name for arrival in new.values()}, before=min(new, default=0)))
    first: dict[str, int] = {}
    first_of: dict[tuple[str, str], int] = {}
    kinds_of = dict.fromkeys((person for _, person, _ in there), 0)
    for person, kind in app.store.arrivals.identified_by(kinds_of):
        kinds_of[person] |= KINDS[kind]
    for name, person, organization in there:
        first.setdefault(name, person)
        first_of.setdefault((name, organization), person)
    for person, arrival in new.items():
        name = arrival.name
        before = first.setdefault(name, person) if name else person
        if before == person:
            continue
        if before not in kinds_of:
            kinds_of[before] = new[before].kinds
            first_of.setdefault((name, fold_often(new[before].person.organization)), before)
        if organization := arrival.person.organization:
            colleague = first_of.setdefault((name, fold_often(organization)), person)
            if colleague != person:
                yield colleague, person, _SAME_NAME_AND_ORGANIZATION
                continue
        if not kinds_of[before] & arrival.kinds:
            yield before, person, _SAME_NAME
