from __future__ import annotations

import os

import pytest

from eventkit_prep.brief import Brief, write_brief

TITLE = "*Bold* [x](http://evil.example) # <script>\nnext"
LITERAL = r"\*Bold\* \[x\](http\://evil.example) \# \<script> next"


@pytest.fixture
def chosen(event, eventkit_run, eventkit_app, own_template):
    """The sample event with two sessions starred, one of them with a note, somebody to meet, and a checklist."""
    own_template("- [ ] T-7 Print `tickets`\n- [ ] T-0 Listen\n- [ ] T+3 Write\n- [ ] Breathe\n- [ ] T-9 Pack\n")
    eventkit_run("star", event["parsers"])
    eventkit_run("star", event["fixtures"], "maybe")
    with eventkit_app.change("note") as change:
        eventkit_app.store.agenda.set_interest(change, event["parsers"], note="ask about recovery")
    eventkit_run("prep", "meet", "Bo", "--why", "fixtures of ours rot")
    eventkit_run("prep", "meet", "Cy")
    eventkit_run("prep")
    eventkit_run("prep", "done", 2)
    return event


@pytest.mark.usefixtures("chosen")
def test_brief_has_sessions_clashes_people_and_what_is_left_to_do(eventkit_run):
    assert (
        eventkit_run("prep", "brief", "pyconf").stdout
        == """\
# PyConf

Friday, 14 May 2027 to Saturday, 15 May 2027. Times are in Europe/Zurich.

## My sessions

### Friday, 14 May 2027

- 10:30-11:15, Hall: **Parsers for humans**, by Ada Example (must)
    - My note: ask about recovery
- 11:00-11:45, Library: **Fixtures that age well**, by Bo Example, Ada Example (maybe)

## Clashes

- Fri 10:30-11:15, Hall: Parsers for humans, and 11:00-11:45, Library: Fixtures that age well

## People to meet

- [ ] **Bo Example**
    - Why: fixtures of ours rot
    - Speaks: Fri 11:00-11:45, Library: Fixtures that age well
- [ ] **Cy Example**
    - Speaks: Sat 16:00-16:45, Hall: Closing words

## Still to do

- [ ] Pack (Wed 5 May, overdue)
- [ ] Listen (Fri 14 May, today)
- [ ] Breathe
"""
    )


@pytest.mark.usefixtures("chosen")
def test_brief_tells_whom_i_met_already(eventkit_run):
    eventkit_run("met", "Bo", "--note", "she uses *one* file")
    brief = eventkit_run("prep", "brief").stdout
    assert (
        brief[brief.index("## People") : brief.index("- [ ] **Cy")]
        == """\
## People to meet

- [x] **Bo Example**
    - Why: fixtures of ours rot
    - Speaks: Fri 11:00-11:45, Library: Fixtures that age well
    - Met: Fri 14 May 09:00: she uses \\*one\\* file
"""
    )


def test_brief_marks_what_fell_through_and_counts_no_clash_with_it(eventkit_run, eventkit_app, chosen):
    with eventkit_app.change("cancel") as change:
        eventkit_app.store.agenda.set_status(change, [chosen["parsers"]], "cancelled")
        eventkit_app.store.agenda.set_status(change, [chosen["fixtures"]], "gone")
    brief = eventkit_run("prep", "brief").stdout
    assert (
        brief[brief.index("### ") : brief.index("- [ ] **Cy")]
        == """\
### Friday, 14 May 2027

- 10:30-11:15, Hall: CANCELLED: **Parsers for humans**, by Ada Example (must)
    - My note: ask about recovery
- 11:00-11:45, Library: NO LONGER LISTED: **Fixtures that age well**, by Bo Example, Ada Example (maybe)

## People to meet

- [ ] **Bo Example**
    - Why: fixtures of ours rot
    - Speaks: Fri 11:00-11:45, Library: NO LONGER LISTED: Fixtures that age well
"""
    )


@pytest.mark.usefixtures("event")
def test_brief_of_an_unprepared_event_says_how_to_prepare(eventkit_run):
    assert (
        eventkit_run("prep", "brief").stdout
        == """\
# PyConf

Friday, 14 May 2027 to Saturday, 15 May 2027. Times are in Europe/Zurich.

## My sessions

None chosen yet: `eventkit star SESSION` does.

## People to meet

Nobody chosen yet: `eventkit prep meet PERSON --why TEXT` does.
"""
    )


def test_brief_of_an_event_without_an_agenda_has_no_dates(eventkit_run):
    eventkit_run("events", "add", "dinner", "--timezone", "Europe/Berlin")
    assert eventkit_run("prep", "brief").stdout.splitlines()[2] == "No dates yet. Times are in Europe/Berlin."


def test_text_from_outside_stays_literal_everywhere(eventkit_run, put_event, incoming):
    ids = put_event(name=TITLE, sessions=[incoming("x", 14, "10:00", TITLE, room=TITLE, speakers=[TITLE])])
    eventkit_run("star", ids["x"])
    eventkit_run("prep", "meet", 1, "--why", TITLE)
    assert (
        eventkit_run("prep", "brief").stdout
        == f"""\
# {LITERAL}

Friday, 14 May 2027. Times are in Europe/Zurich.

## My sessions

### Friday, 14 May 2027

- 10:00-10:45, {LITERAL}: **{LITERAL}**, by {LITERAL} (must)

## People to meet

- [ ] **{LITERAL}**
    - Why: {LITERAL}
    - Speaks: Fri 10:00-10:45, {LITERAL}: {LITERAL}
"""
    )


