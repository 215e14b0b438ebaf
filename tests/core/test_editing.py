"""`eventkit people edit`: a person as a text, of which only what differs is changed and nothing is lost."""

from __future__ import annotations

import shlex
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.domain.people import ContactPoint
from eventkit.domain.sheets import Sheet, read_sheet, sheet_of, write_sheet
from eventkit.domain.text import one_line, storable
from eventkit.errors import InputError, StoreError
from eventkit.services.editing import save_text, text_to_edit
from eventkit.services.history import undo_change
from eventkit.services.people import add_person, set_do_not_contact, tag_people

TEXTS = st.text(max_size=20).map(storable)
WORDS = TEXTS.filter(bool)
LISTS = st.lists(WORDS, max_size=3, unique=True).map(tuple)


def points(kind, platform=None):
    made = st.builds(
        ContactPoint,
        kind=st.just(kind),
        value=WORDS,
        label=TEXTS,
        platform=st.just("") if platform is None else platform,
    )
    return st.lists(made, max_size=3, unique=True).map(tuple)


SHEETS = st.builds(
    Sheet,
    name=WORDS,
    **dict.fromkeys(["given", "family", "organization", "title", "birthday", "note"], TEXTS),
    do_not_contact=st.booleans(),
    tags=LISTS,
    interests=LISTS,
    emails=points("email"),
    phones=points("phone"),
    urls=points("url"),
    handles=points("handle", WORDS),
)


@pytest.fixture
def ada(eventkit_app):
    values = {"name": "Ada Grace", "title": "Weaver", "note": 'likes\n"wool" and C:\\sheep'}
    reached = [
        ContactPoint(kind="email", value="ada@example.org"),
        ContactPoint(kind="email", value="ada@work.example", label="work"),
        ContactPoint(kind="phone", value="+49 30 1234567"),
        ContactPoint(kind="handle", value="ada", platform="github"),
    ]
    return add_person(eventkit_app, values, reached, tags=["python"], interests=["looms"])


@pytest.fixture
def editor(monkeypatch, tmp_path):
    """An editor that does to the text what a line of Python says, with ``text`` in it."""

    def use(doing):
        script = tmp_path / "editor.py"
        script.write_text(
            "import pathlib, sys\n"
            "file = pathlib.Path(sys.argv[1])\n"
            "text = file.read_text(encoding='utf-8')\n"
            f"{doing}\n"
            "file.write_text(text, encoding='utf-8')\n",
            encoding="utf-8",
        )
        monkeypatch.setenv("VISUAL", f"{shlex.quote(sys.executable)} {shlex.quote(str(script))}")

    return use


def replacing(before, after):
    return f"text = text.replace({before!r}, {after!r})"


def again(app, person):
    return app.store.people.get([person.id])[person.id]


def kept(home):
    return sorted(file.name for file in (home / "edits").glob("*"))


# --- the text ---------------------------------------------------------------------------------------------


@given(SHEETS)
def test_what_is_written_is_read_again(sheet):
    assert read_sheet(write_sheet(sheet, sheet.name), sheet) == sheet


@given(SHEETS, SHEETS)
def test_another_text_is_read_as_a_clean_one_and_that_to_the_letter(sheet, other):
    try:
        clean = read_sheet(write_sheet(sheet, ""), other)
    except InputError:
        assert not all(
            map(one_line, [sheet.name, *(p.value for p in sheet.points), *(p.platform for p in sheet.handles)])
        )
    else:
        assert read_sheet(write_sheet(clean, ""), other) == clean


def test_text_explains_itself(ada):
    assert text_to_edit(ada) == TEXT


