"""Tables as people really write them: separators, character sets, broken rows, and what cells mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext
from eventkit_tables.reading import read
from eventkit_tables.signs import sniff_table

SHORT = "Name,E-mail,Company\n"


def told(reading):
    return [(problem.line, problem.lost, problem.reason) for problem in reading.problems]


# --- separators and character sets --------------------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separator_is_found_by_content(read_people, separator):
    rows = [["First Name", "Last Name", "E-mail", "Company"], ["Ada", "Lovelace", "ada@example.org", "Engines"]]
    (person,) = read_people("\n".join(separator.join(row) for row in rows))
    assert (person.name, person.organization) == ("Ada Lovelace", "Engines")


def test_separator_that_excel_is_told_is_believed(read_people):
    assert [person.name for person in read_people("sep=;\r\nName;E-mail\r\nAda, Countess;a@example.org\r\n")] == [
        "Ada, Countess"
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_character_set_is_told_by_the_bytes(read_people, encoding):
    table = "Name;E-mail;Ort\r\nZoë Müßig;zoe@example.org;Köln\r\n".encode(encoding)
    assert [person.name for person in read_people(table)] == ["Zoë Müßig"]


def test_windows_1252_is_read_and_told(read_table):
    reading = read_table("Name;E-mail\r\nAda;a@example.org\r\nZoë „Zo“ Müßig;zoe@example.org\r\n".encode("cp1252"))
    assert [person.name for person in reading.people] == ["Ada", "Zoë „Zo“ Müßig"]
    assert told(reading) == [(3, False, "not UTF-8, and no other character set is named: read as windows-1252")]


def test_lines_of_two_character_sets_are_each_read_in_its_own(read_table):
    table = "Name;E-mail\nZoë;z@example.org\n".encode() + "Jürgen;j@example.org\n".encode("cp1252")
    assert [person.name for person in read_table(table).people] == ["Zoë", "Jürgen"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_are_read(read_people, end):
    found = read_people(end.join(["Name,E-mail", "Ada,a@example.org", "", "Bob,b@example.org", ""]))
    assert [(person.name, person.line) for person in found] == [("Ada", 2), ("Bob", 4)]


# --- rows that are not as they should be --------------------------------------------------------------


def test_line_of_the_file_is_told_behind_quoted_line_breaks(read_table):
    table = 'Name,E-mail,Notes\nAda,a@example.org,"one\ntwo\n\nthree"\n,,nobody\nBob,b@example.org,\n'
    reading = read_table(table)
    assert [(person.name, person.line, person.note) for person in reading.people] == [
        ("Ada", 2, "one\ntwo\n\nthree"),
        ("Bob", 7, ""),
    ]
    assert told(reading) == [(6, True, "this row holds nothing to call anybody by: no name, no address")]


def test_row_with_too_many_cells_is_left_out(read_table):
    reading = read_table(SHORT + "Ada,a@example.org,Engines, Inc.\nBob,b@example.org,Tools\n")
    assert [person.name for person in reading.people] == ["Bob"]
    assert told(reading) == [(2, True, "has 4 cells where the heading has 3")]


def test_empty_cells_behind_the_last_column_are_nothing(read_people):
    assert [person.name for person in read_people(SHORT + "Ada,a@example.org,Engines,,\n")] == ["Ada"]


def test_row_with_too_few_cells_is_taken_and_told(read_table):
    reading = read_table(SHORT + "Ada,a@example.org\nBob,b@example.org,Tools\n")
    assert [person.name for person in reading.people] == ["Ada", "Bob"]
    assert told(reading) == [(2, False, "has 2 cells where the heading has 3; what lacks is taken as empty")]


def test_many_short_rows_are_told_once(read_table):
    rows = "".join(f"P{number},p{number}@example.org\n" for number in range(30))
    reading = read_table(SHORT + rows)
    assert (len(reading.people), len(reading.problems)) == (30, 1)


def test_blank_lines_and_empty_rows_are_nothing(read_people):
    assert len(read_people(SHORT + "\n,,\n  , ,\nAda,a@example.org,\n\n")) == 1


def test_heading_again_is_nobody(read_people):
    assert len(read_people(f"{SHORT}Ada,a@example.org,\n{SHORT}Bob,b@example.org,\n")) == 2


def test_row_that_stands_twice_is_one_person(read_people):
    assert len(read_people(SHORT + "Ada,a@example.org,\n" * 2)) == 1


def test_quotation_mark_that_is_never_closed_costs_its_line(read_table):
    reading = read_table(SHORT + 'Ada,"a@example.org,Engines\nBob,b@example.org,Tools\nCem,"c@example.org","Nuts"\n')
    assert [(person.name, person.line) for person in reading.people] == [("Bob", 3), ("Cem", 4)]
    assert [(problem.line, problem.lost) for problem in reading.problems] == [(2, True)]


def test_quotation_mark_that_opens_the_last_cell_costs_nothing(read_people):
    found = read_people('Name,E-mail,Company\nAda,a@example.org,"Engines\nBob,b@example.org,Tools\n')
    assert [(person.name, person.organization) for person in found] == [("Ada", "Engines"), ("Bob", "Tools")]


def test_rest_of_a_broken_line_is_nobody(read_table):
    reading = read_table('Name,E-mail,Notes\n"Ada "the" \nfirst",a@example.org,x\nBob,b@example.org,\n')
    assert [person.name for person in reading.people][-1] == "Bob"
    assert all(problem.lost for problem in reading.problems)


def test_quotation_marks_that_are_not_doubled_are_read_as_far_as_they_go(read_people):
    (person,) = read_people('Name,E-mail\n"Ada "Countess" Lovelace",a@example.org\n')
    assert person.contact_points[0].value == "a@example.org"


def test_nobody_in_a_table_is_told(read_table):
    reading = read_table("Name,E-mail\n")
    assert told(reading) == [(1, True, "the heading is understood, and there is no row behind it")]


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_fail(data):
    read(data, ReadContext(file="x"))
    sniff_table(data, "x.csv")


@given(
    st.lists(
        st.sampled_from(["Name", "E-mail", ",", ";", '"', "\n", "\r", " ", "ada@example.org", "\0", "=", "'", "Tel"])
    )
)
def test_no_mixture_of_cells_makes_the_reader_fail(pieces):
    table = f"Name,E-mail,Notes\n{''.join(pieces)}\nZoe,z@example.org,\n"
    reading = read(table.encode(), ReadContext(file="x"))
    assert sniff_table(table.encode(), "x") > 0
    assert all(person.name for person in reading.people)


# --- which column is what -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "row", "name"),
    [
        ("Name,Vorname,E-Mail", "Lovelace,Ada,a@example.org", ("Ada Lovelace", "Ada", "Lovelace")),
        ("Nom,Prénom,Courriel", "Lovelace,Ada,a@example.org", ("Ada Lovelace", "Ada", "Lovelace")),
        ("Nombre,Apellidos,Correo electrónico", "Ada,King Noel,a@example.org", ("Ada King Noel", "Ada", "King Noel")),
        ("Name,Surname,Email", "Ada,Lovelace,a@example.org", ("Ada Lovelace", "Ada", "Lovelace")),
        ("Name,First Name,Email", "Ada Lovelace,Ada,a@example.org", ("Ada Lovelace", "Ada", "")),
        (
            "Nombre,Primer apellido,Segundo apellido,Email",
            "Ada,King,Noel,a@example.org",
            ("Ada King Noel", "Ada", "King Noel"),
        ),
        ("firstName,lastName,emailAddress", "Ada,Lovelace,a@example.org", ("Ada Lovelace", "Ada", "Lovelace")),
        ("Teilnehmer,E-Mail", "Ada Lovelace,a@example.org", ("Ada Lovelace", "", "")),
        ("Your full name,Your e-mail", "Ada Lovelace,a@example.org", ("Ada Lovelace", "", "")),
    ],
)
def test_name_is_made_of_the_columns_that_are_there(read_people, heading, row, name):
    (person,) = read_people(f"{heading}\n{row}\n")
    assert (person.name, person.given, person.family) == name


def test_names_with_the_family_first_are_turned_round(read_people):
    found = read_people('Name,E-mail\n"Lovelace, Ada",a@example.org\n"Hopper, Grace",g@example.org\n')
    assert [(person.name, person.given, person.family) for person in found] == [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Grace Hopper", "Grace", "Hopper"),
    ]


def test_degree_behind_a_comma_is_no_given_name(read_people):
    found = read_people('Name,E-mail\n"Ada Lovelace, PhD",a@example.org\n"Grace Hopper, MD",g@example.org\n')
    assert [person.name for person in found] == ["Ada Lovelace, PhD", "Grace Hopper, MD"]


def test_title_is_the_job_unless_it_stands_before_names(read_people, kept):
    (job,) = read_people("Name,Title,E-mail\nAda,Analyst,a@example.org\n")
    (prefix,) = read_people("Title,Name,E-mail\nDr.,Ada,a@example.org\n")
    assert (job.title, prefix.title, kept(prefix)) == ("Analyst", "", ["N:;;;Dr.;"])


@pytest.mark.parametrize(
    ("ticket", "role"),
    [
        ("Speaker Ticket (Conference)", "speaker"),
        ("Referentin", "speaker"),
        ("Podiumsgast", "panelist"),
        ("Co-Organizer", "organiser"),
        ("Veranstalter", "organiser"),
        ("Gold Sponsor", "sponsor"),
        ("Aussteller", "exhibitor"),
        ("Press / Media", "press"),
        ("Crew", "staff"),
        ("Helferin", "volunteer"),
        ("Early Bird", "attendee"),
        ("Bénévole", "volunteer"),
        ("", "attendee"),
    ],
)
def test_ticket_tells_the_role(read_people, ticket, role):
    (person,) = read_people(f"Name,E-mail,Ticket type\nAda,a@example.org,{ticket}\n")
    assert person.role == role


@pytest.mark.parametrize(
    "status", ["Cancelled", "declined", "waitlist", "storniert", "Not Attending", "pending_approval"]
)
def test_who_does_not_come_has_no_role(read_people, status):
    (person,) = read_people(f"Name,E-mail,Attendee status\nAda,a@example.org,{status}\n")
    assert person.role == ""


def test_ticket_stays_in_the_card_where_it_says_more_than_the_role(read_people, kept):
    found = read_people("Name,E-mail,Ticket\nAda,a@example.org,Speaker (online)\nBob,b@example.org,speaker\n")
    assert [kept(person) for person in found] == [['X-EVENTKIT-COLUMN;X-NAME="Ticket":Speaker (online)'], []]


def test_speakers_heading_makes_speakers(read_people):
    assert [person.role for person in read_people("Speaker,Company,E-mail\nAda,Engines,a@example.org\n")] == ["speaker"]


@pytest.mark.parametrize(
    ("heading", "cell", "refused"),
    [
        ("Unsubscribed", "yes", True),
        ("Unsubscribed", "no", False),
        ("Unsubscribed", "", False),
        ("Do not contact", "TRUE", True),
        ("do_not_contact", "x", True),
        ("UNSUB_TIME", "2026-01-01 10:00:00", True),
        ("Nicht kontaktieren", "ja", True),
        ("Ne pas contacter", "oui", True),
        ("No contactar", "sí", True),
        ("Opted out", "please only by post", True),
        ("May we contact you?", "no", True),
        ("May we contact you?", "yes", False),
        ("Email subscriber status", "Unsubscribed", True),
    ],
)
def test_who_does_not_want_to_be_written_to_is_left_alone(read_people, heading, cell, refused):
    (person,) = read_people(f"Name,E-mail,{heading}\nAda,a@example.org,{cell}\n")
    assert person.do_not_contact is refused


@pytest.mark.parametrize(
    ("cell", "others", "birthday"),
    [
        ("1990-04-21", [], "1990-04-21"),
        ("21.4.1990", [], "1990-04-21"),
        ("4/21/1990", [], "1990-04-21"),
        ("3/4/1990", ["12/31/1980"], "1990-03-04"),
        ("3/4/1990", ["31/12/1980"], "1990-04-03"),
        ("3/4/1990", [], "3/4/1990"),
        ("April 21, 1990", [], "1990-04-21"),
        ("21. März 1990", [], "1990-03-21"),
        ("21 avril 1990", [], "1990-04-21"),
        ("21 de abril de 1990", [], "1990-04-21"),
        ("--04-21", [], "--04-21"),
        ("in spring", [], "in spring"),
        ("0/0/00", [], ""),
    ],
)
def test_birthday_is_read_however_it_is_written(read_people, cell, others, birthday):
    rows = "".join(f'P,p@example.org,"{one}"\n' for one in [cell, *others])
    assert read_people(f"Name,E-mail,Birthday\n{rows}")[0].birthday == birthday


def test_columns_that_nobody_understands_are_kept(read_people, kept):
    (person,) = read_people('Name,E-mail,"Why: ""do"" you; come?",,Why\nAda,a@example.org,"fun, and\nmore",7,x\n')
    assert kept(person) == [
        "X-EVENTKIT-COLUMN;X-NAME=\"Why: ^'do^' you; come?\":fun\\, and\\nmore",
        'X-EVENTKIT-COLUMN;X-NAME="Column 4":7',
        'X-EVENTKIT-COLUMN;X-NAME="Why":x',
    ]


def test_first_column_that_tells_rows_apart_names_the_records(read_people):
    table = "Order code,Position ID,Name,E-mail\nA1,1,Ada,a@example.org\nA1,2,Bob,b@example.org\n"
    assert [person.uid for person in read_people(table)] == ["A1-1", "A1-2"]


def test_column_that_many_rows_share_names_nobody(read_people):
    table = "Order code,Name,E-mail\nA1,Ada,a@example.org\nA1,Bob,b@example.org\n"
    assert [person.uid for person in read_people(table)] == ["", ""]


# --- values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "cell", "expected"),
    [
        ("E-mail", "a@example.org; b@example.org", ["email a@example.org", "email b@example.org"]),
        ("E-mail", "Ada <a@example.org>", ["email a@example.org"]),
        ("E-mail", "mailto:a@example.org", ["email a@example.org"]),
        ("Work e-mail", "a@example.org, A@example.org", ["email work a@example.org"]),
        ("E-mail", "n/a", []),
        ("Phone", "'+49 170 1234567", ["phone +49 170 1234567"]),
        ("Phone", '"=""0049170"""', ["phone 0049170"]),
        ("Phone", "+49 30 12345; +49 30 67890", ["phone +49 30 12345", "phone +49 30 67890"]),
        ("Phone", '"030 12345, ext. 7"', ["phone 030 12345, ext. 7"]),
        ("Mobile", "tel:+49170", ["phone cell +49170"]),
        ("Website", "example.org https://example.com/x", ["url example.org", "url https://example.com/x"]),
        ("LinkedIn", "ada-lovelace", ["linkedin ada-lovelace"]),
        ("LinkedIn profile URL", "linkedin.com/in/ada", ["url linkedin.com/in/ada"]),
        ("Twitter handle", "@ada", ["x ada"]),
        ("X", "https://x.com/ada", ["url https://x.com/ada"]),
        ("Mastodon", "@ada@example.social", ["mastodon ada@example.social"]),
        ("GitHub username", "ada", ["github ada"]),
        ("LinkedIn", "no", []),
    ],
)
def test_cell_gives_contact_points(read_people, points, heading, cell, expected):
    cell = cell if '"' in cell else f'"{cell}"'
    (person,) = read_people(f"First name,Last name,{heading}\nAda,Lovelace,{cell}\n")
    assert points(person) == expected


