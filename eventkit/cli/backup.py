"""``eventkit backup`` and ``restore``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventkit.cli.options import dry_run_option, pass_app
from eventkit.cli.output import echo, progress, say
from eventkit.services.backup import back_up
from eventkit.services.backup import restore as restore_backup
from eventkit.services.backup_words import in_words

if TYPE_CHECKING:
    from eventkit.app import App


@click.command()
@click.argument("file", type=click.Path(path_type=Path), required=False)
@dry_run_option
@pass_app
def backup(app: App, /, *, file: Path | None, dry_run: bool) -> None:
    """Write all that eventkit holds to FILE: people, agendas, notes, documents of plugins, and the history.

    Without FILE, or with a folder, the file is named by the day. It is a zip archive that `eventkit restore` reads
    into any store, be it in SQLite or on PostgreSQL; others may go on writing meanwhile. Your settings and templates
    are in it too; settings that hold a password or the address of a database are left out. Only you may read the
    file: keep it so, it is about other people. A backup that is there is replaced.
    """
    done = back_up(app, file, dry_run=dry_run, watch=lambda tables: progress(tables, "Backing up"))
    for reason in done.left_out:
        say(f"note: {reason}")
    size = "" if dry_run else f" ({_size(done.bytes)})"
    echo(f"{'Would back up' if dry_run else 'Backed up'} {in_words(done.counts)} to {done.file}{size}.")
    if done.files:
        echo(f"{'It would hold' if dry_run else 'It holds'} your {_listed(done.files)} too.")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put the backup in the place of what is there, which is backed up first.")
@dry_run_option
@pass_app
def restore(app: App, /, *, file: Path, replace: bool, dry_run: bool) -> None:
    """Bring back all that the backup FILE holds, numbers and history included, so that undo works as it did.

    The backup is checked as a whole before anything is touched, and it goes in as a whole or not at all. It may be of
    an older eventkit, and of another kind of database. Settings and templates that the home has are kept.
    """
    done = restore_backup(
        app, file, replace=replace, dry_run=dry_run, watch=lambda tables: progress(tables, "Checking")
    )
    if done.lost and dry_run:
        echo(f"Would replace {in_words(done.lost)}, and back that up first.")
    if done.kept_in is not None:
        echo(f"What was there ({in_words(done.lost)}) is in {done.kept_in}.")
    when = done.made[:16].replace("T", " ")
    echo(f"{'Would restore' if dry_run else 'Restored'} {in_words(done.counts)}, as of {when}.")
    if done.files:
        echo(f"{'Would restore' if dry_run else 'Restored'} your {_listed(done.files)} too.")
    if done.files_kept:
        say(f"note: your {_listed(done.files_kept)} stayed as in this home; the backup has another version")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more files"  # noqa: PLR2004  # as fits a line


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"  # noqa: PLR2004  # a megabyte
