"""What phones make of a scanned card: which fields they drop, and what they read wrongly.

======================  ==============================================================================================
reader                  keeps, of what a card may carry here
======================  ==============================================================================================
Android's own camera    name, organisation, title, telephone numbers, e-mail, web addresses (Google ML Kit,
                        ``Barcode.ContactInfo``, which has no more fields)
Android apps (ZXing)    those, and birthday and note; three telephone numbers and three e-mail addresses at most; a
                        birthday with its year only (``VCardResultParser``; ``AddressBookResultHandler`` and
                        ``Contents.PHONE_KEYS``)
the iPhone's camera     all of a vCard 3.0; of a 4.0 letters beyond ASCII arrive garbled (php-pkpass issue 130, vobject
                        issue 613)
contacts of AOSP        no vCard 4.0, or part of it (GrapheneOS os-issue-tracker issue 977)
======================  ==============================================================================================

X-SOCIALPROFILE is Apple's own, and no camera is known to keep it: a profile goes as a web address where one is known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit_cards.contents import Content
    from eventkit_cards.own_lines import Profile

_AT_MOST = 3


def remarks(content: Content, profile: Profile) -> list[str]:
    """What phones drop of a card, or read wrongly, a sentence each."""
    person = content.person
    if person is None or not content.text.startswith(("BEGIN:VCARD", "MECARD:")):
        return []
    return [*_dropped(content, profile), *_misread(content)]


def _dropped(content: Content, profile: Profile) -> Iterator[str]:
    person = content.person
    assert person is not None  # asked for a card only
    dropped = [name for name in ("note", "birthday") if getattr(person, name)]
    if dropped:
        kept = "it" if len(dropped) == 1 else "both"
        yield f"Android's own camera leaves out the {' and the '.join(dropped)}; the iPhone's keeps {kept}"
    if person.birthday.startswith("--"):
        yield "a birthday without its year is left out by most of Android's apps"
    for kind, values in (("telephone numbers", person.phones), ("e-mail addresses", person.emails)):
        if len(values) > _AT_MOST:
            yield f"Android's apps take three {kind}, and this card has {len(values)}: the first three count"
    for point in person.contact_points:
        if point.kind == "handle" and not profile(point.platform, point.value):
            kept = "a MECARD has no place for it" if content.form == "MECARD" else "no camera is known to keep it"
            yield f"no web address is known for {point.value} on {point.platform}, and {kept}"
    if content.form == "MECARD":
        if person.title:
            yield "a MECARD has no place for the title; a vCard has"
        if person.organization:
            yield "the organisation is beyond the standard of MECARD: some phones leave it out"


def _misread(content: Content) -> Iterator[str]:
    plain = content.text.isascii()
    if content.form == "vCard 4.0":
        garbled = "" if plain else ", and the iPhone's camera garbles letters beyond ASCII"
        yield f"some of Android's address books do not take vCard 4.0{garbled}: 3.0 is what all take"
    elif not plain:
        yield "letters beyond ASCII go as UTF-8, which nearly all phones recognise; a few guess another charset"
