"""`eventkit followup templates`: list, show, new, check."""

from __future__ import annotations

import pytest

from eventkit_followup.templating.templates import BUNDLED

KEYS = ["asks", "bundled", "channels", "description", "file", "form", "from", "language", "name", "tone", "when"]


@pytest.fixture
def templates(conference):
    def templates(*words, code=0):
        return conference("followup", "templates", *words, code=code)

    return templates


def test_list_has_the_promised_keys(templates):
    rows = templates("list", "--format", "json").json
    assert ({tuple(sorted(row)) for row in rows}, len(rows)) == ({tuple(KEYS)}, len(list(BUNDLED.glob("*.txt"))))


def test_list_shows_a_row_for_each_name_and_when_it_is_chosen(templates):
    lines = templates("list").stdout.splitlines()
    assert lines[0].split() == ["Template", "Chosen", "when", "What", "it", "is"]
    assert {line.split()[0]: line.split()[1] for line in lines if line.startswith("thank-you")} == {
        "thank-you": "always",
        "thank-you-again": "known=yes",
        "thank-you-organiser": "role=organiser",
        "thank-you-panelist": "role=panelist",
        "thank-you-speaker": "role=speaker",
    }


def test_list_says_which_are_mine(templates, template):
    template("thank-you.en", "subject: Mine\ndescription: my thanks\nchannels: eml\n\nHello\n")
    rows = {row["form"]: row for row in templates("list", "--format", "json").json}
    mine, other = rows["thank-you.en"], rows["thank-you.de.formal"]
    assert (mine["from"], mine["bundled"], mine["channels"], mine["description"]) == (
        "you",
        False,
        ["eml"],
        "my thanks",
    )
    assert (other["from"], other["bundled"]) == ("eventkit", True)


def test_list_says_where_my_own_go(templates, eventkit_home):
    assert templates("list").stderr.splitlines()[-1] == (
        f"Your own templates go into {eventkit_home}/templates; `eventkit followup templates new` copies one there."
    )


def test_list_names_a_broken_one_and_shows_the_others(templates, template):
    file = template("mine", "nothing")
    ran = templates("list", "--format", "json", code=3)
    assert len(ran.json) == len(list(BUNDLED.glob("*.txt")))
    assert ran.stderr.startswith(f"eventkit: {file}, line 1: 'nothing' is no part of a header")


def test_list_leaves_parts_out(templates, template):
    template("_signature", "{{ me.name }}")
    assert "_signature" not in {row["name"] for row in templates("list", "--format", "json").json}


def test_show_prints_my_own_as_it_is(templates, template):
    template("mine", "subject: Hello\n\nHello {{ person.given }}\n")
    assert templates("show", "mine").stdout == "subject: Hello\n\nHello {{ person.given }}\n"


@pytest.mark.parametrize(
    ("words", "form"),
    [
        (["thank-you"], "thank-you.en"),
        (["thank-you", "--language", "de"], "thank-you.de.informal"),
        (["thank-you", "--language", "de", "--tone", "formal"], "thank-you.de.formal"),
        (["thank-you.fr.formal"], "thank-you.fr.formal"),
    ],
)
def test_show_prints_the_form_that_is_meant(templates, words, form):
    assert templates("show", *words).stdout == (BUNDLED / f"{form}.txt").read_text(encoding="utf-8")


def test_show_says_which_forms_there_are(templates):
    ran = templates("show", "thank-you", "--language", "ja", code=3)
    assert ran.stderr.startswith(
        "eventkit: there is no thank-you in that language and tone; there is thank-you.de.formal,"
    )


# --- new ------------------------------------------------------------------------------------------------


def test_new_copies_a_template_under_another_name_without_its_rule(templates, eventkit_home):
    ran = templates("new", "mine", "--from", "thank-you")
    file = eventkit_home / "templates" / "mine.txt"
    assert ran.stdout == f"Wrote {file}\n"
    assert file.read_text() == (BUNDLED / "thank-you.en.txt").read_text().replace("when: always\n", "")


def test_new_under_the_same_name_takes_the_place_of_that_form(templates, eventkit_home):
    templates("new", "thank-you", "--from", "thank-you", "--language", "de", "--tone", "formal")
    copy = eventkit_home / "templates" / "thank-you.de.formal.txt"
    assert copy.read_bytes() == (BUNDLED / "thank-you.de.formal.txt").read_bytes()
    rows = {row["form"]: row["from"] for row in templates("list", "--format", "json").json}
    assert (rows["thank-you.de.formal"], rows["thank-you.de.informal"]) == ("you", "eventkit")


def test_new_copies_the_html_part_too(templates, template, eventkit_home):
    template("mine", "subject: Hello\n\nHello\n").with_suffix(".html").write_text("<p>Hello</p>")
    templates("new", "yours", "--from", "mine")
    assert (eventkit_home / "templates" / "yours.html").read_text() == "<p>Hello</p>"


