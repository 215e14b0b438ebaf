"""What stands below the headers: a text as it is where that fits, and the standard library's MIME for the rest."""

from __future__ import annotations

import re
from binascii import b2a_qp
from typing import TYPE_CHECKING

from eventkit.api import InputError, one_line
from eventkit_followup.letters.checking import LINE

if TYPE_CHECKING:
    from email.message import EmailMessage

    from eventkit_followup.api import Attachment, Letter

_PLAIN = 'MIME-Version: 1.0\r\nContent-Type: text/plain; charset="utf-8"\r\nContent-Transfer-Encoding: {}\r\n\r\n'
_OPENINGS = {name: _PLAIN.format(name).encode() for name in ("7bit", "8bit", "quoted-printable")}
PLAIN_NAMES = ("MIME-Version", "Content-Type", "Content-Transfer-Encoding")
_SHORT_ENOUGH = re.compile(rb"(?:[^\r\n]{0,998}\r\n)*")
_MEDIA_TYPE = re.compile(r"([a-z0-9][a-z0-9.+-]{0,60})/([a-z0-9][a-z0-9.+-]{0,60})((?:; ?[a-z]+=[A-Za-z0-9.-]+)*)")


def body_of(letter: Letter, *, eight_bit: bool) -> tuple[tuple[str, ...], bytes]:
    """The names of a message's MIME headers, and these with what they are about.

    Raises ``InputError`` for what no message can hold. Without ``eight_bit`` every byte is ASCII, for a server that
    takes nothing else.
    """
    text = letter.body
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or "\0" in letter.html:
        message = f"the text to {one_line(letter.person.name)} has a NUL character in it, which no e-mail may have"
        raise InputError(message)
    if not letter.html and not letter.attachments:
        return PLAIN_NAMES, _plain(text, eight_bit=eight_bit)
    return _with_parts(letter, text, eight_bit=eight_bit)


def _plain(text: str, *, eight_bit: bool) -> bytes:
    data = (text if text.endswith("\n") else f"{text}\n").replace("\n", "\r\n").encode()
    # mailboxes of the form mbox take a line that begins with From for the next message, and write >From instead
    if (len(data) <= LINE or _SHORT_ENOUGH.fullmatch(data)) and not (data.startswith(b"From ") or b"\nFrom " in data):
        if data.isascii():
            return _OPENINGS["7bit"] + data
        if eight_bit:
            return _OPENINGS["8bit"] + data
    encoded = b"\n" + b2a_qp(data, istext=True)
    return _OPENINGS["quoted-printable"] + encoded.replace(b"\nFrom ", b"\n=46rom ")[1:]


def _with_parts(letter: Letter, text: str, *, eight_bit: bool) -> tuple[tuple[str, ...], bytes]:
    """By the standard library: an HTML part, attachments; and read back, for a file's name comes from anywhere."""
    from email.message import EmailMessage  # 40 ms, and only a letter with parts needs it
    from email.policy import SMTP

    message = EmailMessage(policy=SMTP)
    message.set_content(text, cte=_encoding(text, eight_bit=eight_bit))
    meant: list[tuple[str, str | None]] = [("text/plain", None)]
    if letter.html:
        message.add_alternative(letter.html, subtype="html", cte=_encoding(letter.html, eight_bit=eight_bit))
        meant.append(("text/html", None))
    meant.extend(_attach(message, attachment, one_line(letter.person.name)) for attachment in letter.attachments)
    names, data = tuple(message.keys()), message.as_bytes()
    if max(map(len, data.split(b"\r\n"))) > LINE or _parts(data) != (names, meant):
        attached = ", ".join(repr(one_line(attachment.name)) for attachment in letter.attachments)
        what = f"with the files {attached}" if attached else "with its HTML part"
        message_text = f"no safe e-mail to {one_line(letter.person.name)} can be written {what}; give them plain names"
        raise InputError(message_text)
    return names, data


def _attach(message: EmailMessage, attachment: Attachment, whom: str) -> tuple[str, str]:
    match = _MEDIA_TYPE.fullmatch(attachment.media_type)
    name = one_line(attachment.name).replace("=?", "= ?")
    if match is None or not name:
        text = f"{name!r} for {whom} cannot be attached: {attachment.media_type!r} is no kind of file, as text/vcard is"
        raise InputError(text if match is None else f"a file for {whom} cannot be attached: it has no name")
    parameters = dict(parameter.strip().split("=", 1) for parameter in match[3].split(";")[1:])
    message.add_attachment(
        attachment.content, maintype=match[1], subtype=match[2], filename=name, params=parameters or None
    )
    return f"{match[1]}/{match[2]}", name


def _encoding(text: str, *, eight_bit: bool) -> str:
    if max(map(len, text.encode().split(b"\n"))) > LINE - 1:
        return "quoted-printable"
    return "7bit" if text.isascii() else "8bit" if eight_bit else "quoted-printable"


def _parts(data: bytes) -> tuple[tuple[str, ...], list[tuple[str, str | None]]]:
    """The names of the first headers, and of each part its type and file name, as a reader finds them."""
    from email.parser import BytesParser  # 40 ms, and only a letter with parts needs it
    from email.policy import SMTP

    message = BytesParser(policy=SMTP).parsebytes(data)
    leaves = [part for part in message.walk() if not part.is_multipart()]
    return tuple(message.keys()), [(part.get_content_type(), part.get_filename()) for part in leaves]
