import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Person, ReadContext
from eventkit_cards.plugin import sniff
from eventkit_cards.reading import read
from eventkit_cards.writing import vcard_file


def email(value, label=""):
    return ContactPoint(kind="email", value=value, label=label)


def phone(value, label=""):
    return ContactPoint(kind="phone", value=value, label=label)


def url(value, label=""):
    return ContactPoint(kind="url", value=value, label=label)


def handle(platform, value):
    return ContactPoint(kind="handle", value=value, platform=platform)


def card(*lines):
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""])


@pytest.mark.parametrize(
    "head",
    [
        b"BEGIN:VCARD\r\n",
        b"begin:vcard\n",
        b"\xef\xbb\xbfBEGIN:VCARD\n",
        b"\r\n \n\nBEGIN:VCARD\n",
        b"BEGIN:VCARD\rVERSION:3.0\r",
        b"BEGIN: VCARD \r\n",
        "BEGIN:VCARD\n".encode("utf-16"),
        "BEGIN:VCARD\n".encode("utf-16-le"),
        "BEGIN:VCARD\n".encode("utf-16-be"),
    ],
)
def test_sniff_is_sure_of_what_begins_as_a_card(head):
    assert sniff(head, "anything.bin") == 100


def test_sniff_is_less_sure_of_a_card_further_down():
    assert sniff(b"exported today\nBEGIN:VCARD\n", "cards.vcf") == 50


@pytest.mark.parametrize("head", [b"", b"BEGIN:VCALENDAR\n", b"name,BEGIN:VCARD\n", b"%PDF-1.7", b"\xff\xfe\xff"])
def test_sniff_leaves_what_is_no_card(head):
    assert sniff(head, "cards.vcf") == 0


def test_apple_card_gives_labels_of_its_groups_and_profiles(data, read_card):
    person = read_card((data / "cards" / "apple_item_groups.vcf").read_bytes())
    assert person.contact_points == (
        phone("+44 20 7946 0111", "Boat house"),  # preferred, so it goes first
        email("maren@loom.example.org", "work"),
        phone("+44 20 7946 0112", "cell"),
        url("https://www.linkedin.com/in/maren-q", "linkedin"),
        handle("x", "marenq"),
    )
    assert (person.name, person.given, person.family) == ("Maren Quillfeather", "Maren", "Quillfeather")
    assert (person.organization, person.birthday) == ("Harbour Loom", "--03-09")


def test_outlook_2_1_card_gives_bare_types_and_quoted_printable(data, read_card):
    person = read_card((data / "cards" / "outlook_2_1_quoted_printable.vcf").read_bytes())
    assert (person.name, person.given, person.family) == ("Jörg Hägele", "Jörg", "Hägele")
    assert (person.organization, person.title) == ("Mill, Stone & Co", "Miller")
    assert person.note == "First line\nSecond line"
    assert person.contact_points == (
        email("joerg@mill.example.org"),
        phone("+49 30 23125 001", "work"),
        phone("+49 30 23125 002", "work fax"),
        url("https://mill.example.org", "work"),
    )


def test_version_4_card_gives_uris_preference_and_interests(data, read_card):
    person = read_card((data / "cards" / "version_4.vcf").read_bytes())
    assert person.contact_points == (
        email("ayse@work.example.org", "work"),
        email("ayse@home.example.org", "home"),
        phone("+1-202-555-0133;ext=7", "cell"),
        url("https://social.example.net/@ayse", "mastodon"),
        handle("xmpp", "ayse@chat.example.net"),
    )
    assert person.uid == "urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"
    assert (person.tags, person.interests, person.birthday) == (("Tea", "Trains"), ("birdsong",), "--04-12")
    assert person.note == "Reads 4.0, writes \n 3.0"


def test_organization_card_is_called_by_its_organization(data, read_card):
    person = read_card((data / "cards" / "organization.vcf").read_bytes())
    assert (person.name, person.organization) == ("Larkspur Presses", "Larkspur Presses")


@pytest.mark.parametrize(
    ("file", "name"), [("utf_16.vcf", "Ǽgir Ľudmilský"), ("carriage_returns_only.vcf", "Lone Return")]
)
def test_card_in_an_unusual_file_is_read(data, read_card, file, name):
    assert read_card((data / "cards" / file).read_bytes()).name == name


