"""The address of a page in place of its agenda's: what the page names, and what kinds of sites are known to have."""

from __future__ import annotations

import socket

import pytest

from eventkit.api import NetworkError, Site, hookimpl
from eventkit.app import create_app
from eventkit.services.importing import import_file

SCHEDULE = """<?xml version="1.0"?>
<schedule><conference><title>Small Conf</title><acronym>small</acronym></conference>
<day index="1" date="2027-05-14"><room name="Hall">
<event id="1" guid="0e4a0f8e-0000-4000-8000-000000000001"><date>2027-05-14T09:00:00+02:00</date><start>09:00</start>
<duration>00:30</duration><room>Hall</room><title>Tea</title></event>
</room></day></schedule>
"""


def calendar(title):
    lines = "BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", f"SUMMARY:{title}", "DTSTART:20270514T090000Z", "END:VEVENT"
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


def counts(result):
    return tuple(result.json[name] for name in ("added", "updated", "unchanged", "removed"))


def page(*links):
    return f"<!DOCTYPE html><html><head><title>Conf</title></head><body>{' '.join(links)}</body></html>"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="text/calendar; charset=utf-8" href="the-feed">',
        '<a href="the-feed/agenda.ics">Calendar</a>',
        '<a href="WEBCAL://{host}/conf/the-feed.ics">Subscribe</a>',
        '<a href="http://{host}/conf/the-feed/schedule.xml#top">XML</a>',
        '<base href="/conf/the-feed/"><a class=x href=pentabarf.xml>XML</a>',
        '<a href="the-feed/ical/">iCal</a>',
        '<a href="the-feed/1.ics">one</a> <a href="the-feed/2.ics">two</a> <a href="the-feed/all.ics">all</a>',
        '<a href="/2019/schedule.xml">last time</a> <a href="the-feed/schedule.xml">now</a>',
    ],
)
def test_the_agenda_that_a_page_names_is_taken(eventkit_run, web, link):
    server = web()
    server.answer(
        "/conf/", page('<a href="http://elsewhere.example.org/x.ics">', link.format(host=f"127.0.0.1:{server.port}"))
    )
    for path in ("", "/agenda.ics", ".ics", "/schedule.xml", "/pentabarf.xml", "/ical/", "/all.ics"):
        server.answer(f"/conf/the-feed{path}", calendar("Tea"), etag="one")
    ran = eventkit_run("import", server.address("/conf/"), "--event", "meetup")
    assert (server.paths[0], len(server.paths)) == ("/conf/", 2)
    assert ran.stderr.startswith(f"note: the agenda of that page is at {server.address(server.paths[1])}\n")
    eventkit_run("refresh")
    assert server.paths[2:] == server.paths[1:2]
    assert server.requests[2][1]["If-None-Match"] == "one"


@pytest.mark.parametrize(
    "links",
    [
        '<a href="/talks/1.ics">Tea</a> <a href="/talks/2.ics">Cake</a>',
        '<a href="/2026/schedule.xml">last year</a> <a href="/2027/schedule.xml">this year</a>',
        '<a href="https://elsewhere.example.org/all.ics">Calendar</a>',
        '<a href="javascript:ics()">Calendar</a> <a href="http://[oh/x.ics">broken</a>',
    ],
    ids=["one for each session", "several years", "another site", "no address"],
)
def test_a_page_that_names_no_agenda_for_sure_is_refused(refused, imported, links):
    imported.answer("/conf/", page(links))
    assert refused(imported.address("/conf/")) == (
        "is a web page, perhaps a login page, and no agenda was found by it; "
        "download the calendar in a browser and import the file"
    )
    assert imported.paths == ["/conf/"]


def test_a_site_that_is_known_by_its_address_is_asked_for_its_agenda_first(eventkit_run, web):
    server = web()
    server.answer("/democon/schedule/export/schedule.xml", SCHEDULE)
    ran = eventkit_run("import", server.address("/democon/talk/ABC/"), "--format", "json")
    assert counts(ran) == (1, 0, 0, 0)
    assert server.paths == ["/democon/schedule/export/schedule.xml"]


