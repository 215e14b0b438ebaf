"""The table of what somebody could be called to get at a letter: every text, in every place, on every channel.

Whatever is written has exactly the headers that were meant, me as its sender and the one recipient; else it is refused
in a sentence that names the person and the field.
"""

from __future__ import annotations

import csv
import io
import mailbox
import re
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP
from html import unescape
from urllib.parse import parse_qsl, urlsplit

import pytest

from eventkit.api import ContactPoint, Event, InputError, Person, one_line
from eventkit_followup.api import Attachment, Letter, WriteContext
from eventkit_followup.channels import eml, imap, links, mailboxes, merging

pytestmark = pytest.mark.slow  # nine hundred cases

CONTEXT = WriteContext(
    now=datetime(2027, 5, 14, 9, tzinfo=UTC), event=Event(id=1, slug="pyconf", name="PyConf Lakeside")
)
HEADERS = ["From", "To", "Subject", "Message-ID", "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]
TEXTS = {
    "carriage return": "Jane\rBcc: evil@example.net",
    "line feed": "Jane\nBcc: evil@example.net",
    "both": "Jane\r\nBcc: evil@example.net",
    "end of the headers": "Jane\r\n\r\nSend me money",
    "folded line": "Jane\r\n Bcc: evil@example.net",
    "NUL": "Jane\0Bcc: evil@example.net",
    "line separator": "Jane\u2028Bcc: evil@example.net",
    "paragraph separator": "Jane\u2029Bcc: evil@example.net",
    "next line": "Jane\x85Bcc: evil@example.net",
    "vertical tab": "Jane\x0bBcc: evil@example.net",
    "escape": "Jane\x1b[2J",
    "direction override": "Jane\u202egro.elpmaxe@live",
    "encoded word": "=?utf-8?q?Jane?=",
    "encoded line end": "=?utf-8?q?Jane=0D=0ABcc:_evil@example.net?=",
    "encoded line end in base64": "=?utf-8?b?SmFuZQ0KQmNjOiBldmlsQGV4YW1wbGUubmV0?=",
    "encoded comma": "=?utf-8?q?Jane=2C_evil=40example=2Enet?= <evil@example.net>",
    "encoded word cut in two": "=?utf-8?q?Jane =0ABcc:_evil@example.net?=",
    "comma": "Jane, Doe",
    "another address": '"x" <evil@y>',
    "two addresses": "evil@example.net, evil@example.org",
    "group": "friends: evil@example.net;",
    "comment": "Jane (evil@example.net)",
    "backslash": 'Jane \\" <evil@example.net>',
    "end of a mailbox's message": "Jane\n\nFrom evil@example.net Thu Jan  1 00:00:00 2027\nTo: evil@example.net",
    "field of a link": "Jane&bcc=evil@example.net?cc=evil@example.net#",
    "encoded field of a link": "Jane%0D%0ABcc:evil@example.net%26bcc=evil",
    "formula": '=HYPERLINK("https://example.net","Jane")',
    "template": "{{ 7*7 }}{% raw %}",
}
PLACES = ("name", "organization", "note", "subject", "me")


def letter(place, text, *, attachment="me.vcf"):
    """A letter to Jane with the text in that place; it speaks of all of them."""
    said = dict.fromkeys(PLACES, "plain") | {"name": "Jane Doe", "me": "Robin Keller", place: text}
    person, me = (
        Person(
            id=number,
            name=said[name],
            organization=said["organization"],
            note=said["note"],
            contact_points=(ContactPoint(kind="email", value=address),),
        )
        for number, (name, address) in enumerate((("name", "jane@example.org"), ("me", "robin@example.org")), 1)
    )
    body = f"Hi {one_line(person.name)} of {one_line(person.organization)}: {person.note}\n"
    files = (Attachment(name=attachment, media_type="text/vcard", content=b"BEGIN:VCARD\r\n"),) if attachment else ()
    return Letter(person=person, me=me, subject=said["subject"], body=body, template="x", key="k", attachments=files)


def by_eml(data, _folder):
    return [message_from_bytes(data, policy=SMTP)]


def by_mbox(data, folder):
    [file] = mailboxes.add_to_mbox([data], folder, CONTEXT)
    with closing(mailbox.mbox(file, create=False, factory=None)) as box:
        return [message_from_bytes(box.get_bytes(key), policy=SMTP) for key in box.keys()]  # noqa: SIM118  # no mapping


def by_maildir(data, folder):
    files = mailboxes.add_to_maildir([data], folder, CONTEXT)
    return [message_from_bytes(file.read_bytes(), policy=SMTP) for file in files]


MESSAGES = [(eml, by_eml), (mailboxes.MBOX, by_mbox), (mailboxes.MAILDIR, by_maildir), (imap, by_eml)]
MESSAGES = [(getattr(where, "CHANNEL", where), read) for where, read in MESSAGES]


def meant(channel):
    return [*HEADERS[:5], "X-Unsent", *HEADERS[5:]] if channel.name == "eml" else HEADERS


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("channel", "read"), MESSAGES, ids=[channel.name for channel, _ in MESSAGES])
def test_message_has_the_meant_headers_and_one_recipient_or_is_refused(channel, read, place, what, tmp_path):
    try:
        data = channel.write(letter(place, TEXTS[what], attachment=""), "jane@example.org", CONTEXT)
    except InputError as error:
        assert (what, place) == ("NUL", "note")  # no e-mail may have one
        assert str(error) == "the text to Jane Doe has a NUL character in it, which no e-mail may have"  # noqa: PT017
        return
    [message] = read(data, tmp_path)
    recipients, senders = ([address.addr_spec for address in message[field].addresses] for field in ("To", "From"))
    assert (message.keys(), recipients, senders) == (meant(channel), ["jane@example.org"], ["robin@example.org"])
    assert "\n" not in message["Subject"]


