"""What a run of `draft` did, or would do."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from eventkit.api import Event, Person
    from eventkit_followup.api import Channel


class Draft(NamedTuple):
    """A draft that was written, or would be.

    Attributes:
        person: to whom it is.
        template: that it is made from.
        file: where it lies, or the file of which it is a part.
        where: it lies on a server.
        why: ``promise``, ``met``, ``long ago``, ``never met``, or ``template`` where only that was asked for.
        event: the slug of what it is about, or empty.
        language: that it is in.
        address: that it goes to.
        adopted: whether its file was there already, from a run that was cut off, or undone.

    """

    person: Person
    template: str
    file: str
    where: str = ""
    why: str = ""
    event: str = ""
    language: str = ""
    address: str = ""
    adopted: bool = False

    @property
    def path(self) -> Path:
        """Its file."""
        return Path(self.file)

    @property
    def place(self) -> str:
        """Where it lies: on a server, or the file."""
        return self.where or self.file

    @property
    def short_place(self) -> str:
        """The same without the folders of the file; a Path for each of ten thousand would take its time."""
        return self.where or os.path.basename(self.file)  # noqa: PTH119  # as said


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Somebody there is no new draft to.

    ``refused`` where there should be one and it could not be made; ``missing`` are then the fields of the ``template``
    that there are none of, where that is why.
    """

    person: Person
    reason: str
    refused: bool = False
    template: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of everybody, the most urgent first; ``waiting`` are those that ``limit`` left for another run."""

    channel: Channel
    event: Event | None = None
    drafted: list[Draft] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    waiting: list[Person] = field(default_factory=list)

    @property
    def lacking(self) -> list[Skipped]:
        """To whom there is no letter as something is missing."""
        return [skipped for skipped in self.skipped if skipped.missing]
