"""Drafts in a mailbox: an mbox or a Maildir that Python's `mailbox`, and so other programs, reads."""

from __future__ import annotations

import mailbox
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ContactPoint, Event, Person, StoreError
from eventkit_followup.api import Letter, WriteContext
from eventkit_followup.channels.mailboxes import MAILDIR, MBOX

CONTEXT = WriteContext(now=datetime(2027, 5, 14, 9, tzinfo=UTC), event=Event(id=1, slug="pyconf", name="PyConf"))
ME = Person(id=1, name="Robin", contact_points=(ContactPoint(kind="email", value="robin@example.org"),))


def piece(number, body="Hello\n", subject="Hello"):
    person = Person(id=number, name=f"Person {number}")
    letter = Letter(person=person, me=ME, subject=subject, body=body, template="thank-you", key=f"pyconf:{number}:1")
    return MBOX.write(letter, f"p{number}@example.org", CONTEXT)


def messages(folder):
    with closing(mailbox.mbox(folder / "pyconf.mbox", create=False)) as box:
        return list(box)


def mbox(folder):
    return [message["To"] for message in messages(folder)]


def maildir(folder):
    return sorted(message["To"] for message in mailbox.Maildir(folder, create=False))


READERS = [(MBOX, mbox), (MAILDIR, maildir)]
TWO = ["Person 2 <p2@example.org>", "Person 3 <p3@example.org>"]


@pytest.mark.parametrize(("channel", "read"), READERS, ids=["mbox", "maildir"])
def test_every_letter_is_in_the_mailbox(tmp_path, channel, read):
    channel.collect([piece(2), piece(3)], tmp_path, CONTEXT)
    assert read(tmp_path) == TWO


@pytest.mark.parametrize(("channel", "read"), READERS, ids=["mbox", "maildir"])
def test_later_letters_are_added_to_those_that_are_there(tmp_path, channel, read):
    channel.collect([piece(2)], tmp_path, CONTEXT)
    channel.collect([piece(3)], tmp_path, CONTEXT)
    assert read(tmp_path) == TWO


@pytest.mark.parametrize(("channel", "read"), READERS, ids=["mbox", "maildir"])
def test_what_a_run_that_was_cut_off_has_put_there_is_not_doubled(tmp_path, channel, read):
    channel.collect([piece(2)], tmp_path, CONTEXT)
    channel.collect([piece(2), piece(3)], tmp_path, CONTEXT)
    assert read(tmp_path) == TWO


@pytest.mark.parametrize("channel", [MBOX, MAILDIR])
def test_path_of_each_letter_is_there(tmp_path, channel):
    paths = channel.collect([piece(2), piece(3)], tmp_path, CONTEXT)
    assert [path.is_file() for path in paths] == [True, True]


@pytest.mark.parametrize(
    "ending", [b"", b"From x Fri May 14 09:00:00 2027\n\nold", b"From x Fri May 14 09:00:00 2027\n\nold\n"]
)
def test_letter_never_runs_into_the_message_before(tmp_path, ending):
    (tmp_path / "pyconf.mbox").write_bytes(ending)
    MBOX.collect([piece(2)], tmp_path, CONTEXT)
    assert mbox(tmp_path)[-1] == "Person 2 <p2@example.org>"
    assert len(mbox(tmp_path)) == (2 if ending else 1)


BODIES = st.lists(
    st.sampled_from(["From ", ">From ", ">>From x", "from here", ".", "", "x" * 1200, "Grüße", " From", "=46rom"]),
    max_size=8,
).map("\n".join)


@given(body=BODIES)
def test_text_comes_back_from_an_mbox_as_it_was(tmp_path_factory, body):
    folder = tmp_path_factory.mktemp("box")
    MBOX.collect([piece(2, body=f"{body}\n"), piece(3)], folder, CONTEXT)
    first, second = messages(folder)
    content = message_from_bytes(first.as_bytes(), policy=SMTP).get_content().replace("\r\n", "\n")
    # the old form of mbox says >From for what a reader would take for the next message
    unquoted = [line[1:] if line.startswith(">>") and "From " in line else line for line in content.split("\n")]
    assert [line.lstrip(">") for line in unquoted] == [line.lstrip(">") for line in f"{body}\n".split("\n")]
    assert second["To"] == "Person 3 <p3@example.org>"


