"""E-mail drafts in the mailbox of drafts on my IMAP server, where every mail program of mine sees them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit_followup.api import Channel
from eventkit_followup.letters.writing import check_sender, reach, write_letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App


def deliver(pieces: Sequence[bytes], app: App) -> list[str]:
    """Put the messages there; raises ``UsageError`` without an account, ``NetworkError`` where it goes wrong."""
    from eventkit_followup.servers.accounts import imap_account, password_of  # only where it is asked for
    from eventkit_followup.servers.drafts import put_drafts

    account = imap_account(app)
    folder = put_drafts(account, password_of(account), pieces)
    return [f"{folder} at {account.host}"] * len(pieces)


CHANNEL = Channel(
    name="imap",
    description="e-mail drafts in the drafts folder of your mail server",
    suffix="",
    reach=reach,
    write=write_letter,
    address="e-mail address",
    advice="open the drafts in your mail program, read them, and send them from there.",
    attaches=True,
    check_sender=check_sender,
    deliver=deliver,
)
