"""`eventkit people history`: where every value came from, and what was changed when."""

from __future__ import annotations

import contextlib

import pytest

from eventkit.app import create_app
from eventkit.domain.people import ContactPoint
from eventkit.exchange import IncomingPerson
from eventkit.services.agenda import add_event
from eventkit.services.editing import set_fields
from eventkit.services.encounters import log_encounter
from eventkit.services.history import undo_change
from eventkit.services.import_people import take_in
from eventkit.services.lookup import find_person
from eventkit.services.merging import merge_people
from eventkit.services.people import add_person, set_do_not_contact, tag_people
from eventkit.services.provenance import history_of


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def app(request, eventkit_home, monkeypatch):
    if request.param == "PostgreSQL":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))
    with contextlib.closing(create_app(eventkit_home)) as made:
        add_event(made, "meetup")
        yield made


@pytest.fixture
def ada(app):
    return add_person(app, {"name": "Ada Grace"}, [ContactPoint(kind="email", value="ada@example.org")], tags=["wool"])


def bring(app, name, source, *people):
    """An import of people, as importers make it."""
    with app.change(f"import {name}", source=source) as change:
        take_in(app, change, people, source=source, event=None)


def card(name, **more):
    return IncomingPerson(name=name, contact_points=(ContactPoint(kind="email", value="ada@example.org"),), **more)


def sources(app, person):
    """Each value, and the label of the change that it came with."""
    return {(one.field, one.value): one.change.label if one.change else None for one in history_of(app, person).values}


def story(app, person):
    """What each change did, by its label."""
    return [
        (one.change.label, [(value.field, value.before, value.after) for value in one.values])
        for one in history_of(app, person).changes
    ]


def test_every_value_knows_what_it_came_with(app, ada):
    bring(app, "cards.vcf", "/home/me/cards.vcf", card("Ada Grace", title="Weaver", organization="Example Ltd"))
    tag_people(app, ["Ada"], add=["late"])
    log_encounter(app, "Ada", note="looms", promise="a pattern", at="10:45")
    assert sources(app, ada) == {
        ("name", "Ada Grace"): "add Ada Grace",
        ("title", "Weaver"): "import cards.vcf",
        ("organization", "Example Ltd"): "import cards.vcf",
        ("email", "ada@example.org"): "add Ada Grace",
        ("tag", "wool"): "add Ada Grace",
        ("tag", "late"): "tag Ada Grace",
        ("event", "meetup (attendee)"): "met Ada Grace",
        ("met", "2027-05-14 10:45 at meetup: looms; promised a pattern"): "met Ada Grace",
    }


def test_source_and_date_of_an_import_are_told(app, ada):
    bring(app, "cards.vcf", "/home/me/cards.vcf", card("Ada Grace", title="Weaver"))
    (change,) = [one.change for one in history_of(app, ada).values if one.field == "title"]
    assert (change.source, change.at) == ("/home/me/cards.vcf", "2027-05-14T09:00:00+02:00")


def test_value_that_was_changed_comes_from_the_last_change(app, ada):
    set_fields(app, ada, {"title": "Weaver"})
    set_fields(app, find_person(app, "Ada"), {"title": "Dyer"})
    assert story(app, ada)[1:] == [
        ("edit Ada Grace", [("title", "", "Weaver")]),
        ("edit Ada Grace", [("title", "Weaver", "Dyer")]),
    ]
    assert [one.change.id for one in history_of(app, ada).values if one.field == "title"] == [4]


def test_value_that_an_undo_brought_back_comes_from_where_it_came(app, ada):
    bring(app, "cards.vcf", "cards.vcf", card("Ada Grace", title="Weaver"))
    set_fields(app, find_person(app, "Ada"), {"title": "Dyer", "name": "Ada G."})
    undo_change(app)
    found = sources(app, ada)
    assert (found["title", "Weaver"], found["name", "Ada Grace"]) == ("import cards.vcf", "add Ada Grace")


def test_tag_that_was_taken_away_is_in_the_story(app, ada):
    tag_people(app, ["Ada"], remove=["wool"])
    undo_change(app)
    assert story(app, ada) == [
        ("add Ada Grace", [("name", "", "Ada Grace"), ("email", "", "ada@example.org"), ("tag", "", "wool")]),
        ("tag Ada Grace", [("tag", "wool", "")]),
        ("undo 3: tag Ada Grace", [("tag", "", "wool")]),
    ]
    assert sources(app, ada)["tag", "wool"] == "add Ada Grace"


def test_wish_to_be_left_alone_is_in_the_story(app, ada):
    set_do_not_contact(app, ["Ada"], wanted=True)
    assert story(app, ada)[-1] == ("do not contact Ada Grace", [("do_not_contact", "no", "yes")])


