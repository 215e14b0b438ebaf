"""Speakers on lines of their own in a description: ``Speaker: Ada Lovelace``, or a list below a bare ``Speakers``."""

# ruff: noqa: RUF001  # the letters and marks that names and titles are written with

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eventkit.api import one_line
from eventkit_calendar.patterns import lazily
from eventkit_calendar.speaking.labelwords import may_be_label
from eventkit_calendar.speaking.names import LIKELY, ONE_WORD, STRONG, bare_name, name_score
from eventkit_calendar.speaking.namewords import folded, title_words
from eventkit_calendar.speaking.nobody import is_nobody
from eventkit_calendar.speaking.people import Named, read_people

if TYPE_CHECKING:
    from collections.abc import Iterator


class Told(NamedTuple):
    """People told together, how sure it is, of 100, that they speak, and what says so."""

    people: list[Named]
    confidence: int
    why: str


_SPEAKS = (
    r"(?:key ?note |guest |invited |main |lead |session |confirmed |featured |our |the |today['’]s )?"
    r"(?:speakers?|presenters?|lecturers?|instructors?|trainers?|facilitators?|tutors?|teachers?|talk by|presented by"
    r"|presentation by|given by|taught by|facilitated by|led by|delivered by|lecture by|workshop by|session by"
    r"|keynote by|speaker names?|speaker info|performers?|artists?)"
    r"|referent(?:en|in|innen)?|vortragende[rn]?|sprecher(?:in|innen)?|redner(?:in|innen)?|dozent(?:en|in|innen)?"
    r"|workshopleitung|vorgetragen von|präsentiert von|ein vortrag von|vortrag von"
    r"|intervenante?s?|intervenant[·.(]e[).·]*s?\)?|orateurs?|oratrices?|conférenci(?:er|ère)s?|présentée? par"
    r"|présentat(?:eur|rice)s?|animée? par|animat(?:eur|rice)s?"
    r"|ponentes?|orador(?:es|as?)?|conferenciante?s?|conferencistas?|presentad[oa] por|presentadora?s?"
    r"|presentador(?:es)?"
    r"|impartid[oa] por|expositor(?:es|as?)?|tallerista?s?|charlistas?"
    r"|relator[ei]|relatric[ei]|a cura di|presentat[oa] da|docent[ei]"
    r"|sprekers?|spreekster|gepresenteerd door|presentatoren|presentator|inleiders?"
    r"|palestrantes?|apresentad[oa] por|apresentador(?:es|as?)?|ministrad[oa] por|ministrantes?"
    r"|talare|föreläsare|foredragsholdere?|foredragsholder|talere?|oplægsholdere?|puhuja[t]?|prelegen(?:t|tka|ci|tki)"
    r"|prowadząc[yae]|mówc[ay]|přednášející|řečníci|řečník|előadók?|vorbitori?|konuşmacı(?:lar)?|ομιλητ(?:ής|ές|ρια)"
    r"|спикеры?|докладчики?|лекторы?|ведущи[йе]|выступает|спікери?|доповідачі?|доповідач"
    r"|講演者|登壇者|発表者|スピーカー|講師|演讲者|演讲人|讲者|主讲人|主讲|演講者|講者|分享嘉宾|嘉宾|발표자|연사|강연자"
    r"|المتحدثون|المتحدث|المتحدثة|מרצה|מרצים|דוברים|דובר|वक्ता"
)
_ON_STAGE = (
    r"moderators?|moderated by|moderation|moderator(?:en|in|innen)|moderiert von|modérat(?:eur|rice)s?|modérée? par"
    r"|modera(?:dor|dora|dores|tore|trice|tori)?|moderad[oa] por|moderat[oa] da|panel(?:l)?ists?|panel"
    r"|on the panel|panel members?"
    r"|podium|podiumsgäste|diskutant(?:en|innen)?|es diskutieren|gesprächsgäste|interviewers?|interviewees?"
    r"|participants? on stage"
    r"|discussants?|respondents?|session chairs?|chair(?:ed by|s|person)?|vorsitz|mesa"
)
_PREPOSITION = r"von|by|par|por|door|di|av|af|with|mit|avec|con|met|com|kanssa"
_HOSTS = (
    r"(?:your |our )?(?:co-?)?hosts?|(?:co-?)?hosted by|gastgeber(?:in)?|hôtes?|anfitri(?:ón|ona|ones|ão|ã)"
    r"|authors?|autor(?:en|in|innen|es|as?|i|e)?"
    r"|auteurs?|autrices?|organi[sz]ers?|organi[sz]ed by|leitung|leiter(?:in)?|gäste|gast|guests?|invités?"
    r"|invitad[oa]s?"
)


