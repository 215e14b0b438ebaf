"""Badges become people met at an event, and codes that only the organiser can resolve wait for the list."""

import json
import os
import pty
import subprocess
import sys

import pytest
from PIL import Image

ADA = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nEMAIL:ada@example.org\r\nEND:VCARD\r\n"
LIST = (
    "Badge ID,Name,Email,Company,Tickets\nA-1,Mia Stone,mia@example.org,Lake,1\nA-2,Bo Larsen,bo@example.org,Lake,1\n"
)


@pytest.fixture
def event(eventkit_run):
    """A conference of three days, in Zurich."""
    agenda = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-TIMEZONE:Europe/Zurich\r\n"
        + "".join(
            f"BEGIN:VEVENT\r\nUID:{day}\r\nSUMMARY:Talk {day}\r\nDTSTART;TZID=Europe/Zurich:202705{day}T090000\r\n"
            f"DTEND;TZID=Europe/Zurich:202705{day}T100000\r\nEND:VEVENT\r\n"
            for day in (14, 15, 16)
        )
        + "END:VCALENDAR\r\n"
    )
    eventkit_run("import", "-", "--event", "lake", input=agenda)
    return "lake"


@pytest.fixture
def photo(picture, tmp_path):
    """Write a code into a photo that says when it was taken."""

    def take(name, text, taken="", offset="", modified=""):
        exif = Image.Exif()
        exif.get_ifd(0x8769).update({0x9003: taken, **({0x9011: offset} if offset else {})} if taken else {})
        file = tmp_path / name
        with Image.open(picture("code.png", text)) as drawn:
            drawn.convert("RGB").save(file, "JPEG", exif=exif)
        (tmp_path / "code.png").unlink()
        if modified:
            os.utime(file, (modified, modified))
        return file

    return take


def met_at(run, event):
    return [(entry["person"], entry["at"]) for entry in encounters(run, event)]


def encounters(run, event):
    found = []
    for person in run("people", f"met:{event}", "--format", "json").json:
        shown = run("people", "timeline", person["id"], "--format", "json").json
        found += [{"person": person["name"], "at": item["at"]} for item in shown if item["what"] == "met"]
    return sorted(found, key=lambda entry: entry["at"])


# --- met --------------------------------------------------------------------------------------------------


def test_photographed_badges_are_people_met_at_the_time_of_the_photo(eventkit_run, event, photo):
    files = [
        photo("a.jpg", ADA, "2027:05:14 10:45:00"),
        photo("b.jpg", ADA.replace("Ada", "Bo").replace("ada", "bo"), "2027:05:14 08:50:00", "+00:00"),
    ]
    found = eventkit_run("scan", *files, "--event", event, "--met", "--yes", "--format", "json").json
    assert [(one["action"], one["met_at"]) for one in found] == [
        ("added", "2027-05-14T10:45:00+02:00"),
        ("added", "2027-05-14T10:50:00+02:00"),
    ]
    assert met_at(eventkit_run, event) == [
        ("Ada Lovelace", "2027-05-14T10:45:00+02:00"),
        ("Bo Lovelace", "2027-05-14T10:50:00+02:00"),
    ]


def test_batch_of_badges_is_one_change(eventkit_run, event, photo):
    files = [photo("a.jpg", ADA, "2027:05:14 10:45:00"), photo("b.jpg", "MECARD:N:Larsen,Bo;EMAIL:b@example.org;;")]
    eventkit_run("scan", *files, "--event", event, "--met", "--yes")
    eventkit_run("undo")
    assert eventkit_run("people", "--all", "--format", "json").json == []


@pytest.mark.parametrize(
    ("said", "at"),
    [
        (("2027:05:14 10:45:00", "", ""), "2027-05-14T10:45:00+02:00"),
        (("2027:05:14 10:45:00", "+05:30", ""), "2027-05-14T07:15:00+02:00"),
        (("2027:05:14 10:45:00", "rubbish", ""), "2027-05-14T10:45:00+02:00"),
        (("0000:00:00 00:00:00", "", 1_810_364_400), "2027-05-15T09:00:00+02:00"),
        (("1980:01:01 00:00:00", "", 1_810_364_400), "2027-05-15T09:00:00+02:00"),
        (("", "", 1_810_364_400), "2027-05-15T09:00:00+02:00"),
        (("", "", 1_800_000_000), "2027-05-14T09:00:00+02:00"),
    ],
    ids=["zone of the event", "offset", "bad offset", "no time", "unset clock", "the file's", "now"],
)
def test_time_of_the_encounter_is_the_best_that_is_known(eventkit_run, event, photo, said, at):
    file = photo("a.jpg", ADA, *said)
    eventkit_run("scan", file, "--event", event, "--met", "--yes")
    assert met_at(eventkit_run, event) == [("Ada Lovelace", at)]


