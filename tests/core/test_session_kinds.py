"""Breaks and registration are known by their names, in a dozen languages; talks about them are talks."""

from __future__ import annotations

import pytest

from eventkit.domain.kinds import session_kind


@pytest.mark.parametrize(
    "title",
    [
        *(
            "Lunch",
            "Lunch break",
            "Coffee Break ☕",
            "Break",
            "BREAK",
            "Break/Networking",
            "Break 2",
            "Break for lunch",
        ),
        *("Coffee", "Tea", "Morning tea", "Coffee and cake", "Main Conference: afternoon tea", "Speakers' dinner"),
        *("Mittagessen", "Kaffeepause", "Pause", "Pause café", "Déjeuner", "Petit-déjeuner", "Pausa caffè", "Almuerzo"),
        *("Lunchpauze", "Przerwa", "Перерыв", "昼休み", "茶歇", "Buffet", "Welcome coffee"),
    ],
)
def test_a_break_is_a_break(title):
    assert session_kind(title) == "break"


@pytest.mark.parametrize(
    "title",
    [
        *("Registration", "Registration & Welcome Coffee", "Registration opens", "Late registration", "Check-in"),
        *("Doors Open", "Doors", "Badge Pick-Up", "Einlass", "Anmeldung und Kaffee", "Accueil des congressistes"),
        *("Inscriptions", "Acreditación", "Registratie", "受付", "Registration / Information Desks Open"),
    ],
)
def test_what_comes_before_the_first_session_is_registration(title):
    assert session_kind(title) == "registration"


@pytest.mark.parametrize(
    "title",
    [
        *("", "Keynote", "Opening Reception", "Party", "Social event", "Don't break the web", "Break into a car"),
        *("Image registration with Python", "Anmeldung mit OAuth", "Sprints, pre-registration required"),
        *(
            "How coffee grounds power a data centre",
            "Tea with Cheuk",
            "Making breaking changes",
            "The Doors of perception",
        ),
        *("Lunch is a lie: five years of catering for nerds",),
    ],
)
def test_a_talk_about_it_is_a_session(title):
    assert session_kind(title) == "session"


@pytest.mark.parametrize(
    ("category", "kind"),
    [
        ("BREAKS", "break"),
        ("Break", "break"),
        ("REGISTRATION", "registration"),
        ("Coffee", "break"),
        ("Talk", "session"),
    ],
)
def test_a_category_tells_it_too(category, kind):
    assert session_kind("We are done", [category]) == kind
