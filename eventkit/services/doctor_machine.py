"""What a doctor looks at that is not eventkit's own: versions, folders, permissions, and the disk."""

from __future__ import annotations

import os
import platform
import re
import shutil
import sqlite3
import stat
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit import __version__
from eventkit.store.examination import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.app import Paths

    Checks = Iterator[Finding]

OURS, THEIRS = "eventkit-companion", "eventkit"
_REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?\s*((?:[<>=!~]=?\s*[\w.*]+\s*,?\s*)*)(;.*)?$")
_BOUND = re.compile(r"(>=|<=|<|>|==|!=)\s*([\w.]+)")
_LITTLE = 200 * 1024 * 1024
_NETWORK = {
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "afpfs", "afs", "davfs", "glusterfs", "ceph", "lustre", "webdav"),
    *("fuse.sshfs", "fuse.rclone", "fuse.davfs2", "fuse.glusterfs", "fuse.gvfsd-fuse", "fuse.s3fs"),
}
_SYNCED = ("Dropbox", "OneDrive", "Google Drive", "GoogleDrive", "iCloud", "Mobile Documents", "Nextcloud", "ownCloud")
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def installed() -> Checks:
    """Which versions there are of what everything stands on."""
    yield Finding("ok", "eventkit", f"{__version__}, in {Path(__file__).parents[1]}")
    yield Finding("ok", "python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    with sqlite3.connect(":memory:") as connection:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
    connection.close()
    if "ENABLE_FTS5" in options:
        yield Finding("ok", "sqlite", f"{sqlite3.sqlite_version} with full text")
    else:
        yield Finding(
            "fail", "sqlite", f"{sqlite3.sqlite_version} without FTS5", "install a Python whose SQLite has it"
        )


def libraries() -> Checks:
    """Libraries that are not of a version which eventkit is known to work with."""
    try:
        requirements = metadata.requires(OURS) or []
    except metadata.PackageNotFoundError:
        yield Finding("warn", "libraries", f"the distribution {OURS} is not installed", f"pip install {OURS}")
        return
    wrong = list(_wrong(requirements))
    for name, version, wanted in wrong:
        detail = f"{name} {version} is here, and {wanted} is wanted" if version else f"{name} is missing"
        yield Finding("warn", "libraries", detail, f"pip install '{name}{wanted}'")
    if not wrong:
        yield Finding("ok", "libraries", "all that it needs are there, of versions that it knows")


def other_eventkit() -> Checks:
    """The unrelated project of our import name, whose files lie among ours where both are installed."""
    try:
        version = metadata.version(THEIRS)
    except metadata.PackageNotFoundError:
        return
    yield Finding(
        "warn",
        "name clash",
        f"the distribution 'eventkit' {version} is another project, and writes into the same folder",
        f"pip uninstall eventkit, then pip install --force-reinstall {OURS}",
    )


def permissions(paths: Paths, *, fix: bool) -> Checks:
    """Files and folders of the home that others may read, who should not: they are about other people."""
    if os.name != "posix":
        return
    open_ = list(_open_to_others(paths))
    for path in open_:
        mode = stat.S_IMODE(path.stat().st_mode)
        if fix:
            path.chmod(mode & ~_OTHERS)
            yield Finding("ok", "permissions", f"{path}: its mode was {mode:o}, and is {mode & ~_OTHERS:o} now")
        else:
            detail = f"{path}: others may {'read' if mode & 0o044 else 'use'} it (mode {mode:o})"
            yield Finding("warn", "permissions", detail, "`eventkit doctor --fix` makes it yours alone")
    for folder in sorted({paths.config, paths.data}):
        if folder.is_dir() and not os.access(folder, os.W_OK):
            yield Finding("warn", "permissions", f"{folder}: you cannot write to it", "have it made writable for you")
    if not open_:
        yield Finding("ok", "permissions", f"what is in {paths.data} is yours alone")


def place(paths: Paths, *, with_database: bool) -> Checks:
    """A home where a database in a file may come to harm."""
    folder = _nearest(paths.data)
    yield Finding("ok", "home", str(paths.data))
    if not with_database:
        return
    kind = _file_system(folder)
    advice = "keep it on a disk of this machine (--home), or the database on a server (EVENTKIT_DATABASE_URL)"
    if kind in _NETWORK:
        yield Finding(
            "warn", "home", f"it is on a network drive ({kind}), where SQLite's locks cannot be relied on", advice
        )
    synced = next((part for part in folder.parts if part.startswith(_SYNCED)), "")
    if synced:
        detail = f"it is in {synced}, which may copy the database while it is being written"
        yield Finding("warn", "home", detail, "keep it elsewhere (--home), and put backups there: `eventkit backup`")


def room(paths: Paths) -> Checks:
    """How much room the disk of the home has left."""
    free = shutil.disk_usage(_nearest(paths.data)).free
    shown = f"{free / 1e9:.1f} GB" if free >= 1e9 else f"{free / 1e6:.0f} MB"  # noqa: PLR2004  # a gigabyte
    if free < _LITTLE:
        yield Finding("warn", "disk", f"{shown} are free", "make room, or keep the home elsewhere (--home)")
    else:
        yield Finding("ok", "disk", f"{shown} are free")


def _wrong(requirements: list[str]) -> Iterator[tuple[str, str, str]]:
    """The libraries that are missing or out of bounds: name, version, what is wanted. Extras are nobody's duty."""
    for requirement in requirements:
        match = _REQUIREMENT.match(requirement)
        if match is None or match[3]:
            continue
        name, wanted = match[1], match[2].replace(" ", "")
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield name, "", wanted
            continue
        if not all(_holds(version, sign, bound) for sign, bound in _BOUND.findall(wanted)):
            yield name, version, wanted


def _holds(version: str, sign: str, bound: str) -> bool:
    mine, other = _release(version), _release(bound)
    length = max(len(mine), len(other))
    mine, other = mine + (0,) * (length - len(mine)), other + (0,) * (length - len(other))
    return {
        ">=": mine >= other,
        "<=": mine <= other,
        "<": mine < other,
        ">": mine > other,
        "==": mine == other,
        "!=": mine != other,
    }[sign]


def _release(version: str) -> tuple[int, ...]:
    """The numbers that a version begins with."""
    match = re.match(r"\d+(?:\.\d+)*", version)
    return tuple(map(int, match[0].split("."))) if match else ()


def _open_to_others(paths: Paths) -> Iterator[Path]:
    """The folders and the database; and what else lies in a folder that others may enter."""
    always = {paths.database, paths.database.with_name(f"{paths.database.name}-journal")}
    for folder in dict.fromkeys((paths.config, paths.data, paths.cache)):
        if folder.is_dir() and not folder.is_symlink():
            entered = _is_open(folder)
            if entered:
                yield folder
            for path in sorted(folder.iterdir()) if folder != paths.cache else ():
                if path.is_file() and not path.is_symlink() and (entered or path in always) and _is_open(path):
                    yield path


def _is_open(path: Path) -> bool:
    """Whether others may use what is the user's."""
    found = path.stat()
    return bool(stat.S_IMODE(found.st_mode) & _OTHERS) and found.st_uid == os.getuid()


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _file_system(folder: Path) -> str:
    """The kind of the file system that a folder is on; empty where the system does not tell."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError):
        return ""
    whole = folder.resolve()
    found = [(len(place), kind) for _, place, kind, *_ in mounts if whole.is_relative_to(_unescaped(place))]
    return max(found, default=(0, ""))[1]


def _unescaped(place: str) -> str:
    """A mount point as it is: blanks and such are told in octal."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), place)
