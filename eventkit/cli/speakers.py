"""``eventkit speakers``: who speaks at an event, the doubtful ones, and corrections by hand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import (
    ListsByDefault,
    TakesQuery,
    dry_run_option,
    event_argument,
    event_option,
    format_option,
    pass_app,
)
from eventkit.cli.output import echo, render, say
from eventkit.cli.sessions import NO_TIME_YET
from eventkit.cli.tables import Column
from eventkit.domain.times import in_zone
from eventkit.services.lookup import find_event
from eventkit.services.speaker_review import (
    add_speakers,
    list_doubts,
    list_speakers,
    remove_speaker,
    settle_doubts,
)

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.events import Event, Session
    from eventkit.services.speaker_review import Answer, Question, SpeakerAtEvent

_LIKELY = 50
_ALIKE = 0.8
_AS_IT_WAS = " (not done: --dry-run)"


def speaker_json(speaker: SpeakerAtEvent) -> dict[str, Any]:
    """A speaker of an event as scripts see it; the keys are a promise."""
    return {
        "person": speaker.person.id,
        "name": speaker.person.name,
        "organization": speaker.person.organization,
        "contact": speaker.person.contact,
        "sessions": [_session_json(session) for session in speaker.sessions],
    }


def question_json(question: Question) -> dict[str, Any]:
    """A doubtful speaker as scripts see it; the keys are a promise."""
    return {
        "number": question.number,
        "name": question.name,
        "organization": question.organization,
        "email": question.email,
        "confidence": question.confidence,
        "likelihood": _likelihood(question),
        "why": question.why,
        "sessions": [_session_json(session) for session in question.sessions],
    }


def _session_json(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "title": session.title,
        "starts": session.starts.isoformat() if session.starts else None,
        "room": session.room,
        "status": session.status,
    }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """A row for a spreadsheet: each session in one text."""
    return {
        **row,
        "sessions": [f"{one['id']} {one['starts'] or NO_TIME_YET} {one['title']}" for one in row["sessions"]],
    }


class _TakesNumbers(click.Command):
    """An option `--yes 3 4` has as many numbers as follow it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        told: list[str] = []
        option = ""
        for arg in args:
            if option and arg.isdecimal() and told[-1] != option:
                told.append(option)
            option = arg if arg in {"--yes", "--no"} else option if arg.isdecimal() else ""
            told.append(arg)
        return super().parse_args(ctx, told)


@click.group(cls=ListsByDefault)
def speakers() -> None:
    """List who speaks at an event, and settle who is doubtful.

    `eventkit speakers [SLUG] [QUERY]` lists them. QUERY is as in `eventkit people`: free text, org: tag: and more.
    """


@speakers.command("list", cls=TakesQuery)
@click.argument("words", metavar="[SLUG] [QUERY]...", nargs=-1)
@format_option
@pass_app
def list_(app: App, /, *, words: tuple[str, ...], format_name: str) -> None:
    """List the speakers of an event by name.

    All of them, or those of a QUERY; ✓ marks those who are your contacts.
    """
    slug, query = _slug_and_query(app, words)
    event, found = list_speakers(app, slug, query)
    columns = (
        Column("No.", lambda speaker: speaker.person.id, right=True),
        Column("", lambda speaker: "✓" if speaker.person.contact else ""),
        Column("Name", lambda speaker: speaker.person.name, share=4),
        Column("Organisation", lambda speaker: speaker.person.organization, share=3),
        Column("Sessions", lambda speaker: _sessions(speaker.sessions, event), share=7),
    )
    empty = f"No speaker of {event.slug} fits." if query else f"The agenda of {event.slug} names no speaker."
    flat = format_name == "csv"
    render(
        found,
        format_name,
        columns=columns,
        as_json=lambda speaker: _flat(speaker_json(speaker)) if flat else speaker_json(speaker),
        empty=empty,
    )
    waiting = len(list_doubts(app, event.slug)[1])
    if waiting and not query and format_name == "table":
        say(f"{_count(waiting)} for your word: `eventkit speakers review {event.slug}`.")


@speakers.command(cls=_TakesNumbers)
@event_argument
@click.option("--yes", type=int, multiple=True, metavar="NUMBER...", help="These are speakers.")
@click.option("--no", type=int, multiple=True, metavar="NUMBER...", help="These are none.")
@click.option("--yes-all", is_flag=True, help="All that are listed are speakers, but those of --no.")
@click.option("--no-all", is_flag=True, help="None that is listed is a speaker, but those of --yes.")
@click.option("--list", "only_list", is_flag=True, help="List them and ask nothing, also on a terminal.")
@format_option
@dry_run_option
@pass_app
def review(
    app: App,
    /,
    *,
    event: str | None,
    yes: tuple[int, ...],
    no: tuple[int, ...],
    yes_all: bool,
    no_all: bool,
    only_list: bool,
    format_name: str,
    dry_run: bool,
) -> None:
    """Say who of the doubtful ones is a speaker.

    On a terminal you are asked, one after the other; otherwise they are listed. An answer is for every session of
    the event with that name, and is kept: no import asks again. Giving another answer to a number changes it.
    """
    if set(yes) & set(no) or (yes_all and no_all):
        message = "the same speaker cannot be one and be none; give each number once, and one of --yes-all and --no-all"
        raise click.UsageError(message)
    if not (yes or no or yes_all or no_all):
        found, questions = list_doubts(app, event)
        if format_name == "table" and not only_list and questions and sys.stdin.isatty() and sys.stdout.isatty():
            _ask(app, found, questions, dry_run=dry_run)
        else:
            _list(found, questions, format_name)
        return
    if yes_all or no_all:
        rest = [question.number for question in list_doubts(app, event)[1] if question.number not in {*yes, *no}]
        yes, no = (*yes, *(rest if yes_all else ())), (*no, *(rest if no_all else ()))
    answers = settle_doubts(app, yes=yes, no=no, event=find_event(app, event) if event else None, dry_run=dry_run)
    for answer in answers:
        _tell(answer, dry_run=dry_run)
    if not answers:
        say("No speaker waits for your word.")


