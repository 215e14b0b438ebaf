from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit_prep.checklist import plan_renewal
from eventkit_prep.template import TemplateItem

TEMPLATE = """\
## Before
- [ ] T-7 Print the tickets
- [ ] T-1 Pack

## After
- [ ] T+3 Keep promises
- [ ] Some day
"""
TEXTS = ["Print the tickets", "Pack", "Keep promises", "Some day"]


@pytest.fixture
def short(event, own_template):
    """The sample event, and a short template of the user's own; gives the ids of the sessions by UID."""
    own_template(TEMPLATE)
    return event


def states(ran):
    return {item["text"]: item["state"] for item in ran.json}


@pytest.mark.usefixtures("short")
def test_prep_makes_the_checklist_with_dates_counted_from_the_first_day(eventkit_run):
    ran = eventkit_run("prep", "pyconf", "--format", "json")
    assert ran.stderr == "Checklist of pyconf: 4 items added.\n"
    assert ran.json == [
        {
            "number": 1,
            "text": "Print the tickets",
            "section": "Before",
            "due": "2027-05-07",
            "state": "open",
            "overdue": True,
        },
        {"number": 2, "text": "Pack", "section": "Before", "due": "2027-05-13", "state": "open", "overdue": True},
        {
            "number": 3,
            "text": "Keep promises",
            "section": "After",
            "due": "2027-05-17",
            "state": "open",
            "overdue": False,
        },
        {"number": 4, "text": "Some day", "section": "After", "due": None, "state": "open", "overdue": False},
    ]


@pytest.mark.usefixtures("short")
def test_table_shows_sections_marks_dates_and_how_far_off_they_are(eventkit_run, at):
    at("2027-05-12T12:00:00+02:00")
    eventkit_run("prep")
    eventkit_run("prep", "done", 1)
    assert eventkit_run("prep").stdout == (
        "PyConf: 1 of 4 ticked\n"
        "\n"
        "Before\n"
        "No.       Due                   What\n"
        "  1  [x]  Fri 7 May             Print the tickets\n"
        "  2  [ ]  Thu 13 May, tomorrow  Pack\n"
        "\n"
        "After\n"
        "No.       Due                    What\n"
        "  3  [ ]  Mon 17 May, in 5 days  Keep promises\n"
        "  4  [ ]                         Some day\n"
    )


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2027-05-06T12:00:00+02:00", "Fri 7 May, tomorrow"),
        ("2027-05-07T23:59:00+02:00", "Fri 7 May, today"),
        ("2027-05-07T22:01:00+00:00", "Fri 7 May, overdue"),  # the next day on the event's wall
        ("2027-05-08T00:01:00+02:00", "Fri 7 May, overdue"),
    ],
)
@pytest.mark.usefixtures("short")
def test_today_is_the_day_in_the_events_zone(eventkit_run, at, now, words):
    at(now)
    first = eventkit_run("prep").stdout.splitlines()[4]
    assert re.split(" {2,}", first.strip()) == ["1", "[ ]", words, "Print the tickets"]


@pytest.mark.parametrize(
    ("now", "words"),
    [
        ("2027-05-14T09:00:00+02:00", "Fri 14 May, today"),
        ("2027-05-15T09:00:00+02:00", "Fri 14 May, now"),
        ("2027-05-16T09:00:00+02:00", "Fri 14 May, overdue"),
    ],
)
@pytest.mark.usefixtures("event")
def test_item_for_the_event_itself_is_overdue_when_the_event_is_over(eventkit_run, own_template, at, now, words):
    own_template("- [ ] T-0 Listen\n")
    at(now)
    assert eventkit_run("prep").stdout.splitlines()[-1] == f"  1  [ ]  {words}  Listen"
    assert eventkit_run("prep", "--format", "json").json[0]["overdue"] == words.endswith("overdue")


@pytest.mark.usefixtures("short")
def test_prep_again_changes_nothing(eventkit_run, eventkit_app):
    first = eventkit_run("prep", "pyconf", "--format", "json")
    changes = eventkit_app.store.history()
    again = eventkit_run("prep", "pyconf", "--format", "json")
    assert (again.stdout, again.stderr) == (first.stdout, "")
    assert eventkit_app.store.history() == changes


def test_event_that_moves_takes_the_dates_along(eventkit_run, eventkit_app, short, incoming):
    eventkit_run("prep")
    with eventkit_app.store.change("move") as change:
        moved = {session_id: incoming(uid, 21, "10:00", uid) for uid, session_id in short.items()}
        eventkit_app.store.agenda.update_sessions(change, 1, moved, "Europe/Zurich")
    assert [item["due"] for item in eventkit_run("prep", "--format", "json").json] == [
        "2027-05-14",
        "2027-05-20",
        "2027-05-24",
        None,
    ]


