"""Rendering one template in Jinja's sandbox: what comes from people is data, whatever it looks like.

Imported by what renders only: it needs Jinja2. The sandbox keeps a template from everything that it was not given;
time and memory it cannot limit, and what does is a process of its own (``child``).
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, NamedTuple

from jinja2 import Template as Compiled
from jinja2 import TemplateNotFound, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from eventkit_followup.material.context import Context
from eventkit_followup.templating.answers import MOST, Texts, Trouble, too_long
from eventkit_followup.templating.asking import asks_of
from eventkit_followup.templating.missing import MissingValueError, Unknown, noticing
from eventkit_followup.templating.views import Fields, field_of, view_of, view_of_values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from eventkit_followup.templating.answers import Asks
    from eventkit_followup.templating.handing import Values
    from eventkit_followup.templating.headers import Part
    from eventkit_followup.templating.templates import Template

_BITS = 4096
"""That a number may have: more of them is no number for a letter."""


class TookTooLongError(BaseException):
    """A template's time is up; no template can catch it."""


class TooLongError(Exception):
    """A text is longer than any letter; the template was at that line of that file."""

    def __init__(self, file: str, line: int) -> None:
        """Keep the place."""
        super().__init__(too_long())
        self.place = file, line


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, for templates of one folder."""

    intercepted_binops = frozenset({"*", "**"})  # they are not reckoned beforehand then either

    def __init__(self, folder: Path, *, autoescape: bool) -> None:
        """Set it up; HTML wants ``autoescape``."""
        super().__init__(autoescape=autoescape, undefined=Unknown, trim_blocks=True, lstrip_blocks=True, cache_size=0)
        self._folder = folder
        self._parts: dict[str, Compiled] = {}
        for name in ("safe", "forceescape", "pprint"):  # data never becomes markup, nor shows what it is made of
            self.filters.pop(name)
        self.globals["range"] = _range

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  # as Jinja has it
        """The attribute of an object; fields are what most templates ask for, and safe."""
        if type(obj) is Fields and not attribute.startswith("_"):
            return field_of(obj, attribute)
        return super().getattr(obj, attribute)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  # as Jinja has it
        """Multiply, unless something would come of it that is of no use in a letter."""
        for one, other in ((left, right), (right, left)):
            if isinstance(one, int) and isinstance(other, (str, list, tuple)) and one * len(other) > MOST:
                raise OverflowError(too_long())
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * max(right, 1) if operator == "**" else left.bit_length() + right.bit_length()
            if bits > _BITS:
                message = "a number gets too large"
                raise OverflowError(message)
        return super().call_binop(context, operator, left, right)

    def tree_of(self, part: Part, file: Path) -> nodes.Template:
        """Parse a part below a comment as long as what stands before it: line numbers are then the file's."""
        source = "{#" + "\n" * (part.line - 1) + "#}" + part.text
        tree = self.parse(source, file.name, str(file))
        switched = next(tree.find_all(nodes.ScopedEvalContextModifier), None)
        if switched is not None:
            message = "a template cannot switch escaping on or off"
            raise TemplateSyntaxError(message, switched.lineno, file.name, str(file))
        return tree

    def read(self, tree: nodes.Template, file: Path) -> Compiled:
        """Compile a part."""
        code = self.compile(tree, file.name, str(file))
        return Compiled.from_code(self, code, dict(self.globals))  # a plain one: it is copied for each letter

    def get_template(self, name: Any, parent: Any = None, globals: Any = None) -> Compiled:  # noqa: A002, ANN401, ARG002  # as Jinja has it
        """A part of the same folder, for include, import and extends."""
        from eventkit_followup.templating.headers import LONGEST, Part  # only where there are parts

        file = self._folder / str(name)
        if not str(name).startswith("_") or file.name != str(name) or file.resolve().parent != self._folder.resolve():
            message = (
                f"{str(name)!r} cannot be included: that is a file of the folder {self._folder.name}, as _NAME.txt"
            )
            raise TemplateNotFound(str(name), message)
        if file.name not in self._parts:
            try:
                text = file.read_text(encoding="utf-8-sig")[:LONGEST]
            except (OSError, ValueError) as error:
                message = f"the part {file.name!r} cannot be read: {getattr(error, 'strerror', None) or error}"
                raise TemplateNotFound(file.name, message) from error
            self._parts[file.name] = self.read(self.tree_of(Part(text=text, line=1), file), file)
        return self._parts[file.name]


