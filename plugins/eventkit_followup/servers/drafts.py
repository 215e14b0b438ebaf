"""The mailbox of drafts on an IMAP server (RFC 3501): found by SPECIAL-USE (RFC 6154), and nothing put there twice."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from eventkit.api import NetworkError, NotFoundError
from eventkit_followup.letters.checking import message_number

if TYPE_CHECKING:
    import imaplib
    from collections.abc import Iterator, Sequence

    from eventkit_followup.servers.accounts import Account

_SECONDS = 60
_LISTED = re.compile(rb'\((?P<marks>[^)]*)\) (?:"(?:[^"\\]|\\.)*"|NIL) (?P<name>.+)', re.DOTALL)
_FLAGS = r"(\Draft \Seen)"


def put_drafts(account: Account, password: str, pieces: Sequence[bytes]) -> str:
    """Put messages into the mailbox of drafts, and give its name; one that is there already is left as it is.

    A message is known again by its number (Message-ID), so that a run whose connection was cut can be repeated.
    Raises ``NetworkError`` where the server does not do it, ``NotFoundError`` where it has no mailbox of drafts.
    """
    with _connection(account) as server:
        _login(server, account, password)
        folder = _folder(server, account)
        there = _numbers(server, folder)
        for piece in pieces:
            number = message_number(piece)
            if number not in there:
                _expect(server.append(folder, _FLAGS, "", piece), account)
                there.add(number)
        return _shown(folder)


@contextmanager
def _connection(account: Account) -> Iterator[imaplib.IMAP4]:
    """A connection that ends with the block; whatever goes wrong on it is a ``NetworkError``."""
    import imaplib  # 30 ms, and only this channel needs it
    import ssl

    try:
        context = ssl.create_default_context()
        if account.security == "tls":
            server: imaplib.IMAP4 = imaplib.IMAP4_SSL(account.host, account.port, ssl_context=context, timeout=_SECONDS)
        else:
            server = imaplib.IMAP4(account.host, account.port, timeout=_SECONDS)
        try:
            if account.security == "starttls":
                server.starttls(context)
            yield server
            server.logout()
        finally:
            with suppress(OSError, imaplib.IMAP4.error):
                server.shutdown()
    except (OSError, imaplib.IMAP4.error) as error:
        raise NetworkError(_told(account, error)) from error


def _login(server: imaplib.IMAP4, account: Account, password: str) -> None:
    """Say who we are; an error of the library may repeat what was sent, so that its words are not passed on."""
    try:
        server.login(account.user, password)
    except server.abort:
        raise
    except (server.error, UnicodeEncodeError):
        message = f"{account.host} refuses {account.user}, or the password"
        raise NetworkError(message) from None


def _folder(server: imaplib.IMAP4, account: Account) -> str:
    """The name of the mailbox of drafts, as the server writes it."""
    if account.folder:
        return _quoted(account.folder)
    special = {"SPECIAL-USE", "LIST-EXTENDED"} & set(server.capabilities)
    _, answers = server.list('""', '"*" RETURN (SPECIAL-USE)' if special else '"*"')
    found: dict[str, str] = {}
    for answer in answers:
        match = _LISTED.fullmatch(answer) if isinstance(answer, bytes) else None
        if match:
            name = match["name"].decode("ascii", "replace")
            if b"\\drafts" in match["marks"].lower().split():
                return name
            found[re.split(r"[./]", name.strip('"').lower())[-1]] = name
    if "drafts" in found:
        return found["drafts"]
    message = f"{account.host} has no mailbox of drafts; name it as folder in [plugin.followup.imap]"
    raise NotFoundError(message)


def _quoted(name: str) -> str:
    """A mailbox's name for the server: letters beyond ASCII in its own UTF-7 (RFC 3501, section 5.1.3)."""
    import base64

    def shifted(match: re.Match[str]) -> str:
        text = base64.b64encode(match.group().encode("utf-16-be")).decode().rstrip("=").replace("/", ",")
        return f"&{text}-"

    plain = re.sub(r"[^\x20-\x7e]+", shifted, name.replace("&", "&-"))
    escaped = re.sub(r'(["\\])', r"\\\1", plain)
    return f'"{escaped}"'


def _shown(name: str) -> str:
    """A mailbox's name for people."""
    import base64

    def letters(match: re.Match[str]) -> str:
        text = match[1].replace(",", "/")
        return base64.b64decode(text + "=" * (-len(text) % 4)).decode("utf-16-be", "replace") if text else "&"

    plain = re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith('"') else name
    return re.sub(r"&([A-Za-z0-9+,]*)-", letters, plain)


def _numbers(server: imaplib.IMAP4, folder: str) -> set[str]:
    """The numbers of the messages that are there."""
    status, answer = server.select(folder)
    if status != "OK":
        message = f"the mailbox {_shown(folder)!r} cannot be opened"
        raise NotFoundError(message)
    if not answer or not answer[0] or not int(answer[0]):
        return set()
    _, fetched = server.fetch("1:*", "(BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])")
    return {message_number(part[1]) for part in fetched if isinstance(part, tuple)} - {""}


def _expect(answer: tuple[str, list[bytes]], account: Account) -> None:
    status, said = answer
    if status != "OK":
        reason = b" ".join(filter(None, said)).decode(errors="replace")
        message = f"{account.host} does not take the draft: {reason}"
        raise NetworkError(message)


def _told(account: Account, error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"{account.host}, port {account.port}: {reason}; what was put there is not put there again next time"
