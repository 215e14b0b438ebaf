"""The sample conference that is shipped with eventkit: where its files are, and what its visitor noted."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import eventkit
from eventkit.errors import NotFoundError

SLUG = "pyconf"


@dataclass(frozen=True, slots=True)
class Sample:
    """The files of the sample conference, and the contents of ``encounters.toml``."""

    agenda: Path
    newer_agenda: Path
    attendees: Path
    notes: dict[str, Any]


def find_sample() -> Sample:
    """The sample: beside the package in an installation, in ``examples`` in a checkout."""
    package = Path(eventkit.__file__).parent
    for folder in (package / SLUG, package.parent / "examples" / SLUG):
        if folder.is_dir():
            notes = tomllib.loads((folder / "encounters.toml").read_text(encoding="utf-8"))
            return Sample(folder / "agenda.ics", folder / "agenda-updated.ics", folder / "attendees.vcf", notes)
    message = "the sample conference is missing from this installation; install eventkit-companion again"
    raise NotFoundError(message)
