"""What stands beside names: companies, roles, and what says that there is nobody."""

from __future__ import annotations

import pytest

from eventkit_calendar.speaking.nobody import is_nobody
from eventkit_calendar.speaking.organizations import is_organization, is_role, names_role


@pytest.mark.parametrize(
    "text",
    [
        "Example Labs",
        "EXAMPLE GMBH",
        "Société Exemple",
        "Example AG",
        "Example s.a.x",
        "Example e.V",
        "Bakery a/s",
        "Example Web Services",
        "City of Example",
        "self-employed",
        "Morgan Stanley",
        "Team Example",
    ],
)
def test_a_company_is_told_by_a_word_of_its_name(text):
    assert is_organization(text)


@pytest.mark.parametrize("text", ["Ada Lovelace", "Grace Labsen", "ag Example", "Webb Servant", "team Example", ""])
def test_a_person_is_no_company(text):
    assert not is_organization(text)


@pytest.mark.parametrize(
    "text",
    ["CEO", "Co-Founder", "cofounder", "Chargée de mission", "Program Coordinator", "avant-vente", "Sr. Engineer"],
)
def test_what_somebody_does_is_a_role(text):
    assert names_role(text)
    assert is_role(text)


def test_a_role_in_the_middle_of_a_company_s_name_is_none():
    assert names_role("Example Engineer Society")
    assert not is_role("Example Engineer Society")


@pytest.mark.parametrize("text", ["Ada Lovelace", "Founders Hall", "Coordinat", "İKEYNOTE"])
def test_other_words_name_no_role(text):
    assert not names_role(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "TBA",
        "n. n.",
        "N.N.",
        "To be announced",
        "Various speakers",
        "the Example team",
        "Stage crew",
        "Noch nicht bekannt",
        "Wird noch bekanntgegeben",
        "à confirmer",
        "plusieurs intervenants",
        "nog niet bekend",
        "see website",
        "(coming soon)",
    ],
)
def test_what_says_that_nobody_is_known_names_nobody(text):
    assert is_nobody(text)


@pytest.mark.parametrize("text", ["Ada Lovelace", "Theo Teammann", "Nora N.", "To Be"])
def test_a_name_is_somebody(text):
    assert not is_nobody(text)
