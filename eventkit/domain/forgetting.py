"""By what somebody who was forgotten is known again, and taking a name out of texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

FORGOTTEN = "(forgotten)"
"""What stands where a name was."""

_SHORTEST_VALUE = 5
"""Contact points with fewer characters may be words of any text."""


def point_key(kind: str, normal: str) -> str:
    """The key of a contact point that identifies its owner, by its kind and normal form."""
    return f"point {kind} {normal}"


def record_key(source: str, uid: str) -> str:
    """The key of a record by the name that its source has for it."""
    return f"record {source} {uid}"


def name_key_at(event: str, name: str) -> str:
    """The key of a name at an event, given by its slug."""
    return f"name at {event} {fold(name)}"


def name_key_in(source: str, name: str) -> str:
    """The key of a name in a source, for somebody whom nothing else identifies."""
    return f"name in {source} {fold(name)}"


def keys_of(
    *, points: Iterable[tuple[str, str]] = (), source: str = "", uid: str = "", event: str = "", name: str = ""
) -> list[str]:
    """Every key of somebody who comes in, as far as it is known.

    ``points`` are the kind and normal form of those contact points that identify; ``event`` is its slug.
    """
    keys = [point_key(kind, normal) for kind, normal in points]
    if source and uid:
        keys.append(record_key(source, uid))
    if event and name:
        keys.append(name_key_at(event, name))
    if source and name:
        keys.append(name_key_in(source, name))
    return keys


class Redaction:
    """Takes names and contact points out of texts, however a name's words are joined or capitalised.

    A name of one word is a word of many texts: it is only taken out where a text is asked for ``loosely``.
    """

    def __init__(self, names: Iterable[str], values: Iterable[str]) -> None:
        """Take the names and the contact points to look for."""
        split = [words for name in names if (words := re.findall(r"\w+", name))]
        values = [re.escape(value) for value in values if len(value) >= _SHORTEST_VALUE]
        full = [_joined(order) for words in split if len(words) > 1 for order in (words, [words[-1], *words[:-1]])]
        self._strict = _pattern([*values, *full])
        self._loose = _pattern([*values, *full, *(re.escape(words[0]) for words in split if len(words) == 1)])

    def __call__(self, text: str, *, loosely: bool = False) -> str:
        """The text without them."""
        pattern = self._loose if loosely else self._strict
        return pattern.sub(FORGOTTEN, text) if pattern else text


def _joined(words: list[str]) -> str:
    return r"[\W_]+".join(map(re.escape, words))


def _pattern(parts: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for all, the longest first, where each stands by itself."""
    found = sorted(set(parts), key=lambda part: (-len(part), part))
    return re.compile(rf"(?<!\w)(?:{'|'.join(found)})(?!\w)", re.IGNORECASE) if found else None
