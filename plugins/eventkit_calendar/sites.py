"""Where the sites that publish agendas keep them, told from the address of one of their pages.

An address that has only the form of such a site may be another's: what is named for it is tried, and given up
where there is nothing.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_NO_MEETUP_GROUP = "about apps blog cities events find help home login lp media pro register topics"


def pretalx(page: str) -> list[str]:
    """`/EVENT/schedule/`, `/EVENT/talk/CODE/`, and on a host that is pretalx by its name `/EVENT/` too."""
    root, host, path = _split(page)
    found = re.match(r"(/(?:[^/]+/)*?[\w.-]+)/(?:schedule|talk|speaker|featured|sneak)(?:/|$)", path)
    if found is None and "pretalx" in host.split("."):
        found = re.match(r"(/[\w-]+)(?:/|$)", path)
    return [f"{root}{found[1]}/schedule/export/schedule.xml"] if found else []


def sched(page: str) -> list[str]:
    """Every page of `EVENT.sched.com`."""
    root, host, _ = _split(page)
    return [f"{root}/all.ics"] if re.fullmatch(r"(?!www\.)[\w-]+\.sched\.(?:com|org)", host) else []


def indico(page: str) -> list[str]:
    """`/event/N/`, with a word for older and one for newer releases that all contributions are wanted."""
    root, _, path = _split(page)
    if found := re.match(r"((?:/[^/]+)*?/event/\d+)(?:/|$)", path):
        return [f"{root}{found[1]}/event.ics?scope=contribution&detail=contributions"]
    found = re.match(r"((?:/[^/]+)*?/category/\d+)(?:/|$)", path)
    return [f"{root}{found[1]}/events.ics"] if found else []


def frab(page: str) -> list[str]:
    """`/LANGUAGE/CONFERENCE/public/…`, and the pages of an export, which is called Fahrplan."""
    root, _, path = _split(page)
    found = re.match(r"(/(?:[^/]+/)*?[a-z]{2}/[^/]+/public)(?:/|$)", path) or re.match(
        r"(.*?/fahrplan)(?:/|$)", path, re.IGNORECASE
    )
    return [f"{root}{found[1]}/schedule.xml"] if found else []


def fosdem(page: str) -> list[str]:
    """`/YEAR/…`."""
    root, host, path = _split(page)
    found = re.match(r"/(\d{4})(?:/|$)", path) if re.fullmatch(r"(?:(?:www|archive)\.)?fosdem\.org", host) else None
    return [f"{root}/{found[1]}/schedule/xml"] if found else []


def pretix(page: str) -> list[str]:
    """`/ORGANISER/EVENT/…` on the public host."""
    root, host, path = _split(page)
    found = re.match(r"/(?!control/|api/|about/)([\w.-]+/[\w.-]+)(?:/|$)", path) if host == "pretix.eu" else None
    return [f"{root}/{found[1]}/ical/"] if found else []


def meetup(page: str) -> list[str]:
    """A group's page, or the list of its events; not that of one event."""
    root, host, path = _split(page)
    if host.removeprefix("www.") != "meetup.com":
        return []
    found = re.fullmatch(r"((?:/[a-z]{2}-[A-Z]{2})?/([\w-]+))(?:/events)?/?", path)
    return [f"{root}{found[1]}/events/ical/"] if found and found[2] not in _NO_MEETUP_GROUP.split() else []


def luma(page: str) -> list[str]:
    """A calendar by its id; one that is shown by a name does not tell its id in its address."""
    _, host, path = _split(page)
    if host.removeprefix("www.") not in {"luma.com", "lu.ma"}:
        return []
    found = re.match(r"/(?:calendar/)?(cal-\w+)(?:/|$)", path)
    return [f"https://api.lu.ma/ics/get?entity=calendar&id={found[1]}"] if found else []


def _split(page: str) -> tuple[str, str, str]:
    """Scheme with host, host, and path; calendar programs' name for http is as good as https."""
    parts = urlsplit(page)
    scheme = "http" if parts.scheme == "http" else "https"
    return f"{scheme}://{parts.netloc}", (parts.hostname or "").lower(), parts.path
