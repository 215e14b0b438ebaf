from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.domain.people import ContactPoint
from eventkit.domain.query import HAS_VALUES, TERMS, Condition, Query, parse
from eventkit.errors import UsageError
from eventkit.services.agenda import add_event
from eventkit.services.encounters import log_encounter
from eventkit.services.people import add_person, list_people, set_me

# --- the language -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("", []),
        ("  \t\n ", []),
        ("ada", [("", "ada", False)]),
        ("ada lovelace", [("", "ada", False), ("", "lovelace", False)]),
        ('"ada lovelace"', [("", "ada lovelace", False)]),
        ("-ada", [("", "ada", True)]),
        ("tag:python", [("tag", "python", False)]),
        ("TAG:Python", [("tag", "Python", False)]),
        ("-tag:vendor", [("tag", "vendor", True)]),
        ('org:"Example Ltd"', [("org", "Example Ltd", False)]),
        ('-org:"Example Ltd" ada', [("org", "Example Ltd", True), ("", "ada", False)]),
        ('"tag:python"', [("", "tag:python", False)]),
        ("tag:a:b", [("tag", "a:b", False)]),
        ("12:30", [("", "12:30", False)]),
        ("ada@example.org", [("", "ada@example.org", False)]),
        ("anne-marie", [("", "anne-marie", False)]),
        ("--a", [("", "-a", True)]),
        ("has:EMAIL", [("has", "EMAIL", False)]),
        ("\u3000ada\u2003bo", [("", "ada", False), ("", "bo", False)]),
    ],
)
def test_query_reads(text, conditions):
    assert parse(text) == Query(tuple(Condition(*condition) for condition in conditions))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('org:"Example', "query: the quotation mark in 'org:\"Example' is never closed"),
        ('ada "', "query: the quotation mark in '\"' is never closed"),
        ("tga:x", "query: no term tga: in 'tga:x'; did you mean tag:? (quote it to search for the text)"),
        ("Orgg:x", "query: no term Orgg: in 'Orgg:x'; did you mean org:? (quote it to search for the text)"),
        (
            "http://example.org",
            (
                "query: no term http: in 'http://example.org'; there are tag:, interest:, org:, event:, met:, role:, "
                "platform:, has: (quote it to search for the text)"
            ),
        ),
        ("tag:", "query: 'tag:' names nothing to look for"),
        ("tag: python", "query: 'tag:' names nothing to look for"),
        ('tag:""', "query: 'tag:\"\"' names nothing to look for"),
        ('""', "query: '\"\"' names nothing to look for"),
        ("-", "query: '-' names nothing to look for"),
        ("has:money", "query: has: knows email, phone, url, handle, note, promise, not 'money'"),
    ],
)
def test_query_names_the_word_that_it_stumbles_over(text, reason):
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert str(caught.value) == reason


@given(st.one_of(st.text(), st.text(alphabet=st.sampled_from('-: "\ttagorghs\x85é'), max_size=30)))
def test_any_text_is_a_query_or_a_usage_error(text):
    with contextlib.suppress(UsageError):
        conditions = parse(text).conditions
        assert all(condition.value and condition.term in {"", *TERMS} for condition in conditions)
        assert len(conditions) <= len(text)


TERMS_WITH_FREE_VALUES = sorted({"", *TERMS} - {"has"})
VALUES = st.text(st.characters(codec="utf-8", exclude_characters='"\0'), min_size=1)
CONDITIONS = st.one_of(
    st.builds(Condition, st.sampled_from(TERMS_WITH_FREE_VALUES), VALUES, st.booleans()),
    st.builds(Condition, st.just("has"), st.sampled_from(HAS_VALUES), st.booleans()),
)


@given(st.lists(CONDITIONS))
def test_query_that_is_written_out_with_quotes_reads_as_itself(conditions):
    words = [
        f'{"-" if condition.negated else ""}{f"{condition.term}:" if condition.term else ""}"{condition.value}"'
        for condition in conditions
    ]
    assert parse(" ".join(words)).conditions == tuple(conditions)


# --- what it finds ----------------------------------------------------------------------------------------


@pytest.fixture
def people(eventkit_app):
    """Four people, of whom one is only listed, two events, and the user."""
    app = eventkit_app
    add_event(app, "pyconf")
    add_event(app, "meetup")
    set_me(app, {"name": "Robin Example", "note": "tag ada"}, [ContactPoint(kind="email", value="robin@example.org")])
    add_person(
        app,
        {"name": "Ada Ångström", "organization": "Example Ltd", "title": "Engineer", "note": "likes 100% wool"},
        [ContactPoint(kind="email", value="Ada@Example.org"), ContactPoint(kind="phone", value="+49 30 1234")],
        tags=["Python", "data science"],
        interests=["Compilers"],
        event="pyconf",
    )
    add_person(
        app,
        {"name": "Bo Beispiel", "organization": "Example GmbH & Co_KG"},
        [ContactPoint(kind="handle", value="@bo@example.social", platform="mastodon")],
        tags=["vendor"],
        event="meetup",
    )
    add_person(app, {"name": "Cy Muster"}, [ContactPoint(kind="url", value="https://cy.example.org/ada")])
    log_encounter(app, "Ada", event="pyconf", promise="send the paper")
    log_encounter(app, "Bo", event="meetup")
    with app.change("list") as change:
        (listed,) = app.store.people.add(change, [{"name": "Dee Listed"}])
        event = app.store.agenda.events("pyconf")[0]
        app.store.people.attend(change, event.id, [(listed, "speaker")])
    return lambda query, **how: [person.name.split()[0] for person in list_people(app, query, **how)]