_LABEL = lazily(
    r"(?:[-*•>#=_+| \t]|\d{1,2}\.){0,20}(?:about )?"
    rf"(?P<label>(?P<speaks>{_SPEAKS})|(?P<stage>{_ON_STAGE})|(?P<preposition>{_PREPOSITION})|(?P<hosts>{_HOSTS}))"
    r"(?:[*:_·/]-?(?:in(?:nen)?|n|r|e)\b)?(?:[ \t]*#?\d{1,2}\b)?[ \t]*"
    r"(?P<plural>\(s\)|/s|\(e?n\)|\(in\)|\(innen\))?"
    r"[*_ \t=]{0,20}[:：][ \t*_=]*",
    re.IGNORECASE,
)


_HEADING = lazily(
    rf"^[-*•>#=_ \t]{{0,20}}(?P<label>{_SPEAKS}|{_ON_STAGE})(?P<plural>\(s\))?[*_=# \t]{{0,20}}$",
    re.IGNORECASE | re.MULTILINE,
)


_SENTENCE = lazily(
    r"^[ \t]*(?:(?P<hosts>(?:co-?)?hosted by|organi[sz]ed by)|(?P<speaks>(?:talk|keynote|workshop|presented"
    r"|presentation"
    r"|facilitated|moderated|led|given|taught|delivered) by|présenté par|vorgetragen von|moderiert von"
    r"|presentad[oa] por|presentat[oa] da|gepresenteerd door|apresentad[oa] por)|(?P<dash>speakers?"
    r"|presenters?)[ \t]+[-–—])"
    r"[ \t]+(?P<names>[^\n:]{3,120}?)(?:,? (?:&|and|und|et|y|e|en) \d+ (?:others?|more|weitere|autres|más"
    r"|altri|anderen))?[ \t.]*$",
    re.IGNORECASE | re.MULTILINE,
)


_STEMS = ("speaker", "present", "présent", " by ", "referent", "vortrag", "panel", "intervenant", "ponente", "relator",
          "spreker", "palestrante", "orad", "orat", "moderat", "instructor")  # fmt: skip  # a table reads better
_ONLY_LINE = 200
"""A single line that is longer is a text, and no heading."""
_BULLET = lazily(r"^[ \t]*(?:[-*•·–‣▪◦o]|\d{1,2}[.)])[ \t]+(?=\S)")
_VERB = lazily(
    r"\s+(?:is|was|has|will|works?|leads?|ist|arbeitet|hat|est|travaille|es|trabaja|è|lavora|é|joined"
    r"|holds)\s|\s+[-–—]\s"
)
_HANDLE = lazily(r"@?[^\W\d][\w.-]{1,29}")
_LONGEST_LABEL = 40
_LONGEST_VALUE = 400
_MOST_LABELS = 12
_LONG_LINE = 40
_LONGEST_LINE = 220
"""A line that is longer is neither a heading nor ``Presented by`` and a few names."""

_LONGEST_HEADING = 100
"""The longest label has some thirty letters, before and behind which twenty marks may stand."""

