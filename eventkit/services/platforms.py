"""Handles on platforms that plugins know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.domain.people import ContactPoint

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from eventkit.app import App
    from eventkit.records import Platform

_ASKED_ABOUT = frozenset({"url", "handle"})


def list_platforms(app: App) -> dict[str, Platform]:
    """Every platform by name; of two plugins that bring one name, the later in order of ids."""
    return {name: platform for name, (_, platform) in _owned_platforms(app).items()}


def as_handles(app: App, text: str) -> list[ContactPoint]:
    """The text as a handle, for each platform that takes it for one of its own."""
    points = []
    for name, (owner, platform) in _owned_platforms(app).items():
        handle = _handle(app, owner, platform, text)
        if handle:
            points.append(ContactPoint(kind="handle", value=handle, platform=name))
    return points


def recognise_handles(app: App, points: Iterable[ContactPoint]) -> tuple[ContactPoint, ...]:
    """The same contact points, with each web address that is a profile on a known platform as its handle."""
    return recogniser(app)(points)


def recogniser(app: App) -> Callable[[Iterable[ContactPoint]], tuple[ContactPoint, ...]]:
    """``recognise_handles`` for many people: the plugins are asked for their platforms once, and only for addresses.

    No answer is kept by an address's host: on some platforms any host may be a server's.
    """
    platforms: dict[str, tuple[str, Platform]] | None = None

    def recognise(points: Iterable[ContactPoint]) -> tuple[ContactPoint, ...]:
        nonlocal platforms
        points = tuple(points)
        for point in points:
            if point.kind in _ASKED_ABOUT:
                break
        else:
            return points
        if platforms is None:
            platforms = _owned_platforms(app)
        return tuple([_recognised(app, platforms, point) for point in points])

    return recognise


def profile_address(app: App, platform: str, handle: str) -> str:
    """The address of a handle's page; empty where no plugin knows the platform."""
    owner, known = _owned_platforms(app).get(platform, ("", None))
    if known is None:
        return ""
    try:
        return str(known.profile(handle))
    except Exception as error:  # noqa: BLE001  # a plugin's function: whatever it raises costs its own platform only
        app.plugins.fault(owner, f"platform {platform}: no address for {handle!r}: {error}", error)
        return ""


def _owned_platforms(app: App) -> dict[str, tuple[str, Platform]]:
    """Every platform by name, with the id of the plugin that brings it."""
    from eventkit.records import Platform  # 4 ms that a list of people does without

    found = app.plugins.contributions("eventkit_register_platforms", Platform)
    return {platform.name: (plugin_id, platform) for plugin_id, platform in found}


def _recognised(app: App, platforms: dict[str, tuple[str, Platform]], point: ContactPoint) -> ContactPoint:
    asked = platforms if point.kind == "url" else {}
    if point.kind == "handle" and point.platform in platforms:
        asked = {point.platform: platforms[point.platform]}
    for name, (owner, platform) in asked.items():
        handle = _handle(app, owner, platform, point.value)
        if handle:
            return ContactPoint(kind="handle", value=handle, platform=name, label=point.label)
    return point


def _handle(app: App, owner: str, platform: Platform, text: str) -> str | None:
    """What a platform's plugin makes of a text; one that raises has not recognised it."""
    try:
        handle = platform.handle(text)
        return None if handle is None else str(handle)
    except Exception as error:  # noqa: BLE001  # a plugin's function: whatever it raises costs its own platform only
        app.plugins.fault(owner, f"platform {platform.name}: cannot read {text!r}: {error}", error)
        return None
