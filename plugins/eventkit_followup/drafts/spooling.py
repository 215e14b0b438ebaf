"""Letters that are handed over all at once: few are kept in memory, many in a file that goes when it is closed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import IO, TYPE_CHECKING, Self, overload

if TYPE_CHECKING:
    from collections.abc import Iterator

_IN_MEMORY = 8 * 2**20
"""Bytes that are kept without a file: some thousands of letters."""


class Spool(Sequence[bytes]):
    """A sequence of pieces, to be used in a ``with``; what is asked for is read."""

    def __init__(self) -> None:
        """Begin with none."""
        self._kept: list[bytes] = []
        self._size = 0
        self._file: IO[bytes] | None = None
        self._ends = [0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._kept.clear()
        if self._file:
            self._file.close()

    def add(self, piece: bytes) -> None:
        """Put a piece behind the others."""
        self._kept.append(piece)
        self._size += len(piece)
        if self._size > _IN_MEMORY:
            self._put_away()

    def __len__(self) -> int:
        return len(self._ends) - 1 + len(self._kept)

    def __iter__(self) -> Iterator[bytes]:
        for bounds in pairwise(self._ends):
            yield self._read(*bounds)
        yield from self._kept

    @overload
    def __getitem__(self, index: int) -> bytes: ...

    @overload
    def __getitem__(self, index: slice) -> list[bytes]: ...

    def __getitem__(self, index: int | slice) -> bytes | list[bytes]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        number = index + len(self) if index < 0 else index
        if not 0 <= number < len(self):
            raise IndexError(index)
        away = len(self._ends) - 1
        return self._kept[number - away] if number >= away else self._read(*self._ends[number : number + 2])

    def _read(self, start: int, end: int) -> bytes:
        """A piece of the file."""
        assert self._file is not None  # where anything was put away, there is one
        self._file.seek(start)
        return self._file.read(end - start)

    def _put_away(self) -> None:
        """Write what is kept in memory behind what is in the file."""
        if self._file is None:
            from tempfile import TemporaryFile  # few runs need it

            self._file = TemporaryFile()  # noqa: SIM115  # it is closed with this
        self._file.seek(self._ends[-1])
        for piece in self._kept:
            self._file.write(piece)
            self._ends.append(self._ends[-1] + len(piece))
        self._kept, self._size = [], 0
