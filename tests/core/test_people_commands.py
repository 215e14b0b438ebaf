"""`eventkit me`, `people` and `met`."""

from __future__ import annotations

import pytest


@pytest.fixture
def run(eventkit_run):
    eventkit_run("events", "add", "meetup", "--timezone", "Europe/Zurich")
    return eventkit_run


def people(run, *query):
    return run("people", *query, "--format", "json").json


def test_people_answers_with_the_keys_that_scripts_rely_on(run):
    run(
        *("people", "add", "Ann Bee", "--given", "Ann", "--family", "Bee", "--organization", "Hive Ltd"),
        *("--title", "Keeper", "--email", "ann@example.org", "--phone", "+44 20 7946 0001"),
        *("--url", "https://ann.example.org", "--url", "https://github.com/annbee"),
        *("--tag", "friend", "--interest", "honey", "--event", "meetup"),
    )
    assert people(run) == [
        {
            "id": 1,
            "name": "Ann Bee",
            "contact": True,
            "given": "Ann",
            "family": "Bee",
            "organization": "Hive Ltd",
            "title": "Keeper",
            "emails": ["ann@example.org"],
            "phones": ["+44 20 7946 0001"],
            "urls": ["https://ann.example.org"],
            "handles": {"github": "annbee"},
            "interests": ["honey"],
            "tags": ["friend"],
            "events": ["meetup"],
            "birthday": "",
            "do_not_contact": False,
            "note": "",
        }
    ]


def test_me_is_told_in_parts_and_is_nobody_s_contact(run):
    run("me", "--name", "Robin Keller", "--email", "robin@example.org")
    run("me", "--title", "Advocate")
    run("me", "--email", "robin@example.net")
    me = run("me", "--format", "json").json
    assert (me["name"], me["title"], me["emails"]) == ("Robin Keller", "Advocate", ["robin@example.net"])
    assert people(run, "--all") == []


def test_me_without_a_name_is_asked_for_one(run):
    assert run("me", "--email", "robin@example.org", code=3).stderr == "eventkit: say at least your name: --name NAME\n"


def test_me_that_was_never_told_is_not_found(run):
    assert run("me", code=4).stderr.startswith("eventkit: you have not said who you are; `eventkit me --name")


def test_an_address_that_is_none_is_refused(run):
    assert run("people", "add", "Ann", "--email", "ann at home", code=3).stderr == (
        "eventkit: 'ann at home' is no e-mail address\n"
    )


def test_somebody_s_address_is_not_given_to_another(run):
    run("people", "add", "Ann Bee", "--email", "ann@example.org")
    result = run("people", "add", "Bea Ann", "--email", "ANN@example.org", code=3)
    assert result.stderr == "eventkit: Ann Bee (number 1) has that address, number or handle already\n"


def test_tags_are_given_and_taken(run):
    run("people", "add", "Ann Bee")
    assert run("people", "tag", "ann", "--add", "friend", "--add", "Python").stdout == "Ann Bee: friend, Python\n"
    assert run("people", "tag", "1", "--add", "FRIEND").stdout == "Ann Bee: friend, Python, as before\n"
    assert run("people", "tag", "ann", "--remove", "friend").stdout == "Ann Bee: Python\n"
    assert [person["name"] for person in people(run, "tag:python")] == ["Ann Bee"]


def test_a_person_is_found_by_number_address_and_part_of_the_name(run):
    run("people", "add", "Zoë Ångström", "--email", "zoe@example.org")
    for who in ("1", "zoe@example.org", "angstr", "zoe ang", "ngst"):
        assert run("people", "show", who, "--format", "json").json["name"] == "Zoë Ångström"


def test_an_ambiguous_person_lists_the_candidates(run):
    run("people", "add", "Ann Bee", "--organization", "Hive Ltd")
    run("people", "add", "Ann Cee", "--email", "cee@example.org")
    assert run("people", "show", "ann", code=4).stderr.splitlines() == [
        "eventkit: more than one fits person 'ann'; say more of it, or give its number:",
        "  1  Ann Bee (Hive Ltd)",
        "  2  Ann Cee (cee@example.org)",
    ]


def test_the_whole_name_goes_before_a_part_of_another(run):
    run("people", "add", "Ann")
    run("people", "add", "Ann Cee")
    assert run("people", "show", "ann", "--format", "json").json["id"] == 1


def test_met_makes_someone_new(run):
    result = run("met", "Ann Bee", "--event", "meetup", "--note", "bees", "--promise", "send honey")
    assert result.stdout == "Noted: met Ann Bee, number 1 (new), meetup.\nPromised: send honey\n"
    assert [(person["name"], person["events"]) for person in people(run, "met:meetup has:promise")] == [
        ("Ann Bee", ["meetup"])
    ]


def test_met_is_at_the_time_of_the_clock_on_the_event_s_wall(run):
    assert run("met", "Ann Bee", "--format", "json").json["at"] == "2027-05-14T09:00:00+02:00"


@pytest.mark.parametrize(
    ("told", "at"),
    [
        ("10:45", "2027-05-14T10:45:00+02:00"),
        ("2027-05-13T22:10", "2027-05-13T22:10:00+02:00"),
        ("2027-05-13T22:10+00:00", "2027-05-13T22:10:00+00:00"),
        ("2027-05-13", "2027-05-13T12:00:00+02:00"),
    ],
)
def test_met_at_a_told_time(run, told, at):
    assert run("met", "Ann Bee", "--at", told, "--format", "json").json["at"] == at


