"""How sure it is that two records are one person: everything that agrees or differs, weighed in bits.

The weights are logarithms of how much likelier an agreement is between records of one person than between any two:
the rarer what they share, the more it tells. The sum, less what it takes to be one among so many, is a probability.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from eventkit.domain.common_names import EVERYBODYS_MAIL, OFFICES
from eventkit.domain.personal_names import sound_of
from eventkit.services.duplicate_names import NameComparison

if TYPE_CHECKING:
    from eventkit.services.duplicate_names import Compared
    from eventkit.services.duplicate_records import Name, Records

_COPIES = 0.05
"""The share of records that are another's duplicate, before anything is known of them."""

_SAME_EMAIL, _SAME_PHONE, _SAME_HANDLE = 7.0, 4.0, 7.0
"""What these bring more than it takes to be one of all: they are shared by few, and the less so the more tell."""

_EACH_SHARER = 2.0
_OFFICE = -8.0
_OTHER_EMAIL, _OTHER_AT_SAME, _MISTYPED_AT_SAME, _MISTYPED_OWN = -1.5, -9.0, 0.0, 8.0
_LOCAL_PART_OF_NAME, _OWN_LETTERS, _DIGIT, _YEAR, _MISTYPED_DOMAIN = 1.0, 6.0, 3.0, 5.0, 10.0
_LOCAL_PART_MOST = 9.0
_OTHER_PHONE, _OTHER_HANDLE = -2.0, -8.0
_EMPLOYER_MOST, _EMPLOYER_LESS, _OTHER_EMPLOYER, _ALIKE_EMPLOYER = 12.0, -0.5, -2.0, 88
_TITLE_MOST, _OTHER_TITLE = 4.0, -0.7
_SAME_BIRTHDAY, _SAME_DAY, _OTHER_BIRTHDAY, _MISREAD_BIRTHDAY = 11.0, 7.0, -10.0, -2.0
_SAME_EVENT = 1.0
_LONG = 6
_PHONE_OF_SEVERAL = -6.0
_NOT_ONE = -3.0
"""Where given names or generations differ it is a family or an office, whatever they share."""

_NEVER_ONE = frozenset({"given", "name", "generation"})

Told = list[tuple[float, str]]


class Scoring:
    """Scores pairs of records, by position."""

    def __init__(self, records: Records) -> None:
        """Take the records, in which it is counted how rare everything is."""
        self._records = records
        self._names = NameComparison()
        self._one_of_all = math.log2(records.world)
        self._before = math.log2(_COPIES) - self._one_of_all
        self._employers_alike: dict[tuple[str, str], bool] = {}

    def compared(self, one: int, other: int) -> Compared:
        """What comparing their names brings."""
        return self._names.compare(self._records.names[one], self._records.names[other])

    def tells_by_name(self, compared: Compared) -> float:
        """What names tell if nothing else is known, in bits."""
        return self._before + compared.bits

    def bits(self, one: int, other: int, told: Told | None = None) -> float:
        """What speaks for one person, less what speaks against: above 0 it is likelier than not.

        What it is, the names aside, is added to ``told``, each with its bits.
        """
        records = self._records
        names = self._names.compare(records.names[one], records.names[other])
        if names.against in _NEVER_ONE:
            return min(self._before + names.bits, _NOT_ONE)
        found: Told = []
        apart = self._emails(one, other, found)
        self._handles(one, other, found)
        if records.birthdays[one] and records.birthdays[other]:
            found.append(_birthdays(records.birthdays[one], records.birthdays[other]))
        self._phones(one, other, names.against, found)
        if not names.against:
            self._employers(one, other, found, counts=not apart)
            title, second = records.titles[one], records.titles[other]
            if title and second:
                if title == second:
                    found.append((min(self._rarity(records.title_counts[title]), _TITLE_MOST), "same title"))
                else:
                    found.append((_OTHER_TITLE, ""))
            if not records.events[one].isdisjoint(records.events[other]):
                found.append((_SAME_EVENT, "same event"))
        if told is not None:
            told.extend(found)
        return self._before + names.bits + sum([bits for bits, _ in found])

    def _rarity(self, count: int) -> float:
        return self._one_of_all - math.log2(count)

    def _phones(self, one: int, other: int, against: str, found: Told) -> None:
        records = self._records
        mine, theirs = records.phones[one], records.phones[other]
        if not (mine and theirs):
            return
        shared = [phone for phone in mine if phone in theirs]
        if not shared:
            found.append((_OTHER_PHONE, "other phones"))
        elif against != "suffix":
            bits = max(_SAME_PHONE - _EACH_SHARER * math.log2(max(records.phone_counts[p] - 1, 1)) for p in shared)
            found.append((self._one_of_all + bits + (_PHONE_OF_SEVERAL if against else 0), "same phone"))

    def _emails(self, one: int, other: int, found: Told) -> bool:
        """Whether both have addresses at one employer, but other ones."""
        records = self._records
        mine, theirs = records.emails[one], records.emails[other]
        if not (mine and theirs):
            return False
        shared = [email for email in mine if email in theirs]
        if not shared:
            told = _other_emails(mine, theirs, records.names[one])
            found.append(told)
            return told[0] == _OTHER_AT_SAME
        best = -math.inf
        for email in shared:
            bits = _SAME_EMAIL - _EACH_SHARER * math.log2(max(records.email_counts[email] - 1, 1))
            best = max(best, bits + (_OFFICE if email.partition("@")[0] in OFFICES else 0))
        found.append((self._one_of_all + best, "same e-mail address"))
        return False

    def _handles(self, one: int, other: int, found: Told) -> None:
        """A handle is ``platform:name``; one person has rarely two on one platform."""
        records = self._records
        mine, theirs = records.handles[one], records.handles[other]
        if not (mine and theirs):
            return
        shared = [handle for handle in mine if handle in theirs]
        if shared:
            bits = max(_SAME_HANDLE - _EACH_SHARER * math.log2(max(records.handle_counts[h] - 1, 1)) for h in shared)
            found.append((self._one_of_all + bits, f"same handle on {shared[0].partition(':')[0]}"))
            return
        platforms = {handle.partition(":")[0] for handle in mine} & {handle.partition(":")[0] for handle in theirs}
        if platforms:
            found.append((_OTHER_HANDLE, f"other handles on {min(platforms)}"))

    def _employers(self, one: int, other: int, found: Told, *, counts: bool) -> None:
        records = self._records
        mine, theirs = records.organizations[one], records.organizations[other]
        if not (mine and theirs):
            return
        if mine == theirs:
            bits = min(self._rarity(records.organization_counts[mine]), _EMPLOYER_MOST) + _EMPLOYER_LESS
            found.append((bits if counts else 0.0, "same employer"))
        elif self._alike(mine, theirs):
            count = max(records.organization_counts[mine], records.organization_counts[theirs])
            found.append((min(self._rarity(count), _EMPLOYER_MOST) / 2, "employers of like names"))
        else:
            found.append((_OTHER_EMPLOYER, "other employers"))

    def _alike(self, mine: str, theirs: str) -> bool:
        key = (mine, theirs) if mine < theirs else (theirs, mine)
        known = self._employers_alike.get(key)
        if known is None:
            short = min(len(mine), len(theirs)) < _LONG
            ratio = fuzz.ratio(mine, theirs) if short else fuzz.token_set_ratio(mine, theirs)
            known = self._employers_alike[key] = ratio >= _ALIKE_EMPLOYER
        return known