_LINES = re.compile(r"[^\n]+")
_SENTENCES = (
    *("host", "co-host", "cohost", "organi", "talk", "keynote", "workshop", "present", "facilitat", "moderat", "led"),
    *("given", "taught", "deliver", "présent", "vorgetragen", "moderiert", "gepresenteerd", "apresentad", "speaker"),
)
"""What a line begins with that names people without a colon."""


def told_in(text: str, markup: str = "") -> list[Told]:
    """The people whom a description names as speakers; ``markup`` is the same description with its HTML."""
    found: list[Told] = []
    colon = _next_colon(text, 0)
    while colon >= 0 and len(found) < _MOST_LABELS:
        start = text.rfind("\n", 0, colon) + 1
        if colon - start <= _LONGEST_LABEL:
            label = _LABEL().match(text, start) if may_be_label(text[start:colon]) else None
            if label and (told := _behind(text, label, markup)):
                found.append(told)
        end = text.find("\n", colon)
        colon = _next_colon(text, end) if end >= 0 else -1
    if len(text) > _ONLY_LINE and "\n" not in text:
        return found
    if min(map(len, filter(None, text.split("\n"))), default=0) <= _LONGEST_LINE:
        lower = text.lower()
        if any(stem in lower for stem in _STEMS):
            short = [line for line in _LINES.finditer(text) if line.end() - line.start() <= _LONGEST_LINE]
            found += _without_colon(text, short)
    return found


def _next_colon(text: str, start: int) -> int:
    plain = text.find(":", start)
    wide = -1 if text.isascii() else text.find("：", start)
    return plain if wide < 0 else wide if plain < 0 else min(plain, wide)


def _behind(text: str, label: re.Match[str], markup: str) -> Told | None:
    """The people behind a label, or below it where nothing stands behind it."""
    word = one_line(label["label"]).lower()
    why = f"a line that begins with '{one_line(label['label'])}:'"
    end = text.find("\n", label.end())
    value = text[label.end() : end if end >= 0 else len(text)].strip(" \t*_=")[:_LONGEST_VALUE]
    plural = bool(label["plural"]) or (
        word.endswith(("s", "en", "in", "es", "i", "ы", "ки")) and not word.endswith("by")
    )
    if value:
        people = read_people(value, "plural" if plural else "")
        if not people and label["speaks"]:
            return _loosely(value, why)
    elif label["speaks"] or label["stage"]:
        people = _between_tags(markup, label["label"]) or _below(text[label.end() :])
        why = f"below a line '{one_line(label['label'])}:'"
    else:
        return None
    return _judged(people, _kind_of(label), why)


def _kind_of(label: re.Match[str]) -> str:
    return next(kind for kind in ("speaks", "stage", "preposition", "hosts") if label[kind])


def _judged(people: list[Named], kind: str, why: str) -> Told | None:
    """How sure it is that people told by such a label speak."""
    if not people:
        return None
    lowest = min(person.score for person in people)
    if kind == "speaks":
        confidence = 95 if lowest >= LIKELY else 85
    elif kind == "stage":
        confidence = 88 if lowest >= LIKELY else 60
    elif kind == "preposition":
        confidence = 88 if lowest >= LIKELY else 50
    else:
        confidence = 60 if lowest >= STRONG else 40 if lowest >= LIKELY else 0
    return Told(people, confidence, why)


def _loosely(value: str, why: str) -> Told | None:
    """A name at the beginning of a sentence, or what is less than a name: a handle, or words with capitals."""
    verb = _VERB().search(value)
    if verb and name_score(value[: verb.start()]) >= LIKELY:
        name = bare_name(value[: verb.start()])
        return Told([Named(name=name, score=name_score(name))], 88, why)
    if is_nobody(value):
        return None
    if _HANDLE().fullmatch(value):
        return Told([Named(name=value, score=ONE_WORD)], 50 if folded(value) in title_words() else 82, why)
    words = value.split()
    if 2 <= len(words) <= 4 and all(word[0].isupper() and word.isalpha() for word in words):  # noqa: PLR2004  # as many as a name has
        return Told([Named(name=value, score=ONE_WORD)], 50, why)
    return None


