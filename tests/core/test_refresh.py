"""`eventkit refresh`: every source again, each by itself."""

from __future__ import annotations

import pytest


def calendar(*titles):
    events = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{title}\r\nDTSTART:20270514T{9 + number:02}0000Z\r\nEND:VEVENT\r\n"
        for number, title in enumerate(titles)
    ]
    return "BEGIN:VCALENDAR\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def counts(refreshed):
    return tuple(refreshed[name] for name in ("added", "updated", "unchanged", "removed"))


def titles(run, event):
    return [session["title"] for session in run("agenda", event, "--format", "json").json]


@pytest.fixture
def teas(eventkit_run, web):
    """A server whose agenda is imported as the event `teas`."""
    server = web()
    server.answer("/teas.ics", calendar("Tea", "Cake"), etag="one")
    eventkit_run("import", server.address("/teas.ics"), "--event", "teas")
    server.requests.clear()
    return server


@pytest.fixture
def file(eventkit_run, tmp_path):
    """A file whose agenda is imported as the event `files`."""
    path = tmp_path / "files.ics"
    path.write_text(calendar("Songs", "Dance"))
    eventkit_run("import", path, "--event", "files")
    return path


def test_a_refresh_fetches_again_and_changes_what_differs(eventkit_run, teas):
    teas.answer("/teas.ics", calendar("Green tea", "Cake"), etag="two")
    ran = eventkit_run("refresh")
    assert ran.stdout.splitlines()[:2] == [
        f"{teas.address('/teas.ics')}:",
        "Imported sessions into teas (UTC): 0 added, 1 updated, 1 unchanged.",
    ]
    assert titles(eventkit_run, "teas") == ["Green tea", "Cake"]


def test_a_refresh_of_what_has_not_changed_changes_nothing(eventkit_run, teas):
    before = eventkit_run("history", "--format", "json").json
    assert counts(eventkit_run("refresh", "--format", "json").json[0]) == (0, 0, 2, 0)
    assert [headers["If-None-Match"] for _, headers in teas.requests] == ["one"]
    assert eventkit_run("history", "--format", "json").json == before


def test_a_refresh_can_be_undone(eventkit_run, teas):
    teas.answer("/teas.ics", calendar("Green tea", "Cake"), etag="two")
    eventkit_run("refresh")
    eventkit_run("undo")
    assert titles(eventkit_run, "teas") == ["Tea", "Cake"]
    assert counts(eventkit_run("refresh", "--format", "json").json[0]) == (0, 1, 1, 0)


def test_a_file_is_read_again(eventkit_run, file):
    file.write_text(calendar("Songs", "Last dance"))
    assert counts(eventkit_run("refresh", "--format", "json").json[0]) == (0, 1, 1, 0)
    assert titles(eventkit_run, "files") == ["Songs", "Last dance"]


def test_refresh_answers_with_the_keys_that_scripts_rely_on(eventkit_run, teas):
    [refreshed] = eventkit_run("refresh", "--format", "json").json
    imported = eventkit_run("import", teas.address("/teas.ics"), "--format", "json").json
    assert list(refreshed) == ["event", "source", *imported, "error"]
    assert [refreshed[key] for key in ("event", "source", "error")] == ["teas", teas.address("/teas.ics"), ""]


def test_a_dry_run_tells_and_does_nothing(eventkit_run, teas):
    teas.answer("/teas.ics", calendar("Green tea", "Cake"), etag="two")
    ran = eventkit_run("refresh", "--dry-run")
    assert "Would import sessions into teas (UTC): 0 added, 1 updated, 1 unchanged." in ran.stdout
    assert titles(eventkit_run, "teas") == ["Tea", "Cake"]


def test_one_event_is_refreshed_by_itself(eventkit_run, teas, file):
    file.write_text(calendar("Songs", "Last dance"))
    assert [one["event"] for one in eventkit_run("refresh", "files", "--format", "json").json] == ["files"]
    assert teas.requests == []


def test_an_event_that_is_not_there_is_told(eventkit_run, teas):
    assert eventkit_run("refresh", "tea", code=4).stderr == "eventkit: there is no event 'tea'; did you mean 'teas'?\n"
    assert teas.requests == []


@pytest.mark.usefixtures("file")
def test_an_address_that_fails_costs_itself_only(eventkit_run, teas):
    teas.answer("/teas.ics", status=500)
    ran = eventkit_run("refresh", code=7)
    said = f"{teas.address('/teas.ics')}: the server failed (500 Internal Server Error); try again later"
    assert ran.stderr == f"eventkit: teas: {said}\n"
    assert ran.stdout.splitlines()[1:] == ["Imported sessions into files (UTC): 0 added, 0 updated, 2 unchanged."]
    refreshed = eventkit_run("refresh", "--format", "json", code=7).json
    assert sorted((one["event"], one["error"]) for one in refreshed) == [("files", ""), ("teas", said)]
    assert titles(eventkit_run, "teas") == ["Tea", "Cake"]


def test_a_file_that_fails_is_bad_input(eventkit_run, teas, file):
    file.write_text("just some words")
    teas.answer("/teas.ics", calendar("Tea", "Cake", "Songs"))
    ran = eventkit_run("refresh", code=3)
    assert ran.stderr.startswith(f"eventkit: files: {file}: is of no known kind (")
    assert titles(eventkit_run, "teas") == ["Tea", "Cake", "Songs"]


def test_what_is_left_out_of_a_source_is_told(eventkit_run, teas):
    broken = calendar("Tea", "Cake", "Songs").replace("T110000Z", "Tsoon").replace("SUMMARY:Songs\r\n", "")
    teas.answer("/teas.ics", broken)
    ran = eventkit_run("refresh", code=3)
    assert "a session without a title is left out" in ran.stderr


def test_a_source_that_lost_most_of_its_sessions_is_not_believed_unless_that_is_said(eventkit_run, teas):
    teas.answer("/teas.ics", calendar(*"ABCDEFGHI"), etag="many")
    eventkit_run("refresh")
    teas.answer("/teas.ics", calendar("A"), etag="few")
    assert "--accept-removals" in eventkit_run("refresh", code=3).stderr
    assert len(titles(eventkit_run, "teas")) == 9
    assert counts(eventkit_run("refresh", "--accept-removals", "--format", "json").json[0]) == (0, 0, 1, 8)


def test_what_cannot_be_read_again_is_skipped_with_a_word(eventkit_run, file):
    eventkit_run("import", "-", "--event", "pipes", input=calendar("Pipe"))
    file.unlink()
    ran = eventkit_run("refresh")
    assert sorted(ran.stderr.splitlines()) == [
        "There is nothing to refresh; `eventkit import ADDRESS` brings in an agenda that can be fetched again.",
        f"files: {file} is skipped: the file is no longer there",
        "pipes: standard input is skipped: it cannot be read again",
    ]
    assert ran.stdout == ""


def test_without_any_source_there_is_nothing_to_refresh(eventkit_run):
    ran = eventkit_run("refresh", "--format", "json")
    assert ran.json == []
    assert ran.stderr.startswith("There is nothing to refresh; ")
