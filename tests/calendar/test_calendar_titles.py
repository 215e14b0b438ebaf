"""What a SUMMARY says beside the words of a title: a status, a remark, a kind, markup."""

# ruff: noqa: RUF001  # the letters and marks that names and titles are written with

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import ReadContext
from eventkit_calendar.reading import read_calendar
from eventkit_calendar.titles import read_title


@pytest.mark.parametrize(
    "summary",
    [
        "CANCELLED: Bees at night",
        "CANCELED | Bees at night",
        "Cancelled - Bees at night",
        "CANCELLED Bees at night",
        "*CANCELLED* Bees at night",
        "[Cancelled] Bees at night",
        "(cancelled) Bees at night",
        "Bees at night [CANCELLED]",
        "Bees at night (canceled!)",
        "Bees at night - CANCELLED",
        "Bees at night CANCELLED",
        "ABGESAGT: Bees at night",
        "Bees at night (entfällt)",
        "ANNULÉ - Bees at night",
        "Bees at night (annulé)",
        "CANCELADO: Bees at night",
        "GEANNULEERD: Bees at night",
        "ОТМЕНЕНО: Bees at night",
        "取消：Bees at night",
        "<s>Bees at night</s>",
        "<del>Bees at night</del>",
        "CANCELLED: <s>Bees at night</s>",
    ],
)
def test_a_cancellation_is_a_status_and_no_part_of_the_title(summary):
    assert read_title(summary)[:3] == ("Bees at night", "cancelled", "")


@pytest.mark.parametrize(
    "title",
    [
        "How we cancelled our launch",
        "Flights delayed, cancelled",
        "CANCELLED CHECKS IN BANKING",
        "Cancelled",
        "CANCELLED",
        "Full: a story",
        "Full - stack bees",
        "Moved: new beginnings",
        "Updated - the tale of a hive",
        "Lunch | On Own",
        "The amendment that never was",
        "[draft] Bees",
        "[WIP] Bees",
        "Using List<T> in C++",
        "Why <b> matters",
        "Queries with a & b",
        "182 - Des abeilles et des hommes",
        "-",
        "",
    ],
)
def test_words_of_a_title_stay(title):
    assert read_title(title) == (title, "", "", "")


@pytest.mark.parametrize(
    ("summary", "title", "remark"),
    [
        ("[SOLD OUT] Bees", "Bees", "sold out"),
        ("SOLD OUT: Bees", "Bees", "sold out"),
        ("Bees (ausverkauft)", "Bees", "sold out"),
        ("Bees [FULL]", "Bees", "full"),
        ("Bees (waitlist)", "Bees", "waiting list"),
        ("Bees (Warteliste)", "Bees", "waiting list"),
        ("AMENDMENT Bees at night", "Bees at night", "amended"),
        ("[UPDATED] Bees", "Bees", "updated"),
        ("[POSTPONED] Bees", "Bees", "postponed"),
        ("[Room changed] Bees", "Bees", "room changed"),
        ("Bees | SEPARATE REGISTRATION REQUIRED", "Bees", "separate registration required"),
        ("Bees - Full Day | ALL ACCESS PASS REQUIRED", "Bees - Full Day", "all access pass required"),
        ("Bees, pre-registration required!", "Bees", "pre-registration required"),
        ("Bees (invite only)", "Bees", "invite only"),
        (
            "[SOLD OUT] Bees | SEPARATE REGISTRATION REQUIRED",
            "Bees",
            "sold out; separate registration required",
        ),
    ],
)
def test_what_is_said_beside_a_title_is_a_remark_in_plain_words(summary, title, remark):
    assert read_title(summary)[:3] == (title, "", remark)


