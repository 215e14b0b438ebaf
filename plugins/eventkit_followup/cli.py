"""``eventkit followup``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.api import (
    Column,
    InputError,
    dry_run_option,
    echo,
    event_option,
    format_option,
    pass_app,
    print_json,
    render,
    say,
    who_option,
)
from eventkit_followup.drafting import draft_followups
from eventkit_followup.templates import find_template, list_templates

if TYPE_CHECKING:
    from eventkit.api import App
    from eventkit_followup.drafting import Draft, Outcome, Skipped
    from eventkit_followup.templates import Template


@click.group()
def followup() -> None:
    """Draft a message to everyone you met, from your notes."""


@followup.command()
@event_option
@who_option
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="The folder for the drafts; made where it is missing.",
)
@click.option("--template", metavar="NAME", default="", help="Use this template for everybody.")
@click.option("--channel", metavar="NAME", default="eml", show_default=True, help="How to reach people.")
@click.option("--attach-card", is_flag=True, help="Attach your own card, as me.vcf.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def draft(
    app: App,
    *,
    event: str | None,
    who: str,
    folder: Path,
    template: str,
    channel: str,
    attach_card: bool,
    format_name: str,
    dry_run: bool,
) -> int:
    """Write a draft for everyone you met at an event, as a file; nothing is sent.

    Whom you promised something comes first, with the template promised-resource; the others get thank-you. Run it
    again after you met more people: who has a draft gets another only when you have met again since, and no file that
    is there is touched. A draft that lacks what its template needs is left out, and the exit code is 3.
    """
    outcome = draft_followups(
        app, folder, event=event, who=who, channel=channel, template=template, attach_card=attach_card, dry_run=dry_run
    )
    if format_name == "json":
        print_json(_as_json(outcome))
    else:
        _show(outcome, folder, who=who, dry_run=dry_run)
    return InputError.exit_code if any(skipped.refused for skipped in outcome.skipped) else 0


@followup.group()
def templates() -> None:
    """List the templates, or show one."""


@templates.command("list")
@format_option
@pass_app
def list_(app: App, format_name: str) -> int:
    """List the templates. Yours are NAME.txt in the folder `templates` of your settings, and go before the bundled."""
    columns = (
        Column("Template", lambda template: template.name),
        Column("From", lambda template: "eventkit" if template.bundled else template.file),
        Column("Channels", lambda template: ", ".join(template.channels) or "any"),
        Column("What it is", lambda template: template.description),
    )
    found, problems = list_templates(app)
    render(found, format_name, columns=columns, as_json=_template_json)
    for problem in problems:
        say(f"eventkit: {problem}")
    if format_name == "table":
        say(f"Your own templates go into {app.paths.templates}, as NAME.txt.")
    return InputError.exit_code if problems else 0


@templates.command()
@click.argument("name")
@pass_app
def show(app: App, name: str) -> None:
    """Show the file of the template NAME, to start your own from."""
    echo(find_template(app, name).file.read_text(encoding="utf-8-sig").rstrip("\n"))


def _as_json(outcome: Outcome) -> dict[str, Any]:
    """A run as scripts see it; the keys are a promise."""
    return {
        "drafted": [
            {"person": draft.person.name, "path": str(draft.path), "template": draft.template}
            for draft in outcome.drafted
        ],
        "skipped": [{"person": skipped.person.name, "reason": skipped.reason} for skipped in outcome.skipped],
    }


def _template_json(template: Template) -> dict[str, Any]:
    """A template as scripts see it; the keys are a promise."""
    return {
        "name": template.name,
        "bundled": template.bundled,
        "file": str(template.file),
        "channels": list(template.channels),
        "description": template.description,
    }


def _show(outcome: Outcome, folder: Path, *, who: str, dry_run: bool) -> None:
    event = outcome.event
    if not outcome.drafted and not outcome.skipped:
        of_whom = f" who fulfils {who!r}" if who else ""
        say(f"You noted nobody{of_whom} at {event.slug}; `eventkit met NAME --event {event.slug}` does.")
        return
    if outcome.drafted:
        count = f"{len(outcome.drafted)} draft{'' if len(outcome.drafted) == 1 else 's'}"
        echo(f"{'Would write' if dry_run else 'Wrote'} {count} for {event.name} to {folder}:")
        columns = (
            Column("Person", lambda draft: draft.person.name),
            Column("Template", lambda draft: draft.template),
            Column("File", lambda draft: draft.path.name),
        )
        _print(outcome.drafted, columns)
    else:
        echo(f"No new draft for {event.name}.")
    if outcome.skipped:
        echo()
        echo("Not drafted:")
        _print(
            outcome.skipped,
            (Column("Person", lambda skipped: skipped.person.name), Column("Reason", lambda skipped: skipped.reason)),
        )
    if outcome.drafted:
        echo()
        echo("Nothing was written: --dry-run." if dry_run else f"Nothing was sent: {outcome.channel.advice}")


def _print(rows: list[Draft] | list[Skipped], columns: tuple[Column, ...]) -> None:
    """Print a table."""
    render(rows, "table", columns=columns, as_json=vars)
