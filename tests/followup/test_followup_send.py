"""`eventkit followup send`: what is sent to whom, what became of it, and never twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eventkit_followup.progress.entries import list_entries

ROW = {"event": "pyconf", "reason": "", "to": "jane@example.org"}


@pytest.fixture
def three(meet, draft):
    """Drafts to three people, the last of whom was promised something."""
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org")
    meet("Ada Promised", "--promise", "the slides", email="ada@example.org")
    return {drafted["person"]: Path(drafted["path"]) for drafted in draft()["drafted"]}


@pytest.fixture
def jane(meet, draft):
    """The file of a draft to Jane."""
    meet("Jane Doe", email="jane@example.org")
    return Path(draft()["drafted"][0]["path"])


def entries(eventkit_app):
    return {entry.key: entry for entry in list_entries(eventkit_app)}


def test_every_draft_is_sent_once_the_promise_first(three, post, send):
    server = post()
    assert send() == dict.fromkeys(three, "sent")
    assert server.recipients == ["ada@example.org", "jane@example.org", "john@example.org"]
    assert send() == {}
    assert len(server.letters) == 3


def test_json_has_the_promised_keys(jane, post, conference):
    post()
    rows = conference("followup", "send", "--yes", "--format", "json").json
    assert rows == [{**ROW, "outcome": "sent", "path": str(jane), "person": "Jane Doe"}]


def test_letter_arrives_as_it_lies_in_the_file_but_dated_now(jane, post, send, read_message, monkeypatch):
    server = post()
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-16T10:00:00+02:00")
    send()
    before, jane_now = read_message(jane), server.letters[0]
    jane.with_suffix(".out").write_bytes(jane_now.original_content)
    after = read_message(jane.with_suffix(".out"))
    assert (jane_now.mail_from, jane_now.rcpt_tos) == ("robin@example.org", ["jane@example.org"])
    headers = dict(before.items())
    del headers["X-Unsent"]
    assert dict(after.items()) == {**headers, "Date": after["Date"]}
    assert after["Date"].startswith("Sun, 16 May 2027 10:00:")
    assert after.get_content() == before.get_content()


def test_letter_is_sent_as_it_was_edited(jane, post, send):
    server = post()
    text = jane.read_text(encoding="utf-8").replace("parsers", "parsers, and your Müsli.\n.hidden\n..two")
    jane.write_text(text, encoding="utf-8")
    assert send() == {"Jane Doe": "sent"}
    assert "parsers, and your Müsli.\r\n.hidden\r\n..two\r\n".encode() in server.letters[0].original_content


def test_file_stays_and_the_state_tells_that_it_is_sent(jane, post, send, state_of):
    post()
    send()
    assert (jane.is_file(), state_of("Jane Doe")) == (True, "sent")


@pytest.mark.usefixtures("three")
def test_dry_run_sends_nothing_and_changes_nothing(post, conference, eventkit_app):
    server = post()
    before = eventkit_app.store.history()
    shown = conference("followup", "send", "--dry-run", "--limit", "2").stdout.splitlines()
    assert shown == [
        "Person        What           Why",
        "Ada Promised  would be sent",
        "Jane Doe      would be sent",
        "John Roe      waits          for another run (--limit)",
        "",
        "2 letters would be sent. Nothing was sent: --dry-run.",
    ]
    assert (server.connections, eventkit_app.store.history()) == (0, before)


@pytest.mark.usefixtures("jane")
def test_nothing_is_sent_where_nobody_can_be_asked(post, conference):
    server = post()
    ran = conference("followup", "send", code=2)
    assert ran.stderr == (
        "eventkit: nothing was sent: say --yes to send without being asked, or --dry-run to see what would go\n"
    )
    assert server.connections == 0


def test_nothing_to_send_is_said(conference, post):
    post()
    ran = conference("followup", "send")
    assert (ran.stdout, ran.stderr) == ("", "There is no draft to send; `eventkit followup draft` writes them.\n")


@pytest.mark.usefixtures("jane")
def test_without_an_account_it_is_said_what_to_write(conference):
    ran = conference("followup", "send", "--yes", code=2)
    assert "there is no account: write [plugin.followup.smtp], host = " in ran.stderr


@pytest.mark.usefixtures("three")
def test_only_those_of_a_query_or_an_event_are_sent(post, send, conference):
    server = post()
    conference("events", "add", "other")
    assert send("--event", "other") == {}
    assert send("--who", "jane") == {"Jane Doe": "sent"}
    assert send("--event", "pyconf", "--limit", "1") == {"Ada Promised": "sent", "John Roe": "waits"}
    assert server.recipients == ["jane@example.org", "ada@example.org"]


def test_drafts_of_other_channels_are_left_alone(meet, draft, post, send):
    server = post()
    meet("Jane Doe", email="jane@example.org")
    draft("--channel", "mailto")
    assert (send(), server.connections) == ({}, 0)


@pytest.mark.parametrize("channel", ["maildir", "mbox"])
def test_letters_in_a_mailbox_are_sent(meet, draft, post, send, drafts, channel):  # noqa: PLR0917  # fixtures and cases
    server = post()
    for name in ("Jane", "John"):
        meet(f"{name} Doe", email=f"{name.lower()}@example.org", note="parsers\nFrom here on")
    draft("--channel", channel)
    if channel == "maildir":  # as a mail program does that has shown it
        (first, *_) = sorted((drafts / "new").iterdir())
        first.rename(drafts / "cur" / f"{first.name}:2,DS")
    assert send() == {"Jane Doe": "sent", "John Doe": "sent"}
    assert server.recipients == ["jane@example.org", "john@example.org"]
    assert [letter.original_content.count(b"\r\nFrom here on") for letter in server.letters] == [0, 0]
    assert [b">From" in letter.original_content for letter in server.letters] == [False, False]


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize(
    ("rule", "outcome", "state", "code"),
    [
        (("RCPT", "jane", "450 busy"), "not sent", "drafted", 0),
        (("DATA", "jane", "451 not now"), "not sent", "drafted", 0),
        (("RCPT", "jane", "550 no such user"), "refused", "refused", 3),
        (("DATA", "jane", "554 not that"), "refused", "refused", 3),
        (("MAIL", "", "552 too large"), "refused", "refused", 3),
        (("RCPT", "jane", "cut"), "not sent", "drafted", 0),
        (("MAIL", "", "cut"), "not sent", "drafted", 0),
        (("DATA", "jane", "cut"), "unknown", "unknown", 3),
        (("DATA", "jane", "take and cut"), "unknown", "unknown", 3),
        (("DATA", "jane", "250 queued"), "sent", "sent", 0),
        (("DATA", "jane", 0.3), "sent", "sent", 0),
    ],
)
def test_state_is_what_the_server_said(post, send, state_of, rule, outcome, state, code):  # noqa: PLR0917  # fixtures and cases
    post(rule)
    assert (send(code=code), state_of("Jane Doe")) == ({"Jane Doe": outcome}, state)


@pytest.mark.usefixtures("jane")
def test_refusal_is_kept_with_the_words_of_the_server(post, conference, eventkit_app):
    post(("RCPT", "jane", "550 5.1.1 no such user"))
    shown = conference("followup", "send", "--yes", code=3).stdout.splitlines()
    assert shown == ["Person    What     Why", "Jane Doe  refused  550 5.1.1 no such user"]
    (entry,) = list_entries(eventkit_app)
    assert (entry.problem, sorted(entry.dates)) == ("550 5.1.1 no such user", ["drafted", "refused", "sending"])


@pytest.mark.usefixtures("three")
def test_others_go_on_where_one_is_put_off_and_it_goes_the_next_time(post, send):
    server = post(("RCPT", "jane", "450 greylisted"))
    assert send() == {"Ada Promised": "sent", "Jane Doe": "not sent", "John Roe": "sent"}
    server.rules.clear()
    assert send() == {"Jane Doe": "sent"}
    assert sorted(server.recipients) == ["ada@example.org", "jane@example.org", "john@example.org"]


@pytest.mark.usefixtures("jane")
def test_letter_that_was_put_off_is_a_draft_since_it_was_written(post, send, eventkit_app, monkeypatch):
    post(("RCPT", "jane", "450 greylisted"))
    (before,) = list_entries(eventkit_app)
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-16T10:00:00+02:00")
    send()
    (after,) = list_entries(eventkit_app)
    assert (after.since, after.problem) == (before.since, "450 greylisted")


def test_server_that_closes_is_left_in_peace(three, post, conference, state_of):
    server = post(("RCPT", "ada", "421 closing for today"))
    ran = conference("followup", "send", "--yes", code=7)
    assert (server.stages, server.recipients) == (["MAIL", "RCPT"], [])
    assert ran.stderr.splitlines() == [
        "2 wait: 2 for another run; run it again then.",
        "eventkit: 421 closing for today",
    ]
    assert {state_of(name) for name in three} == {"drafted"}


def test_server_that_refuses_me_costs_no_letter(three, post, conference, state_of):
    post(("MAIL", "", "530 authentication required"))
    ran = conference("followup", "send", "--yes", code=7)
    assert ran.stderr.splitlines()[-1] == "eventkit: 127.0.0.1 refuses you: 530 authentication required"
    assert {state_of(name) for name in three} == {"drafted"}


def test_no_server_is_said_and_costs_no_letter(three, mail_account, conference, state_of):
    mail_account(9)
    ran = conference("followup", "send", "--yes", code=7)
    assert "127.0.0.1, port 9: Connection refused; no letter was given to it" in ran.stderr
    assert {state_of(name) for name in three} == {"drafted"}


@pytest.mark.usefixtures("three")
def test_connection_that_ends_between_letters_is_made_again(post, send):
    server = post(("RCPT", "jane", "cut"))
    assert send() == {"Ada Promised": "sent", "Jane Doe": "not sent", "John Roe": "sent"}
    assert server.connections == 2


@pytest.mark.usefixtures("three")
def test_one_connection_takes_all_letters(post, send):
    server = post()
    send()
    assert server.connections == 1


def test_server_that_always_cuts_is_given_up(meet, draft, post, conference):
    for number in range(5):
        meet(f"Person {number}", email=f"p{number}@example.org")
    draft()
    server = post(("RCPT", "", "cut"))
    conference("followup", "send", "--yes", code=7)
    assert server.connections == 3


def test_connection_cut_within_a_large_letter_leaves_a_draft(jane, smtp_servers, mail_account, send, state_of):
    text = jane.read_text(encoding="utf-8") + "on and on\n" * 2_000_000
    jane.write_text(text, encoding="utf-8")
    server = smtp_servers.Rude(50_000).start()
    try:
        mail_account(server.port)
        assert send() == {"Jane Doe": "not sent"}
    finally:
        server.stop()
    assert state_of("Jane Doe") == "drafted"


@pytest.mark.usefixtures("jane")
def test_unknown_letter_is_told_and_never_sent_without_asking(post, conference, send, eventkit_app):
    server = post(("DATA", "jane", "take and cut"))
    send(code=3)
    server.rules.clear()
    ran = conference("followup", "send", "--yes")
    (entry,) = list_entries(eventkit_app)
    assert ran.stderr.splitlines() == [
        f"Nobody knows whether the letter to Jane Doe was sent: {entry.problem}.",
        f"  If they have it: eventkit followup mark sent {entry.person_id}",
        f"  To send it again: eventkit followup send --resend-unknown {entry.person_id}",
    ]
    assert len(server.letters) == 1


@pytest.mark.usefixtures("jane")
def test_unknown_letter_is_sent_again_where_it_is_said(post, send, state_of):
    server = post(("DATA", "jane", "take and cut"))
    send(code=3)
    server.rules.clear()
    assert send("--resend-unknown", "jane") == {"Jane Doe": "sent"}
    assert (server.recipients, state_of("Jane Doe")) == (["jane@example.org"] * 2, "sent")
    assert server.numbers[0] == server.numbers[1]


def test_letter_whose_file_is_gone_is_told_and_not_sent(three, post, conference, state_of):
    server = post()
    three["Jane Doe"].unlink()
    ran = conference("followup", "send", "--yes")
    assert ran.stdout.splitlines() == [
        "Sent 2 letters.",
        "Person    What      Why",
        "Jane Doe  left out  its file is gone; `followup mark sent`, or `mark skipped`,",
        "                    says what became of it",
    ]
    assert (len(server.letters), state_of("Jane Doe")) == (2, "drafted")


@pytest.mark.usefixtures("three")
def test_whoever_asked_not_to_be_contacted_gets_nothing(post, send, conference):
    server = post()
    conference("people", "do-not-contact", "Jane Doe")
    assert send() == {"Ada Promised": "sent", "Jane Doe": "left out", "John Roe": "sent"}
    assert "jane@example.org" not in server.recipients


@pytest.mark.usefixtures("three")
def test_whoever_was_forgotten_gets_nothing(post, send, conference):
    server = post()
    conference("forget", "Jane Doe", "--yes")
    assert send() == {"Ada Promised": "sent", "John Roe": "sent"}
    assert "jane@example.org" not in server.recipients


def test_two_drafts_to_one_person_in_two_records_are_one_letter(three, post, conference):
    server = post()
    conference("merge", "Jane Doe", "John Roe", "--yes")
    rows = conference("followup", "send", "--yes", "--format", "json").json
    (left,) = [row for row in rows if row["outcome"] == "left out"]
    assert (left["path"], left["reason"]) == (
        str(three["John Roe"]),
        f"two records of Jane Doe were merged, and there is another letter: {three['Jane Doe']}",
    )
    assert server.recipients == ["ada@example.org", "jane@example.org"]


@pytest.mark.usefixtures("three")
def test_history_has_a_line_for_each_letter(post, send, eventkit_app):
    post()
    before = len(eventkit_app.store.history(100))
    send()
    labels = [change.label for change in eventkit_app.store.history(100)[:-before]]
    assert labels == [
        "follow-up to John Roe was sent",
        "send follow-up to John Roe",
        "send follow-up to Jane Doe",
        "send follow-up to Ada Promised",
    ]


@pytest.mark.usefixtures("jane")
def test_undo_makes_no_draft_of_a_letter_that_was_sent(post, send, conference, state_of):
    server = post()
    send()
    states = [state_of("Jane Doe")]
    for _ in range(4):
        conference("undo")
        states.append(state_of("Jane Doe"))
    assert states == ["sent", "sending", "unknown", "unknown", "unknown"]
    assert (send(), len(server.letters)) == ({"Jane Doe": "unknown"}, 1)


@pytest.mark.usefixtures("jane")
def test_letter_that_was_sent_is_not_sent_again_however_often_it_is_undone(post, send, conference):
    server = post()
    for _ in range(4):
        send()
        conference("undo")
    assert (send(), len(server.letters)) == ({"Jane Doe": "unknown"}, 1)


@pytest.mark.usefixtures("jane")
def test_undo_of_the_sending_says_what_it_cannot_do(post, send, conference):
    post()
    send()
    conference("undo")
    ran = conference("undo")
    assert ran.stderr == (
        "The letter to Jane Doe may have been sent, which no undo takes back: it is kept as one nobody knows about.\n"
    )


@pytest.mark.usefixtures("jane")
def test_drafting_cannot_be_undone_under_a_letter_that_was_sent(post, send, conference, eventkit_app):
    post()
    send()
    (drafting,) = [one for one in eventkit_app.store.history(100) if one.label.startswith("draft follow-ups")]
    ran = conference("undo", drafting.id, code=5)
    assert "builds on it" in ran.stderr


@pytest.mark.usefixtures("jane")
def test_second_run_at_the_same_time_sends_nothing(post, conference, eventkit_app):
    from eventkit_followup.outbox.run_lock import only_run

    server = post()
    with only_run(eventkit_app):
        ran = conference("followup", "send", "--yes", code=5)
    assert ran.stderr == "eventkit: another `eventkit followup send` is at work; nothing was sent by this one\n"
    assert server.connections == 0


@pytest.mark.usefixtures("jane")
def test_letter_that_another_run_has_is_not_begun(eventkit_app):
    from eventkit.api import get_people
    from eventkit_followup.outbox.ledger import Ledger

    (entry,) = list_entries(eventkit_app)
    (person,) = get_people(eventkit_app, [entry.person_id]).values()
    begun = [Ledger(eventkit_app).begin(entry, person, eventkit_app.now()) for _ in range(2)]
    assert begun == [True, False]


@pytest.mark.usefixtures("jane")
def test_letter_that_a_run_left_behind_is_unknown(post, state_of, conference, eventkit_app):
    from eventkit.api import get_people
    from eventkit_followup.outbox.ledger import Ledger

    server = post()
    (entry,) = list_entries(eventkit_app)
    (person,) = get_people(eventkit_app, [entry.person_id]).values()
    Ledger(eventkit_app).begin(entry, person, eventkit_app.now())
    ran = conference("followup", "send", "--yes")
    assert re.match(
        "Nobody knows whether the letter to Jane Doe was sent: eventkit was stopped while a server had the letter.\n",
        ran.stderr,
    )
    assert (state_of("Jane Doe"), server.connections) == ("unknown", 0)


def test_address_with_letters_beyond_ascii_takes_a_server_that_knows_them(meet, draft, post, conference, send):
    meet("Zoë Ångström", email="zoë@example.org")
    draft()
    server = post(smtputf8=False)
    rows = conference("followup", "send", "--yes", "--format", "json").json
    assert [(row["outcome"], row["reason"]) for row in rows] == [
        ("left out", "127.0.0.1 takes no address with letters beyond ASCII (SMTPUTF8)")
    ]
    server = post()
    assert send() == {"Zoë Ångström": "sent"}
    assert (server.recipients, "SMTPUTF8" in server.letters[0].mail_options) == (["zoë@example.org"], True)


def test_server_for_seven_bits_gets_seven(jane, post, send, read_message):
    server = post(eight_bit=False)
    jane.write_text(jane.read_text(encoding="utf-8").replace("parsers", "Müsli 漢字"), encoding="utf-8")
    assert send() == {"Jane Doe": "sent"}
    content = server.letters[0].original_content
    jane.with_suffix(".out").write_bytes(content)
    assert content.isascii()
    assert "Müsli 漢字" in read_message(jane.with_suffix(".out")).get_content()


@pytest.mark.usefixtures("jane")
def test_letter_that_another_machine_is_sending_is_left_to_it(
    post, conference, eventkit_app, eventkit_home, monkeypatch
):
    from eventkit.api import get_people
    from eventkit_followup.outbox.ledger import Ledger

    server = post()
    (entry,) = list_entries(eventkit_app)
    (person,) = get_people(eventkit_app, [entry.person_id]).values()
    Ledger(eventkit_app).begin(entry, person, eventkit_app.now())
    monkeypatch.setenv("EVENTKIT_DATABASE_URL", f"sqlite:///{eventkit_home / 'eventkit.db'}")
    conference("followup", "send", "--yes", "--resend-unknown", "jane")
    (entry,) = list_entries(eventkit_app)
    assert (entry.state.value, server.connections) == ("sending", 0)
    monkeypatch.setenv("EVENTKIT_NOW", "2027-05-14T09:20:00+02:00")
    conference("followup", "send", "--yes", "--resend-unknown", "jane")
    assert server.recipients == ["jane@example.org"]