def _range(*numbers: int) -> range:
    """Jinja's `range`, which refuses what no letter counts to."""
    found = range(*numbers)
    if max(abs(found.stop - found.start) // abs(found.step), len(numbers)) > MOST:
        message = f"range goes over more than {MOST:,} numbers"
        raise OverflowError(message)
    return found


class Dish(NamedTuple):
    """A compiled template: its parts, and what they ask for."""

    parts: Mapping[str, Compiled]
    asks: Asks


class Kitchen:
    """Compiles templates, each once, and renders them."""

    def __init__(self) -> None:
        """Begin with none."""
        self._sandboxes: dict[tuple[Path, bool], Sandbox] = {}
        self._compiled: dict[str, Dish | Trouble] = {}

    def prepare(self, template: Template) -> Trouble | Asks:
        """Compile a template: what it asks for, or what is wrong with it where it is not well-formed."""
        dish = self._dish(template)
        return dish if isinstance(dish, Trouble) else dish.asks

    def render(self, template: Template, letter: Context | Values) -> Texts | Trouble:
        """What the template says, or why not; all that is missing is told at once.

        A letter is all there is about it, or the values that the template asks for, by their paths.
        """
        dish = self._dish(template)
        if isinstance(dish, Trouble):
            return dish
        try:
            if isinstance(letter, Context):
                view = view_of(letter, template.language, dish.asks.names)
            else:
                view = view_of_values(dish.asks.paths or (), letter)
            return _texts(dish.parts, view)
        except MissingValueError as error:
            return _missing(dish.parts, view, str(error))
        except (Exception, TookTooLongError) as error:  # noqa: BLE001  # a template may raise anything; what it is helps
            trouble = _trouble(error)
            if trouble.stopped:
                self._compiled[str(template.file)] = trouble
            return trouble

    def stop(self, template: Template, trouble: Trouble) -> None:
        """Do not render this one again."""
        self._compiled[str(template.file)] = trouble

    def _dish(self, template: Template) -> Dish | Trouble:
        key = str(template.file)
        if key not in self._compiled:
            self._compiled[key] = self._compile(template)
        return self._compiled[key]

    def _compile(self, template: Template) -> Dish | Trouble:
        pieces = [("subject", template.subject), ("text", template.body), *template.invitation]
        parts = [(name, part, template.file, self._sandbox(template, html=False)) for name, part in pieces]
        if template.html is not None:
            parts.append(("html", template.html, template.html_file, self._sandbox(template, html=True)))
        compiled, trees, file = {}, [], template.file
        try:
            for name, part, file, sandbox in parts:  # the file is told where one of them is broken
                trees.append(sandbox.tree_of(part, file))
                compiled[name] = sandbox.read(trees[-1], file)
        except TemplateSyntaxError as error:
            return Trouble(reason=error.message or "is not well-formed", file=str(file), line=error.lineno, broken=True)
        except RecursionError:
            return Trouble(reason="is nested too deeply", file=str(file), broken=True)
        except (Exception, TookTooLongError) as error:  # noqa: BLE001  # a compiler that chokes on a template
            return _trouble(error)._replace(broken=True, file=str(file))
        return Dish(compiled, asks_of(trees))

    def _sandbox(self, template: Template, *, html: bool) -> Sandbox:
        key = (template.file.parent, html)
        if key not in self._sandboxes:
            self._sandboxes[key] = Sandbox(template.file.parent, autoescape=html)
        return self._sandboxes[key]


def _texts(parts: Mapping[str, Compiled], view: Mapping[str, object]) -> Texts:
    said = {name: _rendered(compiled, view) for name, compiled in parts.items()}
    return Texts(said.pop("subject"), said.pop("text"), said.pop("html", ""), said)


def _rendered(compiled: Compiled, view: Mapping[str, object]) -> str:
    pieces, size = [], 0
    writing = compiled.root_render_func(compiled.new_context(dict(view)))
    for piece in writing:
        pieces.append(piece)
        size += len(piece)
        if size > MOST:
            frame = getattr(writing, "gi_frame", None)
            raise TooLongError(
                compiled.filename or "", compiled.get_corresponding_lineno(frame.f_lineno if frame else 0)
            )
    return "".join(pieces)


def _missing(parts: Mapping[str, Compiled], view: Mapping[str, object], first: str) -> Trouble:
    """Go on past what is missing, to name all of it."""
    noticed = [first]
    with noticing(noticed), contextlib.suppress(Exception, TookTooLongError):  # what came before is an answer
        _texts(parts, view)
    return Trouble(reason="", missing=tuple(dict.fromkeys(noticed)))


def _trouble(error: BaseException) -> Trouble:
    """What went wrong, with the place in the template."""
    file, line = error.place if isinstance(error, TooLongError) else _place(error.__traceback__)
    if isinstance(error, TookTooLongError):
        return Trouble("takes too long; is there a loop that goes on and on?", file, line, stopped=True)
    if isinstance(error, MemoryError):
        return Trouble("takes too much memory", file, line, stopped=True)
    if isinstance(error, RecursionError):
        return Trouble("calls itself without end", file, line, stopped=True)
    if isinstance(error, TemplateSyntaxError):  # of a part
        return Trouble(error.message or "", error.filename or file, error.lineno)
    return Trouble(" ".join(str(error).split())[:500] or type(error).__name__, file, line)


def _place(traceback: TracebackType | None) -> tuple[str, int]:
    """File and line of the template that was at work."""
    file, line = "", 0
    for frame, number in _frames(traceback):
        compiled = frame.f_globals.get("__jinja_template__")
        if isinstance(compiled, Compiled) and compiled.filename:
            file, line = compiled.filename, compiled.get_corresponding_lineno(number)
    return file, line


def _frames(traceback: TracebackType | None) -> Iterator[tuple[Any, int]]:
    while traceback is not None:
        yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next
