"""The content-line layer: bytes in, components out, whatever the bytes."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit.components import read_components
from eventkit.contentlines import parse_line
from eventkit.contentvalues import escape, fold, split_unescaped, unescape
from eventkit.records import Problem


def event(*lines, end="\r\n"):
    return end.join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


def values(file, name="VEVENT"):
    return [[(line.name, line.value) for line in component.lines] for component in file.walk(name)]


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r", "\r\r\n"])
def test_every_line_end_is_a_line_end(end):
    assert values(read_components(event("UID:1", "SUMMARY:Tea", end=end))) == [[("UID", "1"), ("SUMMARY", "Tea")]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_found_by_its_mark_or_its_zeros(encoding):
    data = event("SUMMARY:Zoë 田中 🎟").decode().encode(encoding)
    assert values(read_components(data)) == [[("SUMMARY", "Zoë 田中 🎟")]]


def test_a_character_split_by_folding_is_whole_again():
    data = event("SUMMARY:caf@").replace(b"@", "é".encode()[:1] + b"\r\n " + "é".encode()[1:])
    file = read_components(data)
    assert values(file) == [[("SUMMARY", "café")]]
    assert file.problems == []


@pytest.mark.parametrize("blank", [" ", "\t"])
def test_a_folded_line_is_unfolded(blank):
    assert values(read_components(event("SUMMARY:one", f"{blank}two"))) == [[("SUMMARY", "onetwo")]]


def test_a_blank_line_within_a_folded_line_is_passed_over():
    assert values(read_components(event("SUMMARY", "", " :one", "UID:1"))) == [[("SUMMARY", "one"), ("UID", "1")]]


def test_a_declared_character_set_is_used():
    data = event("SUMMARY;CHARSET=ISO-8859-2:@").replace(b"@", "Łódź".encode("iso-8859-2"))
    file = read_components(data)
    assert values(file) == [[("SUMMARY", "Łódź")]]
    assert file.problems == []


def test_an_undeclared_character_set_is_taken_for_windows_1252_with_a_warning():
    data = event("UID:1", "SUMMARY:@").replace(b"@", "“Tea” for 3 €".encode("windows-1252"))
    file = read_components(data)
    assert values(file) == [[("UID", "1"), ("SUMMARY", "“Tea” for 3 €")]]
    reason = "not UTF-8, and no other character set is named: read as windows-1252"
    assert file.problems == [Problem(4, reason, lost=False)]


def test_quoted_printable_is_decoded_across_soft_line_breaks():
    data = event("SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Z=C3=AB, t=", "ea", "UID:1")
    assert values(read_components(data)) == [[("SUMMARY", "Zë, tea"), ("UID", "1")]]


def test_a_line_has_group_name_parameters_and_value():
    line = parse_line(b'item1.TEL;TYPE=work,"x;y:z";CHARSET=utf-8;pref:+49 30: 1', 7)
    assert (line.line, line.group, line.name, line.value) == (7, "item1", "TEL", "+49 30: 1")
    assert dict(line.params) == {"TYPE": ("work", "x;y:z", "pref"), "CHARSET": ("utf-8",)}


def test_carets_in_parameters_are_undone():
    assert parse_line(b"A;CN=\"Ann ^^ ^'Bee^'^nC\":x").param("CN") == 'Ann ^ "Bee"\nC'


def test_a_quotation_mark_that_is_never_closed_costs_no_line():
    assert parse_line(b'ATTENDEE;CN="Ann:mailto:ann@example.org').value == "mailto:ann@example.org"


def test_a_line_without_colon_is_a_problem_with_its_number():
    file = read_components(event("UID:1", "no colon here", "SUMMARY:Tea"))
    component = next(file.walk("VEVENT"))
    assert [(line.name, line.line) for line in component.lines] == [("UID", 3), ("SUMMARY", 5)]
    assert component.problems == [Problem(4, "no content line: 'no colon here'")]


def test_a_missing_end_in_the_middle_costs_no_neighbour():
    data = event("UID:1", "END:VEVENT", "BEGIN:VEVENT", "UID:2", "BEGIN:VEVENT", "UID:3")
    file = read_components(data)
    assert values(file) == [[("UID", "1")], [("UID", "2")], [("UID", "3")]]
    assert file.problems == [Problem(5, "VEVENT has no END before line 7")]
    assert not file.cut


def test_a_file_that_is_cut_off_loses_its_last_half_line_only():
    file = read_components(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:Te")
    assert values(file) == [[("UID", "1")]]
    assert file.cut
    assert [problem.reason for problem in file.problems] == [
        "VCALENDAR has no END: the file is cut off",
        "VEVENT has no END: the file is cut off",
    ]


def test_an_end_without_begin_is_told_and_nothing_is_lost():
    file = read_components(event("UID:1", "END:VALARM", "SUMMARY:Tea"))
    assert values(file) == [[("UID", "1"), ("SUMMARY", "Tea")]]
    assert file.problems == [Problem(4, "END:VALARM without its BEGIN", lost=False)]


def test_components_inside_have_their_own_lines():
    file = read_components(event("UID:1", "BEGIN:VALARM", "ACTION:DISPLAY", "END:VALARM", "SUMMARY:Tea"))
    assert values(file) == [[("UID", "1"), ("SUMMARY", "Tea")]]
    assert values(file, "VALARM") == [[("ACTION", "DISPLAY")]]
    assert [line.line for line in next(file.walk("VEVENT")).lines] == [3, 7]


def test_every_line_has_the_number_that_it_begins_at():
    alarm = ["BEGIN:VALARM", "ACTION:DISPLAY", " ED", "END:VALARM"]
    file = read_components(event("UID:1", " 2", "\t3", "SUMMARY:Tea", "no colon", " here", *alarm, "URL:x", "nor here"))
    component = next(file.walk("VEVENT"))
    assert [(line.name, line.value, line.line) for line in component.lines] == [
        ("UID", "123", 3),
        ("SUMMARY", "Tea", 6),
        ("URL", "x", 13),
    ]
    assert [(problem.line, problem.reason) for problem in component.problems] == [
        (7, "no content line: 'no colonhere'"),
        (14, "no content line: 'nor here'"),
    ]


@pytest.mark.parametrize("fold", ["\n ", "\n"])
def test_a_large_picture_is_read_in_time_that_grows_with_its_size(fold):
    """Were it gathered by adding each line to all before it, this one would take minutes."""
    picture = "x" * 74 + fold
    text = f"BEGIN:VCARD\nPHOTO;ENCODING=BASE64:{picture * 200_000}\n\nEND:VCARD\n"
    begun = time.process_time()
    (card,) = read_components(text.encode()).components
    assert [len(line.value) for line in card.lines] == [74 * 200_000]
    assert time.process_time() - begun < 10


def test_several_calendars_in_a_file_are_all_read():
    assert values(read_components(event("UID:1") + event("UID:2"))) == [[("UID", "1")], [("UID", "2")]]


def test_the_digest_changes_with_the_bytes_and_with_nothing_else():
    first, moved, other = (
        next(read_components(data).walk("VEVENT")).digest
        for data in (event("UID:1"), b"\r\n\r\n" + event("UID:1"), event("UID:2"))
    )
    assert first == moved
    assert first != other


@given(st.binary(max_size=400))
def test_no_bytes_make_it_raise(data):
    for component in read_components(data).walk("VEVENT"):
        assert component.problems is not None


PIECES = [
    "BEGIN:VCALENDAR",
    "BEGIN:VEVENT",
    "END:VEVENT",
    "END:VCALENDAR",
    "UID:1",
    "X;=:",
    ':"',
    " ",
    "\t=",
    "A;B",
    "",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["\n", "\r\n", "\r"]))
def test_every_begin_is_a_component_whatever_surrounds_it(pieces, end):
    file = read_components(end.join(pieces).encode())
    assert sum(1 for _ in file.walk("VEVENT")) == pieces.count("BEGIN:VEVENT")


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\r")))
def test_escaping_is_undone_by_unescaping(text):
    assert unescape(escape(text)) == text


@given(st.lists(st.text(alphabet="ab\\;,n: "), min_size=1, max_size=5))
def test_structured_values_come_apart_where_they_were_joined(parts):
    assert split_unescaped(";".join(escape(part) for part in parts), ";") == parts


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_folded_lines_are_short_and_unfold_to_what_they_were(text):
    folded = fold(f"X:{text}")
    assert max(len(line.encode()) for line in folded.split("\r\n")) <= 75
    assert folded.replace("\r\n ", "") == f"X:{text}"


def test_a_backslash_that_escapes_nothing_stays():
    assert unescape(r"C:\temp\, a\nb \"c\"") == 'C:\\temp, a\nb "c"'


@pytest.mark.parametrize("charset", ["", '"utf-8\0"', "no-such"])
def test_a_character_set_that_is_none_is_passed_over(charset):
    data = event(f"SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET={charset}:Z=EB")
    assert values(read_components(data)) == [[("SUMMARY", "Zë")]]
