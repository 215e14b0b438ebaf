"""A file of each platform, with invented people: what every column becomes."""

import pytest

from eventkit_tables.signs import sniff_table

PLATFORMS = {
    "eventbrite.csv": [
        ("Mira Quandt", "Example Ltd", "Head of Data", "speaker", "7001"),
        ("Olu Adeyemi", "", "", "", "7002"),
    ],
    "google_new.csv": [
        ("Mira Quandt", "Example Ltd", "Head of Data", "attendee", ""),
        ("Example Ltd", "Example Ltd", "", "attendee", ""),
    ],
    "google_old.csv": [("Dr. Mira Eva Quandt", "Example Ltd", "Head of Data", "attendee", "")],
    "linkedin_connections.csv": [
        ("Mira Quandt", "Example Ltd, Berlin", "Head of Data", "attendee", ""),
        ("Olu Adeyemi", "", "", "attendee", ""),
    ],
    "linkedin_messages.csv": [
        ("Mira Quandt", "", "", "", "https://www.linkedin.com/in/mira-quandt"),
        ("Olu Adeyemi", "", "", "", "https://www.linkedin.com/in/olu-adeyemi"),
    ],
    "luma.csv": [
        ("Mira Quandt", "Example Ltd", "", "sponsor", "gst-1"),
        ("Olu Adeyemi", "", "", "", "gst-2"),
        ("Noor", "", "", "", "gst-3"),
    ],
    "meetup.tsv": [
        ("Mira Quandt", "", "", "attendee", "user 101"),
        ("Olu A.", "", "", "organiser", "user 102"),
        ("Noor", "", "", "", "user 103"),
    ],
    "outlook_de.csv": [("Zoë Müßig", "Grün & Söhne", "Leiterin", "attendee", "")],
    "outlook_en.csv": [
        ("Mira Quandt", "Example Ltd", "Head of Data", "attendee", ""),
        ("Olu Adeyemi", "", "", "attendee", ""),
    ],
    "outlook_es.csv": [("Inés Núñez Díaz", "Ejemplo SL", "Directora", "attendee", "")],
    "outlook_fr.csv": [("Zoé Lefèvre", "Exemple SA", "Directrice", "attendee", "")],
    "pretix.csv": [
        ("Mira Quandt", "Example Ltd", "", "speaker", "ABC12"),
        ("Olu Adeyemi", "", "", "attendee", "DEF34"),
    ],
    "pretix_orders.csv": [
        ("Mira Quandt", "Example Ltd", "", "attendee", "PSEUDO1"),
        ("Olu Adeyemi", "Example Ltd", "", "attendee", "PSEUDO2"),
        ("Noor", "", "", "", "PSEUDO3"),
    ],
    "swapcard.csv": [("Mira Quandt", "Example Ltd", "Head of Data", "exhibitor", "UHJv1")],
    "thunderbird_de.csv": [("Zoë Müßig", "Grün & Söhne", "Leiterin", "attendee", "")],
    "thunderbird_en.csv": [
        ("Mira Quandt", "Example Ltd", "Head of Data", "attendee", ""),
        ("list@example.org", "", "", "attendee", ""),
    ],
}
POINTS = {
    "eventbrite.csv": [
        *("email mira@example.org", "phone cell +49 170 6", "url https://mira.example.org", "x miraq"),
    ],
    "google_new.csv": [
        *("email Ferienhaus mira@example.org", "phone cell +49 170 1234567", "url homepage https://mira.example.org"),
    ],
    "google_old.csv": [
        *("email home mira@example.org", "email home mq@example.org", "email work mira@example.com"),
        *("phone cell +49 170 1234567", "phone work fax +49 30 999"),
        *("url Profile https://github.com/miraq", "skype mira.q"),
    ],
    "linkedin_connections.csv": ["email mira@example.org", "url https://www.linkedin.com/in/mira-quandt"],
    "linkedin_messages.csv": ["url https://www.linkedin.com/in/mira-quandt"],
    "luma.csv": ["email mira@example.org", "phone +491706", "url https://linkedin.com/in/mira-quandt"],
    "meetup.tsv": ["url https://www.meetup.com/members/101/"],
    "outlook_de.csv": [
        *("email zoe@example.org", "email zm@example.com", "phone work fax +49 221 2", "phone work +49 221 3"),
        *("phone home +49 221 5", "phone cell +49 170 6", "url https://zoe.example.org"),
    ],
    "outlook_en.csv": [
        *("email mira@example.org", "email mq@example.com", "phone work fax +49 30 2", "phone work +49 30 3"),
        *("phone home +49 30 5", "phone cell +49 170 6", "url https://mira.example.org"),
    ],
    "outlook_es.csv": [
        *("email ines@example.org", "email in@example.com", "phone work +34 91 3", "phone home +34 91 5"),
        *("phone cell +34 600 6", "phone work fax +34 91 2", "url https://ines.example.org"),
    ],
    "outlook_fr.csv": [
        *("email zoe@example.org", "email zl@example.com", "phone work +33 1 3", "phone home +33 1 5"),
        *("phone cell +33 6 6", "phone work fax +33 1 2", "url https://zoe.example.org"),
    ],
    "pretix.csv": ["email mira@example.org", "phone +49 170 6"],
    "pretix_orders.csv": ["email mira@example.org"],
    "swapcard.csv": [
        *("email mira@example.org", "phone cell +49 170 6", "url mira.example.org"),
        *("linkedin mira-quandt", "url https://twitter.com/miraq"),
    ],
    "thunderbird_de.csv": [
        *("email zoe@example.org", "email zm@example.com", "phone work +49 221 3", "phone home +49 221 5"),
        *("phone fax +49 221 2", "phone cell +49 170 6", "url https://zoe.example.org"),
    ],
    "thunderbird_en.csv": [
        *("email mira@example.org", "email mira@example.com", "phone work +49 30 3", "phone home +49 30 5"),
        *("phone fax +49 30 2", "phone cell +49 170 6", "url https://example.com", "url https://mira.example.org"),
    ],
}


