"""Sheets to print: whose cards, how many to a page, every code read from the painted page, and no text over another."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import zxingcpp

from eventkit.api import ContactPoint, Person
from eventkit_cards.making.layouts import LAYOUTS, PAPERS, grid
from eventkit_cards.making.pieces import Piece
from eventkit_cards.making.sheets import new_lettering, sheet
from eventkit_cards.making.typesetting import Style, fit
from eventkit_cards.qr import make_code
from eventkit_cards.writing import vcard

pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 paints the pages")

# ruff: noqa: RUF001  # names of several scripts, whose letters may look alike
NOW = datetime(2027, 5, 14, tzinfo=UTC)
NAMES = [
    "Ann Doe",
    "Zoë Ångström-Nuñez",
    "Вера Причалова",
    "ליאת גליל",
    "Maximiliane Alexandra Gräfin von und zu Hohenstauffen-Schwarzenbach-Leutheusser",
    "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente",
    "田中湖",
    "Ada 🚢",
    "X",
]


def people():
    organization = "Verein zur Förderung der Wellenbrecher, Abteilung für Namen, die nicht enden"
    return [
        Person(
            id=number,
            name=name,
            organization=organization if number % 2 else "Acme",
            title="Engineer",
            contact_points=(ContactPoint(kind="email", value=f"somebody{number}@a-host-of-a-long-name.example.org"),),
        )
        for number, name in enumerate(NAMES, start=1)
    ]


def pieces():
    return [Piece(code=make_code(vcard(person), lambda: ""), person=person) for person in people()]


def codes_on(pdf):
    """What each page says, as a camera would see it, in reading order."""
    pages = []
    for page in pdfium.PdfDocument(pdf):
        picture = page.render(scale=4).to_pil().convert("L")
        found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
        ordered = sorted(found, key=lambda code: (code.position.top_left.y // 60, code.position.top_left.x))
        pages.append([bytes(code.bytes).decode() for code in ordered])
    return pages


def names_of(cards):
    return [next(line[3:] for line in card.split("\r\n") if line.startswith("FN:")) for card in cards]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_code_of_every_layout_is_read_from_the_page(layout, paper):
    places = grid(layout, paper)
    pages = codes_on(sheet(pieces(), places, title="t", now=NOW, cut_marks=True))
    texts = [vcard(person) for person in people()]
    assert [len(page) for page in pages] == [
        len(texts[start : start + places.per_page]) for start in range(0, len(texts), places.per_page)
    ]
    assert sorted(text for page in pages for text in page) == sorted(texts)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_pieces_lie_on_the_paper_and_not_on_each_other(layout, paper):
    places = grid(layout, paper)
    width, height = PAPERS[paper]
    corners = [places.place(number) for number in range(places.per_page)]
    assert all(x >= 0 and x + places.layout.width <= width + 1e-6 for x, _ in corners)
    assert all(y >= 0 and y + places.layout.height <= height + 1e-6 for _, y in corners)
    assert len(set(corners)) == places.per_page


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_texts_stay_within_their_piece_and_off_its_code(layout, paper):
    places = grid(layout, paper)
    page_height = PAPERS[paper][1]
    document = pdfium.PdfDocument(sheet(pieces(), places, title="t", now=NOW))
    for number, page in enumerate(document):
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars()) if text.get_text_range(at, 1).strip()]
        assert boxes
        for left, bottom, right, top in boxes:
            x, y = (left + right) / 2 / 72 * 25.4, page_height - (bottom + top) / 2 / 72 * 25.4
            piece = piece_at(places, x, y)
            assert piece is not None, (number, x, y)
            assert piece[0] <= left / 72 * 25.4
            assert right / 72 * 25.4 <= piece[0] + places.layout.width
            assert page_height - top / 72 * 25.4 >= piece[1] - 0.1
            assert page_height - bottom / 72 * 25.4 <= piece[1] + places.layout.height + 0.1
            assert not is_on_code(places.layout, x - piece[0], y - piece[1])


def piece_at(places, x, y):
    layout = places.layout
    corners = (places.place(number) for number in range(places.per_page))
    return next((c for c in corners if c[0] <= x <= c[0] + layout.width and c[1] <= y <= c[1] + layout.height), None)


def is_on_code(layout, x, y):
    """Whether a place of a piece is on the squares of its code."""
    quiet = layout.code * 4 / 65  # of the smallest code of this file: others have narrower ones
    left = (
        layout.width - layout.code - layout.edge / 2 if layout.texts == "beside" else (layout.width - layout.code) / 2
    )
    top = {
        "over": layout.height - layout.code - layout.edge / 2,
        "under": layout.edge / 2,
        "beside": (layout.height - layout.code) / 2,
    }[layout.texts]
    end = layout.code - quiet
    return left + quiet < x < left + end and top + quiet < y < top + end


def test_letters_that_no_font_has_are_told_and_are_no_boxes():
    lettering = new_lettering()
    pdf = sheet(pieces(), grid("badges", "a4"), title="t", now=NOW, lettering=lettering)
    text = "\n".join(page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf))
    if "田中湖" not in text:
        told = [remark for remark in lettering.remarks if "'田中湖'" in remark]
        assert len(told) == 1
    assert "Ada" in text
    assert "Вера Причалова" in text or any("Вера" in remark for remark in lettering.remarks)


def test_page_is_full_of_my_card(eventkit_run, tmp_path):
    eventkit_run("me", "--name", "Robin Nowak", "--email", "robin@example.org", "--phone", "+49 30 1234567")
    file = tmp_path / "mine.pdf"
    ran = eventkit_run("card", "sheet", file, "--layout", "business-cards", "--as", "private", "--note", "hello")
    assert ran.stderr == f"Wrote {file}: 10 cards on 1 page of a4, each read back.\n"
    (page,) = codes_on(file.read_bytes())
    assert page == [page[0]] * 10
    assert page[0].split("\r\n")[4:-2] == ["TEL:+49 30 1234567", "EMAIL:robin@example.org", "NOTE:hello"]


@pytest.fixture
def run(eventkit_run, eventkit_app):
    """Run commands where there are three contacts with secrets, one who is only listed, and me."""
    eventkit_run("me", "--name", "Robin Nowak", "--email", "robin@example.org")
    for number, name in enumerate(("Cleo Čapek", "Ada Bee", "Bo Cee")):
        email = f"{name.split()[0].lower()}@example.org"
        options = (
            "--organization",
            "Acme",
            "--note",
            "owes me ten",
            "--phone",
            f"+1 202 555 010{number}",
            "--email",
            email,
        )
        eventkit_run("people", "add", name, *options, "--tag", "weaver")
    with eventkit_app.change("list") as change:
        eventkit_app.store.people.add(change, [{"name": "Listed Lee", "contact": False}])
    return eventkit_run


def test_everybody_of_a_query_gets_a_card_by_name_without_secrets(run, tmp_path):
    file = tmp_path / "badges.pdf"
    ran = run("card", "sheet", file, "--who", "tag:weaver")
    assert ran.stderr.splitlines()[-1] == f"Wrote {file}: 3 cards on 1 page of a4, each read back."
    (page,) = codes_on(file.read_bytes())
    assert names_of(page) == ["Ada Bee", "Bo Cee", "Cleo Čapek"]
    assert {line.partition(":")[0] for card in page for line in card.split("\r\n")} == {
        *("BEGIN", "VERSION", "N", "FN", "ORG", "EMAIL", "END", ""),
    }


def test_who_is_only_listed_gets_a_card_where_all_are_asked_for(run, tmp_path):
    run("card", "sheet", tmp_path / "all.pdf", "--who", "", "--all")
    (page,) = codes_on((tmp_path / "all.pdf").read_bytes())
    assert names_of(page) == ["Ada Bee", "Bo Cee", "Cleo Čapek", "Listed Lee"]


def test_persona_may_show_more_of_others_and_never_what_i_noted(run, tmp_path):
    run("card", "persona", "all", "--fields", "organization,email,phone,note,birthday")
    run("card", "sheet", tmp_path / "all.pdf", "--who", "ada", "--as", "all")
    ((card,),) = codes_on((tmp_path / "all.pdf").read_bytes())
    assert card.split("\r\n")[4:-2] == ["ORG:Acme", "EMAIL:ada@example.org", "TEL:+1 202 555 0101"]


def test_one_who_has_too_much_to_say_is_left_out_and_told_of(run, tmp_path):
    run("people", "add", "Ida Long", "--organization", "y" * 1500, "--tag", "weaver")
    file = tmp_path / "badges.pdf"
    ran = run("card", "sheet", file, "--who", "tag:weaver", code=3)
    told, wrote = ran.stderr.splitlines()
    assert told.startswith("left out: the card of Ida Long: ")
    assert wrote == f"Wrote {file}: 3 cards on 1 page of a4, each read back."


def test_fewer_may_be_put_on_a_page(run, tmp_path):
    file = tmp_path / "badges.pdf"
    run("card", "sheet", file, "--who", "tag:weaver", "--per-page", 2)
    assert [len(page) for page in codes_on(file.read_bytes())] == [2, 1]


def test_dry_run_writes_no_sheet(run, tmp_path):
    file = tmp_path / "badges.pdf"
    ran = run("card", "sheet", file, "--who", "tag:weaver", "--dry-run")
    assert ran.stderr == f"Would write {file}: 3 cards on 1 page of a4, each read back.\n"
    assert not file.exists()


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--who", "tag:nobody"), 4, "nobody fulfils 'tag:nobody'"),
        (("--per-page", "9"), 2, "--per-page 9: a page of a4 has room for 1 to 8 badges"),
        (("--per-page", "0"), 2, "--per-page 0"),
        (("--layout", "tattoos"), 2, "'tattoos' is not one of"),
        (("--who", "ada", "--at", "pyconf"), 2, "--at and --note are for your own card"),
        (("--dark", "#aaaaaa"), 2, "has a contrast of 2.3, and a scan needs 4.5"),
        (("--logo", "nowhere.png"), 3, "nowhere.png: the logo cannot be read: No such file or directory"),
    ],
)
def test_sheet_that_cannot_be_is_refused(run, tmp_path, options, code, words):
    assert words in run("card", "sheet", tmp_path / "x.pdf", *options, code=code).stderr
    assert not (tmp_path / "x.pdf").exists()


def set_(text, width, **style):
    """The lines and the size of a text whose letters are all half as wide as high."""
    lettering = new_lettering()
    block = fit(text, width, Style(**style), lettering, lambda line: len(line.text) / 2)
    return [line.text for line in block.lines], round(block.size, 2)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Doe", (["Ann Doe"], 10)),
        ("Ann Doe Smith", (["Ann Doe Smith"], 9.23)),
        ("Ann Doe Smithson Bee", (["Ann Doe", "Smithson Bee"], 10)),
        ("somebody@host.example.org", (["somebody@", "host.example.org"], 7.35)),
    ],
)
def test_text_is_set_smaller_then_on_two_lines(text, expected):
    assert set_(text, 60, size=10, least=5, lines=2) == expected


def test_text_that_is_far_too_long_is_cut_with_dots():
    lines, size = set_("x" * 200, 60, size=10, least=5, lines=2)
    assert (lines, size) == (["x" * 24, "x" * 24, "x" * 24, "x" * 23 + "…"], 5)
