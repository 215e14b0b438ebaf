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
    pass_app,
    print_json,
    render,
    say,
    who_option,
)
from eventkit_followup.channels_cli import channels
from eventkit_followup.drafting import draft_followups
from eventkit_followup.templates_cli import templates

if TYPE_CHECKING:
    from eventkit.api import App
    from eventkit_followup.drafting import Draft, Outcome, Skipped


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
    metavar="DIR",
    help="The folder for the drafts; made where it is missing. The channel imap needs none.",
)
@click.option("--template", metavar="NAME", default="", help="Use this template for everybody.")
@click.option("--channel", metavar="NAME", default="eml", show_default=True, help="How to reach people.")
@click.option("--language", metavar="TAG", default="", help="Write to everybody in this language, as de.")
@click.option("--tone", type=click.Choice(["formal", "informal"]), help="Write to everybody so.")
@click.option("--attach-card", is_flag=True, help="Attach your own card, as me.vcf.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def draft(
    app: App,
    *,
    event: str | None,
    who: str,
    folder: Path | None,
    template: str,
    channel: str,
    language: str,
    tone: str | None,
    attach_card: bool,
    format_name: str,
    dry_run: bool,
) -> int:
    """Write a draft for everyone you met at an event, as a file; nothing is sent.

    Whom you promised something comes first. The template is chosen for each: by what you promised, by the role they
    had there, by whether you knew each other, and in their language. Run it again after you met more people: who has a
    draft gets another only when you have met again since, and no file that is there is touched. A draft that lacks
    what its template needs is left out, and the exit code is 3.
    """
    outcome = draft_followups(
        app,
        folder,
        event=event,
        who=who,
        channel=channel,
        template=template,
        language=language,
        tone=tone or "",
        attach_card=attach_card,
        dry_run=dry_run,
    )
    if format_name == "json":
        print_json(_as_json(outcome))
    else:
        _show(outcome, folder, who=who, dry_run=dry_run)
    return InputError.exit_code if any(skipped.refused for skipped in outcome.skipped) else 0


followup.add_command(channels)
followup.add_command(templates)


def _as_json(outcome: Outcome) -> dict[str, Any]:
    """A run as scripts see it; the keys are a promise."""
    return {
        "drafted": [
            {"person": draft.person.name, "path": draft.place, "template": draft.template} for draft in outcome.drafted
        ],
        "skipped": [{"person": skipped.person.name, "reason": skipped.reason} for skipped in outcome.skipped],
    }


def _show(outcome: Outcome, folder: Path | None, *, who: str, dry_run: bool) -> None:
    event = outcome.event
    if not outcome.drafted and not outcome.skipped:
        of_whom = f" who fulfils {who!r}" if who else ""
        say(f"You noted nobody{of_whom} at {event.slug}; `eventkit met NAME --event {event.slug}` does.")
        return
    if outcome.drafted:
        count = f"{len(outcome.drafted)} draft{'' if len(outcome.drafted) == 1 else 's'}"
        echo(f"{'Would write' if dry_run else 'Wrote'} {count} for {event.name} to {folder or outcome.channel.name}:")
        columns = (
            Column("Person", lambda draft: draft.person.name),
            Column("Template", lambda draft: draft.template),
            Column("File", lambda draft: draft.where or draft.path.name),
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
