"""The hooks of this plugin. Every eventkit command imports this module, so that it imports nothing heavy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import Importer, Platform, hookimpl

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.api import ReadContext, Reading
    from eventkit_followup.api import Channel


@hookimpl
def eventkit_register_platforms() -> Iterable[Platform]:
    """Teach eventkit what a Mastodon handle is."""
    from eventkit_mastodon.handles import NAME, handle_of, profile_of

    return [Platform(name=NAME, label="Mastodon", handle=handle_of, profile=profile_of)]


@hookimpl
def eventkit_register_importers() -> Iterable[Importer]:
    """Let `eventkit import following_accounts.csv` bring in the people I follow."""
    from eventkit_mastodon.following import sniff

    return [
        Importer(
            name="mastodon-following",
            kind="people",
            description="accounts followed on Mastodon (.csv)",
            sniff=sniff,
            read=_read,
        )
    ]


# optionalhook: the hook is follow-up's own. Where that plugin is switched off, this one still loads, without it.
@hookimpl(optionalhook=True)
def eventkit_followup_register_channels() -> Iterable[Channel]:
    """Let `eventkit followup draft --channel mastodon` write posts to paste."""
    from eventkit_mastodon.posts import CHANNEL

    return [CHANNEL]


def _read(data: bytes, context: ReadContext) -> Reading:
    """Read the file; the module that does is imported when there is a file to read."""
    from eventkit_mastodon.following import read

    return read(data, context)
