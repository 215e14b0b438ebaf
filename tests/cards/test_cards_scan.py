import io
import json
import os
import pty
import struct
import subprocess
import sys
import zlib
from importlib.util import find_spec

import pytest
from PIL import Image, ImageOps

from eventkit.api import ContactPoint
from eventkit_cards.mecard import person_of
from eventkit_cards.pictures import codes_in

ADA = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nORG:Engines\r\n"
    "EMAIL:ada@example.org\r\nURL:https://github.com/ada\r\nEND:VCARD\r\n"
)
BO = "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Larsen;Bo;;;\r\nFN:Bo Larsen\r\nTEL:+45 20 00 00 00\r\nEND:VCARD\r\n"
MECARD = "MECARD:N:Doe,Jane;TEL:+15550100;EMAIL:jane@example.org;URL:https\\://example.org/j;;"


def row(file, payload, kind, person, action, *, links=()):
    """A code as `--format json` has it, of somebody new."""
    return {
        "file": str(file),
        "payload": payload,
        "kind": kind,
        "person": person,
        "action": action,
        "known": None,
        "fields": [],
        "met_at": None,
        "links": [{"address": address, "host": host, "warnings": []} for address, host in links],
    }


def scan(run, *arguments, code=0):
    return run("scan", *arguments, "--format", "json", code=code).json


def actions(run, *arguments, code=0):
    return [found["action"] for found in scan(run, *arguments, code=code)]


def names(run):
    return [person["name"] for person in run("people", "--format", "json").json]


# --- what becomes of a card -------------------------------------------------------------------------------


def test_scan_stores_a_card_with_yes(eventkit_run, picture):
    ada = picture("ada.png", ADA)
    links = [("https://github.com/ada", "github.com")]
    assert scan(eventkit_run, ada, "--yes") == [row(ada, ADA, "vcard", "Ada Lovelace", "added", links=links)]
    (person,) = eventkit_run("people", "--format", "json").json
    assert (person["name"], person["given"], person["organization"]) == ("Ada Lovelace", "Ada", "Engines")
    assert (person["emails"], person["handles"]) == (["ada@example.org"], {"github": "ada"})


def test_scan_of_a_card_made_here_makes_the_person(eventkit_run, eventkit_home, tmp_path):
    eventkit_run("me", "--name", "Zoë Ångström", "--title", "a;b,c\\d", "--email", "zoe@example.org")
    eventkit_run("card", "--png", tmp_path / "zoe.png")
    other = eventkit_home.parent / "other"
    eventkit_run("--home", other, "scan", tmp_path / "zoe.png", "--yes")
    (person,) = eventkit_run("--home", other, "people", "--format", "json").json
    assert (person["name"], person["title"], person["emails"]) == ("Zoë Ångström", "a;b,c\\d", ["zoe@example.org"])


def test_scan_without_yes_stores_nothing_and_says_so(eventkit_run, picture):
    ran = eventkit_run("scan", picture("ada.png", ADA))
    assert [line.endswith("needs --yes") for line in ran.stdout.splitlines()] == [False, True]
    assert ran.stderr.splitlines()[-1].startswith("What needs --yes was not stored")
    assert names(eventkit_run) == []


def test_scan_shows_the_card_and_its_picture_before_storing(eventkit_run, picture):
    ada = picture("ada.png", ADA)
    assert eventkit_run("scan", ada, "--yes").stderr.splitlines() == [
        f"{ada}: Ada Lovelace, new",
        "  organisation  Engines",
        "  e-mail        ada@example.org",
        "  web           https://github.com/ada",
    ]


def test_scan_dry_run_plans_and_stores_nothing(eventkit_run, picture):
    ada = picture("ada.png", ADA)
    assert actions(eventkit_run, ada, "--dry-run", "--yes") == ["would add"]
    assert names(eventkit_run) == []
    eventkit_run("people", "add", "Ada", "--email", "ada@example.org")
    assert actions(eventkit_run, ada, "--dry-run") == ["would update"]