def test_photo_from_another_year_is_told(eventkit_run, event, photo):
    file = photo("a.jpg", ADA, "2019:05:14 10:45:00")
    ran = eventkit_run("scan", file, "--event", event, "--met", "--yes")
    assert ran.stderr.splitlines()[0] == f"{file}: the photo says 2019-05-14, which is not at lake"


def test_badge_photographed_twice_is_met_once(eventkit_run, event, photo):
    files = [photo("a.jpg", ADA, "2027:05:14 10:45:00"), photo("b.jpg", ADA, "2027:05:14 10:46:00")]
    for _ in range(2):
        eventkit_run("scan", *files, "--event", event, "--met", "--yes")
    assert met_at(eventkit_run, event) == [("Ada Lovelace", "2027-05-14T10:45:00+02:00")]


def test_somebody_known_is_met_by_a_badge_that_says_nothing_new(eventkit_run, event, photo):
    file = photo("a.jpg", ADA, "2027:05:14 10:45:00")
    eventkit_run("scan", file, "--event", event, "--yes")
    ran = eventkit_run("scan", file, "--event", event, "--met", "--format", "json")
    assert [(one["action"], one["met_at"]) for one in ran.json] == [("needs --yes", None)]
    found = eventkit_run("scan", file, "--event", event, "--met", "--yes", "--format", "json").json
    assert [(one["action"], one["known"]["name"]) for one in found] == [("unchanged", "Ada Lovelace")]
    assert met_at(eventkit_run, event) == [("Ada Lovelace", "2027-05-14T10:45:00+02:00")]


def test_plugins_are_told_of_encounters_after_the_commit(eventkit_run, event, photo):
    eventkit_run("people", "add", "Ada Lovelace", "--email", "ada@example.org")
    eventkit_run("prep", "meet", "Ada Lovelace", "--event", event)
    file = photo("a.jpg", ADA, "2027:05:14 10:45:00")
    told = "Ada Lovelace was on your list of people to meet; that was the last one."
    assert told not in eventkit_run("scan", file, "--event", event, "--met", "--dry-run").stderr
    assert told in eventkit_run("scan", file, "--event", event, "--met", "--yes").stderr.splitlines()


def test_met_without_an_event_asks_which(eventkit_run, photo):
    assert "there is no event yet" in eventkit_run("scan", photo("a.jpg", ADA), "--met", "--yes", code=4).stderr


def test_i_am_never_met(eventkit_run, event, tmp_path):
    eventkit_run("me", "--name", "Robin Keller", "--email", "robin@example.org")
    eventkit_run("card", "--png", tmp_path / "me.png")
    found = eventkit_run("scan", tmp_path / "me.png", "--event", event, "--met", "--yes", "--format", "json").json
    assert [(one["person"], one["action"], one["met_at"]) for one in found] == [("you", "unchanged", None)]


# --- links and other things that --yes does not accept ----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "found_as"),
    [
        ("https://www.linkedin.com/in/ada-lovelace-1a2b", ("profile", "Ada Lovelace")),
        ("mailto:ada@example.org", ("email", "ada@example.org")),
        ("tel:+15550100", ("phone", "+15550100")),
        ("MECARD:N:Doe,Jane;URL:https\\://good.example@evil.example;;", ("mecard", "Jane Doe")),
        ("https://example.org/v/17", ("url", None)),
        ("A-0001742", ("badge", None)),
    ],
)
def test_what_is_no_plain_card_is_stored_with_accept_links_only(eventkit_run, event, photo, text, found_as):
    kind, person = found_as
    file = photo("a.jpg", text)
    run = ("scan", file, "--event", event, "--format", "json")
    (found,) = eventkit_run(*run, "--yes").json
    assert (found["kind"], found["person"], found["action"]) == (kind, person, "needs --accept-links")
    assert eventkit_run("people", "--format", "json").json == []
    (found,) = eventkit_run(*run, "--accept-links").json
    assert found["action"] == ("added" if person else "kept")
    (found,) = eventkit_run(*run).json
    assert found["action"] == "unchanged"


