"""Each kind of agenda that is out there, in a small file of its own, with the sessions that it means beside it.

``<file>.expected.json`` lists the sessions: title, starts and ends in UTC or as dates, or null where nobody tells, and
whatever of the rest is not what a session has by default. Abstract, language, links and doubtful speakers are compared
where they are told. A calendar means the same with its components in the opposite order, with other line ends, and
folded elsewhere.
"""

from __future__ import annotations

import codecs
import json
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from eventkit.api import SURE, ReadContext
from eventkit_calendar.plugin import eventkit_register_importers

FOLDER = Path(__file__).parents[1] / "data" / "flavours"
TABLES = sorted(FOLDER.glob("*.expected.json"))
FILES = [FOLDER / table.name.removesuffix(".expected.json") for table in TABLES]
CALENDARS = [file for file in FILES if file.suffix == ".ics"]
DEFAULTS = {
    "ends": None,
    "room": "",
    "track": "",
    "kind": "session",
    "status": "confirmed",
    "url": "",
    "speakers": [],
    "remark": "",
}
OPTIONAL = {"doubtful", "abstract", "language", "links", "timezone"}


def test_each_file_has_its_table():
    files = {file.name for file in FOLDER.iterdir() if not file.name.endswith((".expected.json", ".md"))}
    assert {file.name for file in FILES} == files


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_file_means_the_sessions_of_its_table(file):
    assert_means(file.read_bytes(), file)


@pytest.mark.parametrize("file", CALENDARS, ids=lambda file: file.name)
def test_the_order_of_components_means_nothing(file):
    assert_means(rewritten(file, reverse=True), file)


@pytest.mark.parametrize("file", CALENDARS, ids=lambda file: file.name)
def test_lines_may_end_in_line_feeds_alone(file):
    assert_means(rewritten(file, end=b"\n"), file)


@pytest.mark.parametrize("width", [11, 40])
@pytest.mark.parametrize("file", CALENDARS, ids=lambda file: file.name)
def test_lines_may_be_folded_anywhere(file, width):
    """Also within a character of UTF-8: RFC 5545 section 3.1 counts octets."""
    assert_means(rewritten(file, width=width), file)


def assert_means(data, file):
    """Read a file through the importer that takes it for its own; a table need not tell what is in ``OPTIONAL``."""
    importer = max(eventkit_register_importers(), key=lambda importer: importer.sniff(data[:4096], file.name))
    context = ReadContext(file=f"https://conf.example.org/{file.name}", today=date(2027, 1, 1))
    reading = importer.read(data, context)
    expected = [{**DEFAULTS, **session} for session in json.loads(table_of(file).read_text(encoding="utf-8"))]
    expected.sort(key=place_in_list)
    found = sorted(map(told, reading.sessions), key=place_in_list)
    for session, wanted in zip(found, expected, strict=False):
        for key in OPTIONAL - wanted.keys():
            del session[key]
    assert found == expected
    assert [problem for problem in reading.problems if problem.lost] == []


def table_of(file):
    return file.with_name(f"{file.name}.expected.json")


def place_in_list(session):
    return session["starts"] or "", session["title"], session["room"]


def told(session):
    return {
        "title": session.title,
        "starts": utc(session.starts) if session.starts is not None else None,
        "ends": utc(session.ends) if session.ends is not None else None,
        "room": session.room,
        "track": session.track,
        "kind": session.kind,
        "status": session.status,
        "url": session.url,
        "speakers": [speaker.name for speaker in session.speakers if speaker.confidence >= SURE],
        "remark": session.remark,
        "doubtful": [speaker.name for speaker in session.speakers if speaker.confidence < SURE],
        "abstract": session.abstract,
        "language": session.language,
        "links": [list(link) for link in session.links],
        "timezone": session.timezone,
    }


def utc(moment):
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if isinstance(moment, datetime) else str(moment)


def rewritten(file, *, reverse=False, end=b"\r\n", width=0):
    """The same calendar, written by somebody else; UTF-16 stays UTF-16, whose characters are not taken apart."""
    data = file.read_bytes()
    wide = data.startswith(codecs.BOM_UTF16_LE)
    lines = logical_lines(data.decode("utf-16").encode() if wide else data)
    if reverse:
        lines = with_components_reversed(lines)
    if not wide:
        return end.join(folded(line, width, end) for line in lines) + end
    text = end.decode().join(folded(line.decode(), width, end.decode()) for line in lines)
    return (text + end.decode()).encode("utf-16")


def logical_lines(data):
    """Unfolded lines; those of quoted-printable text, which goes on after a ``=``, stay together as they are."""
    lines = []
    for line in re.split(rb"\r*\n", data.rstrip(b"\r\n")):
        if lines and line[:1] in {b" ", b"\t"}:
            lines[-1] += line[1:]
        elif lines and is_quoted_printable(lines[-1]) and lines[-1].endswith(b"="):
            lines[-1] += b"\n" + line
        else:
            lines.append(line)
    return lines


def is_quoted_printable(line):
    return b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()


def folded(line, width, end):
    """Fold a line, of bytes or of text; nobody folds BEGIN and END, and quoted-printable has breaks of its own."""
    if isinstance(line, bytes) and is_quoted_printable(line):
        return line.replace(b"\n", end)
    if not width or line[:4] in {b"BEGI", b"END:", "BEGI", "END:"}:
        return line
    blank = b" " if isinstance(line, bytes) else " "
    return (end + blank).join(line[at : at + width] for at in range(0, len(line), width))


def with_components_reversed(lines):
    """The components of each calendar in the opposite order, behind the calendar's own lines."""
    own, components, begun, result = [], [], [], []
    for line in lines:
        if line.startswith(b"BEGIN:"):
            begun.append(line)
            if len(begun) == 2:
                components.append([])
        (components[-1] if len(begun) > 1 else own).append(line)
        if line.startswith(b"END:"):
            begun.pop()
            if not begun:
                *head, last = own
                result += [*head, *(line for component in reversed(components) for line in component), last]
                own, components = [], []
    return result