def test_address_that_is_none_is_kept_and_told(read_table, kept):
    reading = read_table("Name,E-mail,Company\nAda,ada(at)example.org,Engines\n")
    assert kept(reading.people[0]) == ['X-EVENTKIT-COLUMN;X-NAME="E-mail":ada(at)example.org']
    assert told(reading) == [(2, False, "E-mail: 'ada(at)example.org' is no e-mail address; it is kept as it stands")]


def test_number_that_a_spreadsheet_has_rounded_is_no_number(read_table):
    reading = read_table("Name,E-mail,Phone\nAda,a@example.org,4.91E+11\n")
    assert [point.kind for point in reading.people[0].contact_points] == ["email"]
    assert [problem.line for problem in reading.problems] == [2]


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("data; python, and more", ("data", "python, and more")),
        ("data, python", ("data", "python")),
        ("data|python", ("data", "python")),
        ("* myContacts ::: Data, folks", ("Data, folks",)),
        ("data;data; ", ("data",)),
        ("-", ()),
    ],
)
def test_words_in_one_cell_are_taken_apart(read_people, cell, tags):
    (person,) = read_people(f'Name,E-mail,Tags\nAda,a@example.org,"{cell}"\n')
    assert person.tags == tags


def test_control_characters_are_dropped(read_people):
    (person,) = read_people('Name,E-mail,Notes\n"A\x1bda\u202e",a@example.org,"x\x07y"\n')
    assert (person.name, person.note) == ("Ada", "xy")


