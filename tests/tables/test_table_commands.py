"""Tables through the commands, as a user meets them."""

import os
import pty
import sys

import pytest

TABLE = """Name;Vorname;E-Mail;Firma;Mobil;LinkedIn;Tags;Ticketart;Nicht kontaktieren;Warum?
Lovelace;Ada;ada@example.org;Engines;'+49 170 1;https://www.linkedin.com/in/ada-l;math, poetry;Speaker;;Spaß
Babbage;Charles;cb@example.org;=1+1;;charlesb;;Regular;ja;
"""


@pytest.fixture
def table(tmp_path):
    file = tmp_path / "attendees.csv"
    file.write_text(TABLE)
    return file


def listed(run, *home):
    return sorted(
        ({**one, "id": 0} for one in run(*home, "people", "--format", "json").json), key=lambda one: one["name"]
    )


def test_attendees_come_with_their_roles(eventkit_run, table):
    ran = eventkit_run("import", table, "--event", "pyconf")
    assert (ran.stdout, ran.stderr) == ("Imported people into pyconf: 2 added, 0 updated, 0 unchanged.\n", "")
    assert [one["name"] for one in eventkit_run("people", "role:speaker", "--format", "json").json] == ["Ada Lovelace"]
    ada = eventkit_run("people", "show", "Ada", "--format", "json").json
    assert (ada["handles"], ada["tags"], ada["events"]) == ({"linkedin": "ada-l"}, ["math", "poetry"], ["pyconf"])


def test_import_twice_changes_nothing(eventkit_run, table):
    eventkit_run("import", table, "--event", "pyconf")
    before = eventkit_run("history", "--format", "json").json
    again = eventkit_run("import", table, "--event", "pyconf", "--format", "json").json
    assert (again["added"], again["updated"], again["unchanged"]) == (0, 0, 2)
    assert eventkit_run("history", "--format", "json").json == before


def test_bad_rows_are_told_and_the_good_ones_are_in(eventkit_run, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text(
        'Name,E-mail\nAda,a@example.org\n"Bob,b@example.org\nCem,c@example.org,too,many\nDana,d@example.org\n'
    )
    ran = eventkit_run("import", file, code=3)
    assert ran.stderr.splitlines() == [
        f"{file}, line 3: a quotation mark is not closed, or not doubled: 1 cells are left of the 2 of the heading",
        f"{file}, line 4: has 4 cells where the heading has 2",
    ]
    assert [one["name"] for one in listed(eventkit_run)] == ["Ada", "Dana"]


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_export_imports_into_another_home_as_the_same_people(eventkit_run, eventkit_home, table, suffix):
    other = ("--home", eventkit_home.parent / "other")
    written = eventkit_home.parent / f"people.{suffix}"
    eventkit_run("import", table, "--event", "pyconf")
    eventkit_run(
        "people", "add", "Plato", "--interest", "caves", "--tag", "old, wise", "--note", "=x", "--phone", "+30 1"
    )
    eventkit_run("export", written, "--who", "")
    eventkit_run(*other, "import", written)
    assert listed(eventkit_run, *other) == listed(eventkit_run)


def test_column_that_nobody_understands_comes_back_out(eventkit_run, table, tmp_path):
    eventkit_run("import", table)
    eventkit_run("export", tmp_path / "out.csv", "--who", "ada")
    heading, row = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()
    assert (heading.split(",")[-1], row.split(",")[-1]) == ("Warum?", "Spaß")


def test_one_name_of_a_format_is_of_people_or_of_an_agenda(eventkit_run, table, pyconf, tmp_path):
    eventkit_run("import", pyconf / "agenda.ics", "--event", "pyconf")
    eventkit_run("import", table)
    eventkit_run("export", tmp_path / "agenda.csv", "--event", "pyconf")
    eventkit_run("export", tmp_path / "people.csv", "--who", "")
    firsts = [(tmp_path / name).read_text("utf-8-sig").partition(",")[0] for name in ("agenda.csv", "people.csv")]
    assert firsts == ["event", "uid"]


def test_unknown_table_asks_for_map(eventkit_run, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Wer;Was\nAda Lovelace;Dichterin\n")
    ran = eventkit_run("import", file, code=3)
    assert "--map" in ran.stderr
    assert "It has: Wer, Was" in ran.stderr
    assert eventkit_run("import", file, "--map", "Wer=name", "--map", "was = title").stdout.startswith(
        "Imported people: 1 added"
    )
    assert [(one["name"], one["title"]) for one in listed(eventkit_run)] == [("Ada Lovelace", "Dichterin")]


@pytest.mark.parametrize(
    ("told", "message"),
    [
        ("Wer", "--map 'Wer': give it as COLUMN=FIELD, as 'Company Name=organization'"),
        ("Wer=job", "--map 'Wer=job': there is no field 'job'; there is name, given, "),
        ("Wer=handle", "--map 'Wer=handle': say on which platform the handles are, as handle:mastodon"),
        ("Wer=name:x", "--map 'Wer=name:x': name takes nothing behind a colon; email, handle, phone, url do"),
    ],
)
def test_wrong_map_is_told(eventkit_run, table, told, message):
    assert eventkit_run("import", table, "--map", told, code=2).stderr.startswith(f"eventkit: {message}")


def test_map_of_a_column_that_is_not_there_imports_nobody(eventkit_run, table):
    ran = eventkit_run("import", table, "--map", "Nmae=name", code=3)
    assert "there is no column 'Nmae'; there is Name, Vorname" in ran.stderr
    assert listed(eventkit_run) == []


def test_calendar_as_csv_is_of_no_known_kind(eventkit_run, tmp_path):
    file = tmp_path / "calendar.csv"
    file.write_text("Subject,Start Date,Start Time\nStandup,2027-05-14,09:00\n")
    assert "is of no known kind" in eventkit_run("import", file, code=3).stderr


@pytest.mark.skipif(not hasattr(os, "fork"), reason="a terminal of one's own needs a fork")
def test_columns_are_asked_for_at_a_terminal(eventkit_home, tmp_path):
    file = tmp_path / "list.csv"
    file.write_text("Wer;Wie;Was\nAda Lovelace;ada@example.org;x\n")
    shown = at_a_terminal(["--home", str(eventkit_home), "import", str(file)], "name\nmail\nemail:work\n\n")
    assert "Wer (Ada Lovelace): " in shown
    assert "there is no field 'mail'" in shown
    assert "The next time, say it with --map Wer=name --map Wie=email:work" in shown
    assert "Imported people: 1 added" in shown


def at_a_terminal(arguments, typed):
    """What a command shows at a terminal on which something is typed."""
    child, terminal = pty.fork()
    if child == 0:
        os.execv(sys.executable, [sys.executable, "-m", "eventkit", *arguments])
    os.write(terminal, typed.encode())
    shown = b""
    while True:
        try:
            part = os.read(terminal, 4096)
        except OSError:  # Linux says so where the other end is gone
            break
        if not part:
            break
        shown += part
    os.close(terminal)
    os.waitpid(child, 0)
    return shown.decode()
