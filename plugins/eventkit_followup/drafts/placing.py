"""Where the drafts of a run lie, for channels with a file for each letter.

A file that is there is never written over. One that holds the very letter, known by its Message-ID, is from a run that
was cut off before it was remembered, or that was undone while the file stayed: it is taken as it is.
"""

from __future__ import annotations

import os
import re
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import StoreError, slug
from eventkit_followup.letters.checking import message_number

if TYPE_CHECKING:
    from collections.abc import Collection

    from eventkit.api import Person

_DATE = re.compile(rb"^Date: [^\r\n]*\r?\n", re.MULTILINE)
_HEAD = 8192
"""Bytes of a file in which its Message-ID is looked for."""


class Places:
    """The files of one run in their folder."""

    def __init__(self, folder: Path, suffix: str, *, remembered: Collection[str], before: int, most: int) -> None:
        """Look at the folder; ``remembered`` are files of other drafts, of which there are so many ``before``."""
        self.folder = folder
        self._root = str(folder.absolute())  # a Path for each of ten thousand files takes its time
        self._suffix = suffix
        self._before = before
        self._width = max(2, len(str(before + most)))
        self._taken: set[str] = set()
        self._unknown: set[str] = set()
        self._numbers: dict[str, str] | None = None
        try:
            with os.scandir(self._root) as files:
                for file in files:
                    self._taken.add(file.name.casefold())
                    ours = file.name.endswith(suffix) and file.is_file(follow_symlinks=False)
                    if ours and file.path not in remembered:
                        self._unknown.add(file.name)
        except FileNotFoundError:
            pass  # it will be made
        except OSError as error:
            message = f"{folder}: cannot be looked into: {error.strerror or error}"
            raise StoreError(message) from error

    def path(self, name: str) -> str:
        """Where a file of that name lies."""
        return os.path.join(self._root, name)  # noqa: PTH118  # as above

    def name(self, number: int, person: Person) -> str:
        """A new name for the draft of that number of this run; what is there keeps its own."""
        stem = self._stem(number, person)
        name, again = f"{stem}{self._suffix}", 1
        while name.casefold() in self._taken:
            again += 1
            name = f"{stem}-{again}{self._suffix}"
        self._taken.add(name.casefold())
        return name

    def adopted(self, number: int, person: Person, data: bytes) -> tuple[str, str] | None:
        """The file that holds this very letter already, if there is one: its name, and the digest of it unedited."""
        if not self._unknown:
            return None
        known_by = message_number(data)
        name = self._numbered.get(known_by) if known_by else f"{self._stem(number, person)}{self._suffix}"
        content = self._content(name) if name in self._unknown else None
        if name is None or content is None or not (known_by or content == data):
            return None
        self._unknown.remove(name)
        unedited = _DATE.sub(b"", content, 1) == _DATE.sub(b"", data, 1)
        return name, digest_of_file(content if unedited else data)

    def _stem(self, number: int, person: Person) -> str:
        return f"{self._before + number:0{self._width}}-{slug(person.name, fallback=f'person-{person.id}')}"

    def _content(self, name: str | None) -> bytes | None:
        try:
            return Path(self._root, name or "").read_bytes()
        except OSError:
            return None

    @property
    def _numbered(self) -> dict[str, str]:
        """The files of the folder by the number of the message in each."""
        if self._numbers is None:
            self._numbers = {}
            for name in sorted(self._unknown):
                number = message_number(_beginning(self.path(name)))
                if number:
                    self._numbers.setdefault(number, name)
        return self._numbers


def digest_of_file(data: bytes) -> str:
    """What a file is known by as it was written."""
    return blake2b(data, digest_size=16).hexdigest()


def _beginning(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:  # noqa: PTH123  # a text
            return stream.read(_HEAD)
    except OSError:
        return b""
