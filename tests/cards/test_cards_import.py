import pytest


def people(run):
    return [{**person, "id": 0} for person in run("people", "--format", "json").json]


def test_sample_attendees_are_all_imported(eventkit_run, pyconf):
    ran = eventkit_run("import", pyconf / "attendees.vcf", "--format", "json")
    assert (ran.json["added"], ran.json["problems"], ran.stderr) == (14, [], "")


def test_import_twice_changes_nothing(eventkit_run, pyconf):
    eventkit_run("import", pyconf / "attendees.vcf")
    before = eventkit_run("history", "--format", "json").json
    again = eventkit_run("import", pyconf / "attendees.vcf", "--format", "json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 14)
    assert eventkit_run("history", "--format", "json").json == before


def test_broken_card_costs_itself_only(eventkit_run, data):
    file = data / "cards" / "broken_in_the_middle.vcf"
    ran = eventkit_run("import", file, code=3)
    assert ran.stderr.splitlines() == [
        f"{file}, line 6: this card holds nothing to call anybody by: no name, no address",
        f"{file}, line 8: no content line: 'this is no content line'",
    ]
    assert [person["name"] for person in people(eventkit_run)] == ["Anna Before", "Zoe After"]


def test_import_of_my_own_card_never_adds_me(eventkit_run, tmp_path):
    eventkit_run("me", "--name", "Ann Doe", "--email", "ann@example.org")
    eventkit_run("card", "--vcf", tmp_path / "me.vcf")
    eventkit_run("import", tmp_path / "me.vcf")
    assert people(eventkit_run) == []


def test_profile_addresses_are_kept_as_handles(eventkit_run, data):
    eventkit_run("import", data / "cards" / "apple_item_groups.vcf")
    (person,) = people(eventkit_run)
    assert (person["handles"], person["urls"]) == ({"linkedin": "maren-q", "x": "marenq"}, [])


@pytest.mark.parametrize(
    "file", ["attendees", "apple_item_groups", "outlook_2_1_quoted_printable", "version_4", "vobject_refuses"]
)
def test_export_imports_into_another_home_as_the_same_people(eventkit_run, eventkit_home, data, pyconf, file):
    source = pyconf / "attendees.vcf" if file == "attendees" else data / "cards" / f"{file}.vcf"
    other = ("--home", eventkit_home.parent / "other")
    written = eventkit_home.parent / "people.vcf"
    eventkit_run("import", source)
    eventkit_run(
        "people",
        "add",
        "Plato",
        "--interest",
        "caves",
        "--tag",
        "old, wise",
        "--note",
        "x",
        "--url",
        "https://x.com/plato",
    )
    eventkit_run("export", written, "--who", "")
    eventkit_run(*other, "import", written)
    assert people(lambda *arguments: eventkit_run(*other, *arguments)) == people(eventkit_run)


@pytest.mark.corpus
def test_every_file_of_the_corpus_is_imported(eventkit_run, corpus):
    files = sorted((corpus / "vcf").rglob("*.vcf"))
    ran = eventkit_run("import", *files, "--format", "json", code=3)
    assert [line for line in ran.stderr.splitlines() if line.startswith("eventkit: ")] == []
    again = eventkit_run("import", *files, "--format", "json", code=3).json
    assert (again["added"], again["updated"]) == (0, 0)


@pytest.mark.corpus
def test_every_card_of_the_corpus_that_is_exported_is_known_when_it_comes_back(eventkit_run, corpus, tmp_path):
    eventkit_run("import", *sorted((corpus / "vcf").rglob("*.vcf")), code=3)
    before = people(eventkit_run)
    for name, version in (("a.vcf", "vcf"), ("b.vcf", "vcf4")):
        eventkit_run("export", tmp_path / name, "--as", version, "--who", "")
        again = eventkit_run("import", tmp_path / name, "--format", "json").json
        assert (again["added"], again["updated"], again["problems"]) == (0, 0, [])
        assert people(eventkit_run) == before