def test_line_that_begins_with_from_is_no_message_of_its_own_and_is_as_it_was(tmp_path):
    MBOX.collect([piece(2, body="From here on\nFrom x Fri May 14 09:00:00 2027\n")], tmp_path, CONTEXT)
    [message] = messages(tmp_path)
    assert message.get_payload(decode=True) == b"From here on\nFrom x Fri May 14 09:00:00 2027\n"


def test_mailbox_that_another_program_has_open_is_left_alone(tmp_path):
    MBOX.collect([piece(2)], tmp_path, CONTEXT)
    (tmp_path / "pyconf.mbox.lock").touch()
    with pytest.raises(StoreError, match=r"pyconf\.mbox: another program has this mailbox open; close it there"):
        MBOX.collect([piece(3)], tmp_path, CONTEXT)
    assert mbox(tmp_path) == TWO[:1]


def test_mailbox_that_another_process_has_locked_is_left_alone(tmp_path):
    file = tmp_path / "pyconf.mbox"
    MBOX.collect([piece(2)], tmp_path, CONTEXT)
    locks = (
        "import fcntl, sys; stream = open(sys.argv[1], 'ab'); fcntl.lockf(stream, fcntl.LOCK_EX); "
        "print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen([sys.executable, "-c", locks, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(StoreError, match="another program has this mailbox open"):
            MBOX.collect([piece(3)], tmp_path, CONTEXT)
        other.stdin.close()
    assert mbox(tmp_path) == TWO[:1]


def test_lock_is_gone_when_the_letters_are_there(tmp_path):
    MBOX.collect([piece(2)], tmp_path, CONTEXT)
    assert [file.name for file in tmp_path.iterdir()] == ["pyconf.mbox"]


def test_folder_of_other_things_does_not_become_a_maildir(tmp_path):
    (tmp_path / "photos").mkdir()
    with pytest.raises(StoreError, match="is no Maildir; name one with --to, or a new folder, which becomes one"):
        MAILDIR.collect([piece(2)], tmp_path, CONTEXT)
    assert [file.name for file in tmp_path.iterdir()] == ["photos"]


def test_letter_that_a_mail_program_has_looked_at_is_not_doubled(tmp_path):
    [path] = MAILDIR.collect([piece(2)], tmp_path, CONTEXT)
    seen = tmp_path / "cur" / f"{path.name}:2,S"
    path.rename(seen)
    assert MAILDIR.collect([piece(2)], tmp_path, CONTEXT) == [seen]
    assert maildir(tmp_path) == TWO[:1]


def test_what_a_cut_off_run_left_in_tmp_is_written_over(tmp_path):
    [path] = MAILDIR.collect([piece(2)], tmp_path, CONTEXT)
    path.rename(tmp_path / "tmp" / path.name)
    MAILDIR.collect([piece(2)], tmp_path, CONTEXT)
    assert (maildir(tmp_path), list((tmp_path / "tmp").iterdir())) == (TWO[:1], [])


@pytest.mark.parametrize(("channel", "read"), READERS, ids=["mbox", "maildir"])
def test_command_fills_the_mailbox_and_the_second_time_adds_what_is_new(meet, draft, drafts, channel, read):
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    first = len(draft("--channel", channel.name)["drafted"])
    meet("John Roe", "--note", "parsers", email="john@example.org")
    second, third = (len(draft("--channel", channel.name)["drafted"]) for _ in "12")
    assert (first, second, third) == (1, 1, 0)
    assert read(drafts) == ["Jane Doe <jane@example.org>", "John Roe <john@example.org>"]


@pytest.mark.parametrize("channel", ["mbox", "maildir", "mailto", "merge"])
def test_dry_run_makes_nothing(meet, draft, drafts, channel):
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    assert len(draft("--channel", channel, "--dry-run")["drafted"]) == 1
    assert not drafts.exists()
