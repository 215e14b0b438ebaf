"""A SUMMARY as a title: what is written into it beside its words becomes a status, a remark or a kind.

Feeds have no other place for it that every calendar program shows: real agendas tell a cancellation by a word, or by
striking the title out, and leave STATUS as it was. The number of a paper before a title stays, since printed
programmes call the paper by it.
"""

# ruff: noqa: RUF001, SIM905  # the marks that titles are written with; a list of words reads better as a text

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from eventkit.api import one_line
from eventkit_calendar.patterns import lazily
from eventkit_calendar.text import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Title(NamedTuple):
    """The words of a title, and what was told with them; ``status`` is empty where it tells none."""

    text: str
    status: Literal["", "cancelled", "tentative"] = ""
    remark: str = ""
    kind: str = ""


_SAID = {
    "cancelled": (
        r"cancell?ed|cancell?ation|cancelación|abgesagt|entfällt|fällt aus|ausgefallen|annulée?|annulé\(e\)"
        r"|cancelad[oa]|annullat[oa]|geannuleerd|afgelast|vervalt|inställd|avlyst|aflyst|peruttu|odwołan[eya]"
        r"|zrušen[oaý]|отмен[её]н[оа]?|скасовано|elmarad|anulat|iptal(?: edildi)?|取消|已取消|中止|취소됨|취소"
    ),
    "tentative": r"tentative|unter vorbehalt|provisional|onder voorbehoud|sous réserve",
    "condition": (
        r"(?:[\w-]+[ -]){0,4}(?:registrations?|pass|passes|badges?|tickets?|rsvp|sign-?up|reservations?|invitation|fee)"
        r" (?:is |are )?(?:required|needed|only|closed)|separate registrations?|pre-?registration|rsvp"
        r"|(?:by )?invit(?:e|ation)[ -]only|members only|speakers only|sponsors only|in[- ]person only|online only"
        r"|anmeldung erforderlich|nur mit anmeldung|sur inscription|previa inscripción|su iscrizione"
    ),
    "sold_out": r"(?:now )?sold[ -]?out|ausverkauft|agotad[oa]s?|esgotad[oa]s?|esaurit[oia]|uitverkocht",
    "full": (r"(?:fully )?booked(?: out| up)?|full|complet|ausgebucht|volgeboekt|al completo|lotad[oa]|fullbokad"),
    "waiting_list": (
        r"wait(?:ing)?[ -]?list(?:ed)?(?: only)?|warteliste|liste d['’]attente|lista de espera|wachtlijst"
    ),
    "amended": r"amend(?:ed|ment)|geändert|änderung",
    "updated": r"updated?|aktualisiert|actualizado",
    "postponed": r"postponed|verschoben|reporté|aplazad[oa]|pospuest[oa]|rinviat[oa]|uitgesteld|adiad[oa]",
    "rescheduled": r"rescheduled|moved|verlegt|neue zeit|new time|time changed?",
    "room_changed": r"new room|room changed?|neuer raum|raumänderung",
}
_NOTE = lazily("|".join(f"(?P<{name}>{words})" for name, words in _SAID.items()), re.IGNORECASE)
_TELLING = frozenset(
    "cancelled canceled cancellation cancelation abgesagt ausgefallen cancelada cancelado annullata annullato "
    "geannuleerd afgelast vervalt avlyst aflyst peruttu elmarad anulat iptal tentative vorbehalt provisional "
    "voorbehoud required needed only closed registration registrations preregistration preregistrations rsvp "
    "anmeldung inscription iscrizione sold soldout ausverkauft agotada agotadas agotado agotados esgotada esgotadas "
    "esgotado esgotados esaurita esauriti esaurito uitverkocht booked full complet ausgebucht volgeboekt completo "
    "lotada lotado fullbokad list listed waitlist waitlisted waitinglist waitinglisted warteliste attente espera "
    "wachtlijst amended amendment update updated aktualisiert actualizado postponed verschoben aplazada aplazado "
    "pospuesta pospuesto rinviata rinviato uitgesteld adiada adiado rescheduled moved verlegt zeit new change "
    "changed raum".split()
)
"""Of all that is said in ASCII, each has one of these words at least."""

_LETTERS = str.maketrans({chr(code): chr(code).lower() if chr(code).isalpha() else " " for code in range(128)})
_LONGEST_NOTE = 60
LONGEST_TITLE = 1000
"""What is longer is no title, and is not looked into."""

_TOLD_APART = lazily(r"[<&\[(【|*:!;,：]|\s[-–—/]|CANCEL|ABGESAGT|ANNUL|SOLD|AMEND|取消|中止|취소")
"""What a title has to hold for there to be something beside its words."""

