"""Speakers, in every way that feeds tell them, each with how sure it is that they speak and what says so.

What a feed says of a session in so many words goes before what its title seems to say: ATTENDEE, then a line of the
description, then the title. Of those who are not sure the user is asked, so that they must be worth a question.
"""

# ruff: noqa: RUF001  # the dashes that titles are written with

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from eventkit.api import SURE, IncomingSpeaker, is_email, one_line, unescape
from eventkit_calendar.patterns import lazily
from eventkit_calendar.speaking.labels import told_in
from eventkit_calendar.speaking.names import LIKELY, ONE_WORD, STRONG, bare_name, name_score
from eventkit_calendar.speaking.namewords import folded, given_names
from eventkit_calendar.speaking.nobody import is_nobody
from eventkit_calendar.speaking.suffixes import asides, forms_in, suffix
from eventkit_calendar.titles import LONGEST_TITLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eventkit.api import Component, ContentLine
    from eventkit_calendar.speaking.conventions import Conventions
    from eventkit_calendar.speaking.people import Named
    from eventkit_calendar.speaking.suffixes import Form, Suffix

_WORTH_ASKING = 30
_NO_LOOKING_FURTHER = 90
_MOST_DOUBTS = 6
_SHORT = 5
"""Words of the title of a break; a talk about lunch has more."""
_MAY_TELL = re.compile(
    r"[-–—:,)\s](?:(?<=\s)(?:[-–—―/|:]|(?:with|by|mit|von|par|avec|por|con|met|door|com|w/|feat|ft)\b)"
    r"|(?<=[-–—:])\s|(?<=,) |(?<=\))$|(?<=:):)"
)
"""What a title has to hold for there to be people told in it; in the form that the search engine is quickest with."""

_SPEECH = lazily(
    r"^\W*(?:(?:opening|closing|sponsored|sponsor|invited|guest|morning|evening|day \w+) )*(?:key ?notes?"
    r"|lightning talks?"
    r"|plenary|plenarvortrag|fireside chat|invited talk|guest lecture|interview|ama|ask me anything|seminar|colloquium"
    r"|kolloquium|conférence plénière|charla magistral|conferencia magistral)\b",
    re.IGNORECASE,
)
_NO_SPEECH = lazily(
    r"\b(?:lunch|dinner|coffee|breaks?|registration|in memoriam|tribute|remembering|birthday|screening|film|party"
    r"|check-?in|room|dedicated|statue|exhibition|concert|yoga|tour)\b",
    re.IGNORECASE,
)
_NOT_THEIRS = lazily(
    r"\b(?:hosted|powered|sponsored|organi[sz]ed|provided|supported|inspired|driven|brought to you|backed|written|made"
    r"|followed|based|used|built|funded|side|step|day|one|death|stand|hosted in part)$",
    re.IGNORECASE,
)
_WHY: dict[Form, str] = {
    "said": "told in the title as who gives it: '{}'",
    "dash": "behind the last dash of the title: '{}'",
    "bar": "behind the last bar of the title: '{}'",
    "parentheses": "in parentheses in the title: '{}'",
    "with": "behind 'with' in the title: '{}'",
    "by": "behind 'by' in the title: '{}'",
    "comma": "behind the last comma of the title: '{}'",
    "front": "in front of the title: '{}'",
}


def speakers_of(
    component: Component, title: str, abstract: str, markup: str, conventions: Conventions
) -> tuple[str, tuple[IncomingSpeaker, ...]]:
    """The title without those speakers of whom it is sure, and all speakers, each once.

    ``abstract`` is the description as text, and ``markup`` the same with its HTML.
    """
    exported = component.all("X-EVENTKIT-SPEAKER")
    if exported and len(title) <= LONGEST_TITLE:  # who they are is read from these lines themselves
        return _without(title, {one_line(unescape(line.value)) for line in exported}), ()
    attending = component.all("ATTENDEE")
    found = list(_attending(attending)) if attending else []
    for told in told_in(abstract, markup) if abstract else ():
        found += [_speaker(person, told.confidence, told.why) for person in told.people]
    if title.endswith((" -", " –", " —", " |")):
        title = title[:-2].rstrip() or title
    if len(title) <= LONGEST_TITLE and (" - " in title or _MAY_TELL.search(title)):
        explicit = [speaker for speaker in found if speaker.confidence >= SURE]
        title, behind = _in_title(title, abstract, explicit, conventions)
        found += behind
    if conventions.hosts and not any(speaker.confidence >= SURE for speaker in found):
        found += _hosting(component.first("ORGANIZER"))
    return title, _each_once(found)


