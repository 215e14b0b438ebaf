"""`eventkit demo`: it ends well, and leaves things that can be used."""

from __future__ import annotations

import email
import re
from email import policy

from PIL import Image
from zxingcpp import BarcodeFormat, read_barcodes


def test_demo_leaves_a_card_drafts_and_a_brief(eventkit_run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = eventkit_run("demo").stdout
    folder = tmp_path / "eventkit-demo"
    with Image.open(folder / "card.png") as picture:
        (code,) = read_barcodes(picture, formats=BarcodeFormat.QRCode)
    assert b"FN:Robin Keller\r\n" in code.bytes
    drafts = [
        email.message_from_bytes(path.read_bytes(), policy=policy.default) for path in (folder / "drafts").iterdir()
    ]
    assert len(drafts) == 6
    assert all(draft["X-Unsent"] == "1" and draft["To"].addresses for draft in drafts)
    assert (folder / "brief.md").read_text(encoding="utf-8").startswith("# PyConf Lakeside 2027\n")
    assert max(len(line) for line in told.splitlines() if not line.startswith("$ ")) <= 130


def test_demo_types_commands_that_exist(eventkit_run, tmp_path):
    told = eventkit_run("demo", "--to", tmp_path / "out").stdout
    typed = set(re.findall(r"^\$ eventkit ([a-z]+)", told, re.MULTILINE))
    assert typed == {
        "me",
        "import",
        "agenda",
        "star",
        "prep",
        "card",
        "now",
        "gaps",
        "attended",
        "diary",
        "scan",
        "met",
        "people",
        "followup",
        "history",
    }


def test_demo_takes_one_s_own_agenda(eventkit_run, tmp_path):
    path = tmp_path / "own.ics"
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{hour}\r\nSUMMARY:Talk {hour}\r\nDTSTART:20280301T{hour:02d}0000Z\r\n"
        f"DTEND:20280301T{hour:02d}4500Z\r\nEND:VEVENT\r\n"
        for hour in range(9, 17)
    )
    path.write_text(f"BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n", newline="")
    told = eventkit_run("demo", "--agenda", path, "--to", tmp_path / "out").stdout
    assert "8 added" in told
    assert "Talk 13" in (tmp_path / "out" / "brief.md").read_text()


def test_demo_goes_on_with_what_can_be_read_of_an_agenda(eventkit_run, tmp_path):
    path = tmp_path / "own.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Tea for engineers\n"
        "DTSTART:20280301T090000Z\nDURATION:PT1H\nEND:VEVENT\n"
        "BEGIN:VEVENT\nUID:2\nSUMMARY:Cake\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    result = eventkit_run("demo", "--agenda", path, "--to", tmp_path / "out")
    assert "session 'Cake' is kept without a time" in result.stderr
    assert "Tea for engineers" in (tmp_path / "out" / "brief.md").read_text()


def test_demo_with_a_file_that_is_no_agenda_says_so(eventkit_run, tmp_path):
    result = eventkit_run("demo", "--agenda", tmp_path / "none.ics", "--to", tmp_path / "out", code=3)
    assert result.stderr.endswith("none.ics: there is no such file\n")


def test_demo_leaves_one_s_own_home_alone(eventkit_run, eventkit_home, tmp_path):
    eventkit_run("demo", "--to", tmp_path / "out")
    assert not (eventkit_home / "eventkit.db").exists()
