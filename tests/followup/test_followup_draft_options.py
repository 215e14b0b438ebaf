"""`eventkit followup draft`: the plan as a table, what is missing, drafts in an editor, what a template asks for."""

from __future__ import annotations

import shlex
import sys

import pytest


@pytest.fixture
def run(conference, drafts):
    """Run `followup draft` and give what it printed."""

    def run(*options, code=0):
        return conference("followup", "draft", "--event", "pyconf", "--to", drafts, *options, code=code)

    return run


# --- the plan -------------------------------------------------------------------------------------------------


def test_dry_run_is_a_table_of_who_why_what_and_where_to(meet, conference, run):
    meet("Jane Doe", "--promise", "send the link", email="jane@example.org")
    meet("Wilhelmina Beispielsweise", email="wilhelmina@example.org")
    conference("people", "tag", "Wilhelmina", "--add", "lang:de")
    assert run("--dry-run").stdout.splitlines()[1:] == [
        "Person              Why      Template           Language  Address",
        "Jane Doe            promise  promised-resource  en        jane@example.org",
        "Wilhelmina          met      thank-you          de        wilhelmina@example.org",
        "Beispielsweise",
        "",
        "Nothing was written: --dry-run.",
    ]


def test_dry_run_on_a_channel_of_one_file_shows_the_folder(meet, draft, drafts):
    meet("Jane Doe", email="jane@example.org")
    [jane] = draft("--dry-run", "--channel", "mbox")["drafted"]
    assert (jane["path"], drafts.exists()) == (str(drafts), False)


def test_dry_run_shows_the_files_that_the_run_then_writes(meet, draft):
    meet("Jane Doe", email="jane@example.org")
    meet("Jane Doe", email=None)
    meet("John Roe", email="john@example.org")
    plan = draft("--dry-run")
    assert draft() == plan


# --- what is missing ------------------------------------------------------------------------------------------


def test_people_without_enough_context_are_listed_apart_with_what_helps(meet, run):
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org", note="")
    meet("Nobody Known")
    shown = run(code=3).stdout.splitlines()
    assert shown[3:] == [
        "",
        "Not drafted:",
        "Person        Reason",
        "Nobody Known  no e-mail address",
        "",
        "Not drafted, as something is missing:",
        "Person    Template   Missing",
        "John Roe  thank-you  note",
        "",
        'What you talked about is noted with `eventkit met "John Roe" --event pyconf --note TEXT`.',
        "",
        "Nothing was sent: read the files in your mail program and send them there, or by `eventkit followup send`.",
    ]


def test_command_that_helps_does(meet, conference, run, draft):
    meet("John Roe", email="john@example.org", note="")
    run(code=3)
    conference("met", "John Roe", "--event", "pyconf", "--note", "TEXT")
    assert [one["person"] for one in draft()["drafted"]] == ["John Roe"]


@pytest.mark.parametrize(
    ("text", "missing", "hint"),
    [
        (
            "{{ person.title }} {{ person.organization }}",
            ["person.title", "person.organization"],
            'What is known of somebody is written down with `eventkit people edit "Jane Doe"`.',
        ),
        (
            "{{ extra.link }} {{ extra.why }}",
            ["extra.link", "extra.why"],
            "What a template asks for is said with --set link=… --set why=….",
        ),
        ("{{ other.name }}", ["other.name"], "The third person of an introduction is named with --other WHO."),
        ("{{ me.title }}", ["me.title"], "What belongs to you is said with `eventkit me`."),
    ],
    ids=["person", "extra", "other", "me"],
)
def test_each_kind_of_thing_that_is_missing_has_its_command(meet, run, draft, template, text, missing, hint):  # noqa: PLR0917  # fixtures and cases
    template("mine", f"subject: Hello\n\n{text}\n")
    meet("Jane Doe", email="jane@example.org")
    assert draft("--template", "mine", code=3)["lacking"] == [
        {"person": "Jane Doe", "template": "mine", "missing": missing}
    ]
    assert run("--template", "mine", code=3).stdout.splitlines()[-1] == hint


def test_who_lacks_something_is_due_still(meet, conference, draft, template):
    template("mine", "subject: Hello\n\n{{ person.title }}\n")
    meet("Jane Doe", email="jane@example.org")
    draft("--template", "mine", code=3)
    conference("people", "edit", "Jane", "--set", "title=Weaver")
    assert len(draft("--template", "mine")["drafted"]) == 1


