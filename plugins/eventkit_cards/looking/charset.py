"""The bytes of a code as text.

What a code does not declare is nominally ISO 8859-1, and in truth UTF-8, Shift_JIS in Japan, Windows-1252 from old
writers. UTF-8 is told by its form, which nothing else has by chance.
"""

from __future__ import annotations

import re

_OF_WINDOWS = re.compile("[\x80-\x9f]")
_KANA = re.compile("[\u3040-\u30ff\uff61-\uff9f]")
_KANJI = "[\u3005\u3400-\u4dbf\u4e00-\u9fff]+"
_BESIDE_LATIN = re.compile(f"(?<=[A-Za-z]){_KANJI}|{_KANJI}(?=[a-z])")
_ANY_KANJI = re.compile(_KANJI)


def text_of(data: bytes, told: str) -> str:
    """The text of a code's bytes; ``told`` is the reader's, who knows what the code declares, and guesses else."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        pass
    legacy = data.decode("windows-1252", "replace")
    if "\ufffd" in told or _OF_WINDOWS.search(told):  # nobody writes these controls: Windows has letters there
        japanese = _as_japanese(data)
        return japanese if _KANA.search(japanese) else legacy
    if told == _as_japanese(data) and _is_latin_by_chance(told):
        return legacy
    return told


def _as_japanese(data: bytes) -> str:
    """The bytes as Shift_JIS, empty where they are none."""
    try:
        return data.decode("cp932")
    except UnicodeDecodeError:
        return ""


def _is_latin_by_chance(text: str) -> bool:
    """Whether all Japanese there is are letters within Latin words, as in E9 65 of "Renée"."""
    found = _ANY_KANJI.findall(text)
    return (
        not _KANA.search(text)
        and [match[0] for match in _BESIDE_LATIN.finditer(text)] == found
        and all(run.encode("cp932").decode("windows-1252", "replace").isalpha() for run in found)
    )
