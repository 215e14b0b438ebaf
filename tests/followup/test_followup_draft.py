"""`eventkit followup draft`: who is written to, what is remembered, what becomes of the files."""

from __future__ import annotations

from pathlib import Path

import pytest


def reasons(result):
    return {skipped["person"]: skipped["reason"] for skipped in result["skipped"]}


def names(result):
    return [Path(drafted["path"]).name for drafted in result["drafted"]]


def body(read_message, file):
    return read_message(file).get_content().replace("\r\n", "\n")


def test_draft_json_has_the_promised_keys(meet, draft, drafts):
    meet("Jane Doe", email="jane@example.org")
    meet("Nobody Known")
    meet("Ann Alba", email="ann@example.org", note="")
    assert draft(code=3) == {
        "drafted": [
            {
                "person": "Jane Doe",
                "path": str(drafts / "01-jane-doe.eml"),
                "template": "thank-you",
                "why": "met",
                "event": "pyconf",
                "language": "en",
                "address": "jane@example.org",
                "adopted": False,
            }
        ],
        "skipped": [
            {"person": "Nobody Known", "reason": "no e-mail address"},
            {"person": "Ann Alba", "reason": "template thank-you needs note, and Ann Alba has none"},
        ],
        "lacking": [{"person": "Ann Alba", "template": "thank-you", "missing": ["note"]}],
        "waiting": 0,
    }


def test_draft_shows_a_line_for_each_person_and_what_to_do_next(meet, conference, drafts):
    meet("Jane Doe", email="jane@example.org")
    meet("Nobody Known")
    shown = conference("followup", "draft", "--event", "pyconf", "--to", drafts).stdout.splitlines()
    assert shown == [
        f"Wrote 1 draft for PyConf Lakeside to {drafts}:",
        "Person    Template   File",
        "Jane Doe  thank-you  01-jane-doe.eml",
        "",
        "Not drafted:",
        "Person        Reason",
        "Nobody Known  no e-mail address",
        "",
        "Nothing was sent: read the files in your mail program and send them there, or by `eventkit followup send`.",
    ]


def test_draft_without_anybody_met_says_how_to_note_it(conference, drafts):
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts)
    assert (ran.stdout, ran.stderr) == ("", "You noted nobody at pyconf; `eventkit met NAME --event pyconf` does.\n")


def test_draft_is_chosen_by_role_language_and_tone(meet, draft, conference, drafts, eventkit_app):
    meet("Jane Doe", email="jane@example.org")
    conference("people", "tag", "Jane Doe", "--add", "lang:de", "--add", "tone:formal")
    meet("Bo Beispiel", email="bo@example.org")
    (bo,) = eventkit_app.store.people.named("bo beispiel")
    with eventkit_app.change("list") as change:
        event = eventkit_app.store.agenda.events("pyconf")[0]
        eventkit_app.store.people.attend(change, event.id, [(bo.id, "speaker")])
    templates = {drafted["person"]: drafted["template"] for drafted in draft()["drafted"]}
    assert templates == {"Jane Doe": "thank-you", "Bo Beispiel": "thank-you-speaker"}
    assert "Guten Tag" in Path(drafts / "01-jane-doe.eml").read_text(encoding="utf-8")


def test_draft_is_in_the_language_that_is_said(meet, draft, drafts):
    meet("Jane Doe", email="jane@example.org")
    draft("--language", "fr", "--tone", "formal")
    assert "Bonjour" in Path(drafts / "01-jane-doe.eml").read_text(encoding="utf-8")


def test_draft_is_only_for_those_of_a_query(meet, draft, conference, drafts):
    meet("Jane Doe", email="jane@example.org")
    meet("Bo Beispiel", email="bo@example.org")
    assert names(draft("--who", "bo")) == ["01-bo-beispiel.eml"]
    assert names(draft()) == ["02-jane-doe.eml"]
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--who", "tag:nobody")
    assert (ran.stdout, ran.stderr) == (
        "",
        "You noted nobody who fulfils 'tag:nobody' at pyconf; `eventkit met NAME --event pyconf` does.\n",
    )