def _speaker(person: Named, confidence: int, why: str) -> IncomingSpeaker:
    return IncomingSpeaker(
        name=person.name, organization=person.organization, email=person.email, confidence=confidence, why=why
    )


# --- properties -----------------------------------------------------------------------------------------


def _attending(lines: Iterable[ContentLine]) -> Iterable[IncomingSpeaker]:
    """Speakers given as ATTENDEE; those who were invited to a meeting, and rooms, are none."""
    for line in lines:
        name = _surname_last(bare_name(one_line(unescape(line.param("CN")))))
        if _is_guest(line) or is_email(name) or is_nobody(name):
            continue
        address = line.value.strip()
        address = address[7:] if address.lower().startswith("mailto:") else ""
        confidence = 100 if not line.param("PARTSTAT") else 90
        if is_email(address) and not name_score(name):
            confidence = 60  # a team, or a list
        yield IncomingSpeaker(
            name=name,
            email=address if is_email(address) else "",
            confidence=confidence,
            why="an ATTENDEE of the session",
        )


def _is_guest(line: ContentLine) -> bool:
    """Whether an ATTENDEE was invited to a meeting, or is a room: a conference asks its speakers for no reply."""
    invited = line.param("RSVP").upper() == "TRUE" or bool(line.param("X-NUM-GUESTS"))
    undecided = line.param("PARTSTAT").upper() not in {"", "ACCEPTED"}
    answered = line.value.strip().lower().startswith(("http:", "https:")) and bool(line.param("PARTSTAT"))
    return invited or undecided or answered or line.param("CUTYPE").upper() in {"ROOM", "RESOURCE", "GROUP"}


def _surname_last(name: str) -> str:
    """``Lovelace, Ada`` as Outlook has it, the other way round."""
    family, comma, given = name.partition(", ")
    if comma and "," not in given and len(family.split()) <= 2 and folded(given.split()[0]) in given_names():  # noqa: PLR2004  # double surnames
        return f"{given} {family}"
    return name


def _hosting(line: ContentLine | None) -> list[IncomingSpeaker]:
    """The organiser, where that is a person and not the same for the whole feed: perhaps the one who speaks."""
    name = one_line(unescape(line.param("CN"))) if line else ""
    if is_email(name) or name_score(name) < STRONG:
        return []
    return [IncomingSpeaker(name=name, confidence=45, why="the organiser of the session")]


# --- the title ------------------------------------------------------------------------------------------


def _in_title(
    title: str, abstract: str, explicit: list[IncomingSpeaker], conventions: Conventions
) -> tuple[str, list[IncomingSpeaker]]:
    """The people told in a title, and the title without them where they are sure, or are known from elsewhere."""
    best: tuple[int, Suffix] | None = None
    for form in forms_in(title):
        habit = form in conventions.forms
        found = suffix(title, form, conventions.commas if habit else "")
        if found is None:
            continue
        if explicit and all(any(_same(person.name, other.name) for other in explicit) for person in found.people):
            return found.title, [_speaker(person, SURE, _why(found)) for person in found.people]
        confidence = _confidence(found, abstract, conventions)
        if confidence >= _WORTH_ASKING and (best is None or confidence > best[0]):
            best = confidence, found
            if habit and confidence >= (SURE if conventions.always else _NO_LOOKING_FURTHER) and not explicit:
                break
    if "parentheses" in conventions.forms:
        within = [person for person in asides(title) if person.score >= STRONG]
        if len(within) > (len(best[1].people) if best and best[1].form == "parentheses" else 0):
            return title, [_speaker(person, 85, "in parentheses in the title") for person in within]
    if best is None or (explicit and best[0] < SURE):
        return title, []
    confidence, found = best
    why = _why(found)
    speakers = [_speaker(person, confidence, why) for person in found.people]
    return (found.title if confidence >= SURE else title), speakers


def _why(found: Suffix) -> str:
    return _WHY[found.form].format(found.text.strip())