@pytest.mark.usefixtures("eventkit_app")
def test_event_without_dates_has_items_without_dates(eventkit_run, own_template):
    own_template("- [ ] T-7 Print\n")
    eventkit_run("events", "add", "dinner", "--name", "Dinner")
    assert eventkit_run("prep", "dinner").stdout == (
        "Dinner: 0 of 1 ticked, no dates until the event has an agenda\n\nNo.       What\n  1  [ ]  Print\n"
    )


@pytest.mark.usefixtures("short")
def test_template_that_grew_adds_its_items_and_leaves_ticks_alone(eventkit_run, own_template):
    eventkit_run("prep")
    eventkit_run("prep", "done", 1)
    eventkit_run("prep", "skip", 2)
    own_template(TEMPLATE.replace("## After", "- [ ] T-3 Read the map\n\n## After"))
    ran = eventkit_run("prep", "--format", "json")
    assert ran.stderr == "Checklist of pyconf: 1 item added.\n"
    assert states(ran) == {
        "Print the tickets": "done",
        "Read the map": "open",
        "Pack": "skipped",
        "Keep promises": "open",
        "Some day": "open",
    }
    assert [item["number"] for item in ran.json] == [1, 2, 3, 4, 5]


@pytest.mark.usefixtures("short")
def test_item_that_left_the_template_stays_when_ticked_and_goes_when_open(eventkit_run, own_template):
    eventkit_run("prep")
    eventkit_run("prep", "done", 1)
    eventkit_run("prep", "skip", 3)
    own_template("## After\n- [ ] T+1 Thank the organisers\n")
    ran = eventkit_run("prep", "--format", "json")
    assert ran.stderr == "Checklist of pyconf: 1 item added and 2 items dropped.\n"
    assert states(ran) == {"Thank the organisers": "open", "Keep promises": "skipped", "Print the tickets": "done"}


@pytest.mark.usefixtures("short")
def test_item_follows_its_template_to_another_date_and_section_and_keeps_its_tick(eventkit_run, own_template):
    eventkit_run("prep")
    eventkit_run("prep", "done", 2)
    own_template(TEMPLATE.replace("T-1 Pack", "T-2 Pack").replace("## Before", "## Get ready"))
    ran = eventkit_run("prep", "--format", "json")
    assert ran.json[1] == {
        "number": 2,
        "text": "Pack",
        "section": "Get ready",
        "due": "2027-05-12",
        "state": "done",
        "overdue": False,
    }


@pytest.mark.usefixtures("event")
def test_template_is_remembered(eventkit_run, own_template):
    own_template("- [ ] Mine\n", "speaker")
    eventkit_run("prep", "pyconf", "--template", "speaker")
    assert list(states(eventkit_run("prep", "pyconf", "--format", "json"))) == ["Mine"]


@pytest.mark.usefixtures("event")
def test_list_outlives_its_template(eventkit_run, eventkit_home, own_template):
    own_template("- [ ] Mine\n", "speaker")
    eventkit_run("prep", "--template", "speaker")
    (eventkit_home / "templates" / "prep" / "speaker.md").unlink()
    ran = eventkit_run("prep", "--format", "json")
    assert list(states(ran)) == ["Mine"]
    assert ran.stderr.startswith(
        "this is the list as it was: there is no template 'speaker'; there is conference, meetup"
    )


@pytest.mark.usefixtures("short")
def test_dry_run_shows_the_list_and_makes_none(eventkit_run, eventkit_app):
    changes = eventkit_app.store.history()
    ran = eventkit_run("prep", "--dry-run", "--format", "json")
    assert ran.stderr == "Checklist of pyconf: 4 items added (not done: --dry-run).\n"
    assert list(states(ran)) == TEXTS
    assert eventkit_app.store.history() == changes


@pytest.mark.usefixtures("event")
def test_bundled_checklist_fits_into_80_columns(eventkit_run):
    lines = eventkit_run("prep").stdout.splitlines()
    assert [line for line in lines if len(line) > 80] == []


# --- done and skip ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("short")
def test_done_and_skip_mark_and_undo_opens_again(eventkit_run):
    eventkit_run("prep")
    assert eventkit_run("prep", "done", 1, 2).stdout == "[x] 1. Print the tickets\n[x] 2. Pack\n"
    assert eventkit_run("prep", "skip", 3).stdout == "[-] 3. Keep promises\n"
    assert eventkit_run("prep", "done", 1, "--undo").stdout == "[ ] 1. Print the tickets\n"
    assert eventkit_run("prep", "skip", 3, "--undo").stdout == "[ ] 3. Keep promises\n"
    assert list(states(eventkit_run("prep", "--format", "json")).values()) == ["open", "done", "open", "open"]


@pytest.mark.usefixtures("short")
def test_done_twice_says_so_and_changes_nothing(eventkit_run, eventkit_app):
    eventkit_run("prep")
    eventkit_run("prep", "done", 1)
    changes = eventkit_app.store.history()
    assert eventkit_run("prep", "done", 1).stdout == "[x] 1. Print the tickets (as before)\n"
    assert eventkit_app.store.history() == changes


