"""Companies and institutions, and what people do there, as they are told beside names."""

# ruff: noqa: SIM905  # a list of words reads better as a text

from __future__ import annotations

import re

_WORD = re.compile(
    r"\b(?:(?i:gmbh|inc|ltd|llc|llp|corp|corporation|company|société|gesellschaft|firma|empresa|entreprise|sarl|s\.a\.?|s\.r\.l|s\.p\.a|b\.v|n\.v|plc|pty|oyj|a/s|aps"
    r"|e\.v|ngo|group|groep|gruppe|groupe|grupo|holdings?|labs?|laboratory|laboratories|laboratoire|technologies"
    r"|technology|solutions|systems|software|services|networks?|consulting|consultancy|consultants|partners|ventures"
    r"|capital|bank|banque|banco|foundation|stiftung|fondation|fundación|institute|institut|instituto|istituto"
    r"|university|universität|universite|université|universidad|universidade|università|universiteit|universitet"
    r"|college|school|academy|hochschule|école|centre|center|council|ministry|agency|association|alliance|society"
    r"|verein|club|committee|community|studios?|media|press|magazine|digital|analytics|security|robotics|interactive"
    r"|entertainment|energy|industries|international|global|worldwide|america|airlines|insurance|health|hospital"
    r"|medical|pharma|motors|telecom|mobile|web services|government|parliament|commission|department|city of"
    r"|bibliothek|library|museum|collective|kollektiv|cooperative|project|devops|research|innovations?|engineering"
    r"|design|tech|hub|enterprises?|trust|fund|independent|freelancer?|self-employed|freiberuflich|indépendante?"
    r"|autónomo)|AG|KG|SE|SA|SAS|AB|AS|KK|BV|NV|OY|Oy|AI|IO|API|Ltda|SpA|Co\.|Cloud|Data|Team)\b"
)
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
CORPORATE = re.compile(
    r"(?:inc|ltd|llc|llp|gmbh|corp|co|co\.,? ?ltd|s\.?a|ag|b\.?v|plc|s\.?r\.?l|pty|limited|kk|k\.k)\.?", re.IGNORECASE
)
_ROLE = re.compile(
    r"\b(?:ceo|cto|cio|cfo|coo|cpo|ciso|vp|evp|svp|chief|president|(?:co-?)?founder|director|manager|head|lead|leader"
    r"|principal|senior|junior|sr\.?|staff|engineer|developer|programmer|architect|scientist|researcher|analyst"
    r"|consultant|advocate|advocacy|evangelist|maintainer|contributor|committer|reviewer|owner|professor|prof|lecturer"
    r"|student|designer|writer|author|journalist|editor|officer|fellow|chair|chairman|chairwoman|ambassador|specialist"
    r"|strategist|technologist|expert|administrator|sysadmin|organi[sz]er|member|hacker|relations|ingénieure?"
    r"|directeur|directrice|responsable|chef|cheffe|chargée? d[eu']|geschäftsführer(?:in)?|leiter(?:in)?"
    r"|entwickler(?:in)?|wissenschaftler(?:in)?|berater(?:in)?|avant-vente|coordinat\w+|executive|product|technical"
    r"|marketing|sales|moderator|moderation|host|panelist|speaker|keynote|swe|sre|devrel|gründer(?:in)?|vorstand"
    r"|ingeniero|ingeniera|desarrollador|desarrolladora|gerente|diretor|diretora|engenheiro|engenheira|sviluppatore"
    r"|ontwikkelaar|mitarbeiter(?:in)?)\b",
    re.IGNORECASE,
)
ON_THEIR_OWN = re.compile(
    r"(?:independent|freelancer?|self[- ]employed|freiberuflich\w*|indépendante?|autónom[oa]|unaffiliated"
    r"|retired|private|student|tba|tbd|n/?a|none|-)",
    re.IGNORECASE,
)


def is_organization(text: str) -> bool:
    """Whether a text is plainly a company or an institution."""
    return _WORD.search(text) is not None or text.lower() in _NAMED_LIKE_PEOPLE


def names_role(text: str) -> bool:
    """Whether there is the word of a role in a text."""
    return _ROLE.search(text) is not None


def is_role(text: str) -> bool:
    """Whether what is told of somebody is what they do: a role's word is the first or the last of it."""
    return any(match.start() == 0 or match.end() >= len(text.rstrip(". ")) for match in _ROLE.finditer(text)) or (
        _ROLE.search(text) is not None and not is_organization(text)
    )