# --- once more ----------------------------------------------------------------------------------------


def test_row_that_is_known_is_not_read_again(read_table):
    table = SHORT + "Ada,a@example.org,Engines\nBob,b@example.org,Tools\n"
    first = read_table(table).people
    again = read_table(table.replace("Tools", "Nuts"), known=frozenset(person.digest for person in first))
    assert (list(again.unchanged), [person.organization for person in again.people]) == ([first[0].digest], ["Nuts"])


def test_row_with_a_role_is_read_again_so_that_the_role_is_told(read_table):
    table = "Name,E-mail,Ticket\nAda,a@example.org,Speaker\nBob,b@example.org,Regular\n"
    first = read_table(table).people
    again = read_table(table, known=frozenset(person.digest for person in first))
    assert ([person.role for person in again.people], list(again.unchanged)) == (["speaker"], [first[1].digest])


# --- what the user says -------------------------------------------------------------------------------


def test_user_says_what_columns_are(read_people, points):
    columns = {"wer": "name", "Wie=": "email:work", "Wo": "handle:matrix", "Was": "ignore"}
    (person,) = read_people("Wer;Wie=;Wo;Was;Firma\nAda;a@example.org;@ada:example.org;x;E\n", columns=columns)
    assert (person.name, points(person), person.organization) == (
        "Ada",
        ["email work a@example.org", "matrix @ada:example.org"],
        "E",
    )


