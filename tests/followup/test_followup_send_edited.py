"""A draft as it is before it is sent: whoever edited it may have made anything of it."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Event, InputError, Person
from eventkit_followup.api import Attachment, Letter, WriteContext
from eventkit_followup.letters.writing import write_letter
from eventkit_followup.outbox.outgoing import read_outgoing

NOW = datetime(2027, 5, 16, 8, 0, tzinfo=UTC)


def somebody(number, name, *addresses):
    return Person(
        id=number, name=name, contact_points=tuple(ContactPoint(kind="email", value=one) for one in addresses)
    )


ME = somebody(1, "Robin Keller", "robin@example.org", "r@keller.example")
JANE = somebody(2, "Jane Doe", "jane@example.org", "Jane.Doe@Example.com")
DRAFT = """\
From: Robin Keller <robin@example.org>
To: Jane Doe <jane@example.org>
Subject: Our conversation
Message-ID: <0123@example.org>
Date: Fri, 14 May 2027 09:00:00 +0200
X-Unsent: 1
MIME-Version: 1.0
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 7bit

Hi Jane,

thank you.
"""


def read(text, person=JANE):
    data = text if isinstance(text, bytes) else text.encode()
    return read_outgoing(data, me=ME, person=person, key="pyconf:2:eml:1", now=NOW)


def parsed(text):
    return message_from_bytes(read(text).eight_bit, policy=SMTP)


def test_letter_goes_out_with_the_headers_of_a_letter():
    assert parsed(DRAFT).items() == [
        ("From", "Robin Keller <robin@example.org>"),
        ("To", "Jane Doe <jane@example.org>"),
        ("Subject", "Our conversation"),
        ("Message-ID", "<0123@example.org>"),
        ("Date", "Sun, 16 May 2027 08:00:00 +0000"),
        ("MIME-Version", "1.0"),
        ("Content-Type", 'text/plain; charset="utf-8"'),
        ("Content-Transfer-Encoding", "7bit"),
    ]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_goes_out_ended_as_mail_has_it(ending):
    assert read(DRAFT.replace("\n", ending)).eight_bit == read(DRAFT).eight_bit


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("To: Jane Doe <jane@example.org>", "To: jane@example.org, evil@example.net", "its To is not one address"),
        ("To: Jane Doe <jane@example.org>", "To: evil@example.net", "its To is evil@example.net, which is no address"),
        ("To: Jane Doe <jane@example.org>", 'To: "jane@example.org" <evil@example.net>', "its To is evil@example.net"),
        ("To: Jane Doe <jane@example.org>", "To: us: jane@example.org;", "its To is not one address"),
        ("To: Jane Doe <jane@example.org>", "To: <jane@example.org> <evil@example.net>", "its To is not one address"),
        ("To: Jane Doe <jane@example.org>", "To:", "its To is not one address"),
        ("To: Jane Doe <jane@example.org>\n", "", "it has no To"),
        ("From: Robin Keller <robin@example.org>\n", "", "it has no From"),
        ("robin@example.org", "evil@example.net", "its From is evil@example.net, which is no address of your own"),
        ("Subject:", "Cc: evil@example.net\nSubject:", "it has Cc, and goes to one person only"),
        ("Subject:", "bcc: evil@example.net\nSubject:", "it has bcc, and goes to one person only"),
        ("Subject:", "Resent-To: evil@example.net\nSubject:", "it has Resent-To, and goes to one person only"),
        ("Subject:", "To: Jane Doe <jane@example.org>\nSubject:", "it has To twice"),
        ("Our conversation", "x\rBcc: evil@example.net", "it has Bcc, and goes to one person only"),
        ("Our conversation", "x\u2028Bcc: evil@example.net", "its Subject hides a line end"),
        ("Our conversation", "x\x85Bcc: evil@example.net", "its Subject hides a line end"),
        ("Our conversation", "x\x0bBcc: evil@example.net", "its Subject hides a line end"),
        ("Our conversation", "x\0y", "it has a NUL character"),
        ("Our conversation", "=?utf-8?q?x=0D=0ABcc=3A_evil=40example=2Enet?=", "its Subject hides a line end"),
        ("Our conversation", "=?utf-8?b?eA0KQmNjOiBldmlsQGV4YW1wbGUubmV0?=", "its Subject hides a line end"),
        ("Our conversation", "=?utf-8?b?eA0K?=\n =?utf-8?b?QmNjOiBl?=", "its Subject hides a line end"),
        ("Our conversation", "=?nonsense?b?eA==?=", "its Subject has an encoded word that cannot be read"),
        ("Jane Doe <", "=?utf-8?q?Jane=0ABcc=3A_evil=40example=2Enet?= <", "its To hides a line end"),
        ("Subject:", "Bcc evil@example.net\nSubject:", "its line 3 is no header: 'Bcc evil@example.net'"),
        ("From: Robin", "From robin Mon May 17\nFrom: Robin", "its line 1 is no header"),
        ("\n\nHi Jane,\n\nthank you.\n", "\n", "there is no empty line between its headers and its text"),
        ("Hi Jane,\n\nthank you.\n", "\n", "it has no text"),
        ("text/plain", "multipart/mixed", "its parts are not as its Content-Type says"),
        ("7bit", "x-strange", "nobody knows its Content-Transfer-Encoding 'x-strange'"),
    ],
)
def test_letter_that_is_no_longer_one_to_one_person_is_refused(before, after, reason):
    assert before in DRAFT
    with pytest.raises(InputError) as told:
        read(DRAFT.replace(before, after, 1))
    assert reason in str(told.value)


def test_text_in_another_encoding_is_refused():
    with pytest.raises(InputError, match=r"^its text is not in UTF-8$"):
        read(DRAFT.replace("thank you", "Grüße").encode("latin-1"))


def test_headers_in_another_encoding_are_refused():
    with pytest.raises(InputError, match=r"^its headers are not in UTF-8$"):
        read(DRAFT.replace("Our", "Für").encode("latin-1"))


@pytest.mark.parametrize(
    ("before", "after", "header", "expected"),
    [
        ("Our conversation", "Grüße aus Łódź", "Subject", "Grüße aus Łódź"),
        ("Our conversation", "Grüße\n aus Łódź", "Subject", "Grüße aus Łódź"),
        ("Our conversation", "=?iso-8859-1?q?Gr=FC=DFe?= aus =?utf-8?b?xYHDs2TFug==?=", "Subject", "Grüße aus Łódź"),
        ("Jane Doe <jane@example.org>", "jane@example.org", "To", "jane@example.org"),
        ("Jane Doe <jane@example.org>", "Jane.doe@EXAMPLE.com", "To", "Jane.doe@EXAMPLE.com"),
        ("Jane Doe <", '"Doe, Jane" <', "To", '"Doe, Jane" <jane@example.org>'),
        ("Jane Doe <", "Jané D. Doe <", "To", '"Jané D. Doe" <jane@example.org>'),
        ("robin@example.org", "r@keller.example", "From", "Robin Keller <r@keller.example>"),
        ("Subject:", "Reply-To: r@keller.example\nSubject:", "Reply-To", "r@keller.example"),
        ("Subject:", "X-Mozilla-Status: 0001\nFcc: /home/robin/Sent\nSubject:", "X-Mozilla-Status", None),
        ("Subject:", "Fcc: /home/robin/Sent\nSubject:", "Fcc", None),
    ],
)
def test_edit_that_leaves_it_a_letter_is_taken(before, after, header, expected):
    assert parsed(DRAFT.replace(before, after, 1))[header] == expected


def test_byte_order_mark_of_an_editor_is_no_header():
    assert read(b"\xef\xbb\xbf" + DRAFT.encode()).eight_bit == read(DRAFT).eight_bit


def test_letter_that_lost_its_number_gets_the_same_one_each_time():
    text = DRAFT.replace("Message-ID: <0123@example.org>\n", "")
    numbers = {parsed(text)["Message-ID"], parsed(text + "more\n")["Message-ID"]}
    assert len(numbers) == 1
    assert numbers.pop().endswith("@example.org>")


@pytest.mark.parametrize("encoding", ["7bit", "8bit", "quoted-printable"])
@pytest.mark.parametrize("seven", [False, True])
def test_text_that_was_typed_into_a_draft_is_read_as_it_was_typed(encoding, seven):
    typed = "Müsli, 漢字.\n.dot\nFrom here\n" + "long " * 400 + "end\n"
    letter = read(DRAFT.replace("7bit", encoding).replace("thank you.\n", typed))
    data = letter.seven_bit if seven else letter.eight_bit
    assert message_from_bytes(data, policy=SMTP).get_content().replace("\r\n", "\n") == f"Hi Jane,\n\n{typed}"
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii() or not seven


def test_text_without_a_kind_is_said_to_be_utf_8_where_it_is():
    head, _, text = DRAFT.partition("\n\n")
    head = "\n".join(line for line in head.split("\n") if not line.startswith(("Content", "MIME")))
    assert parsed(f"{head}\n\n{text}Müsli\n").get_content() == "Hi Jane,\r\n\r\nthank you.\r\nMüsli\r\n"


def test_letter_with_parts_is_for_seven_bits_too():
    card = Attachment(name="me.vcf", media_type="text/vcard", content="BEGIN:VCARD Zoë".encode())
    letter = Letter(
        person=JANE, me=ME, subject="Hi", body="Müsli\n", html="<p>Müsli</p>", template="t", attachments=(card,)
    )
    event = Event(id=1, slug="pyconf", name="PyConf")
    data = write_letter(letter, "jane@example.org", WriteContext(now=NOW, event=event), unsent=True)
    found = read(data)
    texts = [
        [
            part.get_payload(decode=True).decode().strip()
            for part in message_from_bytes(one, policy=SMTP).walk()
            if not part.is_multipart()
        ]
        for one in (found.eight_bit, found.seven_bit)
    ]
    assert texts == [["Müsli", "<p>Müsli</p>", "BEGIN:VCARD Zoë"]] * 2
    assert found.seven_bit.isascii()


HOSTILE = st.text(
    st.one_of(st.sampled_from('\r\n\t\0\x0b\x85\u2028 :<>@,;"=?()bB'), st.characters(exclude_categories=["Cs"])),
    max_size=40,
)


@given(st.sampled_from(["Our conversation", "Jane Doe", "Robin Keller", "X-Unsent: 1", "<0123@example.org>"]), HOSTILE)
def test_whatever_is_typed_into_the_headers_one_letter_to_one_person_goes_out_or_none(place, typed):
    try:
        found = read(DRAFT.replace(place, typed, 1))
    except InputError:
        return
    message = message_from_bytes(found.eight_bit, policy=SMTP)
    names = [name.lower() for name, _ in message.items()]
    assert {"cc", "bcc"}.isdisjoint(names)
    assert not any(name.startswith("resent-") for name in names)
    assert [address.addr_spec for address in message["To"].addresses] == [found.recipient]
    assert found.recipient in {"jane@example.org", "Jane.Doe@Example.com"}
    assert found.sender in {"robin@example.org", "r@keller.example"}
    assert len(names) == len(set(names))
