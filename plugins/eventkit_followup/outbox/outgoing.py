"""Reading a draft as it is now, before it is sent: whoever edited it may have made anything of it.

What goes out is written anew from what was read. So it has the headers that a letter has and no other ones, its
sender is me, and its one recipient the person that it was drafted for.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from eventkit.api import ContactPoint, InputError, normal_form, one_line, safe_text
from eventkit_followup.letters.addresses import mail_address
from eventkit_followup.letters.checking import Meant, wrong_with
from eventkit_followup.letters.headers import header_text, mailbox, unstructured

if TYPE_CHECKING:
    from datetime import datetime

    from eventkit.api import Person

_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_LINE_END = re.compile(rb"\r\n|\r|\n")
_NUMBER = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,200}>")
_ADDRESSED = re.compile(r'(?:[^<>]*<([^<>\s]+)>|([^<>\s,;:"()]+))')
_COPIES = {"cc", "bcc", "apparently-to"}
_ONCE = ("from", "to", "subject", "message-id")
_KEPT = ("reply-to", "in-reply-to", "references", "organization")
CONTENT = ("mime-version", "content-type", "content-transfer-encoding", "content-disposition", "content-language")
_WORD = re.compile(r"=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?\s]*)\?=")
_BETWEEN = re.compile(r"(?<=\?=)\s+(?==\?[^?\s]+\?[bBqQ]\?)")
_MOST = 900
"""Characters of a header that is passed on as it is: a line has 998."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A letter as it goes over the wire; ``seven_bit`` is for servers that take nothing beyond ASCII."""

    sender: str
    recipient: str
    subject: str
    eight_bit: bytes
    seven_bit: bytes

    @property
    def is_ascii(self) -> bool:
        """Whether both addresses are, so that every server knows what to do with them."""
        return (self.sender + self.recipient).isascii()


class _Field(NamedTuple):
    """A header: its name as it stands there, and its value, unfolded."""

    name: str
    value: str


def read_outgoing(data: bytes, *, me: Person, person: Person, key: str, now: datetime) -> Outgoing:
    """The letter in a file, dated now; raises ``InputError`` with the reason where it cannot go out as it is.

    ``key`` is the draft's, of which a letter gets a number that has lost its own.
    """
    from email.utils import format_datetime  # 40 ms, and only letters need it

    from eventkit_followup.outbox.contents import content_of

    head, body = _split(data)
    fields = _fields(head)
    sender = _mailbox(fields, "from", me, "your own")
    recipient = _mailbox(fields, "to", person, "their own")
    subject = header_text(_decoded(fields["subject"]) if "subject" in fields else "")
    number = fields["message-id"].value if "message-id" in fields else ""
    if not _NUMBER.fullmatch(number):
        number = _number(key, sender[1])
    lines = [
        f"From: {mailbox(*sender)}",
        f"To: {mailbox(*recipient)}",
        f"Subject: {unstructured(subject, 'Subject')}",
        f"Message-ID: {number}",
        f"Date: {format_datetime(now)}",
    ]
    names = ["From", "To", "Subject", "Message-ID", "Date"]
    for name in _KEPT:
        if name in fields:
            names.append(fields[name].name)
            lines.append(f"{fields[name].name}: {_plain(fields[name])}")
    top = "".join(f"{line}\r\n" for line in lines).encode()
    content = {fields[name].name: _plain(fields[name]) for name in CONTENT if name in fields}
    both: list[bytes] = []
    for eight_bit in (True, False):
        if both and both[0].isascii():
            both.append(both[0])
            break
        content_names, rest = content_of(content, body, eight_bit=eight_bit)
        meant = Meant(names=(*names, *content_names), sender=sender, recipient=recipient, subject=subject)
        if wrong := wrong_with(top + rest, meant):
            _refuse(f"{wrong.field}: {wrong.reason}")
        both.append(top + rest)
    return Outgoing(sender=sender[1], recipient=recipient[1], subject=subject, eight_bit=both[0], seven_bit=both[1])


def _split(data: bytes) -> tuple[str, bytes]:
    """The headers, and what is below the first empty line, with every line ended as mail has it."""
    data = _LINE_END.sub(b"\r\n", data.removeprefix(b"\xef\xbb\xbf"))
    if b"\0" in data:
        _refuse("it has a NUL character")
    head, border, body = data.partition(b"\r\n\r\n")
    if not border:
        _refuse("there is no empty line between its headers and its text")
    try:
        return head.decode(), body
    except UnicodeDecodeError:
        _refuse("its headers are not in UTF-8")


