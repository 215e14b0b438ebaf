"""Companies and institutions, and what people do there, as they are told beside names."""

# ruff: noqa: SIM905  # a list of words reads better as a text

from __future__ import annotations

import re
from functools import lru_cache

from eventkit_calendar.patterns import lazily

_WORD = re.compile(r"\w+")
_WORDS = frozenset(
    "gmbh inc ltd llc llp corp corporation company société gesellschaft firma empresa entreprise sarl plc pty oyj aps "
    "ngo group groep gruppe groupe grupo holding holdings lab labs laboratory laboratories laboratoire technologies "
    "technology solutions systems software services network networks consulting consultancy consultants partners "
    "ventures capital bank banque banco foundation stiftung fondation fundación institute institut instituto istituto "
    "university universität universite université universidad universidade università universiteit universitet "
    "college school academy hochschule école centre center council ministry agency association alliance society "
    "verein club committee community studio studios media press magazine digital analytics security robotics "
    "interactive entertainment energy industries international global worldwide america airlines insurance health "
    "hospital medical pharma motors telecom mobile government parliament commission department bibliothek library "
    "museum collective kollektiv cooperative project devops research innovation innovations engineering design tech "
    "hub enterprise enterprises trust fund independent freelance freelancer freiberuflich indépendant indépendante "
    "autónomo".split()
)
_CASED = lazily(
    r"\b(?:AG|KG|SE|SA|SAS|AB|AS|KK|BV|NV|OY|Oy|AI|IO|API|Ltda|SpA|Co\.|Cloud|Data|Team"
    r"|(?i:s\.a\.?|s\.r\.l|s\.p\.a|b\.v|n\.v|a/s|e\.v|web services|city of|self-employed))\b"
)
_CASED_WORDS = frozenset(
    "ag kg se sa sas ab as kk bv nv oy ai io api ltda spa co cloud data team s b n a e web city self".split()
)
"""What the form above begins with, in small letters."""

_NAMED_LIKE_PEOPLE = frozenset(
    "morgan stanley|jp morgan|j.p. morgan|jp morgan chase|goldman sachs|charles schwab|hugo boss"
    "|louis vuitton|wells fargo"
    "|eli lilly|walt disney|booz allen hamilton|john deere|raymond james|edward jones|philip morris|roland berger"
    "|oliver wyman|robert bosch|max planck|carnegie mellon|johns hopkins|harley davidson|rolls royce|thomson reuters"
    "|marsh mclennan|baker hughes|arthur d. little|jack henry|red hat|capital one|delivery hero|palo alto"
    "|hewlett packard"
    "|johnson controls|ernst young|levi strauss|general electric|thomas cook|robert half|otto group|calvin klein"
    "|jack wolfskin|ralph lauren|fred hutch|dun bradstreet|merrill lynch|credit suisse|adam opel|carl zeiss"
    "|georgia tech|virginia tech|lloyds bank|standard chartered|stanley black|texas instruments".split("|")
)
CORPORATE = lazily(
    r"(?:inc|ltd|llc|llp|gmbh|corp|co|co\.,? ?ltd|s\.?a|ag|b\.?v|plc|s\.?r\.?l|pty|limited|kk|k\.k)\.?", re.IGNORECASE
)
_ROLES = frozenset(
    "ceo cto cio cfo coo cpo ciso vp evp svp chief president founder director manager head lead leader principal "
    "senior junior sr staff engineer developer programmer architect scientist researcher analyst consultant "
    "advocate advocacy evangelist maintainer contributor committer reviewer owner professor prof lecturer student "
    "designer writer author journalist editor officer fellow chair chairman chairwoman ambassador specialist "
    "strategist technologist expert administrator sysadmin organizer organiser member hacker relations ingénieur "
    "ingénieure directeur directrice responsable chef cheffe geschäftsführer geschäftsführerin leiter leiterin "
    "entwickler entwicklerin wissenschaftler wissenschaftlerin berater beraterin executive product technical "
    "marketing sales moderator moderation host panelist speaker keynote swe sre devrel gründer gründerin vorstand "
    "ingeniero ingeniera desarrollador desarrolladora gerente diretor diretora engenheiro engenheira sviluppatore "
    "ontwikkelaar mitarbeiter mitarbeiterin".split()
)
_ROLE_PHRASES = r"co-?founder|sr\.?|avant-vente|chargée? d[eu']|coordinat\w+"
_ROLE = lazily(rf"\b(?:{_ROLE_PHRASES}|{'|'.join(_ROLES)})\b", re.IGNORECASE)
_ROLE_STEMS = ("coordinat", "cofounder", "avant-vente", "charg")
"""What the phrases hold that have no role's word in them."""

ON_THEIR_OWN = lazily(
    r"(?:independent|freelancer?|self[- ]employed|freiberuflich\w*|indépendante?|autónom[oa]|unaffiliated"
    r"|retired|private|student|tba|tbd|n/?a|none|-)",
    re.IGNORECASE,
)


def is_organization(text: str) -> bool:
    """Whether a text is plainly a company or an institution."""
    words = _words(text)
    if not _WORDS.isdisjoint(words) or text.lower() in _NAMED_LIKE_PEOPLE:
        return True
    return not _CASED_WORDS.isdisjoint(words) and _CASED().search(text) is not None


@lru_cache(maxsize=4096)  # a piece of a list is asked about before it, for itself, and behind it
def names_role(text: str) -> bool:
    """Whether there is the word of a role in a text."""
    if not _ROLES.isdisjoint(_words(text)):
        return True
    lower = text.lower()
    return any(stem in lower for stem in _ROLE_STEMS) and _ROLE().search(text) is not None


def is_role(text: str) -> bool:
    """Whether what is told of somebody is what they do: a role's word is the first or the last of it."""
    if not names_role(text):
        return False
    if text.isascii() and not _ROLES.isdisjoint(_ends_of(text)):
        return True
    length = len(text.rstrip(". "))
    at_an_end = any(match.start() == 0 or match.end() >= length for match in _ROLE().finditer(text))
    return at_an_end or not is_organization(text)


def _ends_of(text: str) -> tuple[str, ...]:
    """What stands before the first blank of an ASCII text, and behind the last, in small letters."""
    words = text.rstrip(". ").lower().split(" ")
    return words[0], words[-1]


def _words(text: str) -> list[str]:
    """The words of a text in small letters; some letters become two when they are made small, and so two words."""
    return _WORD.findall(text.lower()) if text.isascii() else [word.lower() for word in _WORD.findall(text)]