def test_an_address_that_only_looks_like_a_known_site_is_asked_itself(eventkit_run, web):
    server = web()
    server.answer("/democon/schedule/", calendar("Tea"))
    assert counts(eventkit_run("import", server.address("/democon/schedule/"), "--format", "json")) == (1, 0, 0, 0)
    assert server.paths == ["/democon/schedule/export/schedule.xml", "/democon/schedule/"]


def test_a_page_is_known_by_where_it_leads(eventkit_run, web):
    server = web()
    server.answer("/democon/", page('<a href="schedule/">Schedule</a> <a href="talk/A/">Tea</a> <a href="cfp">CfP</a>'))
    server.answer("/democon/schedule/export/schedule.xml", SCHEDULE)
    eventkit_run("import", server.address("/democon/"))
    assert server.paths == ["/democon/", "/democon/schedule/export/schedule.xml"]


def test_the_agenda_of_a_page_is_asked_for_with_the_same_name_and_password(eventkit_run, web):
    server = web()
    server.answer("/conf/", page('<a href="schedule.xml">XML</a>'))
    server.answer("/conf/schedule.xml", SCHEDULE)
    eventkit_run("import", server.address("/conf/", user="ann:secret@"))
    eventkit_run("refresh")
    assert [headers.get("Authorization") for _, headers in server.requests] == ["Basic YW5uOnNlY3JldA=="] * 3


def test_three_guesses_are_made_and_no_more(refused, imported):
    imported.answer("/conf/", page(*(f'<a href="f/schedule.xml?{number}">x</a>' for number in range(9))))
    refused(imported.address("/conf/"))
    assert imported.paths == ["/conf/", *(f"/conf/f/schedule.xml?{number}" for number in range(3))]


@pytest.mark.parametrize("page_status", [200, 403])
def test_a_site_that_refuses_programs_names_the_address_to_download(eventkit_run, web, page_status):
    server = web()
    server.answer("/democon/schedule/", page(), status=page_status)
    server.answer("/democon/schedule/export/schedule.xml", status=403)
    ran = eventkit_run("import", server.address("/democon/schedule/"), code=7)
    assert ran.stderr == (
        f"eventkit: {server.address('/democon/schedule/export/schedule.xml')}: refuses programs that are no browser "
        "(403); download it in a browser and import the file\n"
    )


class Sites:
    def __init__(self, feeds):
        self.feeds = feeds

    @hookimpl
    def eventkit_register_sites(self):
        return [Site(name="mine", description="My site", feeds=self.feeds)]


def test_a_plugin_brings_a_site(eventkit_app, web):
    server = web()
    server.answer("/feed", calendar("Tea"))
    eventkit_app.plugins.register(Sites(lambda page: [page.replace("/page", "/feed")]), "mine")
    assert import_file(eventkit_app, server.address("/page"), event="meetup").added == 1
    assert server.paths == ["/feed"]


@pytest.mark.parametrize("feeds", [lambda _: 1 / 0, lambda _: None, lambda _: [7], lambda _: ["ftp://x/", "no", ""]])
def test_a_site_that_fails_costs_itself_only(eventkit_home, web, feeds):
    told = []
    app = create_app(eventkit_home, environ={}, report=told.append)
    app.plugins.register(Sites(feeds), "mine")
    server = web()
    server.answer("/page", calendar("Tea"))
    assert import_file(app, server.address("/page"), event="meetup").added == 1
    app.close()
    assert [line.partition(" cannot ")[0] for line in told] == ["plugin 'mine': site mine"]


def test_a_failure_of_the_network_ends_the_guessing(eventkit_app, web):
    server = web()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    eventkit_app.plugins.register(Sites(lambda _: [f"http://127.0.0.1:{port}/feed"]), "mine")
    with pytest.raises(NetworkError, match="refuses the connection"):
        import_file(eventkit_app, server.address("/page"), event="meetup")
    assert server.paths == []
