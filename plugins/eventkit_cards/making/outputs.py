"""A card as each kind of file, read back and checked on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eventkit_cards.making.checks import check
from eventkit_cards.making.colours import PLAIN
from eventkit_cards.making.reading_back import hard_to_read, opened, read_back, read_back_squares
from eventkit_cards.making.sizes import USUAL

if TYPE_CHECKING:
    from datetime import datetime

    from PIL.Image import Image

    from eventkit.api import Person
    from eventkit_cards.making.checks import Check, Savings
    from eventkit_cards.making.colours import Colours
    from eventkit_cards.making.lettering import Lettering
    from eventkit_cards.making.sizes import Size
    from eventkit_cards.qr import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A file's bytes, or a text; what to say of it, what the check found, and what could not be written as it is."""

    data: bytes
    about: str
    check: Check
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    """Makes everything of one code; ``savings`` are what could be left out, and the bytes then."""

    code: Code
    person: Person | None = None
    size: Size = USUAL
    colours: Colours = PLAIN
    savings: Savings = tuple

    @property
    def about(self) -> str:
        """The code in a few words."""
        code = self.code
        return f"{len(code.data)} bytes, QR version {code.version} ({code.modules} modules a side)"

    def png(self) -> Made:
        """A picture."""
        from eventkit_cards.making.pictures import png  # only who wants a picture needs it

        data = png(self.code, self.size, self.colours)
        return self._made(data, opened(data), self.size.module(self.code))

    def svg(self) -> Made:
        """A drawing."""
        from eventkit_cards.making.drawings import squares_in, svg  # only who wants a drawing needs it

        data = svg(self.code, self.size, self.colours)
        read_back_squares(self.code, squares_in(data), "SVG", self.colours)
        return self._made(data, self._seen(), self.size.module(self.code))

    def terminal(self, *, light: bool) -> Made:
        """Lines of half blocks."""
        from eventkit_cards.making.terminal import blocks, squares_of  # only who wants it here needs it

        text = blocks(self.code, light=light)
        read_back_squares(self.code.without_logo, squares_of(text, light=light), "terminal", PLAIN)
        return self._made(text.encode(), self._seen(), 0)

    def pdf(self, paper: str, now: datetime) -> Made:
        """A page with the code, and with the name where it is not the code alone."""
        from eventkit_cards.making.layouts import find_layout  # only who wants a PDF needs them
        from eventkit_cards.making.pieces import Piece
        from eventkit_cards.making.sheets import new_lettering, single

        side = self.size.millimetres(self.code)
        lettering = new_lettering()
        title = f"Card of {self.person.name}" if self.person else "QR code"
        piece = Piece(code=self.code, person=self.person)
        data = single(piece, paper, side=side, title=title, now=now, colours=self.colours, lettering=lettering)
        if paper != "code":
            side = find_layout("business-cards" if paper == "card" else "signs", paper).code
        return self._made(data, self._seen(), side / self.code.width, lettering)

    def lock_screen(self, phone: tuple[int, int]) -> Made:
        """A picture for the lock screen of a phone."""
        from eventkit_cards.making.lock_screens import lock_screen, new_lettering  # only who wants one needs it

        lettering = new_lettering()
        data, seen, module = lock_screen(self.code, self.person, phone, colours=self.colours, lettering=lettering)
        read_back(self.code, opened(data), "lock screen's")
        return self._made(data, seen, module, lettering)

    def _seen(self) -> Image:
        from eventkit_cards.making.pictures import raster  # only what is no picture itself needs it

        return raster(self.code, 3, self.colours)

    def _made(self, data: bytes, seen: Image, module: float, lettering: Lettering | None = None) -> Made:
        found = check(self.code, module=module, unread=hard_to_read(self.code, seen), savings=self.savings)
        return Made(data=data, about=self.about, check=found, remarks=tuple(lettering.remarks) if lettering else ())
