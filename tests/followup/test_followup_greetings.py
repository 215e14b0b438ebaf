"""What a greeting calls somebody of whom there is a name only, or a given name with something behind it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import Person
from eventkit_followup.material.greetings import given_name

NAMES = {
    "Jane Doe": "Jane",
    "Jean-Luc Petit": "Jean-Luc",
    "O'Neil Kim": "O'Neil",
    "Madonna": "Madonna",
    "Müller, Jörg": "Jörg",
    "van der Berg, Anna": "Anna",
    "Doe, Jane, PhD": "Jane",
    "Jane Doe, PhD": "Jane",
    "Jane Doe, Jr.": "Jane",
    "Jane Doe, Acme": "Jane",
    "Dr. Jane Doe": "Jane",
    "Prof. Dr. Jane Doe": "Jane",
    "Dipl.-Ing. Karl Frey": "Karl",
    "Dr. Doe": "Dr. Doe",
    "J. Robin Doe": "Robin",
    "J. R. Doe": "J. R. Doe",
    "J Doe": "J Doe",
    "M. Dupont": "M. Dupont",
    "Ana de la Cruz": "Ana",
    "de la Cruz": "de la Cruz",
    "王小明": "王小明",
    "王 小明": "王 小明",
    "김 민준": "김 민준",
    "山田 太郎": "山田 太郎",
    "Анна Белова": "Анна",
    '"x" <evil@y>': "x evil@y",
    "Jane (she/her) Doe": "Jane",
    "Jane,": "Jane",
    ",": "",
}


@pytest.mark.parametrize("name", NAMES)
def test_name_alone_gives_what_is_likeliest_to_be_the_first_name(name):
    assert given_name(Person(id=1, name=name)) == NAMES[name]


@pytest.mark.parametrize(
    ("given", "said"),
    [("Jörg,", "Jörg"), ("Jane Maria", "Jane Maria"), (" J. R. ", "J. R."), ('"Bob"', "Bob"), (",", "Jane")],
)
def test_given_name_is_said_as_it_is_without_a_mark_at_its_end(given, said):
    assert given_name(Person(id=1, name="Jane Doe", given=given)) == said


@given(name=st.text(max_size=40), given=st.text(max_size=20))
def test_first_name_never_ends_in_a_mark_that_a_greeting_has_itself(name, given):
    assert not given_name(Person(id=1, name=name, given=given)).endswith((",", ";", ":", "!", "?", " "))


def test_greeting_has_one_comma(meet, draft, template, read_message):
    template("own", "subject: Hello\n\nHi {{ person.given }},\n")
    meet("Jörg, Müller", email="joerg@example.org")
    [made] = draft("--template", "own")["drafted"]
    assert read_message(made["path"]).get_content().splitlines() == ["Hi Müller,"]
