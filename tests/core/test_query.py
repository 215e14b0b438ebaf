from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.domain.people import ContactPoint
from eventkit.domain.query import HAS_VALUES, TERMS, Condition, Query, first_day, parse
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
        ('"ada lovelace"', [("", "ada lovelace", False, True)]),
        ("-ada", [("", "ada", True)]),
        ("tag:python", [("tag", "python", False)]),
        ("TAG:Python", [("tag", "Python", False)]),
        ("-tag:vendor", [("tag", "vendor", True)]),
        ('org:"Example Ltd"', [("org", "Example Ltd", False)]),
        ('-org:"Example Ltd" ada', [("org", "Example Ltd", True), ("", "ada", False)]),
        ('"tag:python"', [("", "tag:python", False, True)]),
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
    assert parse(text) == Query(tuple((Condition(*condition),) for condition in conditions))


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("ada OR bo", [["ada", "bo"]]),
        ("ada OR bo OR cy dee", [["ada", "bo", "cy"], ["dee"]]),
        ("ada bo OR cy", [["ada"], ["bo", "cy"]]),
        ("ada or bo", [["ada"], ["or"], ["bo"]]),
        ('ada "OR" bo', [["ada"], ["OR"], ["bo"]]),
        ("ada -OR bo", [["ada"], ["OR"], ["bo"]]),
    ],
)
def test_or_stands_between_alternatives_and_binds_them_first(text, groups):
    assert [[condition.value for condition in group] for group in parse(text).groups] == groups


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2027-05-14", "2027-05-14"),
        ("2027-5-4", "2027-05-04"),
        ("2027-05", "2027-05-01"),
        ("2027", "2027-01-01"),
        ("2027-13", ""),
        ("0000", ""),
        ("27-05-14", ""),
        ("2027-05-14T10:00", ""),
    ],
)
def test_day_is_the_first_of_what_is_named(text, day):
    assert first_day(text) == day


KNOWN = ", ".join(HAS_VALUES)


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
                "platform:, has:, source:, before:, after: (quote it to search for the text)"
            ),
        ),
        ("tag:", "query: 'tag:' names nothing to look for"),
        ("tag: python", "query: 'tag:' names nothing to look for"),
        ('tag:""', "query: 'tag:\"\"' names nothing to look for"),
        ('""', "query: '\"\"' names nothing to look for"),
        ("-", "query: '-' names nothing to look for"),
        ("has:gold", f"query: has: knows {KNOWN}, not 'gold'"),
        ("has:mail", f"query: has: knows {KNOWN}, not 'mail'; did you mean has:email?"),
        ("OR ada", "query: OR stands between two conditions, as in tag:python OR tag:rust"),
        ("ada OR OR bo", "query: OR stands between two conditions, as in tag:python OR tag:rust"),
        ("ada OR", "query: nothing follows the last OR; quote it to search for the word"),
        (
            "after:tomorrow",
            "query: 'after:tomorrow' names no day; write after:2027-05-14, after:2027-05 or after:2027",
        ),
        (
            "before:2027-02-30",
            "query: 'before:2027-02-30' names no day; write before:2027-05-14, before:2027-05 or before:2027",
        ),
    ],
)
def test_query_names_the_word_that_it_stumbles_over(text, reason):
    with pytest.raises(UsageError) as caught:
        parse(text)
    assert str(caught.value) == reason


@given(st.one_of(st.text(), st.text(alphabet=st.sampled_from('-: "\ttagorghs\x85é'), max_size=30)))
def test_any_text_is_a_query_or_a_usage_error(text):
    with contextlib.suppress(UsageError):
        conditions = [condition for group in parse(text).groups for condition in group]
        assert all(condition.value and condition.term in {"", *TERMS} for condition in conditions)
        assert len(conditions) <= len(text)


TERMS_WITH_FREE_VALUES = sorted(TERMS.keys() - {"has", "before", "after"})
VALUES = st.text(st.characters(codec="utf-8", exclude_characters='"\0'), min_size=1)
CONDITIONS = st.one_of(
    st.builds(Condition, st.sampled_from(TERMS_WITH_FREE_VALUES), VALUES, st.booleans()),
    st.builds(Condition, st.just(""), VALUES, st.booleans(), st.just(True)),  # noqa: FBT003  # a strategy has no names
    st.builds(Condition, st.sampled_from(["before", "after"]), st.dates().map(str), st.booleans()),
    st.builds(Condition, st.just("has"), st.sampled_from(HAS_VALUES), st.booleans()),
)


def written(condition):
    sign, term = "-" if condition.negated else "", f"{condition.term}:" if condition.term else ""
    return f'{sign}{term}"{condition.value}"'