EVERY_TERM = [
    ("", ["Ada", "Bo", "Cy"]),
    # free text: the record, contact points, tags and interests; folded
    ("ada", ["Ada", "Cy"]),
    ("ANGSTROM", ["Ada"]),
    ("ångström", ["Ada"]),
    ("engin", ["Ada"]),
    ("wool", ["Ada"]),
    ("ada@example.org", ["Ada"]),
    ("+49301234", ["Ada"]),
    ("example.social", ["Bo"]),
    ("vend", ["Bo"]),
    ("compil", ["Ada"]),
    ("ada example", ["Ada", "Cy"]),
    ('"ada example"', []),
    ("-ada", ["Bo"]),
    # what LIKE would take for itself
    ("100%", ["Ada"]),
    ("%%", []),
    ("\N{GRINNING FACE}", []),
    ("-!!!", ["Ada", "Bo", "Cy"]),
    ("a_a", []),
    ("co_kg", ["Bo"]),
    ("'; drop table person; --", []),
    # labels: whole, folded
    ("tag:python", ["Ada"]),
    ("tag:pyth", []),
    ('tag:"Data Science"', ["Ada"]),
    ("-tag:python", ["Bo", "Cy"]),
    ("tag:compilers", []),
    ("interest:compilers", ["Ada"]),
    ("-interest:compilers", ["Bo", "Cy"]),
    # organisation: a part of it
    ("org:example", ["Ada", "Bo"]),
    ('org:"example ltd"', ["Ada"]),
    ("-org:example", ["Cy"]),
    ("org:_", ["Bo"]),
    ("org:!!!", []),
    # events
    ("event:pyconf", ["Ada"]),
    ("event:PyConf", ["Ada"]),
    ("event:nowhere", []),
    ("-event:pyconf", ["Bo", "Cy"]),
    ("met:pyconf", ["Ada"]),
    ("met:PyConf", ["Ada"]),
    ("met:any", ["Ada", "Bo"]),
    ("-met:any", ["Cy"]),
    ("met:any -met:pyconf", ["Bo"]),
    ("role:attendee", ["Ada", "Bo"]),
    ("role:ATTENDEE", ["Ada", "Bo"]),
    ("role:speaker", []),
    # ways to reach
    ("platform:mastodon", ["Bo"]),
    ("platform:Mastodon", ["Bo"]),
    ("platform:github", []),
    ("has:email", ["Ada"]),
    ("has:phone", ["Ada"]),
    ("has:url", ["Cy"]),
    ("has:handle", ["Bo"]),
    ("has:note", ["Ada"]),
    ("has:promise", ["Ada"]),
    ("-has:email", ["Bo", "Cy"]),
    # every condition has to hold
    ("org:example -tag:vendor has:email", ["Ada"]),
    ("org:example tag:nobody", []),
]


def test_each_term_finds_whom_it_says(people):
    assert {query: people(query) for query, _ in EVERY_TERM} == dict(EVERY_TERM)


def test_every_term_is_tried_here():
    tried = {condition.term for query, _ in EVERY_TERM for condition in parse(query).conditions}
    assert tried == {"", *TERMS}


def test_everybody_has_those_only_listed_too(people):
    assert people("", everybody=True) == ["Ada", "Bo", "Cy", "Dee"]
    assert people("role:speaker", everybody=True) == ["Dee"]


@pytest.mark.parametrize("query", ["robin", "-ada", "has:email", "has:note"])
def test_user_is_never_among_the_people(people, query):
    assert "Robin" not in people(query, everybody=True)


def test_query_on_the_command_line_may_be_several_words(people, eventkit_run):
    assert people("") != []
    ran = eventkit_run("people", "-tag:vendor", "org:example", "--format", "json", "-has:url")
    assert [person["name"] for person in ran.json] == ["Ada Ångström"]


@pytest.mark.parametrize("query", ["\udcff", "event:\udcff", "tag:\udcff", "a\udcffb"])
def test_query_with_bytes_that_are_no_text_is_answered(people, query):
    assert people("") != []
    assert people(query) == []


def test_help_of_the_list_is_still_help(eventkit_run):
    assert eventkit_run("people", "list", "-h").stdout.startswith("Usage: eventkit people list")


def test_query_that_nobody_fulfils_is_no_error(eventkit_run):
    ran = eventkit_run("people", "tag:nobody")
    assert (ran.stdout, ran.stderr) == ("", "Nobody fits.\n")


def test_query_that_cannot_be_read_is_a_usage_error(eventkit_run):
    assert eventkit_run("people", "tga:x", code=2).stderr == (
        "eventkit: query: no term tga: in 'tga:x'; did you mean tag:? (quote it to search for the text)\n"
    )
