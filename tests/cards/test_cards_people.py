"""People of many scripts, with everything that separates in a card: drawn in every way, read by two readers, equal."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from functools import partial

import pytest
import zxingcpp
from PIL import Image

from eventkit.api import ContactPoint, Person
from eventkit_cards.contents import written
from eventkit_cards.making.drawings import svg
from eventkit_cards.making.lettering import Lettering
from eventkit_cards.making.pieces import Piece
from eventkit_cards.making.sheets import single
from eventkit_cards.making.terminal import blocks
from eventkit_cards.mecard import person_of
from eventkit_cards.platforms import known_profile
from eventkit_cards.qr import make_code

cv2 = pytest.importorskip("cv2", reason="opencv-python-headless judges the codes too")
numpy = pytest.importorskip("numpy")
pdfium = pytest.importorskip("pypdfium2", reason="pypdfium2 paints the pages")

# ruff: noqa: RUF001  # names of several scripts, whose letters may look alike


def somebody(name, **fields):
    points = [ContactPoint(kind="email", value=fields.pop("email", "someone@example.org"))]
    points += [ContactPoint(kind="phone", value=phone) for phone in fields.pop("phones", ())]
    points += [ContactPoint(kind="url", value=url) for url in fields.pop("urls", ())]
    return Person(id=1, name=name, contact_points=tuple(points), **fields)


PEOPLE = {
    "plain": somebody("Ann Doe", given="Ann", family="Doe", title="Engineer"),
    "one name": somebody("Suhartono"),
    "umlauts": somebody("Jörg Müßigbrodt", given="Jörg", family="Müßigbrodt", organization="Weiß & Söhne"),
    "ring and hyphen": somebody("Zoë Ångström-Nuñez", given="Zoë", family="Ångström-Nuñez"),
    "polish": somebody("Wojciech Żółkiewski", organization="Łódź"),
    "turkish": somebody("İpek Çığ", given="İpek", family="Çığ", title="Başmühendis"),
    "vietnamese": somebody("Nguyễn Thị Hải Yến", given="Hải Yến", family="Nguyễn"),
    "icelandic": somebody("Þórdís Æðardóttir", organization="Ísafjörður"),
    "combining": somebody("Ame\u0301lie Cafe\u0301", given="Ame\u0301lie", family="Cafe\u0301"),
    "cyrillic": somebody("Вера Причалова", given="Вера", family="Причалова", organization="Северный пирс"),
    "ukrainian": somebody("Єва Їжакевич", given="Єва", family="Їжакевич", note="ґанок"),
    "greek": somebody("Μυρτώ Θαλασσινού", given="Μυρτώ", family="Θαλασσινού", title="Μηχανικός"),
    "armenian": somebody("Անի Ծովյան", organization="Նավահանգիստ"),
    "georgian": somebody("ნინო ზღვისპირელი"),
    "arabic": somebody("ليلى البحري", given="ليلى", family="البحري", organization="مرفأ الشمال"),
    "persian": somebody("پگاه دریایی", title="مهندس"),
    "hebrew": somebody("נועה גליל", given="נועה", family="גליל", note="שלום"),
    "both directions": somebody("Noa נועה (12)", organization="North צפון Pier"),
    "chinese": somebody("田中湖", given="湖", family="田中", organization="北港软件"),
    "japanese": somebody("みなと ひかり", given="ひかり", family="みなと", title="エンジニア"),
    "half width kana": somebody("ﾐﾅﾄ ﾋｶﾘ"),
    "korean": somebody("하늘 바다", given="하늘", family="바다", title="개발자"),
    "devanagari": somebody("मीरा झील", given="मीरा", family="झील"),
    "tamil": somebody("அலை கடல்"),
    "thai": somebody("ทะเล สีฟ้า", organization="ท่าเรือ"),
    "amharic": somebody("ሐይቅ ባሕር"),
    "emoji": somebody("Ada 🚢", given="Ada", family="🚢", note="👩🏽‍💻 since 1999 🇪🇺"),
    "separators": somebody("a;b,c\\d", given="a;", family=",\\", organization="x;y,z\\", title="\\;\\,\\n"),
    "colons": somebody("Ada: the first", note="MECARD:N:Nobody;; BEGIN:VCARD"),
    "quotes": somebody('Ada "Ace" O\'Neil', title="50 % = ½"),
    "lines": somebody("Ann\nDoe", note="one\r\ntwo\n\nthree", organization="Acme\nInc."),
    "injection": somebody("Ann\r\nTEL:1", note="x\r\nTEL:2\nEND:VCARD", organization="y\rTEL:3", title="z\u2028TEL:4"),
    "long": somebody("Maximiliane Alexandra Gräfin von und zu Hohenstauffen-Schwarzenbach " * 3, note="So long. " * 50),
    "many": somebody(
        "Ann Doe",
        phones=("+1 202 555 0100", "+49 30 1234567"),
        urls=("https://example.org/a,b;c?d=1&e=2#f", "https://例え.example.org/路"),
    ),
    "digits": somebody("1234567890", email="1@2.example.org"),
    "capitals": somebody("ADA LOVELACE", organization="ACME"),
}


def on_one_line(text):
    return " ".join(text.replace("\u2028", " ").split())


def reached(point):
    """A contact point to compare by: vCard 4.0 writes a number as a URI (RFC 3966), in which there are no blanks."""
    return point.kind, point.value.replace(" ", "-") if point.kind == "phone" else point.value


def by_zxing(picture):
    (found,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    return bytes(found.bytes).decode()


def by_opencv(picture):
    """OpenCV's own reader; it misses one in twenty clean codes at some size, and then sees them at another."""
    grey = picture.convert("L")
    for scale in (1, 0.5, 0.33, 0.75, 0.9, 1.25, 1.5, 2, 0.6, 0.4):
        seen = numpy.asarray(grey.resize([round(side * scale) for side in grey.size], Image.Resampling.BOX))
        text, _, _ = cv2.QRCodeDetector().detectAndDecode(seen)
        if text:
            break
    return text


