"""What a template asks for is all that is handed over, and makes the letter that all there is would have made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from eventkit_followup.material.common import later
from eventkit_followup.material.context import CommonGround
from eventkit_followup.templating.answers import Asks
from eventkit_followup.templating.checking import sample_context
from eventkit_followup.templating.handing import reader
from eventkit_followup.templating.missing import NAMES
from eventkit_followup.templating.rendering import Renderer
from eventkit_followup.templating.sandbox import Kitchen
from eventkit_followup.templating.templates import BUNDLED, PLUGIN, read_template

SAMPLE = sample_context(datetime(2027, 5, 14, 9, tzinfo=UTC))
BARE = SAMPLE._replace(
    person=SAMPLE.person._replace(given="", organization="", title="  ", contact_points=()),
    event=None,
    encounters=(),
    before=(),
    fresh=(),
    promises=(),
    talks=(),
    my_talks=(),
    extra=(),
    other=None,
    common=CommonGround(),
)
FLAT = {
    "Hi {{ person.given }}, {{ note }}": ("person.given", "note"),
    "{% if person.title %}{{ person.title|upper }}{% else %}none{% endif %}": ("person.title",),
    "{{ event.name }} {{ event.starts }} {{ event.slug }}": ("event.name", "event.starts", "event.slug"),
    "{{ session.title }} {{ talk.room }} {{ my_talk.starts }}": ("session.title", "talk.room", "my_talk.starts"),
    "{{ person.emails[0] }} {{ person.tags|join('; ') }}": ("person.emails", "person.tags"),
    "{{ remembered|default('x') }} {{ promise }} {{ limit|default(5) }}": ("remembered", "promise", "limit"),
    "{{ language }} {{ tone }} {{ channel }} {{ today }} {{ brief }}": (
        "language",
        "tone",
        "channel",
        "today",
        "brief",
    ),
    "{{ extra.link }} {{ other.given }} {{ me.name }}": ("extra.link", "other.given", "me.name"),
    "{{ common.interests|join(', ') }}": ("common.interests",),
    "{% set x = person.name %}{% macro m(a) %}{{ a }} {{ note }}{% endmacro %}{{ m(x) }}": ("person.name", "note"),
    "{{ nothing }} {{ note }}": ("note",),
    "{{ person.given.upper() }} {{ person.given.nothing }}": ("person.given",),
}
WHOLE = [
    "{{ person }}",
    "{{ person.handles.mastodon }}",
    "{{ person.nothing }}",
    "{{ person['given'] }}",
    "{{ person|attr('given') }}",
    "{% if session %}{{ session.title }}{% endif %}",
    "{% for one in encounters %}{{ one.note }}{% endfor %}",
    "{{ common.people[0].name }}",
    "{% set person = other %}{{ person.given }}",
    "{% for person in common.people %}{{ person.given }}{% endfor %}",
    "{{ note.x }} {{ extra }}",
    "{{ person.__class__ }}",
    "{% include '_part.txt' %}",
    "{% from '_part.txt' import x %}",
]


@pytest.fixture
def write(tmp_path):
    def write(text):
        file = tmp_path / "mine.txt"
        file.write_text(f"subject: Hello\n\n{text}", encoding="utf-8")
        (tmp_path / "_part.txt").write_text("{% macro x() %}{% endmacro %}{{ person.given }}", encoding="utf-8")
        return read_template(file)

    return write


@pytest.mark.parametrize("text", FLAT)
@pytest.mark.parametrize("context", [SAMPLE, BARE], ids=["all", "nothing"])
def test_letter_of_the_values_alone_is_the_letter_of_everything(write, text, context):
    template, kitchen = write(text), Kitchen()
    assert kitchen.prepare(template).paths == FLAT[text]
    values = reader(FLAT[text], template.language)(context)
    assert kitchen.render(template, values) == kitchen.render(template, context)


@pytest.mark.parametrize("text", WHOLE)
def test_template_that_may_ask_for_more_is_given_everything(write, text):
    assert Kitchen().prepare(write(text)).paths is None


def test_template_that_uses_other_files_may_ask_for_every_name(write):
    assert Kitchen().prepare(write("{% include '_part.txt' %}")).names == NAMES


def test_bundled_templates_say_the_same_with_the_names_that_they_ask_for_as_with_all(monkeypatch):
    kitchen, everything = Kitchen(), Kitchen()
    templates = [read_template(file, PLUGIN) for file in sorted(BUNDLED.glob("*.txt"))]
    asked = [kitchen.render(template, SAMPLE) for template in templates]
    monkeypatch.setattr("eventkit_followup.templating.sandbox.asks_of", lambda _trees: Asks(names=NAMES, paths=None))
    assert [everything.render(template, SAMPLE) for template in templates] == asked


def test_letters_are_the_same_before_and_after_what_is_asked_for_is_known(write):
    template = write("{{ person.name }}: {{ note|trim }}")
    with Renderer() as renderer:
        before = renderer.render(template, SAMPLE)
        renderer.compile(template)
        assert renderer._readers.keys() == {str(template.file)}
        assert renderer.render(template, SAMPLE) == before


def test_template_that_is_expected_is_compiled_when_it_is_asked_for(write):
    template = write("{{ person.name|trim }}")
    with Renderer() as renderer:
        renderer.expect(template)
        renderer.expect(template)
        renderer.compile(template)
        assert renderer.render(template, SAMPLE).text == f"{SAMPLE.person.name}\n"


def test_common_ground_is_looked_for_when_it_is_asked_for_and_once(write):
    looked = []

    def find():
        looked.append(1)
        return CommonGround(interests=("lakes",))

    context = SAMPLE._replace(common=later(find))
    with Renderer() as renderer:
        plain, asking = write("{{ note }}"), "{{ common.interests }} {{ person }}"
        renderer.compile(plain)
        renderer.render(plain, context)
        assert looked == []
        other = write(asking)
        assert renderer.render(replace(other, file=other.file.with_name("other.txt")), context).text.startswith("lakes")
        assert (context.common.interests, looked) == (("lakes",), [1])
