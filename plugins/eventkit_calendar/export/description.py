"""The DESCRIPTION of a session that is written, with what people should see below it whose program shows nothing else.

Google, Apple and Outlook show title, time, place and description. So speakers, a remark, links, and the user's own
note stand at its end, unless what is above names them already.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from eventkit.api import escape, safe_text, unescape
from eventkit_calendar.export.kept_lines import with_text
from eventkit_calendar.export.own_lines import PREFIX, own_line
from eventkit_calendar.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eventkit.api import ContentLine, Session


def description_lines(session: Session, source: Sequence[ContentLine], extra: Sequence[str]) -> Iterator[str]:
    """DESCRIPTION, as the source has it where ``source`` is given, and what was put below it as a line by itself.

    ``extra`` are paragraphs that are wanted below in any case.
    """
    line = next((line for line in source if line.name == "DESCRIPTION"), None)
    text = session.abstract if line is None else _as_it_came(unescape(line.value), source)
    shown = f"{session.title}\n{text}"
    added = "\n\n".join(filter(None, (*_unsaid(session, shown), *map(_clean, extra))))
    text = _with(text, added)
    if text:
        yield f"DESCRIPTION:{escape(text)}" if line is None else with_text(line, text)
    if added:
        yield own_line("ADDED", added)


def _unsaid(session: Session, shown: str) -> Iterator[str]:
    """Paragraphs on what a session has and is not told by title and description."""
    if session.remark and session.remark not in shown:
        yield _clean(session.remark)
    if not all(name in shown for name in session.speakers):
        label = "Speaker" if len(session.speakers) == 1 else "Speakers"
        yield _clean(f"{label}: {', '.join(session.speakers)}")
    links = [(title, address) for title, address in session.links if address not in shown]
    yield _clean("\n".join(f"{title}: {address}" if title else address for title, address in links))


def _as_it_came(text: str, source: Sequence[ContentLine]) -> str:
    """The source's own text: without what eventkit put below it, where the source is an export of eventkit's."""
    added = next((unescape(line.value) for line in source if line.name == f"{PREFIX}ADDED"), "")
    for below in filter(None, (added, _as_html(added))):
        if text.endswith(below):
            return text.removesuffix(below).rstrip()
    return text


def _with(text: str, added: str) -> str:
    """The text with paragraphs below it, as HTML where it is some."""
    if not text.strip() or not added:
        return text if text.strip() else added
    return f"{text.rstrip()}{_as_html(added)}" if _is_html(text) else f"{text.rstrip()}\n\n{added}"


def _is_html(text: str) -> bool:
    return "<" in text and "\n".join(clean_text(text).split()) != "\n".join(safe_text(text).split())


def _as_html(text: str) -> str:
    paragraphs = (html.escape(part, quote=False).replace("\n", "<br>") for part in text.split("\n\n") if part)
    return "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)


def _clean(text: str) -> str:
    return safe_text(text.replace("\r\n", "\n").replace("\r", "\n")).strip()