_IN_BRACKETS = lazily(r"[\[(【*]+\s*([^\[\]()【】*]{2,45}?)[\s!.:]*[\])】*]+\s*[:|–—-]*\s*")
_IN_BRACKETS_BEHIND = lazily(r"[\s:|–—-]*[\[(【*]+\s*([^\[\]()【】*]{2,45}?)[\s!.]*[\])】*]+$")
_BEFORE = lazily(r"([:：|]|\s[-–—]|!+)\s*(?=\S)")
_SEPARATORS = (" | ", " - ", " – ", " — ", " / ", ": ", ", ", "; ")
_FIRST_WORDS = lazily(r"(CANCELL?ED|ABGESAGT|ANNULÉE?|CANCELAD[OA]|ANNULLATO|SOLD[ -]?OUT|AMENDMENT|AMENDED)\s+(?=\S)")
_LAST_WORDS = lazily(r"(?<=\S)\s+(CANCELL?ED|ABGESAGT|ANNULÉE?|CANCELAD[OA]|ANNULLATO|SOLD[ -]?OUT)!*$")
_STRUCK = lazily(r"^\s*<(s|del|strike)\b[^<>]*>(.*)</\1>\s*$", re.IGNORECASE | re.DOTALL)
_MARKUP = lazily(
    r"<(b|i|u|s|em|strong|del|strike|span|p|a|code|small|sup|sub|div|font|mark|h[1-6])\b[^<>]*>.*?</\1>|<br\s*/?>",
    re.IGNORECASE | re.DOTALL,
)
_ENTITY = lazily(r"&(?:[a-z]{2,8}|#\d{1,6}|#x[0-9a-f]{1,5});", re.IGNORECASE)
_KIND = lazily(r"^\[([a-z][a-z-]{2,30})\]\s+(?=\S)")
_KINDS = frozenset(
    "talk talks tutorial tutorials workshop workshops keynote keynotes panel poster posters plenary break event events "
    "summit session sessions charla charlas informational lightning-talk lightning-talks open-space open-spaces social "
    "meetup bof training sponsor-workshop demo lunch registration hackathon sprint sprints ceremony".split()
)
_MOST_NOTES = 6


def kind_before(summary: str) -> str:
    """The kind that stands before a title, as ``talk`` in ``[talk] Tea``; empty where there is none."""
    found = _KIND().match(summary)
    return found[1] if found else ""


def read_title(summary: str, *, kinds: bool = False) -> Title:
    """Tell a title's words from what is said beside them; ``kinds`` where all titles begin with ``[a-kind]``."""
    if len(summary) > LONGEST_TITLE or _is_all_title(summary) or not _TOLD_APART().search(summary):
        return Title(summary)
    text, status, kind = summary.strip(), "", ""
    remarks: list[str] = []
    for _ in range(_MOST_NOTES):
        before = "" if kind else kind_before(text)
        if before and (kinds or before in _KINDS):
            text, kind = text[len(before) + 2 :].lstrip(), before
        struck = _STRUCK().match(text)
        if struck and struck[2].strip():
            text, status = struck[2].strip(), "cancelled"
            continue
        note, rest = next(_notes(text), ("", text))
        if note in {"cancelled", "tentative"}:
            status = "cancelled" if "cancelled" in {note, status} else note
        elif note and note not in remarks:
            remarks.append(note)
        elif not note:
            rest = _without_markup(text)
            if rest == text:
                break
        text = rest
    return Title(text, status, "; ".join(remarks), kind)  # type: ignore[arg-type]  # one of the three, by the lines above


def _is_all_title(summary: str) -> bool:
    """Whether there is surely nothing but a title, as nearly always: no mark, and no word that says anything else."""
    if "[" in summary or "<" in summary or "&" in summary or not summary.isascii():
        return False
    return _TELLING.isdisjoint(summary.translate(_LETTERS).split())


def _without_markup(text: str) -> str:
    """A title without tags that are closed again, and without entities; a lone tag is what the title is about."""
    if "<" in text and _MARKUP().search(text):
        return one_line(clean_text(text)) or text
    if "&" in text and _ENTITY().search(text):
        import html  # its table of entities is large, and few titles have any

        return one_line(_ENTITY().sub(lambda match: html.unescape(match.group()), text)) or text
    return text


def _notes(text: str) -> Iterator[tuple[str, str]]:
    """What may be said before or behind a title, with the title that is left; nothing where no title is left."""
    if text[0] in "[(【*" and (found := _IN_BRACKETS().match(text)):
        yield from _left(_note(found[1], apart=True), text[found.end() :])
    if text[-1] in "])】*":
        start = max(text.rfind(bracket) for bracket in "[(【") if text[-1] != "*" else text.find("*")
        found = _IN_BRACKETS_BEHIND().search(text, max(start - 3, 0))
        if found:
            yield from _left(_note(found[1], apart=True), text[: found.start()])
    if found := _BEFORE().search(text, 1, _LONGEST_NOTE):
        yield from _left(_note(text[: found.start()], before=found[1].strip()), text[found.end() :])
    for separator in _SEPARATORS:
        start = text.rfind(separator)
        if start > 0 and len(text) - start <= _LONGEST_NOTE + len(separator):
            tail = text[start + len(separator) :].strip(" !.")
            yield from _left(_note(tail, apart=separator == " | ", behind=separator.strip()), text[:start])
    first = _FIRST_WORDS().match(text) or (
        _LAST_WORDS().search(text) if text[-1].isupper() or text[-1] == "!" else None
    )
    if first and not (rest := text[: first.start()] + text[first.end() :]).isupper():
        yield from _left(_note(first[1]), rest)


def _left(note: str, rest: str) -> Iterator[tuple[str, str]]:
    if note and rest.strip(" :|–—-"):
        yield note, rest.strip()


@lru_cache(maxsize=2048)
def _note(text: str, *, apart: bool = False, before: str = "", behind: str = "") -> str:
    """The status or remark that a few words are, in plain words; empty where they are part of the title.

    Words that titles are made of too, as "full" and "cancelled", count where brackets or bars set them apart, or
    capitals.
    """
    text = text.strip(" *!")
    found = _NOTE().fullmatch(text)
    if found is None:
        return ""
    name, loud = found.lastgroup or "", text.isupper() or not text.isascii()
    if name == "cancelled":
        return name if apart or loud or before or behind in {"-", "–", "—"} else ""
    if name == "tentative":
        return name if apart or loud or before == ":" else ""
    if name == "condition":
        return (text.lower() if text.isupper() else text) if apart or loud or behind else ""
    return name.replace("_", " ") if apart or loud else ""
