"""What a template sees: records as fields by name, of which an empty one counts as missing.

Imported by what renders only: it needs Jinja2. A field is looked up when a template asks for it, for most templates
ask for few (``fields`` says how).
"""

from __future__ import annotations

import difflib
from functools import lru_cache
from operator import itemgetter
from typing import TYPE_CHECKING

from eventkit_followup.templating.fields import ALWAYS, ROOTS, Record
from eventkit_followup.templating.handing import by_root
from eventkit_followup.templating.missing import NAMES, Unknown, absent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from eventkit_followup.material.context import Context
    from eventkit_followup.templating.fields import Getters
    from eventkit_followup.templating.handing import Values


class Fields:
    """A record's fields. ``path`` is how a template calls it; without getters it can be asked for every name."""

    __slots__ = ("_getters", "_path", "_record")

    def __init__(self, path: str, record: object, getters: Getters | None) -> None:
        """Keep the record under its path."""
        self._path = path
        self._record = record
        self._getters = getters

    def __getattr__(self, name: str) -> object:
        """The field of that name; what stands for one that there is not, with what may have been meant."""
        if name.startswith("_"):
            raise AttributeError(name)
        return field_of(self, name)

    def __str__(self) -> str:
        """What it is called, where a template writes the record itself."""
        for name in ("name", "title"):
            if self._getters and name in self._getters:
                return str(field_of(self, name))
        return str(absent(self._path))


class Items:
    """Several values, of which one beyond the last is missing; written as they are, a comma between them."""

    __slots__ = ("_items", "_path")

    def __init__(self, path: str, items: tuple[object, ...]) -> None:
        """Keep the values under their path."""
        self._path = path
        self._items = items

    def __getitem__(self, index: int | slice) -> object:
        """The item of that number, or the missing one."""
        try:
            return self._items[index]
        except IndexError:
            return absent(f"{self._path}[{index}]")

    def __iter__(self) -> Iterator[object]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __str__(self) -> str:
        return ", ".join(map(str, self._items))


def field_of(fields: Fields, name: str) -> object:
    """A field, looked up."""
    getters = fields._getters  # noqa: SLF001  # of this module's own class
    if getters is None:
        return present(f"{fields._path}.{name}", fields._record.get(name))  # type: ignore[attr-defined]  # noqa: SLF001  # a mapping then
    get = getters.get(name)
    if get is None:
        path = fields._path  # noqa: SLF001  # of this module's own class
        close = difflib.get_close_matches(name, getters, n=1)
        hint = f"did you mean {path}.{close[0]}?" if close else f"there is {', '.join(getters)}"
        return Unknown(f"there is no {path}.{name}; {hint}")
    value = get(fields._record)  # noqa: SLF001  # of this module's own class
    if type(value) is str and value:
        return value
    return present(f"{fields._path}.{name}", value)  # noqa: SLF001  # of this module's own class


def present(path: str, value: object) -> object:
    """The value, or what stands for an empty one; records get their path."""
    if not value or (isinstance(value, str) and not value.strip()):
        return absent(path)
    if isinstance(value, Record):
        return Fields(path, value.record, value.getters)
    if isinstance(value, tuple):
        items = (present(f"{path}[{i}]", item) if isinstance(item, Record) else item for i, item in enumerate(value))
        return Items(path, tuple(items))
    return value


def view_of(context: Context, language: str = "", names: Iterable[str] = NAMES) -> dict[str, object]:
    """What a template can speak of, or those ``names`` of it; ``language`` is the template's, where it has one."""
    found = {name: ROOTS[name](context, language) for name in names}
    return {name: value if name in ALWAYS else present(name, value) for name, value in found.items()}


def view_of_values(paths: Iterable[str], values: Values) -> dict[str, object]:
    """The view of a template that asks for these paths only, whose values were handed over (see ``handing``)."""
    left = iter(values)
    view: dict[str, object] = {}
    for root, names in by_root(paths).items():
        if names:
            view[root] = Fields(root, {name: next(left) for name in names}, _looked_up(tuple(names)))
        else:
            value = next(left)
            view[root] = value if root in ALWAYS else present(root, value)
    return view


@lru_cache(maxsize=1024)
def _looked_up(names: Sequence[str]) -> Getters:
    return {name: itemgetter(name) for name in names}