def _confidence(found: Suffix, abstract: str, conventions: Conventions) -> int:
    """How sure it is that those told in a title speak: by the feed's habit, and by what else is said of them."""
    habit = found.form in conventions.forms and found.score >= LIKELY
    if not habit and found.form != "said" and len(found.title.split()) <= _SHORT and _NO_SPEECH().search(found.title):
        return 0
    if found.form not in conventions.forms:
        confidence = _alone(found)
    elif abstract.strip() == found.text.strip():
        return 90
    else:
        confidence = _by_habit(found, conventions)
    if confidence and found.score >= LIKELY and abstract and all(person.name in abstract for person in found.people):
        return max(confidence, min(confidence + 15, 90))
    return confidence


def _by_habit(found: Suffix, conventions: Conventions) -> int:
    if found.form == "front":
        return 88 if found.score >= STRONG else 85 if found.score >= LIKELY else 60
    if found.score >= LIKELY:
        return 95 if found.score >= STRONG else 90
    if conventions.always and found.form == "dash":
        return 88
    if conventions.commas == "companies" and all(person.told or person.score >= LIKELY for person in found.people):
        return 82 if found.score >= ONE_WORD else 60
    return 75 if found.score > ONE_WORD else 50 if found.score == ONE_WORD else 0


def _alone(found: Suffix) -> int:  # noqa: PLR0911  # a table of cases
    """For a title by itself: the feed has no such habit, or has too few titles to tell."""
    strong, likely = found.score >= STRONG, found.score >= LIKELY
    if found.form == "said":
        return 92 if likely else 82 if found.score >= ONE_WORD and found.parenthesised else 60
    if found.form == "by":
        if _NOT_THEIRS().search(found.title):
            return 0
        return 82 if found.score >= STRONG + 5 else 55 if strong else 35 if likely else 0
    if found.form in {"dash", "bar"}:
        if _SPEECH().match(found.title):
            return 86 if strong else 60 if likely else 40
        if len(found.people) > 1 and strong:
            return 84
        return 72 if strong else 40 if likely else 0
    if found.form in {"parentheses", "with"}:
        return 65 if found.score >= STRONG + 5 else 50 if strong else _WORTH_ASKING if likely else 0
    return 55 if found.form == "comma" and found.score >= STRONG + 5 else 0


def _without(title: str, names: set[str]) -> str:
    """A title without exactly these speakers behind it."""
    for form in ("dash", "bar", "parentheses", "with", "said", "by"):
        for commas in ("", "names", "companies"):
            found = suffix(title, form, commas)
            if found and {person.name for person in found.people} == names:
                return found.title
    return title


# --- one person, told twice -----------------------------------------------------------------------------


def _each_once(found: Iterable[IncomingSpeaker]) -> tuple[IncomingSpeaker, ...]:
    """Each speaker once, by the first and surest telling, with what the others add; few doubtful ones."""
    found = tuple(found)
    if len(found) <= 1:
        return found if not found or found[0].confidence >= _WORTH_ASKING else ()
    merged: list[IncomingSpeaker] = []
    for speaker in found:
        place = next((place for place, other in enumerate(merged) if _same(speaker.name, other.name)), None)
        if place is None:
            merged.append(speaker)
            continue
        first = merged[place]
        surer = first if first.confidence >= speaker.confidence else speaker
        merged[place] = IncomingSpeaker(
            name=first.name if " " in first.name or " " not in speaker.name else speaker.name,
            email=first.email or speaker.email,
            organization=first.organization or speaker.organization,
            confidence=surer.confidence,
            why=surer.why,
        )
    names = {speaker.name for speaker in merged}
    merged = [speaker._replace(organization="") if speaker.organization in names else speaker for speaker in merged]
    doubts = [speaker for speaker in merged if _WORTH_ASKING <= speaker.confidence < SURE][:_MOST_DOUBTS]
    return tuple(speaker for speaker in merged if speaker.confidence >= SURE or speaker in doubts)


def _same(one: str, other: str) -> bool:
    """Whether two names are one person's in the same session: one may leave out a middle name, or the surname."""
    if one == other:
        return True
    words, others = _words(one), _words(other)
    if not words or not others:
        return False
    short, long = (words, others) if len(words) <= len(others) else (others, words)
    if len(short) == 1:
        return short[0] in {long[0], long[-1]}
    return set(short) <= set(long)


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W\d_]+", folded(name))
    return tuple(word for word in words if word not in {"dr", "prof", "mr", "ms", "mrs"})
