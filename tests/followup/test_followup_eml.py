"""E-mail drafts: whatever a name is, there is one recipient and no header that was not meant."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP, compat32
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Event, InputError, Person, one_line
from eventkit_followup.api import Attachment, Letter, WriteContext
from eventkit_followup.channels.eml import CHANNEL

HEADERS = ["From", "To", "Subject", "Message-ID", "Date", "X-Unsent"]
HEADERS += ["MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


def person(name, *emails):
    points = tuple(ContactPoint(kind="email", value=email) for email in emails)
    return Person(id=1, name=name, contact_points=points)


def write(name="Jane Doe", address="jane@example.org", *, subject="Hello", body="Hello\n", me="Robin", attachments=()):
    letter = Letter(
        person=person(name, address),
        me=person(me, "robin@example.org"),
        subject=subject,
        body=body,
        template="thank-you",
        attachments=attachments,
    )
    event = Event(id=1, slug="pyconf", name="PyConf Lakeside")
    return CHANNEL.write(letter, address, WriteContext(now=datetime(2027, 5, 14, 9, tzinfo=UTC), event=event))


def read(data):
    return message_from_bytes(data, policy=SMTP)


@pytest.mark.parametrize(
    ("name", "display_name"),
    [
        ("Jane Doe", "Jane Doe"),
        ("Jane, Doe", "Jane, Doe"),
        ('"x" <evil@example.net>', '"x" <evil@example.net>'),
        ("Jane\r\nBcc: evil@example.net", "Jane Bcc: evil@example.net"),
        ("Jane\nBcc: evil@example.net", "Jane Bcc: evil@example.net"),
        ("Jane\x00Doe", "JaneDoe"),
        ("Jane\u2028Bcc: evil@example.net", "Jane Bcc: evil@example.net"),
        ("Jane\x85Bcc: evil@example.net", "Jane Bcc: evil@example.net"),
        ("=?utf-8?q?Jane=0D=0ABcc:_evil@example.net?=", "= ?utf-8?q?Jane=0D=0ABcc:_evil@example.net?="),
        ("=?utf-8?b?SmFuZQ0KQmNjOiBldmlsQGV4YW1wbGUubmV0?=", "= ?utf-8?b?SmFuZQ0KQmNjOiBldmlsQGV4YW1wbGUubmV0?="),
        ("=?utf-8?q?J=C3=B6rg?= =?utf-8?q?=2C?= x", "= ?utf-8?q?J=C3=B6rg?= = ?utf-8?q?=2C?= x"),
        ("Jörg =?utf-8?q?a=0D=0ABcc:_b?=", "Jörg = ?utf-8?q?a=0D=0ABcc:_b?="),
        ("Friends: evil@example.net;", "Friends: evil@example.net;"),
        ("(Jane) [Doe]", "(Jane) [Doe]"),
        ("back\\slash", "back\\slash"),
        ("@", "@"),
        ("Jörg Müller", "Jörg Müller"),
        ("Jörg, <evil@example.net>", "Jörg, <evil@example.net>"),
        ("رنيم الساحلي", "رنيم الساحلي"),
        ("é" * 20, "é" * 20),
        ("", ""),
    ],
)
def test_name_gives_one_recipient_and_no_header_of_its_own(name, display_name):
    message = read(write(name))
    [recipient] = message["To"].addresses
    assert (message.keys(), recipient.addr_spec, recipient.display_name) == (HEADERS, "jane@example.org", display_name)


@pytest.mark.parametrize(
    "name",
    ["Robin\r\nBcc: evil@example.net", "Robin\rBcc: evil@example.net", "=?utf-8?q?a=0D=0ABcc:_b?=", "Keller, Robin"],
)
def test_my_own_name_gives_one_sender(name):
    message = read(write(me=name))
    assert (message.keys(), [a.addr_spec for a in message["From"].addresses]) == (HEADERS, ["robin@example.org"])


@pytest.mark.parametrize("subject", ["Hello\r\nBcc: evil@example.net", "=?utf-8?q?Hi=0D=0ABcc:_evil@example.net?="])
def test_subject_stays_a_subject(subject):
    assert read(write(subject=subject)).keys() == HEADERS


@pytest.mark.parametrize(
    "name",
    [
        "x" * 1000,
        "x" * 5000,
        "Bcc: x@example.net, " + "x" * 60,
        "Friends: " + "x" * 70 + ";",
        "Doe, Jane " * 9,
        "=?utf-8?q?" * 6 + '"=?utf-8?q?"',
    ],
)
def test_long_name_comes_back_but_for_blanks_where_it_is_folded(name):
    meant = one_line(name).replace("=?", "= ?").replace(" ", "")
    [recipient], [sender] = read(write(name))["To"].addresses, read(write(me=name))["From"].addresses
    assert (recipient.addr_spec, recipient.display_name.replace(" ", "")) == ("jane@example.org", meant)
    assert (sender.addr_spec, sender.display_name.replace(" ", "")) == ("robin@example.org", meant)


def test_long_subject_comes_back_as_it_was():
    assert read(write(subject="x" * 1000))["Subject"] == "x" * 1000


def test_address_too_long_for_a_line_is_refused():
    with pytest.raises(InputError, match=r" of Jane Doe is no address .* it is longer than 254 characters"):
        write(address="x" * 1000 + "@example.org")


@pytest.mark.parametrize(
    "address",
    [
        "a,b@example.org",
        "a;b@example.org",
        "a(comment)@example.org",
        '"a"@example.org',
        "=?utf-8?q?x?=@example.org",
        "a@[192.0.2.1].org",
        "a\x00@example.org",
        "a\nb@example.org",
        "a..b@example.org",
        "a@" + "é" * 70 + ".org",
        "",
    ],
)
def test_address_that_is_more_than_an_address_is_refused(address):
    with pytest.raises(InputError, match=" of Jane Doe is no "):
        write(address=address)


def test_address_in_another_script_is_written_as_the_mail_system_has_it():
    assert read(write(address="a@müller.example"))["To"] == "Jane Doe <a@xn--mller-kva.example>"


@pytest.mark.parametrize(
    ("emails", "reached"),
    [((), None), (("nonsense",), None), (("nonsense", "a@example.org", "b@example.org"), "a@example.org")],
)
def test_person_is_reached_at_the_first_address(emails, reached):
    assert CHANNEL.reach(person("Jane", *emails)) == reached


def test_text_in_any_script_is_readable_in_the_file():
    assert write(body="Grüße, 你好, 👋\n").endswith("\r\n\r\nGrüße, 你好, 👋\r\n".encode())


def test_line_too_long_for_mail_is_encoded_and_reads_back():
    data = write(body="ü" * 2000 + "\n")
    message = read(data)
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert (message["Content-Transfer-Encoding"], message.get_content()) == ("quoted-printable", "ü" * 2000 + "\r\n")


def test_attachment_goes_with_the_text():
    card = Attachment(name="me.vcf", media_type="text/vcard", content="N:Kéller\r\n".encode())
    message = read(write(attachments=(card,)))
    [attached] = message.iter_attachments()
    assert (message.keys(), message.get_body().get_content()) == (
        ["From", "To", "Subject", "Message-ID", "Date", "X-Unsent", "MIME-Version", "Content-Type"],
        "Hello\r\n",
    )
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("me.vcf", "N:Kéller\r\n".encode())


PIECES = [
    *("=?utf-8?q?", "=?utf-8?b?", "?=", "=0D=0A", "\r\n", "\n", "\r", "Bcc: x@example.net", "x" * 70, "日本"),
    *',;:<>"\\()@ \t\x00\x0b\u2028\x85é=?',
]
NAMES = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(PIECES),
        max_size=12,
    ).map("".join),
)


@settings(max_examples=300, deadline=None)
@given(name=NAMES, subject=NAMES, me=NAMES)
def test_any_text_is_written_safely_or_refused(name, subject, me):
    try:
        data = write(name, subject=subject, me=me)
    except InputError:
        return
    message, old = read(data), message_from_bytes(data, policy=compat32)
    assert message.keys() == old.keys() == HEADERS
    assert [address.addr_spec for address in message["To"].addresses] == ["jane@example.org"]
    assert [address for _, address in getaddresses([old["To"]])] == ["jane@example.org"]
    assert b"\nBcc" not in data.split(b"\r\n\r\n")[0]


@given(name=st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=40))
def test_ordinary_name_comes_back_but_for_blanks_where_a_long_one_is_folded(name):
    [recipient] = read(write(name))["To"].addresses
    assert "".join(recipient.display_name.split()) == "".join(one_line(name).split())


@given(
    body=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=300)
)
def test_any_body_comes_back_as_it_was(body):
    message = read(write(body=body.strip() + "\n"))
    assert message.get_content().replace("\r\n", "\n") == body.strip() + "\n"