def test_draft_again_writes_nothing_and_says_that_there_is_nothing_new(meet, draft, conference, drafts):
    meet("Jane Doe", email="jane@example.org")
    draft()
    shown = conference("followup", "draft", "--event", "pyconf", "--to", drafts).stdout.splitlines()
    assert shown == [
        "No new draft for PyConf Lakeside.",
        "",
        "Not drafted:",
        "Person    Reason",
        "Jane Doe  already drafted (no encounter since)",
    ]


def test_message_says_whom_it_is_to_and_is_not_sent_yet(meet, draft, drafts, read_message):
    meet("Jane Doe", email="jane@example.org")
    draft()
    message = read_message(drafts / "01-jane-doe.eml")
    message_id = message["Message-ID"]
    assert dict(message.items()) == {
        "From": "Robin Keller <robin@example.org>",
        "To": "Jane Doe <jane@example.org>",
        "Subject": "Our conversation at PyConf Lakeside",
        "Date": "Fri, 14 May 2027 09:00:00 +0200",
        "Message-ID": message_id,
        "X-Unsent": "1",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit",
        "MIME-Version": "1.0",
    }
    assert message_id.endswith("@example.org>")


def test_two_messages_have_different_ids(meet, draft, read_message):
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org")
    ids = {read_message(drafted["path"])["Message-ID"] for drafted in draft()["drafted"]}
    assert len(ids) == 2


def test_thanks_quote_the_note_on_a_line_of_its_own(meet, draft, drafts, read_message):
    meet("Jane Doe", "--note", "the price of a free conference", email="jane@example.org")
    draft()
    assert body(read_message, drafts / "01-jane-doe.eml") == (
        "Hi Jane,\n"
        "\n"
        "Thank you for the conversation at PyConf Lakeside. What I wrote down, so as not to lose it:\n"
        "\n"
        "the price of a free conference\n"
        "\n"
        "If I got something wrong, or you have more on it, just reply: I would like to go on from there.\n"
        "\n"
        "Best wishes\n"
        "Robin Keller\n"
    )


def test_thanks_without_a_note_would_be_an_empty_phrase(meet, draft):
    meet("Jane Doe", email="jane@example.org", note="")
    assert reasons(draft(code=3)) == {"Jane Doe": "template thank-you needs note, and Jane Doe has none"}


def test_promise_chooses_the_template_that_speaks_of_it(meet, draft, drafts, read_message):
    meet("Jane Doe", "--promise", "send the link", "--note", "Jane knows every parser.", email="jane@example.org")
    assert draft()["drafted"][0]["template"] == "promised-resource"
    message = read_message(drafts / "01-jane-doe.eml")
    assert message["Subject"] == "What I promised you at PyConf Lakeside"
    assert body(read_message, drafts / "01-jane-doe.eml") == (
        "Hi Jane,\n"
        "\n"
        "I have not forgotten what I promised you at PyConf Lakeside:\n"
        "\n"
        "send the link\n"
        "\n"
        "It came out of this, which I wrote down when we talked:\n"
        "\n"
        "Jane knows every parser.\n"
        "\n"
        "If something is missing, or you meant something else, just reply.\n"
        "\n"
        "Best wishes\n"
        "Robin Keller\n"
    )


def test_session_is_named_where_we_met_at_one(meet, draft, agenda, read_message):
    agenda("Parsers for people")
    meet("Jane Doe", "--session", "Parsers", email="jane@example.org")
    [drafted] = draft()["drafted"]
    assert body(read_message, drafted["path"]).splitlines()[6] == (
        'That was at "Parsers for people". If I got something wrong, or you have more on it, just reply: '
        "I would like to go on from there."
    )


def test_promise_names_the_session_where_we_met_at_one(meet, draft, agenda, read_message):
    agenda("Parsers for people")
    meet("Jane Doe", "--session", "Parsers", "--promise", "send the link", email="jane@example.org")
    [drafted] = draft()["drafted"]
    assert body(read_message, drafted["path"]).splitlines()[10] == (
        'That was at "Parsers for people". If something is missing, or you meant something else, just reply.'
    )


