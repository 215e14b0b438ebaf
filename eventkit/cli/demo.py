"""``eventkit demo``: a whole conference in a home of its own, by the very commands that a user types."""

from __future__ import annotations

import json
import os
import shlex
import tempfile
from contextlib import contextmanager, redirect_stdout
from datetime import datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.app import create_app
from eventkit.cli.output import echo
from eventkit.errors import InputError
from eventkit.services.agenda import list_events
from eventkit.services.sample import SLUG, find_sample

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.services.sample import Sample

_OWN_STARS = 4
_RULE = 72


@click.command()
@click.option("--agenda", type=click.Path(path_type=Path), help="Your own agenda (.ics) instead of the sample's.")
@click.option(
    "--to",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("eventkit-demo"),
    show_default=True,
    help="Where the card, the drafts and the brief go.",
)
def demo(agenda: Path | None, folder: Path) -> None:
    """Watch a whole conference go by: agenda in, sessions chosen, card shown, people met, follow-ups drafted.

    Everything happens in a temporary home, with invented people; your own data is not touched. Every line that
    begins with $ is a command that you can type yourself.
    """
    sample = find_sample()
    with tempfile.TemporaryDirectory(prefix="eventkit-demo-") as home:
        tour = _Tour(Path(home), folder, sample, agenda)
        tour.before()
        tour.at()
        tour.after()
    tour.end()


