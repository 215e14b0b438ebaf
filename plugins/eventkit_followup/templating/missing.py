"""What stands for a value that there is none of, and for a name that no template can use.

Imported by what renders only: it needs Jinja2.
"""

from __future__ import annotations

import contextlib
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NoReturn

from jinja2 import StrictUndefined, Undefined, UndefinedError
from jinja2.utils import missing

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = (
    *("me", "person", "event", "session", "talk", "my_talk", "encounters", "before", "note", "remembered"),
    *("promise", "promises", "common", "other", "extra", "language", "tone", "channel", "limit", "brief", "today"),
)
"""What a template can speak of."""

_noticed: ContextVar[list[str] | None] = ContextVar("_noticed", default=None)


class MissingValueError(UndefinedError):
    """A template writes a value that there is none of; its message is the value's name, as ``person.title``."""


class Missing(Undefined):
    """A value that there is none of: false in an ``if``, open to ``default``, and an error where it is written."""

    __slots__ = ()

    def __init__(self, name: str) -> None:
        """Keep the name, for the message."""
        super().__init__(hint=name, name=name, exc=MissingValueError)

    def _fail(self, *_: object) -> NoReturn:
        self._fail_with_undefined_error()

    def __str__(self) -> str:
        return "…" if self._noted() else self._fail()

    def __iter__(self) -> Iterator[Any]:
        return iter(()) if self._noted() else self._fail()

    def __getitem__(self, _: object) -> Missing:  # type: ignore[override]  # there it always raises
        return self if self._noted() else self._fail()

    __len__ = __contains__ = _fail

    def __getattr__(self, name: str) -> Missing:
        """What belongs to a value that there is none of is missing as well."""
        if name.startswith("_"):
            raise AttributeError(name)
        return Missing(f"{self._undefined_name}.{name}")

    def _noted(self) -> bool:
        noticed = _noticed.get()
        if noticed is not None:
            noticed.append(str(self._undefined_name))
        return noticed is not None


absent = lru_cache(maxsize=1024)(Missing)
"""What stands for a value of that name; most letters lack the same ones."""


class Unknown(StrictUndefined):
    """A name that no template can use, as a misspelt one: an error wherever it stands."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_obj is missing and self._undefined_name and not self._undefined_hint:
            return f"there is no {self._undefined_name!r}; a template knows {', '.join(NAMES)}"
        return super()._undefined_message


@contextlib.contextmanager
def noticing(noticed: list[str]) -> Iterator[None]:
    """Within it what is missing is put down there, and is no error."""
    token = _noticed.set(noticed)
    try:
        yield
    finally:
        _noticed.reset(token)
