"""Telephone numbers: the form in which two ways of writing one number are equal (ITU-T E.164)."""

from __future__ import annotations

import re
import unicodedata

_PLAIN = re.compile(r"\+[1-9][0-9 ]+")
_NOT_DIGITS = re.compile(r"[^0-9]+")
_EXTENSION = re.compile(r"[;,#]|ext|x", re.IGNORECASE)
_TWO_DIGITS = """
20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 65 66 81 82 84 86
90 91 92 93 94 95 98
"""
_COUNTRY_CODES_OF_TWO = frozenset(_TWO_DIGITS.split())
_ITALY = "39"
_FEWEST, _MOST, _ALIKE = 7, 15, 5


def normal_phone(text: str, region: str = "") -> str:
    """Digits, behind a plus where the country is known: by its code (``+`` or ``00``), else by the region.

    An extension is dropped, and so is the zero that is only dialled within the country, as in ``+49 (0)30``. A number
    that cannot be read as one of the region is left as its digits.
    """
    if _PLAIN.fullmatch(text):  # nearly always, where a program wrote it
        digits = text[1:].replace(" ", "")
        if not digits.startswith("0", _length_of_country_code(digits)):
            return f"+{digits}"
    number = _EXTENSION.split(_plain(text), maxsplit=1)[0].strip()
    digits = _NOT_DIGITS.sub("", number)
    if number.lstrip("( ").startswith("+") or digits.startswith("00"):
        digits = _without_prefix(digits)
    else:
        # what stands between the digits may keep it from being read; its digits alone have to be read alike
        known = (_parsed(number, region.upper()) or _parsed(digits, region.upper())) if region and digits else ""
        return known or digits
    if "(0)" in number and not digits.startswith(_ITALY):
        return "+" + _without_prefix(_NOT_DIGITS.sub("", number.replace("(0)", "", 1)))
    if digits.startswith("0", _length_of_country_code(digits)):
        return _parsed(f"+{digits}", None) or f"+{digits}"
    return f"+{digits}"


def is_somebodys(normal: str) -> bool:
    """Whether a number in its normal form can be told from all others: with its country, and more than a stopgap."""
    return normal[:1] == "+" and _FEWEST < len(normal) <= _MOST + 1 and normal[-_ALIKE:] != normal[-1] * _ALIKE


def _plain(text: str) -> str:
    """The text with the digits and the plus of ASCII, and without the scheme of its URI (RFC 3966)."""
    number = text.strip()
    if not number.isascii():
        wide = unicodedata.normalize("NFKC", number)
        number = "".join(str(unicodedata.digit(letter)) if letter.isdigit() else letter for letter in wide)
    return number[4:] if number[:4].lower() == "tel:" else number


def _without_prefix(digits: str) -> str:
    """The digits without what is dialled before a country's code, however often somebody wrote it."""
    while digits.startswith("00"):
        digits = digits[2:]
    return digits


def _length_of_country_code(digits: str) -> int:
    if digits[:1] in {"1", "7"}:
        return 1
    return 2 if digits[:2] in _COUNTRY_CODES_OF_TWO else 3


def _parsed(number: str, region: str | None) -> str:
    """The number as the numbering plan of its country has it; empty where it can be none of it.

    Where numbers are dialled with a zero before the area code, one without is of an area that is not known.
    """
    import phonenumbers  # 30 ms, only for a number whose writing does not say it all

    prefix = phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) if region else ""
    if prefix == "0" and not _NOT_DIGITS.sub("", number).startswith("0"):
        return ""
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(parsed) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
