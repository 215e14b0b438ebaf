"""Which records are taken for one person, which are not, and why."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eventkit.domain.people import ContactPoint
from eventkit.services.duplicates import LIKELY, find_duplicates, kept_first

PLATFORM = "github"
KINDS = ("email", "phone", "handle")


def fill(app, *people):
    """Contacts from dicts of what is known of each; returns their numbers."""
    with app.change("test") as change:
        fields = ("name", "given", "family", "organization", "title", "birthday")
        rows = [{"contact": True, **{field: who.get(field, "") for field in fields}} for who in people]
        ids = app.store.people.add(change, rows)
        points = [
            (number, ContactPoint(kind=kind, value=who[kind], platform=PLATFORM if kind == "handle" else ""))
            for number, who in zip(ids, people, strict=True)
            for kind in KINDS
            if kind in who
        ]
        app.store.people.add_all_points(change, points)
    return ids


def person(name, **known):
    return {"name": name, **known}


ONE_PERSON = [
    pytest.param(
        person("Elizabeth Smith", phone="+44 20 7946 0123"),
        person("Liz Smith", phone="020 7946 0123"),
        ("same phone", "Liz is short for Elizabeth"),
        id="nickname",
    ),
    pytest.param(
        person("Мария Соколова", email="maria@example.org"),
        person("Maria Sokolova", email="Maria@Example.org"),
        ("same e-mail address", "Мария Соколова is Maria Sokolova in Cyrillic letters"),
        id="cyrillic",
    ),
    pytest.param(
        person("Γιώργος Παππάς", handle="gpap"),
        person("Giorgos Pappas", handle="gpap"),
        ("same handle on github", "Γιώργος Παππάς is Giorgos Pappas in Greek letters"),
        id="greek",
    ),
    pytest.param(
        person("Мария Quillfeather", organization="Example"),
        person("Maria Quillfeather", organization="Example"),
        ("same employer", "Мария is Maria in Cyrillic letters"),
        id="half cyrillic",
    ),
    pytest.param(
        person("محمد الفلاني", email="m@example.org"),
        person("Muhammad Alfulani", email="m@example.org"),
        ("same e-mail address", "محمد الفلاني is Muhammad Alfulani in Arabic letters"),
        id="arabic",
    ),
    pytest.param(
        person("王晓明", phone="+86 138 0013 8000"),
        person("Xiaoming Wang", phone="+8613800138000"),
        ("same phone", "王晓明 is Xiaoming Wang in Chinese characters"),
        id="chinese",
    ),
    pytest.param(
        person("Xanthippe Zwingli", email="x@example.org", organization="Example AG"),
        person("Xanthippe Zwingli", phone="+41 44 555 01 23"),
        ("same rare name",),
        id="rare name",
    ),
    pytest.param(
        person("Xanthippe Zwingli", organization="Example AG"),
        person("Zwingli, Xanthippe", organization="Example"),
        ("same employer", "name in other order"),
        id="other order",
    ),
    pytest.param(
        person("Jörg Großkopf", organization="Beispiel GmbH"),
        person("Joerg Grosskopf", organization="Beispiel GmbH"),
        ("same employer", "Jörg and Joerg are spellings of one name"),
        id="umlaut",
    ),
    pytest.param(
        person("Zoë Ångström", phone="+46 8 555 0123"),
        person("ZOE ANGSTROM", phone="+46 8 555 0123"),
        ("same phone", "same rare name"),
        id="accents and capitals",
    ),
    pytest.param(
        person("Zacharias Blomqvist", organization="Example AB"),
        person("Zacharias Blomqvits", organization="Example AB"),
        ("same employer", "Blomqvist and Blomqvits are one letter apart"),
        id="letters changed places",
    ),
    pytest.param(
        person("J. Wellbeloved", organization="Example Ltd"),
        person("Josephine Wellbeloved", organization="Example Limited"),
        ("same employer", "J. may stand for Josephine"),
        id="initial",
    ),
    pytest.param(
        person("Annamaria Testoni", organization="Esempio"),
        person("Anna Maria Testoni", organization="Esempio"),
        ("same employer", "names joined or written apart"),
        id="joined",
    ),
    pytest.param(
        person("Dr. Ottokar Beispielmann", email="o@example.org"),
        person("Ottokar Beispielmann (Example AG)", email="o@example.org"),
        ("same e-mail address", "same rare name"),
        id="title and firm within the name",
    ),
    pytest.param(
        person("Kathleen O'Sample", phone="+353 1 555 0123"),
        person("Kathleen OSample", phone="+353 1 555 0123"),
        ("same phone", "same rare name"),
        id="apostrophe",
    ),
    pytest.param(
        person("Quirin Testmaier", email="quirin1987@example.org", birthday="1987-03-04"),
        person("Quirin Testmaier", email="quirin1987@example.com", birthday="--03-04"),
        ("same birthday", "both write as quirin1987@", "same rare name"),
        id="same address elsewhere",
    ),
    pytest.param(
        person("Philippa Mustermann", email="philippa@example.org", phone="+49 30 5550123"),
        person("Philippa Beispiel", email="philippa@example.org", phone="+49 30 5550123"),
        ("same e-mail address", "same phone", "but other family names"),
        id="another family name",
    ),
]

TWO_PEOPLE = {
    "a common name and nothing else": (person("Jan Müller"), person("Jan Müller")),
    "a common name, other employers and addresses": (
        person("John Smith", email="john@example.org", organization="Example Ltd"),
        person("John Smith", email="jsmith@example.com", organization="Sample Inc"),
    ),
    "a couple with one number and address": (
        person("Anna Zwingli", email="zwingli@example.org", phone="+41 44 555 01 23"),
        person("Peter Zwingli", email="zwingli@example.org", phone="+41 44 555 01 23"),
    ),
    "father and son": (
        person("Ottokar Beispielmann Sr.", phone="+1 202 555 0123"),
        person("Ottokar Beispielmann Jr.", phone="+1 202 555 0123"),
    ),
    "other birthdays": (
        person("Xanthippe Zwingli", birthday="1980-01-02"),
        person("Xanthippe Zwingli", birthday="1991-12-24"),
    ),
    "colleagues of one name": (
        person("Maria Schmidt", email="maria.schmidt@example.org", organization="Example"),
        person("Maria Schmidt", email="maria.schmidt2@example.org", organization="Example"),
    ),
    "other middle initials": (
        person("John A. Wellbeloved", organization="Example"),
        person("John B. Wellbeloved", organization="Sample"),
    ),
    "other handles on one platform": (
        person("Anna Keller", handle="akeller", organization="Example"),
        person("Anna Keller", handle="annak", organization="Example"),
    ),
    "colleagues at one switchboard": (
        person("Daniel Keller", phone="+49 30 5550123", organization="Example"),
        person("Daniela Keller", phone="+49 30 5550123", organization="Example"),
    ),
    "an office's address": (
        person("Ada Beispiel", email="info@example.org"),
        person("Bruno Muster", email="info@example.org"),
    ),
    "a middle initial is no given name": (
        person("Goran Zwingli", phone="+41 44 555 01 23"),
        person("Uta G. Zwingli", phone="+41 44 555 01 23"),
    ),
    "no name at all": (person(""), person("")),
}


@pytest.mark.parametrize(("first", "second", "reasons"), ONE_PERSON)
def test_records_of_one_person_are_proposed_with_their_reasons(eventkit_app, first, second, reasons):
    ids = fill(eventkit_app, first, second)
    found = find_duplicates(eventkit_app)
    assert [(one.first, one.second, one.reasons) for one in found] == [(ids[0], ids[1], reasons)]


@pytest.mark.parametrize(("first", "second"), TWO_PEOPLE.values(), ids=TWO_PEOPLE)
def test_two_people_who_look_alike_are_kept_apart(eventkit_app, first, second):
    fill(eventkit_app, first, second)
    assert find_duplicates(eventkit_app) == []


def test_how_rare_a_name_is_follows_from_the_people_there_are(eventkit_app):
    everyone = [person(f"Ezechiel {family}") for family in ("Ober", "Unter", "Nieder", "Hinter", "Vorder")]
    crowd = [person(f"{given} Quastenbein", email=f"{given}@example.org".lower()) for given in GIVEN_NAMES]
    fill(eventkit_app, *everyone, *crowd, person("Ezechiel Quastenbein"), person("Ezechiel Quastenbein"))
    rare = find_duplicates(eventkit_app, least=0)[0].score
    fill(eventkit_app, *[person("Ezechiel Quastenbein", email=f"{n}@{n}.example.org") for n in range(6)])
    assert find_duplicates(eventkit_app, least=0)[0].score < rare


GIVEN_NAMES = ("Hulda", "Gisbert", "Notburga", "Wunibald", "Kunigunde", "Ansgar", "Walburga", "Eginhard")


def test_the_surest_pair_comes_first(eventkit_app):
    ids = fill(
        eventkit_app,
        person("Xanthippe Zwingli", organization="Example AG"),
        person("Ottokar Beispielmann", email="o@example.org"),
        person("X. Zwingli", organization="Example AG"),
        person("Ottokar Beispielmann", email="o@example.org"),
    )
    found = find_duplicates(eventkit_app)
    assert [(one.first, one.second) for one in found] == [(ids[1], ids[3]), (ids[0], ids[2])]
    assert found[0].score > found[1].score >= LIKELY


def test_an_address_that_many_share_proposes_nobody(eventkit_app):
    words = [a + b + c for a in "bdfg" for b in "aeiou" for c in "lmnr"]
    fill(eventkit_app, *[person(f"{word} {word[::-1]}o".title(), email="team@example.org") for word in words])
    assert find_duplicates(eventkit_app) == []


def test_a_series_of_numbered_names_is_no_flood(eventkit_app):
    fill(eventkit_app, *[person(f"Guest Badge{number}", organization="Example") for number in range(300)])
    assert find_duplicates(eventkit_app) == []


def test_who_is_only_listed_is_compared_when_asked_for(eventkit_app):
    ids = fill(eventkit_app, person("Xanthippe Zwingli"), person("Xanthippe Zwingli"))
    with eventkit_app.change("list") as change:
        eventkit_app.store.people.update(change, ids[1], contact=False)
    assert find_duplicates(eventkit_app) == []
    assert [(one.first, one.second) for one in find_duplicates(eventkit_app, everybody=True)] == [(ids[0], ids[1])]


def test_the_user_is_nobodys_duplicate(eventkit_app):
    ids = fill(eventkit_app, person("Xanthippe Zwingli"), person("Xanthippe Zwingli"))
    with eventkit_app.change("me") as change:
        eventkit_app.store.people.update(change, ids[1], is_me=True)
    assert find_duplicates(eventkit_app, everybody=True) == []


def test_pairs_can_be_asked_for_of_some_people_only(eventkit_app):
    ids = fill(eventkit_app, *[person(name) for name in ("Xanthippe Zwingli", "Ottokar Beispielmann") * 2])
    assert [one.first for one in find_duplicates(eventkit_app, among={ids[3]})] == [ids[1]]


def test_the_fuller_record_is_to_be_kept(eventkit_app):
    ids = fill(eventkit_app, person("X. Zwingli"), person("Xanthippe Zwingli", email="x@example.org"))
    people = eventkit_app.store.people.get(ids)
    assert [one.id for one in kept_first(people[ids[0]], people[ids[1]])] == [ids[1], ids[0]]


# --- properties -------------------------------------------------------------------------------------------

_SOME_WORDS = """
    Elizabeth Liz Beth Smith Smyth Zwingli Zwengli Мария Maria Соколова Sokolova J. X. O'Brien Anna-Maria van der Berg
    Jr. 王小明 محمد Müller Mueller de 김민수 Dr. 7
