"""Records that are probably one person, and those of whom the user says that they are not."""

from __future__ import annotations

import contextlib
import gc
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit.errors import UsageError
from eventkit.services.lookup import find_person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from collections.abc import Set as AbstractSet

    from eventkit.app import App
    from eventkit.domain.people import Person

_SURE = 60.0
LIKELY = 70
"""From this score on a pair is proposed, unless another is asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PossibleDuplicate:
    """Two people, by number, who are probably one: how sure that is, from 0 to 100, and why.

    What speaks for it comes first, the strongest before the weaker; what speaks against it begins with "but".
    """

    first: int
    second: int
    score: int
    reasons: tuple[str, ...]


def find_duplicates(
    app: App, *, least: int = LIKELY, everybody: bool = False, among: AbstractSet[int] | None = None
) -> list[PossibleDuplicate]:
    """Pairs that are probably one person, the surest first; ``first`` is the smaller number.

    Those with a score of ``least`` and more, of contacts or also of those only listed; with ``among``, pairs of
    which at least one is among these people. The user is nobody's duplicate, and pairs of whom the user said that
    they are different are left out.
    """
    from eventkit.services.duplicate_candidates import candidates  # and rapidfuzz, only for this
    from eventkit.services.duplicate_reasons import Reasons
    from eventkit.services.duplicate_records import Records
    from eventkit.services.duplicate_scoring import Scoring

    store = app.store.duplicates
    different = store.different()
    with _never_collecting():
        rows = store.rows(everybody=everybody)
        records = Records(rows, store.points(everybody=everybody), store.attendances(everybody=everybody))
        scoring = Scoring(records)
        ids, size = records.ids, records.size
        found: list[tuple[float, int, int]] = []
        for code in candidates(records):
            one, other = divmod(code, size)
            bits = scoring.bits(one, other)
            if score_of(bits) >= least:
                pair = (ids[one], ids[other])
                if pair not in different and (among is None or not among.isdisjoint(pair)):
                    found.append((-bits, one, other))
        found.sort()
        reasons = Reasons(records, scoring, [row[1] for row in rows])
        return [
            PossibleDuplicate(first=ids[one], second=ids[other], score=score_of(-bits), reasons=reasons.of(one, other))
            for bits, one, other in found
        ]


@contextlib.contextmanager
def _never_collecting() -> Iterator[None]:
    """Keep Python from looking for garbage, of which there is none: it takes a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def score_of(bits: float) -> int:
    """A likelihood in bits as a percentage."""
    return round(100 / (1 + 2 ** -max(min(bits, _SURE), -_SURE)))


def keep_different(app: App, who: str, other: str, *, dry_run: bool = False) -> tuple[Person, Person, bool]:
    """Keep that two people are not the same; returns both, and whether that was new. Raises ``UsageError`` for one."""
    first, second = find_person(app, who), find_person(app, other)
    if first.id == second.id:
        message = f"{first.name} (number {first.id}) is one person; name two"
        raise UsageError(message)
    with app.change(f"{first.name} and {second.name} are different people", dry_run=dry_run) as change:
        return first, second, app.store.duplicates.add_different(change, first.id, second.id)


def kept_first(first: Person, second: Person) -> tuple[Person, Person]:
    """Two records of one person with the fuller one first, which a merge should keep; of equals the older."""
    fuller, other = sorted((first, second), key=lambda person: (-_told(person), person.id))
    return fuller, other


def _told(person: Person) -> int:
    """How much a record says; a contact's says more than any that is only listed."""
    facts = (person.given, person.family, person.organization, person.title, person.note, person.birthday)
    many = (person.contact_points, person.interests, person.tags, person.events)
    return sum(map(bool, facts)) + sum(map(len, many)) + (1000 if person.contact else 0)
