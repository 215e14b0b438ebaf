"""Which template a letter is made from: the precedence, one condition at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventkit.api import InputError, NotFoundError
from eventkit_followup.material.context import Situation
from eventkit_followup.templating.choosing import Chooser
from eventkit_followup.templating.headers import Part, When
from eventkit_followup.templating.templates import PLUGIN, Template

HERE = Situation(
    roles=frozenset({"attendee"}),
    promised=False,
    known=False,
    met=True,
    weeks=0,
    languages=("en",),
    tone="informal",
    channel="eml",
)
RULES = {
    "promise": When(promise=True),
    "late": When(weeks=12),
    "later": When(weeks=52),
    "panelist": When(roles=("panelist",)),
    "speaker": When(roles=("speaker",)),
    "organiser": When(roles=("organiser",)),
    "juror": When(roles=("juror",)),
    "again": When(known=True),
    "missed": When(met=False),
    "any": When(),
}


def choose(templates, situation, name=""):
    return Chooser(templates).choose(situation, name)


def template(name, *, when=None, language="", tone="", origin=PLUGIN, channels=()):
    form = ".".join(filter(None, (name, language, tone)))
    return Template(
        name=name,
        form=form,
        file=Path(origin) / f"{form}.txt",
        origin=origin,
        subject=Part(text="Hello", line=1),
        body=Part(text="Hello", line=3),
        language=language,
        tone=tone,
        when=when,
        channels=channels,
    )


ALL = [template(name, when=when) for name, when in RULES.items()]


@pytest.mark.parametrize(
    ("situation", "name"),
    [
        ({}, "any"),
        ({"known": True}, "again"),
        ({"known": True, "roles": {"juror"}}, "juror"),
        ({"roles": {"speaker"}}, "speaker"),
        ({"roles": {"organiser", "speaker"}}, "speaker"),
        ({"roles": {"organiser", "speaker", "panelist"}}, "panelist"),
        ({"roles": {"organiser", "juror"}}, "organiser"),
        ({"roles": {"speaker"}, "known": True}, "speaker"),
        ({"roles": {"speaker"}, "weeks": 12}, "late"),
        ({"weeks": 11}, "any"),
        ({"weeks": 60}, "later"),
        ({"roles": {"speaker"}, "weeks": 60, "promised": True}, "promise"),
        ({"met": False, "weeks": 60}, "missed"),
        ({"met": False, "roles": {"speaker"}}, "speaker"),
    ],
)
def test_rule_takes_what_fits_most(situation, name):
    values = {key: frozenset(value) if key == "roles" else value for key, value in situation.items()}
    assert choose(ALL, HERE._replace(**values)).name == name


def test_template_without_a_rule_is_for_its_name_only():
    templates = [template("any", when=When()), template("mine", origin="own")]
    assert (choose(templates, HERE).name, choose(templates, HERE, "mine").name) == ("any", "mine")


def test_own_goes_before_a_plugins_and_that_before_a_bundled_one():
    origins = [PLUGIN, "another", "own"]
    templates = [template("any", when=When(), origin=origin) for origin in origins]
    assert [choose(templates[:count], HERE).origin for count in (1, 2, 3)] == origins


def test_own_template_of_a_name_has_the_rule_of_that_name():
    templates = [*ALL, template("speaker", origin="own")]
    assert choose(templates, HERE._replace(roles=frozenset({"speaker"}))).origin == "own"


def test_own_template_that_says_when_changes_the_rule_of_that_name():
    templates = [*ALL, template("speaker", origin="own", when=When(promise=False))]
    assert choose(templates, HERE).origin == "own"


def test_own_rule_as_good_as_a_bundled_one_goes_first():
    assert choose([*ALL, template("zzz", when=When(), origin="own")], HERE).name == "zzz"


FORMS = [
    template("any", when=When(), language=language, tone=tone)
    for language, tone in (("en", ""), ("de", "formal"), ("de", "informal"), ("fr", "informal"))
]


@pytest.mark.parametrize(
    ("languages", "tone", "form"),
    [
        (("en",), "informal", "any.en"),
        (("en",), "formal", "any.en"),
        (("de", "en"), "formal", "any.de.formal"),
        (("de", "en"), "informal", "any.de.informal"),
        (("de-at", "en"), "informal", "any.de.informal"),
        (("ja", "de", "en"), "informal", "any.de.informal"),
        (("ja", "en"), "informal", "any.en"),
        (("fr", "en"), "formal", "any.en"),
        (("fr",), "formal", "any.fr.informal"),
    ],
)
def test_form_is_in_the_best_language_and_tone_that_there_is(languages, tone, form):
    assert choose(FORMS, HERE._replace(languages=languages, tone=tone)).form == form


def test_own_template_for_any_language_goes_before_a_bundled_one_in_just_that():
    assert choose([*FORMS, template("any", origin="own")], HERE._replace(languages=("de", "en"))).origin == "own"


def test_own_template_in_another_language_leaves_the_bundled_one_its_place():
    templates = [*FORMS, template("any", origin="own", language="de", tone="informal")]
    assert [choose(templates, HERE._replace(languages=(code, "en"))).origin for code in ("de", "fr")] == ["own", PLUGIN]


def test_form_by_its_whole_name_is_taken_whatever_the_language():
    assert choose(FORMS, HERE, "any.de.formal").form == "any.de.formal"


def test_template_for_other_channels_is_passed_over_by_the_rule():
    templates = [template("any", when=When()), template("again", when=When(known=True), channels=("matrix",))]
    assert choose(templates, HERE._replace(known=True)).name == "any"


def test_template_for_other_channels_is_refused_by_name():
    with pytest.raises(InputError, match="template again is for matrix, not for eml; choose another with --template"):
        choose([template("again", channels=("matrix",))], HERE, "again")


def test_nothing_that_fits_is_said():
    with pytest.raises(InputError, match="no template is for eml and de or en; choose one with --template"):
        choose([], HERE._replace(languages=("de", "en")))


def test_unknown_name_is_said_with_what_there_is():
    with pytest.raises(NotFoundError, match="there is no template 'x'; there is any"):
        choose(FORMS, HERE, "x")


def test_chooser_answers_the_same_question_alike():
    chooser = Chooser(reversed(ALL))
    assert chooser.choose(HERE) is chooser.choose(HERE)