def _below(text: str) -> list[Named]:
    """People on the lines below a bare label, as a list or one a line, or each above a text about them."""
    found: list[Named] = []
    lines = text.split("\n")
    bulleted, blank, bio = False, False, False
    for place, line in enumerate(lines[1:], 1):
        if not line.strip():
            blank = True
            continue
        bullet = _BULLET().match(line)
        if found and (bulleted and not bullet):
            break
        if found and not bulleted and blank and not bio:
            bio = True
        people = (
            read_people(line[bullet.end() :] if bullet else line.strip(), "") if len(line) <= _LONGEST_VALUE else []
        )
        lowest = min((person.score for person in people), default=0)
        if found and not bulleted and bio and not _has_bio(people, lines[place + 1 : place + 3]):
            people = []
        if not people or (lowest < LIKELY and not bullet and (found or len(line.split()) > 1)):
            if not found or bulleted:
                break
            bio, blank = True, False
            continue
        bulleted, blank = bool(bullet), False
        found += people
    return found


def _has_bio(people: list[Named], following: list[str]) -> bool:
    """Whether a name is followed by a text about that person."""
    if len(people) != 1 or people[0].score < LIKELY:
        return False
    text = next((line for line in following if line.strip()), "")
    return len(text) > _LONG_LINE and people[0].name.split()[0] in text


def _between_tags(markup: str, label: str) -> list[Named]:
    """People on lines of plain text between blocks of HTML: each a name, and a text about them in paragraphs."""
    start = markup.rfind(f"{label}:")
    if start < 0 or "<p" not in markup[start:]:
        return []
    lines = [line.strip() for line in markup[start:].replace("\\r\\n", "\n").split("\n")][1:]
    lines = [line for line in lines if line]
    found: list[Named] = []
    for place, line in enumerate(lines):
        first = place == 0
        opens = place + 1 == len(lines) or lines[place + 1].startswith("<")
        if "<" in line or not opens or not (first or lines[place - 1].endswith(">")):
            if first:
                return []
            continue
        people = read_people(line, "")
        if not people or (not first and min(person.score for person in people) <= ONE_WORD):
            if first:
                return []
            continue
        found += people
    return found


def _without_colon(text: str, short: list[re.Match[str]]) -> Iterator[Told]:
    """People below a heading, and on a line as ``Presented by Ada Lovelace``; ``short`` are the lines looked at."""
    headings = [(line, _HEADING().match(text, line.start())) for line in short if _may_head(line[0])]
    for place, heading in headings:
        if heading is None:
            continue
        people = _below(text[place.end() :])
        if people and min(person.score for person in people) >= ONE_WORD:
            confidence = 90 if min(person.score for person in people) >= LIKELY else 70
            yield Told(people, confidence, f"below the heading '{one_line(heading['label'])}'")
    for line in filter(None, (_SENTENCE().match(text, line.start()) for line in short if _may_tell(line[0]))):
        people = read_people(line["names"])
        lowest = min((person.score for person in people), default=0)
        words = one_line(line["hosts"] or line["speaks"] or line["dash"])
        if lowest >= ONE_WORD:
            confidence = _by_words(lowest, hosts=bool(line["hosts"]))
            yield Told(people, confidence, f"a line that begins with '{words}'")


def _may_head(line: str) -> bool:
    """Whether a line may be a heading as ``Speakers``."""
    return len(line) <= _LONGEST_HEADING and ":" not in line and may_be_label(line)


def _may_tell(line: str) -> bool:
    """Whether a line may be a sentence as ``Presented by Ada Lovelace``."""
    return line.lstrip(" \t").casefold().startswith(_SENTENCES)


def _by_words(lowest: int, *, hosts: bool) -> int:
    """How sure it is that people told in a few words speak: those who are hosts may not."""
    if hosts:
        return 60 if lowest >= LIKELY else 0
    return 90 if lowest >= STRONG else 70 if lowest >= LIKELY else 50
