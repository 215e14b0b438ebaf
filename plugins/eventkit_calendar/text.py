"""Abstracts as text: feeds put HTML, entities, and line ends that were escaped twice into them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from eventkit.api import safe_text

_MARKUP = re.compile(
    r"<(?:/?(?:p|br|div|ul|ol|li|b|i|u|s|a|em|strong|span|code|pre|blockquote|h[1-6]|hr|table|tr|td|img|iframe)\b[^<>]*)>"
    r"|&(?:amp|nbsp|lt|gt|quot|apos|[mn]dash|hellip|rsquo|lsquo|rdquo|ldquo|#\d{1,6}|#x[0-9a-f]{1,5});"
    r"|&(?:amp|nbsp|lt|gt|quot)(?![\w=;])",
    re.IGNORECASE,
)
_BLOCKS = {"p", "div", "ul", "ol", "pre", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
_LINES = {"br", "li", "tr"}
_SILENT = {"script", "style", "head", "iframe"}
_BLANKS = re.compile(r"[ \t\xa0]+")
_MANY_LINES = re.compile(r"\n{3,}")
_WRITTEN_BREAKS = re.compile(r"(?:\\n){2,}|(?<![\"'`\\])\\n(?=\W|\d|[^\W\d_a-z]|$)|(?<=[.!?,;)\]\s])\\n")
_FENCE = re.compile(r"-::~[:~]*::-(?:.*?-::~[:~]*::-)?", re.DOTALL)
_OWN_EVENT = re.compile(r"^View your event at https?://\S*calendar\S*$", re.MULTILINE)


def clean_text(text: str) -> str:
    r"""The text of an abstract; what holds no markup stays as it is, but for line ends written as ``\\n``."""
    if "\\" in text:
        text = _with_breaks(text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "-::~" in text:  # Google's invitation to its own meeting, which "please do not edit"
        text = _OWN_EVENT.sub("", _FENCE.sub("", text))
    if ("<" in text or "&" in text) and _MARKUP.search(text):
        return clean_html(text)
    return safe_text(text).strip()


def clean_html(text: str) -> str:
    """The text of a piece of HTML."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    lines = (_BLANKS.sub(" ", line).strip() for line in "".join(reader.pieces).split("\n"))
    return safe_text(_MANY_LINES.sub("\n\n", "\n".join(lines))).strip()


def _with_breaks(text: str) -> str:
    r"""The text with the line ends that were escaped twice; where it has real ones too, ``\\n`` is a programmer's."""
    text = text.replace("\\r\\n", "\n").replace("\\r\n", "\n")
    return text if "\n" in text else _WRITTEN_BREAKS.sub(lambda found: "\n" * found.group().count("n"), text)


class _Reader(HTMLParser):
    """Collects text: a blank line between blocks, a dash before an item, an address behind a link's words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n- " if tag == "li" else "\n")
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self.pieces))
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag == "a" and self._link:
            address, start = self._link
            words = "".join(self.pieces[start:]).strip()
            if address.startswith(("http://", "https://")) and address.rstrip("/") not in {words, words.rstrip("/")}:
                self.pieces.append(f" ({address})")
            self._link = None
        self._silent = max(0, self._silent - (tag in _SILENT))

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.pieces.append(data)
