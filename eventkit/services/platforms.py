"""Handles on platforms that plugins know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.domain.people import ContactPoint
from eventkit.records import Platform

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.app import App


def list_platforms(app: App) -> dict[str, Platform]:
    """Every platform by name."""
    return {
        platform.name: platform for _, platform in app.plugins.contributions("eventkit_register_platforms", Platform)
    }


def as_handles(app: App, text: str) -> list[ContactPoint]:
    """The text as a handle, for each platform that takes it for one of its own."""
    points = []
    for platform in list_platforms(app).values():
        handle = _handle(app, platform, text)
        if handle:
            points.append(ContactPoint(kind="handle", value=handle, platform=platform.name))
    return points


def recognise_handles(app: App, points: Iterable[ContactPoint]) -> tuple[ContactPoint, ...]:
    """The same contact points, with each web address that is a profile on a known platform as its handle."""
    platforms = list_platforms(app)
    found: list[ContactPoint] = []
    for point in points:
        handle, name = None, ""
        if point.kind == "url":
            for platform in platforms.values():
                handle, name = _handle(app, platform, point.value), platform.name
                if handle:
                    break
        elif point.kind == "handle" and point.platform in platforms:
            handle, name = _handle(app, platforms[point.platform], point.value), point.platform
        found.append(ContactPoint(kind="handle", value=handle, platform=name, label=point.label) if handle else point)
    return tuple(found)


def profile_address(app: App, platform: str, handle: str) -> str:
    """The address of a handle's page; empty where no plugin knows the platform."""
    known = list_platforms(app).get(platform)
    return known.profile(handle) if known else ""


def _handle(app: App, platform: Platform, text: str) -> str | None:
    """What a platform's plugin makes of a text; one that raises has not recognised it."""
    try:
        return platform.handle(text)
    except Exception as error:  # noqa: BLE001  # a plugin's function: whatever it raises costs its own platform only
        app.report(f"platform {platform.name}: cannot read {text!r}: {error}")
        return None
