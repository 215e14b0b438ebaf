"""Texts to paste where a link carries none: a page with each person's profile, and the text in a field below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import ContactPoint, normal_form
from eventkit_followup.api import Channel
from eventkit_followup.channels.pages import entry, page

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit.api import Person
    from eventkit_followup.api import Letter, WriteContext

PASTE = "Click a name, click into the text below it, copy all of it, and paste it there."


def phone_of(person: Person) -> str | None:
    """The first number that says its country, as +49… does."""
    numbers = (normal_form(ContactPoint(kind="phone", value=phone)) for phone in person.phones)
    return next((number for number in numbers if number.startswith("+") and number[1:].isdecimal()), None)


def _pasting(link: Callable[[str], str]) -> Callable[[Letter, str, WriteContext], bytes]:
    def write(letter: Letter, address: str, _context: WriteContext) -> bytes:
        """An entry with the text to paste."""
        return entry(letter, link(address), paste=True)

    return write


def _linkedin_profile(handle: str) -> str:
    from urllib.parse import quote

    return f"https://www.linkedin.com/in/{quote(handle, safe='')}"


def _linkedin_of(person: Person) -> str | None:
    return person.handles.get("linkedin")


def _signal_chat(number: str) -> str:
    return f"https://signal.me/#p/{number}"


LINKEDIN = Channel(
    name="linkedin",
    description="messages to paste into LinkedIn, to people you are connected with",
    suffix=".html",
    reach=_linkedin_of,
    write=_pasting(_linkedin_profile),
    limit=8000,
    address="LinkedIn profile",
    advice="open the page in your browser, click each name, and paste the text below it.",
    collect=page("linkedin", "Messages for LinkedIn", PASTE),
)

LINKEDIN_NOTE = Channel(
    name="linkedin-note",
    description="notes of 200 characters to paste into an invitation on LinkedIn",
    suffix=".html",
    reach=_linkedin_of,
    write=_pasting(_linkedin_profile),
    limit=200,  # of an account that costs nothing; a paid one has 300
    address="LinkedIn profile",
    advice="open the page in your browser, click each name, choose Connect, and paste the text as its note.",
    collect=page("linkedin-note", "Invitations on LinkedIn", PASTE),
)

SIGNAL = Channel(
    name="signal",
    description="messages to paste into Signal",
    suffix=".html",
    reach=phone_of,
    write=_pasting(_signal_chat),
    limit=2000,
    address="phone number with its country code",
    advice="open the page in your browser, click each name, and paste the text below it.",
    collect=page("signal", "Messages for Signal", PASTE),
)
