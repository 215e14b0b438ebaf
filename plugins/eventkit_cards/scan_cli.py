"""``eventkit scan``, and its further commands."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from eventkit.api import (
    InputError,
    UsageError,
    dry_run_option,
    find_event,
    format_option,
    pass_app,
    progress,
    render,
    say,
)
from eventkit_cards.scan_view import COLUMNS, as_json, introduce
from eventkit_cards.scanning.proposals import LEFT_OUT, NEEDS, NEEDS_EVENT, Taking, accept
from eventkit_cards.scanning.reading import Reader
from eventkit_cards.scanning.sources import Found, Source, in_files

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eventkit.api import App, Event
    from eventkit_cards.scanning.proposals import Scanned

_COMMANDS = {"resolve": "scan_resolve_cli", "waiting": "scan_resolve_cli"}
_DEFAULT = "pictures"
_SECONDS = 30


class _Scan(click.Group):
    """A group whose command for pictures is meant where the first word is none of the others."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put in the word that was left out, before a question for help too: that is about pictures."""
        if not args or args[0] not in {*_COMMANDS, _DEFAULT}:
            args = [_DEFAULT, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's own signature
        """Their names."""
        return [_DEFAULT, *_COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The one of that name, loaded when it is meant."""
        if cmd_name not in _COMMANDS:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module  # loaded already

        found = getattr(import_module(f"eventkit_cards.{_COMMANDS[cmd_name]}"), cmd_name)
        assert isinstance(found, click.Command)  # as the table says
        return found


@click.group(cls=_Scan)
def scan() -> None:
    """Read codes into people, and resolve the codes of badges."""


@scan.command(_DEFAULT)
@click.argument("images", metavar="[IMAGE]…", nargs=-1)
@click.option("--text", "texts", metavar="TEXT", multiple=True, help="A card or a link that you type or paste.")
@click.option("--clipboard", is_flag=True, help="Scan the picture, or the text, in the clipboard.")
@click.option(
    "--camera", metavar="[DEVICE]", is_flag=False, flag_value="", help="Scan with a camera, until a code is seen."
)
@click.option("--event", metavar="SLUG", help="The event that these people attend.")
@click.option("--met", is_flag=True, help="Note that you met them there, when the picture was taken.")
@click.option("--yes", is_flag=True, help="Store every plain card without asking.")
@click.option("--accept-links", is_flag=True, help="Store links, addresses and badge codes without asking.")
@format_option
@dry_run_option
@pass_app
def pictures(
    app: App,
    /,
    *,
    images: tuple[str, ...],
    texts: tuple[str, ...],
    clipboard: bool,
    camera: str | None,
    event: str | None,
    met: bool,
    yes: bool,
    accept_links: bool,
    format_name: str,
    dry_run: bool,
) -> int:
    """Read the QR codes in pictures, and store what they say of people.

    IMAGE is a photo, a screenshot or a PDF, a folder of them, or - for standard input. Each thing is shown before it is
    stored: who it is, and what would be new. Links are shown with the host that they lead to. Nothing that a code says
    is opened, fetched or run.

    A profile or an address becomes a person; a badge's code is kept with the event, until `eventkit scan resolve` says
    whose it is. `eventkit scan waiting` lists those codes.
    """
    if not (images or texts or clipboard or camera is not None):
        message = "name a picture or a folder of them, or give --text, --clipboard or --camera"
        raise UsageError(message)
    target = _event(app, event, required=met)
    reader = Reader(app=app, tell=say, event=target)
    listed = [*in_files(images), *(Source(name="the text", text=text) for text in texts if text.strip())]
    listed += _clipboard() if clipboard else []
    reader.read(progress(listed, "Reading"))
    if camera is not None:
        _watch(reader, camera)
    count = len(listed) + (camera is not None)
    label = f"scan {count} {'picture' if count == 1 else 'pictures'}"
    taking = Taking(app=app, event=target, met=met)
    taking.plan(label, reader.found)
    ask = sys.stdin.isatty() and not dry_run and "-" not in images
    confirm = _confirmation(target, ask=ask, yes=yes, accept_links=accept_links)
    if not dry_run:
        accept(taking, label, reader.found, confirm)
    else:
        for scanned in reader.found:
            introduce(scanned, target)
    _report(reader.found, format_name)
    return InputError.exit_code if reader.faults else 0


def _event(app: App, slug: str | None, *, required: bool) -> Event | None:
    """The event that is named, or has to be; without one nobody attends anything."""
    return find_event(app, slug) if slug or required else None


def _clipboard() -> Sequence[Source | InputError]:
    from eventkit_cards.scanning.clipboard import in_clipboard  # only who asks for it

    try:
        return in_clipboard()
    except InputError as error:
        return [error]


def _watch(reader: Reader, device: str) -> None:
    """Look at what a camera sees, until there is a code in it."""
    from eventkit_cards.looking.process import Decoder
    from eventkit_cards.scanning.camera import frames

    with Decoder() as decoder:
        try:
            seen = frames(device, _SECONDS)
            say(f"Hold the code before the camera; it is looked at for {_SECONDS} seconds.")
            for picture in seen:
                codes = decoder.read(picture).codes
                if codes:
                    for code in codes:
                        reader.take(Found(name="the camera", text=code.text))
                    return
        except InputError as error:
            say(f"eventkit: {error}")
            reader.faults += 1
            return
    say("the camera: no QR code found")


def _confirmation(event: Event | None, *, ask: bool, yes: bool, accept_links: bool) -> Callable[[Scanned], str]:
    """Shows each thing, and answers why it is not to be stored: an empty text where it is."""

    def confirm(scanned: Scanned) -> str:
        introduce(scanned, event)
        if {"card": yes, "link": accept_links}[scanned.payload.trust]:
            return ""
        if not ask:
            return NEEDS[scanned.payload.trust]
        return "" if _asked(scanned, event) else LEFT_OUT

    return confirm


def _asked(scanned: Scanned, event: Event | None) -> bool:
    payload = scanned.payload
    if payload.person is None:
        return click.confirm(f"Keep it with {event.slug if event else ''}?", default=False, err=True)
    if payload.trust == "card":
        return click.confirm("Store this card?", default=True, err=True)
    if not click.confirm("Store this?", default=False, err=True):
        return False
    if not payload.named and scanned.known is None:
        name = click.prompt("Name", default=payload.person.name, err=True)
        scanned.name = " ".join(str(name).split())
    return True


def _report(found: Sequence[Scanned], format_name: str) -> None:
    if found or format_name != "table":
        render(found, format_name, columns=COLUMNS, as_json=as_json)
    needed = {scanned.action for scanned in found}
    if NEEDS["card"] in needed:
        say("What needs --yes was not stored: look at what the codes say, then scan again with --yes.")
    if NEEDS["link"] in needed:
        say("What needs --accept-links was not stored: look at where it leads, then scan again with --accept-links.")
    if NEEDS_EVENT in needed:
        say("A link or a badge's code is kept with an event: scan again with --event SLUG.")
