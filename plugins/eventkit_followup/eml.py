"""E-mail drafts: ``.eml`` files (RFC 5322, MIME) that a mail program opens as a message still to be sent.

Names come from anywhere, so what was written is read back, by both of Python's readers: it has to have the headers
that were meant and the one recipient. Otherwise the names are left out, and where that does not help there is no
draft. In Python 3.11 an encoded word (RFC 2047) with a line end in it becomes a header of its own when a header is
parsed and written again; no text goes into a header with the mark of one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import InputError, NotFoundError, is_email, one_line
from eventkit_followup.api import Channel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from email.headerregistry import Address
    from email.message import EmailMessage

    from eventkit.api import Person
    from eventkit_followup.api import Letter, WriteContext

_LINE = 998
"""Octets that a line may have (RFC 5322, section 2.1.1)."""

_HEADERS = ["From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "MIME-Version"]
_SINGLE = ["Content-Type", "Content-Transfer-Encoding"]
_MULTIPART = ["Content-Type"]
_REFUSALS = (ValueError, LookupError, TypeError, AttributeError)
"""What ``email`` raises, beside its own errors, on text that it cannot make sense of."""


def reach(person: Person) -> str | None:
    """The first e-mail address."""
    return next((address for address in person.emails if is_email(address)), None)


def check_sender(me: Person) -> None:
    """Raise ``NotFoundError`` where I have no address to write from."""
    if reach(me) is None:
        message = "you have no e-mail address to write from; `eventkit me --name NAME --email ADDRESS` says it"
        raise NotFoundError(message)


def write(letter: Letter, address: str, context: WriteContext) -> bytes:
    """The draft as a file; raises ``InputError`` where the address, or the subject, cannot be written safely.

    A name that would not read back as one name is left out: Python 3.11 loses the quotation marks of a long one.
    """
    mine = reach(letter.me) or ""
    wrong = ""
    for sender_name, name in ((letter.me.name, letter.person.name), ("", "")):
        sender, recipient = _address(letter.me, mine, sender_name), _address(letter.person, address, name)
        data, wrong = _checked(letter, sender, recipient, context)
        if not wrong:
            return data
    message = f"no safe e-mail to {one_line(letter.person.name)} can be written: {wrong}"
    raise InputError(message)


def _checked(letter: Letter, sender: Address, recipient: Address, context: WriteContext) -> tuple[bytes, str]:
    """The draft as a file, and what is wrong with it when it is read back, or nothing."""
    from email.errors import MessageError  # 40 ms, and only drafts need it

    try:
        message = _message(letter, sender, recipient, context)
        data = message.as_bytes()
        return data, _wrong(data, message, {"From": sender, "To": recipient})
    except (MessageError, *_REFUSALS) as error:
        return b"", _said(error)


def _message(letter: Letter, sender: Address, recipient: Address, context: WriteContext) -> EmailMessage:
    from email.message import EmailMessage  # 40 ms, and only drafts need it
    from email.policy import SMTP
    from uuid import uuid4

    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = recipient
    message["Subject"] = _header_text(letter.subject)
    message["Date"] = context.now
    message["Message-ID"] = f"<{uuid4().hex}@{sender.domain}>"
    message["X-Unsent"] = "1"  # Outlook opens the file as a message to be sent, not as one that came
    long = max(map(len, letter.body.encode().split(b"\n"))) > _LINE
    message.set_content(letter.body, cte="quoted-printable" if long else "8bit")
    for attachment in letter.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    return message


def _address(person: Person, address: str, display_name: str) -> Address:
    """A person's address for a header, under that name; raises ``InputError`` where it is not just an address."""
    from email.errors import MessageError  # 40 ms, and only drafts need it
    from email.headerregistry import Address

    name = one_line(person.name)
    try:
        local, _, domain = address.rpartition("@")
        wanted = f"{local}@{domain if domain.isascii() else domain.encode('idna').decode()}"
        found = Address(display_name=_header_text(display_name), addr_spec=wanted)
    except (MessageError, *_REFUSALS) as error:
        message = f"{one_line(address)!r} of {name} is no address that an e-mail can go to: {_said(error)}"
        raise InputError(message) from error
    if found.addr_spec != wanted:  # a comment, or quotation marks, that a reader drops
        message = f"{one_line(address)!r} of {name} is no plain e-mail address; it reads as {found.addr_spec}"
        raise InputError(message)
    return found


def _header_text(text: str) -> str:
    """One line without the mark of an encoded word, which readers would decode into whatever it hides."""
    return one_line(text).replace("=?", "= ?")


def _wrong(data: bytes, message: EmailMessage, addresses: Mapping[str, Address]) -> str:
    """Read the file back; what is in it that was not meant, or nothing."""
    from email.parser import BytesParser  # 40 ms, and only drafts need it
    from email.policy import SMTP, compat32
    from email.utils import getaddresses

    if max(map(len, data.split(b"\r\n"))) > _LINE:
        return "a header would be too long"
    found, found_by_old = (BytesParser(policy=policy).parsebytes(data, headersonly=True) for policy in (SMTP, compat32))
    if sorted(found.keys()) != sorted(_HEADERS + (_MULTIPART if message.is_multipart() else _SINGLE)):
        return f"it would have the headers {', '.join(found.keys())}"
    for header, address in addresses.items():
        read = [one.addr_spec for one in found[header].addresses]
        read_by_old = [one for _, one in getaddresses([found_by_old[header]])]
        if not read == read_by_old == [address.addr_spec]:
            return f"its {header} could be read as {', '.join([*read, *read_by_old]) or 'nobody'}"
    return ""


def _said(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__


CHANNEL = Channel(
    name="eml",
    description="e-mail drafts that a mail program opens",
    suffix=".eml",
    reach=reach,
    write=write,
    address="e-mail address",
    advice="open the files in your mail program, read them, and send them from there.",
    attaches=True,
    check_sender=check_sender,
)
