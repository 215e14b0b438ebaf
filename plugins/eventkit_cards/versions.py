"""A card's line in another version of vCard: only what that version cannot say is said otherwise."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import escape
from eventkit_cards.own_lines import basic_date

if TYPE_CHECKING:
    from eventkit.api import ContentLine

    Params = dict[str, tuple[str, ...]]


_OLDEST = "2.1"
_SEPARATORS = dict.fromkeys(("FN", "TITLE", "ROLE", "NOTE", "LABEL"), re.compile(r"(\\.)|[,;]", re.DOTALL))
_SEPARATORS["ORG"] = re.compile(r"(\\.)|,", re.DOTALL)
_NAME = re.compile(r"(?:[^;:.]*\.)?([^;:]*)")
_BARE = re.compile(r";[^;:=\"]+(?=[;:])")
_DATA_URI = re.compile(r"data:(?P<type>[\w.+-]*/?[\w.+-]*)[^,]*;base64,(?P<data>.*)", re.DOTALL | re.IGNORECASE)
_DATE = re.compile(r"\d{4}-\d\d-\d\d|--\d\d-\d\d")
_STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z?)")
_PLACE_3 = re.compile(r"\s*([+-]?\d+(?:\.\d+)?)\s*[;,]\s*([+-]?\d+(?:\.\d+)?)\s*")
_PLACE_4 = re.compile(r"geo:([+-]?\d+(?:\.\d+)?),([+-]?\d+(?:\.\d+)?)", re.IGNORECASE)
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_BINARY = {"PHOTO": "image", "LOGO": "image", "SOUND": "audio", "KEY": "application"}
_DATES = {"BDAY", "ANNIVERSARY", "DEATHDATE"}
_NEW_NAMES = {"X-ADDRESSBOOKSERVER-KIND": "KIND", "X-ADDRESSBOOKSERVER-MEMBER": "MEMBER"}
_REACHING = {"EMAIL", "TEL", "ADR", "URL", "IMPP", "LABEL", "X-SOCIALPROFILE", "SOCIALPROFILE"}
_UTF_8 = {"UTF-8", "UTF8", "US-ASCII", "ASCII"}
_BASE64 = {"B", "BASE64"}


def converted(line: ContentLine, source: str, target: str) -> str:
    """The text of a line of a card of the version ``source``, unfolded, for one of the version ``target``."""
    if source == target:
        charset = line.param("CHARSET").upper()
        if not charset or charset in _UTF_8 or line.text.isascii():
            return line.text
        return rewritten(line, dict(line.params), line.value)  # it is written as UTF-8 now
    params: Params = dict(line.params)
    name, value = line.name, line.value
    if encoding := params.pop("ENCODING", ()):
        if _BASE64 & {word.upper() for word in encoding}:
            params["ENCODING"] = ("b",)
            value = _whole_base64(value) if name in _BINARY or name.startswith("X-") else value
        elif "QUOTED-PRINTABLE" in {word.upper() for word in encoding}:
            value = value.replace("\r\n", "\n")
    params.pop("CHARSET", None)
    if source == _OLDEST and name in _SEPARATORS:  # there a comma is a comma; later a strict reader cuts the text at it
        value = _SEPARATORS[name].sub(lambda match: match[1] or f"\\{match[0]}", value)
    if line.param("VALUE").upper() == "URL":
        params["VALUE"] = ("uri",)
    name, params, value = (_to_3 if target == "3.0" else _to_4)(name, params, value)
    if params == line.params and value == line.value and name == line.name and not _BARE.search(_head(line)):
        return line.text
    return rewritten(line, params, value, name if name != line.name else "")


def rewritten(line: ContentLine, params: Params, value: str, name: str = "") -> str:
    """The line with other parameters and another value; its group and its name stay as they were written."""
    found = _NAME.match(line.text)
    written = name or (found[1].strip() if found else line.name)
    return line._replace(name=written, params=params, value=value).plain()


def _to_3(name: str, params: Params, value: str) -> tuple[str, Params, str]:
    if len(params.get("TYPE", ())) and any("," in word for word in params["TYPE"]):
        params["TYPE"] = tuple(part.strip() for word in params["TYPE"] for part in word.split(","))
    if name in _REACHING and params.get("PREF") == ("1",):
        del params["PREF"]
        params["TYPE"] = (*params.get("TYPE", ()), "pref")
    if name == "TEL" and value[:4].casefold() == "tel:":
        params.pop("VALUE", None)
        value = value[4:]
    elif name == "GEO" and (place := _PLACE_4.match(value)):
        value = f"{place[1]};{place[2]}"
    elif name in _BINARY:
        if embedded := _DATA_URI.fullmatch(value.strip()):
            kind = embedded["type"].rpartition("/")[2].upper()
            params = {key: found for key, found in params.items() if key not in {"VALUE", "MEDIATYPE", "TYPE"}}
            params |= {"ENCODING": ("b",), **({"TYPE": (kind,)} if kind else {})}
            value = _whole_base64(embedded["data"])
        elif "://" in value:
            params["VALUE"] = ("uri",)
    return name, params, value


def _to_4(name: str, params: Params, value: str) -> tuple[str, Params, str]:
    if name in _REACHING and any(word.casefold() == "pref" for word in params.get("TYPE", ())):
        types = tuple(word for word in params["TYPE"] if word.casefold() != "pref")
        params = {key: found for key, found in params.items() if key != "TYPE"}
        params |= {**({"TYPE": types} if types else {}), "PREF": ("1",)}
    if name in _BINARY and params.get("ENCODING") == ("b",) and not _DATA_URI.fullmatch(value):
        kind = next(iter(params.get("TYPE", ())), "").casefold()
        media = kind if "/" in kind else f"{_BINARY[name]}/{kind}" if kind else "application/octet-stream"
        params = {key: found for key, found in params.items() if key not in {"ENCODING", "TYPE", "VALUE"}}
        value = f"data:{media};base64,{value}"
    elif name in _DATES and _DATE.fullmatch(value.strip()):
        params.pop("VALUE", None)
        value = basic_date(value.strip())
    elif name == "REV" and (stamp := _STAMP.fullmatch(value.strip())):
        value = "{}{}{}T{}{}{}{}".format(*stamp.groups())
    elif name == "GEO" and (place := _PLACE_3.fullmatch(value)):
        value = f"geo:{place[1]},{place[2]}"
    elif name == "UID" and not _URI.fullmatch(value.strip()):
        params["VALUE"] = ("text",)
    elif name == "X-SOCIALPROFILE":
        name, params = "SOCIALPROFILE", _service(params, value)
    return _NEW_NAMES.get(name, name), params, value


def _service(params: Params, value: str) -> Params:
    """What Apple tells of a profile in the words of RFC 9554."""
    types = params.get("TYPE", ())
    kept = {key: found for key, found in params.items() if key not in {"TYPE", "X-USER"}}
    kept |= {"SERVICE-TYPE": types[:1], **({"TYPE": types[1:]} if types[1:] else {})} if types else {}
    kept |= {"USERNAME": params["X-USER"]} if "X-USER" in params else {}
    return kept if _URI.fullmatch(value.strip()) else {**kept, "VALUE": ("text",)}


def agent(text: str) -> str:
    """A card within a card, which only vCard 2.1 has, as the text that RFC 2426 section 3.5.4 makes of it."""
    return f"AGENT:{escape(text)}"


def _head(line: ContentLine) -> str:
    return line.text.partition(":")[0] + ":"


def _whole_base64(value: str) -> str:
    """Base64 without blanks; of what a writer cut off, as much as can be decoded."""
    value = "".join(value.split())
    if _DATA_URI.fullmatch(value):
        return value
    bare = value.rstrip("=")
    spare = len(bare) % 4
    bare = bare[:-1] if spare == 1 else bare  # one character alone is less than a byte
    return bare + "=" * (-len(bare) % 4)
