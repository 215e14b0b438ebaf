"""Rendering templates, in a sandbox: what comes from people is data, whatever it looks like.

Imported by what renders only: it needs Jinja2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from eventkit.api import InputError, one_line, safe_text
from eventkit_followup.views import MissingValueError, Unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Template as Compiled

    from eventkit_followup.templates import Template

MOST = 100_000
"""Characters that a rendered text may have: more of them is a loop gone wrong."""


class Renderer:
    """Renders the templates of one run, each compiled once."""

    def __init__(self) -> None:
        """Set up the sandbox."""
        self._environment = ImmutableSandboxedEnvironment(
            autoescape=False,  # plain text, no HTML
            undefined=Unknown,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._compiled: dict[str, tuple[Compiled, Compiled]] = {}

    def compile(self, template: Template) -> None:
        """Compile a template; raises ``InputError`` with file and line where it is not well-formed."""
        if template.name not in self._compiled:
            self._compiled[template.name] = (
                self._compile(template, template.subject, template.subject_line),
                self._compile(template, template.body, template.body_line),
            )

    def render(self, template: Template, view: Mapping[str, object], person: str) -> tuple[str, str]:
        """Subject and body for the person of that name; raises ``InputError`` naming what is missing, and to whom."""
        self.compile(template)
        try:
            subject, body = (_rendered(compiled, view) for compiled in self._compiled[template.name])
        except MissingValueError as error:
            who = "your own record" if str(error).startswith("me.") else one_line(person)
            message = f"template {template.name} needs {error}, and {who} has none"
            raise InputError(message) from error
        except UndefinedError as error:
            message = f"template {template.name}: {error}"
            raise InputError(message) from error
        except InputError as error:
            message = f"template {template.name}: {error}"
            raise InputError(message) from error
        except Exception as error:
            message = f"template {template.name} cannot be rendered for {one_line(person)}: {_said(error)}"
            raise InputError(message) from error
        return one_line(subject), _plain(body)

    def _compile(self, template: Template, source: str, line: int) -> Compiled:
        """Compile below a comment as long as what stands before it in the file: line numbers are then the file's."""
        try:
            return self._environment.from_string("{#" + "\n" * (line - 1) + "#}" + source)
        except TemplateSyntaxError as error:
            message = f"{template.file}, line {error.lineno}: {error.message}"
            raise InputError(message) from error


def _rendered(compiled: Compiled, view: Mapping[str, object]) -> str:
    pieces, size = [], 0
    for piece in compiled.generate(view):
        pieces.append(piece)
        size += len(piece)
        if size > MOST:
            message = f"its text is longer than {MOST:,} characters"
            raise InputError(message)
    return "".join(pieces)


def _plain(text: str) -> str:
    """Lines that end in line feeds, without what a program would obey, and with one line feed at the end."""
    return (
        safe_text(
            text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
        ).strip()
        + "\n"
    )


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
