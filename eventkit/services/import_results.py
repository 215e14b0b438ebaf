"""What an import is given, and what it answers with."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING

from eventkit.domain.addresses import name_in, short_address

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.exchange import ReadContext, Reading
    from eventkit.records import Problem
    from eventkit.services.agenda_changes import ChangeReport


FOLDER = "folder"
"""What stands for the importer of a source that is a folder, each of whose files has its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportSource:
    """What is imported: where it is from, its bytes, and the importer that reads them, by its name.

    Of what was fetched, ``address`` is where it is fetched again, and ``location`` is that as it may be shown;
    ``etag`` and ``last_modified`` are what the server calls this version of it.
    """

    location: str
    data: bytes
    importer: str
    read: Callable[[ReadContext], Reading]
    address: str = ""
    etag: str = ""
    last_modified: str = ""
    _digests: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def digest(self, timezone: str) -> str:
        """A short name for these bytes, read by this importer for an event in a zone."""
        if timezone not in self._digests:
            digest = blake2b(f"{self.importer} {timezone}\n".encode(), digest_size=16)
            digest.update(self.data)
            self._digests[timezone] = digest.hexdigest()
        return self._digests[timezone]

    @property
    def place(self) -> str:
        """The address or the absolute path, by which a source is known again; empty for standard input."""
        if self.address or self.location == "-":
            return self.address
        return os.path.abspath(self.location)  # noqa: PTH100  # a name, and no access

    @property
    def label(self) -> str:
        """What the history calls the import."""
        if self.address:
            return f"import {short_address(self.address)}"
        return f"import {os.path.basename(self.place) or 'standard input'}"  # noqa: PTH119  # a name, and no access

    @property
    def shown(self) -> str:
        """What is shown as where something came from: the address, or the name of the file."""
        if self.address:
            return self.location
        return os.path.basename(self.place) or "standard input"  # noqa: PTH119  # a name, and no access

    @property
    def stem(self) -> str:
        """The name of the file without its suffix, or what the address says of what is there."""
        if self.address:
            return name_in(self.address)
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
class DoubtfulSpeaker:
    """Somebody who may speak in a session, and what speaks for it; of 100, how sure that is."""

    file: str
    line: int
    uid: str
    name: str
    confidence: int
    reason: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What became of one person: ``kind`` is added or updated; ``fields`` name what differs, before and after."""

    kind: str
    id: int
    name: str
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Lookalike:
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
