"""Everything that can go wrong, as one tree: each class carries the exit code of the command it ends.

======  ==========================================
code    meaning
======  ==========================================
0       done
1       a bug in eventkit
2       the command line or a setting is wrong
3       the input is bad, wholly or in part
4       not found, or more than one fits
5       the store cannot be used
6       a plugin failed
7       the network failed
8       a plugin vetoed it
130     interrupted
======  ==========================================

Code 8 is promised for hooks that veto; no class raises it yet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Sequence


class EventkitError(Exception):
    """Base of every error that is told to the user as one sentence, without a traceback."""

    exit_code: ClassVar[int] = 1


class UsageError(EventkitError):
    """The command line, an environment variable or a setting cannot be used as given."""

    exit_code = 2


class InputError(EventkitError):
    """A file or a text cannot be used: the sentence names the file, the line if known, and the reason."""

    exit_code = 3


class ColumnsError(InputError):
    """Nobody knows what the columns of a table are; ``samples`` has of each what stands below its heading."""

    def __init__(self, location: str, columns: Sequence[str], samples: Sequence[str] = ()) -> None:
        """Name the columns, and say how to tell what they are."""
        self.location, self.columns, self.samples = location, tuple(columns), tuple(samples)
        headings = ", ".join(heading or "(no heading)" for heading in self.columns)
        super().__init__(
            f"{location}: nothing tells which of its columns are names and addresses; "
            f"say so with --map COLUMN=FIELD, as --map 'Who=name'. It has: {headings}"
        )


class NotFoundError(EventkitError):
    """Nothing goes by that name."""

    exit_code = 4


class AmbiguousError(NotFoundError):
    """Several things go by that name; ``candidates`` lists them, ready to show."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        """Keep the candidates and put them into the message, one a line."""
        self.candidates = candidates
        super().__init__("\n".join([message, *(f"  {candidate}" for candidate in candidates)]))


class StoreError(EventkitError):
    """The database cannot be opened, read or written."""

    exit_code = 5


class UndoError(StoreError):
    """A change cannot be taken back, because a later one stands in the way."""


class PluginError(EventkitError):
    """A plugin failed where its result was needed; the sentence names the plugin."""

    exit_code = 6


class NetworkError(EventkitError):
    """Something cannot be fetched; the sentence names the address, and why."""

    exit_code = 7
