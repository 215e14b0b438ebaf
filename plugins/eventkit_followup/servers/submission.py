"""Giving letters to an SMTP server (RFC 5321, RFC 6409), so that it is known how far each of them came.

A server must not deliver a letter whose last line, a single dot, it never got (RFC 5321, section 4.1.1.4), and has it
once it has answered that dot with 2xx. What happens between the two nobody can know: only there it is ``UNKNOWN``.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import NetworkError, one_line

if TYPE_CHECKING:
    import smtplib

    from eventkit_followup.outbox.outgoing import Outgoing
    from eventkit_followup.servers.accounts import Account

_DONE, _NOT_NOW, _NEVER = 2, 4, 5
"""First digits of answers (RFC 5321, section 4.2.1)."""

_GOES_ON = 354
_CLOSING = 421
_TOO_LARGE = 552
_LONGEST = 300
"""Characters that are kept of what a server says."""

_NAME = "[127.0.0.1]"
"""What we call ourselves: the true name would take a question to the network, and be read by everybody."""


class Patience(NamedTuple):
    """Seconds to wait for an answer, and for the one that a letter is taken (RFC 5321, section 4.5.3.2)."""

    answer: float = 60
    taken: float = 600


class Fate(Enum):
    """What became of a letter: ``LATER`` says that surely nobody gets it before it is tried again."""

    SENT = auto()
    LATER = auto()
    REFUSED = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of a letter, in the server's words.

    ``stop`` is where it wants no other one now, ``lost`` where the connection ended.
    """

    fate: Fate
    said: str = ""
    stop: bool = False
    lost: bool = False