def _fields(head: str) -> dict[str, _Field]:
    """The headers that matter, by name in small letters; whatever would make another letter of it is refused."""
    found: list[_Field] = []
    for number, line in enumerate(head.split("\r\n"), 1):
        if line[:1] in {" ", "\t"} and found:
            found[-1] = _Field(found[-1].name, f"{found[-1].value} {line.strip()}".strip())
            continue
        match = _HEADER.fullmatch(line)
        if match is None:
            _refuse(f"its line {number} is no header: {one_line(line)[:40]!r}")
        found.append(_Field(match[1], match[2].strip()))
    fields: dict[str, _Field] = {}
    for field in found:
        name = field.name.lower()
        if name in _COPIES or name.startswith("resent-"):
            _refuse(f"it has {field.name}, and goes to one person only")
        if name in fields and name in {*_ONCE, *_KEPT, *CONTENT}:
            _refuse(f"it has {field.name} twice")
        if name in {*_ONCE, *_KEPT, *CONTENT}:
            field = _Field(field.name, field.value.replace("\t", " "))  # noqa: PLW2901  # the same header
            for text in (field.value, _decoded(field)):
                if "\n" in text or safe_text(text) != text:
                    _refuse(f"its {field.name} hides a line end, or another character that nobody sees")
            fields[name] = field
    return fields


def _decoded(field: _Field) -> str:
    """A value with its encoded words (RFC 2047) read, and single blanks."""
    try:
        text = _WORD.sub(_word, _BETWEEN.sub("", field.value))
    except (LookupError, ValueError):
        _refuse(f"its {field.name} has an encoded word that cannot be read")
    return re.sub(" +", " ", text).strip(" ")


def _word(match: re.Match[str]) -> str:
    charset, encoding, text = match.groups()
    data = a2b_qp(text, header=True) if encoding in "qQ" else a2b_base64(text + "=" * (-len(text) % 4))
    return data.decode(charset)


def _mailbox(fields: dict[str, _Field], name: str, person: Person, whose: str) -> tuple[str, str]:
    """The name and the address of the one mailbox in a header, which is one of the person's."""
    if name not in fields:
        _refuse(f"it has no {name.title()}")
    field = fields[name]
    addresses = _addresses(field)
    match = _ADDRESSED.fullmatch(field.value)
    written = (match[1] or match[2]) if match else ""
    if len(addresses) != 1 or addresses[0][1] != written:
        _refuse(f"its {field.name} is not one address: {one_line(field.value)!r}")
    theirs = {normal_form(point) for point in person.contact_points if point.kind == "email"}
    if normal_form(ContactPoint(kind="email", value=written)) not in theirs:
        _refuse(f"its {field.name} is {one_line(written)}, which is no address of {whose}")
    return header_text(addresses[0][0]), mail_address(person, written)


def _addresses(field: _Field) -> list[tuple[str, str]]:
    """The mailboxes that the standard library finds, as names and addresses; none where it finds a group, or fails."""
    from email.errors import MessageError
    from email.headerregistry import HeaderRegistry

    try:
        header: Any = HeaderRegistry()(field.name.title(), field.value)  # it has what headers of addresses have
        if any(group.display_name is not None for group in header.groups):
            return []
        return [(address.display_name, address.addr_spec) for address in header.addresses]
    except (MessageError, ValueError, LookupError, TypeError, AttributeError):
        return []


def _plain(field: _Field) -> str:
    """A value that is passed on as it is; refused where a line could not hold it."""
    if not field.value.isascii() or len(field.value) > _MOST:
        _refuse(f"its {field.name} is too long, or has letters beyond ASCII")
    return field.value


def _number(key: str, sender: str) -> str:
    """The same Message-ID each time, for a letter that has none."""
    from hashlib import blake2b

    digest = blake2b(key.encode(errors="replace"), digest_size=16, person=b"eventkit sent").hexdigest()
    return f"<{digest}@{sender.rpartition('@')[2]}>"


def _refuse(reason: str) -> NoReturn:
    raise InputError(reason)
