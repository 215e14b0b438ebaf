"""What `followup draft` prints: tables for people, JSON for scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eventkit.api import Column, echo, one_line, print_json, render, say
from eventkit_followup.templating.helping import hints

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eventkit_followup.drafts.outcome import Draft, Outcome, Skipped

_PERSON = Column("Person", lambda row: one_line(row.person.name), share=2)


def print_as_json(outcome: Outcome) -> None:
    """A run as scripts see it; the keys are a promise. Who lacks something is also among those skipped."""
    print_json(
        {
            "drafted": [_draft_json(draft) for draft in outcome.drafted],
            "skipped": [{"person": skipped.person.name, "reason": skipped.reason} for skipped in outcome.skipped],
            "lacking": [
                {"person": one.person.name, "template": one.template, "missing": list(one.missing)}
                for one in outcome.lacking
            ],
            "waiting": len(outcome.waiting),
        }
    )


def _draft_json(draft: Draft) -> dict[str, Any]:
    return {
        "person": draft.person.name,
        "path": draft.place,
        "template": draft.template,
        "why": draft.why,
        "event": draft.event or None,
        "language": draft.language,
        "address": draft.address,
        "adopted": draft.adopted,
    }


def show(outcome: Outcome, folder: Path | None, *, nobody: str, dry_run: bool) -> None:
    """A run in tables; ``nobody`` is what to say where there was nobody to look at."""
    if not (outcome.drafted or outcome.skipped):
        say(nobody)
        return
    about = f" for {one_line(outcome.event.name)}" if outcome.event else ""
    if outcome.drafted:
        count = f"{len(outcome.drafted):,} draft{'' if len(outcome.drafted) == 1 else 's'}"
        echo(f"{'Would write' if dry_run else 'Wrote'} {count}{about} to {folder or outcome.channel.name}:")
        _print(outcome.drafted, _plan_columns(outcome) if dry_run else _columns(outcome))
    else:
        echo(f"No new draft{about}.")
    others = [skipped for skipped in outcome.skipped if not skipped.missing]
    if others:
        echo()
        echo("Not drafted:")
        _print(others, (_PERSON, Column("Reason", lambda skipped: skipped.reason, share=3)))
    if outcome.lacking:
        _show_lacking(outcome.lacking, outcome)
    _show_what_next(outcome, dry_run=dry_run)


def _columns(outcome: Outcome) -> tuple[Column, ...]:
    file = Column("File", lambda draft: draft.short_place, whole=True)
    adopted = Column("", lambda draft: "was there already" if draft.adopted else "")
    return (_PERSON, Column("Template", lambda draft: draft.template, whole=True), *_event(outcome), file, adopted)


def _plan_columns(outcome: Outcome) -> tuple[Column, ...]:
    return (
        _PERSON,
        Column("Why", lambda draft: draft.why, whole=True),
        Column("Template", lambda draft: draft.template, whole=True),
        Column("Language", lambda draft: draft.language, whole=True),
        *_event(outcome),
        Column("Address", lambda draft: draft.address, share=3),
        Column("File", lambda draft: draft.short_place, wide=True, whole=True),
    )


def _event(outcome: Outcome) -> tuple[Column, ...]:
    """What each is about, where that is not the same for all."""
    return () if outcome.event else (Column("Event", lambda draft: draft.event, share=1),)


def _show_lacking(lacking: Sequence[Skipped], outcome: Outcome) -> None:
    echo()
    echo("Not drafted, as something is missing:")
    columns = (
        _PERSON,
        Column("Template", lambda one: one.template, whole=True),
        Column("Missing", lambda one: ", ".join(one.missing), share=3),
    )
    _print(lacking, columns)
    only = {
        **({"person": one_line(lacking[0].person.name)} if len(lacking) == 1 else {}),
        **({"event": outcome.event.slug} if outcome.event else {}),
    }
    echo()
    for hint in hints({field for one in lacking for field in one.missing}, **only):
        echo(hint)


def _show_what_next(outcome: Outcome, *, dry_run: bool) -> None:
    more = len(outcome.waiting)
    if more:
        echo()
        echo(f"{more:,} more {'waits' if more == 1 else 'wait'}; run it again.")
    if outcome.drafted:
        echo()
        echo("Nothing was written: --dry-run." if dry_run else f"Nothing was sent: {outcome.channel.advice}")


def _print(rows: Sequence[Draft] | Sequence[Skipped], columns: tuple[Column, ...]) -> None:
    """Print a table."""
    render(rows, "table", columns=columns, as_json=vars)