class _Tour:
    """The steps, each with the time at which they are taken."""

    def __init__(self, home: Path, folder: Path, sample: Sample, agenda: Path | None) -> None:
        self._home = home
        self._folder = folder
        self._notes = sample.notes
        self._sample = sample
        self._own = agenda
        self._event = "my-event" if agenda else SLUG
        self._now = datetime.fromisoformat("2027-05-13T19:00:00+02:00")
        folder.mkdir(parents=True, exist_ok=True)

    def before(self) -> None:
        """Who I am, the agenda, what I choose, whom I want to meet, and what changed since."""
        me = self._notes["me"]
        self._heading("Before the event: who you are, what is on, whom to meet")
        self._run("me", *(part for key, value in me.items() for part in (f"--{key}", value)))
        self._run("import", self._own or self._sample.agenda, "--event", self._event, partly=True)
        sessions = self._ask("agenda", self._event)
        first = sessions[0]["starts"]  # what has no time yet comes last
        if self._own and first:
            self._now = _evening_before(first)
        self._run("import", self._sample.attendees, "--event", self._event)
        self._run("agenda", self._event, *(("--day", first[:10]) if first else ()))
        for session in self._chosen(sessions):
            self._run("star", session["id"], "--event", self._event)
        self._run("agenda", self._event, "--mine")
        if first:
            self._run("gaps", self._event, "--day", first[:10])
        for wish in [] if self._own else self._notes["want_to_meet"]:
            self._run("prep", "meet", wish["person"], "--event", self._event, "--why", wish["why"])
        self._run("prep", self._event)
        if not self._own:
            echo()
            echo("The evening before, a newer agenda: what changed for you comes out of the import.")
            self._run("import", self._sample.newer_agenda, "--event", self._event)
        self._run("prep", "brief", self._event, "--output", self._folder / "brief.md")
        self._run("card", "--png", self._folder / "card.png", "--vcf", self._folder / "card.vcf")

    def at(self) -> None:
        """What is on now, my card on their phone, theirs in my records, and a line for each conversation."""
        self._heading("At the event: now and next, cards, a line for each conversation")
        sessions = self._ask("agenda", self._event)
        self._now = _during(sessions) or self._now
        self._run("now", self._event)
        self._run("card")
        self._someone_elses_card(self._folder / "their-badge.png")
        self._run("scan", self._folder / "their-badge.png", "--event", self._event, "--yes")
        known = {session["uid"]: session["id"] for session in sessions}
        for met in self._notes["encounter"]:
            words = ["met", met["person"], "--event", self._event, "--note", met["note"]]
            if met.get("session") in known:
                words += ["--session", known[met["session"]]]
            if met.get("promise"):
                words += ["--promise", met["promise"]]
            if not self._own:
                words += ["--at", met["at"]]
            self._run(*words)

    def after(self) -> None:
        """Everyone I met, a draft for each, and what was changed by all this."""
        self._heading("After the event: everyone you met, and a draft for each")
        self._now = self._now + timedelta(days=2)
        self._run("attended", "--mine", "--event", self._event)
        self._run("diary", self._event, "--output", self._folder / "diary.md")
        self._run("people", f"met:{self._event}")
        self._run("followup", "draft", "--event", self._event, "--to", self._folder / "drafts", "--attach-card")
        self._run("history", "--limit", "5")

    def end(self) -> None:
        """Where to look."""
        self._heading(f"Look into {self._folder}")
        for name, what in (
            ("card.png", "your card: point a phone's camera at it"),
            ("card.vcf", "the same as a file"),
            ("brief.md", "your sessions, clashes and whom to meet, on a page"),
            ("diary.md", "the event as it was for you"),
            ("drafts", "a message for everyone you met: open one in a mail program"),
        ):
            echo(f"  {name:10}  {what}")

    # --- inside ---------------------------------------------------------------------------------------

    def _chosen(self, sessions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if not self._own:
            return [session for session in sessions if session["uid"] in self._notes["stars"]]
        timed = [session for session in sessions if session["starts"] and not session["all_day"]]
        talks = [session for session in timed if session["kind"] == "session"]
        return talks[:: max(1, len(talks) // _OWN_STARS)][:_OWN_STARS]

    def _someone_elses_card(self, file: Path) -> None:
        """A badge to scan, as another visitor's own eventkit would make it."""
        with tempfile.TemporaryDirectory() as home, self._environment(Path(home)), redirect_stdout(StringIO()):
            _command("me", "--name", "Noor van Dalen", "--email", "noor@example.net", "--organization", "Open Tide")
            _command("card", "--png", file)

    def _heading(self, text: str) -> None:
        echo()
        echo(text)
        echo("=" * min(len(text), _RULE))

    def _run(self, *words: object, partly: bool = False) -> None:
        """Show a command as it would be typed, and run it; ``partly`` where it may leave something of a file out."""
        words = tuple(_short(word) if isinstance(word, Path) else word for word in words)
        typed = shlex.join(str(word) for word in ("eventkit", *words))
        echo()
        echo(f"$ {typed}")
        with self._environment(self._home):
            _command(*words, partly=partly)

    def _ask(self, *words: object) -> list[dict[str, Any]]:
        """The JSON of a listing."""
        buffer = StringIO()
        with self._environment(self._home), redirect_stdout(buffer):
            _command(*words, "--format", "json")
        answer: list[dict[str, Any]] = json.loads(buffer.getvalue())
        return answer

    @contextmanager
    def _environment(self, home: Path) -> Iterator[None]:
        before = dict(os.environ)
        os.environ.update(EVENTKIT_HOME=str(home), EVENTKIT_NOW=self._now.isoformat())
        os.environ.pop("EVENTKIT_DATABASE_URL", None)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(before)


def _short(path: Path) -> Path:
    """The path as one would type it here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def _command(*words: object, partly: bool = False) -> None:
    """Run one command as the shell does; one that fails ends the demo with its code."""
    from eventkit.cli.main import run  # it loads this module's command

    arguments = ["--home", os.environ["EVENTKIT_HOME"], *map(str, words)]
    code = run(arguments)
    if code and not (partly and code == InputError.exit_code and _has_sessions()):
        raise click.exceptions.Exit(code)  # the command has said why


def _has_sessions() -> bool:
    """Whether the home has an agenda, whatever was left out of it."""
    app = create_app(os.environ["EVENTKIT_HOME"])
    try:
        return any(event.sessions for event in list_events(app))
    finally:
        app.close()


def _evening_before(starts: str) -> datetime:
    first = datetime.fromisoformat(starts)
    return datetime.combine(
        first.date() - timedelta(days=1), time(19), first.tzinfo or datetime.now().astimezone().tzinfo
    )


def _during(sessions: list[dict[str, Any]]) -> datetime | None:
    """Five minutes into the fifth session that has a time, when something is on and something comes."""
    timed = [session for session in sessions if session["starts"] and not session["all_day"]]
    timed = timed or [session for session in sessions if session["starts"]]
    if not timed:
        return None
    start = datetime.fromisoformat(timed[min(4, len(timed) - 1)]["starts"])
    return (start if start.tzinfo else start.astimezone()) + timedelta(minutes=5)
