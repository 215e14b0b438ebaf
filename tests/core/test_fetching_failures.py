"""`eventkit import ADDRESS` where it fails: one sentence, the exit code 7, and everything as it was."""

from __future__ import annotations

import gzip
import socket
import time
import zlib

import pytest

BROWSER = "download it in a browser and import the file"


def calendar(*titles, name="Small Meetup"):
    events = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{title}\r\nDTSTART:20270514T{9 + number:02}0000Z\r\nEND:VEVENT\r\n"
        for number, title in enumerate(titles)
    ]
    return "BEGIN:VCALENDAR\r\n" + (f"X-WR-CALNAME:{name}\r\n" if name else "") + "".join(events) + "END:VCALENDAR\r\n"


def counts(result):
    return tuple(result.json[name] for name in ("added", "updated", "unchanged", "removed"))


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (204, "the server answers 204 No Content"),
        (300, "the server answers 300 Multiple Choices"),
        (304, "the server answers 304 Not Modified"),
        (401, "asks for a name and password (401); give them as https://NAME:PASSWORD@… or " + BROWSER),
        (403, "refuses programs that are no browser (403); " + BROWSER),
        (404, "there is nothing at this address (404)"),
        (410, "there is nothing at this address any more (410)"),
        (418, "the server answers 418 I'm a Teapot"),
        (429, "was asked too often (429); try again later"),
        (500, "the server failed (500 Internal Server Error); try again later"),
        (503, "the server failed (503 Service Unavailable); try again later"),
    ],
)
def test_an_answer_that_is_no_agenda_is_told_by_its_status(refused, imported, status, said):
    imported.answer("/other.ics", status=status)
    assert refused(imported.address("/other.ics")) == said


def test_an_error_in_place_of_the_agenda_leaves_everything_as_it_was(eventkit_run, refused, imported):
    imported.answer("/agenda.ics", "no", status=500)
    refused(imported.address("/agenda.ics"))
    imported.answer("/agenda.ics", calendar("Tea", "Cake"), etag='"one"')
    ran = eventkit_run("import", imported.address("/agenda.ics"), "--format", "json")
    assert counts(ran) == (0, 0, 2, 0)
    assert imported.requests[-1][1]["If-None-Match"] == '"one"'


def test_an_answer_without_content_is_refused(refused, imported):
    imported.answer("/empty.ics", " \r\n ")
    assert refused(imported.address("/empty.ics")) == "answers with nothing"


def test_content_of_no_known_kind_is_bad_input(refused, imported):
    imported.answer("/words.txt", "just some words")
    assert refused(imported.address("/words.txt"), code=3).startswith("is of no known kind (")


def test_a_login_page_is_refused(refused, imported):
    imported.redirect("/secret.ics", "/login?next=secret")
    imported.answer("/login?next=secret", "<!DOCTYPE html>\n<html><body><form>Log in</form></body></html>")
    assert refused(imported.address("/secret.ics")) == (
        f"leads to {imported.address('/login?next=secret')}, a web page, perhaps a login page, and no agenda was found "
        "by it; download the calendar in a browser and import the file"
    )


@pytest.mark.parametrize("part", ["body", "headers"])
def test_a_download_that_drips_is_given_up_at_the_deadline(refused, imported, monkeypatch, part):
    monkeypatch.setenv("EVENTKIT_DOWNLOAD_SECONDS", "1")
    head = b"HTTP/1.1 200 OK\r\n"
    if part == "headers":
        imported.write("/slow.ics", head, *[b"X-Slow: 1\r\n"] * 400)
    else:
        imported.write("/slow.ics", head, b"Content-Length: 9999\r\n\r\n", *[b"BEGIN"] * 400)
    begun = time.monotonic()
    said = refused(imported.address("/slow.ics"))
    assert said == "took longer than 1 s; try again later (setting download.seconds allows more)"
    assert time.monotonic() - begun < 5


