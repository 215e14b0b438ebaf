"""Templates that do nothing but put values into a text, as those of most mail merges.

Nothing in them can go on without end, or grow: they need no process with limits, and no Jinja2, which they come out of
letter for letter the same. Whatever else a template has in it, if only a filter, makes it none of these.
"""

from __future__ import annotations

import re
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from eventkit_followup.templating.answers import MOST, Texts, Trouble, too_long
from eventkit_followup.templating.fields import ALWAYS
from eventkit_followup.templating.handing import by_root, is_flat, reader

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit_followup.material.context import Context
    from eventkit_followup.templating.handing import Values
    from eventkit_followup.templating.headers import Part
    from eventkit_followup.templating.templates import Template

_SLOT = re.compile(r"\{\{[ \t]*([a-z_]+(?:\.[a-z_]+)?)[ \t]*\}\}")
_MARKS = ("{{", "{%", "{#")


class _Blank(NamedTuple):
    """A part with blanks to fill in: what stands between them, and the path to the value of each."""

    texts: tuple[str, ...]
    paths: tuple[str, ...]
    line: int


class PlainTemplate:
    """A template of subject and text that asks for values only."""

    def __init__(self, template: Template, subject: _Blank, text: _Blank) -> None:
        """Prepare it."""
        self._file = str(template.file)
        self._paths = tuple(dict.fromkeys((*subject.paths, *text.paths)))
        self._order = [
            f"{root}.{name}" if name else root for root, names in by_root(self._paths).items() for name in names or [""]
        ]
        self._read: Callable[[Context], Values] = reader(self._paths, template.language)
        self._subject, self._text = subject, text
        self._fill_subject, self._fill_text = (_filling(part, self._order) for part in (subject, text))

    def render(self, context: Context) -> Texts | Trouble:
        """What the template says; all that is missing is told at once."""
        values = [
            value if type(value) is str and value and not value.isspace() else _shown(path, value)
            for path, value in zip(self._order, self._read(context), strict=True)
        ]
        if None in values:
            missing = {path for path, value in zip(self._order, values, strict=True) if value is None}
            return Trouble("", missing=tuple(path for path in self._paths if path in missing))
        subject, text = self._fill_subject(values), self._fill_text(values)
        for part, said in ((self._subject, subject), (self._text, text)):
            if len(said) > MOST:
                return Trouble(
                    too_long(), self._file, _line_too_long(part, dict(zip(self._order, values, strict=True)))
                )
        return Texts(subject, text, "", {})


def plain_template(template: Template) -> PlainTemplate | None:
    """The template, where it is one of these."""
    if template.html is not None or template.invitation:
        return None
    subject, text = _blank(template.subject), _blank(template.body)
    return PlainTemplate(template, subject, text) if subject and text else None


def _blank(part: Part) -> _Blank | None:
    pieces = _SLOT.split(part.text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n"))
    texts, paths = tuple(pieces[::2]), tuple(pieces[1::2])
    if any(mark in text for text in texts for mark in _MARKS) or any(text.endswith("{") for text in texts[:-1]):
        return None
    return _Blank(texts, paths, part.line) if all(map(is_flat, paths)) else None


def _filling(part: _Blank, order: Sequence[str]) -> Callable[[Sequence[str | None]], str]:
    """What fills in the blanks, with values in that order."""
    form = "%s".join(text.replace("%", "%%") for text in part.texts)
    places = [order.index(path) for path in part.paths]
    if not places:
        return lambda _: part.texts[0]
    if len(places) == 1:
        return lambda values: form % (values[places[0]],)
    chosen = itemgetter(*places)
    return lambda values: form % chosen(values)


def _shown(path: str, value: object) -> str | None:
    """A value that is no text, as a template writes it; None where there is none."""
    if path in ALWAYS:
        return str(value)
    if not value or (isinstance(value, str) and not value.strip()):
        return None
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _line_too_long(part: _Blank, values: dict[str, str | None]) -> int:
    """The line of the file at which a text gets too long."""
    size, line = 0, part.line
    for text, path in zip(part.texts, (*part.paths, ""), strict=True):
        size, line = size + len(text), line + text.count("\n")
        size += len(values.get(path) or "")
        if size > MOST:
            break
    return line
