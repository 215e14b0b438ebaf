"""What a letter is made from: both of us, what was noted, and what we have in common."""

from __future__ import annotations

import pytest

from eventkit.api import InputError, UsageError, find_event, find_person, my_card
from eventkit_followup.material.gathering import Gatherer
from eventkit_followup.templating.missing import NAMES
from eventkit_followup.templating.views import view_of

AGENDA = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//example//EN
X-WR-TIMEZONE:Europe/Berlin
{}END:VCALENDAR
"""
SESSION = """BEGIN:VEVENT
UID:{uid}
DTSTAMP:20270101T000000Z
DTSTART:20270514T{hour}0000Z
DTEND:20270514T{hour}3000Z
SUMMARY;LANGUAGE={language}:{title}
X-EVENTKIT-SPEAKER:{speaker}
END:VEVENT
"""


@pytest.fixture(autouse=True)
def with_calendars(monkeypatch, only_followup):  # noqa: ARG001  # which has to come first
    monkeypatch.setenv("EVENTKIT_PLUGINS", "followup,calendar,cards")


@pytest.fixture
def talks(conference, tmp_path):
    """Bring in an agenda of (title, speaker), an hour each from 8 o'clock UTC."""

    def talks(*sessions, language="en"):
        text = "".join(
            SESSION.format(
                uid=f"{number}@example.org", hour=f"{8 + number:02}", title=title, speaker=speaker, language=language
            )
            for number, (title, speaker) in enumerate(sessions)
        )
        file = tmp_path / "agenda.ics"
        file.write_text(AGENDA.format(text).replace("\n", "\r\n"), encoding="utf-8", newline="")
        conference("import", file, "--event", "pyconf")

    return talks


@pytest.fixture
def context(conference, eventkit_app):  # noqa: ARG001  # which makes what it looks at
    """The context of a letter to the person of that name, about the event."""

    def context(name, event="pyconf", **options):
        found = find_event(eventkit_app, event) if event else None
        gatherer = Gatherer(eventkit_app, my_card(eventkit_app), event=found, **options)
        return gatherer.context(find_person(eventkit_app, name))

    return context


def titles(sessions):
    return [session.title for session in sessions]


def test_context_is_frozen(meet, context):
    meet("Jane Doe")
    with pytest.raises(AttributeError):
        context("Jane").tone = "formal"


def test_template_sees_exactly_the_promised_names(meet, context):
    meet("Jane Doe")
    assert sorted(view_of(context("Jane"))) == sorted(NAMES)


def test_encounters_here_and_before_are_told_apart(meet, conference, context):
    conference("events", "add", "earlier", "--name", "Earlier Conf")
    conference("met", "Jane Doe", "--event", "earlier", "--at", "2026-05-14T10:00", "--note", "lakes")
    meet("Jane Doe", "--note", "parsers")
    found = context("Jane")
    assert [[occasion.encounter.note for occasion in some] for some in (found.encounters, found.before)] == [
        ["parsers"],
        ["lakes"],
    ]
    assert (found.before[0].event.name, found.situation.known, found.situation.met) == ("Earlier Conf", True, True)


def test_letter_about_no_event_is_about_the_one_we_met_at_last(meet, conference, context):
    conference("events", "add", "earlier")
    conference("met", "Jane Doe", "--event", "earlier", "--at", "2026-05-14T10:00")
    meet("Jane Doe")
    assert context("Jane", event=None).event.slug == "pyconf"


def test_weeks_since_we_met_are_counted(meet, context):
    meet("Jane Doe", "--at", "2027-01-01T10:00")
    assert context("Jane").situation.weeks == 18


def test_promises_are_those_of_the_fresh_encounters(meet, context):
    meet("Jane Doe", "--promise", "send the link")
    meet("Jane Doe")
    found = context("Jane")
    assert ([o.encounter.promise for o in found.promises], found.situation.promised) == (["send the link"], True)


def test_speaker_of_the_event_has_that_role_and_a_talk(meet, talks, context):
    talks(("Parsers", "Jane Doe"), ("Lakes", "Jane Doe"), ("Other", "John Roe"))
    meet("Jane Doe", "--session", "Lakes")
    found = context("Jane")
    assert ("speaker" in found.roles, titles(found.talks)) == (True, ["Lakes", "Parsers"])


def test_talk_that_i_starred_is_meant_before_another(meet, talks, conference, context):
    talks(("Parsers", "Jane Doe"), ("Lakes", "Jane Doe"))
    conference("star", "Lakes", "--event", "pyconf")
    meet("Jane Doe")
    assert titles(context("Jane").talks) == ["Lakes", "Parsers"]


def test_sessions_in_common_are_theirs_that_i_chose_and_those_we_met_at(meet, talks, conference, context):
    talks(("Parsers", "Jane Doe"), ("Lakes", "Jane Doe"), ("Other", "John Roe"))
    conference("star", "Parsers", "--event", "pyconf")
    meet("Jane Doe", "--session", "Other")
    assert [session.title for session, _ in context("Jane").common.sessions] == ["Other", "Parsers"]


def test_people_in_common_were_in_the_conversation_speak_along_or_work_there(meet, talks, conference, context):
    talks(
        ("Parsers", "Jane Doe"),
    )
    conference("people", "add", "Jane Doe Senior", "--organization", "Example")
    conference("people", "add", "Colleague One", "--organization", "example")
    for name in ("Jane Doe Senior", "Third Person"):
        meet(name, "--at", "10:00", "--note", "the same conversation")
    meet("Colleague One", "--at", "11:00")
    meet("Stranger Two", "--at", "12:00")
    assert [person.name for person in context("Jane Doe Senior").common.people] == ["Third Person", "Colleague One"]


