"""Who speaks, by made-up feeds of every convention, and who does not, by feeds that only look like them."""

# ruff: noqa: RUF001  # the letters and marks that names and titles are written with

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import SURE, ReadContext, escape, fold, read_components
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.speaking.conventions import conventions_of
from eventkit_calendar.speaking.names import name_score
from eventkit_calendar.speaking.people import read_people

PEOPLE = [
    "Ada Beispiel", "Bo Lindqvist-Muster", "Chloé Exemple", "Diego Ejemplo Ruiz", "Ewa Przykładowa", "Fatma Örnekoğlu",
    "Giulia dell'Esempio", "Henk van der Voorbeeld", "Ingrid Eksempelsen", "João Exemplário", "Kwame Mfano",
    "Lars Ö.", "Mei-Ling Shili", "Nikos Paradeigmatos", "Olena Prykladenko", "Priya N. Udaharan", "Quentin O'Sample",
    "Rosa María Muestra", "Sven Exempelsson", "Tomáš Vzorný", "Иван Примеров",
    "Δήμητρα Παραδείγματος", "山田 見本", "王小明", "김예시",
    "محمد مثالي", "יעל דוגמה", "प्रिया उदाहरण",
]  # fmt: skip  # a list of names reads better in lines
COMPANIES = [
    "Acme",
    "Globex Labs",
    "Initech GmbH",
    "Blue Heron",
    "Umbrella, Inc.",
    "solo.example",
    "Q9",
    "Stark & Sons AG",
]
TOPICS = [
    "Bees at night", "A hive - what is it?", "Queries, and how to ask them", "Keeping it cool: an introduction",
    "Honey – liquid gold", "Why wax?", "Ten years of stings", "Open hives & open minds", "The long way home",
]  # fmt: skip  # a list of titles reads better in lines
BREAKS = ["Coffee break", "Lunch - sponsored by Acme", "Registration", "Opening - Day 1", "Lightning Talks - Session A"]


def calendar(summaries, *, program="", extra=()):
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{program or '-//Sample//EN'}"]
    for number, summary in enumerate(summaries):
        lines += ["BEGIN:VEVENT", f"UID:{number}", "DTSTART:20270514T090000Z", f"SUMMARY:{escape(summary)}"]
        lines += [*(extra[number] if number < len(extra) else ()), "END:VEVENT"]
    return "\n".join([*lines, "END:VCALENDAR", ""]).encode()


def read(summaries, **options):
    return list(read_calendar(calendar(summaries, **options), ReadContext(file="a.ics")).sessions)


def sure(session):
    return [speaker.name for speaker in session.speakers if speaker.confidence >= SURE]


def one(summary="Bees", *lines):
    (session,) = read([summary], extra=[lines])
    return session


def groups(seed=1):
    """Talks with one to three people each, and sessions without anybody among them."""
    chance = random.Random(seed)
    told = []
    for number in range(36):
        people = chance.sample(PEOPLE, chance.choice([1, 1, 1, 2, 2, 3]))
        told.append((f"{TOPICS[number % len(TOPICS)]} ({number})".replace(" (", " no. ").rstrip(")"), people))
    return told


def with_companies(people, chance):
    return " & ".join(f"{name}, {chance.choice(COMPANIES)}" for name in people)


CONVENTIONS = {
    "names behind a dash": lambda people, _: f" - {', '.join(people)}",
    "names behind a long dash": lambda people, _: f" — {' & '.join(people)}",
    "names behind a middle dash": lambda people, _: f" – {' and '.join(people)}",
    "names behind a bar": lambda people, _: f" | {', '.join(people)}",
    "names with companies": lambda people, chance: " - " + with_companies(people, chance),
    "names with a company for all": lambda people, _: " - " + " & ".join(people) + ", Globex Labs",
    "names with companies and semicolons": lambda people, chance: (
        " - " + "; ".join(f"{name}, {chance.choice(COMPANIES)}" for name in people)
    ),
    "names in parentheses": lambda people, _: f" ({', '.join(people)})",
    "talk by": lambda people, _: f" (talk by {' and '.join(people)})",
    "with": lambda people, _: f" with {', '.join(people)}",
    "companies in parentheses": lambda people, _: " - " + ", ".join(f"{name} (Acme)" for name in people),
}