@pytest.mark.parametrize("what", TEXTS)
def test_file_name_gives_no_header_or_is_refused(what):
    try:
        data = eml.CHANNEL.write(letter("name", "Jane Doe", attachment=TEXTS[what]), "jane@example.org", CONTEXT)
    except InputError as error:
        assert re.match("no safe e-mail to Jane Doe can be written with the files ", str(error))  # noqa: PT017
        return
    message = message_from_bytes(data, policy=SMTP)
    [attached] = message.iter_attachments()
    assert (sorted(message.keys()), [key.lower() for key in attached.keys()]) == (  # noqa: SIM118  # no mapping
        sorted(["From", "To", "Subject", "Message-ID", "Date", "X-Unsent", "MIME-Version", "Content-Type"]),
        ["content-type", "content-transfer-encoding", "content-disposition", "mime-version"],
    )


@pytest.mark.parametrize("place", ["name", "subject", "me"])
def test_text_that_cannot_be_written_is_refused_by_person_and_field(place):
    fields = {"name": "the name", "subject": "the subject", "me": "your own name"}
    with pytest.raises(InputError, match=f"no safe e-mail to .* can be written: {fields[place]}: ") as caught:
        eml.CHANNEL.write(letter(place, "Jane \ud800", attachment=""), "jane@example.org", CONTEXT)
    assert "Jane" in str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "jane@example.org\r\nBcc: evil@example.net",
        "jane@example.org, evil@example.net",
        '"x" <evil@y>',
        "jane@example.org\0",
        "=?utf-8?q?evil=40example=2Enet?=@example.org",
        "jane@example.org?bcc=evil@example.net",
        "jane\u2028evil@example.org",
    ],
)
@pytest.mark.parametrize("channel", [eml.CHANNEL, merging.CHANNEL, links.MAILTO], ids=lambda channel: channel.name)
def test_address_that_is_more_than_one_is_refused_by_person(channel, address):
    with pytest.raises(InputError, match=r"of Jane Doe is no "):
        channel.write(letter("name", "Jane Doe", attachment=""), address, CONTEXT)


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("place", PLACES)
def test_only_subject_and_body_come_out_of_a_mailto_link(place, what):
    line = links.MAILTO.write(letter(place, TEXTS[what], attachment=""), "jane@example.org", CONTEXT).decode()
    [link] = re.findall(r'<a href="([^"]*)"', line)
    parts = urlsplit(unescape(link))
    fields = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True, strict_parsing=True)]
    assert (parts.scheme, parts.path, parts.fragment, fields) == ("mailto", "jane@example.org", "", ["subject", "body"])


@pytest.mark.parametrize("what", TEXTS)
@pytest.mark.parametrize("place", PLACES)
def test_table_for_mail_merge_has_one_row_of_its_columns(place, what, tmp_path):
    data = merging.CHANNEL.write(letter(place, TEXTS[what], attachment=""), "jane@example.org", CONTEXT)
    [file] = merging.CHANNEL.collect([data], tmp_path, CONTEXT)
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))
    assert (len(rows), len(rows[1]), rows[1][0]) == (2, len(rows[0]), "jane@example.org")
    assert not rows[1][5].startswith("=")


@pytest.mark.parametrize("channel", ["eml", "maildir", "mbox"])
def test_people_of_every_such_name_get_a_message_each(channel, conference, drafts):
    for number, text in enumerate(text for what, text in TEXTS.items() if what != "NUL"):  # no argument can have one
        name = f"{text} {number}"
        conference("people", "add", name, "--email", f"guest{number}@example.org", "--organization", text)
        conference("met", f"guest{number}@example.org", "--event", "pyconf", "--note", text)
    conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--channel", channel)
    if channel == "mbox":
        with closing(mailbox.mbox(drafts / "pyconf.mbox", create=False)) as box:
            found = [bytes(message) for message in box]
    else:
        found = [file.read_bytes() for file in drafts.glob("*.eml" if channel == "eml" else "new/*")]
    messages = [message_from_bytes(data, policy=SMTP) for data in found]
    assert sorted(message["To"].addresses[0].addr_spec for message in messages) == sorted(
        f"guest{number}@example.org" for number in range(len(TEXTS) - 1)
    )
    headers = {tuple(message.keys()) for message in messages}
    assert headers == {(*HEADERS[:5], "X-Unsent", *HEADERS[5:]) if channel == "eml" else tuple(HEADERS)}
