"""Who is the same person: what decides it when people come in, and what is only told."""

from __future__ import annotations

import pytest

from eventkit.domain.people import ContactPoint
from eventkit.exchange import IncomingPerson
from eventkit.services.import_people import take_in
from eventkit.services.people import set_do_not_contact, set_me


def email(value, label=""):
    return ContactPoint(kind="email", value=value, label=label)


def phone(value, label=""):
    return ContactPoint(kind="phone", value=value, label=label)


def handle(value, platform="github"):
    return ContactPoint(kind="handle", value=value, platform=platform)


def somebody(name, *points, **values):
    return IncomingPerson(name=name, contact_points=points, **values)


@pytest.fixture(params=["SQLite", "PostgreSQL"], autouse=True)
def database(request, eventkit_home, monkeypatch):  # noqa: ARG001  # the home says which database is not used
    if request.param == "PostgreSQL":
        monkeypatch.setenv("EVENTKIT_DATABASE_URL", request.getfixturevalue("postgresql"))


@pytest.fixture
def take(eventkit_app):
    """Take people in, in one change for each call; answers with what became of each, and their numbers."""

    def take_them(*people, source="list.csv", event=None):
        with eventkit_app.change("take in") as change:
            items = take_in(eventkit_app, change, people, source=source, event=event)
        return [item.kind for item in items], [item.id for item in items]

    return take_them


@pytest.fixture
def person(eventkit_app):
    return lambda number: eventkit_app.store.people.get([number])[number]


ADA = somebody("Ada Grace", email("ada@example.org"))


@pytest.mark.parametrize(
    ("known", "arriving"),
    [
        (email("ada@example.org"), email("ADA@Example.ORG")),
        (email("ada@exämple.org"), email("ada@xn--exmple-cua.org")),
        (phone("+49 171 1234567"), phone("0049 (0)171/1234567")),
        (handle("Ada"), handle("@ada")),
        (ContactPoint(kind="url", value="https://github.com/ada"), handle("ada")),
        (ContactPoint(kind="url", value="https://www.linkedin.com/in/ada-g/"), handle("ada-g", "linkedin")),
    ],
)
def test_the_same_contact_point_is_the_same_person(take, known, arriving):
    take(somebody("Ada Grace", known))
    assert take(somebody("Ada Grace", arriving)) == (["unchanged"], [1])


@pytest.mark.parametrize("name", ["A. Grace", "Grace, Ada", "Dr. Ada Grace", "ADA GRACE", "Ada", "Ada Stone"])
def test_the_same_address_is_the_same_person_under_another_form_of_the_name(take, person, name):
    take(ADA)
    assert take(somebody(name, email("ada@example.org"), phone("+49 171 1234567"))) == (["updated"], [1])
    assert (person(1).name, person(1).phones) == ("Ada Grace", ("+49 171 1234567",))


@pytest.mark.parametrize(
    "point",
    [email("grace@example.org"), phone("+49 30 1234567"), handle("quarry")],
)
def test_a_shared_contact_point_does_not_make_two_people_one(take, point):
    people = [somebody("Ada Grace", point), somebody("Robert Stone", point)]
    assert take(*people) == (["added", "added"], [1, 2])
    assert take(*reversed(people)) == (["unchanged", "unchanged"], [2, 1])


def test_relatives_with_one_address_are_two_people(take):
    assert take(ADA, somebody("Bob Grace", email("ada@example.org"))) == (["added", "added"], [1, 2])


def test_the_address_of_a_function_joins_the_same_names_only(take):
    info = email("info@example.org")
    take(somebody("Quarry Ltd", info), somebody("Ada Grace", info))
    names = ["A. Grace", "Ada Stone", "Robert Stone", "info@example.org", "Quarry"]
    assert take(*(somebody(name, info) for name in names)) == (
        ["unchanged", "added", "added", "added", "added"],
        [2, 3, 4, 5, 6],
    )


def test_a_crowd_with_one_address_is_told_apart_by_name(take):
    crowd = [somebody(f"Guest{number} Quarry{number}", email("orders@example.org")) for number in range(30)]
    assert take(*crowd) == (["added"] * 30, list(range(1, 31)))
    assert take(*reversed(crowd)) == (["unchanged"] * 30, list(range(30, 0, -1)))


def test_whoever_is_only_known_by_an_address_gets_a_name(take, person):
    take(somebody("ada@example.org", email("ada@example.org")))
    assert take(ADA) == (["updated"], [1])
    assert person(1).name == "Ada Grace"


def test_a_name_that_was_given_is_not_overwritten_by_an_address(take, person):
    take(ADA)
    assert take(somebody("ada@example.org", email("ada@example.org"))) == (["unchanged"], [1])
    assert person(1).name == "Ada Grace"