SAID = """
cancelled|canceled|cancellation|abgesagt|ausgefallen|cancelada|cancelado|annullato|geannuleerd|afgelast|vervalt|avlyst
aflyst|peruttu|elmarad|anulat|iptal edildi|tentative|unter vorbehalt|provisional|onder voorbehoud|ticket required
separate registration|preregistration|pre-registration|rsvp|by invitation only|members only|registration closed
pass needed|anmeldung erforderlich|nur mit anmeldung|sur inscription|su iscrizione|sold out|sold-out|soldout|ausverkauft
agotado|agotadas|esgotados|esaurito|esauriti|uitverkocht|fully booked|booked up|full|complet|ausgebucht|volgeboekt
al completo|lotado|fullbokad|waitlist|waiting list|wait-listed|waitinglist only|warteliste|liste d'attente
lista de espera|wachtlijst|amended|amendment|update|updated|aktualisiert|actualizado|postponed|verschoben|aplazado
pospuesta|rinviato|uitgesteld|adiado|rescheduled|moved|verlegt|neue zeit|new time|time changed|new room|room changed
neuer raum|entfällt|annulé|geändert|取消
"""


@pytest.mark.parametrize("note", SAID.strip().replace("\n", "|").split("|"))
def test_whatever_is_said_in_brackets_is_no_part_of_the_title(note):
    assert read_title(f"Bees ({note})").text == "Bees"
    assert read_title(f"[{note.upper()}] Bees").text == "Bees"


def test_a_title_may_be_both_cancelled_and_remarked_upon():
    assert read_title("CANCELLED: [SOLD OUT] Bees") == ("Bees", "cancelled", "sold out", "")


def test_a_tentative_title_is_one():
    assert read_title("[TENTATIVE] Bees")[:2] == ("Bees", "tentative")


@pytest.mark.parametrize(
    ("summary", "title"),
    [
        ("Bees &amp; wasps", "Bees & wasps"),
        ("<b>Bees</b> at night", "Bees at night"),
        ("Bees &lt;at&gt; night", "Bees <at> night"),
        ("Bees&#39; nights", "Bees' nights"),
    ],
)
def test_markup_in_a_title_becomes_text(summary, title):
    assert read_title(summary).text == title


def test_a_kind_in_brackets_is_taken_off_where_it_is_one_or_the_whole_feed_has_them():
    assert read_title("[talk] Bees") == ("Bees", "", "", "talk")
    assert read_title("[hive-summit] Bees") == ("[hive-summit] Bees", "", "", "")
    assert read_title("[hive-summit] Bees", kinds=True) == ("Bees", "", "", "hive-summit")
    assert read_title("[event] CANCELLED: <s>Bees</s>") == ("Bees", "cancelled", "", "event")


def test_all_of_it_reaches_the_session():
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20270514T090000Z", "STATUS:CONFIRMED"]
    lines += ["SUMMARY:[break] CANCELLED: <s>Tea &amp\\; cake</s> [SOLD OUT]", "END:VEVENT", "END:VCALENDAR", ""]
    (session,) = read_calendar("\n".join(lines).encode(), ReadContext(file="a.ics")).sessions
    assert (session.title, session.status, session.remark) == ("Tea & cake", "cancelled", "sold out")
    assert (session.kind, session.track) == ("break", "break")


def test_a_status_of_its_own_stays():
    lines = ["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", "DTSTART:20270514T090000Z", "STATUS:CANCELLED"]
    text = "\n".join([*lines, "SUMMARY:Tea", "END:VEVENT", "END:VCALENDAR", ""])
    (session,) = read_calendar(text.encode(), ReadContext(file="a.ics")).sessions
    assert (session.title, session.status) == ("Tea", "cancelled")


PARTS = st.sampled_from(
    [
        "Bees",
        "at night",
        " - ",
        ": ",
        "CANCELLED",
        "[SOLD OUT]",
        "(",
        ")",
        "<s>",
        "</s>",
        " | ",
        "[talk] ",
        "*",
        ",",
        "!",
    ]
)


@given(st.lists(PARTS, max_size=9).map(lambda parts: " ".join("".join(parts).split())))
def test_a_title_that_was_read_is_read_again_as_it_is(summary):
    once = read_title(summary)
    assert bool(once.text) == bool(summary)
    if not once.kind:
        assert read_title(once.text).text == once.text


@given(st.text(max_size=80))
def test_no_title_is_lost_or_makes_it_raise(summary):
    assert bool(read_title(summary).text.strip()) == bool(summary.strip())
