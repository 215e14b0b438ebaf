"""Our own writer of letters, judged by the standard library's and by a reader that is not Python's."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from email import message_from_bytes, message_from_string
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8, compat32
from email.utils import getaddresses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Event, InputError, Person, one_line
from eventkit_followup.api import Attachment, Letter, WriteContext
from eventkit_followup.letters.addresses import mail_address
from eventkit_followup.letters.checking import Meant, wrong_with
from eventkit_followup.letters.headers import header_text
from eventkit_followup.letters.writing import write_letter

NAMES = ["From", "To", "Subject", "Message-ID", "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
CONTEXT = WriteContext(
    now=datetime(2027, 5, 14, 9, tzinfo=UTC), event=Event(id=1, slug="pyconf", name="PyConf Lakeside")
)
SCRIPTS = {
    "Latin": (0x20, 0x24F),
    "Greek": (0x370, 0x3FF),
    "Cyrillic": (0x400, 0x4FF),
    "Hebrew": (0x590, 0x5FF),
    "Arabic": (0x600, 0x6FF),
    "Devanagari": (0x900, 0x97F),
    "Thai": (0xE00, 0xE7F),
    "Kana": (0x3040, 0x30FF),
    "Han": (0x4E00, 0x9FFF),
    "Hangul": (0xAC00, 0xD7A3),
    "pictures": (0x1F300, 0x1F64F),
}
ANY_SCRIPT = st.one_of(
    st.text(st.characters(min_codepoint=low, max_codepoint=high), max_size=30) for low, high in SCRIPTS.values()
)


def person(name, *emails):
    return Person(id=1, name=name, contact_points=tuple(ContactPoint(kind="email", value=email) for email in emails))


def letter(name="Jane Doe", *, subject="Hello", body="Hello\n", me="Robin Keller", html="", attachments=(), key=""):
    return Letter(
        person=person(name),
        me=person(me, "robin@example.org"),
        subject=subject,
        body=body,
        template="thank-you",
        attachments=attachments,
        html=html,
        key=key,
    )


def write(name="Jane Doe", address="jane@example.org", *, eight_bit=True, unsent=False, **values):
    return write_letter(letter(name, **values), address, CONTEXT, eight_bit=eight_bit, unsent=unsent)


def read(data):
    return message_from_bytes(data, policy=SMTP)


def by_email_message(name, subject, body, me):
    """The same letter by the standard library, written and read again."""
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(me, addr_spec="robin@example.org")
    message["To"] = Address(name, addr_spec="jane@example.org")
    message["Subject"] = subject
    message.set_content(body, cte="quoted-printable")
    return read(message.as_bytes())


def said(message):
    """What a reader sees; a long name's blanks are lost or doubled by Python's reader, whoever wrote it."""
    [to], [sender] = message["To"].addresses, message["From"].addresses
    names = ["".join(one.display_name.split()) for one in (to, sender)]
    return [*names, to.addr_spec, sender.addr_spec, str(message["Subject"]), message.get_content()]


@settings(max_examples=300, deadline=None)
@given(name=ANY_SCRIPT, subject=ANY_SCRIPT, me=ANY_SCRIPT, body=ANY_SCRIPT)
def test_letter_reads_as_the_one_of_the_standard_library_in_every_script(name, subject, me, body):
    clean = [header_text(text) for text in (name, subject, me)]
    body = one_line(body) + "\n"
    ours = read(write(clean[0], subject=clean[1], me=clean[2], body=body))
    assert said(ours) == said(by_email_message(clean[0], clean[1], body, clean[2]))


@settings(deadline=None)
@given(name=ANY_SCRIPT, subject=ANY_SCRIPT)
def test_what_is_read_is_what_was_meant(name, subject):
    message = read(write(name, subject=subject))
    [to] = message["To"].addresses
    assert ("".join(to.display_name.split()), message["Subject"]) == (
        "".join(header_text(name).split()),
        header_text(subject),
    )


def test_headers_are_those_that_were_meant_in_their_order():
    assert (read(write()).keys(), read(write(unsent=True)).keys()) == (NAMES, [*NAMES[:5], "X-Unsent", *NAMES[5:]])


def test_plain_letter_as_it_is_on_the_wire():
    data = write(key="pyconf:2:eml:1", body="Hi Jane,\n\nGrüße\n")
    [number] = re.findall(rb"<([0-9a-f]{32})@example.org>", data)
    assert (
        data.replace(number, b"NUMBER")
        == (
            "From: Robin Keller <robin@example.org>\r\n"
            "To: Jane Doe <jane@example.org>\r\n"
            "Subject: Hello\r\n"
            "Message-ID: <NUMBER@example.org>\r\n"
            "Date: Fri, 14 May 2027 09:00:00 +0000\r\n"
            "MIME-Version: 1.0\r\n"
            'Content-Type: text/plain; charset="utf-8"\r\n'
            "Content-Transfer-Encoding: 8bit\r\n"
            "\r\n"
            "Hi Jane,\r\n\r\nGrüße\r\n"
        ).encode()
    )


def test_letter_has_the_same_number_however_often_it_is_written():
    again = [read(write(key="pyconf:2:eml:1", body=body))["Message-ID"] for body in ("Hello\n", "Edited\n")]
    assert again[0] == again[1]


@pytest.mark.parametrize(
    "other",
    [{"key": "pyconf:3:eml:1"}, {"key": "pyconf:2:eml:1", "address": "john@example.org"}, {}, {"body": "Else\n"}],
)
def test_another_letter_has_another_number(other):
    assert read(write(**other))["Message-ID"] != read(write(key="pyconf:2:eml:1"))["Message-ID"]


INJECTIONS = [
    "Jane\r\nBcc: evil@example.net",
    "Jane\nBcc: evil@example.net",
    "Jane\rBcc: evil@example.net",
    "Jane\n\nText of mine",
    "Jane\x00Doe",
    "Jane\u2028Bcc: evil@example.net",
    "Jane\u2029Bcc: evil@example.net",
    "Jane\x85Bcc: evil@example.net",
    "Jane\x0bBcc: evil@example.net",
    "=?utf-8?q?Jane=0D=0ABcc:_evil@example.net?=",
    "=?utf-8?b?SmFuZQ0KQmNjOiBldmlsQGV4YW1wbGUubmV0?=",
    "=?utf-8?q?=3Cevil=40example.net=3E?=",
    "Jane, Doe",
    '"x" <evil@y>',
    "x <evil@example.net>,",
    "Friends: evil@example.net;",
    "a (comment) b",
    "back\\slash",
    'quote"',
]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("place", ["name", "me", "subject"])
def test_no_text_makes_a_header_or_a_recipient(text, place):
    values = {"name": "Jane Doe", "me": "Robin Keller", "subject": "Hello", place: text}
    data = write(values["name"], me=values["me"], subject=values["subject"])
    message, old = read(data), message_from_bytes(data, policy=compat32)
    assert message.keys() == old.keys() == NAMES
    assert [address for _, address in getaddresses([old["To"]])] == ["jane@example.org"]
    assert [one.addr_spec for one in message["To"].addresses] == ["jane@example.org"]
    assert [one.addr_spec for one in message["From"].addresses] == ["robin@example.org"]
    rewritten = message_from_bytes(message.as_bytes(), policy=compat32)  # where Python 3.11 lets a Bcc in
    assert rewritten.keys() == NAMES


@pytest.mark.parametrize("text", INJECTIONS)
def test_no_file_name_makes_a_header(text):
    card = Attachment(name=f"{text}.vcf", media_type="text/vcard", content=b"card")
    message = read(write(attachments=(card,)))
    [attached] = message.iter_attachments()
    assert message.keys() == NAMES[:-1]
    assert attached.keys() == ["Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version"]
    assert (attached.get_filename(), attached.get_payload(decode=True)) == (header_text(f"{text}.vcf"), b"card")


@pytest.mark.parametrize("media_type", ["text", "text/vcard\r\nBcc: x@example.net", "text/vcard; a=b\nX: y", "/", ""])
def test_kind_of_file_that_is_none_is_refused(media_type):
    with pytest.raises(InputError, match=r"^'me.vcf' for Jane Doe cannot be attached: .* is no kind of file"):
        write(attachments=(Attachment(name="me.vcf", media_type=media_type, content=b""),))


def test_file_without_a_name_is_refused():
    with pytest.raises(InputError, match=r"a file for Jane Doe cannot be attached: it has no name"):
        write(attachments=(Attachment(name="\n", media_type="text/vcard", content=b""),))


def test_invitation_keeps_its_method():
    invitation = Attachment(name="call.ics", media_type="text/calendar; method=REQUEST", content=b"BEGIN:VCALENDAR")
    [attached] = read(write(attachments=(invitation,))).iter_attachments()
    assert (attached.get_content_type(), attached.get_param("method")) == ("text/calendar", "REQUEST")


def test_letter_with_html_has_the_text_first():
    message = read(write(html="<p>Grüße, Jane</p>\n"))
    parts = [(part.get_content_type(), part.get_content()) for part in message.iter_parts()]
    assert (message.get_content_type(), parts) == (
        "multipart/alternative",
        [("text/plain", "Hello\r\n"), ("text/html", "<p>Grüße, Jane</p>\r\n")],
    )


def test_letter_with_html_and_a_file_has_all_three():
    card = Attachment(name="Kéller.vcf", media_type="text/vcard", content=b"card")
    message = read(write(html="<p>Hi</p>\n", attachments=(card,)))
    [attached] = message.iter_attachments()
    assert [message.get_body((kind,)).get_content() for kind in ("plain", "html")] == ["Hello\r\n", "<p>Hi</p>\r\n"]
    assert attached.get_filename() == "Kéller.vcf"


@pytest.mark.parametrize("values", [{"body": "a\0b\n"}, {"html": "<p>\0</p>"}])
def test_text_with_a_nul_is_refused(values):
    with pytest.raises(InputError, match=r"the text to Jane Doe has a NUL character in it"):
        write(**values)


@pytest.mark.parametrize(
    ("values", "field"),
    [({"name": "Jane \ud800"}, "the name"), ({"subject": "\ud800"}, "the subject"), ({"body": "\ud800\n"}, "the text")],
)
def test_text_that_no_file_can_hold_is_refused_by_its_field(values, field):
    with pytest.raises(InputError, match=rf"^no safe e-mail to Jane .*can be written: {field}: it cannot be written"):
        write(**values)


def test_my_own_name_that_no_file_can_hold_is_refused():
    with pytest.raises(InputError, match=r"^no safe e-mail to Jane Doe can be written: your own name: "):
        write(me="\ud800")


@pytest.mark.parametrize(
    ("address", "written"),
    [
        ("jörg@example.org", "jörg@example.org"),
        ("用户@例え.jp", "用户@xn--r8jz45g.jp"),
        ("a@MÜLLER.example", "a@xn--mller-kva.example"),
    ],
)
def test_address_in_any_script_is_written_as_mail_systems_have_it(address, written):
    message = message_from_string(write(address=address).decode(), policy=SMTPUTF8)
    [to] = message["To"].addresses
    assert (to.display_name, to.addr_spec, message.keys()) == ("Jane Doe", written, NAMES)


@pytest.mark.parametrize("address", ["a@straße.example", "a\u202eb@example.org", "jörg\u200b@example.org"])
def test_address_that_may_be_read_as_another_is_refused(address):
    with pytest.raises(InputError, match=r" of Jane Doe is no address that an e-mail can go to: "):
        write(address=address)


ADDRESS_PIECES = st.lists(st.sampled_from([*'ab1.@+-_"(),:;<>[]\\ \t!#%&=?~/', "é", "xn--a"]), max_size=12)


@given(address=ADDRESS_PIECES.map("".join))
def test_address_is_what_the_standard_library_reads_or_refused(address):
    try:
        found = mail_address(person("Jane"), address)
    except InputError:
        return
    if found.isascii():
        assert Address(addr_spec=found).addr_spec == found


@given(address=st.from_regex(r"[a-z0-9_+.-]{1,8}@[a-z0-9.-]{1,12}", fullmatch=True))
def test_ordinary_address_is_refused_only_where_the_standard_library_refuses_it(address):
    try:
        expected = Address(addr_spec=address).addr_spec
    except (MessageError, ValueError, IndexError):
        expected = ""
    try:
        found = mail_address(person("Jane"), address)
    except InputError:
        found = ""
    assert found == expected


@given(
    body=st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=200)
)
@pytest.mark.parametrize("eight_bit", [True, False])
def test_any_text_comes_back_as_it_was(eight_bit, body):
    data = write(body=f"{body}\n", eight_bit=eight_bit)
    assert read(data).get_content().replace("\r\n", "\n") == f"{body}\n"
    assert eight_bit or data.isascii()


@pytest.mark.parametrize("long", ["x" * 999, "ü" * 500, "x " * 600])
def test_no_line_is_too_long_for_mail(long):
    data = write(body=f"{long}\n", subject=long, html=f"<p>{long}</p>\n")
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert read(data)["Subject"] == long.strip()


def test_every_line_of_the_headers_is_as_short_as_it_should_be():
    data = write("Ünal " * 30, subject="word " * 60, me="Keller " * 30)
    assert max(map(len, data.partition(b"\r\n\r\n")[0].split(b"\r\n"))) <= 76


GOOD = Meant(
    names=("From", "To", "Subject"),
    sender=("Robin", "robin@example.org"),
    recipient=("Jane Doe", "jane@example.org"),
    subject="Hello",
)
BLOCK = "From: Robin <robin@example.org>\r\nTo: Jane Doe <jane@example.org>\r\nSubject: Hello\r\n\r\n"


def test_what_was_meant_passes():
    assert wrong_with(BLOCK.encode(), GOOD) is None


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("To: ", "Bcc: evil@example.net\r\nTo: ", "headers"),
        ("Subject: Hello\r\n", "", "headers"),
        ("Subject: Hello\r\n", "Subject: Hello\r\nSubject: Hello\r\n", "headers"),
        ("Hello", "Hello\nBcc: evil@example.net", "Subject"),
        ("Hello", "Hello\rBcc: evil@example.net", "Subject"),
        ("Hello", "=?utf-8?q?Hello?=", "Subject"),
        ("Hello", "=?utf-8?b?SGVsbG8NCg==?=", "Subject"),
        ("Jane Doe <", "Jane Doe <evil@example.net>, <", "To"),
        ("Jane Doe <", "Jane, Doe <", "To"),
        ("Jane Doe <", '"Jane Doe <', "To"),
        ("Jane Doe <", "=?utf-8?q?Jane_Doe?= <", "To"),
        ("jane@example.org", "evil@example.net", "To"),
        ("jane@example.org>", "jane@example.org> (x)", "To"),
        ("Robin <robin@example.org>", "robin@example.org", "From"),
        ("Robin", "R\x00obin", "From"),
        ("Hello", "x" * 999, "headers"),
        ("\r\n\r\n", "\r\n", "headers"),
        ("\r\nTo", "\nTo", "headers"),
    ],
)
def test_whatever_else_is_in_the_headers_is_told_by_its_field(old, new, field):
    wrong = wrong_with(BLOCK.replace(old, new, 1).encode(), GOOD)
    assert wrong is not None
    assert wrong.field == field


@settings(max_examples=500, deadline=None)
@given(
    at=st.integers(0, len(BLOCK)),
    gone=st.integers(0, 12),
    new=st.lists(
        st.sampled_from(["\r\n", "\n", "\r", " ", ":", ",", "<", ">", '"', "Bcc: x@y.z", "=?utf-8?b?QQ==?=", "a", "é"]),
        max_size=4,
    ).map("".join),
)
def test_what_passes_is_read_by_the_standard_library_as_it_was_meant(at, gone, new):
    data = (BLOCK[:at] + new + BLOCK[at + gone :]).encode()
    if wrong_with(data, GOOD):
        return
    message, old = read(data), message_from_bytes(data, policy=compat32)
    assert message.keys() == old.keys() == list(GOOD.names)
    for header, meant in (("From", GOOD.sender), ("To", GOOD.recipient)):
        assert [(one.display_name, one.addr_spec) for one in message[header].addresses] == [meant]
        assert [address for _, address in getaddresses([old[header]])] == [meant[1]]
    assert message["Subject"] == GOOD.subject


@pytest.fixture(scope="module")
def rust():
    """A reader of mail that shares nothing with Python's: the crate mailparse."""
    if os.environ.get("CI") != "true":
        pytest.importorskip("fast_mail_parser", reason="the second reader of mail is not installed")
    import fast_mail_parser

    return fast_mail_parser


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("Jane Doe", "Hello"),
        ("Jane, Doe", "Hello, again"),
        ("Jörg Müller", "Grüße aus Köln"),
        ("رنيم الساحلي", "مرحبا"),
        ("王小明", "你好" * 40),
        ("é" * 90, "word " * 50),
        ('"x" <evil@y>', '"x" <evil@y>'),
        ("Jane\r\nBcc: evil@example.net", "Hi\r\nBcc: evil@example.net"),
    ],
)
def test_another_reader_finds_the_same(rust, name, subject):
    card = Attachment(name="Kéller.vcf", media_type="text/vcard", content=b"card")
    mail = rust.parse_email(write(name, subject=subject, body="Grüße\n", html="<p>Hi</p>\n", attachments=(card,)))
    assert {field: len(values) for field, values in mail.headers.items()} == dict.fromkeys(NAMES[:-1], 1)
    shown = header_text(name)
    quoted = shown.replace('"', '\\"')
    assert mail.headers["To"][0] in {f"{shown} <jane@example.org>", f'"{quoted}" <jane@example.org>'}
    assert mail.subject == header_text(subject)
    texts = [text.strip() for text in (*mail.text_plain, *mail.text_html)]
    assert (texts, [(file.filename, file.content) for file in mail.attachments]) == (
        ["Grüße", "<p>Hi</p>"],
        [("Kéller.vcf", b"card")],
    )
