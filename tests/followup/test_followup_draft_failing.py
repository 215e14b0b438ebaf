"""`eventkit followup draft` where something goes wrong: no half of a run stays, and two at once draft nothing twice."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from eventkit.api import NetworkError, create_app, hookimpl
from eventkit_followup.api import Channel
from eventkit_followup.drafts.drafting import draft_followups
from eventkit_followup.progress.entries import list_entries

COMMAND = """
import resource, sys
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
from eventkit.cli.main import main
main(sys.argv[2:])
"""


@pytest.fixture
def two(meet):
    meet("Jane Doe", "--at", "08:00", email="jane@example.org")
    meet("John Roe", "--at", "08:30", email="john@example.org")


def server(deliver):
    """A plugin with a channel that puts messages on a server of the test's own."""
    channel = Channel(
        name="server",
        description="messages on a server",
        suffix="",
        reach=lambda person: person.name,
        write=lambda letter, *_: f"{letter.key} {letter.body}".encode(),
        deliver=deliver,
    )

    class Plugin:
        @hookimpl
        def eventkit_followup_register_channels(self):
            return [channel]

    return Plugin()


# --- files ----------------------------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
@pytest.mark.usefixtures("two")
@pytest.mark.parametrize("most", [200, 2000], ids=["letters do not fit", "the database does not grow"])
def test_full_disk_leaves_no_file_no_folder_and_no_entry(eventkit_home, drafts, draft, most):
    folder = drafts / "below"
    program = [sys.executable, "-c", COMMAND, str(most), "--home", str(eventkit_home)]
    ran = subprocess.run(
        [*program, "followup", "draft", "--event", "pyconf", "--to", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr.count("\n"), "Traceback" in ran.stderr) == (5, 1, False), ran.stderr
    assert not drafts.exists()
    assert [Path(one["path"]).name for one in draft()["drafted"]] == ["01-jane-doe.eml", "02-john-roe.eml"]


@pytest.mark.usefixtures("two")
def test_folder_that_was_there_stays_when_the_run_fails(eventkit_app, drafts):
    drafts.mkdir()
    (drafts / "notes.txt").write_text("mine")

    def fail(letter, *_):
        if letter.person.name == "John Roe":
            raise RuntimeError
        return b"text"

    channel = Channel(name="pager", description="texts", suffix=".page", reach=lambda person: person.name, write=fail)

    class Plugin:
        @hookimpl
        def eventkit_followup_register_channels(self):
            return [channel]

    eventkit_app.plugins.register(Plugin(), "pager")
    with pytest.raises(Exception, match="channel pager"):
        draft_followups(eventkit_app, drafts, event="pyconf", channel="pager")
    assert [file.name for file in drafts.iterdir()] == ["notes.txt"]
    assert list_entries(eventkit_app) == []


@pytest.mark.usefixtures("two")
def test_settings_that_cannot_be_read_stop_the_run_before_anything_is_written(conference, eventkit_home, drafts):
    (eventkit_home / "config.toml").write_text("[plugin.followup]\nlanguage = 7\n")
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, code=3)
    assert (ran.stderr.count("\n"), "plugin.followup" in ran.stderr, drafts.exists()) == (1, True, False)


@pytest.mark.usefixtures("two")
def test_own_template_that_is_broken_costs_whom_it_would_go_to(draft, template):
    template("thank-you", "subject: Hello\nwhen: always\n\n{% if %}\n")
    result = draft(code=3)
    assert ([one["person"] for one in result["skipped"]], result["drafted"]) == (["Jane Doe", "John Roe"], [])


@pytest.mark.usefixtures("two")
def test_template_of_that_name_that_is_broken_stops_the_run(conference, template, drafts):
    file = template("mine", "subject: Hello\n\n{% if %}\n")
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--template", "mine", code=3)
    assert (ran.stderr.startswith(f"eventkit: {file}, line 3: "), drafts.exists()) == (True, False)