def test_an_account_s_name_goes_with_any_name(take):
    take(somebody("moonwalker", handle("moonwalker@example.social", "mastodon")))
    assert take(somebody("Ada Grace", handle("moonwalker@example.social", "mastodon"))) == (["unchanged"], [1])


def test_what_is_empty_is_filled_and_the_rest_is_left(take, person):
    take(somebody("Ada Grace", email("ada@example.org"), organization="Quarry", tags=("friend",)))
    arriving = somebody(
        "Grace, Ada",
        email("ADA@example.org", "work"),
        email("ada@example.net"),
        given="Ada",
        family="Grace",
        organization="Meadow",
        title="Mason",
        tags=("Friend", "speaker"),
        interests=("stone",),
    )
    assert take(arriving) == (["updated"], [1])
    known = person(1)
    assert (known.name, known.given, known.family) == ("Ada Grace", "Ada", "Grace")
    assert (known.organization, known.title) == ("Quarry", "Mason")
    assert (known.emails, known.tags, known.interests) == (
        ("ada@example.org", "ada@example.net"),
        ("friend", "speaker"),
        ("stone",),
    )


def test_parts_that_shorten_the_name_are_not_taken_for_it(take, person):
    take(ADA)
    take(somebody("A. Grace", email("ada@example.org"), given="A.", family="Grace"))
    assert (person(1).given, person(1).family) == ("", "")


def test_labels_of_contact_points_are_kept(take, person):
    take(somebody("Ada Grace", email("ada@example.org", "work"), phone("+49 171 1234567", "boat")))
    assert [(point.value, point.label) for point in person(1).contact_points] == [
        ("ada@example.org", "work"),
        ("+49 171 1234567", "boat"),
    ]


def test_addresses_that_differ_in_their_case_are_one_and_with_a_plus_two(take, person):
    take(somebody("Ada Grace", email("Ada@example.org"), email("ada@EXAMPLE.org"), email("ada+x@example.org")))
    assert person(1).emails == ("Ada@example.org", "ada+x@example.org")


def test_a_national_number_is_read_as_of_the_region(eventkit_home, monkeypatch):
    monkeypatch.setenv("EVENTKIT_REGION", "DE")
    from eventkit.app import create_app

    app = create_app(eventkit_home)
    for number, kind in (
        ("0171 1234567", "added"),
        ("+49 (0)171 1234567", "unchanged"),
        ("0171/123 45 67", "unchanged"),
    ):
        with app.change("take in") as change:
            (item,) = take_in(app, change, [somebody("Ada Grace", phone(number))], source="x", event=None)
        assert (number, item.kind, item.id) == (number, kind, 1)
    assert app.store.people.get([1])[1].phones == ("0171 1234567",)
    app.close()


def test_a_number_from_before_the_region_was_told_is_found(take, eventkit_home, monkeypatch):
    take(somebody("Ada Grace", phone("0171 1234567")))
    monkeypatch.setenv("EVENTKIT_REGION", "DE")
    from eventkit.app import create_app

    app = create_app(eventkit_home)
    with app.change("take in") as change:
        (item,) = take_in(app, change, [somebody("Ada Grace", phone("+49 171 1234567"))], source="x", event=None)
    app.close()
    assert item.id == 1


# --- records of a source -----------------------------------------------------------------------------------


LASTING = "urn:uuid:00000000-0000-4000-8000-000000000001"


def test_a_record_of_the_same_source_is_the_same_person_whatever_the_name(take):
    take(somebody("Ada Grace", uid=LASTING, raw="one", digest="1"))
    assert take(somebody("Countess Lovelace", uid=LASTING, raw="two", digest="2")) == (["unchanged"], [1])


def test_a_lasting_record_of_another_source_is_the_same_person_where_the_names_go_together(take):
    take(somebody("Ada Grace", uid=LASTING, raw="one", digest="1"))
    assert take(somebody("A. Grace", uid=LASTING, raw="two", digest="2"), source="two.vcf") == (["unchanged"], [1])
    assert take(somebody("Bob Stone", uid=LASTING, raw="three", digest="3"), source="3.vcf") == (["added"], [2])


def test_the_number_of_a_row_means_nothing_in_another_source(take):
    take(somebody("Ada Grace", uid="7", raw="one", digest="1"))
    assert take(somebody("Ada Grace", uid="7", raw="two", digest="2"), source="two.csv") == (["added"], [2])


def test_the_number_of_a_row_that_was_given_anew_is_another_person(take):
    take(somebody("Ada Grace", uid="1", digest="a", raw="a"), somebody("Robert Stone", uid="2", digest="b", raw="b"))
    people = [
        somebody("Robert Stone", uid="1", digest="c", raw="c"),
        somebody("Cleo Holm", uid="2", digest="d", raw="d"),
    ]
    assert take(*people) == (["added", "added"], [3, 4])


