"""Which lines of a source come back out of an export, and in which form."""

from __future__ import annotations

import pytest

from eventkit_calendar.export.kept_lines import is_uri, kept_lines, source_lines


def kept(*lines):
    return list(kept_lines(source_lines("\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT"]))))


@pytest.mark.parametrize(
    "line",
    [
        "GEO:47.3;8.5",
        "CLASS:PUBLIC",
        "CREATED:20270101T000000Z",
        "SEQUENCE:3",
        "PRIORITY:5",
        "TRANSP:TRANSPARENT",
        "COLOR:turquoise",
        "ATTACH;FMTTYPE=application/pdf:https://example.org/a.pdf",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:QUJD",
        "CONFERENCE;VALUE=URI;LABEL=Stream:https://example.org/live",
        "RELATED-TO;RELTYPE=PARENT:abc",
        "RESOURCES:projector,flip chart",
        'X-THING;X-P="a;b":kept\\, as; it is',
        "STYLED-DESCRIPTION;VALUE=TEXT:<b>x</b>",
    ],
)
def test_a_valid_line_stays_as_it_is(line):
    assert kept(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "GEO:geo:47,8",
        "GEO:147.3;8.5",
        "CREATED:20270101",
        "CREATED:20271301T000000Z",
        "SEQUENCE:-1",
        "PRIORITY:10",
        "TRANSP:MAYBE",
        "ATTACH:a.pdf",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:QUJ",
        "X-PICTURE;ENCODING=BASE64:QUJ",
        "COMMENT: ",
        "X_UNDERSCORE:1",
        "item1.X-THING:1",
        "no colon",
        "RRULE:FREQ=DAILY",
        "RDATE:20270101T000000Z",
        "EXDATE:20270101T000000Z",
        "EXRULE:FREQ=DAILY",
        "RECURRENCE-ID:20270101T000000Z",
        "METHOD:PUBLISH",
        "ATTENDEE:mailto:ann@example.org",
        "ORGANIZER:mailto:ann@example.org",
        "TZID:Europe-Brussels",
        "DTSTAMP:20270101T000000Z",
        "X-EVENTKIT-ROOM:Hall",
    ],
)
def test_what_is_invalid_or_not_the_session_s_own_is_left_out(line):
    assert kept(line) == []


@pytest.mark.parametrize(
    ("line", "strict"),
    [
        ("COMMENT;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:a=3Bb", "COMMENT:a\\;b"),
        ("COMMENT:a;b\\c, d", "COMMENT:a\\;b\\\\c\\, d"),
        ("RESOURCES:a;b, ,c", "RESOURCES:a\\;b,c"),
        ("X-WHEN;TZID=Nowhere;VALUE=DATE-TIME:soon", "X-WHEN:soon"),
        ("X-THING;A B=c;D=e:1", "X-THING;D=e:1"),
        ("transp:opaque", "TRANSP:opaque"),
    ],
)
def test_what_a_strict_reader_would_refuse_is_put_right(line, strict):
    assert kept(line) == [strict]


def test_what_may_stand_once_stands_once():
    assert kept("SEQUENCE:x", "SEQUENCE:1", "SEQUENCE:2", "X-A:1", "X-A:2") == ["SEQUENCE:1", "X-A:1", "X-A:2"]


def test_the_components_inside_stay_outside():
    assert kept("X-A:1", "BEGIN:VALARM", "X-B:2", "END:VALARM", "X-C:3") == ["X-A:1", "X-C:3"]


@pytest.mark.parametrize(
    ("text", "valid"),
    [
        ("https://example.org/a?b=c&d=%20", True),
        ("mailto:ann@example.org", True),
        ("example.org", False),
        ("https://example.org/a b", False),
        ("https://example.org/100%", False),
        ("https://example.org/ä", False),
    ],
)
def test_a_uri_has_a_scheme_and_is_ascii(text, valid):
    assert is_uri(text) is valid