# --- two runs at once -----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two")
def test_two_runs_at_once_draft_each_letter_once(eventkit_home, drafts):
    program = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home)]
    command = [*program, "followup", "draft", "--event", "pyconf", "--to", str(drafts)]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    said = sorted(run.communicate(timeout=60)[0].splitlines()[0] for run in runs)
    assert said == [
        "No new draft for PyConf Lakeside.",
        "No new draft for PyConf Lakeside.",
        f"Wrote 2 drafts for PyConf Lakeside to {drafts}:",
    ]
    assert sorted(file.name for file in drafts.iterdir()) == ["01-jane-doe.eml", "02-john-roe.eml"]


# --- servers --------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("two")
def test_nothing_is_locked_while_letters_go_to_a_server(eventkit_app, eventkit_home):
    def deliver(pieces, _app):
        other = create_app(eventkit_home)
        try:
            with other.change("meanwhile") as change:
                other.store.people.add(change, [{"name": "Ann Alba", "contact": True}])
        finally:
            other.close()
        return ["Drafts"] * len(pieces)

    eventkit_app.plugins.register(server(deliver), "server")
    outcome = draft_followups(eventkit_app, event="pyconf", channel="server")
    assert [one.place for one in outcome.drafted] == ["Drafts", "Drafts"]
    assert [entry.path for entry in list_entries(eventkit_app)] == ["Drafts", "Drafts"]


@pytest.mark.usefixtures("two")
def test_server_that_fails_leaves_no_entry_and_is_asked_the_same_again(eventkit_app):
    asked = []

    def deliver(pieces, _app):
        asked.append(list(pieces))
        if len(asked) == 1:
            message = "the connection was cut"
            raise NetworkError(message)
        return ["Drafts"] * len(pieces)

    eventkit_app.plugins.register(server(deliver), "server")
    with pytest.raises(NetworkError):
        draft_followups(eventkit_app, event="pyconf", channel="server")
    assert list_entries(eventkit_app) == []
    draft_followups(eventkit_app, event="pyconf", channel="server")
    assert asked[0] == asked[1]


@pytest.mark.usefixtures("two")
def test_letter_that_another_run_delivered_meanwhile_is_kept_once(eventkit_app, eventkit_home):
    def quick(pieces, _app):
        return ["Drafts"] * len(pieces)

    def slow(pieces, _app):
        def run():
            other = create_app(eventkit_home)
            other.plugins.register(server(quick), "server")
            draft_followups(other, event="pyconf", who="jane", channel="server")
            other.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return ["Drafts"] * len(pieces)

    eventkit_app.plugins.register(server(slow), "server")
    outcome = draft_followups(eventkit_app, event="pyconf", channel="server")
    assert [one.person.name for one in outcome.drafted] == ["John Roe"]
    assert [(one.person.name, one.reason) for one in outcome.skipped] == [
        ("Jane Doe", "drafted by another run at the same time")
    ]
    assert len(list_entries(eventkit_app)) == 2


@pytest.mark.usefixtures("two")
def test_encounter_that_another_run_wrote_about_meanwhile_is_kept_once(eventkit_app, conference, eventkit_home, drafts):
    conference("events", "add", "meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "boats", "--at", "2027-05-14T11:00")

    def slow(pieces, _app):
        def run():
            other = create_app(eventkit_home)
            draft_followups(other, drafts, who="jane")  # about the meetup, and so by another name
            other.close()

        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        return ["Drafts"] * len(pieces)

    eventkit_app.plugins.register(server(slow), "server")
    outcome = draft_followups(eventkit_app, event="pyconf", channel="server")
    assert [one.person.name for one in outcome.drafted] == ["John Roe"]
    assert len(list_entries(eventkit_app)) == 2


@pytest.mark.usefixtures("two")
def test_dry_run_asks_no_server(eventkit_app):
    def deliver(*_):
        raise AssertionError

    eventkit_app.plugins.register(server(deliver), "server")
    outcome = draft_followups(eventkit_app, event="pyconf", channel="server", dry_run=True)
    assert [one.place for one in outcome.drafted] == ["server", "server"]
