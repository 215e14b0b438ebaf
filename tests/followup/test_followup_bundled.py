"""The bundled templates: complete in every language, and none with an empty phrase."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

import pytest

from eventkit.api import InputError
from eventkit_followup.material.context import CommonGround
from eventkit_followup.templating.checking import sample_context
from eventkit_followup.templating.refusals import MissingFieldsError
from eventkit_followup.templating.rendering import Renderer
from eventkit_followup.templating.templates import BUNDLED, PLUGIN, read_template

SAMPLE = sample_context(datetime(2027, 5, 14, 9, tzinfo=UTC))
TEMPLATES = [read_template(file, PLUGIN) for file in sorted(BUNDLED.glob("*.txt"))]
FORMS = {("en", ""), *((language, tone) for language in ("de", "es", "fr") for tone in ("formal", "informal"))}
NAMES = {
    *("article", "call", "check-in", "congratulation", "feedback", "introduction", "introduction-ask", "mentoring"),
    *("promised-resource", "referral", "sorry-we-missed", "thank-you", "thank-you-again", "thank-you-organiser"),
    *("thank-you-panelist", "thank-you-speaker"),
}
GREETINGS = {"en": "Hi ", "de": ("Hallo ", "Guten Tag "), "fr": "Bonjour ", "es": ("Hola, ", "Buenos días, ")}


def with_extra(template, **changes):
    said = {"when": "2027-06-01T15:00", "minutes": "30"}
    return SAMPLE._replace(extra=tuple((name, said.get(name, f"the {name}")) for name, _ in template.asks), **changes)


@pytest.fixture(scope="module")
def renderer():
    with Renderer() as renderer:
        yield renderer


def test_every_template_is_there_in_every_language_and_tone():
    forms = defaultdict(set)
    for template in TEMPLATES:
        forms[template.name].add((template.language, template.tone))
    assert dict(forms) == dict.fromkeys(NAMES, FORMS)


def test_forms_of_a_template_say_the_same_in_their_heads():
    heads = defaultdict(set)
    for template in TEMPLATES:
        heads[template.name].add((template.description, template.when, template.asks, template.channels))
    assert {name: len(found) for name, found in heads.items()} == dict.fromkeys(NAMES, 1)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.form)
def test_letter_greets_says_something_and_is_signed(renderer, template):
    letter = renderer.render(template, with_extra(template))
    lines = letter.text.split("\n")
    assert (lines[0].startswith(GREETINGS[template.language]), lines[1], lines[-2]) == (True, "", "Robin Sample")
    assert "\n\n\n" not in letter.text
    assert " ." not in letter.text


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.form)
def test_letter_fits_a_channel_that_takes_little(renderer, template):
    letter = renderer.render(template, with_extra(template, limit=500))
    assert (len(letter.text) <= 500, letter.text.split("\n")[-2].startswith("Robin")) == (True, True)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.form)
def test_letter_about_nothing_is_refused_with_what_is_missing(renderer, template):
    bare = SAMPLE._replace(encounters=(), before=(), fresh=(), promises=(), extra=(), other=None, common=CommonGround())
    with pytest.raises(MissingFieldsError) as caught:
        renderer.render(template, bare)
    assert {"note", "remembered", "promise", "other", "extra"} & {field.split(".")[0] for field in caught.value.fields}


@pytest.mark.parametrize("name", ["thank-you.en.txt", "thank-you-speaker.de.formal.txt"])
def test_session_that_is_not_known_is_left_out(renderer, name):
    template = read_template(BUNDLED / name, PLUGIN)
    fresh = (SAMPLE.fresh[0]._replace(session=None),)
    text = renderer.render(template, SAMPLE._replace(fresh=fresh, talks=())).text
    assert ("A Sample Talk" in text, "how a sample is taken" in text) == (False, True)


@pytest.mark.parametrize("tone", ["formal", "informal"])
@pytest.mark.parametrize("name", sorted(NAMES))
def test_german_keeps_to_one_way_of_addressing_somebody(renderer, name, tone):
    template = read_template(BUNDLED / f"{name}.de.{tone}.txt", PLUGIN)
    words = set(renderer.render(template, with_extra(template)).text.replace(",", " ").replace(".", " ").split())
    other = {"du", "dich", "dir", "dein", "deine", "deinen"} if tone == "formal" else {"Ihnen", "Ihr", "Ihre", "Ihren"}
    assert words & other == set()


def test_promise_comes_with_the_address_that_was_said_for_it(renderer):
    template = read_template(BUNDLED / "promised-resource.en.txt", PLUGIN)
    text = renderer.render(template, SAMPLE._replace(extra=(("link", "https://example.org/x"),))).text
    assert text.split("\n")[6] == "Here it is: https://example.org/x"


def test_bundled_template_that_is_asked_for_a_wrong_time_says_how_to_give_it(renderer):
    template = read_template(BUNDLED / "call.en.txt", PLUGIN)
    with pytest.raises(InputError) as caught:
        renderer.render(template, SAMPLE._replace(extra=(("when", "tomorrow"),)))
    assert str(caught.value) == (
        f"{template.file}, line 5: 'tomorrow' is no time for an invitation; give one as 2027-06-01T15:00"
    )