def test_profile_becomes_a_handle(eventkit_run, photo):
    eventkit_run("scan", photo("a.jpg", "https://www.linkedin.com/in/ada-lovelace-1a2b"), "--accept-links")
    (person,) = eventkit_run("people", "--format", "json").json
    assert (person["name"], person["handles"]) == ("Ada Lovelace", {"linkedin": "ada-lovelace-1a2b"})


def test_link_is_shown_with_its_host_and_what_is_odd(eventkit_run, event, photo):
    file = photo("a.jpg", "https://good.example@evil.example/x")
    assert eventkit_run("scan", file, "--event", event).stderr.splitlines()[:4] == [
        f"{file}: a link, to keep with lake",
        "  says          https://good.example@evil.example/x",
        "  leads to      evil.example",
        "  warning       the link begins as 'good.example', which is no part of where it leads",
    ]


def test_code_that_asks_to_be_run_is_left_and_said(eventkit_run, photo):
    file = photo("a.jpg", "javascript:alert(1)")
    ran = eventkit_run("scan", file, "--yes", "--accept-links", "--format", "json")
    assert [one["action"] for one in ran.json] == ["not a card"]
    assert ran.stderr.startswith(f"{file}: this asks to be run")


def test_code_of_a_badge_needs_an_event(eventkit_run, photo):
    ran = eventkit_run("scan", photo("a.jpg", "A-0001742"), "--accept-links", "--format", "json")
    assert [one["action"] for one in ran.json] == ["needs --event"]
    assert ran.stderr.splitlines()[-1].endswith("scan again with --event SLUG.")


def test_who_is_enriched_is_shown_with_what_is_new(eventkit_run, photo):
    eventkit_run("people", "add", "Ada L.", "--email", "ada@example.org")
    file = photo("a.jpg", ADA.replace("FN:", "TITLE:Analyst\r\nFN:"))
    ran = eventkit_run("scan", file, "--dry-run", "--format", "json")
    assert ran.stderr.splitlines() == [f"{file}: Ada Lovelace, adds to Ada L. (number 1)", "  title         Analyst"]
    assert ran.json[0]["fields"] == [{"field": "title", "before": "", "after": "Analyst"}]
    assert ran.json[0]["known"] == {"name": "Ada L.", "id": 1}


