"""Which letters of a text can be written here, and in which fonts: no letter becomes an empty box in silence."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eventkit.api import in_latin, one_line, script_of
from eventkit_cards.making.fonts import find_fonts, folders

if TYPE_CHECKING:
    from collections.abc import Callable

    from eventkit_cards.making.fonts import Font, Fonts

_RIGHT_TO_LEFT = {"R", "AL"}
_INVISIBLE = {"Cf", "Mn", "Me"}
_DECORATION = {"So", "Sk", "Cn", "Co", *_INVISIBLE}
_SHAPED = (
    (0x0600, 0x08FF),  # Arabic, Syriac, Thaana and the like
    (0x0900, 0x0DFF),  # the scripts of India
    (0x0E00, 0x109F),  # Thai, Lao, Tibetan, Burmese
    (0x1780, 0x18AF),  # Khmer, Mongolian
    (0xFB1D, 0xFDFF),
    (0xFE70, 0xFEFC),
)
"""Scripts whose letters change with their neighbours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text that can be written: in the first of its fonts, and what that does not have in the next ones."""

    text: str
    fonts: tuple[Font, ...] = ()
    shaped: bool = False
    """Whether its letters change with their neighbours, or go from right to left."""

    @property
    def runs(self) -> list[tuple[str, Font]]:
        """The parts of the text, each with the font it is written in."""
        if len(self.fonts) == 1:
            return [(self.text, self.fonts[0])]
        found: list[tuple[str, Font]] = []
        for character in self.text:
            has = (font for font in self.fonts if character in font.letters)
            font = next(has, found[-1][1] if found else self.fonts[0])
            if found and (found[-1][1] == font or unicodedata.category(character) in _INVISIBLE):
                found[-1] = (found[-1][0] + character, found[-1][1])
            else:
                found.append((character, font))
        return found


@dataclass(slots=True)
class Lettering:
    """Writes texts in the fonts of this machine; ``shapes`` says whether what draws them can join letters.

    ``remarks`` are what could not be written as it is, a sentence each.
    """

    shapes: bool
    find: Callable[[], Fonts] = lambda: find_fonts(folders())
    remarks: dict[str, None] = field(default_factory=dict)
    _fonts: Fonts | None = None
    _known: dict[tuple[str, bool], Line] = field(default_factory=dict)

    def line(self, text: str, *, bold: bool = False) -> Line:
        """The text with the fonts that it takes: in Latin letters where no font has its own, empty where that fails."""
        key = (one_line(text), bold)
        if key not in self._known:
            self._known[key] = self._line(*key)
        return self._known[key]

    @property
    def fonts(self) -> Fonts:
        """The fonts of this machine, looked for once."""
        if self._fonts is None:
            self._fonts = self.find()
        return self._fonts

    def _line(self, text: str, bold: bool) -> Line:  # noqa: FBT001  # the parts of a key
        line = self._written(text, bold=bold)
        if line is not None:
            return line
        plain = one_line("".join(c for c in text if unicodedata.category(c) not in _DECORATION))
        line = self._written(plain, bold=bold) if plain != text else None
        if line is not None:
            if plain:
                self._remark(f"no font here has all the signs of {text!r}: it is written {plain!r}")
            return line
        latin = _in_latin(plain)
        line = self._written(latin, bold=bold)
        if line is not None and latin:
            self._remark(f"no font here has the letters of {text!r}: it is written {latin!r}")
            return line
        self._remark(f"no font here has the letters of {text!r}: it is left out, and the code has it all the same")
        return Line(text="")

    def _written(self, text: str, *, bold: bool) -> Line | None:
        """The text with its fonts; None where some of it would be empty boxes, or letters that are not joined."""
        if not text:
            return Line(text="")
        shaped = _is_shaped(text)
        if shaped and not self.shapes:
            return None
        usual = self.fonts.family()[bold]
        wanted = {c for c in text if c != " " and unicodedata.category(c) != "Cf"}
        missing = wanted - usual.letters
        fonts = [usual]
        while missing:
            other = self.fonts.with_letters(wanted if shaped and len(fonts) == 1 else missing)
            if other is None or other in fonts or not missing & other.letters:
                return None
            fonts.append(other)
            missing -= other.letters
            if not wanted - other.letters:
                fonts = [other]  # a word looks best in one font
        if shaped and len(fonts) > 1:
            return None
        return Line(text=text, fonts=tuple(fonts), shaped=shaped)

    def _remark(self, text: str) -> None:
        self.remarks[text] = None


def _is_shaped(text: str) -> bool:
    return any(
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT
        or any(first <= ord(character) <= last for first, last in _SHAPED)
        for character in text
        if ord(character) >= 0x0590  # noqa: PLR2004  # Hebrew is the first of them
    )


def _in_latin(text: str) -> str:
    """A text in Latin letters, as far as there are tables; each word begins with a capital."""
    words = []
    for word in text.split():
        folded = unicodedata.normalize("NFKD", word.casefold())
        script = script_of(word.casefold())
        if script in {"Chinese", "Japanese", "Korean"}:
            words += in_latin([word.casefold()], script)
        elif word.isascii():
            words.append(word)
            continue
        else:
            plain = "".join(c for c in folded if not unicodedata.combining(c))
            words += in_latin([plain], script)
    return " ".join(word if word.isascii() and word != word.lower() else word.title() for word in words)
