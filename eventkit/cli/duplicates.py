"""``eventkit duplicates``: records that are probably one person, and saying that they are or are not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from eventkit.cli.options import ListsByDefault, dry_run_option, format_option, pass_app
from eventkit.cli.output import echo, echo_wrapped, print_table, render, say
from eventkit.cli.tables import Column
from eventkit.errors import UsageError
from eventkit.services.duplicates import LIKELY, find_duplicates, keep_different, kept_first
from eventkit.services.people import list_people

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.app import App
    from eventkit.domain.people import Person
    from eventkit.services.duplicates import PossibleDuplicate

_SHOWN = 20


class _Pair(NamedTuple):
    """Two people who may be one, the fuller record first, which a merge keeps."""

    kept: Person
    other: Person
    score: int
    reasons: tuple[str, ...]

    @property
    def numbers(self) -> str:
        return f"{self.kept.id} {self.other.id}"


def duplicate_json(pair: _Pair) -> dict[str, Any]:
    """A pair as scripts see it; the keys are a promise."""
    return {
        "score": pair.score,
        "first": pair.kept.id,
        "first_name": pair.kept.name,
        "first_organization": pair.kept.organization,
        "second": pair.other.id,
        "second_name": pair.other.name,
        "second_organization": pair.other.organization,
        "reasons": list(pair.reasons),
    }


def _which_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Which pairs are meant."""
    for option in (
        click.option("--all", "everybody", is_flag=True, help="Also people only listed in a programme."),
        click.option(
            "--who", default="", metavar="QUERY", help="Pairs with one of these people, as in `people QUERY`."
        ),
        click.option(
            "--min",
            "least",
            type=click.IntRange(0, 100),
            default=LIKELY,
            show_default=True,
            metavar="SCORE",
            help="How sure it has to be, from 0 to 100.",
        ),
    ):
        function = option(function)
    return function


@click.group(cls=ListsByDefault)
def duplicates() -> None:
    """List records that are probably one person.

    Two that are one are merged by `eventkit merge`; two that are not are kept apart by `eventkit duplicates different`.
    `eventkit duplicates review` asks about one pair after the other.
    """


@duplicates.command("list")
@click.option("--limit", type=click.IntRange(1), default=_SHOWN, show_default=True, help="How many, the surest first.")
@_which_options
@format_option
@pass_app
def list_(app: App, /, *, limit: int, least: int, who: str, everybody: bool, format_name: str) -> None:
    """List pairs that are probably one person, the surest first."""
    found = _found(app, least=least, who=who, everybody=everybody)
    pairs = _pairs(app, found[:limit])
    columns = (
        Column("Score", lambda pair: pair.score, right=True),
        Column("No.", lambda pair: pair.kept.id, right=True),
        Column("Name", lambda pair: _named(pair.kept), share=2),
        Column("No.", lambda pair: pair.other.id, right=True),
        Column("Same as", lambda pair: _named(pair.other), share=2),
        Column("Why", lambda pair: ", ".join(pair.reasons), share=3),
    )
    render(pairs, format_name, columns=columns, as_json=duplicate_json, empty=_nobody(least))
    if pairs and format_name == "table":
        if len(found) > len(pairs):
            say(f"{len(found) - len(pairs)} more: --limit {len(found)} shows all.")
        first = pairs[0].numbers
        say(
            f"`eventkit merge {first}` makes one of the first two,\n"
            f"`eventkit duplicates different {first}` keeps them apart,\n"
            "`eventkit duplicates review` asks about one pair after the other."
        )


@duplicates.command()
@click.argument("person")
@click.argument("other")
@dry_run_option
@pass_app
def different(app: App, /, *, person: str, other: str, dry_run: bool) -> None:
    """Keep that PERSON and OTHER are two people.

    They are not proposed again. Each is a number, an address, or an unambiguous part of the name.
    """
    _keep_apart(app, person, other, dry_run=dry_run)


