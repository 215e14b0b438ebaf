"""A folder of cards (vdir): written beside what others keep there, and read as one source."""

from __future__ import annotations

import json

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from eventkit_cards.folders import file_names

ANN = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:ann-0001-example\r\nFN:Ann Doe\r\nN:Doe;Ann;;;\r\n"
    "EMAIL:ann@example.org\r\nX-A:1\r\nEND:VCARD\r\n"
)
BO = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:bo-00001-example\r\nFN:Bo Roe\r\nN:Roe;Bo;;;\r\n"
    "EMAIL:bo@example.org\r\nEND:VCARD\r\n"
)


@pytest.fixture
def folder(eventkit_run, tmp_path):
    """A folder with the cards of two people, exported."""
    for name, card in (("ann", ANN), ("bo", BO)):
        (tmp_path / f"{name}.vcf").write_bytes(card.encode())
        eventkit_run("import", tmp_path / f"{name}.vcf")
    eventkit_run("export", f"{tmp_path}/cards/", "--who", "")
    return tmp_path / "cards"


def names(folder):
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))


def names_of(run):
    return [person["name"] for person in run("people", "--format", "json").json]


def test_each_person_is_a_file_named_by_the_uid(folder):
    assert names(folder) == ["ann-0001-example.vcf", "bo-00001-example.vcf"]
    assert (folder / "ann-0001-example.vcf").read_bytes() == ANN.encode()


def test_each_file_is_a_card_that_other_programs_read(eventkit_run, folder, pyconf):
    eventkit_run("import", pyconf / "attendees.vcf")
    eventkit_run("export", folder, "--as", "vdir", "--who", "")
    cards = [vobject.readOne(file.read_bytes().decode()) for file in folder.glob("*.vcf")]
    assert len({card.uid.value for card in cards}) == len(cards) == 16
    assert {file.stem for file in folder.glob("*.vcf")} == {card.uid.value.removeprefix("urn:uuid:") for card in cards}


def test_a_second_export_touches_only_what_differs(eventkit_run, folder):
    eventkit_run("people", "tag", "ann", "--add", "sailor")
    before = {file.name: file.stat().st_ino for file in folder.iterdir()}
    ran = eventkit_run("export", f"{folder}/", "--who", "")
    assert ran.stderr == f"Wrote 2 people to {folder}: 1 file written, 1 as before.\n"
    after = {file.name: file.stat().st_ino for file in folder.iterdir()}
    assert {name for name in before if before[name] != after[name]} == {"ann-0001-example.vcf", ".eventkit-export.json"}


def test_dry_run_writes_nothing(eventkit_run, tmp_path):
    eventkit_run("people", "add", "Ann")
    ran = eventkit_run("export", f"{tmp_path}/new/", "--who", "", "--dry-run")
    assert ran.stderr == f"Would write 1 person to {tmp_path}/new: 1 file written.\n"
    assert not (tmp_path / "new").exists()


def test_files_of_people_who_are_not_asked_for_are_named_and_stay(eventkit_run, folder):
    ran = eventkit_run("export", f"{folder}/", "--who", "ann")
    assert ran.stderr.splitlines() == [
        f"Wrote 1 person to {folder}: 0 files written, 1 as before.",
        "1 file is of somebody who is not among them now; --prune removes it:",
        f"  {folder}/bo-00001-example.vcf",
    ]
    assert names(folder) == ["ann-0001-example.vcf", "bo-00001-example.vcf"]


def test_prune_removes_what_was_written_for_them_and_nothing_else(eventkit_run, folder):
    (folder / "other.vcf").write_text(BO.replace("bo-00001-example", "other"), encoding="utf-8")
    ran = eventkit_run("export", f"{folder}/", "--who", "ann", "--prune")
    assert ran.stderr == f"Wrote 1 person to {folder}: 0 files written, 1 as before, 1 removed.\n"
    assert names(folder) == ["ann-0001-example.vcf", "other.vcf"]


def test_prune_leaves_a_file_that_another_program_changed(eventkit_run, folder):
    (folder / "bo-00001-example.vcf").write_bytes(BO.replace("EMAIL", "TEL:1\r\nEMAIL").encode())
    ran = eventkit_run("export", f"{folder}/", "--who", "ann", "--prune", code=5)
    assert (
        "bo-00001-example.vcf: is of nobody to export, and was changed by another program; left as it is" in ran.stderr
    )
    assert names(folder) == ["ann-0001-example.vcf", "bo-00001-example.vcf"]


