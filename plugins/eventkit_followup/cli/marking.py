"""``eventkit followup mark``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eventkit.api import dry_run_option, echo, one_line, pass_app, say, who_option
from eventkit_followup.cli.listing import day_of
from eventkit_followup.progress.entries import State
from eventkit_followup.progress.listing import in_my_zone
from eventkit_followup.progress.marking import mark_followups
from eventkit_followup.progress.standing import moment_of

if TYPE_CHECKING:
    from eventkit.api import App
    from eventkit_followup.progress.marking import Marked

_WORDS = {"sent": State.SENT, "answered": State.ANSWERED, "skipped": State.SKIPPED, "skip": State.SKIPPED,
          "due": State.DUE}  # fmt: skip  # a list of words


@click.command()
@click.argument("state", metavar="STATE", type=click.Choice([*_WORDS]))
@click.argument("names", metavar="[WHO]...", nargs=-1)
@who_option
@click.option("--event", metavar="SLUG", help="The event that it is about; alone, everybody's there.")
@click.option("--on", default="", metavar="DATE", help="When it was, as 2027-05-14; now without it.")
@dry_run_option
@pass_app
def mark(app: App, *, state: str, names: tuple[str, ...], who: str, event: str | None, on: str, dry_run: bool) -> None:
    """Say what became of a letter: sent, answered, skipped, due.

    WHO is a name or a number, as elsewhere. STATE is one of: sent, by eventkit's draft or by your own hand; answered,
    they wrote back; skipped, nothing will be written, and what was promised is no longer open; due, it is to be drafted
    again. What was sent is never due again until you meet again.

    With --event and nobody named it is everybody there: `mark sent` takes the drafts, `mark answered` what was sent.
    """
    marked = mark_followups(app, _WORDS[state], names, who=who, event=event, on=on, dry_run=dry_run)
    removed = "would be removed" if dry_run else "is removed"
    for one in marked:
        about = f", {one.event}" if one.event else ""
        echo(f"{one_line(one.person.name)}{about}: {_what(app, one, _WORDS[state], removed)}")
    if not marked:
        say("There is no follow-up to mark.")
    if dry_run:
        echo("Nothing was changed: --dry-run.")


def _what(app: App, one: Marked, state: State, removed: str) -> str:
    if not one.changed:
        return f"{state} already."
    if state is State.DUE:
        files = [f"Its draft {path} {removed}." for path in one.removed]
        files += [f"{path} stays: it was edited." for path in one.edited]
        files += [f"{path} stays: it is not eventkit's alone." for path in one.shared]
        done = "due again." if one.after is State.DUE else f"taken back; it is {one.after} by another letter."
        return " ".join([done, *files])
    today = in_my_zone(app, app.now()).date()
    letters = [
        f"{entry.template or 'the letter'} by {entry.channel}, {entry.state} "
        f"{day_of(in_my_zone(app, moment_of(entry)).date(), today, ago=True)}"
        for entry in one.moved
        if entry.channel
    ]
    how = f" ({'; '.join(letters)})" if letters else " (by hand)" if one.by_hand and state is not State.SKIPPED else ""
    still = " What you noted since is due still." if one.after is State.DUE else ""
    files = [f" {entry.path} lies there still." for entry in one.moved if state is State.SKIPPED and entry.path]
    return f"{state}{how}.{still}{''.join(files)}"
