"""Names of zones that the IANA database does not have, as calendars write them: Outlook's in every language, and slips.

A name is folded first: small letters without accents, and words only. What Windows itself calls its zones in English
is icalendar's to know.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from eventkit.api import zone
from eventkit_calendar.patterns import lazily

if TYPE_CHECKING:
    from collections.abc import Iterator

_WINDOWS = {
    "Europe/Berlin": (
        "mitteleuropaische zeit|mitteleuropaische normalzeit|mitteleuropaische sommerzeit|mez|mesz|"
        "westeuropa normalzeit|w europa normalzeit|europe de l ouest|hora estandar de europa occidental|"
        "ora solare europa occidentale|west europa standaardtijd|vasteuropa normaltid|vesteuropa normaltid|"
        "vest europa normaltid|central european time"
    ),
    "Europe/Paris": (
        "romance|paris madrid|romanische zeit|romanische normalzeit|heure normale d europe centrale|"
        "heure d europe centrale|hora estandar romance|ora solare romanza"
    ),
    "Europe/Madrid": "hora estandar de europa central|hora de europa central",
    "Europe/Rome": "ora standard dell europa centrale|ora dell europa centrale",
    "Europe/Amsterdam": "midden europese tijd|midden europese standaardtijd",
    "Europe/Budapest": "europe centrale|zentraleuropaische zeit|zentraleuropa normalzeit|europa central",
    "Europe/Warsaw": "srodkowoeuropejski czas stand|srodkowoeuropejski czas standardowy",
    "Europe/Prague": "stredni evropa bezny cas",
    "Europe/Lisbon": "westeuropaische zeit|westeuropaische normalzeit",
    "Europe/London": "gmt normalzeit|heure gmt|hora estandar gmt|hora estandar del meridiano de greenwich",
    "Europe/Helsinki": "osteuropaische zeit|osteuropaische normalzeit|fle|fle normalzeit|eastern european time",
    "Europe/Athens": "gtb|gtb normalzeit|heure normale d europe de l est|hora estandar de europa oriental",
    "Europe/Moscow": "russische normalzeit|moskau normalzeit|moscow standard time",
    "America/New_York": (
        "eastern time|eastern time us canada|eastern time usa kanada|eastern normalzeit|ostkuste normalzeit|"
        "est e u et canada|est etats unis et canada|hora del este ee uu y canada|heure normale de l est|"
        "hora estandar del este|hora del este|nordamerikanische ostkustenzeit"
    ),
    "America/Chicago": (
        "central time|central time us canada|central time usa kanada|central normalzeit|centre e u et canada|"
        "centre etats unis et canada|hora central ee uu y canada|heure normale du centre|hora estandar central|"
        "nordamerikanische inlandzeit"
    ),
    "America/Denver": (
        "mountain time|mountain time us canada|mountain time usa kanada|mountain normalzeit|"
        "montagnes rocheuses e u et canada|montagnes rocheuses etats unis et canada|heure normale des rocheuses|"
        "hora de las montanas rocosas ee uu y canada|hora estandar de las montanas rocosas"
    ),
    "America/Los_Angeles": (
        "pacific time|pacific time us canada|pacific time usa kanada|pacific normalzeit|pacifique e u et canada|"
        "pacifique etats unis et canada|hora del pacifico ee uu y canada|heure normale du pacifique|"
        "hora estandar del pacifico|hora del pacifico|nordamerikanische westkustenzeit"
    ),
    "America/Halifax": "atlantic time canada|heure normale de l atlantique",
    "America/St_Johns": "newfoundland",
    "America/Anchorage": "alaska",
    "America/Phoenix": "arizona",
    "America/Regina": "saskatchewan",
    "America/Indiana/Indianapolis": "indiana east",
    "America/Guatemala": "central america|america central",
    "America/Sao_Paulo": "brasilia|hora oficial do brasil",
    "Pacific/Honolulu": "hawaii",
    "Asia/Kolkata": "indian standard time",
    "Asia/Tokyo": "japan standard time",
    "UTC": (
        "coordinated universal time|koordinierte weltzeit|temps universel coordonne|tiempo universal coordinado|"
        "hora universal coordinada|tzone microsoft utc"
    ),
}
"""What Windows and Outlook call a zone in other languages than English, and the names of the Unicode CLDR."""

_SHORT = {
    "Europe/Berlin": "cest|western central europe",
    "Europe/London": "bst|british summer time",
    "Europe/Helsinki": "eest",
    "America/New_York": "eastern|edt|est edt",
    "America/Chicago": "central|cst|cdt|cst cdt",
    "America/Denver": "mountain|mdt|mst mdt",
    "America/Los_Angeles": "pacific|pst|pdt|pst pdt",
    "America/Halifax": "atlantic",
    "Asia/Kolkata": "ist",
    "Asia/Tokyo": "jst",
}
"""Names that mean something else elsewhere: a calendar that defines one itself is right."""

_PLACES = {
    "Europe/Berlin": "germany|deutschland|munich|frankfurt|hamburg|cologne",
    "Europe/Paris": "france|lyon",
    "Europe/Zurich": "switzerland|schweiz|suisse|geneva|bern|basel",
    "Europe/Vienna": "austria|wien",
    "Europe/Amsterdam": "netherlands",
    "Europe/Brussels": "belgium",
    "Europe/London": "england|uk|great britain|edinburgh|manchester",
    "Europe/Dublin": "ireland",
    "Europe/Madrid": "spain|barcelona",
    "Europe/Rome": "italy|milan",
    "Europe/Stockholm": "sweden",
    "Europe/Copenhagen": "denmark",
    "Europe/Oslo": "norway",
    "Europe/Helsinki": "finland",
    "Asia/Kolkata": "india|bangalore|bengaluru|mumbai|delhi|new delhi|chennai|hyderabad",
    "Asia/Shanghai": "china|beijing|shenzhen",
    "Asia/Tokyo": "osaka|kyoto|sapporo",
    "America/Los_Angeles": "san francisco|seattle",
}
"""Countries of one zone, and cities that calendars name though no zone is called after them."""

_AREAS = {"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"}
_NO_PLACES = {"act", "center", "lhi", "north", "nsw", "south", "west"}
_WORD = lazily(r"[^\W_]+")
_TOLD = lazily(r"[\s(\[]*(?:UTC|GMT)\s*(?:(?P<sign>[+\u2212-])\s*(?P<hours>\d{1,2})(?:[:.]?(?P<minutes>\d\d))?)?[)\]]?")
_LONGEST_OFFSET = 14


def zone_names(tzid: str) -> Iterator[str]:
    """IANA names that a TZID surely means: a name of Windows in another language, or places with their offset."""
    name = tzid.strip().strip('"')
    yield _windows().get(_folded(name), "")
    told = _TOLD().match(name)
    if told and told.end() < len(name):  # as in "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna"
        offset = _offset(told)
        rest = name[told.end() :]
        for place in (rest, *re.split(r"[,;/]", rest)):
            found = _windows().get(_folded(place)) or _places().get(_folded(place), "")
            if _has_offset(found, offset):
                yield found


def guessed_zone_names(tzid: str) -> Iterator[str]:
    """IANA names that a TZID probably means, where the calendar does not define it itself: an offset, or a place."""
    name = tzid.strip().strip('"')
    told = _TOLD().fullmatch(name)
    if told:
        yield _fixed(_offset(told))
    for place in (name, name.rpartition("/")[2], *re.split(r"[,;]", name)):
        yield _places().get(_folded(place), "")


def _offset(told: re.Match[str]) -> timedelta:
    offset = timedelta(hours=int(told["hours"] or 0), minutes=int(told["minutes"] or 0))
    return offset if told["sign"] in {"+", None} else -offset


def _fixed(offset: timedelta) -> str:
    """The name of the zone that keeps this offset; IANA has one for whole hours, with the sign of POSIX."""
    hours, rest = divmod(offset.total_seconds(), 3600)
    if rest or abs(hours) > _LONGEST_OFFSET:
        return ""
    return f"Etc/GMT{-int(hours):+d}" if hours else "UTC"


def _has_offset(name: str, offset: timedelta) -> bool:
    """Whether the zone has this offset in winter or in summer: names tell the one of the winter, but not all."""
    known = zone(name)
    months = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 7))
    return known is not None and offset in {moment.astimezone(known).utcoffset() for moment in months}


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(_WORD().findall("".join(c for c in decomposed if not unicodedata.combining(c))))


@lru_cache(maxsize=1)
def _windows() -> dict[str, str]:
    return _by_name(_WINDOWS)


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    """The zone of a place, by its folded name: most zones are called after one."""
    from zoneinfo import available_timezones  # it walks through the whole database

    found: dict[str, str] = _by_name(_SHORT) | _by_name(_PLACES)
    for name in sorted(available_timezones(), key=len):
        area, _, place = name.partition("/")
        key = _folded(place.rpartition("/")[2])
        if area in _AREAS and key not in _NO_PLACES:
            found.setdefault(key, name)
    return found


def _by_name(table: dict[str, str]) -> dict[str, str]:
    return {name: iana for iana, names in table.items() for name in names.split("|")}