@pytest.fixture
def table(data):
    def found(name):
        return (data / "tables" / name).read_bytes()

    return found


@pytest.mark.parametrize("name", PLATFORMS)
def test_table_of_a_platform_is_recognised_without_its_name(table, name):
    assert sniff_table(table(name)[:4096], "download") >= 60


@pytest.mark.parametrize("name", PLATFORMS)
def test_people_of_a_platform_are_read(read_table, table, name):
    found = read_table(table(name)).people
    assert [(p.name, p.organization, p.title, p.role, p.uid) for p in found] == PLATFORMS[name]


@pytest.mark.parametrize("name", POINTS)
def test_contact_points_of_a_platform_are_read(read_table, table, points, name):
    assert points(read_table(table(name)).people[0]) == POINTS[name]


@pytest.mark.parametrize("name", sorted(set(PLATFORMS) - {"outlook_de.csv"}))
def test_nothing_of_a_platform_is_complained_of(read_table, table, name):
    assert list(read_table(table(name)).problems) == []


@pytest.mark.parametrize(
    "name", ["outlook_de.csv", "outlook_en.csv", "outlook_es.csv", "outlook_fr.csv", "thunderbird_de.csv"]
)
def test_birthday_is_a_date_whatever_the_language(read_table, table, name):
    assert read_table(table(name)).people[0].birthday == "1990-04-21"


def test_groups_that_everybody_is_in_are_no_tags(read_people, table):
    assert [person.tags for person in read_people(table("google_old.csv"))] == [("friends", "Data folks")]


def test_name_beyond_its_two_fields_is_kept_in_the_card(read_people, table, kept):
    assert kept(read_people(table("google_old.csv"))[0])[:4] == [
        "N:Quandt;Mira;Eva;Dr.;",
        "NICKNAME:Mi",
        "ORG:Example Ltd;Research",
        "ADR;TYPE=HOME:;;Ringweg 4;Berlin;;10115;Germany",
    ]


def test_number_of_the_company_is_kept_and_is_nobodys_own(read_people, table, kept):
    lines = kept(read_people(table("outlook_en.csv"))[0])
    assert 'X-EVENTKIT-COLUMN;X-NAME="Company Main Phone":+49 30 4' in lines


def test_address_of_who_ordered_is_kept_and_is_not_the_attendees(read_people, table, kept):
    lines = kept(read_people(table("pretix_orders.csv"))[1])
    assert 'X-EVENTKIT-COLUMN;X-NAME="Email":office@example.com' in lines


def test_what_was_written_on_linkedin_is_not_kept(read_people, table):
    assert [kept for kept in read_people(table("linkedin_messages.csv")) if "Hello" in kept.raw] == []


@pytest.mark.corpus
def test_every_table_of_the_corpus_is_recognised(corpus):
    files = sorted((corpus / "csv").rglob("*.csv"))
    assert len(files) == 13
    assert [file.name for file in files if sniff_table(file.read_bytes()[:4096], file.name) < 60] == []


@pytest.mark.corpus
def test_nobody_in_a_table_of_the_corpus_is_lost(corpus, read_table):
    counts = {file.name: len(read_table(file.read_bytes()).people) for file in (corpus / "csv").rglob("*.csv")}
    assert {name: count for name, count in counts.items() if count} == {
        "Connections.csv": 10,
        "Messages.csv": 4,
        "all.csv": 1,
        "email.csv": 4,
        "outlook.csv": 1,
        "tb_plain.csv": 1,
        "gmail.csv": 1,
        "eventbrite-attendees.csv": 2,
    }


@pytest.mark.corpus
def test_no_column_of_the_corpus_asks_the_user(corpus, read_table):
    readings = [read_table(file.read_bytes()) for file in sorted((corpus / "csv").rglob("*.csv"))]
    assert [list(reading.unmapped) for reading in readings if reading.unmapped] == []
    lost = [problem.reason for reading in readings for problem in reading.problems if problem.lost]
    assert lost == ["the heading is understood, and there is no row behind it"] * 5
