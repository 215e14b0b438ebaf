"""Templates of checklists: Markdown with task-list items, each with its distance from the event's first day.

``- [ ] T-7 Print the tickets`` is due a week before the first day, ``T+3`` three days after it; an item
without such a mark has no date. Headings make the sections.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import InputError, NotFoundError, UsageError, one_line, slug

if TYPE_CHECKING:
    from eventkit.api import App

DEFAULT = "conference"
_BUNDLED = Path(__file__).parent / "templates"
_HEADING = re.compile(r"#{2,6}\s+(?P<title>.+?)(?:\s+#+)?\s*")
_ITEM = re.compile(r"\s{0,3}[-*+]\s+\[[ xX]\]\s+(?:T(?P<offset>[+-]\d{1,3})\s+)?(?P<text>\S.*)")
_CONTINUED = re.compile(r"\s{2,}(?P<text>\S.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateItem:
    """One thing to do: ``offset`` in days from the event's first day, None where it has no date."""

    id: str
    text: str
    section: str = ""
    offset: int | None = None


def read_template(app: App, name: str) -> list[TemplateItem]:
    """The items of the user's template of that name, else of the bundled one.

    Raises ``NotFoundError`` naming the templates there are, and ``InputError`` for a file that cannot be used.
    """
    if Path(name).name != name:
        message = f"--template {name!r}: give a template's name, as {DEFAULT}, and no path"
        raise UsageError(message)
    own = app.paths.templates / "prep"
    for folder in (own, _BUNDLED):
        file = folder / f"{name}.md"
        if file.is_file():
            return _read(file)
    names = ", ".join(sorted({file.stem for folder in (own, _BUNDLED) for file in folder.glob("*.md")}))
    message = f"there is no template {name!r}; there is {names}, and {own} is the place for your own"
    raise NotFoundError(message)


def parse_template(text: str) -> list[TemplateItem]:
    """The items of a template, in its order; an id is the slug of the text, numbered where it repeats."""
    found: list[tuple[str, int | None, str]] = []
    section, item_open = "", False
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line):
            section, item_open = one_line(heading["title"]), False
        elif item := _ITEM.fullmatch(line):
            offset = None if item["offset"] is None else int(item["offset"])
            found.append((section, offset, item["text"]))
            item_open = True
        elif item_open and (more := _CONTINUED.fullmatch(line)):
            *before, (where, offset, words) = found
            found = [*before, (where, offset, f"{words} {more['text']}")]
        else:
            item_open = False
    items: dict[str, TemplateItem] = {}
    for where, offset, words in found:
        item_id = _unique(slug(words, "item"), items)
        items[item_id] = TemplateItem(id=item_id, text=one_line(words), section=where, offset=offset)
    return list(items.values())


def _read(file: Path) -> list[TemplateItem]:
    try:
        items = parse_template(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        message = f"{file}: cannot read the template: {error}"
        raise InputError(message) from error
    if not items:
        message = f"{file}: no item in it; one is a line as `- [ ] T-7 Print the tickets`"
        raise InputError(message)
    return items


def _unique(item_id: str, taken: dict[str, TemplateItem]) -> str:
    number, candidate = 1, item_id
    while candidate in taken:
        number += 1
        candidate = f"{item_id}-{number}"
    return candidate
