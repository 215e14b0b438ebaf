"""Abstracts as text: feeds put HTML, entities, and line ends that were escaped twice into them."""

from __future__ import annotations

import re

from eventkit.api import safe_text
from eventkit_calendar.patterns import lazily

_MARKUP = lazily(
    r"<(?:/?(?:p|br|div|ul|ol|li|b|i|u|s|a|em|strong|span|code|pre|blockquote|h[1-6]|hr|table|tr|td|img|iframe)\b[^<>]*)>"
    r"|&(?:amp|nbsp|lt|gt|quot|apos|[mn]dash|hellip|rsquo|lsquo|rdquo|ldquo|#\d{1,6}|#x[0-9a-f]{1,5});"
    r"|&(?:amp|nbsp|lt|gt|quot)(?![\w=;])",
    re.IGNORECASE,
)
_CONTROL = bytes({*range(0x20), 0x7F} - set(b"\t\n"))
_BLANKS = re.compile(r"[ \t\xa0]+")
_MANY_LINES = lazily(r"\n{3,}")
_WRITTEN_BREAKS = lazily(r"(?:\\n){2,}|(?<![\"'`\\])\\n(?=\W|\d|[^\W\d_a-z]|$)|(?<=[.!?,;)\]\s])\\n")
_FENCE = lazily(r"-::~[:~]*::-(?:.*?-::~[:~]*::-)?", re.DOTALL)
_OWN_EVENT = lazily(r"^View your event at https?://\S*calendar\S*$", re.MULTILINE)


def clean_text(text: str) -> str:
    r"""The text of an abstract; what holds no markup stays as it is, but for line ends written as ``\\n``."""
    if "\\" in text:
        text = _with_breaks(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if is_fenced(text):
        text = _OWN_EVENT().sub("", _FENCE().sub("", text))
    if ("<" in text or "&" in text) and _MARKUP().search(text):
        return clean_html(text)
    return (text if _is_safe(text) else safe_text(text)).strip()


def is_fenced(text: str) -> bool:
    """Whether there is Google's invitation to its own meeting, which "please do not edit"."""
    return ":" in text and "-::~" in text  # a single character is looked for ten times as fast


def clean_html(text: str) -> str:
    """The text of a piece of HTML."""
    from eventkit_calendar.markup import MarkupReader  # most calendars hold plain text

    reader = MarkupReader()
    reader.feed(text)
    reader.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(reader.pieces).split("\n"))
    return safe_text(_MANY_LINES().sub("\n\n", "\n".join(lines))).strip()


def _is_safe(text: str) -> bool:
    """Whether a text is ASCII without control characters, as nearly all are: told in a fifth of the time."""
    return text.isascii() and len(text.encode().translate(None, _CONTROL)) == len(text)


def _with_breaks(text: str) -> str:
    r"""The text with the line ends that were escaped twice; where it has real ones too, ``\\n`` is a programmer's."""
    text = text.replace("\\r\\n", "\n").replace("\\r\n", "\n")
    return text if "\n" in text else _WRITTEN_BREAKS().sub(lambda found: "\n" * found.group().count("n"), text)