def test_past_events_in_common_leave_this_one_and_later_ones_out(meet, conference, context):
    for name, year in (("earlier", 2026), ("later", 2026)):
        conference("events", "add", name)
        conference("met", "Jane Doe", "--event", name, "--at", f"{year}-05-14T10:00")
    meet("Jane Doe")
    assert sorted(event.slug for event in context("Jane").common.events) == ["earlier", "later"]


def test_interests_in_common_are_written_as_mine(conference, context, eventkit_app):
    conference("people", "add", "Jane Doe", "--interest", "PYTHON", "--interest", "lakes")
    with eventkit_app.change("interests") as change:
        eventkit_app.store.people.add_labels(change, "interest", [(my_card(eventkit_app).id, "Python")])
    assert context("Jane").common.interests == ("Python",)


def test_nobody_is_introduced_to_themselves(meet, context, eventkit_app):
    meet("Jane Doe")
    meet("John Roe")
    jane = find_person(eventkit_app, "Jane")
    assert [context(name, other=jane).other for name in ("Jane", "John")] == [None, jane]


# --- language and tone ----------------------------------------------------------------------------------


def languages(context):
    return (*context.languages, context.tone)


def settings(home, text):
    home.mkdir(exist_ok=True)
    (home / "config.toml").write_text(f"[plugin.followup]\n{text}\n", encoding="utf-8")


def test_without_a_word_about_it_letters_are_in_informal_english(meet, context):
    meet("Jane Doe")
    assert languages(context("Jane")) == ("en", "informal")


def test_language_of_a_person_goes_before_option_event_and_setting(meet, talks, conference, eventkit_home, context):
    settings(eventkit_home, 'language = "es"\ntone = "formal"')
    talks(("Parsers", "John Roe"), language="fr")
    meet("Jane Doe")
    conference("people", "tag", "Jane Doe", "--add", "lang:de-AT", "--add", "tone:informal")
    found = context("Jane", language="pt-BR")
    assert languages(found) == ("de-at", "pt-br", "fr", "es", "en", "informal")


def test_setting_gives_the_tone_and_an_option_overrides_it(meet, eventkit_home, context):
    settings(eventkit_home, 'tone = "formal"')
    meet("Jane Doe")
    assert [context("Jane", tone=tone).tone for tone in ("", "informal")] == ["formal", "informal"]


def test_card_tells_the_languages_of_its_owner_the_preferred_first(conference, tmp_path, context):
    file = tmp_path / "jane.vcf"
    file.write_text(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Jane Doe\r\nLANG;PREF=2:fr\r\nLANG;PREF=1:de\r\nEND:VCARD\r\n", newline=""
    )
    conference("import", file, "--event", "pyconf")
    assert context("Jane").languages == ("de", "fr", "en")


@pytest.mark.parametrize(("tag", "language"), [("lang:Deutsch", "de"), ("language=fr", "fr"), ("lang:?!", "en")])
def test_tag_tells_the_language_by_code_or_name(conference, meet, context, tag, language):
    meet("Jane Doe")
    conference("people", "tag", "Jane Doe", "--add", tag)
    assert context("Jane").languages[0] == language


def test_language_that_is_none_is_refused(meet, context):
    meet("Jane Doe")
    with pytest.raises(UsageError, match="--language: 'x' is no language; give one as de or pt-br"):
        context("Jane", language="x")


@pytest.mark.parametrize("text", ['tone = "rude"', 'language = "?"', "language = 3"])
def test_setting_that_cannot_be_is_refused_with_its_file(meet, eventkit_home, context, text):
    meet("Jane Doe")
    settings(eventkit_home, text)
    with pytest.raises(InputError, match=r"config\.toml: plugin\.followup"):
        context("Jane")


# --- sessions without a time ----------------------------------------------------------------------------


@pytest.fixture
def untimed_talk(conference, tmp_path):
    """An agenda of two talks of theirs, of which the first has no time yet."""
    untimed, timed = (
        SESSION.format(uid=f"{number}@example.org", hour="09", title=title, speaker="Jane Doe", language="en")
        for number, title in enumerate(("Lakes", "Parsers"))
    )
    untimed = "".join(f"{line}\n" for line in untimed.splitlines() if not line.startswith(("DTSTART", "DTEND")))
    file = tmp_path / "agenda.ics"
    text = AGENDA.format(untimed + timed).replace("SPEAKER:", "SPEAKER;EMAIL=jane@example.org:")
    file.write_text(text.replace("\n", "\r\n"), newline="")
    conference("import", file, "--event", "pyconf")


@pytest.mark.usefixtures("untimed_talk")
def test_talks_without_a_time_come_last(meet, conference, context):
    for title in ("Lakes", "Parsers"):
        conference("star", title, "--event", "pyconf")
    meet("Jane Doe")
    found = context("Jane")
    assert titles(found.talks) == ["Parsers", "Lakes"]
    assert titles(session for session, _ in found.common.sessions) == ["Parsers", "Lakes"]


@pytest.mark.parametrize("asked", ["talk.starts", "talk.starts.hour"])
@pytest.mark.usefixtures("untimed_talk")
def test_a_time_that_nobody_told_is_missing_as_anything_else(meet, template, draft, asked):
    meet("Jane Doe", "--session", "Lakes")
    template("talk", f"subject: Talk\n\nSee you at {{{{ {asked} }}}}.\n")
    answer = draft("--template", "talk", code=3)
    assert answer["lacking"] == [{"person": "Jane Doe", "template": "talk", "missing": [asked]}]