@given(st.lists(st.lists(CONDITIONS, min_size=1)))
def test_query_that_is_written_out_with_quotes_reads_as_itself(groups):
    text = " ".join(" OR ".join(map(written, group)) for group in groups)
    assert parse(text).groups == tuple(map(tuple, groups))


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
    ('"ada example"', ["Ada"]),
    ('"example ada"', []),
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
    ("has:birthday", []),
    ("has:tag", ["Ada", "Bo"]),
    ("has:interest", ["Ada"]),
    ("has:card", []),
    # what was said when we met
    ("paper", ["Ada"]),
    ("pap", ["Ada"]),
    ('"pap"', []),
    ('"the paper"', ["Ada"]),
    ('"paper the"', []),
    # when we met, which is one encounter
    ("after:2027-05-14", ["Ada", "Bo"]),
    ("after:2027-05-15", []),
    ("before:2027-05-14", []),
    ("before:2027-06", ["Ada", "Bo"]),
    ("after:2027 before:2028 met:meetup", ["Bo"]),
    ("-after:2027", ["Cy"]),
    ("source:elsewhere", []),
    # alternatives
    ("tag:python OR tag:vendor", ["Ada", "Bo"]),
    ("wool OR has:url", ["Ada", "Cy"]),
    ("-ada OR has:email", ["Ada", "Bo"]),
    ("met:pyconf OR after:2027-05-15", ["Ada"]),
    ("tag:python OR tag:vendor org:gmbh", ["Bo"]),
    # every condition has to hold
    ("org:example -tag:vendor has:email", ["Ada"]),
    ("org:example tag:nobody", []),
]


def test_each_term_finds_whom_it_says(people):
    assert {query: people(query) for query, _ in EVERY_TERM} == dict(EVERY_TERM)


def test_every_term_is_tried_here():
    tried = {condition.term for query, _ in EVERY_TERM for group in parse(query).groups for condition in group}
    assert tried == {"", *TERMS}


def test_those_whose_name_it_is_come_before_those_of_whom_it_is_told(eventkit_app):
    app = eventkit_app
    add_event(app, "pyconf")
    add_person(app, {"name": "Anna Late"}, [])
    log_encounter(app, "Anna Late", event="pyconf", note="knows Zoe")
    add_person(app, {"name": "Bert Early", "note": "friend of Zoe"}, [])
    add_person(app, {"name": "Cleo Middle", "organization": "Zoe Ltd"}, [])
    add_person(app, {"name": "Zoë Quux"}, [])
    names = [person.name for person in list_people(app, "zoe")]
    assert names == ["Zoë Quux", "Cleo Middle", "Bert Early", "Anna Late"]


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("Владимир Пример", ["владимир", "ВЛАД", "пример"]),
        ("Ζωή Παράδειγμα", ["ζωη", "ΠΑΡΑ"]),
        ("עדה דוגמה", ["עדה", "דוג"]),
        ("عادل مثال", ["عادل", "مثا"]),
        ("山田 花子", ["山", "田", "花子", "山田"]),
        ("김민수", ["김", "민수"]),
        ("สมชาย ตัวอย่าง", ["ชาย"]),
        ("Jürgen Groß-Łukasik", ["jurgen", "gross", "łuka", "luka"]),
        ("O'Neill, Tim", ["o'neill", "neill", "tim"]),
    ],
)
def test_names_of_every_script_are_found_by_their_beginnings(eventkit_app, name, queries):
    add_person(eventkit_app, {"name": name}, [])
    add_person(eventkit_app, {"name": "Somebody Else"}, [])
    for query in queries:
        assert [person.name for person in list_people(eventkit_app, query)] == [name]


def test_what_is_undone_or_changed_is_found_no_longer(eventkit_app):
    app = eventkit_app
    add_event(app, "pyconf")
    add_person(app, {"name": "Ada Example"}, [])
    log_encounter(app, "Ada", event="pyconf", note="about looms")
    assert [person.name for person in list_people(app, "looms")] == ["Ada Example"]
    app.store.undo()
    assert list_people(app, "looms") == []
    with app.change("rename") as change:
        app.store.people.update(change, list_people(app, "ada")[0].id, name="Augusta Example")
    assert (list_people(app, "ada"), [person.name for person in list_people(app, "aug")]) == ([], ["Augusta Example"])


def test_source_is_where_somebody_came_from(eventkit_run, eventkit_app, pyconf):
    eventkit_run("import", pyconf / "attendees.vcf", "--event", "pyconf")
    add_person(eventkit_app, {"name": "Zed Typed"}, [])
    everybody = {person.name for person in list_people(eventkit_app)}
    assert {person.name for person in list_people(eventkit_app, "source:ATTENDEES")} == everybody - {"Zed Typed"}
    assert [person.name for person in list_people(eventkit_app, "-source:attendees")] == ["Zed Typed"]


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


def test_list_may_be_cut_to_the_best(people, eventkit_run):
    assert people("") != []
    ran = eventkit_run("people", "org:example", "--limit", "1", "--format", "json")
    assert [person["name"] for person in ran.json] == ["Ada Ångström"]


def test_query_that_nobody_fulfils_is_no_error(eventkit_run):
    ran = eventkit_run("people", "tag:nobody")
    assert (ran.stdout, ran.stderr) == ("", "Nobody fits.\n")


def test_query_that_cannot_be_read_is_a_usage_error(eventkit_run):
    assert eventkit_run("people", "tga:x", code=2).stderr == (
        "eventkit: query: no term tga: in 'tga:x'; did you mean tag:? (quote it to search for the text)\n"
    )
