"""Platforms that most cards name: which web addresses are somebody's profile there, and which are other pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from eventkit.api import ContactPoint, Platform


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """The pattern, compiled when the first address is looked at: 3 ms that most commands do without."""
    return re.compile(pattern)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Site:
    """How a platform builds its addresses: the host, what stands before the handle, and what a handle looks like.

    ``host`` and ``handle`` are regular expressions.
    """

    name: str
    label: str
    host: str
    page: str
    handle: str
    folder: str = ""
    other_pages: str = ""

    def handle_in(self, text: str) -> str | None:
        """The handle in a profile's address.

        A word without an address could be a handle anywhere, and a handle identifies its owner: to guess would
        make one person of two.
        """
        parts = _split(text)
        if parts is None or _compiled(self.host).fullmatch(parts[0]) is None:
            return None
        if not parts[1].casefold().startswith(self.folder):
            return None
        handle = parts[1][len(self.folder) :].removesuffix("/")
        if "%" in handle:
            from urllib.parse import unquote  # 3 ms that a start does without

            handle = unquote(handle)
        if _compiled(self.handle).fullmatch(handle) is None or handle.casefold() in self.other_pages.split():
            return None
        return handle

    def profile_of(self, handle: str) -> str:
        """The address of a handle's page."""
        from urllib.parse import quote  # 3 ms that a start does without

        return self.page + quote(handle.strip().lstrip("@"), safe="")


_SITES = (
    _Site(
        name="linkedin",
        label="LinkedIn",
        host=r"(?:(?:www|m|[a-z]{2})\.)?linkedin\.com",
        folder="/in/",
        page="https://www.linkedin.com/in/",
        handle=r"[\w.'-]{2,100}",
    ),
    _Site(
        name="github",
        label="GitHub",
        host=r"(?:www\.)?github\.com",
        folder="/",
        page="https://github.com/",
        handle=r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}",
        other_pages="""
            about account apps codespaces collections contact copilot customer-stories dashboard enterprise events
            explore features gist issues join login logout marketplace mobile models new notifications organizations
            orgs pricing pulls readme resources search security sessions settings signup site solutions sponsors stars
            team topics trending users watching
        """,
    ),
    _Site(
        name="x",
        label="X",
        host=r"(?:(?:www|m|mobile)\.)?(?:x|twitter)\.com",
        folder="/",
        page="https://x.com/",
        handle=r"[A-Za-z0-9_]{1,15}",
        other_pages="""
            about account compose download explore hashtag home i intent jobs login logout messages notifications
            privacy search settings share signup tos who_to_follow
        """,
    ),
    _Site(
        name="instagram",
        label="Instagram",
        host=r"(?:(?:www|m)\.)?instagram\.com",
        folder="/",
        page="https://www.instagram.com/",
        handle=r"[A-Za-z0-9_](?:\.?[A-Za-z0-9_]){0,29}",
        other_pages="about accounts api developer direct explore legal p reel reels stories tv web",
    ),
)

PLATFORMS = tuple(
    Platform(name=site.name, label=site.label, handle=site.handle_in, profile=site.profile_of) for site in _SITES
)


def known_profile(platform: str, handle: str) -> str:
    """The address of a handle's page on one of these platforms; empty for another."""
    return next((site.profile_of(handle) for site in _SITES if site.name == platform), "")


def as_handle(point: ContactPoint) -> ContactPoint:
    """A contact point with the address of a profile on one of these platforms as its handle."""
    if point.kind != "url":
        return point
    found = ((site.name, site.handle_in(point.value)) for site in _SITES)
    name, handle = next(((name, handle) for name, handle in found if handle), ("", ""))
    return ContactPoint(kind="handle", value=handle, platform=name, label=point.label) if handle else point


def _split(text: str) -> tuple[str, str] | None:
    """Host and path of a web address, with or without its scheme; None for anything else."""
    address = text.strip()
    scheme, mark, rest = address.partition("://")
    if mark and scheme.casefold() not in {"http", "https"}:
        return None
    place = (rest if mark else address).partition("#")[0].partition("?")[0]  # urlsplit takes ten times as long
    host, slash, path = place.partition("/")
    return host.casefold(), slash + path
