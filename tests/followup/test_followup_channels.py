"""Channels that plugins bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventkit.api import ContactPoint, InputError, NotFoundError, PluginError, create_app, find_person, hookimpl
from eventkit_followup.api import Channel
from eventkit_followup.channels import list_channels
from eventkit_followup.drafts.drafting import draft_followups

NAMES = "eml, imap, linkedin, linkedin-note, maildir, mailto, mbox, merge, signal, sms, whatsapp"


def write(letter, address, context):
    return f"{address} {context.event.slug} {letter.subject}: {letter.body}".encode()


def pager(**options):
    """A plugin with a channel that reaches everybody."""
    values = {"name": "pager", "description": "texts for a pager", "suffix": ".page", "write": write}
    channel = Channel(**{**values, "reach": lambda person: person.name.lower(), **options})

    class Pager:
        @hookimpl
        def eventkit_followup_register_channels(self):
            return [channel]

    return Pager()


@pytest.fixture
def loose(eventkit_home, monkeypatch):
    """An application in which a plugin's fault is reported, and no error."""
    monkeypatch.setenv("EVENTKIT_STRICT", "0")
    said = []
    app = create_app(eventkit_home, report=said.append)
    app.said = said
    yield app
    app.close()


@pytest.fixture
def page(meet, eventkit_app, drafts):
    """Draft to Jane on a channel called pager."""
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")

    def page(*, app=eventkit_app, plugin_id="pager", template="", **options):
        app.plugins.register(pager(**options), plugin_id)
        return draft_followups(app, drafts, event="pyconf", channel="pager", template=template)

    return page


def test_channel_writes_what_it_likes_into_its_own_kind_of_file(page, template):
    template("mine", "subject: Hello\n\n{{ channel }} {{ note }}\n")
    [drafted] = page(template="mine").drafted
    assert (drafted.path.name, drafted.path.read_text()) == (
        "01-jane-doe.page",
        "jane doe pyconf Hello: pager parsers\n",
    )


def test_draft_on_one_channel_is_none_on_another_unless_it_is_wanted_again(page, draft):
    page()
    assert draft()["drafted"] == []
    assert [Path(drafted["path"]).name for drafted in draft("--again")["drafted"]] == ["01-jane-doe.eml"]
    assert draft("--again")["drafted"] == []


def test_channel_calls_its_addresses_by_their_name(page):
    [skipped] = page(reach=lambda _: None, address="pager number").skipped
    assert (skipped.reason, skipped.refused) == ("no pager number", False)


def test_text_over_the_limit_is_refused_with_person_length_and_limit(page, template):
    template("mine", "subject: Hello\n\n{{ 'x' * 101 }}\n")
    [skipped] = page(template="mine", limit=100).skipped
    assert (skipped.reason, skipped.refused) == (
        "the text for Jane Doe has 101 characters, and pager takes 100; shorten the note, or choose another --template",
        True,
    )


def test_text_of_the_limit_is_written(page, template):
    template("mine", "subject: Hello\n\n{{ 'x' * limit }}\n")
    assert len(page(template="mine", limit=100).drafted) == 1


@pytest.mark.parametrize("name", ["thank-you", "promised-resource"])
def test_bundled_template_is_brief_where_there_is_a_limit(page, meet, name):
    meet("Jane Doe", "--promise", "send the link")
    [drafted] = page(template=name, limit=280, write=lambda letter, *_: letter.body.encode()).drafted
    text = drafted.path.read_text()
    assert (len(text) <= 280, text.splitlines()[0], text.splitlines()[-1]) == (True, "Hi Jane,", "Robin")


def test_letter_that_a_channel_refuses_costs_itself_only(page, meet):
    meet("John Roe", "--note", "tests")

    def only_john(letter, address, context):
        if letter.person.name == "Jane Doe":
            message = "Jane Doe has no pager that is switched on"
            raise InputError(message)
        return write(letter, address, context)

    outcome = page(write=only_john)
    assert [drafted.person.name for drafted in outcome.drafted] == ["John Roe"]
    assert [(skipped.reason, skipped.refused) for skipped in outcome.skipped] == [
        ("Jane Doe has no pager that is switched on", True)
    ]


def fail(*_):
    message = "no battery"
    raise RuntimeError(message)


@pytest.mark.parametrize("function", ["write", "reach"])
def test_channel_that_fails_costs_that_draft_and_is_named(page, loose, function):
    [skipped] = page(app=loose, **{function: fail}).skipped
    assert (skipped.reason, skipped.refused) == ("plugin 'pager': channel pager: RuntimeError: no battery", True)


@pytest.mark.parametrize("function", ["write", "reach", "check_sender"])
def test_channel_that_fails_is_an_error_where_plugins_are_tested(page, function):
    with pytest.raises(PluginError, match="plugin 'pager': channel pager: RuntimeError: no battery"):
        page(**{function: fail})


