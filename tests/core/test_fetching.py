"""`eventkit import ADDRESS`: what is asked for, how, and of whom; what redirects do, and who sees a password."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

SCHEDULE = """<?xml version="1.0"?>
<schedule><conference><title>Small Conf</title><acronym>small</acronym></conference>
<day index="1" date="2027-05-14"><room name="Hall">
<event id="1" guid="0e4a0f8e-0000-4000-8000-000000000001"><date>2027-05-14T09:00:00+02:00</date><start>09:00</start>
<duration>00:30</duration><room>Hall</room><title>Tea</title></event>
</room></day></schedule>
"""


def calendar(*titles, name="Small Meetup"):
    events = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{title}\r\nDTSTART:20270514T{9 + number:02}0000Z\r\nEND:VEVENT\r\n"
        for number, title in enumerate(titles)
    ]
    return "BEGIN:VCALENDAR\r\n" + (f"X-WR-CALNAME:{name}\r\n" if name else "") + "".join(events) + "END:VCALENDAR\r\n"


def counts(result):
    return tuple(result.json[name] for name in ("added", "updated", "unchanged", "removed"))


def titles(run):
    return [session["title"] for session in run("agenda", "meetup", "--format", "json").json]


def history(run):
    return run("history", "--format", "json").json


# --- asking --------------------------------------------------------------------------------------------


def test_an_address_is_fetched_and_imported(eventkit_run, web):
    server = web()
    server.answer("/agenda.ics", calendar("Tea", "Cake"), content_type="text/plain")
    ran = eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup")
    assert ran.stdout == "Imported sessions into meetup (UTC): 2 added, 0 updated, 0 unchanged.\n"
    assert history(eventkit_run)[0]["label"] == f"import 127.0.0.1:{server.port}/agenda.ics"


def test_the_request_says_who_asks_and_nothing_of_the_user(eventkit_run, web):
    server = web()
    server.answer("/agenda.ics", calendar("Tea"))
    eventkit_run("import", server.address("/agenda.ics"))
    [(_, headers)] = server.requests
    assert headers.pop("User-Agent").endswith(" (+agenda importer)")
    assert sorted(headers) == ["Accept", "Accept-Encoding", "Host"]


@pytest.mark.parametrize("content_type", ["text/html", "application/octet-stream", "image/png", ""])
def test_the_content_type_is_not_believed(eventkit_run, web, content_type):
    server = web()
    server.answer("/agenda", calendar("Tea"), content_type=content_type)
    assert counts(eventkit_run("import", server.address("/agenda"), "--format", "json")) == (1, 0, 0, 0)


def test_a_schedule_and_cards_come_from_an_address_too(eventkit_run, web):
    server = web()
    server.answer("/schedule.xml", SCHEDULE)
    server.answer("/me.vcf", "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Ann Bee\r\nEND:VCARD\r\n")
    addresses = server.address("/schedule.xml"), server.address("/me.vcf")
    assert counts(eventkit_run("import", *addresses, "--format", "json")) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("header", "told"),
    [({"etag": 'W/"one"'}, "If-None-Match"), ({"last_modified": "Thu, 14 May 2026"}, "If-Modified-Since")],
)
def test_what_has_not_changed_is_not_sent_again(eventkit_run, web, header, told):
    server = web()
    server.answer("/agenda.ics", calendar("Tea", "Cake"), **header)
    address = server.address("/agenda.ics")
    eventkit_run("import", address, "--event", "meetup")
    before = history(eventkit_run)
    assert counts(eventkit_run("import", address, "--event", "meetup", "--format", "json")) == (0, 0, 2, 0)
    assert [told in headers for _, headers in server.requests] == [False, True]
    assert history(eventkit_run) == before


def test_what_changed_is_sent_and_asked_for_by_its_new_tag(eventkit_run, web):
    server = web()
    address = server.address("/agenda.ics")
    for tag, title in (("one", "Tea"), ("two", "Green tea"), ("two", "Green tea")):
        server.answer("/agenda.ics", calendar(title), etag=tag)
        eventkit_run("import", address, "--event", "meetup")
    assert [headers.get("If-None-Match") for _, headers in server.requests] == [None, "one", "two"]
    assert titles(eventkit_run) == ["Green tea"]


@pytest.mark.parametrize(("seconds", "asked"), [(0, False), (5, True)])
def test_a_date_is_only_believed_once_its_second_is_over(eventkit_run, web, seconds, asked):
    server = web()
    written = datetime.now(UTC) - timedelta(seconds=seconds)
    server.answer("/agenda.ics", calendar("Tea"), last_modified=format_datetime(written, usegmt=True))
    for _ in range(2):
        eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup")
    assert ["If-Modified-Since" in headers for _, headers in server.requests] == [False, asked]


def test_an_agenda_with_problems_is_fetched_whole_each_time(eventkit_run, web):
    server = web()
    broken = calendar("Tea", "Cake").replace("DTSTART:20270514T100000Z", "DTSTART:soon")
    broken = broken.replace("SUMMARY:Cake\r\n", "")
    server.answer("/agenda.ics", broken, etag="one", last_modified="yesterday")
    for _ in range(2):
        eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup", code=3)
    assert [sorted({"If-None-Match", "If-Modified-Since"} & set(headers)) for _, headers in server.requests] == [[], []]


@pytest.mark.parametrize("option", [("--timezone", "Asia/Tokyo"), ("--accept-removals",)])
def test_what_is_to_be_read_in_another_way_is_fetched_whole(eventkit_run, web, option):
    server = web()
    server.answer("/agenda.ics", calendar("Tea"), etag="one")
    eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup")
    eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup", *option)
    assert ["If-None-Match" in headers for _, headers in server.requests] == [False, False]


def test_without_an_event_an_address_stays_with_the_one_it_was_imported_into(eventkit_run, web):
    server = web()
    for title in ("Tea", "Green tea"):
        server.answer("/agenda.ics", calendar(title))
        eventkit_run("import", server.address("/agenda.ics"), *(["--event", "meetup"] if title == "Tea" else []))
    assert titles(eventkit_run) == ["Green tea"]
    assert [event["slug"] for event in eventkit_run("events", "--format", "json").json] == ["meetup"]


def test_an_agenda_without_a_name_is_named_by_its_address(eventkit_run, web):
    server = web()
    server.answer("/democon-2027/schedule/export/schedule.ics", calendar("Tea", name=""))
    eventkit_run("import", server.address("/democon-2027/schedule/export/schedule.ics"))
    assert [event["slug"] for event in eventkit_run("events", "--format", "json").json] == ["democon-2027"]


def test_the_store_is_free_while_something_is_fetched(eventkit_run, eventkit_home, web):
    server = web()
    eventkit_run("events", "add", "meetup")

    def body(handler):
        with sqlite3.connect(eventkit_home / "eventkit.db", timeout=0) as store:
            store.execute("UPDATE event SET name = 'Renamed meanwhile'")
        store.close()
        handler.wfile.write(calendar("Tea").encode())

    server.answer("/agenda.ics", body, content_length=str(len(calendar("Tea"))))
    eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup")
    assert eventkit_run("events", "--format", "json").json[0]["name"] == "Renamed meanwhile"


def test_a_dry_run_fetches_and_stores_nothing(eventkit_run, web):
    server = web()
    server.answer("/agenda.ics", calendar("Tea"), etag="one")
    ran = eventkit_run("import", server.address("/agenda.ics"), "--event", "meetup", "--dry-run", "--format", "json")
    assert counts(ran) == (1, 0, 0, 0)
    assert eventkit_run("events", "--format", "json").json == []


def test_a_file_is_imported_without_what_fetching_needs(eventkit_home, pyconf):
    script = "import sys, eventkit.__main__ as m\ntry: m.main()\nfinally: print('urllib3' in sys.modules)"
    command = [sys.executable, "-c", script, "--home", str(eventkit_home), "import", str(pyconf / "agenda.ics")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.endswith("\nFalse\n")


# --- webcal --------------------------------------------------------------------------------------------


def test_webcal_with_a_port_is_http(eventkit_run, web):
    server = web()
    server.answer("/agenda.ics", calendar("Tea"), etag="one")
    address = server.address("/agenda.ics").replace("http:", "webcal:")
    eventkit_run("import", address, "--event", "meetup")
    assert counts(eventkit_run("import", address, "--event", "meetup", "--format", "json")) == (0, 0, 1, 0)
    assert [headers.get("If-None-Match") for _, headers in server.requests] == [None, "one"]


def test_webcal_is_https_and_http_where_there_is_none(eventkit_run, web, monkeypatch):
    server = web()
    monkeypatch.setenv("https_proxy", server.address("/"))
    monkeypatch.setenv("http_proxy", server.address("/"))
    server.answer("http://agenda.example.org/a.ics", calendar("Tea"))
    eventkit_run("import", "webcal://agenda.example.org/a.ics")
    assert server.paths == ["CONNECT agenda.example.org:443", "http://agenda.example.org/a.ics"]


def test_webcals_is_https_only(eventkit_run, web, monkeypatch):
    server = web()
    monkeypatch.setenv("https_proxy", server.address("/"))
    eventkit_run("import", "webcals://agenda.example.org/a.ics", code=7)
    assert server.paths == ["CONNECT agenda.example.org:443"]


# --- redirects -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_address_that_was_given_is_kept(eventkit_run, web, status):
    server = web()
    server.redirect("/old.ics", "new.ics", status)
    server.answer("/new.ics", calendar("Tea"), etag="one")
    for _ in range(2):
        eventkit_run("import", server.address("/old.ics"), "--event", "meetup")
    assert server.paths == ["/old.ics", "/new.ics"] * 2


def test_five_redirects_are_followed(eventkit_run, web):
    server = web()
    for number in range(5):
        server.redirect(f"/{number}.ics", f"/{number + 1}.ics")
    server.answer("/5.ics", calendar("Tea"))
    assert counts(eventkit_run("import", server.address("/0.ics"), "--format", "json")) == (1, 0, 0, 0)


def test_six_redirects_are_not(refused, imported):
    for number in range(6):
        imported.redirect(f"/{number}.ics", f"/{number + 1}.ics")
    said = refused(imported.address("/0.ics"))
    assert said == "leads on more than 5 times, so it was not followed"


def test_a_circle_of_redirects_is_left(refused, imported):
    imported.redirect("/a.ics", "/b.ics")
    imported.redirect("/b.ics", "/a.ics")
    assert refused(imported.address("/a.ics")) == "leads in a circle, so it was not followed"
    assert imported.paths == ["/a.ics", "/b.ics"]


@pytest.mark.parametrize("target", ["ftp://example.org/a.ics", "file:///etc/passwd", "http://a:x/"])
def test_a_redirect_out_of_the_web_is_not_followed(refused, imported, target):
    imported.redirect("/a.ics", target)
    assert refused(imported.address("/a.ics")).startswith("leads to no address of the web: ")


@pytest.mark.parametrize("target", ["http://127.0.0.1:1/", "http://localhost/", "http://192.168.0.1/", "http://[::1]/",
                                    "http://[::ffff:10.0.0.1]/", "http://printer.local/"])  # fmt: skip
def test_a_public_host_does_not_lead_into_a_private_network(refused, web, monkeypatch, target):
    server = web()
    monkeypatch.setenv("http_proxy", server.address("/"))
    server.redirect("http://agenda.example.org/a.ics", target)
    said = refused("http://agenda.example.org/a.ics")
    assert said == f"leads into a private network, to {target}, so it was not followed"
    assert server.paths == ["http://agenda.example.org/a.ics"]


def test_a_private_host_may(eventkit_run, web):
    server, other = web(), web()
    server.redirect("/a.ics", other.address("/b.ics"))
    other.answer("/b.ics", calendar("Tea"))
    assert counts(eventkit_run("import", server.address("/a.ics"), "--format", "json")) == (1, 0, 0, 0)


# --- names, passwords, tokens --------------------------------------------------------------------------


def test_a_name_and_password_are_sent_and_kept_but_never_shown(eventkit_run, web):
    server = web()
    server.answer("/agenda.ics", calendar("Tea", "Cake").replace("DTSTART:20270514T100000Z", "DTSTART:soon"))
    address = server.address("/agenda.ics", user="ann:p%40ss@")
    first = eventkit_run("import", address, "--event", "meetup", "--format", "json")
    server.answer("/agenda.ics", status=500)
    second = eventkit_run("refresh", code=7)
    assert [headers["Authorization"] for _, headers in server.requests] == ["Basic YW5uOnBAc3M="] * 2
    shown = [first.stdout, first.stderr, second.stdout, second.stderr, str(history(eventkit_run))]
    assert [word for word in ("ann", "p%40ss", "p@ss") if word in "".join(shown)] == []


def test_a_name_and_password_are_sent_to_nobody_else(eventkit_run, web):
    server, other = web(), web()
    server.redirect("/agenda.ics", other.address("/b.ics"))
    other.answer("/b.ics", calendar("Tea"))
    eventkit_run("import", server.address("/agenda.ics", user="ann:secret@"))
    assert ["Authorization" in headers for _, headers in [*server.requests, *other.requests]] == [True, False]


def test_a_token_is_kept_but_not_shown(eventkit_run, web):
    server = web()
    server.answer("/agenda.ics?event=7&token=hush", calendar("Tea"))
    eventkit_run("import", server.address("/agenda.ics?event=7&token=hush"), "--event", "meetup")
    ran = eventkit_run("refresh")
    assert ran.stdout.startswith(f"{server.address('/agenda.ics?event=7&token=…')}:\n")
    assert server.paths == ["/agenda.ics?event=7&token=hush"] * 2
