"""Addresses that a header may hold: the plain ones at once, the others by the standard library's parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn

from eventkit.api import InputError, one_line

if TYPE_CHECKING:
    from eventkit.api import Person

MOST = 254
"""Octets of an address that SMTP takes (RFC 5321, section 4.5.3.1.3, less its angle brackets)."""

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_REFUSALS = (ValueError, LookupError, TypeError, AttributeError)
"""What ``email`` raises, beside its own errors, on text that it cannot make sense of."""


def mail_address(person: Person, address: str) -> str:
    """The address of a person as a header has it; raises ``InputError`` where it is not just an address.

    A domain in another script is written as the mail system has it (``xn--…``), a local part stays as it is: such a
    message is one of RFC 6532, and goes to servers that know SMTPUTF8.
    """
    if len(address) <= MOST and "=?" not in address and _PLAIN.fullmatch(address):
        return address  # most of them: equal to what the parser says, at a fiftieth of its time
    from email.errors import MessageError  # 40 ms, and only few addresses need it

    wanted = ""
    try:
        local, _, domain = address.rpartition("@")
        wanted = f"{local}@{_ascii_domain(domain)}"
        found = _as_parsed(wanted)
    except (MessageError, *_REFUSALS) as error:
        reason = " ".join(str(error).split()) or type(error).__name__
        _refuse(person, address, f"is no address that an e-mail can go to: {reason}", error)
    if found != wanted:  # a comment, or quotation marks, that a reader drops
        _refuse(person, address, f"is no plain e-mail address; it reads as {found}")
    if len(wanted.encode()) > MOST:
        _refuse(person, address, f"is no address that an e-mail can go to: it is longer than {MOST} characters")
    return wanted


def _as_parsed(address: str) -> str:
    """What the standard library makes of an address; its letters beyond ASCII are seen as the letter a.

    ``headerregistry`` takes ASCII only (RFC 5322); RFC 6532 allows the others wherever it allows a letter.
    """
    from email.headerregistry import Address  # 40 ms, and only few addresses need it

    if not (address.isascii() or address.isprintable()):
        message = "it has a character that nobody can see"
        raise ValueError(message)
    skeleton = _NOT_ASCII.sub("a", address)
    found = Address(addr_spec=skeleton).addr_spec
    return address if found == skeleton else found


def _ascii_domain(domain: str) -> str:
    """The domain in ASCII (RFC 3490); raises ``ValueError`` where that would be another domain, as with an ß."""
    import unicodedata  # only for what is not ASCII

    if domain.isascii():
        return domain
    written = domain.encode("idna").decode()
    if written.encode().decode("idna") != unicodedata.normalize("NFKC", domain).lower():
        message = "its domain can be read in two ways; write it as xn--…"
        raise ValueError(message)
    return written


def _refuse(person: Person, address: str, reason: str, cause: Exception | None = None) -> NoReturn:
    message = f"{one_line(address)!r} of {one_line(person.name)} {reason}"
    raise InputError(message) from cause