def test_template_option_overrides_the_rule(meet, draft, template):
    template("short", "subject: Hello\n\nHello {{ person.given }}!\n")
    meet("Jane Doe", "--promise", "send the link", email="jane@example.org")
    assert draft("--template", "short")["drafted"][0]["template"] == "short"


def test_promised_people_come_first_then_those_met_earlier(meet, draft):
    meet("Ann Late", "--at", "17:00", email="ann@example.org")
    meet("Bea Early", "--at", "08:00", email="bea@example.org")
    meet("Cem Promised", "--at", "18:00", "--promise", "call back", email="cem@example.org")
    assert [drafted["person"] for drafted in draft()["drafted"]] == ["Cem Promised", "Bea Early", "Ann Late"]


def test_draft_again_touches_no_file(meet, draft, drafts):
    meet("Jane Doe", email="jane@example.org")
    draft()
    file = drafts / "01-jane-doe.eml"
    file.write_text("my own words")
    assert (draft()["drafted"], [p.name for p in drafts.iterdir()], file.read_text()) == (
        [],
        ["01-jane-doe.eml"],
        "my own words",
    )


def test_draft_whose_file_was_deleted_is_not_written_again(meet, draft, drafts):
    meet("Jane Doe", email="jane@example.org")
    draft()
    (drafts / "01-jane-doe.eml").unlink()
    assert reasons(draft()) == {"Jane Doe": "already drafted (no encounter since)"}
    assert list(drafts.iterdir()) == []


def test_new_encounter_makes_one_new_draft_for_that_person_only(meet, draft):
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    meet("John Roe", email="john@example.org")
    draft()
    meet("Jane Doe", "--note", "lakes")
    result = draft()
    assert names(result) == ["03-jane-doe.eml"]
    assert reasons(result) == {"John Roe": "already drafted (no encounter since)"}


def test_new_draft_speaks_of_what_is_new(meet, draft, read_message):
    meet("Jane Doe", "--promise", "send the link", email="jane@example.org")
    draft()
    meet("Jane Doe", "--note", "lakes")
    result = draft()
    text = body(read_message, result["drafted"][0]["path"])
    assert (result["drafted"][0]["template"], "send the link" in text, "\nlakes\n" in text) == (
        "thank-you",
        False,
        True,
    )


def test_several_encounters_make_one_draft_that_loses_no_promise(meet, draft, read_message):
    meet("Jane Doe", "--promise", "send the link", email="jane@example.org")
    meet("Jane Doe", "--promise", "introduce her to Ann")
    [drafted] = draft()["drafted"]
    assert "\nsend the link; introduce her to Ann\n" in body(read_message, drafted["path"])


def test_file_that_is_there_keeps_its_name(meet, draft, drafts):
    drafts.mkdir()
    (drafts / "01-jane-doe.eml").write_text("somebody else's")
    meet("Jane Doe", email="jane@example.org")
    assert names(draft()) == ["01-jane-doe-2.eml"]
    assert (drafts / "01-jane-doe.eml").read_text() == "somebody else's"


def test_broken_link_of_that_name_is_a_file_that_is_there(meet, draft, drafts, tmp_path):
    drafts.mkdir()
    (drafts / "01-jane-doe.eml").symlink_to(tmp_path / "elsewhere")
    meet("Jane Doe", email="jane@example.org")
    assert names(draft()) == ["01-jane-doe-2.eml"]


def test_name_without_latin_letters_gives_a_file_by_number(meet, draft):
    meet("رنيم الساحلي", email="ranim@example.org")
    assert names(draft()) == ["01-person-2.eml"]


def test_dry_run_shows_the_plan_and_does_nothing(meet, draft, drafts, conference):
    meet("Jane Doe", email="jane@example.org")
    before = conference("history", "--format", "json").json
    assert names(draft("--dry-run")) == ["01-jane-doe.eml"]
    assert (drafts.exists(), conference("history", "--format", "json").json) == (False, before)


