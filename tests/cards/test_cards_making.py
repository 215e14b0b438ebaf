"""My card as a user makes it: personas, notes, forms, pictures for phones, checks, and what cannot be."""

from __future__ import annotations

import io
import os
import subprocess
import sys

import pytest
import zxingcpp
from PIL import Image

ME = (
    *("--name", "Robin Nowak", "--organization", "Northpier", "--title", "Engineer", "--note", "ask me of looms"),
    *("--email", "robin@work.example.org", "--email", "robin@home.example.org", "--phone", "+49 30 1234567"),
    *("--url", "https://example.org/robin", "--url", "https://github.com/robin"),
)


def code_in(file):
    """The code in a picture."""
    with Image.open(file) as picture:
        (found,) = zxingcpp.read_barcodes(
            picture.convert("L"), formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
        )
    return found


def said(file):
    """The lines of the card in a picture."""
    return bytes(code_in(file).bytes).decode().split("\r\n")[:-1]


@pytest.fixture
def card(eventkit_run, tmp_path):
    """Write my card with these options; its lines."""
    eventkit_run("me", *ME)

    def write(*options):
        eventkit_run("card", "--png", tmp_path / "card.png", *options)
        return said(tmp_path / "card.png")

    return write


def test_personas_are_there_from_the_start(eventkit_run):
    assert [
        (found["name"], found["built_in"]) for found in eventkit_run("card", "personas", "--format", "json").json
    ] == [
        ("work", True),
        ("speaker", True),
        ("private", True),
    ]


def test_each_persona_carries_its_fields(card):
    names = {name: [line.partition(":")[0] for line in card("--as", name)] for name in ("work", "speaker", "private")}
    head = ["BEGIN", "VERSION", "N", "FN"]
    assert names == {
        "work": [*head, "ORG", "TITLE", "EMAIL", "EMAIL", "TEL", "URL", "URL", "END"],
        "speaker": [*head, "ORG", "TITLE", "URL", "URL", "EMAIL", "EMAIL", "END"],
        "private": [*head, "TEL", "EMAIL", "EMAIL", "URL", "END"],
    }


def test_persona_of_my_own_has_the_fields_and_the_addresses_that_i_chose_in_my_order(card, eventkit_run):
    shown = eventkit_run(
        *("card", "persona", "Booth", "--fields", "url,email", "--email", "ROBIN@home.example.org"),
        *("--url", "github.com/robin"),
    ).stdout
    assert shown.splitlines() == [
        "booth: name, url, email, handle",
        "  name          Robin Nowak",
        "  url           https://example.org/robin",
        "  email         robin@home.example.org",
        "  handle        robin",
    ]
    assert card("--as", "booth")[4:-1] == [
        "URL:https://example.org/robin",
        "EMAIL:robin@home.example.org",
        "URL:https://github.com/robin",
    ]
    assert eventkit_run("card", "persona", "booth").stdout == shown


def test_persona_can_be_taken_back_and_forgotten(card, eventkit_run):
    before = card("--as", "work")
    eventkit_run("card", "persona", "work", "--fields", "email")
    assert card("--as", "work")[4:-1] == ["EMAIL:robin@work.example.org", "EMAIL:robin@home.example.org"]
    eventkit_run("undo")
    assert card("--as", "work") == before
    eventkit_run("card", "persona", "work", "--fields", "email")
    forgot = eventkit_run("card", "persona", "work", "--remove").stderr
    assert forgot == "Forgot your persona work; work is again as it was from the start.\n"
    assert card("--as", "work") == before


def test_persona_is_kept_by_no_dry_run(card, eventkit_run):
    assert (
        eventkit_run("card", "persona", "x", "--fields", "email", "--dry-run").stderr
        == "Nothing was kept: --dry-run.\n"
    )
    assert (
        "there is no persona 'x'; there is work, speaker, private" in eventkit_run("card", "--as", "x", code=4).stderr
    )
    assert card("--as", "work")


