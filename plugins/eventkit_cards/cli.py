"""``eventkit card``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventkit.api import dry_run_option, echo, my_card, pass_app, profile_address, say, write_file
from eventkit_cards.qr import EASY, make_code
from eventkit_cards.writing import payload, vcard_file

if TYPE_CHECKING:
    from eventkit.api import App, Person
    from eventkit_cards.qr import Code

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--png", metavar="FILE", type=_FILE, help="Write the code as a picture.")
@click.option("--svg", metavar="FILE", type=_FILE, help="Write the code as a drawing, to print at any size.")
@click.option("--vcf", metavar="FILE", type=_FILE, help="Write the card itself, to send or to attach.")
@click.option("--terminal", is_flag=True, help="Show the code here, as is done when no file is named.")
@click.option("--light", is_flag=True, help="Show it here, on a terminal with dark text on a light ground.")
@dry_run_option
@pass_app
def card(
    app: App,
    /,
    *,
    png: Path | None,
    svg: Path | None,
    vcf: Path | None,
    terminal: bool,
    light: bool,
    dry_run: bool,
) -> None:
    """Show your card as a QR code, or write it to a file.

    Phones offer to save what `eventkit me` says of you, without a network. Each code is read back before you
    get it.
    """
    me = my_card(app)
    here = terminal or light or not (png or svg or vcf)
    files: list[tuple[Path, bytes, str]] = []
    shown = ""
    if here or png or svg:
        code = make_code(payload(app, me), lambda: _longest(me))
        about = f"{len(code.data)} bytes, QR version {code.version} ({code.modules} modules a side)"
        if png:
            files.append((png, code.png(), about))
        if svg:
            files.append((svg, code.svg(), about))
        shown = code.text(light=light) if here else ""
        _warn(code, me, here=here)
    if vcf:
        data = vcard_file(me, profile=lambda platform, handle: profile_address(app, platform, handle))
        files.append((vcf, data, f"{len(data)} bytes, vCard 3.0"))
    if here:
        echo(shown.removesuffix("\n"))
        say(f"{me.name}: {about}.")
    for file, data, description in files:
        if not dry_run:
            write_file(file, data)
        say(f"{'Would write' if dry_run else 'Wrote'} {file}: {description}.")


def _warn(code: Code, me: Person, *, here: bool) -> None:
    if len(code.data) > EASY:
        say(f"warning: {len(code.data)} bytes make a dense code; print it large, or shorten {_longest(me)}")
    if here and sys.stdout.isatty():
        import shutil  # only a terminal has a size

        columns = shutil.get_terminal_size().columns
        if columns < code.width:
            say(f"warning: the code needs {code.width} columns and this terminal has {columns}; --png FILE writes it")


def _longest(me: Person) -> str:
    """The field of a card that takes the most bytes, and how many, for a sentence."""
    fields = {"the note": me.note, "the organisation": me.organization, "the title": me.title, "the name": me.name}
    names = {"email": "e-mail address", "phone": "phone number", "url": "web address", "handle": "profile"}
    for point in me.contact_points:
        words = f"the {names[point.kind]} {point.value[:30]}{'…' if len(point.value) > 30 else ''}"  # noqa: PLR2004  # enough to find it
        fields[words] = point.value
    name, value = max(fields.items(), key=lambda field: len(field[1].encode()))
    return f"{name} ({len(value.encode()):,} bytes)"