@pytest.mark.parametrize("convention", CONVENTIONS)
def test_a_feed_that_tells_its_speakers_in_its_titles_is_understood(convention):
    chance = random.Random(7)
    told = groups()
    tell = CONVENTIONS[convention]
    sessions = read([title + tell(people, chance) for title, people in told] + BREAKS)
    found = [(session.title, sorted(sure(session))) for session in sessions]
    expected = [(title, sorted(people)) for title, people in told] + [(title, []) for title in BREAKS]
    right = sum(one == other for one, other in zip(found, expected, strict=True))
    assert [item for item in found[36:] if item[1]] == []
    assert right >= len(expected) - 1, [pair for pair in zip(found, expected, strict=True) if pair[0] != pair[1]]


def test_a_feed_whose_titles_begin_with_the_speakers_is_understood():
    told = groups(3)
    sessions = read([f"{', '.join(people)}: {title.replace(':', ',')}" for title, people in told])
    right = sum(sorted(sure(session)) == sorted(people) for session, (_, people) in zip(sessions, told, strict=True))
    assert right >= len(told) - 2


def test_companies_are_told_with_their_people():
    titles = [f"{title} - {people[0]}, Globex Labs & Zoë Ejemplo, Umbrella, Inc." for title, people in groups(5)]
    session = read(titles)[0]
    assert [(s.name, s.organization) for s in session.speakers] == [
        (groups(5)[0][1][0], "Globex Labs"),
        ("Zoë Ejemplo", "Umbrella, Inc."),
    ]
    assert session.speakers[0].why.startswith("behind the last dash of the title: '")


@pytest.mark.parametrize(
    "titles",
    [
        [f"{topic} - Part {number}" for topic in TOPICS for number in (1, 2)],
        [f"{topic} - {room}" for topic in TOPICS for room in ("Main Hall", "Blue Room", "Garden Stage")],
        [f"Lunch - sponsored by {company}" for company in COMPANIES],
        ["Keynote - Day 1", "Keynote - Day 2", "Workshop - Deep Dive", "Talk - Open Source", "Panel - Big Data"],
        ["Vortrag - Freie Software", "Führung - Altes Rathaus", "Workshop - Offene Daten", "Treffen - Großer Saal"],
        [
            "Atelier – Logiciels Libres",
            "Table ronde – Grande Salle",
            "Pause – Petit Déjeuner",
            "Clôture – Remise des Prix",
        ],
        ["Swimming with Dolphins", "Cooking with Gas", "Living with Bees", "Fun with Flags", "Python with Batteries"],
        ["Step by Step", "Stand by Me", "Python by Example", "Powered by Bees", "Hosted by Acme Labs"],
        [
            "Beekeeping (Beginner Level)",
            "Wax (Great Hall)",
            "Honey (English)",
            "Stings (Part One)",
            "Hives (Sold By Weight)",
        ],
        ["Bees, Wasps", "Honey, Wax, Pollen", "Berlin, Germany", "Red, Green, Blue", "Beekeeping in Ulm, Germany"],
        [f"{company} - {topic}" for company in COMPANIES for topic in TOPICS],
        ["Red Hat - Introduction", "Welcome: Opening Remarks", "Track 1: Data Science", "Stage A: Deep Tech"],
    ],
)
def test_nobody_is_taken_for_a_speaker_who_is_not_a_person(titles):
    assert [(session.title, sure(session)) for session in read(titles)] == [(title, []) for title in titles]


@pytest.mark.parametrize(
    ("summary", "title", "names"),
    [
        ("Keynote - Ada Lovelace", "Keynote", ["Ada Lovelace"]),
        ("Bees at night (talk by Ada Beispiel)", "Bees at night", ["Ada Beispiel"]),
        ("Bees at night (by Ada Beispiel & Bo Muster)", "Bees at night", ["Ada Beispiel", "Bo Muster"]),
        ("Bees at night, a talk by Ada Beispiel", "Bees at night", ["Ada Beispiel"]),
        ("Bees at night by Maria Muster", "Bees at night", ["Maria Muster"]),
        ("Bienen bei Nacht (Vortrag von Maria Muster)", "Bienen bei Nacht", ["Maria Muster"]),
        ("Lightning Talk: Bees - Maria Muster", "Lightning Talk: Bees", ["Maria Muster"]),
        ("Bees - Maria Muster, Acme & Hans Beispiel, Globex", "Bees", ["Maria Muster", "Hans Beispiel"]),
        ("Lunch - Maria Muster", "Lunch - Maria Muster", []),
        ("Bees - Maria Muster", "Bees - Maria Muster", []),
        ("Bees with Maria Muster", "Bees with Maria Muster", []),
        ("Inspired by Maria Muster", "Inspired by Maria Muster", []),
    ],
)
def test_a_title_by_itself_is_believed_only_where_it_is_plain(summary, title, names):
    session = one(summary)
    assert (session.title, sure(session)) == (title, names)