@pytest.mark.usefixtures("short")
def test_done_in_a_dry_run_ticks_nothing(eventkit_run):
    eventkit_run("prep")
    assert eventkit_run("prep", "done", 1, "--dry-run").stdout == "[x] 1. Print the tickets (not done: --dry-run)\n"
    assert states(eventkit_run("prep", "--format", "json"))["Print the tickets"] == "open"


@pytest.mark.usefixtures("short")
def test_done_of_a_number_that_is_not_there_ticks_none_of_them(eventkit_run):
    eventkit_run("prep")
    ran = eventkit_run("prep", "done", 1, 9, code=4)
    assert ran.stderr == "eventkit: the checklist of pyconf goes from 1 to 4: there is no 9\n"
    assert states(eventkit_run("prep", "--format", "json"))["Print the tickets"] == "open"


@pytest.mark.usefixtures("event")
def test_done_without_a_checklist_says_how_to_make_one(eventkit_run):
    assert eventkit_run("prep", "done", 1, code=4).stderr == (
        "eventkit: pyconf has no checklist yet; `eventkit prep pyconf` makes one\n"
    )


@pytest.mark.usefixtures("short")
def test_number_means_the_only_checklist_though_another_event_is_on(eventkit_run):
    eventkit_run("events", "add", "dinner")
    eventkit_run("prep", "dinner")
    assert eventkit_run("prep", "done", 1).stdout == "[x] 1. Print the tickets\n"
    assert states(eventkit_run("prep", "dinner", "--format", "json"))["Print the tickets"] == "done"
    assert states(eventkit_run("prep", "pyconf", "--format", "json"))["Print the tickets"] == "open"


@pytest.mark.usefixtures("short")
def test_number_means_the_event_that_is_named(eventkit_run):
    eventkit_run("events", "add", "dinner")
    eventkit_run("prep", "dinner")
    eventkit_run("prep", "pyconf")
    eventkit_run("prep", "done", 1, "--event", "dinner")
    assert states(eventkit_run("prep", "pyconf", "--format", "json"))["Print the tickets"] == "open"


@pytest.mark.usefixtures("short")
def test_prep_without_an_event_means_the_one_that_is_on(eventkit_run):
    eventkit_run("events", "add", "dinner")
    eventkit_run("prep", "dinner")
    assert eventkit_run("prep").stdout.startswith("PyConf: ")


@pytest.mark.usefixtures("short")
def test_prep_without_an_event_that_is_on_means_the_only_checklist(eventkit_run, at):
    at("2027-01-01T09:00:00+01:00")
    eventkit_run("events", "add", "dinner")
    assert eventkit_run("prep", code=2).stderr == "eventkit: which event? name one of: dinner, pyconf\n"
    eventkit_run("prep", "pyconf")
    assert eventkit_run("prep").stdout.startswith("PyConf: ")


@pytest.mark.usefixtures("short")
def test_undo_takes_back_a_tick_and_then_the_list(eventkit_run):
    eventkit_run("prep")
    eventkit_run("prep", "done", 1)
    assert eventkit_run("undo").stdout == "Undid change 3: prep pyconf: 1 done.\n"
    assert states(eventkit_run("prep", "--format", "json"))["Print the tickets"] == "open"
    assert eventkit_run("undo").stdout == "Undid change 2: prep pyconf.\n"
    assert eventkit_run("prep", "done", 1, code=4).stdout == ""


# --- the plan, for any template --------------------------------------------------------------------------

ITEMS = st.lists(
    st.builds(
        TemplateItem,
        id=st.sampled_from("abcdef"),
        text=st.sampled_from(["one", "two"]),
        section=st.sampled_from(["", "before", "after"]),
        offset=st.sampled_from([None, -7, 0, 3]),
    ),
    unique_by=lambda item: item.id,
)
KEPT = st.builds(
    lambda items, states: {item.id: (item, state) for item, state in zip(items, states, strict=False)},
    ITEMS,
    st.lists(st.sampled_from(["open", "done", "skipped"]), min_size=6, max_size=6),
)


@given(ITEMS, KEPT)
def test_renewal_leaves_the_template_and_what_was_ticked(template, kept):
    renewal = plan_renewal(template, kept)
    ticked = {item_id for item_id, (_, state) in kept.items() if state != "open"}
    assert set(renewal.order) == {item.id for item in template} | ticked
    assert len(renewal.order) == len(set(renewal.order))
    assert set(renewal.drop) == set(kept) - set(renewal.order)


@given(ITEMS, KEPT)
def test_renewal_after_renewal_changes_nothing(template, kept):
    first = plan_renewal(template, kept)
    after = {item_id: value for item_id, value in kept.items() if item_id not in first.drop}
    after |= {item.id: (item, kept[item.id][1] if item.id in kept else "open") for item in first.write}
    again = plan_renewal(template, after)
    assert (again.write, again.drop, again.order) == ((), (), first.order)
