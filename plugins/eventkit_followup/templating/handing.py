"""Handing a letter over as the values that its template writes, and nothing else: a tenth of the time of all there is.

What a template asks for is told by paths, as ``person.given`` and ``note`` (see ``asking``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit_followup.templating.fields import FLAT, PLAIN, ROOTS, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from eventkit_followup.material.context import Context

    Values = tuple[object, ...]


def is_flat(path: str) -> bool:
    """Whether a path leads to a value: a text, a date, or several texts."""
    root, dot, name = path.partition(".")
    if not dot:
        return root in PLAIN
    getters = FLAT.get(root, {})
    return bool(name) and not name.startswith("_") and (getters is None or name in getters)


def by_root(paths: Iterable[str]) -> dict[str, list[str]]:
    """The names that are asked for, each with those of its fields; a value has none."""
    found: dict[str, list[str]] = {}
    for path in paths:
        root, dot, name = path.partition(".")
        found.setdefault(root, [])
        if dot:
            found[root].append(name)
    return found


def reader(paths: Sequence[str], language: str) -> Callable[[Context], Values]:
    """What gives the values of a letter, in the order of ``by_root``; ``language`` is that of the template."""
    wanted = [(ROOTS[root], names) for root, names in by_root(paths).items()]

    def read(context: Context) -> Values:
        values: list[object] = []
        for root, names in wanted:
            found = root(context, language)
            if not names:
                values.append(found)
            elif found is None:
                values.extend([None] * len(names))
            else:
                assert isinstance(found, Record)  # whatever has fields is one
                record, getters = found
                values += [getters[name](record) if getters else record.get(name) for name in names]
        return tuple(values)

    return read
