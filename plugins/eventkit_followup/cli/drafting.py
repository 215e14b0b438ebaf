"""``eventkit followup draft``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from eventkit.api import InputError, dry_run_option, event_option, find_person, pass_app, who_option

if TYPE_CHECKING:
    from eventkit.api import App
    from eventkit_followup.drafts.outcome import Outcome


@click.command(short_help="Write a draft for everyone you met; nothing is sent.")
@event_option
@who_option
@click.option("--promises", is_flag=True, help="Only whom you promised something and did not write to; at any event.")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder for the drafts; made where it is missing. The channel imap needs none.",
)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Only the N most urgent.")
@click.option("--template", metavar="NAME", default="", help="Use this template for everybody.")
@click.option("--set", "said", metavar="NAME=VALUE", multiple=True, help="What a template asks for; may be repeated.")
@click.option("--other", metavar="WHO", help="The third person of an introduction.")
@click.option("--channel", metavar="NAME", default="eml", show_default=True, help="How to reach people.")
@click.option("--again", is_flag=True, help="Also whom another channel has a draft for already.")
@click.option("--language", metavar="TAG", default="", help="The language for whom none is known, as de.")
@click.option("--tone", type=click.Choice(["formal", "informal"]), help="The tone for whom none is known.")
@click.option("--attach-card", is_flag=True, help="Attach your own card, as me.vcf.")
@click.option("--edit", is_flag=True, help="Then open each draft in your editor, that of $VISUAL or $EDITOR.")
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@dry_run_option
@pass_app
def draft(
    app: App,
    *,
    event: str | None,
    who: str,
    promises: bool,
    folder: Path | None,
    limit: int | None,
    template: str,
    said: tuple[str, ...],
    other: str | None,
    channel: str,
    again: bool,
    language: str,
    tone: str | None,
    attach_card: bool,
    edit: bool,
    format_name: str,
    dry_run: bool,
) -> int:
    """Write a draft for everyone you met at an event, as a file; nothing is sent.

    Whom you promised something comes first. The template is chosen for each: by what you promised, by the role they
    had there, by whether you knew each other, and in their language. Run it again after you met more people: who has a
    draft gets another only when you have met again since, and no file that is there is touched. A draft that lacks
    what its template needs is left out and listed, and the exit code is 3. `eventkit undo` takes a run back, with the
    files that you did not edit.

    With --who and no --event, everybody of the query gets one letter, wherever you met. Somebody whom you have written
    to already gets another where a --template asks for that, as those that share an article, or where you have not
    seen each other for months.

    \b
    Examples:
      eventkit followup draft --event pyconf --to drafts --dry-run
      eventkit followup draft --promises --limit 5 --to drafts --edit
      eventkit followup draft --who tag:parsers --to drafts \\
          --template article --set link=https://example.org --set why="It is short."
    """  # noqa: D301  # \b keeps click from filling the examples up
    from eventkit_followup.channels import find_channel
    from eventkit_followup.cli.drafting_view import print_as_json, show
    from eventkit_followup.drafts.drafting import draft_followups
    from eventkit_followup.drafts.opening import check_editing, open_drafts
    from eventkit_followup.material.said import pairs_said

    if edit:
        check_editing(find_channel(app, channel)[1])
    outcome = draft_followups(
        app,
        folder,
        event=event,
        who=who,
        promises=promises,
        again=again,
        limit=limit,
        channel=channel,
        template=template,
        language=language,
        tone=tone or "",
        other=find_person(app, other) if other else None,
        extra=pairs_said(said),
        attach_card=attach_card,
        dry_run=dry_run,
    )
    if format_name == "json":
        print_as_json(outcome)
    else:
        show(outcome, folder, nobody=_nobody(outcome, who, promises=promises), dry_run=dry_run)
    if edit and not dry_run:
        open_drafts([one.path for one in outcome.drafted])
    return InputError.exit_code if any(skipped.refused for skipped in outcome.skipped) else 0


def _nobody(outcome: Outcome, who: str, *, promises: bool) -> str:
    """What to say where there is nobody to write to."""
    where = f" at {outcome.event.slug}" if outcome.event else ""
    if promises:
        of_whom = f" to those of {who!r}" if who else ""
        return f"No promise{of_whom}{where} waits for a letter; `eventkit met NAME --promise TEXT` notes one."
    of_whom = f" who fulfils {who!r}" if who else ""
    if outcome.event is None:
        return f"Nobody fulfils {who!r}; `eventkit people list --all {who}` looks for them."
    return f"You noted nobody{of_whom}{where}; `eventkit met NAME --event {outcome.event.slug}` does."