"""
_WORDS = st.sampled_from(_SOME_WORDS.split())
_PEOPLE = st.lists(
    st.fixed_dictionaries(
        {"name": st.lists(_WORDS, min_size=0, max_size=4).map(" ".join)},
        optional={
            "email": st.sampled_from(("a@example.org", "b@example.org", "info@example.org", "liz77@gmail.com")),
            "phone": st.sampled_from(("+49 30 5550123", "030 5550123", "+1 202 555 0123", "-")),
            "organization": st.sampled_from(("Example GmbH", "Example", "Sample Inc.", "GmbH")),
            "birthday": st.sampled_from(("1990-01-02", "1990-02-01", "--01-02", "soon")),
        },
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=40)
@given(people=_PEOPLE, seed=st.integers(0, 1000))
def test_the_order_of_records_makes_no_difference(make_app, people, seed):
    order = list(range(len(people)))
    random.Random(seed).shuffle(order)
    answers = []
    for arranged in (list(range(len(people))), order):
        app = make_app()
        ids = fill(app, *[people[place] for place in arranged])
        place_of = dict(zip(ids, arranged, strict=True))
        found = find_duplicates(app, least=0)
        answers.append(sorted((*sorted((place_of[one.first], place_of[one.second])), one.score) for one in found))
        app.close()
    assert answers[0] == answers[1]


@settings(max_examples=40)
@given(people=_PEOPLE)
def test_no_pair_comes_twice_and_every_score_is_a_percentage(make_app, people):
    app = make_app()
    fill(app, *people)
    found = find_duplicates(app, least=0)
    app.close()
    pairs = [(one.first, one.second) for one in found]
    assert len(set(pairs)) == len(pairs)
    assert all(one.first < one.second and 0 <= one.score <= 100 and all(one.reasons) for one in found)
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@settings(max_examples=60)
@given(names=st.lists(st.text(max_size=12), min_size=2, max_size=6), organization=st.text(max_size=8))
def test_no_name_is_too_odd_to_be_compared(make_app, names, organization):
    app = make_app()
    twice = [person(name, email="a@example.org", organization=organization) for name in (*names, *names)]
    fill(app, *twice)
    found = find_duplicates(app, least=0)
    app.close()
    assert all(one.first < one.second and 0 <= one.score <= 100 for one in found)


@pytest.fixture(scope="module")
def make_app(tmp_path_factory):
    """Applications, each on a home of its own."""
    from eventkit.app import create_app

    return lambda: create_app(tmp_path_factory.mktemp("home"), environ={})
