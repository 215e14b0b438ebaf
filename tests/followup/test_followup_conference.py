"""A whole conference: 40 people met, 40 letters, each worth to be sent; none is written twice.

The people are those of ``tests/data/followup/lakeside.toml``.
"""

from __future__ import annotations

import html
import os
import re
import tomllib
from collections import Counter
from email.policy import SMTP
from pathlib import Path

import pytest

from eventkit.api import find_event, find_person

CHANNELS = ("eml", "linkedin", "signal")

AGENDA = """
import tomllib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo
from eventkit.api import Importer, IncomingSession, IncomingSpeaker, Reading, hookimpl

def session(row, addresses):
    starts = datetime.fromisoformat(row["starts"]).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    speakers = [IncomingSpeaker(name=name, email=addresses.get(name, "")) for name in row.get("speakers", ())]
    return IncomingSession(
        uid=row["uid"], title=row["title"], starts=starts, ends=starts + timedelta(minutes=45), room="Hall",
        kind=row.get("kind", "session"), language=row.get("language", "en"), speakers=tuple(speakers),
    )

def read(data, context):
    told = tomllib.loads(data.decode())
    addresses = {person["name"]: person["emails"][0] for person in told["person"] if "emails" in person}
    return Reading(sessions=[session(row, addresses) for row in told["session"]])

@hookimpl
def eventkit_register_importers():
    return [Importer(name="lakeside", kind="agenda", description="made up", sniff=lambda head, name: 100, read=read)]
"""

GREETING = re.compile(
    r"(?:Hi|Hallo|Guten Tag|Bonjour) (?P<name>.+?),|(?:Hola|Buenos días|Buenas tardes), (?P<other>.+?):"
)
NEVER = {
    "a value that is none": re.compile(r"\bNone\b|\bundefined\b|\bnull\b"),
    "an ellipsis of ours": re.compile("…"),
    "a field or a tag of a template": re.compile(r"\{[{%#]|[%#}]\}"),
    "two blank lines": re.compile(r"\n\s*\n\s*\n"),
    "doubled punctuation": re.compile(r"[,;:!]{2,}|[,;:]\.|\.[,;:]|(?<!\.)\.\.(?!\.)"),
    "a blank before a comma or a full stop": re.compile(r"\s[,.](?:\s|$)"),
    "two blanks": re.compile(r"\S  "),
    "a blank at the end of a line": re.compile(r"[ \t]\n"),
    "empty brackets or quotation marks": re.compile(r'\(\s*\)|""|“”|„\s*“|«\s*»'),
    "a colon with nothing behind it": re.compile(r":\s*\n\s*\n\s*(?:Best wishes|Viele Grüße|Freundliche|Un saludo|\Z)"),
}


@pytest.fixture(scope="module")
def lakeside():
    file = Path(__file__).parents[1] / "data" / "followup" / "lakeside.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))["person"]


@pytest.fixture
def there(conference, install, data, monkeypatch):
    """Robin, at a conference with an agenda."""
    install("lakeside", AGENDA)
    monkeypatch.setenv("EVENTKIT_PLUGINS", "followup,lakeside,cards")  # cards knows what a profile on LinkedIn is
    conference("import", data / "followup" / "lakeside.toml", "--event", "pyconf")
    return conference


@pytest.fixture
def met_everybody(there, lakeside, eventkit_app):
    """Robin came home from PyConf Lakeside, and from a smaller one a year before."""
    there("events", "add", "lakedays", "--name", "Lake Days", "--timezone", "Europe/Berlin")
    for person in lakeside:
        options = [
            f"--{name}={value}"
            for name, several in {"email": "emails", "phone": "phones", "url": "urls", "tag": "tags"}.items()
            for value in person.get(several, ())
        ]
        options += [f"--organization={person['organization']}"] if "organization" in person else []
        if person["template"] not in {"thank-you-speaker", "thank-you-panelist"}:
            there("people", "add", person["name"], *options)
        elif "tags" in person:  # the agenda brought them
            there("people", "tag", person["name"], *(f"--add={tag}" for tag in person["tags"]))
        if "before" in person:
            there("met", person["name"], "--event=lakedays", f"--note={person['before']}", "--at=2026-05-10T10:00")
        noted = [f"--{name}={person[name]}" for name in ("note", "promise", "session") if name in person]
        there("met", person["name"], "--event=pyconf", f"--at={person.get('at', '2027-05-13T16:00')}", *noted)
        if "again" in person:
            there("met", person["name"], "--event=pyconf", f"--note={person['again']}")
    event = find_event(eventkit_app, "pyconf")
    with eventkit_app.change("roles") as change:
        for person in lakeside:
            number = find_person(eventkit_app, person["name"]).id
            roles = [(number, role) for role in person.get("roles", ())]
            eventkit_app.store.people.attend(change, event.id, roles)
    return there


@pytest.fixture
def draft_all(met_everybody, drafts):
    """Draft over all the channels that are needed; gives what was drafted, with the channel of each."""

    def draft_all():
        found = []
        for channel in CHANNELS:
            ran = met_everybody(
                *("followup", "draft", "--event", "pyconf", "--channel", channel, "--to", drafts, "--format", "json")
            )
            found += [{**drafted, "channel": channel} for drafted in ran.json["drafted"]]
        return found

    return draft_all