class Mailer:
    """One connection for many letters, which is made when it is first wanted, and again when it was lost."""

    def __init__(self, account: Account, password: str = "", patience: Patience = Patience()) -> None:  # noqa: B008  # a tuple
        """Take the account; nothing is connected yet."""
        self._account = account
        self._password = password
        self._patience = patience
        self._server: smtplib.SMTP | None = None
        self.interrupted_at: Fate | None = None
        """Where the last letter stood when something else than the server ended it, as Ctrl-C does."""

    def make_ready(self) -> None:
        """Have a connection on which a letter can begin; raises ``NetworkError`` where there is none to be had."""
        import smtplib  # 60 ms, and only sending needs it

        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                if self._server.rset()[0] // 100 == _DONE:
                    return
            self.close()
        try:
            self._server = self._connected()
        except (OSError, smtplib.SMTPException, UnicodeError) as error:
            message = f"{self._where}: {_reason(error)}; no letter was given to it"
            raise NetworkError(message) from error

    def send(self, letter: Outgoing) -> Answer:
        """Give the letter to the server, on the connection that is ready."""
        import smtplib

        server = self._server
        assert server is not None  # `make_ready` made it
        self.interrupted_at = Fate.LATER
        try:
            text = _with_dots(letter.eight_bit if server.has_extn("8bitmime") else letter.seven_bit)
            answer = self._begin(server, letter, text)
            if answer is None:
                server.send(text)
                self.interrupted_at = Fate.UNKNOWN
                answer = self._end(server)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self.close()
            answer = Answer(fate=self.interrupted_at, said=f"{self._where}: {_reason(error)}", lost=True)
        except BaseException:  # Ctrl-C included: no connection is left open
            self.close()
            raise
        self.interrupted_at = None
        if answer.stop:
            self.close()
        return answer

    def refuses(self, letter: Outgoing) -> str:
        """Why the server that is connected cannot take this letter; empty where it may."""
        server = self._server
        if server is None or letter.is_ascii or server.has_extn("smtputf8"):
            return ""
        return f"{self._account.host} takes no address with letters beyond ASCII (SMTPUTF8)"

    def close(self) -> None:
        """End the connection, without waiting for anybody's farewell."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def quit(self) -> None:
        """End the connection as it should be."""
        import smtplib

        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.docmd("QUIT")
            self.close()

    @property
    def _where(self) -> str:
        return f"{self._account.host}, port {self._account.port}"

    def _connected(self) -> smtplib.SMTP:
        import smtplib
        import ssl

        account, patience = self._account, self._patience.answer
        context = ssl.create_default_context()
        if account.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                account.host, account.port, local_hostname=_NAME, timeout=patience, context=context
            )
        else:
            server = smtplib.SMTP(account.host, account.port, local_hostname=_NAME, timeout=patience)
        try:
            if account.security == "starttls":
                server.starttls(context=context)
            server.ehlo_or_helo_if_needed()
            if account.user:
                self._log_in(server)
        except BaseException:  # Ctrl-C included: no connection is left open
            server.close()
            raise
        return server

    def _log_in(self, server: smtplib.SMTP) -> None:
        """Say who we are; what a server or the library says to that may repeat what was sent, and is not passed on."""
        import smtplib

        account = self._account
        try:
            if f"{account.user}{self._password}".isascii():
                server.login(account.user, self._password)
            else:
                self._log_in_plainly(server)
        except smtplib.SMTPServerDisconnected:
            raise
        except smtplib.SMTPNotSupportedError:
            message = f"{account.host} lets nobody log in; leave out user where it needs none"
            raise NetworkError(message) from None
        except smtplib.SMTPException as error:
            code = getattr(error, "smtp_code", "")
            message = f"{account.host} refuses {account.user}, or the password{f' ({code})' if code else ''}"
            raise NetworkError(message) from None

    def _log_in_plainly(self, server: smtplib.SMTP) -> None:
        """By the one way that takes letters beyond ASCII (RFC 4616), which the library does not."""
        import smtplib
        from base64 import b64encode

        said = f"\0{self._account.user}\0{self._password}".encode()
        code, words = server.docmd("AUTH", f"PLAIN {b64encode(said).decode()}")
        if code not in {235, 503}:
            raise smtplib.SMTPAuthenticationError(code, words)

    def _begin(self, server: smtplib.SMTP, letter: Outgoing, text: bytes) -> Answer | None:
        """Sender, recipient and DATA; None where the server waits for the text."""
        options = ""
        if not letter.is_ascii:
            server.command_encoding = "utf-8"
            options += " SMTPUTF8"
        if not text.isascii() and server.has_extn("8bitmime"):
            options += " BODY=8BITMIME"
        if server.has_extn("size"):
            options += f" SIZE={len(text)}"
        code, words = server.docmd("MAIL", f"FROM:<{letter.sender}>{options}")
        if code // 100 == _NEVER and code != _TOO_LARGE:  # it is me who is refused, and not this letter
            return Answer(fate=Fate.LATER, said=f"{self._account.host} refuses you: {_said(code, words)}", stop=True)
        if code // 100 == _DONE:
            code, words = server.docmd("RCPT", f"TO:<{letter.recipient}>")
        if code // 100 == _DONE:
            code, words = server.docmd("DATA")
        return None if code == _GOES_ON else _unless_taken(code, words)

    def _end(self, server: smtplib.SMTP) -> Answer:
        """The dot, and the answer to it."""
        assert server.sock is not None  # it was sent to just now
        server.sock.settimeout(self._patience.taken)
        server.send(b".\r\n")
        code, words = server.getreply()
        server.sock.settimeout(self._patience.answer)
        if code // 100 == _DONE:
            return Answer(fate=Fate.SENT, said=_said(code, words))
        if code // 100 in {_NOT_NOW, _NEVER}:
            return _unless_taken(code, words)
        return Answer(fate=Fate.UNKNOWN, said=_said(code, words), stop=True)


def _unless_taken(code: int, words: bytes) -> Answer:
    """What an answer means that is none of success, before the letter was taken."""
    if code // 100 == _NEVER:
        return Answer(fate=Fate.REFUSED, said=_said(code, words))
    return Answer(fate=Fate.LATER, said=_said(code, words), stop=code // 100 != _NOT_NOW or code == _CLOSING)


def _with_dots(data: bytes) -> bytes:
    """The text with the dot doubled that a line begins with (RFC 5321, section 4.5.2), and its last line ended."""
    doubled = data.replace(b"\r\n.", b"\r\n..")
    doubled = b"." + doubled if doubled.startswith(b".") else doubled
    return doubled if doubled.endswith(b"\r\n") else doubled + b"\r\n"


def _said(code: int, words: bytes) -> str:
    return one_line(f"{code} {words.decode(errors='replace')}")[:_LONGEST]


def _reason(error: Exception) -> str:
    code = getattr(error, "smtp_code", None)
    if isinstance(code, int):
        words = getattr(error, "smtp_error", b"")
        return _said(code, words if isinstance(words, bytes) else str(words).encode())
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return one_line(str(reason))[:_LONGEST]