def test_a_title_that_is_doubtful_stays_whole_and_is_asked_about():
    session = one("Bees at night - Maria Muster")
    (speaker,) = session.speakers
    assert (session.title, speaker.name) == ("Bees at night - Maria Muster", "Maria Muster")
    assert 30 <= speaker.confidence < SURE
    assert speaker.why == "behind the last dash of the title: 'Maria Muster'"


def test_who_is_named_in_the_abstract_too_is_believed():
    session = one("Bees at night - Maria Muster", "DESCRIPTION:Maria Muster keeps bees.")
    assert (session.title, sure(session)) == ("Bees at night", ["Maria Muster"])


@pytest.mark.parametrize(
    ("description", "names"),
    [
        ("All about bees.\nSpeaker: Ada Beispiel", ["Ada Beispiel"]),
        ("Speakers: Ada Beispiel (Acme), Bo Muster (Globex, Inc.)", ["Ada Beispiel", "Bo Muster"]),
        ("Speaker(s): Ada Beispiel; Bo Muster", ["Ada Beispiel", "Bo Muster"]),
        ("Speaker 1: Ada Beispiel\nSpeaker 2: Bo Muster", ["Ada Beispiel", "Bo Muster"]),
        ("Speakers:\n\nAda Beispiel\nBo Muster\n\nBees are fine.", ["Ada Beispiel", "Bo Muster"]),
        ("Speakers\n- Ada Beispiel, Acme\n- Bo Muster, Globex", ["Ada Beispiel", "Bo Muster"]),
        ("Presenter: Ada Beispiel, Acme", ["Ada Beispiel"]),
        ("Presented by Ada Beispiel", ["Ada Beispiel"]),
        (
            "Moderator: Ada Beispiel\nPanelists: Bo Muster, Maria Esempio",
            ["Ada Beispiel", "Bo Muster", "Maria Esempio"],
        ),
        ("Speaker: Ada Beispiel is a beekeeper from Ulm.", ["Ada Beispiel"]),
        ("**Speaker:** [Ada Beispiel](https://example.org/ada)", ["Ada Beispiel"]),
        ("<p><b>Speaker</b>: Ada Beispiel</p>", ["Ada Beispiel"]),
        (
            "<h3>Speakers</h3><ul><li>Ada Beispiel</li><li>Bo Muster (Acme)</li></ul><p>More</p>",
            ["Ada Beispiel", "Bo Muster"],
        ),
        (
            "Speakers:\nAda Beispiel\n<p>keeps bees</p>\n<p>and wasps</p>\nBo Muster\n<p>-</p>",
            ["Ada Beispiel", "Bo Muster"],
        ),
        ("Referentin: Ada Beispiel", ["Ada Beispiel"]),
        ("Referent:innen: Ada Beispiel und Bo Muster", ["Ada Beispiel", "Bo Muster"]),
        ("von: Ada Beispiel\nBienen", ["Ada Beispiel"]),
        ("Vortragende: Ada Beispiel", ["Ada Beispiel"]),
        (
            "**__Intervenants__** :\n  * Chloé Exemple – Ingénieure – Acme\n  * Bo Muster",
            ["Chloé Exemple", "Bo Muster"],
        ),
        ("Présenté par : Chloé Exemple", ["Chloé Exemple"]),
        ("Ponentes: Diego Ejemplo y Rosa Muestra", ["Diego Ejemplo", "Rosa Muestra"]),
        ("Impartido por: Diego Ejemplo", ["Diego Ejemplo"]),
        ("Relatori: Giulia Esempio e Marco Campione", ["Giulia Esempio", "Marco Campione"]),
        ("A cura di: Giulia Esempio", ["Giulia Esempio"]),
        ("Spreker: Henk van der Voorbeeld", ["Henk van der Voorbeeld"]),
        ("Palestrantes: João Exemplo e Ana Amostra", ["João Exemplo", "Ana Amostra"]),
        ("Prelegent: Ewa Przykładowa", ["Ewa Przykładowa"]),
        ("Спикер: Иван Примеров", ["Иван Примеров"]),
        ("講演者：山田 見本", ["山田 見本"]),
        ("발표자: 김예시", ["김예시"]),
        # nobody, or nobody who is a person
        ("Speaker: TBA", []),
        ("Speakers: to be announced", []),
        ("von: Verschiedene Redner", []),
        ("Intervenants : à venir", []),
        ("Speaker: Acme GmbH", []),
        ("Speakers:\n\nWe talk about bees.", []),
        ("Ask the loudspeaker: it answers", []),
        ("Time: 10:00\nRoom: Great Hall", []),
        ("By: the sea", []),
        ("Bring the speaker: we need sound", []),
    ],
)
def test_a_line_of_the_description_tells_who_speaks(description, names):
    assert sure(one("Bees", f"DESCRIPTION:{escape(description)}")) == names