@duplicates.command()
@_which_options
@dry_run_option
@pass_app
def review(app: App, /, *, least: int, who: str, everybody: bool, dry_run: bool) -> None:
    """Show one pair after the other, and ask what they are.

    Each answer is kept at once; `eventkit undo` takes the last one back.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        message = "a review asks, and there is no terminal to answer at; `eventkit duplicates` lists the pairs"
        raise UsageError(message)
    found = _found(app, least=least, who=who, everybody=everybody)
    if not found:
        say(_nobody(least))
    gone: dict[int, int] = {}
    asked: set[tuple[int, int]] = set()
    for position, possible in enumerate(found):
        for pair in _pairs(app, [_now(possible, gone)]):
            if (pair.kept.id, pair.other.id) in asked:  # one of them took in who was asked about before
                continue
            asked.add((pair.kept.id, pair.other.id))
            asked.add((pair.other.id, pair.kept.id))
            _show(pair)
            word = click.prompt(
                f"One person? {len(found) - position} left: merge, different, skip or quit",
                type=click.Choice(["m", "d", "s", "q"]),
                default="s",
            )
            if word == "q":
                return
            if word == "d":
                _keep_apart(app, str(pair.kept.id), str(pair.other.id), dry_run=dry_run)
            elif word == "m":
                _merge(app, pair, dry_run=dry_run)
                if not dry_run:
                    gone[pair.other.id] = pair.kept.id


def _found(app: App, *, least: int, who: str, everybody: bool) -> list[PossibleDuplicate]:
    among = {person.id for person in list_people(app, who, everybody=everybody)} if who.strip() else None
    return find_duplicates(app, least=least, everybody=everybody, among=among)


def _pairs(app: App, found: Sequence[PossibleDuplicate]) -> list[_Pair]:
    """The pairs with their people, without those who are no longer two."""
    people = app.store.people.get({number for one in found for number in (one.first, one.second)})
    return [
        _Pair(*kept_first(people[one.first], people[one.second]), one.score, one.reasons)
        for one in found
        if one.first != one.second and one.first in people and one.second in people
    ]


def _now(possible: PossibleDuplicate, gone: dict[int, int]) -> PossibleDuplicate:
    """The pair with whom those who were merged went into."""
    from dataclasses import replace

    first, second = possible.first, possible.second
    while first in gone:
        first = gone[first]
    while second in gone:
        second = gone[second]
    return replace(possible, first=first, second=second)


def _show(pair: _Pair) -> None:
    """Both records side by side."""
    rows = [
        (what, *values)
        for what, *values in (
            ("organisation", pair.kept.organization, pair.other.organization),
            ("title", pair.kept.title, pair.other.title),
            ("e-mail", ", ".join(pair.kept.emails), ", ".join(pair.other.emails)),
            ("phone", ", ".join(pair.kept.phones), ", ".join(pair.other.phones)),
            ("handles", _handles(pair.kept), _handles(pair.other)),
            ("web", ", ".join(pair.kept.urls), ", ".join(pair.other.urls)),
            ("birthday", pair.kept.birthday, pair.other.birthday),
            ("tags", ", ".join(pair.kept.tags), ", ".join(pair.other.tags)),
            ("events", ", ".join(pair.kept.events), ", ".join(pair.other.events)),
            ("note", pair.kept.note, pair.other.note),
        )
        if any(values)
    ]
    echo()
    print_table(
        [("name", pair.kept.name, pair.other.name), *rows],
        (
            Column("", lambda row: row[0], whole=True),
            Column(f"No. {pair.kept.id}", lambda row: row[1], share=1),
            Column(f"No. {pair.other.id}", lambda row: row[2], share=1),
        ),
    )
    echo_wrapped(f"{pair.score} of 100: {', '.join(pair.reasons)}.")


def _handles(person: Person) -> str:
    return ", ".join(f"{platform} {handle}" for platform, handle in person.handles.items())


def _keep_apart(app: App, person: str, other: str, *, dry_run: bool) -> None:
    first, second, new = keep_different(app, person, other, dry_run=dry_run)
    suffix = " (not done: --dry-run)" if dry_run else "" if new else ", as before"
    echo(f"{first.name} (number {first.id}) and {second.name} (number {second.id}) are two people{suffix}.")


def _merge(app: App, pair: _Pair, *, dry_run: bool) -> None:
    from eventkit.services.merging import merge_people  # only for this answer

    result = merge_people(app, pair.kept, pair.other, dry_run=dry_run)
    done = "Would merge" if dry_run else "Merged"
    echo(f"{done} {pair.other.name} (number {pair.other.id}) into {result.person.name} (number {pair.kept.id}).")


def _named(person: Person) -> str:
    return ", ".join(filter(None, [person.name, person.organization]))


def _nobody(least: int) -> str:
    lower = f"; --min {LIKELY // 2} shows less likely ones too" if least > LIKELY // 2 else ""
    return f"No two records look like one person{lower}."
