"""Every card of the real files by others is read, written again, and nothing of it is lost."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import vobject

from eventkit.api import ReadContext, read_components
from eventkit_cards.plugin import sniff
from eventkit_cards.reading import cards_in, read
from eventkit_cards.versions import converted
from eventkit_cards.writing import vcard_file

pytestmark = pytest.mark.corpus

SAYS_NOTHING = {"VERSION", "PROFILE", "AGENT"}
"""Of these another line says the same: the version that is written, and the card inside as one line."""


@pytest.fixture
def files(corpus):
    return sorted((corpus / "vcf").rglob("*.vcf"))


def text_of(data):
    """A file's text, as far as its BEGIN lines are concerned."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-16-be" if data[:1] == b"\0" else "latin-1"
    encoding = "utf-16-le" if data[1:2] == b"\0" else encoding
    return data.decode(encoding).replace("\r", "\n")


def own_lines(text):
    """The lines of a card's text that other programs' words stand in."""
    component = next(cards_in(read_components(f"{text}\n".encode()).components))
    return [line for line in component.lines if line.name not in SAYS_NOTHING], component.value("VERSION")


def people_of(file):
    return read(file.read_bytes(), ReadContext(file=file.name))


def test_every_file_is_taken_for_cards(files):
    assert [file.name for file in files if sniff(file.read_bytes()[:4096], file.name) == 0] == []
    assert files


def test_every_card_is_read(files):
    counted = {}
    for file in files:
        data = file.read_bytes()
        begun = len(re.findall(r"(?im)^[ \t]*BEGIN[ \t]*:[ \t]*VCARD", text_of(data)))
        components = list(cards_in(read_components(data).components))
        inside = sum(1 for card in components for _ in card.walk("VCARD")) - len(components)
        same = len(components) - len({card.digest for card in components})
        people = len(people_of(file).people)
        if begun != people + inside + same:
            counted[file.name] = (begun, people, inside, same)
    assert counted == {}


def test_every_card_comes_back_as_the_same_person(files, fields, as_person):
    for file in files:
        for person in people_of(file).people:
            for version in ("3.0", "4.0"):
                written = vcard_file(as_person(person), [person.raw], version=version)
                reading = read(written, ReadContext(file=file.name))
                assert not reading.problems, file
                (again,) = reading.people
                assert fields(again) == fields(person), (file, version)


def test_every_line_comes_back_byte_for_byte_or_in_the_words_of_another_version(files, as_person):
    for file in files:
        for person in people_of(file).people:
            before, its = own_lines(person.raw)
            for version in ("3.0", "4.0"):
                written = vcard_file(as_person(person), [person.raw], version=version)
                after = Counter(line.text for line in own_lines(written.decode().replace("\r\n ", ""))[0])
                lost = Counter(converted(line, its, version) for line in before) - after
                assert lost == Counter(), (file, version)


def test_what_is_added_is_only_what_the_version_asks_for(files, as_person):
    added = Counter()
    for file in files:
        for person in people_of(file).people:
            before, its = own_lines(person.raw)
            written = vcard_file(as_person(person), [person.raw])
            after = Counter(line.text for line in own_lines(written.decode().replace("\r\n ", ""))[0])
            new = after - Counter(converted(line, its, "3.0") for line in before)
            added.update(text.partition(":")[0] for text in new.elements())
    assert set(added) <= {"FN", "N", "X-EVENTKIT-NAME-PARTS"}


def test_what_is_written_as_3_0_is_read_by_vobject_but_for_what_it_refused_as_it_came(files, as_person):
    for file in files:
        for person in people_of(file).people:
            card = by_vobject(vcard_file(as_person(person), [person.raw]).decode())
            if card is None:  # a line of 3.0 that it does not understand stays as it was, as does a broken photo
                assert (own_lines(person.raw)[1].strip(), by_vobject(person.raw)) == ("3.0", None), file
            else:
                assert card.version.value == "3.0"
                assert not {"fn", "n"} - card.contents.keys(), file


def by_vobject(text):
    try:
        return vobject.readOne(text)
    except Exception:  # noqa: BLE001  # it raises whatever comes
        return None


def test_one_field_that_was_edited_is_one_line_that_differs(files, as_person):
    for file in files:
        for person in people_of(file).people:
            known = as_person(person)
            before = unfolded(vcard_file(known, [person.raw]))
            after = unfolded(vcard_file(known._replace(title="Keeper of Tides"), [person.raw]))
            gone, come = Counter(before) - Counter(after), Counter(after) - Counter(before)
            assert come.total() == 1, file
            assert [name_of(line) for line in gone] in ([], ["TITLE"]), file
            assert bool(gone) is ("TITLE" in map(name_of, before)), file


def name_of(text):
    return re.split("[;:]", text)[0].rpartition(".")[2].upper()


def unfolded(card):
    return card.decode().replace("\r\n ", "").splitlines()
