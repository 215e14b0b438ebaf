"""What people are called to other programs: the same for good, and known again when it comes back."""

from __future__ import annotations

import re

import pytest

OURS = re.compile(r"UID:urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")


@pytest.fixture
def exported(eventkit_run, tmp_path):
    """Export people; their cards' lines, unfolded, and the file."""

    def export(query="", *options):
        file = tmp_path / "people.vcf"
        eventkit_run("export", file, "--who", query, *options)
        return file.read_bytes().decode().replace("\r\n ", "").splitlines(), file

    return export


def uids(lines):
    return [line for line in lines if line.startswith("UID")]


def names_of(run):
    return sorted(person["name"] for person in run("people", "--format", "json").json)


def test_everybody_has_one_that_stays(eventkit_run, exported):
    eventkit_run("people", "add", "Ann")
    eventkit_run("people", "add", "Bo")
    first = uids(exported()[0])
    assert [OURS.fullmatch(uid) is not None for uid in first] == [True, True]
    assert len(set(first)) == 2
    eventkit_run("people", "tag", "ann", "--add", "sailor")
    assert uids(exported()[0]) == first
    assert uids(exported("", "--as", "vcf4")[0]) == first


def test_that_of_a_card_stays(eventkit_run, exported, tmp_path):
    (tmp_path / "ann.vcf").write_text("BEGIN:VCARD\nUID:0E7602CC\nFN:Ann\nEND:VCARD\n", encoding="utf-8")
    eventkit_run("import", tmp_path / "ann.vcf")
    lines, file = exported()
    assert uids(lines) == ["UID:0E7602CC"]
    assert uids(exported("", "--as", "vcf4")[0]) == ["UID;VALUE=text:0E7602CC"]
    # others may have so short a one as well, so ours stands beside it
    (ours,) = (line.replace("X-EVENTKIT-", "") for line in lines if line.startswith("X-EVENTKIT-UID"))
    assert OURS.fullmatch(ours)
    assert eventkit_run("import", file).stdout == "Imported people: 0 added, 0 updated, 1 unchanged.\n"


def test_a_short_one_of_another_file_is_somebody_else_s(eventkit_run, tmp_path):
    for name, email in (("one", "a@example.org"), ("two", "b@example.org")):
        card = f"BEGIN:VCARD\nUID:17\nFN:Ann Doe\nEMAIL:{email}\nEND:VCARD\n"
        (tmp_path / f"{name}.vcf").write_text(card, encoding="utf-8")
        eventkit_run("import", tmp_path / f"{name}.vcf")
    assert names_of(eventkit_run) == ["Ann Doe", "Ann Doe"]


def test_each_home_gives_its_own(eventkit_run, exported, eventkit_home):
    other = ("--home", eventkit_home.parent / "other")
    eventkit_run("people", "add", "Ann")
    eventkit_run(*other, "people", "add", "Ann")
    there = uids(eventkit_run(*other, "export", "-", "--as", "vcf", "--who", "").stdout.splitlines())
    assert uids(exported()[0]) != there


def test_somebody_without_an_address_is_known_again_by_it_whatever_they_are_called_now(eventkit_run, exported):
    eventkit_run("people", "add", "Ann")
    lines, file = exported()
    file.write_text("\n".join(lines).replace("FN:Ann", "FN:Annabel\nTITLE:Keeper"), encoding="utf-8")
    ran = eventkit_run("import", file)
    assert ran.stdout.splitlines()[0] == "Imported people: 0 added, 1 updated, 0 unchanged."
    assert names_of(eventkit_run) == ["Ann"]


def test_an_export_that_comes_back_is_no_change(eventkit_run, exported, data):
    for file in ("apple_item_groups", "version_4", "outlook_2_1_quoted_printable", "vobject_refuses"):
        eventkit_run("import", data / "cards" / f"{file}.vcf")
    eventkit_run("people", "add", "Plato", "--note", "one; two", "--tag", "old")
    past = eventkit_run("history", "--format", "json").json
    for options in ((), ("--as", "vcf4")):
        ran = eventkit_run("import", exported("", *options)[1])
        assert ran.stdout == "Imported people: 0 added, 0 updated, 5 unchanged.\n"
    # vCard 4.0 has other words for what eventkit does not understand, so those cards are kept as well
    assert len(eventkit_run("history", "--format", "json").json) <= len(past) + 1


def test_what_another_program_added_to_an_export_is_kept(eventkit_run, exported):
    eventkit_run("people", "add", "Ann", "--email", "ann@example.org")
    lines, file = exported()
    file.write_text("\n".join([*lines[:-1], "X-SPOUSE:Bo", lines[-1]]), encoding="utf-8")
    eventkit_run("import", file)
    assert "X-SPOUSE:Bo" in exported()[0]


def test_an_older_export_of_somebody_who_was_merged_finds_whom_they_went_into(eventkit_run, exported):
    eventkit_run("people", "add", "Ann Doe")
    eventkit_run("people", "add", "Nan Doe")
    lines, file = exported()
    eventkit_run("merge", "Ann Doe", "Nan Doe", "--yes")
    file.write_text("\n".join(lines), encoding="utf-8")
    assert eventkit_run("import", file, "--format", "json").json["added"] == 0
    assert names_of(eventkit_run) == ["Ann Doe"]