def from_svg(drawing):
    """The drawing by a renderer that is not ours: fpdf2 makes a page of it, PDFium paints the page."""
    from fpdf import FPDF
    from fpdf.svg import SVGObject

    page = FPDF(unit="pt", format=(400, 400))
    page.add_page()
    page.set_margin(0)
    SVGObject(drawing).draw_to_page(page, 0, 0)
    size = re.search(rb'width="([\d.]+)mm"', drawing)
    measure = float(size[1]) / 25.4 * 72
    painted = painted_page(bytes(page.output()))
    side = round(measure * painted.width / 400)
    return painted.crop((0, 0, side, side))


def painted_page(pdf, scale=5):
    return pdfium.PdfDocument(pdf)[0].render(scale=scale).to_pil()


def from_terminal(text, ink, paper):
    """The text as a terminal shows it: upper and lower half of each character, 8 pixels each."""
    rows = text.splitlines()
    picture = Image.new("L", (len(rows[0]) * 8, len(rows) * 16), paper)
    for y, row in enumerate(rows):
        for x, character in enumerate(row):
            if character in "█▀":
                picture.paste(ink, (x * 8, y * 16, x * 8 + 8, y * 16 + 8))
            if character in "█▄":
                picture.paste(ink, (x * 8, y * 16 + 8, x * 8 + 8, y * 16 + 16))
    return picture


def drawn(code, person):
    """Everything that is drawn of a code, as a camera would see it."""
    page = partial(single, Piece(code=code, person=person), side=60, title="t", now=datetime(2027, 5, 14, tzinfo=UTC))
    no_fonts = partial(Lettering, shapes=False)
    return {
        "png": Image.open(io.BytesIO(code.png())),
        "svg": from_svg(svg(code)),
        "pdf": painted_page(page("code")),
        "pdf of a card": painted_page(page("card", lettering=no_fonts())),
        "dark terminal": from_terminal(blocks(code), ink=255, paper=0),
        "light terminal": from_terminal(blocks(code, light=True), ink=0, paper=255),
    }


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_everything_that_is_drawn_is_read_by_two_readers(person):
    text = written(person, "3.0", known_profile)
    code = make_code(text, lambda: "the note")
    pictures = drawn(code, person)
    assert {kind: by_zxing(picture) for kind, picture in pictures.items()} == dict.fromkeys(pictures, text)
    assert {kind: by_opencv(picture) for kind, picture in pictures.items()} == dict.fromkeys(pictures, text)


@pytest.mark.parametrize("form", ["3.0", "4.0"])
@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_a_card_that_is_read_has_every_field(person, form, read_card):
    read = read_card(written(person, form, known_profile))
    for name in ("name", "organization", "title"):
        assert getattr(read, name) == on_one_line(getattr(person, name))
    assert read.note == person.note.replace("\r\n", "\n").strip()
    given_and_family = (on_one_line(person.given), on_one_line(person.family))
    if any(given_and_family):
        assert (read.given, read.family) == given_and_family
    assert list(map(reached, read.contact_points)) == list(map(reached, person.contact_points))


@pytest.mark.parametrize("person", PEOPLE.values(), ids=PEOPLE)
def test_a_mecard_that_is_read_has_its_fields(person):
    text = written(person, "mecard", known_profile)
    code = make_code(text, lambda: "the note")
    assert by_zxing(Image.open(io.BytesIO(code.png()))) == text
    read = person_of(text)
    assert [getattr(read, name) for name in ("name", "organization", "note")] == [
        on_one_line(getattr(person, name)) for name in ("name", "organization", "note")
    ]
    assert {point.value for point in read.contact_points} == {point.value for point in person.contact_points}


@pytest.mark.parametrize("form", ["3.0", "4.0"])
def test_no_field_adds_a_line(form):
    text = written(PEOPLE["injection"], form, known_profile)
    names = [re.split("[:;]", line)[0] for line in text.removesuffix("\r\n").split("\r\n")]
    assert names == ["BEGIN", "VERSION", "N", "FN", "ORG", "TITLE", "EMAIL", "NOTE", "END"]
    assert len(text.splitlines()) == len(names)
    assert len(written(PEOPLE["injection"], "mecard", known_profile).splitlines()) == 1
