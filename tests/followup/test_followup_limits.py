"""What a template cannot do, whoever wrote it: look at what it was not given, go on without end, grow without end."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventkit.api import InputError
from eventkit_followup.templating import workers
from eventkit_followup.templating.checking import sample_context
from eventkit_followup.templating.refusals import MissingFieldsError
from eventkit_followup.templating.rendering import Renderer
from eventkit_followup.templating.templates import BUNDLED, PLUGIN, read_template

ENDLESS = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
NOW = datetime(2027, 5, 14, 9, tzinfo=UTC)


@pytest.fixture
def renderer():
    with Renderer() as renderer:
        yield renderer


@pytest.fixture
def write(tmp_path):
    """Write a template and read it; the text begins at line 3."""

    def write(text, name="mine"):
        file = tmp_path / f"{name}.txt"
        file.write_text(f"subject: Hello\n\n{text}", encoding="utf-8")
        return read_template(file)

    return write


@pytest.fixture
def refusal(renderer, write):
    """Why a template is refused, without the folder."""

    def refusal(text):
        template = write(text)
        with pytest.raises(InputError) as caught:
            renderer.render(template, sample_context(NOW))
        return (
            str(caught.value).removeprefix(f"{template.file.parent}/").removesuffix(" (in the letter to Ada Example)")
        )

    return refusal


@pytest.fixture
def said(renderer, write):
    """What a template says."""

    def said(text, context=None):
        return renderer.render(write(text), context or sample_context(NOW)).text.rstrip("\n")

    return said


# --- time -----------------------------------------------------------------------------------------------


def test_range_of_a_billion_is_refused_with_file_and_line(refusal):
    assert refusal("Hi\n{% for n in range(10**9) %}{% endfor %}") == (
        "mine.txt, line 4: range goes over more than 100,000 numbers"
    )


@pytest.mark.parametrize(
    "loop",
    [
        ENDLESS,
        f"{{% macro m() %}}{ENDLESS}{{% endmacro %}}{{{{ m() }}}}",
        "{{ lipsum(n=10000000) }}",
    ],
)
def test_loop_that_goes_on_and_on_is_stopped_with_file_and_line(refusal, loop):
    assert refusal(f"Hi\nHo\n{loop}") == "mine.txt, line 5: takes too long; is there a loop that goes on and on?"


def test_stopped_template_is_not_tried_again_for_the_next_person(renderer, write):
    template = write(ENDLESS)
    results = list(renderer.render_all([(template, sample_context(NOW))] * 60))  # a minute, if each were tried
    assert {str(result) for result in results} == {
        f"{template.file}, line 3: takes too long; is there a loop that goes on and on?"
    }


def test_other_templates_go_on_after_one_that_was_stopped(renderer, write):
    endless, good = (
        write(ENDLESS, "bad"),
        write("Hi"),
    )
    context = sample_context(NOW)
    results = list(renderer.render_all([(good, context), (endless, context), (good, context)]))
    assert [getattr(result, "text", None) for result in results] == ["Hi\n", None, "Hi\n"]


def test_macro_that_calls_itself_is_refused_with_file_and_line(refusal):
    assert (
        refusal("{% macro m() %}\n{{ m() }}{% endmacro %}\n{{ m() }}") == "mine.txt, line 4: calls itself without end"
    )


# --- memory and size ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "{{ ('x' * 90000)|list|join('y' * 90000) }}",
        "{{ '%1000000000s'|format(1) }}",
        "{{ '%1000000000s' % 1 }}",
        "{{ '{:>1000000000}'.format(1) }}",
        "{{ 'x'|center(10**9) }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ range(3)|batch(10**9, 'x')|list }}",
    ],
)
def test_text_of_a_gigabyte_is_refused_with_file_and_line(refusal, text):
    assert refusal(f"Hi\n{text}") == "mine.txt, line 4: takes too much memory"


@pytest.mark.parametrize(
    "text",
    [
        "{{ 'x' * 10**9 }}",
        "{{ 10**9 * 'x' }}",
        "{{ 'x' * 100001 }}",
        "{% for n in range(1000) %}{{ 'x' * 101 }}{% endfor %}",
    ],
)
def test_text_longer_than_any_letter_is_refused_with_file_and_line(refusal, text):
    assert refusal(f"Hi\n{text}") == "mine.txt, line 4: its text is longer than 100,000 characters"


@pytest.mark.parametrize("text", ["{{ 10**(10**8) }}", "{{ 2**5000 }}", "{{ (10**999) * (10**999) }}"])
def test_number_that_takes_ages_to_reckon_is_refused(refusal, text):
    assert refusal(text) == "mine.txt, line 3: a number gets too large"


def test_list_that_grows_without_end_is_refused(refusal):
    grows = " ~ ".join(["n.x"] * 20)  # in few steps: many would take time before they take memory
    text = (
        "{% set n = namespace(x='x' * 100000) %}\n"
        f"{{% for a in range(40) %}}{{% set n.x = {grows} %}}{{% endfor %}}{{{{ n.x }}}}"
    )
    assert refusal(text) == "mine.txt, line 4: takes too much memory"


def test_numbers_of_a_letter_are_reckoned(said):
    assert (
        said("{{ 3 * 4 }} {{ 2 ** 10 }} {{ 'ab' * 2 }} {{ range(3)|join }} {{ range(5, 0, -2)|join }}")
        == "12 1024 abab 012 531"
    )


# --- looking about --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe."),
        ("{{ ''|attr('__class__') }}", "access to attribute '__class__' of 'str' object is unsafe."),
        ("{{ '{0.__class__}'.format(person) }}", "access to attribute '__class__' of 'Fields' object is unsafe."),
        ("{{ cycler.__init__ }}", "access to attribute '__init__' of 'type' object is unsafe."),
        ("{{ person.__class__ }}", "access to attribute '__class__' of 'Fields' object is unsafe."),
        ("{{ person['__class__'] }}", "access to attribute '__class__' of 'Fields' object is unsafe."),
        ("{{ person._record }}", "access to attribute '_record' of 'Fields' object is unsafe."),
        ("{{ person._record.emails }}", "access to attribute '_record' of 'Fields' object is unsafe."),
    ],
)
def test_what_a_template_was_not_given_stays_closed(refusal, text, reason):
    assert refusal(text) == f"mine.txt, line 3: {reason}"


@pytest.mark.parametrize(
    "text",
    [
        "{% include '/etc/passwd' %}",
        "{% include '../../../etc/passwd' %}",
        "{% include 'mine.txt' %}",
        "{% import 'os' as os %}",
        "{% from '../_x.txt' import m %}",
        "{% extends '/etc/passwd' %}",
        "{% include '_passwd.txt' %}",
    ],
)
def test_files_outside_of_the_folder_stay_closed(refusal, tmp_path, text):
    (tmp_path / "_passwd.txt").symlink_to("/etc/passwd")
    assert refusal(text).endswith(f"cannot be included: that is a file of the folder {tmp_path.name}, as _NAME.txt")


def test_part_of_the_same_folder_is_included(said, tmp_path):
    (tmp_path / "_signature.txt").write_text("{{ me.given }}, {{ me.title }}", encoding="utf-8")
    assert said("Hi\n{% include '_signature.txt' %}") == "Hi\nRobin, Sampler"


def test_part_that_is_wrong_is_named_with_its_line(refusal, tmp_path):
    (tmp_path / "_signature.txt").write_text("\n{{ 1 / 0 }}", encoding="utf-8")
    assert refusal("Hi\n{% include '_signature.txt' %}") == "_signature.txt, line 2: division by zero"


def test_part_that_is_not_there_is_named(refusal):
    assert refusal("{% include '_other.txt' %}") == (
        "mine.txt, line 3: the part '_other.txt' cannot be read: No such file or directory"
    )


@pytest.mark.parametrize("text", ["{% autoescape false %}{{ note }}{% endautoescape %}", "{{ note|safe }}"])
def test_data_cannot_be_made_markup(write, renderer, text):
    template = write("Hi")
    template.html_file.write_text(f"<p>\n{text}</p>", encoding="utf-8")
    with pytest.raises(InputError, match=r"mine\.html, line 2: "):
        renderer.compile(read_template(template.file))


def test_template_sees_nothing_of_the_environment_and_writes_no_file(monkeypatch):
    monkeypatch.setenv("EVENTKIT_TEST_PASSWORD", "hunter2")
    worker = workers.Worker()
    try:
        worker.wait()
        process = Path("/proc", str(worker._process.pid))
        environment, limits = (process / "environ").read_bytes(), (process / "limits").read_text()
    finally:
        worker.close()
    assert b"hunter2" not in environment
    assert [line.split()[3:5] for line in limits.splitlines() if line.startswith("Max file size")] == [["0", "0"]]


# --- data is data ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("origin", ["own", PLUGIN])
@pytest.mark.parametrize(
    "name", ["{{ 7*7 }}", "{% raw %}", "{# x #}", "{{ person.__class__ }}", "%(x)s {0}", "$x ${x}"]
)
def test_name_that_looks_like_a_template_stays_what_it_is(renderer, write, name, origin):
    sample = sample_context(NOW)
    context = sample._replace(person=sample.person._replace(name=name))
    template = replace(
        write("{{ person.name }} {{ '%s'|format(person.name) }} {{ person.name|upper|lower }}"), origin=origin
    )
    assert renderer.render(template, context).text == f"{name} {name} {name.lower()}\n"


def test_html_part_escapes_what_comes_from_people(renderer, write):
    template = write("{{ person.name|trim }}")
    template.html_file.write_text(
        '<p title="{{ person.name }}">{{ person.name }} {{ person.tags }}</p>', encoding="utf-8"
    )
    sample = sample_context(NOW)
    person = sample.person._replace(name='<script>"&', tags=("<b>",))
    rendered = renderer.render(read_template(template.file), sample._replace(person=person))
    assert (rendered.text, rendered.html) == (
        '<script>"&\n',
        '<p title="&lt;script&gt;&quot;&amp;">&lt;script&gt;"&amp; &lt;b&gt;</p>\n',
    )


def test_html_part_has_nothing_that_runs(renderer, write):
    template = write("Hi")
    html = '<p onclick="x()">Hi<script>x()</script> <a href="{{ extra.link }}">here</a></p>'
    template.html_file.write_text(html, encoding="utf-8")
    context = sample_context(NOW)._replace(extra=(("link", "javascript:x()"),))
    assert renderer.render(read_template(template.file), context).html == (
        '<p>Hi <a rel="noopener noreferrer">here</a></p>\n'
    )


# --- the process ----------------------------------------------------------------------------------------


def kill_before(renderer, letters, at):
    """The letters, and at one of them the process is killed."""
    for number, letter in enumerate(letters):
        if number == at:
            os.kill(renderer._worker._process.pid, signal.SIGKILL)
        yield letter


def numbered(count):
    sample = sample_context(NOW)
    return [sample._replace(person=sample.person._replace(name=f"Person {number}")) for number in range(count)]


@pytest.mark.parametrize("at", [100, 101, 250, 299])
def test_process_that_dies_is_replaced_and_no_letter_is_lost(renderer, write, at):
    template = write("{{ person.name|trim }}")
    letters = [(template, context) for context in numbered(301)]
    texts = [result.text for result in renderer.render_all(kill_before(renderer, letters, at))]
    assert texts == [f"Person {number}\n" for number in range(301)]


def test_letters_of_both_kinds_keep_their_order(renderer, write):
    mine = write("{{ person.name|trim }}")
    bundled = replace(write("{{ person.name }}", "other"), origin=PLUGIN)
    letters = [((mine, bundled)[number % 3 == 0], context) for number, context in enumerate(numbered(250))]
    assert [result.text for result in renderer.render_all(letters)] == [f"Person {number}\n" for number in range(250)]


def test_template_may_be_compiled_while_letters_are_rendered(renderer, write):
    template, other = write("{{ person.name|trim }}"), write("Hi", "other")

    def letters():
        for number, context in enumerate(numbered(250)):
            if number % 100 == 50:
                renderer.compile(other)
                renderer.render(other, context)
            yield template, context

    assert [result.text for result in renderer.render_all(letters())] == [f"Person {number}\n" for number in range(250)]


def test_letters_that_nobody_waited_for_do_not_come_later(renderer, write):
    template = write("{{ person.name|trim }}")
    letters = renderer.render_all((template, context) for context in numbered(500))
    assert next(letters).text == "Person 0\n"
    letters.close()
    assert renderer.render(template, numbered(8)[7]).text == "Person 7\n"


def test_where_no_process_can_be_started_that_is_said_once_and_there_are_letters(monkeypatch, write):
    monkeypatch.setattr(workers.sys, "executable", "")
    told = []
    with Renderer(told.append) as renderer:
        template = write("{{ person.name|trim }}")
        results = [result.text for result in renderer.render_all([(template, context) for context in numbered(3)])]
    assert (results, told) == (
        ["Person 0\n", "Person 1\n", "Person 2\n"],
        ["templates are rendered without limits of time and memory: there is no Python program to start"],
    )


def test_bundled_templates_need_no_process(renderer):
    template = read_template(BUNDLED / "thank-you.en.txt", PLUGIN)
    renderer.render(template, sample_context(NOW))
    assert renderer._worker is None


def test_everything_that_is_missing_is_told_at_once(renderer, write):
    sample = sample_context(NOW)
    context = sample._replace(fresh=(), person=sample.person._replace(title="", organization=""), extra=())
    template = write("{{ note }} {{ person.title }}\n{{ person.organization|upper }} {{ extra.link }} {{ note }}")
    with pytest.raises(MissingFieldsError) as caught:
        renderer.render(template, context)
    assert (caught.value.fields, str(caught.value)) == (
        ("note", "person.title", "person.organization", "extra.link"),
        (
            "template mine needs note, person.title and person.organization, and Ada Example has none; "
            "and extra.link; say it with --set link=…"
        ),
    )


@pytest.mark.parametrize("text", ["{% if note %}{% endif %}", "{{ ' ' }}"])
def test_letter_that_says_nothing_is_refused(refusal, text):
    assert refusal(text) == "mine.txt, line 3: the text is empty in the letter to Ada Example"