@pytest.mark.parametrize(
    ("description", "name"),
    [
        ("Hosted by Ada Beispiel & 3 others", "Ada Beispiel"),
        ("Host: Ada Beispiel", "Ada Beispiel"),
        ("Author: Ada Beispiel", "Ada Beispiel"),
    ],
)
def test_who_hosts_may_be_a_speaker(description, name):
    (speaker,) = one("Bees", f"DESCRIPTION:{escape(description)}").speakers
    assert (speaker.name, speaker.confidence) == (name, 60)


def test_an_address_and_a_company_are_kept():
    (speaker,) = one("Bees", "DESCRIPTION:Speaker: Ada Beispiel <ada@example.org>\\, CTO at Acme").speakers
    assert (speaker.name, speaker.email, speaker.organization) == ("Ada Beispiel", "ada@example.org", "Acme")


def test_a_person_told_twice_is_one_speaker_with_all_that_is_told():
    session = one(
        "Bees at night - Ada Beispiel, Acme",
        "ATTENDEE;CN=Ada M. Beispiel:mailto:ada@example.org",
        "DESCRIPTION:Speaker: Ada Beispiel",
    )
    (speaker,) = session.speakers
    assert (session.title, speaker.name, speaker.email) == ("Bees at night", "Ada M. Beispiel", "ada@example.org")
    assert (speaker.organization, speaker.confidence) == ("Acme", 100)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('ATTENDEE;CN="Beispiel, Ada":mailto:ada@example.org', [("Ada Beispiel", 100)]),
        ("ATTENDEE;CN=Ada Beispiel (she/her):invalid:nomail", [("Ada Beispiel", 100)]),
        ("ATTENDEE;PARTSTAT=ACCEPTED;CN=Ada Beispiel:mailto:ada@example.org", [("Ada Beispiel", 90)]),
        ("ATTENDEE;CN=Room 4711:mailto:room@example.org", [("Room 4711", 60)]),
        ("ATTENDEE;CN=Alle:invalid:nomail", []),
        ("ATTENDEE;PARTSTAT=ACCEPTED;CN=Ada Beispiel:https://social.example.org/ada", []),
        ("ORGANIZER;CN=Ada Beispiel:mailto:ada@example.org", [("Ada Beispiel", 45)]),
        ("ORGANIZER;CN=Beekeepers of Ulm:mailto:bees@example.org", []),
    ],
)
def test_attendees_and_organisers_are_believed_as_far_as_they_go(line, found):
    assert [(speaker.name, speaker.confidence) for speaker in one("Bees", line).speakers] == found


def test_the_organiser_of_a_whole_feed_speaks_in_none_of_it():
    line = ("ORGANIZER;CN=Ada Beispiel:mailto:ada@example.org",)
    assert [session.speakers for session in read(TOPICS, extra=[line] * len(TOPICS))] == [()] * len(TOPICS)


def test_whatever_stands_behind_the_dash_of_a_pretalx_feed_is_a_speaker():
    titles = ["Bees - for beginners - nightbee42, Ada Beispiel", "Wax - Zed", "Opening -", "Honey - Part 2"]
    sessions = read(titles, program="-//pretalx//talks.example.org//bees")
    assert [(session.title, sure(session)) for session in sessions] == [
        ("Bees - for beginners", ["nightbee42", "Ada Beispiel"]),
        ("Wax", ["Zed"]),
        ("Opening", []),
        ("Honey - Part 2", []),
    ]