def test_dry_run_says_so(meet, conference, drafts):
    meet("Jane Doe", email="jane@example.org")
    shown = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--dry-run").stdout.splitlines()
    assert (shown[0], shown[-1]) == (
        f"Would write 1 draft for PyConf Lakeside to {drafts}:",
        "Nothing was written: --dry-run.",
    )


def test_run_is_one_change(meet, draft, conference):
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org")
    draft()
    newest = conference("history", "--format", "json").json[0]
    assert (newest["label"], newest["rows"]) == ("draft follow-ups for pyconf", 2)


def test_run_that_drafts_nothing_is_no_change(meet, draft, conference):
    meet("Jane Doe", email="jane@example.org")
    draft()
    before = conference("history", "--format", "json").json
    draft()
    assert conference("history", "--format", "json").json == before


def test_entry_names_encounters_and_file(meet, draft, drafts, eventkit_app):
    from hashlib import blake2b

    from eventkit.api import Notebook, list_encounters

    meet("Jane Doe", email="jane@example.org")
    draft()
    [document] = Notebook(eventkit_app, "followup").list("draft")
    [(encounter, person)] = list_encounters(eventkit_app, "pyconf")
    assert (document.key, document.person_id, document.data) == (
        f"pyconf:{person.id}:eml:1",
        person.id,
        {
            "channel": "eml",
            "dates": {"drafted": "2027-05-14T09:00:00+02:00"},
            "digest": blake2b((drafts / "01-jane-doe.eml").read_bytes(), digest_size=16).hexdigest(),
            "encounters": [encounter.id],
            "path": str(drafts / "01-jane-doe.eml"),
            "problem": "",
            "said": "",
            "state": "drafted",
            "template": "thank-you",
        },
    )


def test_whoever_asked_not_to_be_contacted_is_not(meet, draft, eventkit_app):
    from eventkit.api import find_person

    meet("Jane Doe", email="jane@example.org")
    with eventkit_app.change("do not contact") as change:
        eventkit_app.store.people.update(change, find_person(eventkit_app, "Jane").id, do_not_contact=True)
    result = draft()
    assert (result["drafted"], reasons(result)) == ([], {"Jane Doe": "asked not to be contacted"})


def test_two_addresses_make_one_draft_to_the_first(conference, draft, read_message):
    conference("people", "add", "Jane Doe", "--email", "jane@example.org", "--email", "doe@example.org")
    conference("met", "Jane Doe", "--event", "pyconf", "--note", "parsers")
    [drafted] = draft()["drafted"]
    assert read_message(drafted["path"])["To"] == "Jane Doe <jane@example.org>"


def test_event_keeps_its_own_drafts(meet, draft, conference, drafts):
    meet("Jane Doe", email="jane@example.org")
    draft()
    conference("events", "add", "meetup")
    conference("met", "Jane Doe", "--event", "meetup", "--note", "lakes")
    result = conference("followup", "draft", "--event", "meetup", "--to", drafts, "--format", "json").json
    assert names(result) == ["01-jane-doe-2.eml"]


def test_forgotten_person_gets_no_draft_and_costs_nobody_theirs(meet, draft, conference):
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org")
    conference("forget", "Jane", "--yes")
    result = draft()
    assert (names(result), result["skipped"]) == (["01-john-roe.eml"], [])


def test_draft_without_knowing_me_says_what_to_do(eventkit_run, drafts):
    eventkit_run("events", "add", "pyconf")
    ran = eventkit_run("followup", "draft", "--event", "pyconf", "--to", drafts, code=4)
    assert ran.stderr == "eventkit: you have not said who you are; `eventkit me --name NAME --email ADDRESS` does\n"


def test_draft_without_my_address_says_what_to_do(eventkit_run, drafts):
    eventkit_run("me", "--name", "Robin Keller")
    eventkit_run("events", "add", "pyconf")
    ran = eventkit_run("followup", "draft", "--event", "pyconf", "--to", drafts, code=4)
    assert ran.stderr == (
        "eventkit: you have no e-mail address to write from; `eventkit me --name NAME --email ADDRESS` says it\n"
    )


