"""What an import is given, and what it answers with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from eventkit.services.known_sources import Content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.exchange import ReadContext, Reading
    from eventkit.records import Problem
    from eventkit.services.agenda_changes import ChangeReport


FOLDER = "folder"
"""What stands for the importer of a source that is a folder, each of whose files has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """What is imported: where it is from, the importer that reads it, by its name, and its bytes unless it is a folder.

    Of what was fetched, ``address`` is where it is fetched again, and ``location`` is that as it may be shown;
    ``etag`` and ``last_modified`` are what the server calls this version of it.
    """

    location: str
    importer: str
    read: Callable[[ReadContext], Reading]
    content: Content = field(default_factory=Content)
    address: str = ""
    etag: str = ""
    last_modified: str = ""

    @property
    def place(self) -> str:
        """The address or the absolute path, by which a source is known again; empty for standard input."""
        if self.address or self.location == "-":
            return self.address
        return os.path.abspath(self.location)

    @property
    def label(self) -> str:
        """What the history calls the import."""
        if self.address:
            from eventkit.domain.addresses import short_address  # most sources are files

            return f"import {short_address(self.address)}"
        return f"import {os.path.basename(self.place) or 'standard input'}"

    @property
    def shown(self) -> str:
        """What is shown as where something came from: the address, or the name of the file."""
        if self.address:
            return self.location
        return os.path.basename(self.place) or "standard input"

    @property
    def stem(self) -> str:
        """The name of the file without its suffix, or what the address says of what is there."""
        if self.address:
            from eventkit.domain.addresses import name_in  # most sources are files

            return name_in(self.address)
        return os.path.basename(self.place).partition(".")[0]


class FileProblem(NamedTuple):
    """A problem in a file; ``lost`` says that something was left out for it."""

    file: str
    line: int
    reason: str
    lost: bool = True
    uid: str = ""


class DoubtfulSpeaker(NamedTuple):
    """Somebody who may speak in a session, and what speaks for it; of 100, how sure that is."""

    file: str
    line: int
    uid: str
    name: str
    confidence: int
    reason: str


class ItemChange(NamedTuple):
    """What became of one person: ``kind`` is added or updated; ``fields`` name what differs, before and after."""

    kind: str
    id: int
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


class Lookalike(NamedTuple):
    """Two people, by number, who may be one, and what speaks for it; the second came in with this import."""

    id: int
    other_id: int
    reason: str


@dataclass(slots=True, kw_only=True)
class ImportResult:
    """What an import did, or would do.

    ``changes`` are of people, ``report`` is of an agenda that was known before. ``doubtful`` are the speakers who were
    met and wait for the user's word, ``doubts`` how many wait at the event in all. ``possible_duplicates`` are people
    who came in, or were enriched, and may be somebody else who is there.
    """

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
    report: ChangeReport | None = None
    doubtful: list[DoubtfulSpeaker] = field(default_factory=list)
    doubts: int = 0
    possible_duplicates: list[Lookalike] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def lossy(self) -> bool:
        """Whether something of the file was left out."""
        return any(problem.lost for problem in self.problems)


def file_problems(location: str, problems: Sequence[Problem]) -> list[FileProblem]:
    """The problems of a reading, with the file's name, by line."""
    return [
        FileProblem(problem.file or location, problem.line, problem.reason, problem.lost, problem.uid)
        for problem in sorted(problems, key=lambda problem: (problem.file, problem.line))
    ]