def test_people_with_handles_are_found_where_every_title_names_somebody():
    told = [(f"Talk number {n}", [PEOPLE[n % 20]] if n % 3 == 0 else [f"nick{n}", f"c0der{n}"]) for n in range(40)]
    sessions = read([f"{title} - {', '.join(people)}" for title, people in told])
    assert [(session.title, sure(session)) for session in sessions] == told


def test_lines_that_eventkit_wrote_say_who_speaks_and_nothing_else_does():
    lines = ("X-EVENTKIT-SPEAKER;EMAIL=ada@example.org:Ada Beispiel", "X-EVENTKIT-SPEAKER:nightbee42")
    session = one(
        "Bees - Ada Beispiel", *lines, "ATTENDEE;CN=Bo Muster:invalid:nomail", "DESCRIPTION:Speaker: Zoë Ejemplo"
    )
    assert [(s.name, s.email, s.confidence) for s in session.speakers] == [
        ("Ada Beispiel", "ada@example.org", 100),
        ("nightbee42", "", 100),
    ]
    assert session.title == "Bees - Ada Beispiel"


def test_a_title_loses_exactly_the_speakers_that_eventkit_wrote():
    lines = ("X-EVENTKIT-SPEAKER:Ada Beispiel", "X-EVENTKIT-SPEAKER:Bo Muster")
    assert one("Bees - Ada Beispiel, Acme & Bo Muster, Globex", *lines).title == "Bees"
    assert one("Bees - Ada Beispiel", *lines).title == "Bees - Ada Beispiel"


# --- what is certain of a feed --------------------------------------------------------------------------


def habits(summaries, **options):
    return conventions_of(read_components(calendar(summaries, **options)).components)


@pytest.mark.parametrize("convention", ["names behind a dash", "names with companies", "names in parentheses"])
def test_a_few_sessions_more_or_less_change_no_habit(convention):
    chance = random.Random(11)
    titles = [title + CONVENTIONS[convention](people, chance) for title, people in groups()] + BREAKS
    before = habits(titles)
    assert before.forms
    for _ in range(20):
        fewer = chance.sample(titles, len(titles) - 4)
        assert habits([*fewer, "Something else - Part 3", "Wax (Great Hall)"]) == before


def test_the_order_of_sessions_changes_no_habit():
    titles = [f"{title} - {', '.join(people)}" for title, people in groups()]
    assert habits(titles[::-1]) == habits(titles)


def test_a_feed_of_thousands_has_the_habit_of_its_hundreds():
    told = [(n, PEOPLE[n * 7 % 27], COMPANIES[n % 5]) for n in range(3000)]
    titles = [f"Talk {n} about bees - {name}, {company}" for n, name, company in told]
    assert habits(titles) == habits(titles[:300])
    assert (habits(titles).forms, habits(titles).commas) == (frozenset({"dash"}), "companies")


def test_folded_and_encoded_titles_show_the_habit_too():
    data = calendar([f"{title} - {', '.join(people)}" for title, people in groups()])
    folded = b"\n".join(b"\n ".join(line[i : i + 20] for i in range(0, len(line), 20)) for line in data.split(b"\n"))
    whole = conventions_of(read_components(data).components)
    assert conventions_of(read_components(folded).components) == whole
    assert conventions_of(read_components(data.replace(b"\n", b"\r\n")).components) == whole


def test_a_reading_of_what_changed_agrees_with_one_of_all():
    titles = [f"{title} - {', '.join(people)}" for title, people in groups()]
    first = read(titles)
    titles[3] = "Bees in winter - Zoë Ejemplo"
    data = calendar(titles)
    known = frozenset(session.digest for session in first)
    (changed,) = read_calendar(data, ReadContext(file="a.ics", known=known)).sessions
    assert changed == read(titles)[3]
    assert (changed.title, sure(changed)) == ("Bees in winter", ["Zoë Ejemplo"])


def test_a_feed_that_takes_up_a_habit_is_read_again():
    first = read(BREAKS)
    known = frozenset(session.digest for session in first)
    data = calendar(BREAKS + [f"{title} - {', '.join(people)}" for title, people in groups()])
    assert read_calendar(data, ReadContext(file="a.ics", known=known)).unchanged == []