@pytest.fixture
def letters(draft_all, lakeside):
    """The text of every letter, and its subject where it has one, by the name of the person."""
    drafted = draft_all()
    texts = {}
    for one in drafted:
        if one["channel"] == "eml":
            message = read(Path(one["path"]).read_bytes())
            texts[one["person"]] = (message["Subject"], message.get_content().replace("\r\n", "\n"))
    for path in {one["path"] for one in drafted if one["channel"] != "eml"}:
        page = Path(path).read_text(encoding="utf-8")
        for name, text in re.findall(
            r"<li><a [^>]*>(.*?)</a>.*?<textarea readonly>\n(.*?)</textarea>", page, re.DOTALL
        ):
            texts[html.unescape(name)] = ("", html.unescape(text) + "\n")
    assert sorted(texts) == sorted(person["name"] for person in lakeside)
    return texts


def read(data):
    from email import message_from_bytes

    return message_from_bytes(data, policy=SMTP)


def test_forty_people_met_are_forty_drafts_on_the_channels_they_need(draft_all, lakeside):
    assert len(lakeside) == 40
    drafted = draft_all()
    assert {one["person"]: (one["channel"], one["template"]) for one in drafted} == {
        person["name"]: (person.get("channel", "eml"), person["template"]) for person in lakeside
    }
    assert len(drafted) == 40


def test_second_run_drafts_nothing_and_after_one_encounter_exactly_one(draft_all, met_everybody):
    draft_all()
    assert draft_all() == []
    met_everybody("met", "Hannah Becker", "--event", "pyconf", "--note", "the cards are sorted now")
    assert [(one["person"], one["channel"]) for one in draft_all()] == [("Hannah Becker", "eml")]


def test_list_counts_what_was_drafted(draft_all, met_everybody):
    draft_all()
    lines = met_everybody("followup", "list", "--event", "pyconf").stderr.splitlines()
    assert lines[0] == "10 promises, 40 drafted"


def test_every_letter_says_what_was_noted_and_promised(letters, lakeside):
    for person in lakeside:
        _, text = letters[person["name"]]
        for field in ("promise", "note", "again"):
            if field in person and not (field == "note" and person.get("channel") and "promise" in person):
                assert all(line in text for line in person[field].strip().splitlines()), (person["name"], field, text)


def test_no_letter_says_what_was_said_to_another(letters, lakeside):
    for person in lakeside:
        _, text = letters[person["name"]]
        for other in lakeside:
            if other is not person:
                said = [other[field].strip() for field in ("note", "promise", "again") if field in other]
                assert not any(words in text for words in said), (person["name"], other["name"])


@pytest.mark.parametrize("rule", NEVER)
def test_no_letter_has(letters, rule):
    found = {name: NEVER[rule].search(f"{subject}\n\n{text}") for name, (subject, text) in letters.items()}
    assert {name: match[0] for name, match in found.items() if match} == {}


def test_every_letter_greets_by_the_right_name_and_is_signed(letters, lakeside):
    greeted = {}
    for name, (_, text) in letters.items():
        match = GREETING.fullmatch(text.partition("\n")[0])
        greeted[name] = match and (match["name"] or match["other"])
        assert text.rstrip("\n").rpartition("\n")[2] in {"Robin", "Robin Keller"}
    assert greeted == {person["name"]: person["greeted"] for person in lakeside}


def test_every_subject_is_a_line_of_its_own(letters):
    for subject, _ in filter(lambda letter: letter[0], letters.values()):
        assert subject == subject.strip(" :;,-") == " ".join(subject.split())
    subjects = Counter(subject for subject, _ in letters.values() if subject)
    assert subjects["Our conversation at PyConf Lakeside"] > 10


def test_every_e_mail_has_one_recipient_and_the_headers_that_are_meant(draft_all, lakeside):
    people = {person["name"]: person for person in lakeside}
    for one in draft_all():
        if one["channel"] == "eml":
            message = read(Path(one["path"]).read_bytes())
            assert sorted(message.keys()) == sorted([
                *("From", "To", "Subject", "Date", "Message-ID", "X-Unsent", "Content-Type"),
                *("Content-Transfer-Encoding", "MIME-Version"),
            ])  # fmt: skip  # a list of names
            assert (message.defects, [header.defects for header in message.values() if header.defects]) == ([], [])
            [address] = message["To"].addresses
            assert address.addr_spec == people[one["person"]]["emails"][0]


def test_another_reader_of_mail_finds_the_same(draft_all):
    if os.environ.get("CI") != "true":
        pytest.importorskip("fast_mail_parser", reason="the second reader of mail is not installed")
    import fast_mail_parser

    for one in draft_all():
        if one["channel"] == "eml":
            data = Path(one["path"]).read_bytes()
            mail, message = fast_mail_parser.parse_email(data), read(data)
            assert {name: len(values) for name, values in mail.headers.items()} == dict.fromkeys(message.keys(), 1)
            assert mail.subject == message["Subject"]
            assert mail.headers["To"][0].endswith(f"<{message['To'].addresses[0].addr_spec}>")
            assert [text.split() for text in mail.text_plain] == [message.get_content().split()]
