"""Importing a folder of cards (vdir): all its files are one source, and one change."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.errors import InputError
from eventkit.exchange import Reading
from eventkit.records import Problem
from eventkit.services.import_people import bring_in
from eventkit.services.import_results import FOLDER, ImportSource
from eventkit.services.reading_sources import read_by, read_bytes, recognise, refuse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit.app import App
    from eventkit.exchange import IncomingPerson, ReadContext
    from eventkit.services.import_results import ImportResult

_SUFFIX = ".vcf"
_SHOWN = 5


def import_folder(app: App, folder: str, *, event: str, timezone: str, dry_run: bool) -> ImportResult:
    """Bring in the people of all cards in a folder and the folders in it; a broken file costs itself only.

    What begins with a dot is none of it, as in every vdir. Raises ``InputError`` where there is no card.
    """
    files, others = _files(folder)
    if not files:
        refuse(folder, f"is a folder without a {_SUFFIX} file; name the file that is to be imported")
    source = ImportSource(location=folder, importer=FOLDER, read=partial(_read, app, files))
    result = bring_in(app, source, event=event, timezone=timezone, dry_run=dry_run, columns={})
    if others:
        some = ", ".join(others[:_SHOWN]) + (", …" if len(others) > _SHOWN else "")
        what = "1 file that is" if len(others) == 1 else f"{len(others)} files that are"
        result.notes.append(f"{folder}: skipped {what} no {_SUFFIX}: {some}")
    return result


def _files(folder: str) -> tuple[list[str], list[str]]:
    """The cards' files with their folders, and the names of the other files, in order."""
    files: list[str] = []
    others: list[str] = []
    for place, folders, names in os.walk(folder, onerror=_refuse):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            path = Path(place, name)
            if path.suffix.lower() == _SUFFIX:
                files.append(str(path))
            else:
                others.append(str(path.relative_to(folder)))
    return files, others


def _refuse(error: OSError) -> None:
    refuse(str(error.filename), f"cannot be read: {error.strerror or error}")


def _read(app: App, files: Sequence[str], context: ReadContext) -> Reading:
    """What all the files say, each problem with the file that has it."""
    people: list[IncomingPerson] = []
    unchanged: dict[str, None] = {}
    problems: list[Problem] = []
    for file in files:
        reading = _read_file(app, file, context._replace(file=file))
        people += reading.people
        unchanged |= dict.fromkeys(reading.unchanged)
        problems += _named(file, reading)
    return Reading(people=people, unchanged=list(unchanged), problems=problems)


def _read_file(app: App, file: str, context: ReadContext) -> Reading:
    try:
        data = read_bytes(file)
    except InputError as error:
        return Reading(problems=[Problem(0, str(error).removeprefix(f"{file}: "))])
    found = recognise(app, data, file)
    if found is None or found[1].kind != "people":
        return Reading(
            problems=[Problem(0, "is no card" if found is None else f"is no card, but {found[1].description}")]
        )
    return read_by(app, *found, data, context)


def _named(file: str, reading: Reading) -> Iterator[Problem]:
    return (problem._replace(file=file) for problem in reading.problems)