def _other_emails(mine: tuple[str, ...], theirs: tuple[str, ...], name: Name) -> tuple[float, str]:
    """What two people's different addresses tell."""
    best = (_OTHER_EMAIL, "other e-mail addresses")
    for email in mine:
        local, _, domain = email.partition("@")
        for second in theirs:
            there, _, at = second.partition("@")
            if domain == at:
                if _is_mistyped(local, there):
                    own = sum(map(str.isdecimal, local)) > 1
                    best = max(best, (_MISTYPED_OWN if own else _MISTYPED_AT_SAME, "e-mail addresses a letter apart"))
                elif domain not in EVERYBODYS_MAIL and best[0] <= _OTHER_EMAIL:
                    best = (_OTHER_AT_SAME, f"other e-mail addresses at {domain}")
            elif local == there and local not in OFFICES:
                if OSA.distance(domain, at, score_cutoff=1) <= 1:
                    return _MISTYPED_DOMAIN, "e-mail addresses a letter apart"
                best = max(best, (_own(local, name), f"both write as {local}@"))
    return best


def _is_mistyped(local: str, there: str) -> bool:
    """Whether the same address is likely meant: a number more, or another, tells colleagues of one name apart."""
    return (
        min(len(local), len(there)) >= _LONG
        and [c for c in local if c.isdecimal()] == [c for c in there if c.isdecimal()]
        and OSA.distance(local, there, score_cutoff=1) <= 1
    )


def _own(local: str, name: Name) -> float:
    """How much the same part before the @ tells: what anybody of that name would take, little; digits, much."""
    digits = "".join(filter(str.isdecimal, local))
    is_year = len(digits) == 4 and digits[:2] in {"19", "20"}  # noqa: PLR2004  # as in 1987
    bits = _LOCAL_PART_OF_NAME + (_YEAR if is_year else _DIGIT * len(digits))
    if len(local) - len(digits) >= _LONG and not any(word.text[:3] in local for word in name.words):
        letters = sound_of("".join(filter(str.isalpha, local)))
        bits += 0 if any(word.sound[:3] in letters for word in name.words) else _OWN_LETTERS
    return min(bits, _LOCAL_PART_MOST)


def _birthdays(one: str, other: str) -> tuple[float, str]:
    """Years may be missing (``--05-14``), and days and months may have changed places."""
    first, second = ["".join(filter(str.isdecimal, text))[-8:] for text in (one, other)]
    if first == second:
        return (_SAME_BIRTHDAY if len(first) > 4 else _SAME_DAY), "same birthday"  # noqa: PLR2004  # month and day
    if len(first) != len(second):
        return (_SAME_DAY, "same birthday") if first[-4:] == second[-4:] else (_OTHER_BIRTHDAY, "other birthdays")
    if sorted(first[-4:]) == sorted(second[-4:]) and first[:-4] == second[:-4] and first[-4:-2] == second[-2:]:
        return _MISREAD_BIRTHDAY, "birthdays with day and month swapped"
    return _OTHER_BIRTHDAY, "other birthdays"