def test_second_scan_changes_nothing(eventkit_run, picture):
    files = [picture("ada.png", ADA), picture("bo.png", BO), picture("mecard.png", MECARD)]
    eventkit_run("scan", *files, "--yes")
    before = eventkit_run("history", "--format", "json").json
    assert actions(eventkit_run, *files, "--yes") == ["unchanged"] * 3
    assert actions(eventkit_run, picture("again.png", ADA)) == ["unchanged"]
    assert eventkit_run("history", "--format", "json").json == before


def test_scan_is_one_change_that_can_be_undone(eventkit_run, picture):
    eventkit_run("scan", picture("ada.png", ADA), picture("bo.png", BO), "--yes")
    assert [change["label"] for change in eventkit_run("history", "--format", "json").json] == ["scan 2 pictures"]
    eventkit_run("undo")
    assert names(eventkit_run) == []


@pytest.mark.usefixtures("eventkit_home")
def test_scan_on_a_terminal_asks_for_each_card(picture):
    terminal, keys = pty.openpty()
    command = [
        sys.executable,
        "-m",
        "eventkit",
        "scan",
        picture("a.png", ADA),
        picture("b.png", BO),
        "--format",
        "json",
    ]
    with subprocess.Popen(command, stdin=keys, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        os.write(terminal, b"n\ny\n")
        out, err = running.communicate(timeout=60)
    os.close(terminal)
    os.close(keys)
    assert err.decode().count("Store this card? [Y/n]: ") == 2
    assert [code["action"] for code in json.loads(out)] == ["left out", "added"]


def test_scan_enriches_whom_the_address_is_of(eventkit_run, picture):
    eventkit_run("people", "add", "Ada L.", "--email", "ADA@example.org")
    assert actions(eventkit_run, picture("ada.png", ADA), "--yes") == ["updated"]
    (person,) = eventkit_run("people", "--format", "json").json
    assert (person["name"], person["organization"]) == ("Ada L.", "Engines")


def test_same_card_in_two_pictures_is_one_person(eventkit_run, picture):
    assert actions(eventkit_run, picture("a.png", ADA), picture("b.png", ADA), "--yes") == ["added", "unchanged"]
    assert names(eventkit_run) == ["Ada Lovelace"]


@pytest.mark.parametrize("me", [("--name", "Ann Doe", "--email", "ann@example.org"), ("--name", "Ann Doe")])
def test_scan_of_my_own_card_never_adds_me(eventkit_run, tmp_path, me):
    eventkit_run("me", *me)
    eventkit_run("card", "--png", tmp_path / "me.png")
    assert actions(eventkit_run, tmp_path / "me.png", "--yes") == ["unchanged"]
    assert names(eventkit_run) == []


def test_scan_with_an_event_makes_the_person_attend(eventkit_run, picture):
    eventkit_run("events", "add", "lakeside", "--name", "Lakeside")
    ada = picture("ada.png", ADA)
    eventkit_run("scan", ada, "--yes")
    assert actions(eventkit_run, ada, "--event", "lakeside", "--yes") == ["updated"]
    assert eventkit_run("people", "--format", "json").json[0]["events"] == ["lakeside"]


def test_scan_for_an_unknown_event_reads_nothing(eventkit_run, picture):
    assert (
        "there is no event 'nowhere'"
        in eventkit_run("scan", picture("a.png", ADA), "--event", "nowhere", code=4).stderr
    )


# --- what a code holds ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("payload", "kind"),
    [
        ("geo:47.5,9.7", "place"),
        ("WIFI:S:venue;T:WPA;P:secret;;", "wifi"),
        ("BEGIN:VEVENT\nEND:VEVENT", "calendar"),
        ("EVENTKIT-FAVOURITES:1:X:AAAAAAAA:", "favourites"),
        ("mailto:nobody", "email"),
        ("tel:", "phone"),
        ("two\nlines\x1b[31m", "text"),
        ("hello", "text"),
        ("{}", "text"),
        ("[1, 2]", "text"),
    ],
)
def test_code_that_is_no_card_is_listed_and_left(eventkit_run, picture, payload, kind):
    file = picture("code.png", payload)
    assert scan(eventkit_run, file, "--yes", "--accept-links") == [row(file, payload, kind, None, "not a card")]
    assert names(eventkit_run) == []


