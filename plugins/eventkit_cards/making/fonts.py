"""The fonts of this machine: where they are, which letters they have, and which to write a text in."""

from __future__ import annotations

import os
import sys
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FAMILIES = (
    ("notosans-regular", "notosans-bold"),
    ("liberationsans-regular", "liberationsans-bold"),
    ("segoeui", "segoeuib"),
    ("arial", "arial bold"),
    ("arial", "arialbd"),
    ("dejavusans", "dejavusans-bold"),
    ("roboto-regular", "roboto-bold"),
    ("opensans-regular", "opensans-bold"),
    ("ubuntu-r", "ubuntu-b"),
    ("freesans", "freesansbold"),
)
"""Plain fonts that machines come with, and their bold ones: the first that is there is written in."""

_FOR = {
    "CJK": ("cjk", "pingfang", "hiragino", "heiti", "msyh", "yugoth", "meiryo", "notosanssc", "notosansjp",
            "notosanstc", "simhei", "wqy", "droidsansfallback", "arialuni"),
    "HIRAGANA": ("cjk", "hiragino", "yugoth", "meiryo", "notosansjp", "takao", "ipa", "arialuni"),
    "KATAKANA": ("cjk", "hiragino", "yugoth", "meiryo", "notosansjp", "takao", "ipa", "arialuni"),
    "HANGUL": ("cjk", "applesdgothic", "malgun", "notosanskr", "nanum", "arialuni"),
    "DEVANAGARI": ("devanagari", "nirmala", "mangal", "lohit", "kohinoor", "arialuni"),
}  # fmt: skip  # a table of file names
"""Of scripts that few fonts have: what the files of those that do are called."""

_STYLES = ("bold", "italic", "oblique", "light", "thin", "black", "medium", "condensed", "mono", "serif", "emoji",
           "symbol", "icon", "math", "awesome")  # fmt: skip  # a list of words
_SUFFIXES = (".ttf", ".otf", ".ttc", ".otc")
_OPENED_AT_MOST = 150
_FACES = 12
LATIN = frozenset(bytes(range(32, 127)).decode()) | frozenset(bytes(range(0xA1, 0x100)).decode("latin-1"))
"""What can be written where a machine has no font at all: PDF and Pillow have one of their own."""


@dataclass(frozen=True, slots=True)
class Font:
    """A face in a file; one without a file is what PDF and Pillow bring along, which has Latin letters only."""

    file: str = ""
    face: int = 0

    @property
    def letters(self) -> frozenset[str]:
        """The characters it has a picture for."""
        return _letters(self.file, self.face) if self.file else LATIN


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a machine, by the names of their files in lower case, without the suffix."""

    files: Mapping[str, str]

    def family(self) -> tuple[Font, Font]:
        """The plain font to write in, and its bold one."""
        for plain, bold in FAMILIES:
            if plain in self.files and bold in self.files:
                return Font(self.files[plain]), Font(self.files[bold])
        return Font(), Font(face=1)

    def with_letters(self, missing: Iterable[str]) -> Font | None:
        """A font that has all of these characters, or the one that has most of them; None where none has any."""
        wanted = frozenset(missing)
        best: tuple[int, Font | None] = (0, None)
        for font in self._likely(wanted):
            there = len(wanted & font.letters)
            if there > best[0]:
                best = (there, font)
            if there == len(wanted):
                break
        return best[1]

    def _likely(self, wanted: frozenset[str]) -> Iterator[Font]:
        """The plain fonts, those first whose names say that they have such letters."""
        scripts = {unicodedata.name(character, "").partition(" ")[0] for character in wanted}
        hints = [hint for script in scripts for hint in _FOR.get(script, (script.lower(),))]

        def rank(name: str) -> tuple[bool, bool, bool, int, str]:
            plain = name.replace("-", "").replace("_", "").replace(" ", "")
            styled = any(style in plain for style in _STYLES)
            return (not any(hint in plain for hint in hints), styled, "sans" not in plain, len(name), name)

        for name in sorted(self.files, key=rank)[:_OPENED_AT_MOST]:
            for face in range(_faces(self.files[name])):
                yield Font(self.files[name], face)


def folders(environ: Mapping[str, str] = os.environ) -> list[Path]:
    """Where fonts are kept, the user's own first: as fontconfig, macOS and Windows have it."""
    home = Path(os.path.expanduser("~"))  # noqa: PTH111  # which, unlike pathlib's, does not raise where there is no home
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    if sys.platform == "win32":
        local = environ.get("LOCALAPPDATA", "")
        own = [Path(local) / "Microsoft/Windows/Fonts"] if local else []
        return [*own, Path(environ.get("WINDIR", r"C:\Windows")) / "Fonts"]
    shared = environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    data = [Path(environ.get("XDG_DATA_HOME") or home / ".local/share"), *map(Path, filter(None, shared.split(":")))]
    return [
        home / ".fonts",
        *(folder / "fonts" for folder in data),
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


def find_fonts(places: Iterable[Path]) -> Fonts:
    """The fonts in these folders; of two files of one name the first."""
    files: dict[str, str] = {}
    for place in places:
        for folder, _, names in os.walk(place):
            for name in names:
                stem, suffix = os.path.splitext(name.lower())  # noqa: PTH122  # thousands of files
                if suffix in _SUFFIXES:
                    files.setdefault(stem, os.path.join(folder, name))  # noqa: PTH118  # see above
    return Fonts(files)


def _faces(file: str) -> int:
    """How many faces a file holds."""
    if not file.lower().endswith((".ttc", ".otc")):
        return 1
    try:
        with open(file, "rb") as stream:  # noqa: PTH123  # see above
            head = stream.read(12)
    except OSError:
        return 0
    return min(int.from_bytes(head[8:12], "big"), _FACES) if head[:4] == b"ttcf" else 1


@cache
def _letters(file: str, face: int) -> frozenset[str]:
    """The characters of a font that has outlines; none of one that cannot be read."""
    from fontTools.ttLib import TTFont

    try:
        with open(file, "rb") as stream, TTFont(stream, fontNumber=face, lazy=True) as font:  # noqa: PTH123  # see above
            if not {"glyf", "CFF ", "CFF2"} & set(font.keys()):
                return frozenset()
            return frozenset(map(chr, font.getBestCmap() or ()))
    except Exception:  # noqa: BLE001  # a broken font raises anything, and is then one that has no letters
        return frozenset()
