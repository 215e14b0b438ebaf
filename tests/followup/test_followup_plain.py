"""Templates that only put values into a text: filled in without Jinja2, and just as it would."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit_followup.templating.checking import sample_context
from eventkit_followup.templating.fields import FLAT, PLAIN
from eventkit_followup.templating.headers import Part
from eventkit_followup.templating.plain import plain_template
from eventkit_followup.templating.rendering import Renderer
from eventkit_followup.templating.sandbox import Kitchen
from eventkit_followup.templating.templates import Template, read_template

SAMPLE = sample_context(datetime(2027, 5, 14, 9, tzinfo=UTC))
BARE = SAMPLE._replace(
    person=SAMPLE.person._replace(given="", organization="", title="  ", contact_points=(), interests=()),
    event=None,
    fresh=(),
    promises=(),
    talks=(),
    other=None,
    extra=(),
    limit=200,
)
CONTEXTS = (SAMPLE, BARE)
PATHS = sorted({*PLAIN, *(f"{root}.{name}" for root, names in FLAT.items() for name in names or ("link", "nowhere"))})
SLOTS = st.builds("{}{}{}".format, st.sampled_from(["{{ ", "{{", "{{\t"]), st.sampled_from(PATHS), st.just(" }}"))
TEXTS = st.one_of(
    st.text(max_size=8), st.sampled_from(["{", "}", "%", "%s", "%%", "\n", "\r\n", "Hi ", "}}", "%}", "#}"])
)


def written(subject, body):
    """A template of the user's own."""
    file = Path("own.txt")
    return Template(
        name="own",
        form="own",
        file=file,
        origin="own",
        subject=Part(text=subject, line=1),
        body=Part(text=body, line=3),
    )


def by_jinja(template, context):
    return Kitchen().render(template, context)


def as_read(texts):
    """What stays of a text in a letter: line feeds, and nothing empty around it."""
    return (texts.subject.strip(), texts.text.strip()) if hasattr(texts, "subject") else texts.missing


@pytest.mark.parametrize("context", CONTEXTS, ids=["all", "bare"])
@pytest.mark.parametrize("path", PATHS)
def test_every_value_is_written_as_jinja_writes_it(path, context):
    template = written("Hello", f"It is {{{{ {path} }}}}.\n")
    assert as_read(plain_template(template).render(context)) == as_read(by_jinja(template, context))


@given(st.lists(st.one_of(SLOTS, TEXTS), max_size=6), st.sampled_from(CONTEXTS))
def test_any_template_that_is_one_is_filled_in_as_by_jinja(pieces, context):
    template = written("Hello {{ person.name }}", "".join(pieces))
    plain = plain_template(template)
    if plain is not None:
        assert as_read(plain.render(context)) == as_read(by_jinja(template, context))


def test_all_that_is_missing_is_told_in_the_order_of_the_text():
    template = written("About {{ event.name }}", "{{ person.title }} {{ note }} {{ event.name }} {{ person.given }}")
    assert plain_template(template).render(BARE).missing == ("event.name", "person.title", "note")


@pytest.mark.parametrize(
    "text",
    [
        "{{ person.name|upper }}",
        "{{ person['name'] }}",
        "{{ person.nmae }}",
        "{{ person }}",
        "{{ person.handles }}",
        "{{ nobody }}",
        "{{ 7 * 7 }}",
        "{{- note -}}",
        "{{{ note }}",
        "{% if note %}{{ note }}{% endif %}",
        "{# a word to myself #}",
        "{{ note",
        "{{ person.__class__ }}",
        "{{ encounters[0].note }}",
    ],
)
def test_whatever_does_anything_else_is_none(text):
    assert plain_template(written("Hello", text)) is None


def test_template_with_html_or_an_invitation_is_none():
    template = written("Hello", "{{ note }}")
    assert plain_template(replace(template, html=Part(text="<b>{{ note }}</b>", line=1))) is None
    assert plain_template(replace(template, invitation=(("starts", Part(text="2027-06-01T15:00", line=1)),))) is None


def test_value_that_looks_like_a_template_is_written_as_it_is():
    context = SAMPLE._replace(person=SAMPLE.person._replace(name="{{ 7*7 }} %s %(note)s {0}"))
    assert plain_template(written("Hello", "{{ person.name }}")).render(context).text == "{{ 7*7 }} %s %(note)s {0}"


def test_text_longer_than_any_letter_is_refused_with_its_line():
    context = SAMPLE._replace(extra=(("link", "x" * 60_000),))
    trouble = plain_template(written("Hello", "one\n{{ extra.link }}\n{{ extra.link }}\n")).render(context)
    assert (trouble.reason, trouble.file, trouble.line) == ("its text is longer than 100,000 characters", "own.txt", 5)


def test_no_process_is_started_for_such_a_template(tmp_path):
    file = tmp_path / "own.txt"
    file.write_text("subject: Hello {{ person.given }}\n\nThank you for {{ note }}.\n", encoding="utf-8")
    template = read_template(file, "own")
    with Renderer() as renderer:
        renderer.expect(template)
        renderer.compile(template)
        rendered = renderer.render(template, SAMPLE)
        assert renderer._worker is None
    assert (rendered.subject, rendered.text) == ("Hello Ada", "Thank you for how a sample is taken.\n")