def test_new_touches_no_file_that_is_there(templates, template):
    file = template("mine", "subject: Hello\n\nHello\n")
    ran = templates("new", "mine", "--from", "thank-you", code=5)
    assert ran.stderr == f"eventkit: {file}: is there already; choose another name, or remove it\n"
    assert file.read_text() == "subject: Hello\n\nHello\n"


def test_new_dry_run_writes_nothing(templates, eventkit_home):
    assert templates("new", "mine", "--dry-run").stdout == f"Would write {eventkit_home}/templates/mine.txt\n"
    assert not (eventkit_home / "templates").exists()


@pytest.mark.parametrize("name", ["../mine", "Mine", "a/b", "", "a..b", "_part"])
def test_new_refuses_what_cannot_be_a_name(templates, name, eventkit_home):
    assert "cannot be a template's name" in templates("new", name, code=2).stderr
    assert not (eventkit_home / "templates").exists()


# --- check ----------------------------------------------------------------------------------------------


def test_check_tries_every_bundled_template_with_the_sample(templates):
    assert templates("check").stdout == f"{len(list(BUNDLED.glob('*.txt')))} templates work with the sample.\n"


def test_check_names_a_broken_one_with_file_and_line(templates, template):
    file = template("mine", "subject: Hello\n\nHello\n{% if x %}\n")
    said = templates("check", "mine", code=3).stdout
    assert (said.startswith(f"{file}, line 4: Unexpected end of template."), said.count("\n")) == (True, 1)


def test_check_names_a_template_without_a_head(templates, template):
    file = template("mine", "Hello\n")
    assert templates("check", "mine", code=3).stderr.startswith(
        f"eventkit: {file}, line 1: 'Hello' is no part of a header"
    )


def test_check_says_what_is_missing_for_whom(templates, meet):
    meet("Jane Doe", email="jane@example.org")
    meet("John Roe", email="john@example.org", note="")
    ran = templates("check", "--event", "pyconf", code=3)
    assert ran.stdout.splitlines()[2:] == [
        "Person    Template      What is missing, or wrong",
        "John Roe  thank-you.en  note",
        "",
        "1 of 2 letters can be made as things are.",
    ]
    assert ran.stderr == "What you talked about is noted with `eventkit met NAME --event SLUG --note TEXT`.\n"


def test_check_has_the_promised_keys(templates, meet):
    meet("Jane Doe", note="")
    found = templates("check", "thank-you.en", "--event", "pyconf", "--format", "json", code=3).json
    assert found == {
        "templates": [
            {
                "template": "thank-you.en",
                "person": None,
                "missing": [],
                "problem": "",
                "subject": "Our conversation at Sample Conference",
            }
        ],
        "people": [
            {"template": "thank-you.en", "person": "Jane Doe", "missing": ["note"], "problem": "", "subject": ""}
        ],
        "problems": [],
    }


def test_check_takes_what_a_template_asks_for(templates, meet):
    meet("Jane Doe")
    words = ["check", "referral", "--who", "jane"]
    assert templates(*words, code=3).stderr == "What a template asks for is said with --set position=….\n"
    assert templates(*words, "--set", "position=a job").stdout.endswith("1 of 1 letters can be made as things are.\n")


def test_check_takes_the_third_person_of_an_introduction(templates, meet):
    meet("Jane Doe")
    meet("John Roe")
    words = ["check", "introduction-ask", "--who", "jane", "--set", "why=You both fish."]
    assert templates(*words, code=3).stderr == "The third person of an introduction is named with --other WHO.\n"
    templates(*words, "--other", "john")


def test_check_of_an_unknown_template_says_what_may_be_meant(templates):
    ran = templates("check", "thankyou", code=4)
    assert ran.stderr == "eventkit: there is no template 'thankyou'; did you mean 'thank-you'?\n"


def test_set_without_a_value_is_refused(templates, meet):
    meet("Jane Doe")
    ran = templates("check", "referral", "--who", "jane", "--set", "position", code=2)
    assert ran.stderr == "eventkit: --set 'position': say it as NAME=VALUE, as link=https://example.org\n"


# --- of plugins -----------------------------------------------------------------------------------------

BRINGS = """
from pathlib import Path
from eventkit.api import hookimpl

@hookimpl(optionalhook=True)
def eventkit_followup_register_templates():
    from eventkit_followup.api import TemplateFolder

    return [TemplateFolder(path=Path({path!r}))]
"""


def test_plugin_brings_templates_that_go_before_the_bundled_ones(templates, install, tmp_path):
    (tmp_path / "theirs").mkdir()
    for name in ("thank-you.en", "plan"):
        (tmp_path / "theirs" / f"{name}.txt").write_text("subject: Theirs\n\nHello {{ person.given }}\n")
    install("planner", BRINGS.format(path=str(tmp_path / "theirs")))
    rows = {row["form"]: row["from"] for row in templates("list", "--format", "json").json}
    assert (rows["thank-you.en"], rows["plan"], rows["call.en"]) == ("planner", "planner", "eventkit")
    assert templates("check", "plan").stdout == "plan works with the sample.\n"
