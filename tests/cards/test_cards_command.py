import io

import pytest
from PIL import Image

from eventkit_cards.pictures import codes_in

ME = ("--name", "Ann Doe", "--email", "ann@example.org", "--url", "https://github.com/ann")
PAYLOAD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;Ann;;;\r\nFN:Ann Doe\r\nEMAIL:ann@example.org\r\n"
    "URL:https://github.com/ann\r\nEND:VCARD\r\n"
)


def test_card_without_options_is_shown_on_the_terminal(eventkit_run):
    eventkit_run("me", *ME)
    ran = eventkit_run("card")
    assert [len(line) for line in ran.stdout.splitlines()] == [53] * 27
    assert ran.stderr == f"Ann Doe: {len(PAYLOAD)} bytes, QR version 7 (45 modules a side).\n"
    assert eventkit_run("card", "--terminal").stdout == ran.stdout


def test_card_light_is_the_reverse(eventkit_run):
    eventkit_run("me", *ME)
    dark, light = (eventkit_run("card", *options).stdout.splitlines() for options in (("--dark",), ("--light",)))
    swapped = str.maketrans("█▀▄ ", " ▄▀█")
    assert [line.translate(swapped) for line in dark] == light


def test_card_writes_several_files_at_once(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    png, svg, vcf = (tmp_path / f"me.{suffix}" for suffix in ("png", "svg", "vcf"))
    ran = eventkit_run("card", "--png", png, "--svg", svg, "--vcf", vcf)
    assert ran.stdout == ""
    assert ran.stderr.splitlines() == [
        f"Wrote {png}: {len(PAYLOAD)} bytes, QR version 7 (45 modules a side).",
        f"Wrote {svg}: {len(PAYLOAD)} bytes, QR version 7 (45 modules a side).",
        f"Wrote {vcf}: {vcf.stat().st_size} bytes, vCard 3.0.",
    ]
    assert codes_in(png.read_bytes()) == [PAYLOAD]
    assert svg.read_bytes().startswith(b"<?xml")
    *card, uid, end = vcf.read_bytes().decode().splitlines(keepends=True)
    assert "".join([*card, end]) == PAYLOAD
    assert uid.startswith("UID:urn:uuid:")


def test_card_dry_run_writes_nothing(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    ran = eventkit_run("card", "--png", tmp_path / "me.png", "--dry-run")
    assert ran.stderr.startswith("Would write ")
    assert not (tmp_path / "me.png").exists()


def test_card_of_nobody_says_what_to_do(eventkit_run):
    assert "eventkit me --name" in eventkit_run("card", code=4).stderr


def test_card_over_the_capacity_names_the_longest_field_and_writes_nothing(eventkit_run, tmp_path):
    eventkit_run("me", *ME, "--note", "x" * 3000)
    ran = eventkit_run("card", "--png", tmp_path / "me.png", "--vcf", tmp_path / "me.vcf", code=3)
    assert ran.stderr == (
        "eventkit: your card has 3,121 bytes, and a QR code holds 2,331: drop or shorten the note (3,000 bytes)\n"
    )
    assert [file.name for file in tmp_path.iterdir() if file.suffix] == []


def test_card_over_version_15_comes_with_a_warning_that_says_what_to_leave_out(eventkit_run):
    eventkit_run("me", *ME, "--note", "x" * 300)
    assert eventkit_run("card").stderr.splitlines()[0] == (
        "warning: 421 bytes make a dense code (version 16); print it large, or leave out the note: "
        "that makes 114 bytes, version 7 instead of 16"
    )


def test_card_over_version_25_is_written_by_force_only(eventkit_run, tmp_path):
    eventkit_run("me", *ME, "--note", "x" * 1000)
    refused = eventkit_run("card", "--png", tmp_path / "me.png", code=3).stderr
    assert refused == (
        "eventkit: 1,121 bytes make a code of version 27, and phones read up to 25 reliably; leave out the note: "
        "that makes 114 bytes, version 7 instead of 27; --force writes it all the same\n"
    )
    assert not (tmp_path / "me.png").exists()
    forced = eventkit_run("card", "--png", tmp_path / "me.png", "--force").stderr
    assert forced.startswith("warning: 1,121 bytes make a code of version 27")
    assert len(codes_in((tmp_path / "me.png").read_bytes())[0]) == 1121


def test_card_that_cannot_be_written_says_why(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    assert "cannot be written" in eventkit_run("card", "--png", tmp_path / "no" / "me.png", code=5).stderr


def test_card_png_is_black_on_white(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    eventkit_run("card", "--png", tmp_path / "me.png")
    with Image.open(io.BytesIO((tmp_path / "me.png").read_bytes())) as picture:
        assert picture.getpixel((0, 0)) == 255
        assert picture.getpixel((4 * 12, 4 * 12)) == 0


@pytest.mark.parametrize("command", ["card", "scan"])
def test_command_stands_in_the_help_under_the_event(eventkit_run, command):
    section = eventkit_run("--help").stdout.partition("At the event:")[2].partition("\n\n")[0]
    assert command in section.split()