def test_met_at_no_time_is_a_usage_error(run):
    assert run("met", "Ann", "--at", "teatime", code=2).stderr == (
        "eventkit: --at 'teatime' is no time; give 10:45, or 2027-05-14T10:45\n"
    )


def test_met_again_is_the_same_person(run):
    run("met", "Ann Bee", "--note", "bees")
    run("met", "ann", "--note", "flowers")
    shown = run("people", "show", "ann", "--format", "json").json
    assert [encounter["note"] for encounter in shown["encounters"]] == ["bees", "flowers"]


def test_met_prefers_who_is_at_the_event(run):
    run("people", "add", "Ann Bee")
    run("people", "add", "Ann Cee", "--event", "meetup")
    assert run("met", "ann", "--event", "meetup").stdout == "Noted: met Ann Cee, number 2, meetup.\n"


def test_met_makes_a_contact_of_a_speaker(run, pyconf):
    run("import", pyconf / "agenda.ics", "--event", "pyconf")
    assert people(run) == []
    listed = people(run, "--all", "role:speaker", "saoirse")
    assert [(person["name"], person["contact"]) for person in listed] == [("Saoirse Tullaghan", False)]
    run("met", "saoirse", "--event", "pyconf", "--session", "server-rendered")
    assert [(person["id"], person["contact"]) for person in people(run)] == [(listed[0]["id"], True)]


def test_a_speaker_s_card_joins_the_speaker(run, pyconf):
    run("import", pyconf / "agenda.ics", "--event", "pyconf")
    speaker = people(run, "--all", "svenja")[0]
    run("import", pyconf / "attendees.vcf", "--event", "pyconf")
    assert [person["id"] for person in people(run, "--all", "svenja")] == [speaker["id"]]
    assert people(run, "svenja")[0]["emails"] != []


def test_met_at_an_event_that_is_not_there_says_how_to_make_it(run):
    assert run("met", "Ann", "--event", "dinner", code=4).stderr == (
        "eventkit: there is no event 'dinner'; `eventkit events add dinner` makes one\n"
    )


def test_met_nobody_is_refused(run):
    assert run("met", "77", code=4).stderr == "eventkit: there is no person '77'\n"
    assert run("met", "!!", code=3).stderr == "eventkit: '!!' is nobody's number, and no name\n"


def test_a_dry_run_of_met_does_nothing(run):
    run("met", "Ann Bee", "--dry-run")
    assert people(run, "--all") == []


def test_an_unknown_term_of_a_query_is_named_with_the_right_one(run):
    result = run("people", "tga:friend", code=2)
    assert result.stderr.startswith("eventkit: query: no term tga: in 'tga:friend'; did you mean tag:?")


def test_hostile_text_reaches_a_terminal_as_text(run):
    run("people", "add", "Ann \x1b[31mRed\x07\u202e")
    assert "\x1b" not in run("people").stdout
    assert "Ann [31mRed" in run("people").stdout


def test_csv_calculates_nothing(run):
    run("people", "add", "=1+1", "--phone", "+44 20 7946 0001")
    row = run("people", "--format", "csv").stdout.splitlines()[1]
    assert row.startswith("1,'=1+1,true,")
    assert ",+44 20 7946 0001," in row


def test_who_does_not_want_to_be_written_to_is_kept(run):
    run("people", "add", "Ann Bee", "--email", "ann@example.org")
    assert run("people", "do-not-contact", "ann").stdout == "Ann Bee is not written to.\n"
    assert "do not contact" in run("people", "show", "ann").stdout
    assert run("people", "do-not-contact", "ann", "--off").stdout == "Ann Bee may be written to.\n"
    assert "do not contact" not in run("people", "show", "ann").stdout


def test_a_name_that_is_written_out_is_not_the_beginning_of_another(run):
    run("people", "add", "Jan Meyerhoff", "--event", "meetup")
    assert run("met", "jan mey").stdout == "Noted: met Jan Meyerhoff, number 1, meetup.\n"
    assert run("met", "Jan Meyer").stdout == "Noted: met Jan Meyer, number 2 (new), meetup.\n"
    assert run("met", "Meyer").stdout == "Noted: met Jan Meyer, number 2, meetup.\n"


def test_a_whole_word_goes_before_the_beginning_of_one(run):
    run("people", "add", "Ann Bee")
    run("people", "add", "Anna Cee")
    assert run("people", "show", "ann", "--format", "json").json["name"] == "Ann Bee"


def test_a_dry_run_of_me_keeps_nothing_and_says_so(run):
    assert run("me", "--name", "Robin Keller", "--dry-run").stderr == "Nothing was kept: --dry-run.\n"
    run("me", code=4)


def test_list_marks_who_is_not_to_be_contacted(run):
    run("people", "add", "Ann Bee")
    run("people", "add", "Bea Cee")
    run("people", "do-not-contact", "ann")
    assert run("people").stdout == "No.  Name     Contact\n  1  Ann Bee  do not\n  2  Bea Cee\n"
    assert [person["do_not_contact"] for person in people(run)] == [True, False]


def test_every_handle_is_shown(run):
    run("people", "add", "Ann Bee", "--url", "https://github.com/annbee", "--url", "https://github.com/beeworks")
    shown = run("people", "show", "ann").stdout
    assert "annbee" in shown
    assert "beeworks" in shown