@pytest.mark.usefixtures("eventkit_home")
def test_on_a_terminal_the_name_of_a_profile_is_asked_for(photo):
    terminal, keys = pty.openpty()
    file = photo("a.jpg", "https://www.linkedin.com/in/ada-lovelace-1a2b")
    command = [sys.executable, "-m", "eventkit", "scan", file, "--format", "json"]
    with subprocess.Popen(command, stdin=keys, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        os.write(terminal, b"y\nAda King\n")
        out, err = running.communicate(timeout=60)
    os.close(terminal)
    os.close(keys)
    assert "Store this? [y/N]: " in err.decode()
    assert "Name [Ada Lovelace]: " in err.decode()
    assert [(one["person"], one["action"]) for one in json.loads(out)] == [("Ada King", "added")]


# --- codes that wait for the list -------------------------------------------------------------------------


@pytest.fixture
def badges(eventkit_run, event, photo):
    """Three codes that wait: one of somebody who was met, one in JSON, one that no list has."""
    eventkit_run(
        *("scan", photo("a.jpg", "A-1", "2027:05:14 10:45:00"), "--event", event, "--met", "--accept-links"),
    )
    files = [photo("b.jpg", '{"ticket": "A-2"}'), photo("c.jpg", "https://badge.example/A-3")]
    eventkit_run("scan", *files, "--event", event, "--accept-links")
    return event


@pytest.fixture
def listed(tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(LIST)
    return file


def waiting(run, event):
    return [(one["code"], one["person"]) for one in run("scan", "waiting", "--event", event, "--format", "json").json]


def test_list_of_the_organiser_says_whose_the_codes_are(eventkit_run, badges, listed):
    found = eventkit_run("scan", "resolve", listed, "--event", badges, "--format", "json").json
    assert [(one["person"], one["action"]) for one in found] == [
        ("Mia Stone", "added, met"),
        ("Bo Larsen", "added"),
        (None, "waits: not in the list"),
    ]
    assert waiting(eventkit_run, badges) == [
        ("A-1", "Mia Stone"),
        ('{"ticket": "A-2"}', "Bo Larsen"),
        ("https://badge.example/A-3", None),
    ]
    assert met_at(eventkit_run, badges) == [("Mia Stone", "2027-05-14T10:45:00+02:00")]
    people = eventkit_run("people", "--format", "json").json
    assert [(one["name"], one["emails"], one["events"]) for one in people] == [
        ("Bo Larsen", ["bo@example.org"], ["lake"]),
        ("Mia Stone", ["mia@example.org"], ["lake"]),
    ]


def test_resolving_is_planned_and_undone_as_a_whole(eventkit_run, badges, listed):
    before = waiting(eventkit_run, badges)
    eventkit_run("scan", "resolve", listed, "--event", badges, "--dry-run")
    assert waiting(eventkit_run, badges) == before
    eventkit_run("scan", "resolve", listed, "--event", badges)
    eventkit_run("undo")
    assert waiting(eventkit_run, badges) == before
    assert eventkit_run("people", "--all", "--format", "json").json == []


def test_code_that_several_people_of_a_list_have_waits(eventkit_run, badges, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Name,Email,Hall pass\nMia Stone,mia@example.org,A-3333\nBo Larsen,bo@example.org,A-3333\n")
    eventkit_run("scan", "--text", "A-3333", "--event", badges, "--accept-links")
    found = eventkit_run("scan", "resolve", file, "--event", badges, "--format", "json").json
    assert found[-1]["action"] == "waits: 2 people of the list have it"


def test_name_says_whose_one_code_is(eventkit_run, badges):
    eventkit_run("people", "add", "Ada Lovelace", "--email", "ada@example.org")
    refused = eventkit_run("scan", "resolve", "Ada", "Lovelace", "--event", badges, code=4)
    assert "more than one badge code waits" in refused.stderr
    found = eventkit_run("scan", "resolve", "Ada", "--code", "A-1", "--event", badges, "--format", "json").json
    assert [(one["person"], one["action"]) for one in found] == [("Ada Lovelace", "known, met")]
    found = eventkit_run("scan", "resolve", "Zoë Ångström", "--code", "A-3", "--event", badges, "--format", "json").json
    assert [(one["person"], one["action"]) for one in found] == [("Zoë Ångström", "added")]


def test_code_that_was_resolved_is_its_person_when_it_is_scanned_again(eventkit_run, badges, listed, photo):
    eventkit_run("scan", "resolve", listed, "--event", badges)
    file = photo("d.jpg", "A-1", "2027:05:15 12:00:00")
    ran = eventkit_run("scan", file, "--event", badges, "--met", "--accept-links", "--format", "json")
    assert [(one["person"], one["met_at"]) for one in ran.json] == [("Mia Stone", "2027-05-15T12:00:00+02:00")]
    assert [at for _, at in met_at(eventkit_run, badges)] == ["2027-05-14T10:45:00+02:00", "2027-05-15T12:00:00+02:00"]


def test_what_is_neither_a_file_nor_waits_is_said(eventkit_run, event):
    ran = eventkit_run("scan", "resolve", "Nobody", "--event", event, code=4)
    assert ran.stderr == "eventkit: no badge code waits at lake, and there is no such file either\n"


def test_list_that_is_not_there_is_nobody_s_name(eventkit_run, badges, tmp_path):
    for name in ("list.cvs/", tmp_path / "gone", "gone.csv"):
        ran = eventkit_run("scan", "resolve", name, "--code", "A-1", "--event", badges, code=3)
        assert ran.stderr == f"eventkit: {name}: there is no such file\n"


def test_agenda_is_no_list_of_people(eventkit_run, badges, tmp_path):
    file = tmp_path / "agenda.ics"
    file.write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    assert "no list of people" in eventkit_run("scan", "resolve", file, "--event", badges, code=3).stderr


def test_waiting_is_empty_at_first(eventkit_run, event):
    assert eventkit_run("scan", "waiting", "--event", event).stderr == "no badge code is kept at lake\n"