def test_persona_warns_of_an_address_that_is_gone(card, eventkit_run):
    eventkit_run("card", "persona", "work", "--email", "robin@work.example.org")
    eventkit_run("me", "--email", "robin@new.example.org")
    warned = eventkit_run("card", "--as", "work").stderr.splitlines()[0]
    assert (
        warned == "warning: the persona work names robin@work.example.org, which `eventkit me` does not have any more"
    )
    assert not [line for line in card("--as", "work") if line.startswith("EMAIL")]


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("work", "--fields", "shoe"), 2, "a card has no field 'shoe'; it may have name, organization, title"),
        (("work", "--fields", " , "), 2, "--fields names none"),
        (
            ("work", "--email", "x@example.org"),
            4,
            "'x@example.org' is not among what `eventkit me` knows of your e-mail",
        ),
        (("  ", "--fields", "email"), 2, "cannot be the name of a persona"),
        (("work", "--remove"), 2, "work is one of everybody's personas and stays"),
        (("mine", "--remove"), 4, "there is no persona 'mine'"),
        (("work", "--remove", "--fields", "email"), 2, "--remove takes nothing beside it"),
    ],
)
def test_persona_that_cannot_be_is_refused(card, eventkit_run, options, code, words):
    assert card()
    assert words in eventkit_run("card", "persona", *options, code=code).stderr


def test_card_says_where_we_met_before_what_is_in_the_note(card, eventkit_run):
    eventkit_run("events", "add", "pyconf", "--name", "PyConf")
    assert card("--at", "pyconf", "--note", "at the booth")[-2] == (
        r"NOTE:met at PyConf\nat the booth\nask me of looms"
    )
    assert card("--as", "work", "--note", "met at FOSDEM 2026")[-2] == "NOTE:met at FOSDEM 2026"


@pytest.mark.parametrize("form", [(), ("--card-version", "4.0"), ("--mecard",)])
@pytest.mark.parametrize("break_", ["\r\n", "\n", "\r", "\u2028", "\x85", "\v"])
def test_no_option_and_no_field_adds_a_line(eventkit_run, tmp_path, form, break_):
    hostile = f"x{break_}TEL:+1{break_}END:VCARD"
    eventkit_run("me", "--name", hostile, "--organization", hostile, "--title", hostile, "--note", hostile)
    eventkit_run("events", "add", "evil", "--name", f"Evil{break_}TEL:+2")
    eventkit_run("card", "--png", tmp_path / "me.png", "--at", "evil", "--note", hostile, *form)
    lines = said(tmp_path / "me.png")
    if form == ("--mecard",):
        assert lines == []  # a MECARD has no line end at all
    else:
        assert [line.partition(":")[0] for line in lines] == [
            "BEGIN",
            "VERSION",
            "N",
            "FN",
            "ORG",
            "TITLE",
            "NOTE",
            "END",
        ]
        assert not [line for line in "\n".join(lines).splitlines() if line.startswith("TEL")]


def test_card_version_4_says_so_and_keeps_profiles_as_web_addresses(card):
    lines = card("--card-version", "4.0")
    assert (lines[1], "URL:https://github.com/robin" in lines) == ("VERSION:4.0", True)