TEXT = """\
# Ada Grace, number 1
# Change what you like, save, and close the editor. What you remove is removed; lines with # say nothing.

# What you call them; it cannot be empty.
name = "Ada Grace"
given = ""
family = ""
organization = ""
title = "Weaver"

# As 1990-04-12, or --04-12 without the year.
birthday = ""
note = \"\"\"
likes
\\"wool\\" and C:\\\\sheep\"\"\"

# true: no message to them is drafted.
do_not_contact = false

# Your own words for them, and what they care for.
tags = ["python"]
interests = ["looms"]

# The first of each is the one that is used. One with a label: { value = "…", label = "work" }
emails = [
    "ada@example.org",
    { value = "ada@work.example", label = "work" },
]
phones = [
    "+49 30 1234567",
]

# Web pages; a profile on a platform that eventkit knows becomes a handle.
urls = []
handles = [
    { platform = "github", value = "ada" },
]
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "Ada"\ntitle = Weaver\n', "line 2: Invalid value"),
        ('name = "Ada"\ntitle = "Weaver\n', "line 2: Illegal character '\\n'"),
        ('name = "Ada"\nemails = ["a@example.org"', "line 2: Unclosed array"),
        ('name = "Ada"\n\ntitel = "Weaver"\n', "line 3: titel: there is no such field; did you mean title?"),
        ('name = "Ada"\ntitle = 7\n', 'line 2: title: write it between quotation marks, as "7"'),
        ('name = "Ada"\ntags = "python"\n', 'line 2: tags: write a list, as tags = ["…"]'),
        ('name = "Ada"\nphones = [7]\n', 'line 2: phones: write each as "…", or as { value = "…", label = "…" }'),
        ('name = "Ada"\nhandles = ["ada"]\n', 'line 2: handles: say where, as { platform = "github", value = "…" }'),
        ('name = "Ada"\ndo_not_contact = "no"\n', "line 2: do_not_contact: write true or false"),
        ('title = "x"\nname = " "\n', "line 2: name: a person needs something to be called by"),
        ('title = "x"\n', "line 1: name: a person needs something to be called by"),
    ],
)
def test_text_that_cannot_be_read_is_told_with_its_line(text, said):
    with pytest.raises(InputError) as caught:
        read_sheet(text, Sheet(name="Ada"))
    assert str(caught.value) == said


def test_birthday_without_quotation_marks_is_a_date():
    assert read_sheet('name = "Ada"\nbirthday = 1990-04-12\n', Sheet(name="Ada")).birthday == "1990-04-12"


def test_line_that_is_removed_removes_the_value_but_not_the_wish_to_be_left_alone():
    opened = Sheet(name="Ada", title="Weaver", tags=("x",), do_not_contact=True)
    assert read_sheet('name = "Ada"\n', opened) == Sheet(name="Ada", do_not_contact=True)


# --- saving -----------------------------------------------------------------------------------------------


def test_text_that_was_not_changed_changes_nothing(eventkit_app, ada):
    changes = eventkit_app.store.history()
    assert save_text(eventkit_app, ada, text_to_edit(ada)).fields == ()
    assert save_text(eventkit_app, ada, "\n").fields == ()
    assert eventkit_app.store.history() == changes


def test_only_what_differs_is_changed(eventkit_app, ada):
    text = TEXT.replace('"Weaver"', '"Head of Wool"').replace('["python"]', '["python", "rust"]')
    assert save_text(eventkit_app, ada, text).fields == ("title", "tags")
    assert eventkit_app.store.history(1)[0].rows == 2
    assert again(eventkit_app, ada) == ada._replace(title="Head of Wool", tags=("python", "rust"), version=2)


@pytest.mark.parametrize(
    ("changed", "emails", "rows"),
    [
        (('    "ada@example.org",\n', ""), ["ada@work.example work"], 1),
        (
            ("emails = [\n", 'emails = [\n"new@example.org",\n'),
            ["new@example.org", "ada@example.org", "ada@work.example work"],
            5,
        ),
        ((', label = "work" },\n', ', label = "old" },\n'), ["ada@example.org", "ada@work.example old"], 1),
        (
            (', label = "work" },\n', ', label = "work" },\n    "new@example.org",\n'),
            ["ada@example.org", "ada@work.example work", "new@example.org"],
            1,
        ),
    ],
)
def test_contact_points_are_written_as_few_as_can_be(eventkit_app, ada, changed, emails, rows):
    assert save_text(eventkit_app, ada, TEXT.replace(*changed)).fields == ("emails",)
    found = [f"{point.value} {point.label}".strip() for point in again(eventkit_app, ada).contact_points]
    assert [one for one in found if "@" in one] == emails
    assert eventkit_app.store.history(1)[0].rows == rows


def test_profile_that_is_typed_as_an_address_becomes_a_handle(eventkit_app, ada):
    save_text(eventkit_app, ada, TEXT.replace("urls = []", 'urls = ["https://x.com/ada_grace", "ada.example"]'))
    after = again(eventkit_app, ada)
    assert (after.handles, after.urls) == ({"github": "ada", "x": "ada_grace"}, ("ada.example",))


def test_undo_takes_an_edit_back(eventkit_app, ada):
    save_text(eventkit_app, ada, 'name = "Ada"\n')
    undo_change(eventkit_app)
    assert again(eventkit_app, ada)._replace(version=ada.version) == ada


def test_address_of_somebody_else_is_refused_with_what_to_do(eventkit_app, ada):
    add_person(eventkit_app, {"name": "Bo"}, [ContactPoint(kind="email", value="bo@example.org")])
    with pytest.raises(InputError) as caught:
        save_text(eventkit_app, ada, TEXT.replace("ada@example.org", "BO@example.org"))
    assert str(caught.value) == (
        "Bo (number 2) has that address, number or handle already; `eventkit merge 1 2` makes one person of two"
    )


def test_new_address_that_is_none_is_refused(eventkit_app, ada):
    with pytest.raises(InputError, match="emails: 'ada at home' is no e-mail address"):
        save_text(eventkit_app, ada, TEXT.replace("ada@example.org", "ada at home"))


def test_dry_run_of_an_edit_says_what_it_would_change_and_does_not(eventkit_app, ada):
    assert save_text(eventkit_app, ada, TEXT.replace("Weaver", "x"), dry_run=True).fields == ("title",)
    assert again(eventkit_app, ada) == ada


# --- meanwhile --------------------------------------------------------------------------------------------


def test_what_somebody_else_changed_meanwhile_stays(eventkit_app, ada):
    save_text(eventkit_app, ada, TEXT.replace("Weaver", "Head of Wool"))
    tag_people(eventkit_app, ["Ada"], add=["late"])
    set_do_not_contact(eventkit_app, ["Ada"], wanted=True)
    edited = save_text(eventkit_app, ada, TEXT.replace('["python"]', '["rust"]').replace('given = ""', 'given = "Ada"'))
    assert edited.fields == ("given", "tags")
    after = again(eventkit_app, ada)
    assert (after.title, after.given, after.tags, after.do_not_contact) == (
        "Head of Wool",
        "Ada",
        ("late", "rust"),
        True,
    )


def test_field_that_both_changed_is_refused_by_name_and_nothing_is_saved(eventkit_app, ada):
    save_text(eventkit_app, ada, TEXT.replace("Weaver", "Head of Wool"))
    between = again(eventkit_app, ada)
    with pytest.raises(StoreError) as caught:
        save_text(eventkit_app, ada, TEXT.replace("Weaver", "Dyer").replace('given = ""', 'given = "Ada"'))
    assert str(caught.value) == (
        "title was changed meanwhile, to 'Head of Wool', and you wrote 'Dyer': nothing was saved"
    )
    assert again(eventkit_app, ada) == between


def test_same_edit_of_two_people_is_no_conflict(eventkit_app, ada):
    save_text(eventkit_app, ada, TEXT.replace("Weaver", "Dyer"))
    assert save_text(eventkit_app, ada, TEXT.replace("Weaver", "Dyer")).fields == ()


def test_address_that_both_labelled_otherwise_is_refused(eventkit_app, ada):
    save_text(eventkit_app, ada, TEXT.replace('label = "work" },', 'label = "office" },'))
    with pytest.raises(StoreError, match="emails are changed meanwhile too: nothing was saved"):
        save_text(eventkit_app, ada, TEXT.replace('label = "work" },', 'label = "home" },'))


def test_addresses_that_both_added_are_both_there(eventkit_app, ada):
    for new in ("one", "two"):
        text = TEXT.replace("phones = [", f'phones = [\n    "+49 30 {len(new)}{new.count("o")}55555",')
        save_text(eventkit_app, ada, text.replace('"Weaver"', '"Weaver"'))
    assert sorted(again(eventkit_app, ada).phones) == ["+49 30 1234567", "+49 30 3155555"]


def test_person_who_was_forgotten_meanwhile_is_not_brought_back(eventkit_app, ada, eventkit_run):
    eventkit_run("forget", "Ada", "--yes")
    with pytest.raises(StoreError, match=r"Ada Grace \(number 1\) is gone"):
        save_text(eventkit_app, ada, TEXT.replace("Weaver", "x"))


# --- the command ------------------------------------------------------------------------------------------


def test_edit_opens_the_editor_and_saves(eventkit_app, ada, editor, eventkit_run, eventkit_home):
    editor(replacing("Weaver", "Head of Wool"))
    assert eventkit_run("people", "edit", "ada").stdout == "Changed Ada Grace (number 1): title.\n"
    assert again(eventkit_app, ada).title == "Head of Wool"
    assert kept(eventkit_home) == []


@pytest.mark.usefixtures("ada")
def test_edit_that_changes_nothing_says_so(editor, eventkit_run):
    editor("pass")
    ran = eventkit_run("people", "edit", "ada")
    assert (ran.stdout, ran.stderr) == ("", "Ada Grace (number 1) is as before.\n")


def test_text_with_a_mistake_stays_in_its_file(eventkit_app, ada, editor, eventkit_run, eventkit_home):
    editor(replacing('"Weaver"', "Weaver"))
    file = eventkit_home / "edits" / "ada-grace-1.toml"
    assert eventkit_run("people", "edit", "ada", code=3).stderr == (
        f"{file}: line 9: Invalid value\neventkit: nothing was saved; what you wrote is in {file}\n"
    )
    assert "title = Weaver" in file.read_text(encoding="utf-8")
    assert again(eventkit_app, ada) == ada
    assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)


@pytest.mark.usefixtures("ada")
def test_text_that_stayed_is_not_written_over(editor, eventkit_run, eventkit_home):
    editor(replacing('"Weaver"', "Weaver"))
    eventkit_run("people", "edit", "ada", code=3)
    eventkit_run("people", "edit", "ada", code=3)
    assert kept(eventkit_home) == ["ada-grace-1-2.toml", "ada-grace-1.toml"]


@pytest.mark.usefixtures("ada")
def test_edit_of_what_somebody_changed_while_it_was_open_is_refused_and_kept(editor, eventkit_run, eventkit_home):
    meanwhile = [sys.executable, "-m", "eventkit", "--home", str(eventkit_home), "people", "edit", "ada"]
    meanwhile += ["--set", "title=Head of Wool"]
    editor(f"import subprocess; subprocess.run({meanwhile!r}, check=True); {replacing('Weaver', 'Dyer')}")
    file = eventkit_home / "edits" / "ada-grace-1.toml"
    assert eventkit_run("people", "edit", "ada", code=5).stderr == (
        "eventkit: title was changed meanwhile, to 'Head of Wool', and you wrote 'Dyer': nothing was saved; "
        f"what you wrote is in {file}\n"
    )
    assert 'title = "Dyer"' in file.read_text(encoding="utf-8")


@pytest.mark.usefixtures("ada")
def test_editor_that_fails_is_told_of(monkeypatch, eventkit_run, eventkit_home):
    monkeypatch.setenv("VISUAL", "false")
    ran = eventkit_run("people", "edit", "ada", code=2)
    assert ran.stderr == (
        "eventkit: false: Editing failed; name an editor with VISUAL or EDITOR. "
        f"The text is in {eventkit_home / 'edits' / 'ada-grace-1.toml'}\n"
    )


@pytest.mark.usefixtures("ada")
def test_edit_without_a_terminal_and_an_editor_says_what_to_do(monkeypatch, eventkit_run, eventkit_home):
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    assert eventkit_run("people", "edit", "ada", code=2).stderr == (
        "eventkit: there is no terminal to edit in: name an editor with EDITOR, or use --set FIELD=TEXT\n"
    )
    assert kept(eventkit_home) == []


def test_fields_are_set_without_an_editor(eventkit_app, ada, eventkit_run):
    ran = eventkit_run("people", "edit", "ada", "--set", "organization=Example  Ltd", "--set", "title=")
    assert ran.stdout == "Changed Ada Grace (number 1): organisation, title.\n"
    assert (again(eventkit_app, ada).organization, again(eventkit_app, ada).title) == ("Example Ltd", "")


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    ("given", "code", "said"),
    [
        ("title", 2, "--set title: write a field and its text, as --set title='Head of Wool'"),
        (
            "emails=x",
            2,
            (
                "--set emails: there is name, given, family, organization, title, birthday, note; "
                "without --set the rest is edited too"
            ),
        ),
        ("name=", 3, "name: a person needs something to be called by"),
    ],
)
def test_set_of_what_cannot_be_is_refused(eventkit_run, given, code, said):
    assert eventkit_run("people", "edit", "ada", "--set", given, code=code).stderr == f"eventkit: {said}\n"


def test_my_own_record_is_edited_as_me(eventkit_run, eventkit_app):
    eventkit_run("me", "--name", "Robin Keller")
    assert eventkit_run("people", "edit", "me", "--set", "birthday=1990-04-12").stdout == (
        "Changed Robin Keller: birthday.\n"
    )
    assert eventkit_app.store.people.me().birthday == "1990-04-12"


def test_sheet_of_a_person_has_all_that_can_be_edited(ada):
    assert [point.value for point in sheet_of(ada).points] == [
        "ada@example.org",
        "ada@work.example",
        "+49 30 1234567",
        "ada",
    ]