def test_sessions_are_told_by_the_clock_on_the_events_wall(eventkit_run, eventkit_app, event):
    eventkit_run("star", event["closing"])
    with eventkit_app.change("move") as change:
        found = eventkit_app.store.agenda.events("pyconf")[0]
        eventkit_app.store.agenda.update_event(change, found.id, timezone="Asia/Tokyo")
    lines = eventkit_run("prep", "brief").stdout.splitlines()
    assert lines[2] == "Friday, 14 May 2027 to Saturday, 15 May 2027. Times are in Asia/Tokyo."
    assert lines[6:9] == [
        "### Saturday, 15 May 2027",
        "",
        "- 23:00-23:45, Hall: **Closing words**, by Cy Example (must)",
    ]


@pytest.mark.usefixtures("chosen")
def test_brief_is_the_same_each_time(eventkit_run):
    assert eventkit_run("prep", "brief").stdout == eventkit_run("prep", "brief").stdout


@pytest.mark.usefixtures("chosen")
def test_brief_to_a_file_is_what_is_printed(eventkit_run, tmp_path):
    file = tmp_path / "brief.md"
    file.write_text("an older one")
    ran = eventkit_run("prep", "brief", "--output", file)
    assert (ran.stdout, ran.stderr) == ("", f"Wrote the brief of pyconf to {file}.\n")
    assert file.read_text(encoding="utf-8") == eventkit_run("prep", "brief").stdout


@pytest.mark.usefixtures("event")
def test_brief_in_a_dry_run_writes_no_file(eventkit_run, tmp_path):
    file = tmp_path / "brief.md"
    assert (
        eventkit_run("prep", "brief", "--output", file, "--dry-run").stderr
        == f"Would write the brief of pyconf to {file}.\n"
    )
    assert not file.exists()


@pytest.mark.usefixtures("event")
def test_brief_that_cannot_be_written_says_why(eventkit_run, tmp_path):
    file = tmp_path / "missing" / "brief.md"
    assert eventkit_run("prep", "brief", "--output", file, code=5).stderr == (
        f"eventkit: {file}: cannot be written: {os.strerror(2)}\n"
    )


def test_all_day_session_has_no_clock(eventkit_app, put_event, incoming):
    from datetime import date

    all_day = {"starts": date(2027, 5, 15), "ends": date(2027, 5, 16)}
    put_event(sessions=[incoming("sprint", 14, "10:00", "Sprint")._replace(**all_day)])
    event, sessions = eventkit_app.store.agenda.events()[0], eventkit_app.store.agenda.sessions()
    text = write_brief(Brief(event=event, today=date(2027, 5, 1), sessions=sessions))
    assert text.splitlines()[6:9] == ["### Saturday, 15 May 2027", "", "- all day, Hall: **Sprint** ()"]


# --- after an import ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("chosen")
def test_import_makes_a_brief_out_of_date_and_says_so(eventkit_app, capsys):
    event = eventkit_app.store.agenda.events("pyconf")[0]
    eventkit_app.plugins.notify("eventkit_agenda_imported", event=event, app=eventkit_app)
    assert capsys.readouterr().err == (
        "A brief of pyconf from before is out of date: `eventkit prep brief pyconf` writes it anew.\n"
    )


@pytest.mark.usefixtures("event")
def test_import_for_whom_nothing_is_prepared_is_silent(eventkit_app, capsys):
    event = eventkit_app.store.agenda.events("pyconf")[0]
    eventkit_app.plugins.notify("eventkit_agenda_imported", event=event, app=eventkit_app)
    assert capsys.readouterr() == ("", "")


def test_new_version_of_the_sample_agenda_tells_what_became_of_my_sessions(eventkit_run, pyconf):
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    for uid in ("data-01", "com-01", "web-03", "com-03", "com-08", "web-09"):
        eventkit_run("star", f"pcl27-{uid}@pyconf.example.org")
    ran = eventkit_run("import", pyconf / "agenda-updated.ics", "--event", "pyconf")
    assert ran.stdout.splitlines()[2:8] == [
        "For you",
        "  cancelled: ★ Accessible Error Messages, From Exception to Screen Reader (Sat",
        "      14:00-14:45, Great Hall)",
        "  gone: ★ A Study Group in a Town of Nine Thousand (Fri 13:15-13:55, Library)",
        "  moved: ★ Taking Over an Orphaned Package",
        "      time: Sat 15 May 11:00-11:45 → Fri 14 May 13:15-14:00",
    ]
    assert ran.stderr == "A brief of pyconf from before is out of date: `eventkit prep brief pyconf` writes it anew.\n"
    lines = eventkit_run("prep", "brief").stdout.splitlines()
    assert [line.partition(" **")[0] for line in lines if "CANCELLED" in line or "NO LONGER" in line] == [
        "- 13:15-13:55, Library: NO LONGER LISTED:",
        "- 14:00-14:45, Great Hall: CANCELLED:",
    ]
