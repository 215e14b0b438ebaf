"""The records of follow-up's own hook: the only module of this plugin that others may import."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from pathlib import Path

    from eventkit.api import App, Event, Person

__all__ = ["Attachment", "Channel", "Letter", "TemplateFolder", "WriteContext"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that goes with a letter; ``media_type`` as in ``text/vcard``."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFolder:
    """A folder of templates, as the user's own `templates` is one: files ``NAME.LANGUAGE.TONE.txt``."""

    path: Path


class Letter(NamedTuple):
    """What a template made of my notes on a person. ``subject`` is one line; ``body`` ends with a line feed.

    Both are free of control characters, and may hold anything else: a channel escapes what its format needs.
    ``html`` is the same once more for a program that shows HTML, escaped and cleaned, or empty. ``key`` is what names
    this draft for ever, however often it is written: a message's number is made of it, or else of what it says.
    """

    person: Person
    me: Person
    subject: str
    body: str
    template: str
    attachments: tuple[Attachment, ...] = ()
    html: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteContext:
    """What a channel may want to know beside the letter.

    The event is that of the letter; one about none has an event without slug and name. Where ``collect`` is given
    letters about several events, it is one called ``follow-up``.
    """

    now: datetime
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A way to reach people, and the file that holds a letter on it.

    Attributes:
        name: as ``--channel`` has it.
        description: what it makes, in a few words.
        suffix: of the files, with its dot.
        reach: gives a person's address on this channel, or None where they have none.
        write: gives the content of the file for a letter to that address; the context knows the time and the
            event. It raises ``InputError`` for a letter that cannot be written, which costs that one draft.
        limit: the most characters a letter's text may have, or None; templates see it and can be brief.
        address: what an address on it is called: whoever has none is left out with "no ADDRESS".
        advice: what to do with the files, as the end of the sentence "Nothing was sent: …".
        attaches: whether it takes attachments.
        collect: puts what ``write`` gave for every letter of a run where it belongs, for a channel that makes one
            file of all or adds to a mailbox: it is given the folder of ``--to``, which is there, and answers with the
            path of each. Without it each letter becomes a file of its own. It adds and never replaces, and what is
            there already, as after a run that was cut off, is not put there twice.
        deliver: puts what ``write`` gave for every letter of a run on a server, for a channel without files: it is
            given the application for its settings, and answers where each lies, as "Drafts at mail.example.org". What
            is there already is not put there twice.
        check_sender: looks at my own record before the first letter, and raises ``NotFoundError`` where I
            cannot write on this channel.

    """

    name: str
    description: str
    suffix: str
    reach: Callable[[Person], str | None]
    write: Callable[[Letter, str, WriteContext], bytes]
    limit: int | None = None
    address: str = "address"
    advice: str = "open each file, read it, and send it yourself."
    attaches: bool = False
    check_sender: Callable[[Person], None] | None = None
    collect: Callable[[Sequence[bytes], Path, WriteContext], Sequence[Path]] | None = None
    deliver: Callable[[Sequence[bytes], App], Sequence[str]] | None = None
