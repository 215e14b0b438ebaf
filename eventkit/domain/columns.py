"""What a column of a table of people may be: the words that a user tells it with, as ``Company Name=organization``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELDS: dict[str, str] = {
    "name": "the whole name",
    "given": "the given name",
    "family": "the family name",
    "middle": "the middle name",
    "prefix": "what stands before the name, as Dr.",
    "suffix": "what stands behind the name, as Jr.",
    "nickname": "what they are called",
    "organization": "the company, project or school",
    "department": "the part of it",
    "title": "the job",
    "email": "an e-mail address; email:work says which",
    "phone": "a telephone number; phone:cell says which",
    "url": "a web address; url:blog says which",
    "handle": "a handle on a platform, as handle:mastodon",
    "birthday": "the birthday",
    "note": "notes",
    "tags": "tags, separated by semicolons or commas",
    "interests": "interests, separated by semicolons or commas",
    "role": "the role at the event, or the kind of ticket",
    "do_not_contact": "yes where somebody does not want to be written to",
    "uid": "what tells the records of this source apart, as an attendee's number",
    "ignore": "nothing to keep",
}
"""What a column may be."""

_WITH_MORE = {"email", "phone", "url", "handle"}


def check_field(text: str) -> str:
    """A field as it was written, with ``:label`` or ``:platform``; raises ``UsageError`` where there is none of it."""
    name, colon, more = text.strip().partition(":")
    name, more = name.strip().lower(), more.strip()
    if name not in FIELDS:
        message = f"there is no field {name!r}; there is {', '.join(FIELDS)}"
        raise UsageError(message)
    if colon and name not in _WITH_MORE:
        message = f"{name} takes nothing behind a colon; {', '.join(sorted(_WITH_MORE))} do"
        raise UsageError(message)
    if name == "handle" and not more:
        message = "say on which platform the handles are, as handle:mastodon"
        raise UsageError(message)
    return f"{name}:{more}" if more else name


def read_columns(told: Sequence[str]) -> dict[str, str]:
    """Fields by heading, from texts as ``Company Name=organization``; raises ``UsageError`` for what is none."""
    found: dict[str, str] = {}
    for text in told:
        heading, sign, field = text.rpartition("=")
        if not sign or not heading.strip():
            message = f"--map {text!r}: give it as COLUMN=FIELD, as 'Company Name=organization'"
            raise UsageError(message)
        try:
            found[heading.strip()] = check_field(field)
        except UsageError as error:
            message = f"--map {text!r}: {error}"
            raise UsageError(message) from error
    return found