def test_import_of_many_is_the_origin_of_each(app):
    people = [IncomingPerson(name=f"Person {number}") for number in range(20)]
    bring(app, "list.csv", "list.csv", *people)
    assert sources(app, find_person(app, "Person 7"))["name", "Person 7"] == "import list.csv"


def test_values_of_a_merged_record_keep_where_they_came_from(app, ada):
    bring(
        app,
        "other.vcf",
        "other.vcf",
        IncomingPerson(
            name="A. Grace",
            title="Weaver",
            tags=("rust",),
            contact_points=(ContactPoint(kind="email", value="ada@work.example"),),
        ),
    )
    other = find_person(app, "A. Grace")
    merge_people(app, other, ada)
    found = sources(app, other)
    assert {key: found[key] for key in (("title", "Weaver"), ("tag", "rust"), ("tag", "wool"))} == {
        ("title", "Weaver"): "import other.vcf",
        ("tag", "rust"): "import other.vcf",
        ("tag", "wool"): "add Ada Grace",
    }
    assert (found["email", "ada@work.example"], found["email", "ada@example.org"]) == (
        "import other.vcf",
        "add Ada Grace",
    )


def test_story_of_a_merged_person_begins_with_both(app, ada):
    other = add_person(app, {"name": "A. Grace"}, [], tags=["rust"])
    merge_people(app, ada, other)
    assert story(app, ada) == [
        ("add Ada Grace", [("name", "", "Ada Grace"), ("email", "", "ada@example.org"), ("tag", "", "wool")]),
        ("add A. Grace", [("name", "", "A. Grace"), ("tag", "", "rust")]),
        (
            "merge A. Grace (2) into Ada Grace (1)",
            [("name", "A. Grace", ""), ("took in", "", "number 2"), ("card", "", "merge")],
        ),
    ]


def test_story_of_two_who_were_parted_again_is_each_one_s_own(app, ada):
    other = add_person(app, {"name": "A. Grace"}, [], tags=["rust"])
    merge_people(app, ada, other)
    undo_change(app)
    assert story(app, other)[0] == ("add A. Grace", [("name", "", "A. Grace"), ("tag", "", "rust")])
    assert sources(app, other) == {("name", "A. Grace"): "add A. Grace", ("tag", "rust"): "add A. Grace"}
    assert sources(app, ada) == {
        ("name", "Ada Grace"): "add Ada Grace",
        ("email", "ada@example.org"): "add Ada Grace",
        ("tag", "wool"): "add Ada Grace",
    }


# --- the commands -----------------------------------------------------------------------------------------


def test_history_shows_both_on_a_page(eventkit_run):
    eventkit_run("people", "add", "Ada Grace", "--email", "ada@example.org")
    eventkit_run("people", "edit", "ada", "--set", "title=Weaver")
    assert eventkit_run("people", "history", "ada").stdout == (
        "Ada Grace (number 1), and where it came from:\n"
        "What                     Since             From\n"
        "name    Ada Grace        2027-05-14 09:00  add Ada Grace\n"
        "title   Weaver           2027-05-14 09:00  edit Ada Grace\n"
        "e-mail  ada@example.org  2027-05-14 09:00  add Ada Grace\n"
        "\n"
        "What was changed:\n"
        "No.  When              Change          What\n"
        "  1  2027-05-14 09:00  add Ada Grace   name    + Ada Grace\n"
        "                                       e-mail  + ada@example.org\n"
        "  2  2027-05-14 09:00  edit Ada Grace  title   + Weaver\n"
    )


def test_history_has_the_keys_that_scripts_rely_on(eventkit_run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_USER", "robin")
    eventkit_run("people", "add", "Ada Grace")
    change = {
        "change": 1,
        "at": "2027-05-14T09:00:00+02:00",
        "label": "add Ada Grace",
        "who": "robin",
        "source": "",
    }
    assert eventkit_run("people", "history", "ada", "--format", "json").json == {
        "person": 1,
        "name": "Ada Grace",
        "values": [{"field": "name", "value": "Ada Grace", "from": change}],
        "changes": [{**change, "values": [{"field": "name", "before": "", "after": "Ada Grace"}]}],
    }


def test_show_tells_the_sources_where_they_are_asked_for(eventkit_run):
    eventkit_run("people", "add", "Ada Grace")
    assert eventkit_run("people", "show", "ada", "--sources").stdout == (
        "Ada Grace  (number 1)\n"
        "\n"
        "Where it came from:\n"
        "What             Since             From\n"
        "name  Ada Grace  2027-05-14 09:00  add Ada Grace\n"
    )


def test_history_says_who_changed_what(eventkit_run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_USER", "robin")
    eventkit_run("people", "add", "Ada Grace")
    assert eventkit_run("history").stdout == (
        "No.  When              Who    What           Rows\n  1  2027-05-14 09:00  robin  add Ada Grace     1\n"
    )