def test_card_that_vobject_refuses_is_read_from_its_own_lines(data, read_card):
    person = read_card((data / "cards" / "vobject_refuses.vcf").read_bytes())
    assert (person.name, person.family, person.given) == ("Refused, but Read", "Doe\\", "")
    assert (person.organization, person.title) == ("Acme, Inc.", "Head of Sales, Europe")
    assert person.contact_points == (email("refused@example.org"), url("https://example.org/a,b;c"))


def test_card_without_its_end_is_read_and_named(data):
    reading = read((data / "cards" / "end_missing.vcf").read_bytes(), ReadContext(file="end_missing.vcf"))
    assert [person.name for person in reading.people] == ["First Openend", "Second Closed"]
    assert [(problem.line, problem.reason) for problem in reading.problems] == [(1, "VCARD has no END before line 5")]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["FN:Ann Doe", "N:Else;Someone;;;"], "Ann Doe"),
        (["FN: ", "N:Doe;Ann;Mary;Dr.;"], "Ann Mary Doe"),
        (["N:Doe"], "Doe"),
        (["N:Doe;Ann"], "Ann Doe"),
        (["N:;;;;", "NICKNAME:Annie", "ORG:Acme"], "Annie"),
        (["ORG:;Sales", "EMAIL:ann@example.org"], "Sales"),
        (["TEL:+1 202 555 0100", "EMAIL:ann@example.org"], "ann@example.org"),
        (["TEL:+1 202 555 0100"], "+1 202 555 0100"),
    ],
)
def test_name_is_the_best_that_the_card_has(read_card, lines, name):
    assert read_card(card(*lines)).name == name


def test_card_with_nothing_to_call_anybody_by_is_a_problem():
    reading = read(("\n" + card("NOTE:hello")).encode(), ReadContext(file="cards.vcf"))
    assert not reading.people
    assert [(problem.line, problem.lost) for problem in reading.problems] == [(2, True)]


@pytest.mark.parametrize(
    ("line", "point"),
    [
        ("EMAIL;TYPE=WORK,PREF:mailto:ann@example.org", email("ann@example.org", "work")),
        ("EMAIL:Ann Doe <ann@example.org>", email("ann@example.org")),
        ("TEL;TYPE=iPhone:+1 202 555 0100", phone("+1 202 555 0100", "cell")),
        ("TEL;HOME;CELL:0100", phone("0100", "home cell")),
        ("X-SOCIALPROFILE;TYPE=github:ada", handle("github", "ada")),
        ("X-SOCIALPROFILE;type=x;x-user=a:https://x.com/a", url("https://x.com/a", "x")),
        ("IMPP;X-SERVICE-TYPE=Skype:skype:ada?chat", handle("skype", "ada")),
        ("IMPP;X-SERVICE-TYPE=My Chat:ada", handle("my-chat", "ada")),
    ],
)
def test_line_gives_a_contact_point(read_card, line, point):
    assert read_card(card("FN:Ann", line)).contact_points == (point,)


@pytest.mark.parametrize(
    "line",
    [
        "EMAIL:not an address",
        "EMAIL:",
        "TEL:none",
        "URL: ",
        "X-SOCIALPROFILE;TYPE=custom:ada",
        "X-SOCIALPROFILE;TYPE=x:Ada Lovelace",
        "X-GTALK:ada",
    ],
)
def test_line_that_reaches_nobody_gives_no_contact_point(read_card, line):
    assert read_card(card("FN:Ann", line)).contact_points == ()


def test_same_contact_point_twice_is_one(read_card):
    person = read_card(card("FN:Ann", "EMAIL;TYPE=work:ann@example.org", "EMAIL:Ann@Example.org"))
    assert person.contact_points == (email("ann@example.org", "work"),)


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:19900412", "1990-04-12"),
        ("BDAY;VALUE=date:1990-04-12T00:00:00Z", "1990-04-12"),
        ("BDAY:--0412", "--04-12"),
        ("BDAY;VALUE=text:circa 1800", "circa 1800"),
    ],
)
def test_birthday_is_a_date_where_it_is_one(read_card, line, birthday):
    assert read_card(card("FN:Ann", line)).birthday == birthday


def test_text_loses_what_a_terminal_would_obey(read_card):
    person = read_card(card("FN:Ann\\n\x1b[31mDoe\u202e", "TITLE:a\tb", "NOTE:one\\n\x1b[2Jtwo"))
    assert (person.name, person.title, person.note) == ("Ann [31mDoe", "a b", "one\n[2Jtwo")


def test_known_digest_is_not_read_again(read_card):
    text = card("FN:Ann")
    digest = read_card(text).digest
    reading = read(text.encode(), ReadContext(file="cards.vcf", known=frozenset({digest})))
    assert (list(reading.people), list(reading.unchanged)) == ([], [digest])


