"""`eventkit followup remind`: a calendar of what wants doing, as another library reads it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from eventkit_followup.progress.reminders import Reminder, calendar_of, working_day

MONDAY = datetime(2027, 5, 17, 9, tzinfo=UTC)  # the first working day after the tests' own Friday


@pytest.fixture
def remind(conference, tmp_path):
    """Run `followup remind` and give the entries of the calendar."""

    def remind(*options):
        file = tmp_path / "reminders.ics"
        conference("followup", "remind", "--to", file, *options)
        calendar = Calendar.from_ical(file.read_bytes())
        return [part for part in calendar.walk() if part.name in {"VEVENT", "VTODO"}]

    return remind


def titles(entries):
    return [str(entry["SUMMARY"]) for entry in entries]


def starts(entries):
    return [entry["DTSTART"].dt for entry in entries]


def test_reminder_says_to_whom_what_and_how_and_rings(meet, conference, remind):
    conference("people", "add", "Jane Doe", "--email", "jane@example.org", "--organization", "Example Works")
    meet("Jane Doe", "--promise", "send the paper; both parts, as PDF", "--note", "parsers\nand lakes")
    [event] = remind()
    [alarm] = event.subcomponents
    assert (event.name, str(event["SUMMARY"]), event["DTSTART"].dt, event["DTEND"].dt - event["DTSTART"].dt) == (
        "VEVENT",
        "Write to Jane Doe: send the paper; both parts, as PDF",
        MONDAY,
        timedelta(minutes=15),
    )
    assert str(event["DESCRIPTION"]).splitlines() == [
        "Jane Doe (Example Works)",
        "Met at PyConf Lakeside",
        "Promised: send the paper; both parts, as PDF",
        "Noted: parsers",
        "and lakes",
        "Reach them at jane@example.org",
        "eventkit followup draft --event pyconf --to DIR",
        "eventkit followup mark sent 2 --event pyconf",
    ]
    assert (alarm.name, str(alarm["ACTION"]), alarm["TRIGGER"].dt, str(alarm["DESCRIPTION"])) == (
        "VALARM",
        "DISPLAY",
        timedelta(0),
        str(event["SUMMARY"]),
    )


def test_nobody_is_invited_and_the_time_stays_free(meet, remind):
    meet("Jane Doe", email="jane@example.org")
    [event] = remind()
    assert sorted(event) == sorted([
        *("UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CLASS", "STATUS", "TRANSP")
    ])  # fmt: skip  # a list of names
    assert (str(event["TRANSP"]), str(event["CLASS"])) == ("TRANSPARENT", "PRIVATE")


def test_promises_come_first_and_the_rest_is_spread_over_working_days(meet, remind):
    for number in range(7):
        meet(f"Person Number{number}", "--at", f"08:{10 + number}")
    meet("Jane Doe", "--promise", "send it")
    events = remind("--per-day", "3")
    assert titles(events)[0] == "Write to Jane Doe: send it"
    week = [MONDAY + timedelta(days=days, minutes=minutes) for days in range(3) for minutes in (0, 15, 30)]
    assert starts(events) == week[:8]


def test_weekend_is_passed_over(meet, remind):
    for number in range(3):
        meet(f"Person Number{number}")
    days = [moment.date() for moment in starts(remind("--from", "2027-05-21", "--per-day", "1"))]
    assert days == [date(2027, 5, 21), date(2027, 5, 24), date(2027, 5, 25)]


def test_reminders_are_at_the_time_on_my_own_clock(meet, remind, monkeypatch):
    monkeypatch.setenv("EVENTKIT_TIMEZONE", "Europe/Berlin")
    meet("Jane Doe")
    assert starts(remind("--at", "14:30")) == [datetime(2027, 5, 17, 12, 30, tzinfo=UTC)]
    assert starts(remind("--from", "2027-11-01")) == [datetime(2027, 11, 1, 8, tzinfo=UTC)]


def test_many_on_one_late_day_stay_on_it(meet, remind):
    for number in range(6):
        meet(f"Person Number{number}")
    days = {moment.date() for moment in starts(remind("--at", "23:30", "--per-day", "6"))}
    assert days == {date(2027, 5, 17)}


def test_imported_again_it_moves_and_is_not_there_twice(meet, remind, monkeypatch):
    meet("Jane Doe", "--at", "08:50")
    [before] = remind()
    meet("Bo Beispiel", "--at", "08:10")
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T18:00:00+02:00")
    after = remind()[1]
    assert (before["UID"], before["SEQUENCE"] < after["SEQUENCE"], before["DTSTAMP"].dt < after["DTSTAMP"].dt) == (
        after["UID"],
        True,
        True,
    )
    assert (before["DTSTART"].dt, after["DTSTART"].dt) == (MONDAY, MONDAY + timedelta(minutes=15))


def test_uid_is_of_a_person_and_an_event(meet, conference, remind):
    meet("Jane Doe")
    meet("Bo Beispiel")
    conference("events", "add", "meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "lakes")
    assert len({str(event["UID"]) for event in remind()}) == 3


def test_draft_is_to_be_sent(meet, draft, drafts, remind):
    meet("Jane Doe", email="jane@example.org")
    draft()
    [event] = remind()
    assert str(event["SUMMARY"]) == "Send your draft to Jane Doe: parsers"
    assert f"The draft: {drafts / '01-jane-doe.eml'}" in str(event["DESCRIPTION"]).splitlines()


def test_letter_without_an_answer_comes_after_the_rest_and_not_before_its_day(meet, conference, remind):
    meet("Jane Doe", "--at", "2027-04-01T09:00")
    meet("Bo Beispiel", "--at", "2027-05-12T09:00")
    meet("Cem Demir")
    conference("followup", "mark", "sent", "jane", "--on", "2027-04-02")
    conference("followup", "mark", "sent", "bo", "--on", "2027-05-12")
    events = remind()
    assert dict(zip(titles(events), starts(events), strict=True)) == {
        "Write to Cem Demir: parsers": MONDAY,
        "No answer from Jane Doe since 2 April": MONDAY + timedelta(minutes=15),
        "No answer from Bo Beispiel since 12 May": datetime(2027, 5, 26, 9, tzinfo=UTC),
    }
    assert titles(remind("--unanswered-after", "0")) == ["Write to Cem Demir: parsers"]


def test_answer_is_not_waited_for_where_it_came_or_nothing_was_sent(meet, conference):
    for name, state in {"Jane Doe": "answered", "Bo Beispiel": "skipped"}.items():
        meet(name)
        conference("followup", "mark", state, name)
    ran = conference("followup", "remind", "--to", "-")
    assert (ran.stdout, ran.stderr) == ("", "There is nothing to be reminded of; nothing was written.\n")


def test_whoever_asked_not_to_be_contacted_is_left_out(meet, conference, remind):
    meet("Jane Doe")
    meet("Bo Beispiel")
    meet("Cem Demir")
    conference("followup", "mark", "sent", "cem")
    conference("people", "do-not-contact", "Jane Doe", "Cem Demir")
    assert titles(remind()) == ["Write to Bo Beispiel: parsers"]


def test_event_and_query_narrow_it_down(meet, conference, remind):
    meet("Jane Doe")
    meet("Bo Beispiel")
    conference("events", "add", "meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "lakes")
    assert titles(remind("--event", "meetup")) == ["Write to Jane Doe: lakes"]
    assert titles(remind("--who", "bo")) == ["Write to Bo Beispiel: parsers"]


def test_todo_is_due_and_rings(meet, remind):
    meet("Jane Doe")
    [todo] = remind("--as", "todo")
    assert (todo.name, todo["DTSTART"].dt, todo["DUE"].dt, str(todo["STATUS"]), todo.subcomponents[0].name) == (
        "VTODO",
        MONDAY,
        MONDAY + timedelta(minutes=15),
        "NEEDS-ACTION",
        "VALARM",
    )


def test_dry_run_shows_a_table_and_writes_nothing(meet, conference, tmp_path):
    meet("Jane Doe", "--promise", "send it")
    ran = conference("followup", "remind", "--dry-run", "--to", tmp_path / "reminders.ics")
    assert ran.stdout.splitlines() == [
        "When              Reminder",
        "Mon 17 May 09:00  Write to Jane Doe: send it",
    ]
    assert ran.stderr == f"Would write 1 reminder to {tmp_path / 'reminders.ics'}, on Mon 17 May 2027.\n"
    assert not (tmp_path / "reminders.ics").exists()


def test_calendar_goes_to_standard_output(meet, conference):
    meet("Jane Doe")
    ran = conference("followup", "remind", "--to", "-")
    assert len(Calendar.from_ical(ran.stdout_bytes).walk("VEVENT")) == 1
    assert ran.stderr == "Wrote 1 reminder to standard output, on Mon 17 May 2027.\n"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--to", "-", "--from", "soon"), "--from 'soon' is no date; give one as 2027-05-15"),
        (("--to", "-", "--from", "9999-12-31"), "--from '9999-12-31' is no date; give one as 2027-05-15"),
        (("--to", "-", "--from", "2027-05-01"), "--from 2027-05-01 is past: a reminder is of what is to come"),
        (("--to", "-", "--at", "noon"), "--at 'noon' is no time of day; give one as 09:00"),
        ((), "--to: name a file for the calendar, as reminders.ics, or - for standard output"),
    ],
)
def test_what_cannot_be_used_is_refused(meet, conference, options, message):
    meet("Jane Doe")
    assert conference("followup", "remind", *options, code=2).stderr == f"eventkit: {message}\n"


def test_file_that_cannot_be_written_is_one_sentence(meet, conference, tmp_path):
    meet("Jane Doe")
    ran = conference("followup", "remind", "--to", tmp_path / "nowhere" / "reminders.ics", code=5)
    assert (
        ran.stderr
        == f"eventkit: {tmp_path / 'nowhere' / 'reminders.ics'}: cannot be written: No such file or directory\n"
    )


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_working_day_is_that_day_or_the_monday_after(day):
    found = working_day(day)
    assert (found.weekday() < 5, 0 <= (found - day).days <= 2, found == day or found.weekday() == 0) == (
        True,
        True,
        True,
    )


@given(st.text(), st.text(), st.integers(0, 23))
def test_whatever_is_written_is_read_back_and_is_one_entry(title, text, hour):
    from eventkit.api import one_line, safe_text

    title, text = (value.encode("utf-8", "replace").decode() for value in (one_line(title), safe_text(text)))
    at = datetime.combine(date(2027, 5, 17), time(hour), UTC)
    data = calendar_of([Reminder(at=at, uid="1@eventkit", title=title, text=text)], now=at)
    [event] = Calendar.from_ical(data).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["DESCRIPTION"]), event["DTSTART"].dt, len(event.subcomponents)) == (
        title,
        text,
        at,
        1,
    )
    assert max(map(len, data.split(b"\r\n"))) <= 75