def test_mecard_becomes_a_person(eventkit_run, picture):
    file = picture("mecard.png", MECARD)
    links = [("https://example.org/j", "example.org")]
    assert scan(eventkit_run, file, "--yes") == [row(file, MECARD, "mecard", "Jane Doe", "added", links=links)]


def test_mecard_is_read_with_its_escapes():
    person = person_of(
        "MECARD:N:O\\;Neil\\,,Mary\\\\Ann;NOTE:a\\:b;BDAY:19900412;ORG:Acme;EMAIL:m@example.org;EMAIL:no;;"
    )
    assert (person.name, person.given, person.family) == ("Mary\\Ann O;Neil,", "Mary\\Ann", "O;Neil,")
    assert (person.note, person.birthday, person.organization) == ("a:b", "1990-04-12", "Acme")
    assert person.contact_points == (ContactPoint(kind="email", value="m@example.org"),)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("MECARD:N:Lake Info 411,;TEL:18665550111;;", "Lake Info 411"),
        ("mecard:n:田中湖;;", "田中湖"),
        ("MECARD:TEL:18665550111", "18665550111"),
    ],
)
def test_mecard_is_called_by_what_it_has(text, name):
    person = person_of(text)
    assert (person.name, person.given, person.family) == (name, "", "")


@pytest.mark.parametrize("text", ["MECARD:", "MECARD:;;", "MECARD:NOTE:x;;", "MECARD:N:;;"])
def test_mecard_of_nobody_is_a_problem(eventkit_run, picture, text):
    assert person_of(text) is None
    file = picture("mecard.png", text)
    assert scan(eventkit_run, file, code=3) == [row(file, text, "mecard", None, "not a card")]


def test_card_that_names_nobody_is_a_problem(eventkit_run, picture):
    payload = "BEGIN:VCARD\nNOTE:x\nEND:VCARD"
    file = picture("nobody.png", payload)
    ran = eventkit_run("scan", file, "--yes", code=3)
    assert ran.stderr == f"{file}: line 1: this card holds nothing to call anybody by: no name, no address\n"


def test_legacy_bytes_are_read_as_windows_1252(tmp_path):
    from qrcode import QRCode

    qr = QRCode()
    qr.add_data("Zo\u00eb".encode("windows-1252"), optimize=0)
    qr.make_image().save(tmp_path / "legacy.png")
    assert codes_in((tmp_path / "legacy.png").read_bytes()) == ["Zoë"]


# --- pictures ---------------------------------------------------------------------------------------------


def test_several_codes_in_one_picture_are_all_read(eventkit_run, picture, tmp_path):
    ada, bo = (Image.open(picture(name, text)).convert("L") for name, text in (("a.png", ADA), ("b.png", BO)))
    both = Image.new("L", (ada.width + bo.width + 40, max(ada.height, bo.height)), 255)
    both.paste(ada, (0, 0))
    both.paste(bo, (ada.width + 40, 0))
    both.save(tmp_path / "both.png")
    found = scan(eventkit_run, tmp_path / "both.png", "--yes")
    assert sorted((code["person"], code["action"]) for code in found) == [
        ("Ada Lovelace", "added"),
        ("Bo Larsen", "added"),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image.rotate(90, expand=True),
        lambda image: image.rotate(17, expand=True, fillcolor=255),
        ImageOps.invert,
        ImageOps.mirror,
        lambda image: image.resize((image.width // 6, image.height // 6)),
        lambda image: image.convert("P"),
        lambda image: image.convert("CMYK"),
    ],
    ids=["rotated", "askew", "inverted", "mirrored", "small", "palette", "cmyk"],
)
def test_changed_picture_is_still_read(picture, tmp_path, change):
    changed = change(Image.open(picture("a.png", ADA)).convert("L"))
    file = tmp_path / ("changed.tiff" if changed.mode == "CMYK" else "changed.png")
    changed.save(file)
    assert codes_in(file.read_bytes()) == [ADA]


@pytest.mark.parametrize("ink", [(0, 0, 0, 255), (255, 255, 255, 255)], ids=["dark", "light"])
def test_code_on_a_transparent_ground_is_read(picture, tmp_path, ink):
    dark = Image.open(picture("a.png", ADA)).convert("L").point(lambda value: 255 - value)
    drawn = Image.new("RGBA", dark.size, ink)
    drawn.putalpha(dark)
    drawn.save(tmp_path / "clear.png")
    assert codes_in((tmp_path / "clear.png").read_bytes()) == [ADA]


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "gif", "bmp", "tiff"])
def test_every_listed_format_is_read(picture, tmp_path, suffix):
    file = tmp_path / f"code.{suffix}"
    Image.open(picture("a.png", ADA)).convert("L").save(file)
    assert codes_in(file.read_bytes()) == [ADA]


