"""``eventkit people history`` and ``timeline``: where what is known of somebody came from, and what there was."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from eventkit.cli.options import format_option, pass_app
from eventkit.cli.output import echo, print_json, print_table, render
from eventkit.cli.person_view import field_in_words, numbered
from eventkit.cli.sessions import NO_TIME_YET
from eventkit.cli.tables import Column
from eventkit.services.lookup import find_person

if TYPE_CHECKING:
    from eventkit.app import App
    from eventkit.domain.people import Person
    from eventkit.records import TimelineItem
    from eventkit.services.provenance import PersonHistory, ValueChange, ValueFrom
    from eventkit.store.provenance import ChangeHead


@click.command()
@click.argument("person")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@pass_app
def history(app: App, /, *, person: str, format_name: str) -> None:
    """Show where everything about PERSON came from, and what was changed when."""
    from eventkit.services.provenance import history_of  # the other commands of people do without

    found = history_of(app, find_person(app, person))
    if format_name == "json":
        print_json(_history_json(found))
        return
    echo(f"{numbered(found.person)}, and where it came from:")
    _print_sources(found)
    echo()
    echo("What was changed:")
    rows = [(one.change, value) for one in found.changes for value in one.values]
    print_table(
        [
            (change if not number or rows[number - 1][0] != change else None, value)
            for number, (change, value) in enumerate(rows)
        ],
        (
            Column("No.", lambda row: row[0].id if row[0] else "", right=True),
            Column("When", lambda row: _when(row[0].at) if row[0] else "", whole=True),
            Column("Who", lambda row: row[0].who if row[0] else "", share=1),
            Column("Change", lambda row: row[0].label if row[0] else "", share=2),
            Column("What", lambda row: field_in_words(row[1].field), whole=True),
            Column("", lambda row: _became(row[1]), share=3),
        ),
    )


@click.command()
@click.argument("person")
@format_option
@pass_app
def timeline(app: App, /, *, person: str, format_name: str) -> None:
    """Show everything that there was with PERSON, in order: sessions, encounters, drafts and what plugins know."""
    from eventkit.services.timeline import timeline_of  # the other commands of people do without

    found = find_person(app, person)
    columns = (
        Column("When", _moment, whole=True),
        Column("", lambda item: item.what, whole=True),
        Column("Event", lambda item: item.event, share=1),
        Column(numbered(found), lambda item: item.text, share=4),
    )
    render(timeline_of(app, found), format_name, columns=columns, as_json=_item_json)


def tell_sources(app: App, person: Person) -> None:
    """Where each value of a person came from."""
    from eventkit.services.provenance import history_of  # the other commands of people do without

    echo("Where it came from:")
    _print_sources(history_of(app, person))


def _print_sources(found: PersonHistory) -> None:
    columns = (
        Column("What", lambda row: field_in_words(row.field)),
        Column("", lambda row: row.value, share=3),
        Column("Since", lambda row: _when(row.change.at) if row.change else "", whole=True),
        Column("From", _from, share=2),
    )
    print_table(found.values, columns)


def _from(row: ValueFrom) -> str:
    return row.change.label if row.change else "before the history began"


def _became(value: ValueChange) -> str:
    if value.before and value.after:
        return f"{value.before} → {value.after}"
    return f"+ {value.after}" if value.after else f"- {value.before}"


def _when(at: str) -> str:
    return at[:16].replace("T", " ")


def _moment(item: TimelineItem) -> str:
    return _when(item.at.isoformat()) if item.at else NO_TIME_YET


def _history_json(found: PersonHistory) -> dict[str, Any]:
    """A person's history as scripts see it; the keys are a promise."""
    return {
        "person": found.person.id,
        "name": found.person.name,
        "values": [
            {"field": one.field, "value": one.value, "from": _change_json(one.change) if one.change else None}
            for one in found.values
        ],
        "changes": [
            {**_change_json(one.change), "values": [asdict(value) for value in one.values]} for one in found.changes
        ],
    }


def _change_json(change: ChangeHead) -> dict[str, Any]:
    return {"change": change.id, "at": change.at, "label": change.label, "who": change.who, "source": change.source}


def _item_json(item: TimelineItem) -> dict[str, Any]:
    """One of a timeline as scripts see it; the keys are a promise."""
    return {"at": item.at.isoformat() if item.at else None, "what": item.what, "event": item.event, "text": item.text}