def test_what_another_program_changed_is_written_once_it_was_imported(eventkit_run, folder):
    theirs = BO.replace("EMAIL", "TEL:+49301234567\r\nX-B:2\r\nEMAIL")
    (folder / "bo-00001-example.vcf").write_bytes(theirs.encode())
    eventkit_run("people", "tag", "bo", "--add", "sailor")
    ran = eventkit_run("export", f"{folder}/", "--who", "", code=5)
    assert ran.stderr == (
        f"{folder}/bo-00001-example.vcf: was changed by another program; "
        "`eventkit import` of the folder takes that in first; "
        f"left as it is\nWrote 2 people to {folder}: 0 files written, 1 as before, 1 left.\n"
    )
    assert (folder / "bo-00001-example.vcf").read_bytes() == theirs.encode()
    eventkit_run("import", folder)
    eventkit_run("export", f"{folder}/", "--who", "")
    lines = (folder / "bo-00001-example.vcf").read_text(encoding="utf-8").splitlines()
    assert {"TEL:+49301234567", "X-B:2", "CATEGORIES:sailor"} <= set(lines)


def test_a_link_is_not_followed(eventkit_run, folder, tmp_path):
    outside = tmp_path / "outside.vcf"
    outside.write_text("mine", encoding="utf-8")
    (folder / "ann-0001-example.vcf").unlink()
    (folder / "ann-0001-example.vcf").symlink_to(outside)
    ran = eventkit_run("export", f"{folder}/", "--who", "", code=5)
    assert f"{folder}/ann-0001-example.vcf: is a link to somewhere else; left as it is" in ran.stderr
    assert outside.read_text(encoding="utf-8") == "mine"
    eventkit_run("export", f"{folder}/", "--who", "bo", "--prune")
    assert outside.exists()
    assert (folder / "ann-0001-example.vcf").is_symlink()


def test_names_that_were_written_down_never_lead_out(eventkit_run, folder, tmp_path):
    (tmp_path / "mine.vcf").write_bytes(BO.encode())
    noted = json.loads((folder / ".eventkit-export.json").read_text(encoding="utf-8"))
    noted["files"] |= {"../mine.vcf": noted["files"]["bo-00001-example.vcf"], "..": "", "": ""}
    (folder / ".eventkit-export.json").write_text(json.dumps(noted), encoding="utf-8")
    eventkit_run("export", f"{folder}/", "--who", "ann", "--prune")
    assert (tmp_path / "mine.vcf").exists()


@pytest.mark.parametrize("noted", ["", "[]", '{"files": 1}', '{"files": {"bo-00001-example.vcf": 1}}', "{"])
def test_what_nobody_wrote_down_is_not_removed(eventkit_run, folder, noted):
    (folder / ".eventkit-export.json").write_text(noted, encoding="utf-8")
    eventkit_run("export", f"{folder}/", "--who", "ann", "--prune")
    assert names(folder) == ["ann-0001-example.vcf", "bo-00001-example.vcf"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["FOLDER/"], "is a folder, and an agenda is written to a file; people go into a folder: give --who QUERY"),
        (["FOLDER"], "is a folder, and an agenda is written to a file; people go into a folder: give --who QUERY"),
        (["new", "--as", "vdir"], "--as vdir is for people: give --who QUERY, or --who '' for all contacts"),
        (["-", "--as", "vdir", "--who", ""], "--as vdir writes a folder, and - is standard output: name the folder"),
        (["FOLDER", "--as", "vcf", "--who", ""], "is a folder, and vcf is one file: name the file, or give --as vdir"),
        (["FOLDER", "--as", "no", "--who", ""], "no format 'no' for a folder of people; there is vdir"),
        (
            ["FOLDER/ann-0001-example.vcf", "--as", "vdir", "--who", ""],
            "is a file, and vdir writes a file for each person",
        ),
        (["new.vcf", "--who", "", "--prune"], "--prune is for people in a folder: give a FOLDER with --as vdir"),
        (["new.xyz", "--who", ""], "no format '.xyz' for people; there is "),
    ],
)
def test_what_does_not_fit_together_is_refused(eventkit_run, folder, arguments, said):
    ran = eventkit_run("export", *[one.replace("FOLDER", str(folder)) for one in arguments], code=2)
    assert said in ran.stderr


def test_a_folder_that_cannot_be_written_is_an_error_of_the_store(eventkit_run, folder):
    ran = eventkit_run("export", f"{folder}/ann-0001-example.vcf/cards/", "--who", "", code=5)
    assert "cannot be written" in ran.stderr


def test_formats_are_listed(eventkit_run):
    formats = eventkit_run("export", "--formats").stdout.splitlines()
    assert [line.split()[:3] for line in formats if "vCard" in line] == [
        ["vcf", "people", "*.vcf"],
        ["vcf4", "people", "*.vcf"],
        ["vdir", "people", "FOLDER/"],
    ]