def test_picture_without_a_code_is_said_and_is_no_fault(eventkit_run, tmp_path):
    Image.new("L", (300, 200), 200).save(tmp_path / "wall.png")
    ran = eventkit_run("scan", tmp_path / "wall.png")
    assert (ran.stdout, ran.stderr) == ("", f"{tmp_path / 'wall.png'}: no QR code found\n")
    assert scan(eventkit_run, tmp_path / "wall.png") == []


def png_of(width, height):
    """A PNG that says that it is so large, and has hardly any pixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = b"IDAT" + zlib.compress(b"\0")
    chunks = [
        struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk)) for chunk in (header, pixels)
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def half(image):
    buffer = io.BytesIO()
    image.save(buffer, "JPEG")
    return buffer.getvalue()[: len(buffer.getvalue()) // 2]


BAD = {
    "empty": (b"", "is empty"),
    "text": (b"no picture", "is no picture of a kind that can be read (PNG, JPEG, WebP, GIF, BMP, TIFF)"),
    "truncated": (half(Image.effect_noise((300, 300), 90)), "is broken or cut off: "),
    "headless": (png_of(300, 300), "is broken or cut off"),
    "large": (png_of(8000, 7000), "has 8000 by 7000 pixels, and may have 50 million"),
    "larger": (png_of(13000, 13000), "has 13000 by 13000 pixels, and may have 50 million"),
    "bomb": (png_of(60000, 60000), "has far more pixels than the 50 million it may have"),
    "heic": (
        b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "is broken or cut off"
        if find_spec("pillow_heif")
        else "is a HEIC picture, as iPhones make them: save it as JPEG",
    ),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "is no picture of a kind that can be read"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_picture_costs_itself_only(eventkit_run, picture, tmp_path, case):
    content, reason = BAD[case]
    bad = tmp_path / "bad.png"
    bad.write_bytes(content)
    ran = eventkit_run("scan", bad, picture("ada.png", ADA), "--yes", "--format", "json", code=3)
    assert ran.stderr.splitlines()[0].startswith(f"eventkit: {bad}: {reason}")
    assert [found["action"] for found in ran.json] == ["added"]


def test_missing_file_and_folder_without_a_picture_are_said(eventkit_run, tmp_path):
    gone, empty = tmp_path / "gone.png", tmp_path / "empty"
    empty.mkdir()
    assert eventkit_run("scan", gone, empty, code=3).stderr.splitlines() == [
        f"eventkit: {gone}: there is no such file",
        f"eventkit: {empty}: is a folder without a picture in it",
    ]


def test_pipe_is_not_waited_for(eventkit_run, picture, tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    ran = eventkit_run("scan", tmp_path / "pipe.png", picture("a.png", ADA), "--yes", "--format", "json", code=3)
    assert ran.stderr.splitlines()[0] == f"eventkit: {tmp_path / 'pipe.png'}: is not an ordinary file"
    assert [found["action"] for found in ran.json] == ["added"]


def test_nothing_to_scan_says_what_to_give(eventkit_run):
    assert "name a picture or a folder of them" in eventkit_run("scan", code=2).stderr
