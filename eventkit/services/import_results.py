"""What an import answers with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.records import Problem


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A problem in a file; ``lost`` says that something was left out for it."""

    file: str
    line: int
    reason: str
    lost: bool = True


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
        FileProblem(location, problem.line, problem.reason, problem.lost)
        for problem in sorted(problems, key=lambda problem: problem.line)
    ]
