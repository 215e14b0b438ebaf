"""Pages to click through and the table for mail merge: whatever a name or a text is, it stays a name or a text."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Event, InputError, Person, one_line
from eventkit_followup.api import Letter, WriteContext
from eventkit_followup.channels.bundled import CHANNELS
from eventkit_followup.channels.links import MAILTO, mailto_link
from eventkit_followup.channels.merging import CHANNEL as MERGE

CONTEXT = WriteContext(now=datetime(2027, 5, 14, 9, tzinfo=UTC), event=Event(id=1, slug="pyconf", name="Py & <Conf>"))
ME = Person(id=1, name="Robin", contact_points=(ContactPoint(kind="email", value="robin@example.org"),))
BY_NAME = {channel.name: channel for channel in CHANNELS}
TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t<>&\"'"), max_size=40
)


def letter(name="Jane Doe", *, subject="Hello", body="Hello\n", organization=""):
    person = Person(id=2, name=name, organization=organization)
    return Letter(person=person, me=ME, subject=subject, body=body, template="thank-you")


def collected(channel, folder, *letters, address="jane@example.org"):
    pieces = [channel.write(one, address, CONTEXT) for one in letters]
    return channel.collect(pieces, folder, CONTEXT)


class Page(HTMLParser):
    """The elements of a page with their attributes, and the text of those asked for."""

    def __init__(self, file):
        super().__init__()
        self.elements, self.links, self.texts = [], [], {"a": [], "textarea": [], "h1": []}
        self.feed(file.read_bytes().decode())

    def handle_starttag(self, tag, attrs):
        self.elements.append(tag)
        if tag == "a":
            self.links.append(dict(attrs)["href"])
        if tag in self.texts:
            self.texts[tag].append("")

    def handle_endtag(self, tag):
        self.elements.append(f"/{tag}")

    def handle_data(self, data):
        for opened in self.elements[-1:]:
            if opened in self.texts:
                self.texts[opened][-1] += data


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("pages")


@settings(deadline=None)
@given(subject=TEXTS, body=TEXTS)
def test_only_subject_and_body_come_out_of_a_mailto_link(subject, body):
    link = urlsplit(mailto_link(letter(subject=subject, body=f"{body}\n"), "jane@example.org"))
    assert (link.scheme, unquote(link.path), link.fragment) == ("mailto", "jane@example.org", "")
    assert parse_qsl(link.query, keep_blank_values=True, strict_parsing=True) == [
        ("subject", one_line(subject)),
        ("body", body.rstrip("\n").replace("\n", "\r\n")),
    ]


@pytest.mark.parametrize("subject", ["a&bcc=evil@example.net", "a?bcc=x", "a%0D%0ABcc: x", "a\r\nBcc: x", "a#b"])
def test_no_subject_adds_a_field_to_a_link(subject):
    link = urlsplit(mailto_link(letter(subject=subject), "jane@example.org"))
    assert [name for name, _ in parse_qsl(link.query)] == ["subject", "body"]


@pytest.mark.parametrize(
    "address", ["a?bcc=evil@example.org", "a&b@example.org", "a%40b@example.org", "a+b@example.org"]
)
def test_no_address_adds_a_field_to_a_link(address):
    link = urlsplit(mailto_link(letter(), address))
    assert (unquote(link.path), [name for name, _ in parse_qsl(link.query)]) == (address, ["subject", "body"])


def test_link_that_mail_programs_would_cut_is_refused():
    with pytest.raises(
        InputError,
        match=r"^the link for Jane Doe would have 3,\d+ characters, and mail programs take 2,000; shorten the note, or",
    ):
        mailto_link(letter(body="日本" * 170), "jane@example.org")


HOSTILE = ['<script>alert("x")</script>', '"><img src=x onerror=y>', "</textarea><b>", "&lt;b&gt;", "{title}", "' x='"]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("mailto", "jane@example.org"),
        ("linkedin", "jane-doe"),
        ("linkedin-note", "jane-doe"),
        ("signal", "+49301234567"),
        ("sms", "+49301234567"),
        ("whatsapp", "+49301234567"),
    ],
)
def test_no_text_becomes_part_of_the_page(folder, name, address, text):
    plain, hostile = (
        Page(
            collected(
                BY_NAME[name], folder, letter(value, subject=value, body=value, organization="x"), address=address
            )[0]
        )
        for value in ("plain", text)
    )
    assert (hostile.elements, hostile.texts["a"], len(hostile.links)) == (plain.elements, [text], 1)
    if name != "mailto":
        assert hostile.texts["textarea"] == [f"\n{text}"]  # HTML drops the line end that follows the tag


@pytest.mark.parametrize("handle", ['x" onclick="y', "javascript:alert(1)", "../../evil", "a?b#c"])
def test_no_handle_leaves_the_link(folder, handle):
    [link] = Page(collected(BY_NAME["linkedin"], folder, letter(), address=handle)[0]).links
    parts = urlsplit(link)
    assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("https", "www.linkedin.com", "", "")
    assert unquote(parts.path) == f"/in/{handle}"


def test_page_has_every_letter_in_order_under_the_name_of_the_event(tmp_path):
    paths = collected(MAILTO, tmp_path, letter("Jane Doe"), letter("John Roe"))
    page = Page(paths[0])
    assert (paths, page.texts["a"], page.texts["h1"]) == (
        [tmp_path / "pyconf-mailto.html"] * 2,
        ["Jane Doe", "John Roe"],
        ["Letters to send: Py & <Conf>"],
    )


@pytest.mark.parametrize("channel", [MAILTO, MERGE])
def test_file_that_is_there_keeps_its_name(tmp_path, channel):
    first, second = (collected(channel, tmp_path, letter())[0] for _ in "12")
    assert second.name == f"{first.stem}-2{first.suffix}"


def test_texts_are_carried_by_links_where_a_platform_takes_them(tmp_path):
    one = letter(body="Grüße, Jane & co\n")
    links = [
        Page(collected(BY_NAME[name], tmp_path, one, address="+49301234567")[0]).links[0]
        for name in ("sms", "whatsapp", "signal")
    ]
    assert links == [
        "sms:+49301234567?body=Gr%C3%BC%C3%9Fe%2C%20Jane%20%26%20co",
        "https://wa.me/49301234567?text=Gr%C3%BC%C3%9Fe%2C%20Jane%20%26%20co",
        "https://signal.me/#p/+49301234567",
    ]


@pytest.mark.parametrize(
    ("points", "reached"),
    [
        ([("phone", "030 1234567", "")], (None, None)),
        ([("phone", "030 1234567", ""), ("phone", "+49 30 1234567", "")], ("+49301234567", None)),
        ([("handle", "jane-doe", "linkedin")], (None, "jane-doe")),
    ],
)
def test_person_is_reached_by_a_number_with_its_country_or_by_a_profile(points, reached):
    made = tuple(ContactPoint(kind=kind, value=value, platform=platform) for kind, value, platform in points)
    jane = Person(id=2, name="Jane", contact_points=made)
    assert (BY_NAME["signal"].reach(jane), BY_NAME["linkedin"].reach(jane)) == reached


@settings(deadline=None)
@given(name=TEXTS, subject=TEXTS, body=TEXTS)
def test_table_reads_back_as_it_was_meant(folder, name, subject, body):
    [path] = collected(MERGE, folder, letter(name, subject=subject, body=f"{body}\n"))
    [row] = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""))
    path.unlink()
    meant = {"Name": one_line(name), "Subject": one_line(subject), "Body": body.rstrip("\n")}
    assert {column: row[column].removeprefix("'") for column in meant} == {
        column: value.removeprefix("'") for column, value in meant.items()
    }


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3+cmd", "=HYPERLINK(1)"])
def test_no_cell_is_calculated(tmp_path, text):
    [path] = collected(MERGE, tmp_path, letter(text, subject=text, body=f"{text}\n", organization=text))
    [row] = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
    assert [row[column] for column in ("Name", "Organization", "Subject", "Body")] == [f"'{text}"] * 4


def test_table_has_its_headings_once_and_a_row_for_each(tmp_path):
    [path, _] = collected(MERGE, tmp_path, letter("Jane Doe"), letter("John Roe"))
    assert path.read_bytes().decode() == (
        "\ufeffEmail,Name,Given name,Family name,Organization,Subject,Body\r\n"
        "jane@example.org,Jane Doe,,,,Hello,Hello\r\n"
        "jane@example.org,John Roe,,,,Hello,Hello\r\n"
    )


def test_command_writes_the_page_and_says_what_to_do(meet, conference, drafts):
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    meet("John Roe", "--note", "parsers", email="john@example.org")
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--channel", "mailto")
    assert Page(drafts / "pyconf-mailto.html").texts["a"] == ["Jane Doe", "John Roe"]
    assert ran.stdout.splitlines()[-1] == (
        "Nothing was sent: open the page in your browser and click each name; the message opens in your mail program."
    )
