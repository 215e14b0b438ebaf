"""Writing one letter as a message: the headers that all letters of a run share are made once."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from eventkit.api import InputError, NotFoundError, is_email, one_line
from eventkit_followup.letters.addresses import mail_address
from eventkit_followup.letters.bodies import body_of
from eventkit_followup.letters.checking import Meant, wrong_with
from eventkit_followup.letters.headers import date, header_text, mailbox, unstructured

if TYPE_CHECKING:
    from datetime import datetime

    from eventkit.api import Person
    from eventkit_followup.api import Letter, WriteContext

_FIELDS = {"From": "your own name", "To": "the name", "Subject": "the subject", "headers": "the headers"}


class _Sender(NamedTuple):
    """What stands in every letter of a run."""

    name: str
    address: str
    top: str
    date: str


def reach(person: Person) -> str | None:
    """The first e-mail address."""
    for address in person.emails:
        if is_email(address):
            return address
    return None


def check_sender(me: Person) -> None:
    """Raise ``NotFoundError`` where I have no address to write from."""
    if reach(me) is None:
        message = "you have no e-mail address to write from; `eventkit me --name NAME --email ADDRESS` says it"
        raise NotFoundError(message)


def write_letter(
    letter: Letter, address: str, context: WriteContext, *, unsent: bool = False, eight_bit: bool = True
) -> bytes:
    """The letter as a message, its lines ended by CRLF; raises ``InputError`` naming person and field.

    What was written is read back: it has the headers that were meant, me as its sender and the one recipient.
    ``unsent`` lets Outlook open it as a message to be sent, not as one that came. Its Message-ID is the same however
    often it is written, so that a mailbox, or the recipient's server, can tell that it has it already.
    """
    me, person = letter.me, letter.person
    recipient = header_text(person.name), mail_address(person, address)
    subject = header_text(letter.subject)
    try:
        sender = _sender(me, context.now)
    except UnicodeEncodeError as error:
        _refuse(person, "From", f"it cannot be written in UTF-8 ({error.reason})", error)
    names: tuple[str, ...] = ("From", "To", "Subject", "Message-ID", "Date")
    field = "To"
    try:
        to = mailbox(*recipient)
        field = "Subject"
        title = unstructured(subject, "Subject")
        field = "text"
        mime_names, body = body_of(letter, eight_bit=eight_bit)
    except UnicodeEncodeError as error:
        _refuse(person, field, f"it cannot be written in UTF-8 ({error.reason})", error)
    number = message_id(letter, sender.address, recipient[1], context)
    head = f"{sender.top}To: {to}\r\nSubject: {title}\r\nMessage-ID: {number}\r\n{sender.date}"
    if unsent:
        head += "X-Unsent: 1\r\n"
        names += ("X-Unsent",)
    data = head.encode() + body
    meant = Meant(names=names + mime_names, sender=(sender.name, sender.address), recipient=recipient, subject=subject)
    wrong = wrong_with(data, meant)
    if wrong:
        _refuse(person, wrong.field, wrong.reason)
    return data


def message_id(letter: Letter, mine: str, theirs: str, context: WriteContext) -> str:
    """What the letter is called (RFC 5322, section 3.6.4): made of the draft it is, or of what it says."""
    draft = letter.key or f"{letter.template}\0{letter.subject}\0{letter.body}"
    parts = f"{context.event.slug}\0{mine}\0{theirs}\0{draft}"
    digest = blake2b(parts.encode(errors="replace"), digest_size=16, person=b"eventkit letter").hexdigest()
    return f"<{digest}@{mine.rpartition('@')[2]}>"


@lru_cache(maxsize=8)
def _sender(me: Person, now: datetime) -> _Sender:
    name, mine = header_text(me.name), mail_address(me, reach(me) or "")
    return _Sender(name=name, address=mine, top=f"From: {mailbox(name, mine)}\r\n", date=f"Date: {date(now)}\r\n")


def _refuse(person: Person, field: str, reason: str, cause: Exception | None = None) -> NoReturn:
    what = _FIELDS.get(field, f"the {field}")
    message = f"no safe e-mail to {one_line(person.name)} can be written: {what}: {reason}"
    raise InputError(message) from cause