def test_files_are_written_when_every_letter_is_made(page, meet, drafts):
    meet("John Roe", "--note", "tests")

    def only_jane(letter, address, context):
        return write(letter, address, context) if letter.person.name == "Jane Doe" else fail()

    with pytest.raises(PluginError, match="no battery"):
        page(write=only_jane)
    assert not drafts.exists()


def test_channel_that_writes_no_bytes_is_named(page, loose):
    [skipped] = page(app=loose, write=lambda *_: "text").skipped
    assert (skipped.reason, skipped.refused) == ("plugin 'pager': channel pager wrote str, not bytes", True)


def test_channel_may_refuse_me_as_the_sender(page, drafts):
    def check(me):
        message = f"{me.name} has no pager"
        raise NotFoundError(message)

    with pytest.raises(NotFoundError, match="Robin Keller has no pager"):
        page(check_sender=check)
    assert not drafts.exists()


def test_name_of_a_channel_stays_with_whom_it_belongs_to(loose):
    loose.plugins.register(pager(name="eml"), "a-pager")
    assert {plugin_id for plugin_id, _ in list_channels(loose).values()} == {"followup"}
    assert loose.said == ["plugin 'a-pager': channel eml is left out: the name belongs to plugin 'followup'"]


def test_unknown_channel_is_named_with_those_there_are(conference, drafts):
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--channel", "fax", code=2)
    assert ran.stderr == f"eventkit: --channel: there is no channel 'fax'; there is {NAMES}\n"


def test_channel_that_makes_one_of_all_is_given_every_letter_and_the_folder(page, meet, drafts):
    meet("John Roe", "--note", "tests")

    def collect(pieces, folder, context):
        (folder / f"{context.event.slug}.all").write_bytes(b"|".join(pieces))
        return [folder / f"{context.event.slug}.all"] * len(pieces)

    outcome = page(write=lambda letter, *_: letter.person.name.encode(), collect=collect)
    assert [draft.path for draft in outcome.drafted] == [drafts / "pyconf.all"] * 2
    assert (drafts / "pyconf.all").read_bytes() == b"Jane Doe|John Roe"


def test_channel_that_loses_count_is_named(page):
    with pytest.raises(PluginError, match="plugin 'pager': channel pager told 0 places for 1 letters"):
        page(collect=lambda *_: [])


def test_channel_that_fails_to_collect_is_named_and_nothing_is_remembered(page, draft):
    with pytest.raises(PluginError, match="plugin 'pager': channel pager: RuntimeError: no battery"):
        page(collect=fail)
    assert [Path(drafted["path"]).name for drafted in draft()["drafted"]] == ["01-jane-doe.eml"]


def test_channels_are_listed_with_what_they_need(conference):
    rows = conference("followup", "channels", "--format", "json").json
    assert ([row["name"] for row in rows], rows[0]) == (
        NAMES.split(", "),
        {
            "name": "eml",
            "plugin": "followup",
            "address": "e-mail address",
            "limit": None,
            "attaches": True,
            "description": "e-mail drafts that a mail program opens",
        },
    )


MATRIX = """
from eventkit.api import hookimpl

def reach(person):
    return person.handles.get("matrix")

def write(letter, address, context):
    return f"{address}: {letter.body}".encode()

@hookimpl(optionalhook=True)
def eventkit_followup_register_channels():
    from eventkit_followup.api import Channel

    return [Channel(name="matrix", description="a text to paste", suffix=".txt", reach=reach, write=write)]
"""


@pytest.fixture
def reachable_jane(meet, eventkit_app):
    """Jane, who has a Matrix handle."""
    meet("Jane Doe", "--note", "parsers")
    with eventkit_app.change("a handle") as change:
        point = ContactPoint(kind="handle", platform="matrix", value="@jane:example.org")
        eventkit_app.store.people.add_points(change, find_person(eventkit_app, "Jane").id, [point])


@pytest.mark.usefixtures("reachable_jane")
def test_installed_plugin_adds_a_channel_to_the_command(install, conference, drafts):
    install("matrix", MATRIX)
    ran = conference("followup", "draft", "--event", "pyconf", "--to", drafts, "--channel", "matrix")
    assert (drafts / "01-jane-doe.txt").read_text().startswith("@jane:example.org: Hi Jane,")
    assert ran.stdout.splitlines()[-1] == "Nothing was sent: open each file, read it, and send it yourself."


def test_installed_channel_loads_where_follow_up_is_switched_off(eventkit_run, install, monkeypatch):
    install("matrix", MATRIX)
    monkeypatch.setenv("EVENTKIT_PLUGINS", "matrix")
    rows = eventkit_run("plugins", "list", "--format", "json").json
    assert {row["id"]: row["state"] for row in rows}["matrix"] == "loaded"


def test_card_is_refused_by_a_channel_without_attachments(meet, conference, install, drafts):
    install("matrix", MATRIX)
    meet("Jane Doe")
    options = ["--event", "pyconf", "--to", drafts, "--channel", "matrix", "--attach-card"]
    ran = conference("followup", "draft", *options, code=2)
    assert ran.stderr == "eventkit: --attach-card: a draft for matrix carries no attachment\n"
