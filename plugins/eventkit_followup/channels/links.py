"""Links that carry the text, on a page: ``mailto:`` (RFC 6068), ``sms:`` (RFC 5724) and WhatsApp's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import InputError, one_line
from eventkit_followup.api import Channel
from eventkit_followup.channels.pages import entry, page
from eventkit_followup.channels.pasting import PASTE, phone_of
from eventkit_followup.letters.addresses import mail_address
from eventkit_followup.letters.writing import reach

if TYPE_CHECKING:
    from eventkit_followup.api import Letter, WriteContext

_LONGEST_LINK = 2000
"""Characters of a link that every mail program takes: Windows hands over no more than 2,048 or so."""

_CLICK = "Click a name: the message opens in your mail program, where you read and send it."


def mailto_link(letter: Letter, address: str) -> str:
    """A link that opens the letter in the mail program; raises ``InputError`` where none would take it whole."""
    from urllib.parse import quote

    local, _, domain = mail_address(letter.person, address).rpartition("@")
    body = letter.body.rstrip("\n").replace("\n", "\r\n")
    link = f"mailto:{quote(local, safe='')}@{domain}?subject={quote(one_line(letter.subject), safe='')}"
    link += f"&body={quote(body, safe='')}"
    if len(link) > _LONGEST_LINK:
        message = (
            f"the link for {one_line(letter.person.name)} would have {len(link):,} characters, and mail programs take "
            f"{_LONGEST_LINK:,}; shorten the note, or use --channel eml"
        )
        raise InputError(message)
    return link


def _write_mailto(letter: Letter, address: str, _context: WriteContext) -> bytes:
    return entry(letter, mailto_link(letter, address), paste=False)


def _write_sms(letter: Letter, number: str, _context: WriteContext) -> bytes:
    from urllib.parse import quote

    return entry(letter, f"sms:{number}?body={quote(letter.body.rstrip(), safe='')}", paste=True)


def _write_whatsapp(letter: Letter, number: str, _context: WriteContext) -> bytes:
    from urllib.parse import quote

    return entry(letter, f"https://wa.me/{number[1:]}?text={quote(letter.body.rstrip(), safe='')}", paste=True)


MAILTO = Channel(
    name="mailto",
    description="one page of links that open each letter in your mail program",
    suffix=".html",
    reach=reach,
    write=_write_mailto,
    limit=1500,
    address="e-mail address",
    advice="open the page in your browser and click each name; the message opens in your mail program.",
    collect=page("mailto", "Letters to send", _CLICK),
)

SMS = Channel(
    name="sms",
    description="one page of links that open each text as an SMS",
    suffix=".html",
    reach=phone_of,
    write=_write_sms,
    limit=459,  # three parts of 153
    address="phone number with its country code",
    advice="open the page on your telephone and click each name.",
    collect=page("sms", "Texts to send", PASTE),
)

WHATSAPP = Channel(
    name="whatsapp",
    description="one page of links that open each text in WhatsApp",
    suffix=".html",
    reach=phone_of,
    write=_write_whatsapp,
    limit=1500,
    address="phone number with its country code",
    advice="open the page in your browser and click each name; WhatsApp opens with the text.",
    collect=page("whatsapp", "Messages for WhatsApp", PASTE),
)