def test_an_order_s_number_in_several_rows_is_not_one_person(take):
    order = "order-2027-05-0001-0002"
    people = [somebody(name, uid=order, digest=name, raw=name) for name in ("Ada Grace", "Robert Stone", "A. Grace")]
    assert take(*people) == (["added", "added", "unchanged"], [1, 2, 1])
    newer = [somebody(name, uid=order, digest=f"{name}2", raw=name) for name in ("Robert Stone", "Ada Grace")]
    assert take(*newer) == (["unchanged", "unchanged"], [2, 1])


def test_a_newer_record_takes_the_place_of_the_former(take, eventkit_app):
    take(somebody("Ada Grace", uid="1", digest="a", raw="one"))
    take(somebody("Ada Grace", uid="1", digest="b", raw="two"))
    assert eventkit_app.store.people.cards([1]) == {1: "two"}


def test_the_very_same_record_twice_is_one(take):
    twin = somebody("Jan Meyer", digest="same", raw="same")
    assert take(twin, twin) == (["added", "unchanged"], [1, 1])
    assert take(twin) == (["unchanged"], [1])


# --- several who are hit -----------------------------------------------------------------------------------


def test_who_is_hit_by_the_surest_is_enriched_and_none_is_merged(take, person):
    take(
        somebody("Ada Grace", phone("+49 171 1234567")),
        somebody("A. Grace", handle("ada")),
        somebody("Ada M. Grace", email("ada@example.org")),
        somebody("Ada Grace", uid=LASTING, digest="1", raw="1"),
    )
    points = (phone("+49 171 1234567"), handle("ada"), email("ada@example.org"))
    assert take(somebody("Ada Grace", *points, title="Mason")) == (["updated"], [3])
    assert take(somebody("Ada Grace", *points, uid=LASTING, title="Miner")) == (["updated"], [4])
    assert [person(number).title for number in (1, 2, 3, 4)] == ["", "", "Mason", "Miner"]


def test_those_who_only_came_with_the_same_source_are_one(take, person):
    people = [
        somebody("Ada Grace", email("ada@example.org")),
        somebody("A. Grace", phone("+49 171 1234567")),
        somebody("Ada Grace", email("ADA@example.org"), phone("+49 171 1234567"), title="Mason"),
    ]
    assert take(*people) == (["added", "updated", "updated"], [1, 1, 1])
    known = person(1)
    assert (known.name, known.title, known.emails, known.phones) == (
        "Ada Grace",
        "Mason",
        ("ada@example.org",),
        ("+49 171 1234567",),
    )


def test_a_short_name_that_fits_two_goes_to_the_surer_and_joins_nobody(take):
    people = [
        somebody("Ada Grace", email("grace@example.org")),
        somebody("Anna Grace", phone("+49 171 1234567")),
        somebody("A. Grace", email("grace@example.org"), phone("+49 171 1234567")),
    ]
    assert take(*people) == (["added", "added", "updated"], [1, 2, 1])


# --- myself, and those who want to be left alone ------------------------------------------------------------


def test_my_own_card_changes_nothing_and_a_colleague_with_my_number_is_somebody(take, eventkit_app):
    set_me(eventkit_app, {"name": "Robin Keller"}, [email("robin@example.org"), phone("+49 30 1234567")])
    assert take(somebody("R. Keller", email("robin@example.org"), title="Mason")) == (["unchanged"], [1])
    assert take(somebody("Ada Grace", phone("+49 30 1234567"))) == (["added"], [2])


def test_do_not_contact_is_set_and_never_unset(take, eventkit_app, person):
    take(ADA)
    assert take(somebody("Ada Grace", email("ada@example.org"), do_not_contact=True)) == (["updated"], [1])
    take(ADA)
    assert person(1).do_not_contact is True
    set_do_not_contact(eventkit_app, ["1"], wanted=False)
    take(ADA)
    assert person(1).do_not_contact is False


def test_one_row_of_several_that_says_so_is_enough_not_to_be_contacted(take, person):
    take(ADA, somebody("Ada Grace", email("ada@example.org"), do_not_contact=True))
    assert person(1).do_not_contact is True


# --- text that no database stores ---------------------------------------------------------------------------


def test_text_that_no_database_stores_is_stored_without_it(take, person):
    evil = "A\0d\ud800a"
    take(
        somebody(evil, email(f"{evil}@example.org"), organization=evil, note="é\0", tags=(evil,), raw=evil, digest="x"),
        *(somebody(f"Zoë {number}") for number in range(1200)),
    )
    known = person(1)
    assert (known.name, known.emails, known.organization, known.note) == ("Ada", ("Ada@example.org",), "Ada", "é")