def test_user_goes_before_the_heading(read_people):
    (person,) = read_people(
        "Name,Company,E-mail\nEngines,Ada,a@example.org\n", columns={"Name": "organization", "Company": "name"}
    )
    assert (person.name, person.organization) == ("Ada", "Engines")


def test_column_that_is_not_there_is_told_with_those_that_are(read_table):
    reading = read_table("Name,E-mail\nAda,a@example.org\n", columns={"Nmae": "name"})
    assert told(reading) == [(1, True, "--map: there is no column 'Nmae'; there is Name, E-mail")]
    assert list(reading.people) == []


def test_table_that_says_nothing_gives_its_headings_and_samples(read_table):
    reading = read_table("Wer;Was\nAda;\nBob;Mechaniker\n")
    assert (list(reading.unmapped), list(reading.samples)) == (["Wer", "Was"], ["Ada", "Mechaniker"])


# --- what is no table of people -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    [
        "Subject,Start Date,Start Time,End Date,End Time,Location\nStandup,2027-05-14,09:00,2027-05-14,09:15,Room 1\n",
        "event,event_name,id,uid,title,starts,ends,room,url\npyconf,PyConf,1,u,Opening,2027-05-14T09:00,,A,\n",
        "Title,Speaker,Start,End,Room\nKeynote,Ada Lovelace,09:00,10:00,Main\n",
        "1,2,3\n4,5,6\n7,8,9\n",
        "3\n5\n8\n",
        "Dear all,\nthis is prose, with commas, and so on.\nRegards\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n",
        '{"name": "Ada"}\n',
        "<html><body>Name,E-mail</body></html>",
        "",
        "\0\1\2\3\0\0",
    ],
)
def test_what_is_no_table_of_people_is_left_to_others(table):
    assert sniff_table(table.encode(), "x.csv") == 0


@pytest.mark.parametrize(
    "table", ["Name,Price,Stock\nBolt,1.20,4\n", "Wer;Was\nAda;Dichterin\n", "name,url\nX,https://x.org\n"]
)
def test_table_that_may_be_of_anything_is_hardly_taken(table):
    assert (sniff_table(table.encode(), "x.csv"), sniff_table(table.encode(), "x.dat")) == (5, 0)


def test_lines_behind_a_broken_one_are_told_once(read_table):
    reading = read_table('Name,E-mail\n"Ada,a@example.org\n' + "x\n" * 100)
    assert told(reading)[1] == (3, True, "this is taken for the rest of the broken line above, and so are 99 more")
    assert (len(reading.people), len(reading.problems)) == (0, 2)
