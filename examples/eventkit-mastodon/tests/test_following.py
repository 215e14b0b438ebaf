from __future__ import annotations

import pytest
from eventkit_mastodon.following import read, sniff

from eventkit.api import ReadContext

HEADER = "Account address,Show boosts,Notify on new posts,Languages\n"


def reading(text):
    data = text if isinstance(text, bytes) else text.encode()
    return read(data, ReadContext(file="following_accounts.csv"))


def handles(found):
    return [person.contact_points[0].value for person in found.people]


def problems(found):
    return [(problem.line, problem.reason, problem.lost) for problem in found.problems]


@pytest.mark.parametrize(
    ("data", "name", "sure"),
    [
        (HEADER.encode(), "following_accounts.csv", 100),
        (HEADER.encode(), "export.csv", 90),
        (b"\xef\xbb\xbf" + HEADER.encode(), "export.csv", 90),
        (b'"Account address","Show boosts"\r\n', "export.csv", 90),
        (b"Name,E-mail\n", "following_accounts.csv", 0),
        (b"BEGIN:VCARD\r\n", "cards.vcf", 0),
        (b"\xff\xfe\x00", "x", 0),
        (b"", "", 0),
    ],
)
def test_file_is_told_by_its_header(data, name, sure):
    assert sniff(data, name) == sure


def test_each_account_is_a_person_with_a_handle():
    found = reading(HEADER + 'Jane@example.social,true,false,\njohn@social.example.org,true,false,"en, de"\n')
    assert [(person.name, person.uid, person.line) for person in found.people] == [
        ("Jane", "@jane@example.social", 2),
        ("john", "@john@social.example.org", 3),
    ]
    assert (handles(found), problems(found)) == (["@jane@example.social", "@john@social.example.org"], [])


def test_byte_order_mark_windows_line_ends_and_empty_lines_are_no_problem():
    found = reading(("\ufeff" + HEADER + "\njane@example.social,true,false,\n").replace("\n", "\r\n"))
    assert (handles(found), problems(found)) == (["@jane@example.social"], [])


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",true,false,", "'' is no account address, as user@example.social is"),
        ("jane,true,false,", "'jane' is no account address, as user@example.social is"),
        (
            "https://example.social/@jane/1,,,",
            "'https://example.social/@jane/1' is no account address, as user@example.social is",
        ),
    ],
)
def test_bad_row_is_a_problem_and_its_neighbours_are_read(line, reason):
    found = reading(f"{HEADER}a@example.social,,,\n{line}\nb@example.social,,,\n")
    assert (handles(found), problems(found)) == (["@a@example.social", "@b@example.social"], [(3, reason, True)])


@pytest.mark.parametrize(("row", "count"), [("jane@example.social", 1), ("jane@example.social,true,false,,,", 6)])
def test_ragged_row_is_told_of_and_taken(row, count):
    found = reading(f"{HEADER}{row}\n")
    assert (handles(found), problems(found)) == (
        ["@jane@example.social"],
        [(2, f"has {count} columns, and the header 4; the account was taken", False)],
    )


def test_file_of_an_older_server_has_fewer_columns():
    found = reading("Account address,Show boosts\njane@example.social,true\n")
    assert (handles(found), problems(found)) == (["@jane@example.social"], [])


@pytest.mark.parametrize(
    "line", [b"caf\xe9@example.social,,,", b"\xff\xfe\x00", b'"' + b"x" * 200_000, b"\x00", b"x" * 200_000 + b",,,"]
)
def test_rubbish_is_a_problem_of_its_line(line):
    found = reading(HEADER.encode() + line + b"\njane@example.social,,,\n")
    assert (handles(found), [problem.line for problem in found.problems]) == (["@jane@example.social"], [2])
