"""Whether there may be a label in a line: told by its words, without the forms of all labels, which take their time.

The forms are large, and to compile them takes longer than to read a calendar of usual size: most calendars have no
line that they are needed for. A test holds that no line which one of them fits is passed over.
"""

# ruff: noqa: SIM905  # a list of words reads better as a text

from __future__ import annotations

_WHOLE = frozenset(
    "by von par por door di da av af with mit avec con met com kanssa stage name names info member members author "
    "authors".split()
)
"""The last words of labels that are nothing longer; among them the prepositions, which are labels by themselves."""

_STEMS = tuple(
    "speaker presenter lecturer instructor trainer facilitator tutor teacher performer artist referent vortragende "
    "sprecher redner dozent workshopleitung intervenant orateur oratrice conférenci conferenci présentat ponente "
    "orador presentador expositor tallerist charlista relator relatric docent spreker spreekster presentator inleider "
    "palestrante apresentador ministrante animat talare föreläsare foredragsholder taler oplægsholder puhuja prelegen "
    "prowadząc mówc přednášející řeční előadó vorbitor konuşmac ομιλητ спикер докладчик лектор ведущи выступает спікер "
    "доповідач 講演者 登壇者 発表者 スピーカー 講師 演讲者 演讲人 讲者 主讲 演講者 講者 分享嘉宾 嘉宾 "
    "발표자 연사 강연자 "
    "المتحدث מרצה מרצים דובר वक्ता "
    "moderat modera modérat panel panellist podium diskutant diskutieren gesprächsgäste interview participant "
    "discussant respondent chair vorsitz mesa "
    "host cohost gastgeber hôte anfitri autor auteur autrice organi leitung leiter gäste gast guest invité "
    "invitad".split()
)
"""What the last word of every other label begins with."""

_PLURALS = frozenset("s n r e es en in nen innen".split())
"""What may stand behind the last word: ``Speaker(s)``, ``Referent/in``."""

_NO_LETTERS = str.maketrans(dict.fromkeys("-*•>#=_+|.,:·/()0123456789\t", " "))


def may_be_label(text: str) -> bool:
    """Whether a text may end in a label: in a word that is one of labels, or begins as one."""
    words = text.casefold().translate(_NO_LETTERS).split()
    while words and words[-1] in _PLURALS:
        words.pop()
    return bool(words) and (words[-1] in _WHOLE or words[-1].startswith(_STEMS))
