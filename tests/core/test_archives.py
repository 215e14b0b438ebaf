"""Files that come packed."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from eventkit.errors import InputError
from eventkit.services import archives

AGENDA = (
    b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Tea\r\nDTSTART:20270514T090000Z\r\nEND:VEVENT\r\n"
    b"END:VCALENDAR\r\n"
)


def zipped(**members):
    """An archive with no time of its own in it: what a test is called after is the same for every process."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(AGENDA, mtime=0),
        zipped(**{"agenda.ics": AGENDA, "readme.txt": b"x", "__MACOSX/._agenda.ics": b"y"}),
    ],
)
def test_a_packed_agenda_is_imported(eventkit_run, tmp_path, packed):
    path = tmp_path / "agenda.packed"
    path.write_bytes(packed)
    assert eventkit_run("import", path, "--event", "meetup", "--format", "json").json["added"] == 1
    assert eventkit_run("import", path, "--event", "meetup", "--format", "json").json["unchanged"] == 1


@pytest.mark.parametrize(
    ("packed", "reason"),
    [
        (gzip.compress(AGENDA, mtime=0)[:-12], "the gzip archive is cut off"),
        (b"\x1f\x8b" + b"x" * 40, "the gzip archive is damaged"),
        (b"PK\x03\x04" + b"x" * 40, "the zip archive cannot be opened"),
        (zipped(**{"a.txt": b"x"}), "the zip archive holds no agenda and no cards"),
        (
            zipped(**{"a.ics": b"x", "b.ics": b"y"}),
            "the zip archive holds 2 files that could be meant (a.ics, b.ics …)",
        ),
    ],
)
def test_an_archive_that_cannot_be_used_is_refused(eventkit_run, tmp_path, packed, reason):
    path = tmp_path / "agenda.packed"
    path.write_bytes(packed)
    assert eventkit_run("import", path, code=3).stderr.startswith(f"eventkit: {path}: {reason}")


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zipped(**{"a.ics": data})])
def test_an_archive_that_grows_without_end_is_refused(pack, monkeypatch):
    monkeypatch.setattr(archives, "LARGEST", 1024 * 1024)
    with pytest.raises(InputError, match=r"a\.gz: unpacks to more than 1 MiB"):
        archives.unpack(pack(b"\0" * (1024 * 1024 + 1)), "a.gz")