def test_mecard_is_one_line(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    eventkit_run("card", "--png", tmp_path / "me.png", "--mecard", "--as", "private")
    assert bytes(code_in(tmp_path / "me.png").bytes).decode() == (
        r"MECARD:N:Nowak,Robin;TEL:+49 30 1234567;EMAIL:robin@work.example.org;EMAIL:robin@home.example.org;"
        r"URL:https\://github.com/robin;;"
    )


def test_address_of_a_page_needs_no_card(eventkit_run, tmp_path):
    ran = eventkit_run("card", "--url", "https://example.org/me", "--png", tmp_path / "page.png")
    assert ran.stderr == f"Wrote {tmp_path / 'page.png'}: 22 bytes, QR version 2 (25 modules a side).\n"
    assert code_in(tmp_path / "page.png").text == "https://example.org/me"


def test_vcf_of_a_persona_says_no_more_than_the_persona(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    eventkit_run("card", "--vcf", tmp_path / "me.vcf", "--as", "private", "--card-version", "4.0")
    lines = (tmp_path / "me.vcf").read_bytes().decode().splitlines()
    assert (lines[1], [line for line in lines if line.startswith(("ORG", "TITLE", "NOTE"))]) == ("VERSION:4.0", [])


@pytest.mark.parametrize("phone", ["1170x2532", "750x1334", "1440x3200", "1668x2388"])
def test_lock_screen_has_the_code_in_the_lower_half_and_leaves_the_foot_free(eventkit_run, tmp_path, phone):
    eventkit_run("me", *ME)
    eventkit_run("card", "--lock-screen", tmp_path / "lock.png", "--phone", phone)
    with Image.open(tmp_path / "lock.png") as picture:
        width, height = picture.size
        column = [picture.getpixel((width // 2, y)) for y in range(height)]
    found = code_in(tmp_path / "lock.png")
    assert f"{width}x{height}" == phone
    light = [y for y, colour in enumerate(column) if min(colour) > 250]
    assert min(light) > 0.44 * height
    assert max(light) < 0.9 * height
    assert found.position.top_left.y > 0.45 * height
    assert abs(found.position.top_left.x + found.position.top_right.x - width) < 0.02 * width


def test_card_that_is_printed_small_is_warned_of_and_smaller_still_is_refused(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    warned = eventkit_run("card", "--png", tmp_path / "me.png", "--mm", 22).stderr.splitlines()[0]
    assert warned == (
        "warning: its squares would measure 0.30 mm, and 0.35 mm are read with ease: print it 26 mm wide, "
        "or leave out the note: that makes 243 bytes, version 11 instead of 12"
    )
    refused = eventkit_run("card", "--svg", tmp_path / "me.svg", "--mm", 15, code=3).stderr
    assert refused.startswith("eventkit: its squares would measure 0.21 mm, and under 0.25 mm phones do not read them")
    assert not (tmp_path / "me.svg").exists()
    assert eventkit_run("card", "--svg", tmp_path / "me.svg", "--mm", 15, "--force").stderr.startswith(
        "warning: its sq"
    )


def test_check_tells_what_there_is_to_know(eventkit_run):
    eventkit_run("me", *ME)
    assert eventkit_run("card", "check", "--as", "work", "--mm", 40).stdout.splitlines() == [
        "says       vCard 3.0 of Robin Nowak",
        "text       243 bytes of ASCII",
        "code       version 11, 61 squares a side, error correction M",
        "printed    40 mm wide, 0.58 mm a square (good from 0.35)",
        "read back  as it is: yes, scaled down: yes, blurred: yes, tilted: yes",
    ]
    found = eventkit_run("card", "check", "--format", "json", "--mm", 12, code=3).json
    assert (found["form"], found["bytes"], found["version"], found["level"]) == ("vCard 3.0", 265, 12, "M")
    assert (found["read"], len(found["refusals"])) == (dict.fromkeys(found["read"], True), 1)
    assert found["phones"] == ["Android's own camera leaves out the note; the iPhone's keeps it"]


def test_check_tells_what_phones_drop_and_misread(eventkit_run):
    phones = [option for number in range(5) for option in ("--phone", f"+49 30 123456{number}")]
    eventkit_run("me", "--name", "Zoë Zander", "--title", "Weaver", "--organization", "Acme", *phones)
    told = {
        form: eventkit_run("card", "check", "--format", "json", *form).json["phones"]
        for form in ((), ("--card-version", "4.0"), ("--mecard",))
    }
    three = "Android's apps take three telephone numbers, and this card has 5: the first three count"
    utf8 = "letters beyond ASCII go as UTF-8, which nearly all phones recognise; a few guess another charset"
    assert told == {
        (): [three, utf8],
        ("--card-version", "4.0"): [
            three,
            (
                "some of Android's address books do not take vCard 4.0, and the iPhone's camera garbles letters beyond "
                "ASCII: 3.0 is what all take"
            ),
        ],
        ("--mecard",): [
            three,
            "a MECARD has no place for the title; a vCard has",
            "the organisation is beyond the standard of MECARD: some phones leave it out",
            utf8,
        ],
    }


def test_check_takes_a_logo_and_colours(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    Image.new("RGB", (90, 60), "red").save(tmp_path / "logo.png")
    options = ("--logo", tmp_path / "logo.png", "--dark", "navy", "--light", "#ffffee")
    found = eventkit_run("card", "check", "--format", "json", *options).json
    assert (found["level"], found["read"]["blurred"]) == ("Q", True)


@pytest.mark.parametrize("kind", ["png", "svg", "pdf", "lock-screen"])
def test_logo_and_colours_are_in_every_kind_of_file(eventkit_run, tmp_path, kind):
    eventkit_run("me", *ME)
    Image.new("RGB", (90, 60), "red").save(tmp_path / "logo.png")
    file = tmp_path / f"me.{kind}"
    eventkit_run("card", f"--{kind}", file, "--logo", tmp_path / "logo.png", "--dark", "navy")
    data = file.read_bytes()
    if kind in {"png", "lock-screen"}:
        with Image.open(io.BytesIO(data)) as picture:
            colours = {colour for _, colour in picture.convert("RGB").getcolors(1 << 24)}
        assert {(255, 0, 0), (0, 0, 128)} <= colours
    else:
        assert {b"svg": b"<image ", b"pdf": b"/Subtype /Image"}[kind.encode()] in data


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--logo", "{data}/no.png"), 3, "the logo cannot be read: No such file or directory"),
        (("--logo", "{data}"), 3, "the logo is no ordinary file"),
        (("--logo", "{data}/text.png"), 3, "is no picture that can be a logo"),
        (("--logo", "{data}/cut.png"), 3, "the logo"),
        (("--mm", "0"), 2, "a code may measure from 5 to 1000 millimetres"),
        (("--mm", "wide"), 2, "'wide' is not a valid float"),
        (("--dpi", "1"), 2, "a picture may have from 72 to 2400 dots to the inch"),
        (("--mm", "900", "--dpi", "2400"), 2, "and may have 12,000"),
        (("--dark", "bleu"), 2, "--dark 'bleu' is no colour"),
        (("--light", "#333"), 2, "is too dark for a ground"),
        (("--phone", "big"), 2, "give the screen's width and height in dots, as 1170x2532"),
        (("--at", "nowhere"), 4, "there is no event 'nowhere'"),
        (("--as", "nobody"), 4, "there is no persona 'nobody'"),
        (("--url", "javascript:alert(1)"), 2, "is no web address"),
        (("--url", "https://example.org", "--mecard"), 2, "exclude each other"),
        (("--url", "https://example.org", "--as", "work"), 2, "it takes no --as"),
        (("--url", "https://example.org/" + "x" * 3000), 3, "the address has 3,020 bytes"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(eventkit_run, tmp_path, options, code, words):
    eventkit_run("me", *ME)
    (tmp_path / "text.png").write_text("no picture")
    buffer = io.BytesIO()
    Image.effect_noise((90, 90), 50).save(buffer, "PNG")
    (tmp_path / "cut.png").write_bytes(buffer.getvalue()[:300])
    options = [option.replace("{data}", str(tmp_path)) for option in options]
    ran = eventkit_run("card", "--png", tmp_path / "me.png", *options, code=code)
    assert words in ran.stderr
    assert "Traceback" not in ran.stderr
    assert not (tmp_path / "me.png").exists()


def test_options_of_the_card_before_a_command_of_it_are_refused(eventkit_run):
    assert "put what belongs to `card check` behind it" in eventkit_run("card", "--as", "work", "check", code=2).stderr


def test_folder_that_cannot_be_written_to_is_named(eventkit_run, tmp_path, unprivileged):
    eventkit_run("me", *ME)
    folder = tmp_path / "mine"
    folder.mkdir(mode=0o555)
    command = [*unprivileged, sys.executable, "-m", "eventkit", "--home", str(tmp_path / "home")]
    for option in ("--png", "--svg", "--pdf", "--lock-screen"):
        ran = subprocess.run([*command, "card", option, str(folder / "x")], capture_output=True, text=True, check=False)
        *_, last = ran.stderr.splitlines()
        assert (ran.returncode, last) == (5, f"eventkit: {folder / 'x'}: cannot be written: Permission denied")


def test_showing_a_card_loads_nothing_that_only_pages_need(eventkit_run, tmp_path):
    eventkit_run("me", *ME)
    script = (
        "import sys\nfrom eventkit.cli.main import main\n"
        "try:\n    main(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "print(sorted({'fpdf', 'fontTools', 'numpy', 'cv2', 'uharfbuzz', 'jinja2', 'icalendar'} & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script, "--home", str(tmp_path / "home"), "card", "--png", str(tmp_path / "x.png")]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, env=dict(os.environ))
    assert ran.stdout == "[]\n"
