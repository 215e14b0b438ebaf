"""The hook of follow-up, for plugins that know other ways to reach people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import contributes
from eventkit_followup.api import Channel

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

    A name that is taken stays with whom it belongs to. A channel that raises costs that one draft.
    """
