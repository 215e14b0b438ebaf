"""Plain lines are read without vobject, and as it reads them; where they differ, vobject has a fault with a name."""

from __future__ import annotations

import random

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from eventkit.api import one_line, parse_line, read_components, unescape
from eventkit_cards.reading import cards_in
from eventkit_cards.structured import NAME_PARTS, _by_hand, name_parts, organization_parts

PROPERTIES = ("N", "ORG", "FN", "EMAIL", "TEL")
BITS = (b",", b";", b"\\", b"\\,", b"\\;", b"\\n", b'"', b":", b"=", b"\xc3\xa9", b"\xc2\x85", b" ", b"^", b"\t", b".")


def by_us(line):
    if line.name == "N":
        return [*name_parts(line), "", "", "", "", ""][: len(NAME_PARTS)]
    if line.name == "ORG":
        return without_end(organization_parts(line))
    return one_line(unescape(line.value))


def by_vobject(line):
    """What vobject makes of the line, alone in a card; None where it refuses it."""
    text = f"BEGIN:VCARD\nVERSION:3.0\n{line.plain()}\nEND:VCARD\n"
    try:
        (found,) = vobject.readOne(text).contents[line.name.lower()]
    except Exception:  # noqa: BLE001  # it raises whatever comes
        return None
    if line.name == "N":
        return [joined(getattr(found.value, part), " ") for part in NAME_PARTS]
    if line.name == "ORG":
        return without_end([joined(part, ",") for part in found.value])
    return one_line(str(found.value))


def joined(part, comma):
    return one_line(comma.join(part) if isinstance(part, list) else part)


def without_end(parts):
    """It drops an empty part at the end, which says nothing."""
    while parts and not parts[-1]:
        parts = parts[:-1]
    return parts


def fault(line, theirs):
    """The known fault of vobject for which it reads the line otherwise; empty where there is none."""
    if theirs is None:
        return "it refuses a parameter's name that is none"
    if (len(line.value) - len(line.value.rstrip("\\"))) % 2:
        return "it adds the word eof to what ends with a backslash"
    if "\\:" in line.value:
        return "it leaves the backslash before a colon"
    if line.name not in {"N", "ORG"}:
        first = one_line(unescape(first_of_list(line.value)))
        return "it cuts a text at the first comma without a backslash" if theirs == first else ""
    return ""


def first_of_list(value):
    end, escaped = len(value), False
    for place, letter in enumerate(value):
        if letter == "," and not escaped:
            end = place
            break
        escaped = letter == "\\" and not escaped
    return value[:end]


def differing(line):
    """A line that we read otherwise than vobject, without a known fault of it to blame."""
    ours, theirs = by_us(line), by_vobject(line)
    return None if ours == theirs or fault(line, theirs) else (line.text, ours, theirs)


def lines_of(data):
    for card in cards_in(read_components(data).components):
        yield from (line for line in card.lines if line.name in PROPERTIES)


TEXTS = st.text(st.sampled_from("aZé田\u05e0 ,;\\:n.\"'^=-"), max_size=24) | st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=24
)


@given(st.sampled_from(PROPERTIES), TEXTS)
def test_a_made_up_line_is_read_as_vobject_reads_it(name, value):
    assert differing(parse_line(f"{name}:{value}".encode())) is None


@given(st.sampled_from(["N", "ORG"]), TEXTS)
def test_what_vobject_would_refuse_is_read_by_hand_as_it_reads_the_rest(name, value):
    line = parse_line(f"{name}:{value}".encode())
    by_hand = _by_hand(line, " " if name == "N" else ",")
    by_hand = [*by_hand, "", "", "", "", ""][: len(NAME_PARTS)] if name == "N" else without_end(by_hand)
    theirs = by_vobject(line)
    assert by_hand == theirs or fault(line, theirs)


@pytest.mark.corpus
def test_every_line_of_the_corpus_is_read_as_vobject_reads_it(corpus):
    lines = [line for file in sorted((corpus / "vcf").rglob("*.vcf")) for line in lines_of(file.read_bytes())]
    assert lines
    assert [found for found in map(differing, lines) if found] == []


@pytest.mark.corpus
def test_a_line_of_the_corpus_with_errors_is_read_as_vobject_reads_it(corpus):
    chance = random.Random(20270514)  # the same errors each time
    files = [file.read_bytes()[:4000] for file in sorted((corpus / "vcf").rglob("*.vcf"))]
    found = []
    for _ in range(300):
        data = bytearray(chance.choice(files))
        for _ in range(chance.randint(1, 20)):
            place = chance.randrange(len(data) + 1)
            data[place : place + chance.randint(0, 1)] = chance.choice(BITS)
        found += [one for line in lines_of(bytes(data)) if (one := differing(line))]
    assert found == []


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("FN:Doe, Ann", "it cuts a text at the first comma without a backslash"),
        ("TEL:1,2", "it cuts a text at the first comma without a backslash"),
        ("EMAIL:a@example.org\\", "it adds the word eof to what ends with a backslash"),
        ("N:Doe\\:", "it leaves the backslash before a colon"),
        ("N:Doe\\", "it adds the word eof to what ends with a backslash"),
        ("TEL;T\\PE=x:1", "it refuses a parameter's name that is none"),
    ],
)
def test_a_known_fault_of_vobject_is_there_still(line, why):
    line = parse_line(line.encode())
    assert by_us(line) != by_vobject(line)
    assert fault(line, by_vobject(line)) == why
