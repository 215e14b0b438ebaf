"""HTML as a calendar's texts have it, which is seldom whole, read for its words."""

from __future__ import annotations

from html.parser import HTMLParser

_BLOCKS = {"p", "div", "ul", "ol", "pre", "blockquote", "table", "h1", "h2", "h3", "h4", "h5", "h6", "hr"}
_LINES = {"br", "li", "tr"}
_SILENT = {"script", "style", "head", "iframe"}


class MarkupReader(HTMLParser):
    """Collects text: a blank line between blocks, a dash before an item, an address behind a link's words."""

    def __init__(self) -> None:
        """Begin with no text."""
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._silent = 0
        self._link: tuple[str, int] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a block, a line or a link, or what is not shown."""
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n- " if tag == "li" else "\n")
        elif tag == "a":
            self._link = (dict(attrs).get("href") or "", len(self.pieces))
        self._silent += tag in _SILENT

    def handle_endtag(self, tag: str) -> None:
        """End it; an address that the words of its link do not tell is told behind them."""
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
        """Take text as it is."""
        if not self._silent:
            self.pieces.append(data)
