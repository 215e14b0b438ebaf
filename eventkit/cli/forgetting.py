"""``eventkit forget``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from eventkit.cli.options import dry_run_option, pass_app
from eventkit.cli.output import echo, echo_wrapped, say
from eventkit.cli.person_view import numbered
from eventkit.domain.text import one_line
from eventkit.errors import UsageError
from eventkit.services.forgetting import forget_people
from eventkit.services.lookup import find_person
from eventkit.services.people import get_people

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.services.forgetting import Forgotten

_THINGS = {
    "contact_point": ("address, number or handle", "addresses, numbers and handles"),
    "label": ("tag or interest", "tags and interests"),
    "card": ("card", "cards"),
    "attendance": ("attendance", "attendances"),
    "encounter": ("encounter", "encounters"),
    "session_speaker": ("session that they speak in", "sessions that they speak in"),
    "document": ("document of a plugin", "documents of plugins"),
}


@click.command()
@click.argument("person", nargs=-1, required=True)
@click.option(
    "--keep-hash/--no-keep-hash",
    default=True,
    show_default=True,
    help="Keep digests of what identifies them, so that no import brings them back.",
)
@click.option("--yes", is_flag=True, help="Do not ask.")
@dry_run_option
@pass_app
def forget(app: App, /, *, person: tuple[str, ...], keep_hash: bool, yes: bool, dry_run: bool) -> None:
    """Erase each PERSON everywhere, for good: there is no undo.

    The record goes, encounters and what plugins noted, and what the history keeps of them; where an agenda names them,
    the name is taken out. What goes is shown first. Files that were written earlier, as drafts, exports and backups,
    are out of reach.
    """
    people = [find_person(app, who) for who in person]
    asks = not yes and not dry_run
    if asks and not sys.stdin.isatty():
        message = "nobody was forgotten: say --yes to forget without being asked, or --dry-run to see what would go"
        raise UsageError(message)
    if asks or dry_run:
        _tell(app, forget_people(app, people, keep_hash=keep_hash, dry_run=True))
    if dry_run:
        echo()
        echo("Nobody was forgotten: --dry-run.")
        return
    if asks:
        echo()
        if not click.confirm("Forget them? This cannot be undone."):
            say("Nobody was forgotten.")
            return
    done = forget_people(app, people, keep_hash=keep_hash)
    count = len(done.people)
    echo(f"Forgot {'somebody' if count == 1 else f'{count} people'}; there is no undo.")
    _tell_what_stays(app, done)


def _tell(app: App, planned: Forgotten) -> None:
    """What goes, and what stays."""
    echo("This goes, for good:")
    for person in planned.people:
        echo(f"  {numbered(person)}")
    for table, count in planned.gone.items():
        if table in _THINGS:
            echo(f"  {count} {_THINGS[table][count > 1]}")
    if planned.labels:
        echo(f"  their name in {planned.labels} {'line' if planned.labels == 1 else 'lines'} of the history")
    if planned.sessions:
        echo(f"  their name in the agenda's text on {_count(planned.sessions, 'session')}")
    if planned.digests:
        echo_wrapped(
            f"Kept: {_count(planned.digests, 'digest')} of what identifies them, by which "
            "imports pass over them. Whoever has the database can try a guess against one; --no-keep-hash keeps none."
        )
    _tell_what_stays(app, planned)


def _tell_what_stays(app: App, found: Forgotten) -> None:
    """What still names them, on standard error: it is the user's to look after."""
    numbers = [int(number) for table, number in found.mentions if table in {"person", "encounter"}]
    names = [one_line(person.name) for person in get_people(app, numbers).values()]
    if names:
        say(f"Still named in what is noted about others: {', '.join(names)}.")
    sessions = [str(number) for table, number in found.mentions if table == "interest"]
    if sessions:
        say(f"Still named in your notes on {'session' if len(sessions) == 1 else 'sessions'} {', '.join(sessions)}.")
    plugins = [str(plugin) for table, plugin in found.mentions if table == "document"]
    if plugins:
        say(f"Still named in what these plugins noted of others: {', '.join(plugins)}.")
    if found.files:
        say("Written for them, and still there:")
        for file in found.files:
            say(f"  {file}")
    say("Exports, drafts, backups and mail that was sent are out of reach: delete them yourself.")


def _count(count: int, thing: str) -> str:
    return f"{count} {thing}{'' if count == 1 else 's'}"
