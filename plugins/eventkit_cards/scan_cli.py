"""``eventkit scan``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    Column,
    InputError,
    dry_run_option,
    find_event,
    format_option,
    one_line,
    pass_app,
    progress,
    render,
    say,
)
from eventkit_cards.pictures import read_codes
from eventkit_cards.scanning import NOT_CONFIRMED, recognise, take

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App
    from eventkit_cards.scanning import Scanned

_WORDS = {"email": "e-mail", "phone": "phone", "url": "web", "handle": "profile"}
_SHOWN = 60


@click.command()
@click.argument("images", metavar="IMAGE…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--event", metavar="SLUG", help="The event that these people attend.")
@click.option("--yes", is_flag=True, help="Store every card without asking.")
@format_option
@dry_run_option
@pass_app
def scan(
    app: App,
    /,
    *,
    images: tuple[Path, ...],
    event: str | None,
    yes: bool,
    format_name: str,
    dry_run: bool,
) -> int:
    """Read the QR codes in pictures, and store the cards among them as people.

    IMAGE is a photo or a screenshot: PNG, JPEG, WebP, GIF, BMP or TIFF, with one code or several. Each card is
    shown before it is stored. Nothing that a code says is opened or run.
    """
    target = find_event(app, event) if event else None
    found, refused = _read(images)
    ask = sys.stdin.isatty() and not yes and not dry_run
    if not ask:
        for scanned in found:
            _introduce(scanned)

    def confirm(scanned: Scanned) -> bool:
        if not ask:
            return yes
        _introduce(scanned)
        return click.confirm("Store this card?", default=True, err=True)

    take(app, found, pictures=len(images), event=target, confirm=confirm, dry_run=dry_run)
    if found or format_name != "table":
        render(found, format_name, columns=_COLUMNS, as_json=_as_json)
    if not ask and any(scanned.action == NOT_CONFIRMED for scanned in found):
        say("Nothing new was stored: look at what the codes say, then scan again with --yes.")
    return InputError.exit_code if refused or any(scanned.problem for scanned in found) else 0


def _read(images: Sequence[Path]) -> tuple[list[Scanned], bool]:
    """What the codes in the pictures hold, and whether a picture was refused; a bad one costs itself only."""
    found: list[Scanned] = []
    refused = False
    for image in progress(images, "Reading"):
        try:
            codes = read_codes(image)
        except InputError as error:
            say(f"eventkit: {error}")
            refused = True
            continue
        if not codes:
            say(f"{image}: no QR code found")
        found += [scanned for code in codes for scanned in recognise(str(image), code)]
    for scanned in found:
        if scanned.problem:
            say(f"{scanned.file}: {scanned.problem}")
    return found, refused


def _introduce(scanned: Scanned) -> None:
    """Who a card is of, a line for each thing that it says."""
    person = scanned.person
    if person is None:
        return
    say(f"{scanned.file}: {person.name}")
    rows = [
        ("organisation", person.organization),
        ("title", person.title),
        *((_WORDS[point.kind], point.value) for point in person.contact_points),
        ("note", person.note),
    ]
    for name, value in rows:
        if value:
            say(f"  {name:14}{one_line(value)}")


def _as_json(scanned: Scanned) -> dict[str, Any]:
    """A code as scripts see it; the keys are a promise."""
    return {
        "file": scanned.file,
        "payload": scanned.payload,
        "kind": scanned.kind,
        "person": scanned.person.name if scanned.person else None,
        "action": scanned.action,
    }


def _what(scanned: Scanned) -> str:
    if scanned.person:
        return scanned.person.name
    text = one_line(scanned.payload)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


_COLUMNS = (
    Column("Picture", lambda scanned: Path(scanned.file).name),
    Column("Kind", lambda scanned: scanned.kind),
    Column("Who or what", _what),
    Column("Done", lambda scanned: scanned.action),
)
