"""What a template asks for, as far as its text tells: then no more than that has to be looked up, or handed over.

Imported by what renders only: it needs Jinja2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from eventkit_followup.templating.answers import Asks
from eventkit_followup.templating.handing import is_flat
from eventkit_followup.templating.missing import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable

_OTHER_FILES: tuple[type[nodes.Node], ...] = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)


def asks_of(trees: Iterable[nodes.Template]) -> Asks:
    """What the parts of a template ask for; those that use other files may ask for everything."""
    paths: dict[str, None] = {}
    names: dict[str, None] = {}
    flat = True
    for tree in trees:
        if any(tree.find(kind) is not None for kind in _OTHER_FILES):
            return Asks(names=NAMES, paths=None)
        found = _paths(tree)
        names |= dict.fromkeys(path.partition(".")[0] for path in found)
        flat = flat and all(map(is_flat, found))
        paths |= dict.fromkeys(found)
    return Asks(names=tuple(names), paths=tuple(paths) if flat else None)


def _paths(tree: nodes.Template) -> list[str]:
    """The paths in a part; a record that is used as a whole is a path of its name alone."""
    fields = {
        id(node.node): f"{node.node.name}.{node.attr}"
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name)
    }
    used = (node for node in tree.find_all(nodes.Name) if node.name in NAMES)
    # a name that a template gives to something of its own, in a loop or with set, is taken for the record it was
    return [fields.get(id(node), node.name) if node.ctx == "load" else node.name for node in used]