# --- names and lists of them ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PEOPLE, "Dr. Ada Beispiel", "Will Muster", "ADA LOVELACE", "J. R. Beispiel"])
def test_a_name_has_the_shape_of_one_in_any_script(name):
    assert name_score(name) >= 70


@pytest.mark.parametrize(
    "text",
    ["Deep Dive", "Day One", "Part II", "Main Hall", "Open Source", "Acme GmbH", "Session 4", "TBA", "everyone",
     "How to bee", "The Hive", "Big Data", "Großer Saal", "Table Ronde", "https://example.org", "???", "Red Hat",
     "University of Ulm", "Lightning Talks", "closing remarks", "AI ML"],
)  # fmt: skip  # a list of titles reads better in lines
def test_what_titles_and_rooms_are_called_is_no_name(text):
    assert name_score(text) < 50


@pytest.mark.parametrize(
    ("text", "commas", "people"),
    [
        ("Ann Muster, Acme & Bo Muster, Globex", "companies", [("Ann Muster", "Acme"), ("Bo Muster", "Globex")]),
        ("Ann Muster & Hans Beispiel, Acme", "companies", [("Ann Muster", "Acme"), ("Hans Beispiel", "Acme")]),
        (
            "Ann Muster, Hans Beispiel & Eva Probe, Acme",
            "companies",
            [("Ann Muster", "Acme"), ("Hans Beispiel", "Acme"), ("Eva Probe", "Acme")],
        ),
        ("Ann Muster, Acme; Hans Beispiel, Globex", "companies", [("Ann Muster", "Acme"), ("Hans Beispiel", "Globex")]),
        ("Ann Muster, Acme, Inc.", "companies", [("Ann Muster", "Acme, Inc.")]),
        ("Ann Muster, Beispiel & Sons AG", "companies", [("Ann Muster", "Beispiel & Sons AG")]),
        ("Ann Muster, CTO, Acme", "companies", [("Ann Muster", "Acme")]),
        ("Ann Muster, Founder & CEO, Acme", "companies", [("Ann Muster", "Acme")]),
        ("Ann Muster, Maintainer", "companies", [("Ann Muster", "")]),
        ("Ann Muster, Independent", "companies", [("Ann Muster", "")]),
        ("Ann Muster, PhD, Acme", "companies", [("Ann Muster", "Acme")]),
        (
            "Moderated by Ann Muster, Acme; Eva Probe, Globex",
            "companies",
            [("Ann Muster", "Acme"), ("Eva Probe", "Globex")],
        ),
        ("Ann Muster, Hans Beispiel", "names", [("Ann Muster", ""), ("Hans Beispiel", "")]),
        ("Ann Muster, Eva Probe and 3 others", "names", [("Ann Muster", ""), ("Eva Probe", "")]),
        ("Ann Muster (Acme, Inc.), Eva Probe (Globex)", "", [("Ann Muster", "Acme, Inc."), ("Eva Probe", "Globex")]),
        ("Ann Muster (she/her)", "", [("Ann Muster", "")]),
        ("Ann Muster – Ingenieurin – Acme", "", [("Ann Muster", "Acme")]),
        ("Ann Muster and TBA", "", [("Ann Muster", "")]),
        ("the bees, the wasps", "companies", []),
        ("the bees & the wasps", "", []),
    ],
)
def test_a_list_of_people_is_cut_into_people(text, commas, people):
    assert [(person.name, person.organization) for person in read_people(text, commas)] == people


@given(st.text(max_size=120), st.sampled_from(["", "names", "companies", "plural", "handles"]))
def test_no_text_makes_a_list_of_people_raise(text, commas):
    for person in read_people(text, commas):
        assert person.name.strip()


@given(
    st.lists(st.sampled_from([*PEOPLE[:10], *COMPANIES, " - ", ", ", " & ", "(", ")", "Speaker: ", "\n", "\0", "@"]))
)
def test_no_session_makes_it_raise_and_none_speaks_twice(parts):
    text = "".join(parts)
    (session,) = read([" ".join(text.split()) or "x"], extra=[(f"DESCRIPTION:{escape(text)}",)])
    names = [fold(speaker.name) for speaker in session.speakers]
    assert len(names) == len(set(names))