def test_draft_for_an_unknown_event_names_it(conference, drafts):
    ran = conference("followup", "draft", "--event", "pyconv", "--to", drafts, code=4)
    assert ran.stderr == "eventkit: there is no event 'pyconv'; did you mean 'pyconf'?\n"


def test_folder_is_made_with_its_parents(meet, conference, drafts):
    meet("Jane Doe", email="jane@example.org")
    conference("followup", "draft", "--event", "pyconf", "--to", drafts / "a" / "b")
    assert [file.name for file in (drafts / "a" / "b").iterdir()] == ["01-jane-doe.eml"]


def test_folder_is_not_made_for_nothing(meet, draft, drafts):
    meet("Nobody Known")
    draft()
    assert not drafts.exists()


@pytest.mark.parametrize("dry_run", [(), ("--dry-run",)], ids=["for real", "dry run"])
def test_file_where_the_folder_should_be_is_refused(meet, conference, drafts, dry_run):
    meet("Jane Doe", email="jane@example.org")
    drafts.write_text("")
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, *dry_run, code=5)
    assert ran.stderr == (f"eventkit: {drafts}: is no folder; name one with --to, which is made where it is missing\n")


def test_folder_that_cannot_be_made_is_one_sentence_and_nothing_is_remembered(meet, conference, drafts, draft):
    meet("Jane Doe", email="jane@example.org")
    folder = drafts / ("x" * 300)
    ran = conference("followup", "draft", "--event", "pyconf", "--to", folder, code=5)
    assert ran.stderr == f"eventkit: {folder}: the folder cannot be made: File name too long\n"
    assert names(draft()) == ["01-jane-doe.eml"]


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs a folder that nobody may write to, root included")
def test_folder_that_cannot_be_written_to_is_one_sentence_and_nothing_is_remembered(meet, conference, draft):
    meet("Jane Doe", email="jane@example.org")
    ran = conference("followup", "draft", "--event", "pyconf", "--to", "/proc/self", code=5)
    assert ran.stderr.startswith("eventkit: /proc/self/01-jane-doe.eml: cannot be written: ")
    assert ran.stderr.count("\n") == 1
    assert names(draft()) == ["01-jane-doe.eml"]


def test_card_is_attached_where_it_is_wanted(meet, draft, install, read_message):
    install(
        "vcf",
        "from eventkit.api import Exporter, hookimpl\n"
        "def write(records, context):\n"
        "    return ('BEGIN:VCARD ' + records[0].person.name).encode()\n"
        "@hookimpl\n"
        "def eventkit_register_exporters():\n"
        "    return [Exporter(name='vcf', suffix='.vcf', description='cards', write_people=write)]\n",
    )
    meet("Jane Doe", email="jane@example.org")
    [drafted] = draft("--attach-card")["drafted"]
    message = read_message(drafted["path"])
    [card] = message.iter_attachments()
    assert (card.get_content_type(), card.get_filename(), card.get_payload(decode=True)) == (
        "text/vcard",
        "me.vcf",
        b"BEGIN:VCARD Robin Keller",
    )
    assert message.get_body().get_content().startswith("Hi Jane,")


def test_card_without_a_plugin_that_writes_it_is_refused(meet, conference, drafts):
    meet("Jane Doe", email="jane@example.org")
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--attach-card", code=2)
    assert ran.stderr == (
        "eventkit: no format 'vcf' for people; there is none, as no plugin that writes them is loaded\n"
    )


def test_address_that_is_none_refuses_that_draft_only(meet, draft):
    meet("Jane Doe", email="a,b@example.org")
    meet("John Roe", email="john@example.org")
    result = draft(code=3)
    assert (names(result), reasons(result)) == (
        ["01-john-roe.eml"],
        {
            "Jane Doe": "'a,b@example.org' of Jane Doe is no address that an e-mail can go to: "
            "Invalid addr_spec; only 'a' could be parsed from 'a,b@example.org'"
        },
    )
