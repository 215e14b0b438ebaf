"""What a user says for all letters of a run: ``--set NAME=VALUE`` and ``--other WHO``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eventkit.api import Person


def pairs_said(said: Sequence[str]) -> dict[str, str]:
    """``--set`` as names and values; raises ``UsageError``."""
    found = {}
    for text in said:
        name, equals, value = text.partition("=")
        if not equals or not name.strip().isidentifier():
            message = f"--set {text!r}: say it as NAME=VALUE, as link=https://example.org"
            raise UsageError(message)
        found[name.strip()] = value.strip()
    return found


def digest_of(said: Mapping[str, str], other: Person | None) -> str:
    """What was said, as a digest: the same for the same, in any order, and empty for nothing."""
    from hashlib import blake2b  # only where something is said

    if not said and other is None:
        return ""
    told = repr((sorted(said.items()), other.id if other else None))
    return blake2b(told.encode(errors="replace"), digest_size=16).hexdigest()
