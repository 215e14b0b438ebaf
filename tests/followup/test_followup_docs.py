"""What docs/followup.md says is tried: its commands run, one after the other, in a fresh home."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from eventkit_followup.channels.bundled import CHANNELS
from eventkit_followup.progress.entries import State

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "followup.md"


@pytest.fixture
def page():
    return PAGE.read_text(encoding="utf-8")


def commands(page):
    return re.findall(r"^\$ eventkit (.+)$", page, re.MULTILINE)


def test_the_whole_way_works(eventkit_run, monkeypatch, tmp_path, page):
    monkeypatch.delenv("EVENTKIT_PLUGINS")
    monkeypatch.chdir(tmp_path)
    assert len(commands(page)) >= 25
    for command in commands(page):
        eventkit_run(*shlex.split(command))
    assert sorted(path.name for path in (tmp_path / "drafts").iterdir()) == [
        "01-hannah-becker.eml",
        "lakeside-linkedin.html",
    ]
    assert (tmp_path / "reminders.ics").is_file()


def test_the_list_that_is_shown_is_what_is_printed(eventkit_run, monkeypatch, page):
    monkeypatch.delenv("EVENTKIT_PLUGINS")
    before, _, after = page.partition("$ eventkit followup list\n```\n\n")
    for command in commands(before):
        eventkit_run(*shlex.split(command))
    shown = [line.removeprefix("    ") for line in after.partition("\n\n")[0].splitlines()]
    assert eventkit_run("followup", "list").stdout.splitlines() == shown


def test_every_state_and_every_channel_is_explained(page):
    rows = [re.findall(r"`?([\w-]+)`?", row) for row in re.findall(r"^\| (.+?) \|", page, re.MULTILINE)]
    explained = {name for row in rows for name in row}
    assert {*State, *(channel.name for channel in CHANNELS)} <= explained


def test_every_command_has_the_options_that_are_told(eventkit_run, page):
    for command, option in re.findall(r"`(?:eventkit )?followup (\w+)[^`]*?(--[a-z-]+)[^`]*`", page):
        assert option in eventkit_run("followup", command, "--help").stdout


def test_every_link_leads_somewhere(page):
    links = re.findall(r"\]\(([^)]+)\)", page)
    assert [link for link in links if not (PAGE.parent / link).is_file()] == []
