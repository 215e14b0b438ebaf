"""``eventkit people edit``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eventkit.cli.editors import edit_file, find_editor
from eventkit.cli.options import dry_run_option, pass_app
from eventkit.cli.output import echo, say
from eventkit.cli.person_view import field_in_words, numbered
from eventkit.errors import InputError, StoreError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from eventkit.app import App
    from eventkit.domain.people import Person
    from eventkit.services.editing import Edited


@click.command()
@click.argument("person")
@click.option("--set", "given", multiple=True, metavar="FIELD=TEXT", help="Without an editor; may be repeated.")
@dry_run_option
@pass_app
def edit(app: App, /, *, person: str, given: tuple[str, ...], dry_run: bool) -> None:
    """Edit all that is known of PERSON in your editor, as a text.

    The editor is that of $VISUAL or $EDITOR. What you do not change stays untouched, also where somebody else changes
    it meanwhile. PERSON may be `me`. With --set: people edit ada --set organization="Example Ltd"
    """
    from eventkit.services.editing import set_fields  # the other commands of people do without
    from eventkit.services.people import somebody

    found = somebody(app, person)
    edited = (
        set_fields(app, found, _fields(given), dry_run=dry_run) if given else _in_editor(app, found, dry_run=dry_run)
    )
    if not edited.fields:
        say(f"{numbered(found)} is as before.")
        return
    changed = ", ".join(map(field_in_words, edited.fields))
    echo(f"{'Would change' if dry_run else 'Changed'} {numbered(edited.person)}: {changed}.")


def _fields(given: tuple[str, ...]) -> dict[str, str]:
    """The fields of --set by name."""
    for one in given:
        if "=" not in one:
            message = f"--set {one}: write a field and its text, as --set title='Head of Wool'"
            raise UsageError(message)
    return {one.partition("=")[0].strip(): one.partition("=")[2].strip() for one in given}


def _in_editor(app: App, person: Person, *, dry_run: bool) -> Edited:
    """Let the user edit until it is saved, or they give up; what they wrote stays in its file then."""
    from eventkit.services.editing import keep_text, save_text, text_to_edit  # loaded already

    terminal = find_editor(", or use --set FIELD=TEXT")
    file = keep_text(app, person, text_to_edit(person))
    while True:
        _edit(file)
        try:
            edited = save_text(app, person, _read(file), dry_run=dry_run)
        except InputError as error:
            say(f"{file}: {error}")
            if terminal and click.confirm("Edit it again?", default=True):
                continue
            message = f"nothing was saved; what you wrote is in {file}"
            raise InputError(message) from error
        except StoreError as error:
            message = f"{error}; what you wrote is in {file}"
            raise StoreError(message) from error
        file.unlink()
        return edited


def _edit(file: Path) -> None:
    try:
        edit_file(file)
    except UsageError as error:
        message = f"{error}. The text is in {file}"
        raise UsageError(message) from error


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot be read: {error}"
        raise InputError(message) from error