@speakers.command()
@click.argument("session")
@click.argument("name", nargs=-1, required=True)
@event_option
@dry_run_option
@pass_app
def add(app: App, /, *, session: str, name: tuple[str, ...], event: str | None, dry_run: bool) -> None:
    """Say that somebody speaks in a session.

    SESSION is a number of the agenda, or an unambiguous part of the title; each NAME is put in quotation marks. No
    import takes it back.
    """
    found, added = add_speakers(app, session, name, event=event, dry_run=dry_run)
    for who, new in added:
        suffix = _AS_IT_WAS if dry_run else "" if new else ", as before"
        echo(f"{who} speaks in {found.title}{suffix}.")


@speakers.command()
@click.argument("session")
@click.argument("name")
@event_option
@dry_run_option
@pass_app
def remove(app: App, /, *, session: str, name: str, event: str | None, dry_run: bool) -> None:
    """Say that somebody does not speak in a session.

    SESSION is a number of the agenda, or an unambiguous part of the title; NAME is an unambiguous part of the name.
    No import brings them back there.
    """
    found, who = remove_speaker(app, session, name, event=event, dry_run=dry_run)
    echo(f"{who} does not speak in {found.title}{_AS_IT_WAS if dry_run else ''}.")


def _slug_and_query(app: App, words: tuple[str, ...]) -> tuple[str | None, str]:
    """The first word is the event, unless it is nothing like one and an event goes without saying."""
    import difflib  # only for this

    known = [event.slug for event in app.store.agenda.events()]
    if words and (words[0] in known or difflib.get_close_matches(words[0], known, n=1, cutoff=_ALIKE)):
        return words[0], " ".join(words[1:])
    return None, " ".join(words)


def _list(event: Event, questions: list[Question], format_name: str) -> None:
    columns = (
        Column("No.", lambda question: question.number, right=True),
        Column("Speaker?", _who, share=4),
        Column("", _likelihood),
        Column("Session", lambda question: _sessions(question.sessions, event), share=6),
        Column("Why", lambda question: question.why, share=4),
    )
    empty = f"No speaker of {event.slug} waits for your word."
    flat = format_name == "csv"
    render(
        questions,
        format_name,
        columns=columns,
        as_json=lambda question: _flat(question_json(question)) if flat else question_json(question),
        empty=empty,
    )
    if questions and format_name == "table":
        say(f"`eventkit speakers review {event.slug} --yes NUMBER... --no NUMBER...` says who is one; or --yes-all.")


def _ask(app: App, event: Event, questions: list[Question], *, dry_run: bool) -> None:
    """Ask one after the other; each answer is kept at once."""
    for position, question in enumerate(questions):
        echo()
        left = len(questions) - position
        echo(f"{_who(question)}  ({_likelihood(question)}{f': {question.why}' if question.why else ''})")
        for session in question.sessions:
            echo(f"  {_sessions((session,), event)}")
        word = click.prompt(
            f"A speaker? {left} left: yes, no, skip or quit",
            type=click.Choice(["y", "n", "s", "q"]),
            default="s",
        )
        if word == "q":
            return
        if word != "s":
            number = [question.number]
            yes, no = (number, []) if word == "y" else ([], number)
            for answer in settle_doubts(app, yes=yes, no=no, dry_run=dry_run):
                _tell(answer, dry_run=dry_run)


def _tell(answer: Answer, *, dry_run: bool) -> None:
    question = answer.question
    suffix = _AS_IT_WAS if dry_run else "" if answer.new else ", as before"
    if answer.speaks:
        where = ", ".join(session.title for session in question.sessions)
        echo(f"{question.name} speaks{f' in {where}' if where else ''}{suffix}.")
    else:
        echo(f"{question.name} is no speaker{suffix}.")


def _who(question: Question) -> str:
    return ", ".join(filter(None, [question.name, question.organization]))


def _likelihood(question: Question) -> str:
    return "likely" if question.confidence >= _LIKELY else "maybe"


def _sessions(sessions: tuple[Session, ...], event: Event) -> str:
    """Sessions with number and time, as `12  Fri 10:30 Tea`."""
    return "; ".join(f"{session.id} {_when(session, event)} {_flagged(session)}" for session in sessions)


def _when(session: Session, event: Event) -> str:
    if session.starts is None:
        return NO_TIME_YET
    return f"{session.starts:%a}" if session.all_day else f"{in_zone(session.starts, event.timezone):%a %H:%M}"


def _flagged(session: Session) -> str:
    return f"{'CANCELLED: ' if session.status == 'cancelled' else ''}{session.title}"


def _count(waiting: int) -> str:
    return "1 speaker waits" if waiting == 1 else f"{waiting} speakers wait"
