"""Drafts that are taken back, or whose run was cut off, and what becomes of their files when it is run again."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventkit_followup.drafts.drafting import draft_followups
from eventkit_followup.progress.entries import list_entries


@pytest.fixture
def two(meet):
    """Jane, and then John, met at pyconf."""
    meet("Jane Doe", "--at", "08:00", email="jane@example.org")
    meet("John Roe", "--at", "08:30", email="john@example.org")


def files(drafts):
    return sorted(file.name for file in drafts.iterdir())


def places(result):
    return [(Path(one["path"]).name, one["adopted"]) for one in result["drafted"]]


def edit(file):
    file.write_text(file.read_text().replace("Best wishes", "Cheers"))


# --- undo -----------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two")
def test_undo_removes_the_files_of_a_run(draft, drafts, conference):
    draft()
    ran = conference("undo")
    assert (ran.stdout, ran.stderr) == ("Undid change 7: draft follow-ups for pyconf.\n", "")
    assert files(drafts) == []


@pytest.mark.usefixtures("two")
def test_run_after_undo_writes_the_same_files(draft, drafts, conference):
    draft()
    before = {name: (drafts / name).read_bytes() for name in files(drafts)}
    conference("undo")
    assert places(draft()) == [("01-jane-doe.eml", False), ("02-john-roe.eml", False)]
    assert {name: (drafts / name).read_bytes() for name in files(drafts)} == before


@pytest.mark.usefixtures("two")
def test_undo_leaves_a_file_that_was_edited_and_names_it(draft, drafts, conference):
    draft()
    edit(drafts / "02-john-roe.eml")
    ran = conference("undo")
    assert ran.stderr == f"{drafts / '02-john-roe.eml'} stays: it was edited\n"
    assert files(drafts) == ["02-john-roe.eml"]


@pytest.mark.usefixtures("two")
def test_edited_file_that_stayed_is_taken_as_it_is_by_the_next_run(draft, drafts, conference):
    draft()
    edit(drafts / "02-john-roe.eml")
    conference("undo")
    assert places(draft()) == [("01-jane-doe.eml", False), ("02-john-roe.eml", True)]
    assert "Cheers" in (drafts / "02-john-roe.eml").read_text()
    assert draft()["drafted"] == []
    assert conference("undo").stderr == f"{drafts / '02-john-roe.eml'} stays: it was edited\n"


@pytest.mark.usefixtures("two")
def test_table_says_which_file_was_there(draft, drafts, conference):
    draft()
    edit(drafts / "02-john-roe.eml")
    conference("undo")
    shown = conference("followup", "draft", "--event", "pyconf", "--to", drafts).stdout.splitlines()
    assert shown[1:4] == [
        "Person    Template   File",
        "Jane Doe  thank-you  01-jane-doe.eml",
        "John Roe  thank-you  02-john-roe.eml  was there already",
    ]


@pytest.mark.usefixtures("two")
def test_undo_of_a_second_run_leaves_the_first(meet, draft, drafts, conference):
    draft()
    meet("Ann Alba", email="ann@example.org")
    draft()
    conference("undo")
    assert files(drafts) == ["01-jane-doe.eml", "02-john-roe.eml"]


@pytest.mark.usefixtures("two")
def test_undo_says_that_a_mailbox_stays_and_the_next_run_puts_nothing_there_twice(draft, drafts, conference):
    draft("--channel", "mbox")
    before = (drafts / "pyconf.mbox").read_bytes()
    assert conference("undo").stderr == f"{drafts / 'pyconf.mbox'} stays as it is; take out what you do not want\n"
    assert len(draft("--channel", "mbox")["drafted"]) == 2
    assert (drafts / "pyconf.mbox").read_bytes() == before


@pytest.mark.usefixtures("two")
def test_undo_and_again_leaves_one_message_each_in_a_maildir(draft, drafts, conference):
    draft("--channel", "maildir")
    conference("undo")
    [seen, other] = sorted((drafts / "new").iterdir())
    moved = seen.rename(drafts / "cur" / f"{seen.name}:2,S")
    result = draft("--channel", "maildir")
    assert sorted(one["path"] for one in result["drafted"]) == sorted([str(moved), str(other)])
    assert [file.name for file in (drafts / "new").iterdir()] == [other.name]


@pytest.mark.usefixtures("two")
def test_undo_names_a_few_of_many_files_that_stay(draft, drafts, conference, meet):
    for number in range(21):
        meet(f"Guest Number{number}", email=f"guest{number}@example.org")
    draft()
    for file in drafts.iterdir():
        edit(file)
    said = conference("undo").stderr.splitlines()
    assert (len(said), said[-1]) == (21, "and 3 more stay likewise")


# --- runs that were cut off -----------------------------------------------------------------------------------


@pytest.fixture
def forgetful(eventkit_app, drafts):
    """Draft, and forget it before it is kept, as a machine does whose power goes."""

    def run(**options):
        with eventkit_app.change("cut off", dry_run=True):
            outcome = draft_followups(eventkit_app, drafts, event="pyconf", **options)
        assert list_entries(eventkit_app) == []
        eventkit_app.close()
        return {one.path: one.path.read_bytes() for one in outcome.drafted}

    return run


@pytest.mark.usefixtures("two")
def test_files_of_a_run_that_was_cut_off_are_taken_as_they_are(forgetful, draft, drafts, monkeypatch):
    kept = forgetful()
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T11:30:00+02:00")
    assert places(draft()) == [("01-jane-doe.eml", True), ("02-john-roe.eml", True)]
    assert {file: file.read_bytes() for file in drafts.iterdir()} == kept


@pytest.mark.usefixtures("two")
def test_files_of_a_run_that_was_cut_off_go_with_undo_where_nobody_edited_them(
    forgetful, draft, drafts, conference, monkeypatch
):
    [jane, _] = sorted(forgetful())
    edit(jane)
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T11:30:00+02:00")
    draft()
    assert conference("undo").stderr == f"{jane} stays: it was edited\n"
    assert files(drafts) == ["01-jane-doe.eml"]


@pytest.mark.usefixtures("two")
def test_file_of_a_run_that_was_cut_off_is_known_by_another_number_too(forgetful, draft, meet):
    forgetful()
    meet("Ann Alba", "--promise", "a link", "--at", "07:00", email="ann@example.org")
    assert places(draft()) == [("01-ann-alba.eml", False), ("01-jane-doe.eml", True), ("02-john-roe.eml", True)]


@pytest.mark.usefixtures("two")
def test_file_that_the_user_renamed_is_known_by_its_number(forgetful, draft, drafts):
    forgetful()
    (drafts / "02-john-roe.eml").rename(drafts / "later.eml")
    assert places(draft()) == [("01-jane-doe.eml", True), ("later.eml", True)]


@pytest.mark.usefixtures("two")
def test_dry_run_says_what_would_be_taken_as_it_is(forgetful, draft):
    forgetful()
    assert places(draft("--dry-run")) == [("01-jane-doe.eml", True), ("02-john-roe.eml", True)]


@pytest.mark.usefixtures("two")
def test_file_of_another_message_keeps_its_name(forgetful, draft, drafts):
    forgetful()
    text = (drafts / "01-jane-doe.eml").read_text()
    (drafts / "01-jane-doe.eml").write_text(text.replace("Message-ID: <", "Message-ID: <0"))
    assert places(draft()) == [("01-jane-doe-2.eml", False), ("02-john-roe.eml", True)]


@pytest.mark.usefixtures("two")
def test_number_in_a_text_is_no_number_of_a_message(forgetful, draft, drafts):
    forgetful()
    headers, _, body = (drafts / "01-jane-doe.eml").read_bytes().partition(b"\r\n\r\n")
    number = next(line for line in headers.split(b"\r\n") if line.startswith(b"Message-ID"))
    other = b"\r\n".join(line for line in headers.split(b"\r\n") if line != number)
    (drafts / "01-jane-doe.eml").write_bytes(other + b"\r\n\r\n" + number + b"\r\n" + body)
    assert places(draft()) == [("01-jane-doe-2.eml", False), ("02-john-roe.eml", True)]


@pytest.mark.usefixtures("two")
def test_mailbox_of_a_run_that_was_cut_off_gets_nothing_twice(forgetful, draft, drafts):
    forgetful(channel="mbox")
    draft("--channel", "mbox")
    assert (drafts / "pyconf.mbox").read_text().count("Message-ID: ") == 2


@pytest.mark.usefixtures("two")
def test_letter_of_a_later_encounter_is_another_one(draft, meet):
    draft()
    meet("Jane Doe", "--note", "lakes")
    assert places(draft()) == [("03-jane-doe.eml", False)]


def test_text_of_a_channel_without_numbers_is_known_by_what_it_says(meet, eventkit_app, drafts):
    from eventkit.api import hookimpl
    from eventkit_followup.api import Channel

    class Pager:
        @hookimpl
        def eventkit_followup_register_channels(self):
            return [
                Channel(
                    name="pager",
                    description="texts",
                    suffix=".page",
                    reach=lambda person: person.name,
                    write=lambda letter, *_: letter.body.encode(),
                )
            ]

    meet("Jane Doe")
    meet("John Roe")
    eventkit_app.plugins.register(Pager(), "pager")
    drafts.mkdir()
    with eventkit_app.change("cut off", dry_run=True):
        draft_followups(eventkit_app, drafts, event="pyconf", channel="pager")
    (drafts / "02-john-roe.page").write_text("somebody else's")
    outcome = draft_followups(eventkit_app, drafts, event="pyconf", channel="pager")
    assert [(one.path.name, one.adopted) for one in outcome.drafted] == [
        ("01-jane-doe.page", True),
        ("02-john-roe-2.page", False),
    ]
