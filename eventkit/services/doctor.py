"""Whether all is well with a home: what is in order, what is not, and what to do about it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from eventkit.config import load_config
from eventkit.errors import EventkitError
from eventkit.services.doctor_machine import (
    installed,
    libraries,
    other_eventkit,
    permissions,
    place,
    room,
)
from eventkit.store.examination import Finding, examine, index_anew, plugins_with_documents
from eventkit.store.provenance import MERGED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from eventkit.app import App

    Checks = Iterator[Finding]


def look_after(app: App, commands: Collection[str], *, fix: bool = False) -> Iterator[Finding]:
    """Every check in turn; ``commands`` are the core's own, which no plugin may have. ``fix`` repairs what is safe to.

    A check that itself goes wrong is a finding too: nothing keeps the others from being made.
    """
    database: list[Finding] = []
    checks: list[Callable[[], Iterable[Finding]]] = [
        installed,
        libraries,
        other_eventkit,
        lambda: database,
        lambda: _documents(app, database),
        lambda: permissions(app.paths, fix=fix),
        lambda: place(app.paths, with_database=not app.config.database_url),
        lambda: room(app.paths),
        lambda: _plugins(app, commands),
        lambda: _settings(app),
        _clock,
    ]
    database += _guarded(lambda: _database(app, fix=fix))
    for check in checks:
        yield from _guarded(check)


def _guarded(check: Callable[[], Iterable[Finding]]) -> list[Finding]:
    found: list[Finding] = []
    try:
        for finding in check():
            found.append(finding)  # noqa: PERF402  # what was found before something went wrong is told too
    except EventkitError as error:
        found.append(Finding("fail", "doctor", str(error)))
    except Exception as error:  # noqa: BLE001  # whatever is broken here, the other checks go on
        found.append(Finding("fail", "doctor", f"a check went wrong: {type(error).__name__}: {error}"))
    return found


def _database(app: App, *, fix: bool) -> Checks:
    file, url = app.paths.database, app.config.database_url
    for finding in examine(file, url):
        if fix and (finding.state, finding.name) == ("fail", "search"):
            index_anew(file, url)
            yield Finding("ok", "search", "the index of people was made anew")
        else:
            yield finding


def _documents(app: App, database: list[Finding]) -> Checks:
    """What plugins keep that are no longer there: nothing is lost, and nobody shows it."""
    if any(finding.state == "fail" for finding in database):
        return
    there = {report.id for report in app.plugins.reports} | {MERGED[0]}  # the core keeps who was merged
    for plugin, count in plugins_with_documents(app.paths.database, app.config.database_url).items():
        if plugin not in there:
            detail = f"{count} of plugin '{plugin}', which is not installed"
            yield Finding("warn", "documents", detail, "they are kept: install it again to see them")


def _plugins(app: App, commands: Collection[str]) -> Checks:
    reports = app.plugins.check(commands)
    for report in reports:
        if report.error or report.state == "failed":
            name = f"'{report.id}'" + (f" ({report.distribution} {report.version})" if report.distribution else "")
            yield Finding("warn", "plugins", f"{name}: {report.error}", "update it, or leave it out: plugins.disabled")
    well = [report.id for report in reports if not report.error and report.state == "loaded"]
    off = [report.id for report in reports if report.state == "disabled"]
    left_out = f"; switched off: {', '.join(off)}" if off else ""
    yield Finding("ok", "plugins", f"{', '.join(well) or 'none'}{left_out}")


def _settings(app: App) -> Checks:
    _, rows, warnings = load_config(str(app.paths.config / "config.toml"), os.environ)
    for warning in warnings:
        yield Finding("warn", "settings", warning, "`eventkit config` lists those that there are")
    said = [row.name for row in rows if row.source != "default"]
    if not warnings:
        yield Finding("ok", "settings", f"yours are {', '.join(said)}" if said else "all as they come")


def _clock() -> Checks:
    if now := os.environ.get("EVENTKIT_NOW"):
        yield Finding(
            "warn", "clock", f"stands still at {now}, as EVENTKIT_NOW says", "unset it, unless you are testing"
        )
