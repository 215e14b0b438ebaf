"""Mastodon handles. The normal form is ``@user@host``, in small letters."""

from __future__ import annotations

import re

NAME = "mastodon"

_USER = re.compile(r"[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*")
"""Mastodon's own rule for names, and full stops and hyphens inside, which other servers of the network allow."""

_LABEL = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?")
_ADDRESS = re.compile(r"https?://(?P<host>[^/?#]+)/(?:@|users/)(?P<user>[^/?#]+)/?(?:[?#].*)?")

_NOT_MASTODON = frozenset(
    {
        "hackmd.io",
        "medium.com",
        "substack.com",
        "threads.com",
        "threads.net",
        "tiktok.com",
        "unsplash.com",
        "youtube.com",
    }
)
"""Hosts whose profiles are ``https://host/@user`` too, and no handles of this network."""


def handle_of(text: str) -> str | None:
    """The handle in a text as people write it, or None where it is something else.

    That is ``@user@host``, ``acct:user@host`` or the address of a profile. ``user@host`` without a mark is an
    e-mail address, and an address that goes on after the user is a post's.
    """
    text = text.strip().lower()
    match = _ADDRESS.fullmatch(text)
    if match:
        host, account = match["host"], match["user"]
        if host.removeprefix("www.") in _NOT_MASTODON or host.removeprefix("m.") in _NOT_MASTODON:
            return None
        # https://host/@user@elsewhere is how a server shows an account of another one
        return _handle(account if "@" in account else f"{account}@{host}")
    if text.startswith("@"):
        return _handle(text[1:])
    if text.startswith("acct:"):
        return _handle(text.removeprefix("acct:").removeprefix("@"))
    return None


def profile_of(handle: str) -> str:
    """The address of a handle's page."""
    user, _, host = handle.removeprefix("@").partition("@")
    return f"https://{host}/@{user}"


def _handle(account: str) -> str | None:
    """The handle of ``user@host``, where it is one."""
    user, at, host = account.partition("@")
    labels = host.split(".")
    good = at and _USER.fullmatch(user) and len(labels) > 1 and all(map(_LABEL.fullmatch, labels))
    return f"@{user}@{host}" if good else None
