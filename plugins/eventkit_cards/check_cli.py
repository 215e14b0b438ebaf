"""``eventkit card check``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from eventkit.api import InputError, echo, pass_app, print_json
from eventkit_cards.contents import largest_part, profiles, without_each
from eventkit_cards.making.sizes import DPI, GOOD_MODULE, Size
from eventkit_cards.options_cli import chosen_content, chosen_logo, content_options, logo_option
from eventkit_cards.phones import remarks
from eventkit_cards.qr import make_code

if TYPE_CHECKING:
    from pathlib import Path

    from eventkit.api import App
    from eventkit_cards.contents import Content
    from eventkit_cards.making.outputs import Made, Maker

_WIDTH = 80
_MARGIN = " " * 11
_VIEWS = ("as it is", "scaled down", "blurred", "tilted")


@click.command()
@content_options
@click.option("--mm", type=float, help="How wide it is going to be printed; else half a mm a square.")
@click.option("--dpi", type=int, default=DPI, show_default=True, help="Dots to the inch.")
@click.option("--dark", metavar="COLOUR", help="Of the squares.")
@click.option("--light", metavar="COLOUR", help="Of the ground.")
@logo_option
@click.option("--format", "format_name", type=click.Choice(["table", "json"]), default="table", show_default=True)
@pass_app
def check(
    app: App,
    /,
    *,
    mm: float | None,
    dpi: int,
    dark: str | None,
    light: str | None,
    logo: Path | None,
    format_name: str,
    **content_options: Any,  # noqa: ANN401  # what `content_options` adds
) -> int:
    """Tell how well your card can be scanned, and what phones make of it; write nothing.

    The code is read back as it is, at two dots a square, blurred, and tilted.
    """
    from eventkit_cards.making.colours import colours  # only this command needs them
    from eventkit_cards.making.outputs import Maker

    size, found = Size(mm=mm, dpi=dpi), colours(dark or "", light or "")
    content = chosen_content(app, **content_options)
    code = make_code(content.text, lambda: largest_part(content), "your card", chosen_logo(logo))
    maker = Maker(
        code=code,
        person=content.person,
        size=size,
        colours=found,
        savings=lambda: without_each(app, content),
    )
    made = maker.png()
    notes = remarks(content, profiles(app))
    if format_name == "json":
        print_json(_as_json(maker, content, made, notes))
    else:
        _print(maker, content, made, notes)
    return InputError.exit_code if made.check.refusals else 0


def _print(maker: Maker, content: Content, made: Made, notes: list[str]) -> None:
    code, module = maker.code, made.check.module
    rows = {
        "says": content.form + (f" of {content.person.name}" if content.person else ""),
        "text": f"{len(code.data):,} bytes of {'ASCII' if content.text.isascii() else 'UTF-8'}",
        "code": f"version {code.version}, {code.modules} squares a side, error correction {code.level}",
        "printed": f"{maker.size.millimetres(code):.0f} mm wide, {module:.2f} mm a square (good from {GOOD_MODULE})",
        "read back": ", ".join(f"{view}: {'no' if view in made.check.unread else 'yes'}" for view in _VIEWS),
    }
    sentences = {"refused": made.check.refusals, "warning": made.check.warnings, "phones": notes}
    for name, text in (*rows.items(), *((name, text) for name, texts in sentences.items() for text in texts)):
        _line(name, text)


def _line(name: str, text: str) -> None:
    """A row of two columns; what is too long goes on below."""
    import textwrap  # only what is printed for people needs it

    first, *rest = textwrap.wrap(text, _WIDTH - len(_MARGIN)) or [""]
    echo(f"{name:{len(_MARGIN)}}{first}")
    for line in rest:
        echo(f"{_MARGIN}{line}")


def _as_json(maker: Maker, content: Content, made: Made, notes: list[str]) -> dict[str, Any]:
    """The check as scripts see it; the keys are a promise."""
    code = maker.code
    return {
        "form": content.form,
        "bytes": len(code.data),
        "version": code.version,
        "modules": code.modules,
        "level": code.level,
        "millimetres": round(maker.size.millimetres(code), 2),
        "module": round(made.check.module, 3),
        "read": {view: view not in made.check.unread for view in _VIEWS},
        "refusals": made.check.refusals,
        "warnings": made.check.warnings,
        "phones": notes,
    }