def test_a_folder_is_one_import_and_one_change(eventkit_run, folder, eventkit_home):
    other = ("--home", eventkit_home.parent / "other")
    (folder / "friends").mkdir()
    (folder / "friends" / "Cem.VCF").write_bytes(BO.replace("Bo Roe", "Cem").replace("bo", "cem").encode())
    (folder / ".hidden.vcf").write_text("no card", encoding="utf-8")
    (folder / "notes.txt").write_text("no card", encoding="utf-8")
    (folder / "list.csv").write_text("no card", encoding="utf-8")
    ran = eventkit_run(*other, "import", folder)
    assert ran.stdout == "Imported people: 3 added, 0 updated, 0 unchanged.\n"
    assert ran.stderr == f"note: {folder}: skipped 2 files that are no .vcf: list.csv, notes.txt\n"
    past = eventkit_run(*other, "history", "--format", "json").json
    assert [change["label"] for change in past] == ["import cards"]
    again = eventkit_run(*other, "import", folder)
    assert again.stdout == "Imported people: 0 added, 0 updated, 3 unchanged.\n"
    assert eventkit_run(*other, "history", "--format", "json").json == past
    eventkit_run(*other, "undo")
    assert names_of(lambda *arguments: eventkit_run(*other, *arguments)) == []


def test_a_broken_file_of_a_folder_costs_itself_only(eventkit_run, tmp_path):
    cards = tmp_path / "cards"
    cards.mkdir()
    (cards / "a.vcf").write_bytes(ANN.encode())
    (cards / "b.vcf").write_bytes(b"\nBEGIN:VCARD\nVERSION:3.0\nno line\nEND:VCARD\n")
    (cards / "c.vcf").write_bytes(b"")
    (cards / "d.vcf").write_bytes(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n")
    (cards / "e.vcf").write_bytes(b"hello")
    ran = eventkit_run("import", cards, code=3)
    assert ran.stderr.splitlines() == [
        f"{cards}/b.vcf, line 2: this card holds nothing to call anybody by: no name, no address",
        f"{cards}/b.vcf, line 4: no content line: 'no line'",
        f"{cards}/c.vcf: is empty",
        f"{cards}/d.vcf: is no card, but an iCalendar agenda",
        f"{cards}/e.vcf: is no card",
    ]
    assert names_of(eventkit_run) == ["Ann Doe"]


def test_a_folder_without_cards_is_refused(eventkit_run, tmp_path):
    (tmp_path / "empty").mkdir()
    ran = eventkit_run("import", tmp_path / "empty", code=3)
    assert "is a folder without a .vcf file; name the file that is to be imported" in ran.stderr


def test_a_folder_of_broken_cards_says_what_is_wrong_with_which(eventkit_run, tmp_path):
    (tmp_path / "a.vcf").write_bytes(b"hello")
    (tmp_path / "b.vcf").write_bytes(b"BEGIN:VCARD\nEND:VCARD\n")
    ran = eventkit_run("import", tmp_path, code=3)
    nothing = "this card holds nothing to call anybody by: no name, no address"
    assert ran.stderr == (
        f"eventkit: {tmp_path}: nobody could be read: {tmp_path}/a.vcf: is no card; "
        f"{tmp_path}/b.vcf, line 1: {nothing}\n"
    )


def test_a_card_that_was_changed_is_known_again_by_its_uid(eventkit_run, folder, eventkit_home):
    other = ("--home", eventkit_home.parent / "other")
    eventkit_run(*other, "import", folder)
    changed = ANN.replace("ann@example.org", "doe@example.org")
    (folder / "ann-0001-example.vcf").unlink()
    (folder / "renamed.vcf").write_bytes(changed.encode())
    ran = eventkit_run(*other, "import", folder)
    assert ran.stdout.splitlines()[0] == "Imported people: 0 added, 1 updated, 1 unchanged."


@pytest.mark.parametrize(
    ("uid", "name"),
    [
        ("urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1.vcf"),
        ("ann@example.org", "ann@example.org.vcf"),
        ("../../etc/passwd", "etc-passwd-3fe5b8a45dc8.vcf"),
        ("a:b\\c", "a-b-c-67dbbfc22c39.vcf"),
        ("con", "con-64f7f592f584.vcf"),
        (".hidden", "hidden-89faa4effe55.vcf"),
        ("湖", "card-de86c7d5f2ea.vcf"),
        ("", "card-ddd9c40767f9.vcf"),
    ],
)
def test_a_uid_makes_a_name_that_every_system_takes(uid, name):
    assert file_names([uid]) == [name]


def test_uids_that_differ_in_capitals_only_make_names_that_differ_otherwise():
    first, second = file_names(["ann", "ANN"])
    assert (first, second.rpartition("-")[0]) == ("ann.vcf", "ANN")


@given(st.lists(st.text(), unique=True, max_size=8))
def test_names_are_plain_and_each_is_its_own(uids):
    made = file_names(uids)
    assert len({name.casefold() for name in made}) == len(uids)
    assert [name for name in made if name.startswith((".", "-")) or not name.isascii() or "/" in name] == []