# --- what a template asks for ---------------------------------------------------------------------------------


def test_what_is_said_stands_in_every_letter(meet, draft, template, read_message):
    template("mine", "subject: Hello\nasks: link (its address)\n\n{{ extra.link }} {{ extra.why }}\n")
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org")
    said = ("--set", "link=https://example.org/?a=b", "--set", "why = {{ 7*7 }}")
    texts = [read_message(one["path"]).get_content() for one in draft("--template", "mine", *said)["drafted"]]
    assert texts == ["https://example.org/?a=b {{ 7*7 }}\r\n"] * 2


@pytest.mark.parametrize("said", ["link", "=x", "a b=c"])
def test_set_without_a_name_and_a_value_is_refused(run, said):
    assert run("--set", said, code=2).stderr == (
        f"eventkit: --set {said!r}: say it as NAME=VALUE, as link=https://example.org\n"
    )


# --- an editor ------------------------------------------------------------------------------------------------


@pytest.fixture
def editor(monkeypatch, tmp_path):
    """An editor that does what lines of Python say, with ``file`` at hand."""

    def use(*lines):
        script = tmp_path / "editor.py"
        script.write_text("\n".join(["import pathlib, sys", "file = pathlib.Path(sys.argv[1])", *lines, ""]))
        monkeypatch.setenv("VISUAL", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")

    return use


@pytest.fixture
def two(meet):
    meet("Jane Doe", "--at", "08:00", email="jane@example.org")
    meet("John Roe", "--at", "08:30", email="john@example.org")


ADD = "file.write_text(file.read_text() + 'edited')"


@pytest.mark.usefixtures("two")
def test_each_draft_is_opened_in_the_editor_in_order(editor, run, drafts, tmp_path):
    editor(ADD, f"log = pathlib.Path({str(tmp_path / 'log')!r}).open('a')", "print(file.name, file=log)")
    run("--edit")
    assert (tmp_path / "log").read_text().splitlines() == ["01-jane-doe.eml", "02-john-roe.eml"]
    assert [file.read_text().endswith("edited") for file in sorted(drafts.iterdir())] == [True, True]


@pytest.mark.usefixtures("two")
def test_drafts_are_remembered_and_nothing_is_locked_while_they_are_edited(editor, run, eventkit_home):
    other = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "met", "Ann", "--event", "pyconf"]
    editor(f"import subprocess; subprocess.run({other!r}, check=True, timeout=20)")
    run("--edit")


@pytest.mark.usefixtures("two")
def test_what_was_edited_stays_when_the_run_is_undone(editor, run, conference, drafts):
    editor("if 'jane' in file.name:", f"    {ADD}")
    run("--edit")
    conference("undo")
    assert [file.name for file in drafts.iterdir()] == ["01-jane-doe.eml"]


@pytest.mark.usefixtures("two")
def test_editor_that_fails_stops_with_a_sentence_and_the_drafts_stay(editor, run, draft, drafts):
    editor("sys.exit('john' in file.name)")
    ran = run("--edit", code=2)
    assert ran.stderr.endswith(
        "Editing failed; name an editor with VISUAL or EDITOR. "
        f"Nothing is lost: 1 of 2 drafts were not edited, and all of them are in {drafts}\n"
    )
    assert sorted(file.name for file in drafts.iterdir()) == ["01-jane-doe.eml", "02-john-roe.eml"]
    assert draft()["drafted"] == []


@pytest.mark.usefixtures("two")
def test_editing_wants_a_file_for_each_letter(run, drafts, editor):
    editor("pass")
    ran = run("--edit", "--channel", "mbox", code=2)
    assert ran.stderr == "eventkit: --edit: mbox has no file for each letter; the channel eml has one\n"
    assert not drafts.exists()


@pytest.mark.usefixtures("two")
def test_editing_without_a_terminal_and_an_editor_is_refused_before_anything_is_written(run, drafts, monkeypatch):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    ran = run("--edit", code=2)
    assert ran.stderr == "eventkit: there is no terminal to edit in: name an editor with EDITOR\n"
    assert not drafts.exists()


@pytest.mark.usefixtures("two")
def test_dry_run_opens_nothing(editor, run):
    editor("sys.exit(1)")
    run("--edit", "--dry-run")
