"""`eventkit import` of people, as a user sees it: lists of events, doubts, who was forgotten, what cannot be read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eventkit.exchange import ReadContext
from eventkit.services.arriving_people import prepare
from eventkit.services.import_people import take_in
from eventkit.services.reading_sources import choose_importer, read_by


def card(name, *lines):
    return "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", f"FN:{name}", *lines, "END:VCARD", ""])


ADA = card("Ada Grace", "EMAIL:ada@example.org")


@pytest.fixture
def cards(tmp_path):
    """Write cards into a file."""

    def write(*texts, name="people.vcf"):
        path = tmp_path / name
        path.write_bytes("".join(texts).encode())
        return path

    return write


def imported(run, *arguments, code=0):
    answer = run("import", *arguments, "--format", "json", code=code).json
    return tuple(answer[name] for name in ("added", "updated", "unchanged"))


def people(run, *query):
    return [(person["id"], person["name"]) for person in run("people", *query, "--format", "json").json]


def test_what_somebody_is_enriched_by_is_shown(eventkit_run, cards):
    eventkit_run("import", cards(ADA))
    newer = cards(card("A. Grace", "EMAIL:ADA@example.org", "TITLE:Mason", "TEL:+49 171 1234567"), name="newer.vcf")
    assert eventkit_run("import", newer).stdout.splitlines() == [
        "Imported people: 0 added, 1 updated, 0 unchanged.",
        "  ~ A. Grace",
        "      title: (none) → Mason",
        "      phone: (none) → +49 171 1234567",
    ]


def test_somebody_who_may_be_there_already_is_told_of_and_not_merged(eventkit_run, cards):
    eventkit_run("import", cards(card("Ada Grace", "ORG:Quarry"), card("Bob Stone", "EMAIL:bob@example.org")))
    newer = cards(
        card("Grace, Ada", "ORG:Meadow", "EMAIL:ag@example.net"),
        card("Ada Grace", "ORG:quarry", "EMAIL:ada@example.org"),
        card("Bob Stone", "EMAIL:other@example.org"),
        card("Rob Stone", "EMAIL:rob@example.org"),
        name="newer.vcf",
    )
    ran = eventkit_run("import", newer)
    assert ran.stdout == "Imported people: 4 added, 0 updated, 0 unchanged.\n"
    assert ran.stderr == "One person may be there already: `eventkit duplicates` shows them.\n"
    assert len(people(eventkit_run)) == 6


def test_pairs_that_may_be_one_are_in_the_answer(eventkit_run, cards):
    eventkit_run("import", cards(card("Ada Grace", "TEL:+49 171 1234567"), card("A. Grace", "EMAIL:ada@example.org")))
    newer = [
        card("Ada Grace", "EMAIL:ada@example.org", "TEL:+49 171 1234567"),
        card("Bob Grace", "EMAIL:ada@example.org"),
        card("Cleo Holm"),
        card("Cleo Holm", "EMAIL:cleo@example.org"),
        card("Cleo Holm", "EMAIL:holm@example.org"),
    ]
    answer = eventkit_run("import", cards(*newer, name="newer.vcf"), "--format", "json").json
    assert answer["possible_duplicates"] == [
        {"id": 2, "other_id": 1, "reason": "somebody came in who has contact points of both"},
        {"id": 2, "other_id": 3, "reason": "both have ada@example.org"},
        {"id": 4, "other_id": 5, "reason": "the same name"},
        {"id": 4, "other_id": 6, "reason": "the same name"},
    ]


def test_a_namesake_with_an_address_of_their_own_is_somebody_else(eventkit_run, cards):
    eventkit_run("import", cards(card("Jan Meyer", "EMAIL:jan@example.org")))
    newer = cards(card("Jan Meyer", "EMAIL:meyer@example.net"), name="newer.vcf")
    assert eventkit_run("import", newer, "--format", "json").json["possible_duplicates"] == []


def test_a_pair_that_is_said_to_be_two_is_not_told_of_again(eventkit_run, eventkit_app, cards):
    eventkit_run("import", cards(card("Ada Grace", "TEL:+49 171 1234567"), card("A. Grace", "EMAIL:ada@example.org")))
    with eventkit_app.change("two people") as change:
        change.insert("different", [{"person_id": 1, "other_id": 2}])
    newer = cards(card("Ada Grace", "EMAIL:ada@example.org", "TEL:+49 171 1234567"), name="newer.vcf")
    assert eventkit_run("import", newer, "--format", "json").json["possible_duplicates"] == []


def test_a_dry_run_tells_of_doubts_and_keeps_nothing(eventkit_run, cards):
    file = cards(card("Ada Grace"), card("Ada Grace", "EMAIL:ada@example.org"))
    ran = eventkit_run("import", file, "--dry-run")
    assert (ran.stdout, ran.stderr) == (
        "Would import people: 2 added, 0 updated, 0 unchanged.\n",
        "One person may be there already.\n",
    )
    assert people(eventkit_run, "--all") == []


def test_an_import_is_undone_as_one(eventkit_run, cards):
    eventkit_run("import", cards(ADA))
    before = eventkit_run("export", "-", "--as", "csv", "--who", "").stdout
    file = cards(ADA, card("A. Grace", "EMAIL:ada@example.org", "TITLE:Mason"), card("Bob"), name="newer.vcf")
    eventkit_run("import", file, "--event", "meetup")
    eventkit_run("undo")
    assert eventkit_run("export", "-", "--as", "csv", "--who", "").stdout == before


# --- lists of events ----------------------------------------------------------------------------------------


def test_a_list_without_somebody_removes_nothing(eventkit_run, cards):
    eventkit_run("import", cards(ADA, card("Bob Stone")), "--event", "meetup")
    eventkit_run("import", cards(card("Bob Stone")), "--event", "meetup")
    assert people(eventkit_run, "event:meetup") == [(1, "Ada Grace"), (2, "Bob Stone")]


def test_whoever_is_known_attends_once_the_list_is_given_an_event(eventkit_run, cards):
    file = cards(ADA, card("Bob Stone"))
    eventkit_run("import", file)
    assert imported(eventkit_run, file, "--event", "meetup") == (0, 2, 0)
    assert imported(eventkit_run, file, "--event", "meetup") == (0, 0, 2)
    assert people(eventkit_run, "event:meetup") == [(1, "Ada Grace"), (2, "Bob Stone")]


def attendees(tmp_path, *rows):
    file = tmp_path / "attendees.csv"
    file.write_text("\n".join(["Name,Email,Role", *rows]) + "\n")
    return file


def test_a_role_of_the_list_is_added_to_what_is_known(eventkit_run, tmp_path):
    eventkit_run("import", attendees(tmp_path, "Ada Grace,ada@example.org,attendee"), "--event", "meetup")
    eventkit_run("import", attendees(tmp_path, "Ada Grace,ada@example.org,speaker"), "--event", "meetup")
    assert people(eventkit_run, "role:attendee") == people(eventkit_run, "role:speaker") == [(1, "Ada Grace")]


def test_roles_are_those_of_the_list_though_its_people_were_known_before(eventkit_run, tmp_path):
    file = attendees(tmp_path, "Ada Grace,ada@example.org,speaker", "Bob Stone,bob@example.org,attendee")
    eventkit_run("import", file)
    eventkit_run("import", file, "--event", "meetup")
    assert people(eventkit_run, "role:speaker") == [(1, "Ada Grace")]


def test_a_listed_speaker_is_joined_by_one_namesake_only(eventkit_run, eventkit_app, cards):
    eventkit_run("events", "add", "meetup")
    with eventkit_app.change("list a speaker") as change:
        (listed,) = eventkit_app.store.people.add(change, [{"name": "Jan Meyer", "contact": False}])
        eventkit_app.store.people.attend(change, 1, [(listed, "speaker")])
    file = cards(card("Jan Meyer", "EMAIL:jan@example.org"), card("Jan Meyer", "EMAIL:meyer@example.net"))
    eventkit_run("import", file, "--event", "meetup")
    assert people(eventkit_run) == [(1, "Jan Meyer"), (2, "Jan Meyer")]


def test_my_own_name_on_the_list_makes_no_contact_of_me(eventkit_run, cards):
    eventkit_run("me", "--name", "Robin Keller", "--email", "robin@example.org")
    eventkit_run("events", "add", "meetup")
    eventkit_run("import", cards(card("Robin Keller", "EMAIL:robin@example.org")), "--event", "meetup")
    assert people(eventkit_run, "--all") == []


# --- where it came from, and who was forgotten ---------------------------------------------------------------


def test_the_history_knows_the_file(eventkit_app, eventkit_run, cards):
    eventkit_run("import", cards(ADA))
    assert [(past.label, past.source) for past in eventkit_app.store.history()] == [("import people.vcf", "people.vcf")]


def test_somebody_who_was_forgotten_is_not_brought_back(eventkit_run, cards):
    file = cards(
        ADA,
        card("Bob Stone", "EMAIL:info@example.org", "TEL:+49 171 1234567"),
        card("Cleo Holm", "EMAIL:info@example.org"),
    )
    eventkit_run("import", file)
    eventkit_run("forget", "Bob", "--yes", "--keep-hash")
    ran = eventkit_run("import", file)
    assert ran.stdout == "Imported people: 0 added, 0 updated, 2 unchanged.\n"
    assert ran.stderr == "note: Somebody whom you forgot is in it, and not brought back\n"
    newer = cards(card("Robert Stone", "TEL:0049171/1234567"), card("Eva Falk"), name="newer.vcf")
    assert imported(eventkit_run, newer) == (1, 0, 0)
    assert [name for _, name in people(eventkit_run)] == ["Ada Grace", "Cleo Holm", "Eva Falk"]


# --- what cannot be read -------------------------------------------------------------------------------------


def test_a_table_that_nobody_can_make_sense_of_is_told_with_its_columns(eventkit_run, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("Foo,Bar\n1,2\n3,4\n")
    ran = eventkit_run("import", file, code=3)
    assert ran.stderr == (
        f"eventkit: {file}: nothing tells which of its columns are names and addresses; "
        "say so with --map COLUMN=FIELD, as --map 'Who=name'. It has: Foo, Bar\n"
    )


def test_columns_can_be_told(eventkit_run, tmp_path):
    file = tmp_path / "table.csv"
    file.write_text("Foo,Bar\nAda Grace,ada@example.org\n")
    assert imported(eventkit_run, file, "--map", "Foo=name", "--map", "Bar=email") == (1, 0, 0)
    assert people(eventkit_run, "ada@example.org") == [(1, "Ada Grace")]


def test_bad_cards_cost_themselves_and_the_file_that_is_none_costs_nobody_else(eventkit_run, cards, tmp_path):
    bad = cards("BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n", ADA)
    none = tmp_path / "none.vcf"
    ran = eventkit_run("import", bad, none, cards(card("Bob Stone"), name="more.vcf"), code=3)
    assert people(eventkit_run) == [(1, "Ada Grace"), (2, "Bob Stone")]
    assert ran.stderr.splitlines() == [
        f"{bad}, line 1: this card holds nothing to call anybody by: no name, no address",
        f"eventkit: {none}: there is no such file",
    ]


def test_an_address_that_is_no_address_is_kept_and_joins_nobody(eventkit_run, tmp_path):
    file = tmp_path / "people.csv"
    file.write_text("Name,Email,Website\nAda Grace,n/a,http://[\nA. Grace,n/a,http://[\n")
    assert imported(eventkit_run, file) == (2, 0, 0)


# --- the same people from two files, in both orders ------------------------------------------------------------


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_files_give_the_same_people_in_both_orders(eventkit_run, cards, order):
    files = [
        cards(ADA, card("Bob Stone", "TEL:+49 30 1234567"), name="a.vcf"),
        cards(
            card("Grace, Ada", "EMAIL:ada@EXAMPLE.org", "TEL:+49 30 1234567"),
            card("Robert Stone", "TEL:+49 30 1234567", "EMAIL:bob@example.org"),
            name="b.vcf",
        ),
    ]
    eventkit_run("import", *(files[number] for number in order))
    found = eventkit_run("people", "--format", "json").json
    assert sorted((person["emails"], person["phones"]) for person in found) == [
        (["ada@example.org"] if order == (0, 1) else ["ada@EXAMPLE.org"], ["+49 30 1234567"]),
        (["bob@example.org"], ["+49 30 1234567"]),
    ]


@pytest.mark.corpus
def test_every_file_of_the_corpus_changes_nothing_the_second_time_and_in_another_order(eventkit_run, corpus):
    files = [*sorted((corpus / "vcf").rglob("*.vcf")), *sorted((corpus / "csv").rglob("*.csv"))]
    first = imported(eventkit_run, *files, code=3)
    assert first[0] > 100
    assert imported(eventkit_run, *reversed(files), code=3)[:2] == (0, 0)


@pytest.mark.corpus
def test_two_cards_of_one_person_in_a_file_of_the_corpus_are_one(eventkit_app, corpus):
    for file in [*sorted((corpus / "vcf").rglob("*.vcf")), *sorted((corpus / "csv").rglob("*.csv"))]:
        data = file.read_bytes()
        plugin_id, importer = choose_importer(eventkit_app, data, str(file))
        people = list(read_by(eventkit_app, plugin_id, importer, data, ReadContext(file=str(file))).people)
        twins = [replace(person, digest=f"twin of {person.digest}", uid="") for person in people]
        with eventkit_app.change("take in", dry_run=True) as change:
            items = take_in(eventkit_app, change, [*people, *twins], source=str(file), event=None)
        ids = [item.id for item in items]
        known = [number for number, one in enumerate(prepare(eventkit_app, people)) if one.keys]
        assert (file.name, [ids[number] for number in known]) == (
            file.name,
            [ids[len(people) + number] for number in known],
        )