def test_a_download_that_is_said_to_be_too_large_is_not_begun(refused, imported, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DOWNLOAD_MEGABYTES", "1")
    imported.answer("/large.ics", b"", content_length="1048577")
    said = refused(imported.address("/large.ics"))
    assert said == "is larger than 1 MB (setting download.megabytes allows more)"


def test_a_download_that_turns_out_too_large_is_given_up(refused, imported, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DOWNLOAD_MEGABYTES", "1")
    imported.answer("/large.ics", lambda handler: handler.wfile.write(bytes(5_000_000)))
    said = refused(imported.address("/large.ics"))
    assert said == "is larger than 1 MB (setting download.megabytes allows more)"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("x-gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
    ],
)
def test_a_packed_bomb_is_not_unpacked(refused, imported, monkeypatch, encoding, pack):
    monkeypatch.setenv("EVENTKIT_DOWNLOAD_MEGABYTES", "1")
    imported.answer("/bomb.ics", pack(bytes(50_000_000)), content_encoding=encoding)
    said = refused(imported.address("/bomb.ics"))
    assert said == "is larger than 1 MB (setting download.megabytes allows more)"


@pytest.mark.parametrize(
    ("encoding", "pack"),
    [
        ("gzip", gzip.compress),
        ("GZIP", lambda data: gzip.compress(data[:50]) + gzip.compress(data[50:])),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data, wbits=-15)),
        ("identity", bytes),
        ("gzip", bytes),
    ],
    ids=["gzip", "two members", "deflate", "raw deflate", "identity", "said but not done"],
)
def test_a_packed_answer_is_unpacked(eventkit_run, web, encoding, pack):
    server = web()
    server.answer("/agenda.ics", pack(calendar("Tea").encode()), content_encoding=encoding)
    assert counts(eventkit_run("import", server.address("/agenda.ics"), "--format", "json")) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    ("encoding", "body", "said"),
    [
        ("gzip", gzip.compress(calendar("Tea").encode(), mtime=0)[:-9], "the download was cut off; try again later"),
        ("deflate", b"\x78no", "the download is damaged: Error -3 while decompressing data: incorrect header check"),
        ("br", b"abc", "the server packs its answer as 'br', which it was not asked to"),
    ],
)
def test_a_packed_answer_that_cannot_be_unpacked_is_refused(refused, imported, encoding, body, said):
    imported.answer("/agenda2.ics", body, content_encoding=encoding)
    assert refused(imported.address("/agenda2.ics")) == said


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content_length": "1000"}, calendar("Tea")),
        ({"transfer_encoding": "chunked"}, "5\r\nBEGIN\r\nzz\r\n"),
        ({"transfer_encoding": "chunked"}, "5\r\nBEGIN\r\nff\r\nto be"),
    ],
    ids=["fewer bytes than were told", "a chunk without a size", "a chunk cut off"],
)
def test_a_download_that_is_cut_off_is_refused(refused, imported, headers, body):
    imported.answer("/cut.ics", lambda handler: handler.wfile.write(body.encode()), **headers)
    assert refused(imported.address("/cut.ics")) == "the download was cut off; try again later"


@pytest.mark.usefixtures("imported")
def test_a_host_that_refuses_the_connection_is_told(refused):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert refused(f"http://127.0.0.1:{port}/a.ics") == "127.0.0.1 refuses the connection"


@pytest.mark.usefixtures("imported")
def test_a_host_that_is_not_there_is_told(refused, monkeypatch):
    def unknown(*_args, **_options):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    said = refused("http://nowhere.example.org/a.ics")
    assert said == "there is no host 'nowhere.example.org' to be found; is it spelt right, and is there a network?"


def test_a_name_that_takes_too_long_to_look_up_is_given_up(refused, imported, monkeypatch):
    monkeypatch.setenv("EVENTKIT_DOWNLOAD_SECONDS", "1")
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: imported.over.wait(10) and [])
    said = refused("http://slow.example.org/a.ics")
    assert said == "took longer than 1 s; try again later (setting download.seconds allows more)"


def test_a_host_that_speaks_something_else_is_told(refused, imported):
    imported.write("/mail", b"220 mail ready\r\n")
    said = refused(imported.address("/mail"))
    assert said == "127.0.0.1 hung up or does not speak HTTP: 220 mail ready"


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://example.org/a.ics", "ftp://example.org/a.ics: is fetched by ftp; only http, https and webcal can be"),
        ("file:///a.ics", "file:///a.ics: is fetched by file; only http, https and webcal can be"),
        ("https:///a.ics", "https:///a.ics: names no host; an address is like https://example.org/agenda.ics"),
        ("http://a:x/", "http://a:x/: is no web address: Port could not be cast to integer value as 'x'"),
        ("ftp://ann:secret@b/", "ftp://b/: is fetched by ftp; only http, https and webcal can be"),
    ],
)
def test_what_is_no_web_address_is_refused(eventkit_run, address, said):
    assert eventkit_run("import", address, code=3).stderr == f"eventkit: {said}\n"


@pytest.mark.parametrize("address", ["pretalx.example.org/democon/", "www.example.org", "localhost:8000/a.ics"])
def test_an_address_without_its_beginning_is_told_how_to_write_it(eventkit_run, address):
    said = eventkit_run("import", address, code=3).stderr
    assert said == f"eventkit: {address}: there is no such file; if it is an address, write https:// before it\n"


def test_one_address_of_several_that_fails_costs_itself_and_says_so_by_the_code(eventkit_run, imported, tmp_path):
    bad = tmp_path / "none.ics"
    ran = eventkit_run("import", imported.address("/no.ics"), imported.address("/agenda.ics"), bad, code=7)
    assert ran.stdout == "Imported sessions into meetup (UTC): 0 added, 0 updated, 2 unchanged.\n"
    assert ran.stderr.splitlines() == [
        f"eventkit: {imported.address('/no.ics')}: there is nothing at this address (404)",
        f"eventkit: {bad}: there is no such file",
    ]
