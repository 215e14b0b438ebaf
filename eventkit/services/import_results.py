"""What an import is given, and what it answers with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.exchange import ReadContext, Reading
    from eventkit.records import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """What is imported: where it is from, its bytes, and the importer that reads them, by its name."""

    location: str
    data: bytes
    importer: str
    read: Callable[[ReadContext], Reading]

    @property
    def place(self) -> str:
        """The absolute path, by which a source is known again; empty for standard input."""
        return "" if self.location == "-" else os.path.abspath(self.location)  # noqa: PTH100  # a name, and no access

    @property
    def label(self) -> str:
        """What the history calls the import."""
        return f"import {os.path.basename(self.place) or 'standard input'}"  # noqa: PTH119  # a name, and no access

    @property
    def stem(self) -> str:
        """The name of the file without its suffix."""
        return os.path.basename(self.place).partition(".")[0]  # noqa: PTH119  # a name, and no access


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem in a file; ``lost`` says that something was left out for it."""

    file: str
    line: int
    reason: str
    lost: bool = True
    uid: str = ""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of one session or person: ``kind`` is added, updated or removed; ``fields`` name what differs."""

    kind: str
    id: int
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """What an import did, or would do."""

    file: str
    kind: str
    event: str = ""
    timezone: str = ""
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    removed: int = 0
    problems: list[FileProblem] = field(default_factory=list)
    changes: list[ItemChange] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def lossy(self) -> bool:
        """Whether something of the file was left out."""
        return any(problem.lost for problem in self.problems)


def file_problems(location: str, problems: Sequence[Problem]) -> list[FileProblem]:
    """The problems of a reading, with the file's name, by line."""
    return [
        FileProblem(location, problem.line, problem.reason, problem.lost, problem.uid)
        for problem in sorted(problems, key=lambda problem: problem.line)
    ]
