"""A line in another version of vCard: what that version cannot say is said otherwise, and nothing else changes."""

from __future__ import annotations

import pytest

from eventkit.api import parse_line
from eventkit_cards.versions import converted


def as_version(version, line, its):
    return converted(parse_line(line.encode()), its, version)


@pytest.mark.parametrize(
    ("its", "line", "written"),
    [
        ("4.0", "PHOTO:data:image/png;base64,iVBORw0K", "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0K"),
        ("2.1", "PHOTO;ENCODING=b;TYPE=png:data:image/png;base64,iVBORw0K", "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0K"),
        ("2.1", "PHOTO;JPEG;BASE64:/9j/4A AQ", "PHOTO;TYPE=JPEG;ENCODING=b:/9j/4AAQ"),
        ("2.1", "PHOTO;BASE64:xxxxx", "PHOTO;ENCODING=b:xxxx"),
        ("2.1", "PHOTO;BASE64:xxxxxx", "PHOTO;ENCODING=b:xxxxxx=="),
        ("2.1", "PHOTO;VALUE=URL:http://example.org/a.jpg", "PHOTO;VALUE=uri:http://example.org/a.jpg"),
        ("4.0", "PHOTO:https://example.org/a.jpg", "PHOTO;VALUE=uri:https://example.org/a.jpg"),
        ("2.1", "LABEL;WORK;ENCODING=QUOTED-PRINTABLE:1 Quay=0D=0ASaltwick", "LABEL;TYPE=WORK:1 Quay\\nSaltwick"),
        ("2.1", "item1.Tel;HOME;Cell:1", "item1.Tel;TYPE=HOME,Cell:1"),
        ("2.1", "FN;CHARSET=UTF-8:Doe, Zoë", "FN:Doe\\, Zoë"),
        ("2.1", "ORG:Mill, Stone;R&D", "ORG:Mill\\, Stone;R&D"),
        ("2.1", "N:Doe;Ann, Mary", "N:Doe;Ann, Mary"),
        ("2.1", "X-GOOGLE TALK:ann", "X-GOOGLE TALK:ann"),
        ("2.1", "X-MS;ENCODING=8BIT:a;b", "X-MS:a;b"),
        ("4.0", 'TEL;VALUE=uri;TYPE="home,voice";PREF=1:tel:+1-202;ext=7', "TEL;TYPE=home,voice,pref:+1-202;ext=7"),
        ("4.0", "EMAIL;PREF=2:a@example.org", "EMAIL;PREF=2:a@example.org"),
        ("4.0", "GEO:geo:46.7,-71.2", "GEO:46.7;-71.2"),
        ("4.0", 'x-foo;A="b;c":d', 'x-foo;A="b;c":d'),
        ("", "TEL;HOME:1", "TEL;TYPE=HOME:1"),
        ("3.0", "TEL;HOME:1", "TEL;HOME:1"),
        ("3.0", "PHOTO;ENCODING=b:xxxxx", "PHOTO;ENCODING=b:xxxxx"),
        ("3.0", "NOTE;CHARSET=utf-8:Zoë", "NOTE;CHARSET=utf-8:Zoë"),
        ("3.0", "NOTE;CHARSET=ISO-8859-1:plain", "NOTE;CHARSET=ISO-8859-1:plain"),
        ("3.0", "note;CHARSET=ISO-8859-1:Zoë", "note:Zoë"),
    ],
)
def test_line_as_3_0(its, line, written):
    assert as_version("3.0", line, its) == written


@pytest.mark.parametrize(
    ("its", "line", "written"),
    [
        ("3.0", "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQ", "PHOTO:data:image/jpeg;base64,/9j/4AAQ"),
        ("2.1", "SOUND;WAVE;BASE64:UklG", "SOUND:data:audio/wave;base64,UklG"),
        ("3.0", "item1.EMAIL;type=INTERNET;type=pref:a@example.org", "item1.EMAIL;TYPE=INTERNET;PREF=1:a@example.org"),
        ("3.0", "TEL;TYPE=CELL:+1 202", "TEL;TYPE=CELL:+1 202"),
        ("3.0", "BDAY;VALUE=date:1990-04-12", "BDAY:19900412"),
        ("3.0", "BDAY:--04-12", "BDAY:--0412"),
        ("3.0", "BDAY;VALUE=text:circa 1800", "BDAY;VALUE=text:circa 1800"),
        ("3.0", "REV:2027-01-02T03:04:05.123Z", "REV:20270102T030405Z"),
        ("3.0", "GEO:46.7;-71.2", "GEO:geo:46.7,-71.2"),
        ("3.0", "UID:0E7602CC", "UID;VALUE=text:0E7602CC"),
        ("3.0", "UID:urn:uuid:1", "UID:urn:uuid:1"),
        (
            "3.0",
            "X-SOCIALPROFILE;type=linkedin;x-user=a:https://www.linkedin.com/in/a",
            "SOCIALPROFILE;SERVICE-TYPE=linkedin;USERNAME=a:https://www.linkedin.com/in/a",
        ),
        ("3.0", "X-SOCIALPROFILE;TYPE=x:ann", "SOCIALPROFILE;SERVICE-TYPE=x;VALUE=text:ann"),
        ("3.0", "X-ADDRESSBOOKSERVER-KIND:group", "KIND:group"),
        ("3.0", "x-FOO;a=b:c", "x-FOO;a=b:c"),
        ("4.0", "TEL;TYPE=pref:1", "TEL;TYPE=pref:1"),
    ],
)
def test_line_as_4_0(its, line, written):
    assert as_version("4.0", line, its) == written
