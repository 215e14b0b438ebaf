"""``eventkit card sheet``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from eventkit.api import (
    InputError,
    NotFoundError,
    UsageError,
    dry_run_option,
    find_event,
    pass_app,
    progress,
    say,
    write_file,
)
from eventkit_cards.making.layouts import LAYOUTS, PAPERS, grid
from eventkit_cards.options_cli import chosen_logo, force_option, logo_option, persona_option

if TYPE_CHECKING:
    from eventkit.api import App
    from eventkit_cards.badges import Badges
    from eventkit_cards.contents import Form
    from eventkit_cards.making.layouts import Grid

_TOLD = 5
_LAYOUTS = ", ".join(f"{layout.name} ({layout.what})" for layout in LAYOUTS.values())


@click.command(epilog=f"Layouts: {_LAYOUTS}.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--layout", type=click.Choice(tuple(LAYOUTS)), default="badges", show_default=True)
@click.option("--paper", type=click.Choice(tuple(PAPERS)), default="a4", show_default=True)
@click.option(
    "--who", metavar="QUERY|me", default="me", help="Whose cards, as event:pyconf -tag:vendor; 'me' for yours."
)
@click.option("--all", "everybody", is_flag=True, help="Also those who are only listed, as speakers of an agenda are.")
@click.option("--per-page", type=int, metavar="N", help="So many to a page, instead of as many as there is room for.")
@click.option("--cut-marks", is_flag=True, help="Mark the corners, to cut along.")
@persona_option
@click.option("--at", metavar="EVENT", help="The event where we meet, for the note of your own card.")
@click.option("--note", metavar="TEXT", help="A text for the note of your own card.")
@click.option("--card-version", type=click.Choice(["3.0", "4.0"]), default="3.0", show_default=True)
@click.option("--mecard", is_flag=True, help="MECARDs, which are shorter, without a title.")
@click.option("--dark", metavar="COLOUR", help="Of the squares.")
@click.option("--light", metavar="COLOUR", help="Of the ground.")
@logo_option
@force_option
@dry_run_option
@pass_app
def sheet(
    app: App,
    /,
    *,
    file: Path,
    layout: str,
    paper: str,
    who: str,
    everybody: bool,
    per_page: int | None,
    cut_marks: bool,
    dark: str | None,
    light: str | None,
    dry_run: bool,
    **options: Any,  # noqa: ANN401  # what `_badges` takes
) -> int:
    """Write a PDF with many cards to a page, to be cut.

    Without --who, the page is full of your own card. With it, everybody in the query gets one, with what is public of
    them: no telephone number, no birthday, and never your notes.
    """
    from eventkit_cards.making import sheets  # only who prints needs them
    from eventkit_cards.making.colours import colours

    places, found = grid(layout, paper, per_page), colours(dark or "", light or "")
    badges = _badges(app, places, who, everybody=everybody, colours=found, **options)
    _tell(badges)
    if not badges.pieces:
        message = "there is no card to print"
        raise InputError(message)
    lettering = sheets.new_lettering()
    data = sheets.sheet(
        badges.pieces,
        places,
        title=f"Cards: {layout}",
        now=app.now(),
        cut_marks=cut_marks,
        colours=found,
        lettering=lettering,
    )
    for text in [*lettering.remarks][:_TOLD]:
        say(f"note: {text}.")
    if len(lettering.remarks) > _TOLD:
        say(f"note: and {len(lettering.remarks) - _TOLD} more texts with letters that no font here has.")
    if not dry_run:
        write_file(file, data)
    count, pages = len(badges.pieces), -(-len(badges.pieces) // places.per_page)
    cards, paged = f"{count:,} {'card' if count == 1 else 'cards'}", f"{pages:,} {'page' if pages == 1 else 'pages'}"
    say(f"{'Would write' if dry_run else 'Wrote'} {file}: {cards} on {paged} of {paper}, each read back.")
    return InputError.exit_code if badges.left_out else 0


def _badges(
    app: App,
    places: Grid,
    who: str,
    *,
    everybody: bool,
    persona: str | None,
    at: str | None,
    note: str | None,
    card_version: str,
    mecard: bool,
    logo: Path | None,
    **making: Any,  # noqa: ANN401  # what `make_badges` takes
) -> Badges:
    from eventkit_cards.badges import make_badges, shown_of, whose  # only who prints needs them
    from eventkit_cards.contents import with_note
    from eventkit_cards.personas import find_persona

    people, mine = whose(app, who, everybody=everybody)
    if not people:
        message = f"nobody fulfils {who!r}"
        raise NotFoundError(message)
    if not mine and (at or note):
        message = "--at and --note are for your own card; those of others tell what they say of themselves"
        raise UsageError(message)
    chosen = find_persona(app, persona) if persona else None
    event = find_event(app, at) if at else None
    badges = make_badges(
        app,
        progress(people, "Cards"),
        side=places.layout.code,
        form=cast("Form", "mecard" if mecard else card_version),
        logo=chosen_logo(logo),
        show=lambda person: with_note(shown_of(app, person, chosen, mine=mine), event, note or ""),
        **making,
    )
    if mine:
        badges.pieces *= places.per_page
    return badges


def _tell(badges: Badges) -> None:
    """Who was left out, all of them; of the warnings the first few."""
    for text in badges.left_out:
        say(f"left out: {text}")
    for text in badges.warnings[:_TOLD]:
        say(f"warning: {text}")
    if len(badges.warnings) > _TOLD:
        say(f"warning: and {len(badges.warnings) - _TOLD:,} more of the kind")
