"""What the store asks of a database: of an SQLite file (``sqlite.py``), or on a PostgreSQL server (``postgresql.py``).

SQLAlchemy takes longer to import than most commands take for everything else. So the store asks in SQL that SQLite and
PostgreSQL both understand, with values by name (``:slug``), and only a schema that has to be migrated takes it.
"""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from eventkit.domain.text import storable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Values = dict[str, Any]


class Answer(NamedTuple):
    """What a question brought: the names of the columns, and the rows."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def dicts(self) -> list[Values]:
        """The rows by the names of their columns."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def firsts(self) -> list[Any]:
        """The first value of each row."""
        return [row[0] for row in self.rows]

    def pairs(self) -> list[tuple[Any, Any]]:
        """The rows, of two values each."""
        return [(first, second) for first, second in self.rows]


class Database(Protocol):
    """An open database; one transaction at a time."""

    name: str
    """What messages call it."""

    kind: str
    """``sqlite`` or ``postgresql``: which words of its own the full text of people takes."""

    looks_into_text: bool
    """Whether LIKE takes no notice of ASCII's capitals, texts pass for their bytes, and there is ``is_ascii``."""

    def ask(self, sql: str, values: Mapping[str, Any] = {}) -> Answer:
        """The answer to a question. A text with what no database stores is asked for as it is stored, without."""

    def tell(self, sql: str, values: Mapping[str, Any] = {}) -> None:
        """Run a statement."""

    def tell_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run a statement once for each row of values."""

    def add_rows(self, table: str, columns: Sequence[str], rows: Iterable[Values]) -> None:
        """Add rows that all have these columns, by the fastest way there is."""

    def add_tuples(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Add rows of bare values, in the order of the columns: half the time of rows by name."""

    def next_id(self, table: str, count: int) -> int:
        """The first of so many numbers in a row that were never given to a row of a table, removed ones included."""

    def last_given(self, table: str) -> int:
        """The highest number that was ever given to a row of a table."""

    def give_on(self, table: str, last: int) -> None:
        """Say, while writing, which number was the last that was given."""

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """The rows that a question brings, a few at a time; only of a snapshot."""

    def snapshot(self) -> contextlib.AbstractContextManager[Database]:
        """The database as it is now, to be read while others write to it."""

    def writing(self) -> contextlib.AbstractContextManager[Transaction]:
        """A transaction that takes the write lock as it begins; undone unless it is kept."""

    def close(self) -> None:
        """Let go of it."""


class Transaction:
    """An open transaction, which is undone at its end unless it is kept."""

    kept = False

    def keep(self) -> None:
        """Commit it at its end."""
        self.kept = True


def as_stored(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values without what no database stores. Nearly always that is all of them, and seen at one glance."""
    whole = "".join([value for value in values.values() if isinstance(value, str)])
    if storable(whole) is whole:
        return values
    return {name: storable(value) if isinstance(value, str) else value for name, value in values.items()}


def as_stored_columns(rows: Sequence[tuple[Any, ...]]) -> list[Sequence[Any]]:
    """The columns of rows, each of one type, without what no database stores: seen at one glance over each column."""
    return [_as_stored_column(column) if isinstance(column[0], str) else column for column in zip(*rows, strict=True)]


def _as_stored_column(column: Sequence[str]) -> Sequence[str]:
    whole = "".join(column)
    if "\0" not in whole:
        with contextlib.suppress(UnicodeEncodeError):  # of a lone surrogate; to look for one takes ten times as long
            whole.encode()
            return column
    return [storable(value) for value in column]


def in_list(ids: Iterable[int]) -> str:
    """The numbers as SQL lists them."""
    return f"({', '.join(str(int(one)) for one in ids)})"


def pattern_of(part: str) -> str:
    """What LIKE compares with to find a part, where a backslash is said to be its ESCAPE."""
    return "%" + re.sub(r"([%_\\])", r"\\\1", part) + "%"
