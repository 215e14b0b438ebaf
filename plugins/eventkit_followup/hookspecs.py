"""The hooks of follow-up, for plugins that know other ways to reach people, or other things to say to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import contributes
from eventkit_followup.api import Channel, TemplateFolder

if TYPE_CHECKING:
    from collections.abc import Iterable


@contributes(Channel)
def eventkit_followup_register_channels() -> Iterable[Channel]:  # type: ignore[empty-body]  # a specification has none
    """Return ways to reach people.

    ``followup draft --channel NAME`` then writes a file for each letter::

        from eventkit.api import hookimpl

        def reach(person):
            return person.handles.get("matrix")

        def write(letter, address, context):
            return f"{address}: {letter.body}".encode()

        @hookimpl(optionalhook=True)  # also loads where follow-up is switched off
        def eventkit_followup_register_channels():
            from eventkit_followup.api import Channel

            return [
                Channel(
                    name="matrix",
                    description="a text to paste into a Matrix chat",
                    suffix=".txt",
                    reach=reach,
                    write=write,
                    limit=2000,
                    address="Matrix handle",
                )
            ]

    A name that is taken stays with whom it belongs to. A channel that raises costs that one draft. One that makes a
    single file of all letters, or adds to a mailbox, has ``collect`` as well, which is given what ``write`` gave::

        def collect(pieces, folder, context):
            file = folder / f"{context.event.slug}.txt"
            with file.open("ab") as stream:
                stream.writelines(pieces)
            return [file] * len(pieces)
    """


@contributes(TemplateFolder)
def eventkit_followup_register_templates() -> Iterable[TemplateFolder]:  # type: ignore[empty-body]  # a specification has none
    """Return folders of templates.

    They are listed, checked and chosen as the bundled ones are, and rendered within limits as the user's own are::

        from pathlib import Path

        from eventkit.api import hookimpl

        @hookimpl(optionalhook=True)  # also loads where follow-up is switched off
        def eventkit_followup_register_templates():
            from eventkit_followup.api import TemplateFolder

            return [TemplateFolder(path=Path(__file__).parent / "templates")]

    A user's own template goes before one of the same name, and one of these before a bundled one.
    """