def test_same_card_twice_in_a_file_is_one_person():
    reading = read((card("FN:Ann") + card("FN:Ann")).encode(), ReadContext(file="cards.vcf"))
    assert [person.name for person in reading.people] == ["Ann"]


def test_uid_that_cards_of_a_file_share_is_taken_for_none():
    text = card("UID:1", "FN:Ann") + card("UID:2", "FN:Bo") + card("UID:1", "FN:Cem")
    reading = read(text.encode(), ReadContext(file="cards.vcf"))
    assert [(person.name, person.uid) for person in reading.people] == [("Ann", ""), ("Bo", "2"), ("Cem", "")]


@pytest.mark.parametrize("begin", ["AGENT:\r\nBEGIN:VCARD", "AGENT:BEGIN:VCARD", "agent:begin: vcard"])
def test_card_within_a_card_is_part_of_it(read_card, begin):
    agent = f"{begin}\r\nVERSION:2.1\r\nFN:Bo Agent\r\nEND:VCARD"
    person = read_card(f"BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Ann Boss\r\n{agent}\r\nTITLE:Chief\r\nEND:VCARD\r\n")
    assert (person.name, person.title) == ("Ann Boss", "Chief")
    assert "FN:Bo Agent" in person.raw.splitlines()


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("ADR;TYPE=home:;;1 Quay Lane;Saltwick;;;", "1 Quay Lane, Saltwick"),
        ("EMAIL:ann at example", "ann at example"),
        ("TITLE:Keeper", "Keeper"),
        ("URL:https://example.org", "https://example.org"),
        ("SORT-STRING:Doe", "Doe"),
    ],
)
def test_card_without_any_name_is_called_by_what_it_has(read_card, line, name):
    assert read_card(card(line)).name == name


def test_second_name_and_organization_are_not_read_where_the_first_says_something(read_card):
    person = read_card(card("FN:Ann", "N:;;;;", "N:Doe;Ann;;;", "N:Roe;Nan;;;", "ORG:;", "ORG:Acme;Sails", "ORG:Two"))
    assert (person.name, person.family, person.given, person.organization) == ("Ann", "Doe", "Ann", "Acme")


def test_fold_after_the_begin_is_part_of_the_card(read_card):
    person = read_card("BEGIN:VCARD\r\n VERSION:3.0\r\nFN:Ann\r\nEND:VCARD\r\n")
    assert person.raw == "BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARD"


def test_group_and_agent_and_lower_case_are_read(read_card):
    person = read_card("begin:vcard\nversion:4\nkind:group\nfn:Sailors\nmember:mailto:ann@example.org\nend:vcard\n")
    assert (person.name, person.family) == ("Sailors", "")


def test_plain_names_are_read_without_vobject(monkeypatch, read_card):
    monkeypatch.setitem(sys.modules, "vobject", None)  # an import of it raises
    person = read_card(card("FN:Doe, Ann", "N:Doe;Ann,Mary;;;", "ORG:Acme, Inc.;Sails"))
    assert (person.given, person.organization) == ("Ann Mary", "Acme, Inc.")


BITS = (b",", b";", b"\\", b"\n", b"\r", b"\r\n ", b"BEGIN:VCARD\n", b"END:VCARD\n", b'"', b":", b"=", b"\xc3", b"\xe9",
        b"\0", b"\xff\xfe", b"=\n", b"\nAGENT:\nBEGIN:VCARD\nFN:x\n", b";ENCODING=QUOTED-PRINTABLE", b";BASE64",
        b";CHARSET=koi8-r", b"item1.", b"\x0b", b"\xe2\x80\xa8", b" ")  # fmt: skip  # a list of what breaks readers


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 3), st.sampled_from(BITS)), max_size=12), st.data())
def test_whatever_a_file_holds_is_read_and_written_again(data, changes, drawn):
    file = drawn.draw(st.sampled_from(sorted((data / "cards").glob("*.vcf"))))
    content = bytearray(file.read_bytes())
    for where, gone, come in changes:
        place = where % (len(content) + 1)
        content[place : place + gone] = come
    for person in read(bytes(content), ReadContext(file="cards.vcf")).people:
        known = Person(id=1, name=person.name, contact_points=person.contact_points)
        for version in ("3.0", "4.0"):
            again = read(vcard_file(known, [person.raw], version=version), ReadContext(file="cards.vcf"))
            assert [one.name for one in again.people] == [person.name]
