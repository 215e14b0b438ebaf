"""``eventkit card``: show mine, or write it to files."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from eventkit.api import dry_run_option, echo, my_card, pass_app, say, write_file, write_people
from eventkit_cards.contents import ADDRESS, largest_part, profiles, without_each
from eventkit_cards.making.checks import enforce
from eventkit_cards.making.sizes import DPI, Size, screen
from eventkit_cards.options_cli import chosen_content, chosen_logo, content_options, force_option, logo_option
from eventkit_cards.phones import remarks
from eventkit_cards.qr import make_code
from eventkit_cards.writing import vcard_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.api import App
    from eventkit_cards.contents import Content
    from eventkit_cards.making.outputs import Made, Maker
    from eventkit_cards.qr import Code

_FILE = click.Path(dir_okay=False, path_type=Path)
_PAPERS = ("card", "code", "a4", "letter")
_PHONE = "1170x2532"


_COMMANDS = {"check": "check_cli", "persona": "persona_cli", "personas": "persona_cli", "sheet": "sheet_cli"}


class _Cards(click.Group):
    """The command itself, and further ones, each loaded when it is meant: to show a card takes none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own signature
        """Their names."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # see above
        """The one of that name."""
        if cmd_name not in _COMMANDS:
            return None
        from importlib import import_module  # loaded already

        found = getattr(import_module(f"eventkit_cards.{_COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(found, click.Command)  # as the table says
        return found


@click.group(cls=_Cards, invoke_without_command=True)
@click.option("--png", metavar="FILE", type=_FILE, help="Write the code as a picture.")
@click.option("--svg", metavar="FILE", type=_FILE, help="Write the code as a drawing, to print at any size.")
@click.option("--pdf", metavar="FILE", type=_FILE, help="Write a page to print.")
@click.option("--paper", type=click.Choice(_PAPERS), default="card", show_default=True, help="What the PDF's page is.")
@click.option("--lock-screen", metavar="FILE", type=_FILE, help="Write a picture for your phone's lock screen.")
@click.option("--phone", metavar="WxH", default=_PHONE, show_default=True, help="Your phone's screen, in dots.")
@click.option("--vcf", metavar="FILE", type=_FILE, help="Write the card itself, to send or to attach.")
@click.option("--terminal", is_flag=True, help="Show the code here, as is done when no file is named.")
@content_options
@click.option("--mm", type=float, help="How wide to print it, the white border included; else half a mm a square.")
@click.option("--dpi", type=int, default=DPI, show_default=True, help="Dots to the inch of the picture.")
@click.option("--dark", metavar="[COLOUR]", is_flag=False, flag_value="", help="Of the squares. Alone: see --light.")
@click.option(
    "--light",
    metavar="[COLOUR]",
    is_flag=False,
    flag_value="",
    help="Of the ground. Without a colour: show the code here, on a terminal that is light (--dark: dark).",
)
@logo_option
@force_option
@dry_run_option
@pass_app
@click.pass_context
def card(context: click.Context, app: App, /, **options: Any) -> None:  # noqa: ANN401  # click's own, see `_make`
    """Show your card as a QR code, or write it to a file.

    Phones offer to save what `eventkit me` says of you, without a network. Each code is read back before you get it:
    as it is, and as a phone may see it.
    """
    if context.invoked_subcommand is None:
        _make(app, **options)
        return
    source = click.core.ParameterSource.COMMANDLINE
    given = [name for name in options if context.get_parameter_source(name) is source]
    if given:
        message = f"put what belongs to `card {context.invoked_subcommand}` behind it, not before"
        raise click.UsageError(message)


def _make(
    app: App,
    *,
    png: Path | None,
    svg: Path | None,
    pdf: Path | None,
    paper: str,
    lock_screen: Path | None,
    phone: str,
    vcf: Path | None,
    terminal: bool,
    mm: float | None,
    dpi: int,
    dark: str | None,
    light: str | None,
    logo: Path | None,
    force: bool,
    dry_run: bool,
    **content_options: Any,  # noqa: ANN401  # what `content_options` adds
) -> None:
    from eventkit_cards.making.colours import colours  # only this command needs them

    here = terminal or "" in (dark, light) or not (png or svg or pdf or lock_screen or vcf)
    size, found, phone_size = Size(mm=mm, dpi=dpi), colours(dark or "", light or ""), screen(phone)
    content = chosen_content(app, **content_options)
    files: list[tuple[Path, bytes, str]] = []
    wanted: list[tuple[Path | None, Callable[[Maker], Made]]] = [
        (png, lambda maker: maker.png()),
        (svg, lambda maker: maker.svg()),
        (pdf, lambda maker: maker.pdf(paper, app.now())),
        (lock_screen, lambda maker: maker.lock_screen(phone_size)),
    ]
    shown = ""
    if here or any(file for file, _ in wanted):
        from eventkit_cards.making.outputs import Maker

        maker = Maker(
            code=_code(content, logo),
            person=content.person,
            size=size,
            colours=found,
            savings=lambda: without_each(app, content),
        )
        made = [(file, make(maker)) for file, make in wanted if file]
        files += [(file, one.data, one.about) for file, one in made]
        if here:
            drawn = maker.terminal(light=light == "")
            shown = drawn.data.decode()
            made.append((Path(), drawn))
        _tell(app, content, [one for _, one in made], force=force)
        if here:
            _show(maker, content, shown)
    if vcf:
        files.append((vcf, *_card_file(app, content, content_options)))
    for file, data, description in files:
        if not dry_run:
            write_file(file, data)
        say(f"{'Would write' if dry_run else 'Wrote'} {file}: {description}.")


def _code(content: Content, logo: Path | None) -> Code:
    what = "the address" if content.person is None or content.form == ADDRESS else "your card"
    return make_code(content.text, lambda: largest_part(content), what, chosen_logo(logo))


def _tell(app: App, content: Content, made: Sequence[Made], *, force: bool) -> None:
    """Say what the checks found; raises ``InputError`` for what should not be written."""
    enforce((one.check for one in made), say, force=force)
    for text in (*remarks(content, profiles(app)), *dict.fromkeys(text for one in made for text in one.remarks)):
        say(f"note: {text}.")


def _show(maker: Maker, content: Content, shown: str) -> None:
    """Print the code; warn where the terminal is too narrow for it."""
    if sys.stdout.isatty():
        import shutil  # only a terminal has a size

        columns = shutil.get_terminal_size().columns
        if columns < maker.code.width:
            wide = maker.code.width
            say(f"warning: the code needs {wide} columns and this terminal has {columns}; --png FILE writes it")
    echo(shown.removesuffix("\n"))
    say(f"{content.person.name if content.person else content.text}: {maker.about}.")


def _card_file(app: App, content: Content, options: dict[str, Any]) -> tuple[bytes, str]:
    """The card as a file: with all that is kept of me, unless the options choose what it says."""
    person = my_card(app) if content.person is None else content.person
    version = options["card_version"] or "3.0"
    if options["persona"] or options["at"] or options["note"]:
        data = vcard_file(person, version=version)
    else:
        data = write_people(app, [person], "vcf" if version == "3.0" else "vcf4")
    return data, f"{len(data)} bytes, vCard {version}"
