"""Follow-ups as posts: a text file for each, ready to paste into a direct message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import InputError
from eventkit_followup.api import Channel
from eventkit_mastodon.handles import NAME

if TYPE_CHECKING:
    from eventkit.api import Person
    from eventkit_followup.api import Letter, WriteContext

MOST = 500
"""Characters of a post, by default. Servers count the part of a handle after the second @ as nothing; this does not."""


def reach(person: Person) -> str | None:
    """The person's handle."""
    return person.handles.get(NAME)


def write(letter: Letter, address: str, _context: WriteContext) -> bytes:
    """The post, which begins with the handle; raises ``InputError`` where that makes it too long."""
    post = f"{address} {letter.body.strip()}"
    if len(post) > MOST:
        message = (
            f"the post to {letter.person.name} has {len(post)} characters with the handle, and Mastodon takes {MOST}; "
            "shorten the note, or choose another --template"
        )
        raise InputError(message)
    return f"{post}\n".encode()


CHANNEL = Channel(
    name=NAME,
    description="posts to paste into Mastodon",
    suffix=".txt",
    reach=reach,
    write=write,
    limit=MOST,
    address="Mastodon handle",
    advice="paste each text into Mastodon, and choose there who sees it before you post it.",
)
