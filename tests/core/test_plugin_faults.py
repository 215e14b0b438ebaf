"""What plugins return and raise where their work is wanted: it is told by the plugin's name, and costs nothing else."""

from __future__ import annotations

import pytest

from eventkit.app import create_app
from eventkit.errors import InputError, PluginError
from eventkit.exchange import IncomingPerson, Reading
from eventkit.hookspecs import hookimpl
from eventkit.records import Exporter, Importer, Platform
from eventkit.services.exporting import export_people
from eventkit.services.importing import import_file
from eventkit.services.people import add_person, contact_points


def raising(*_arguments):
    message = "oh"
    raise ValueError(message)


class Odd:
    """A plugin whose importer, exporter and platform are what the test makes them."""

    def __init__(self, *, sniff=lambda _head, _name: 100, read=raising, write=raising, handle=raising):
        self.importer = Importer(name="odd", kind="people", description="odd things", sniff=sniff, read=read)
        self.exporter = Exporter(name="odd", suffix=".odd", description="odd things", write_people=write)
        self.platform = Platform(name="odd", label="Odd", handle=handle, profile=raising)

    @hookimpl
    def eventkit_register_importers(self):
        return [self.importer]

    @hookimpl
    def eventkit_register_exporters(self):
        return [self.exporter]

    @hookimpl
    def eventkit_register_platforms(self):
        return [self.platform]


@pytest.fixture
def told():
    return []


@pytest.fixture
def app(tmp_path, told):
    made = create_app(tmp_path / "home", environ={"EVENTKIT_PLUGINS": "cards"}, report=told.append)
    yield made
    made.close()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "a.odd"
    path.write_text("odd")
    return str(path)


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (raising, "ValueError: oh"),
        (lambda _data, _context: "rubbish", "TypeError: it returned str where a Reading belongs"),
    ],
)
def test_an_importer_that_fails_is_named(app, file, read, reason):
    app.plugins.register(Odd(read=read), "odd")
    with pytest.raises(PluginError) as caught:
        import_file(app, file)
    assert str(caught.value) == f"plugin 'odd': cannot read {file}: {reason}"
    assert app.store.history() == []


@pytest.mark.parametrize("sniff", [raising, lambda _head, _name: "rubbish"])
def test_an_importer_that_cannot_look_leaves_the_file_to_the_others(app, file, told, sniff):
    app.plugins.register(Odd(sniff=sniff), "odd")
    with pytest.raises(InputError, match="is of no known kind"):
        import_file(app, file)
    assert len(told) == 1
    assert told[0].startswith(f"plugin 'odd': importer odd cannot look at {file}: ")


def test_an_importer_of_a_third_party_is_used(app, file):
    reading = Reading(people=[IncomingPerson(name="Ann Bee")])
    app.plugins.register(Odd(read=lambda _data, _context: reading, handle=lambda _text: None), "odd")
    assert import_file(app, file).added == 1


@pytest.mark.parametrize(("write", "reason"), [(raising, "ValueError: oh"), (lambda *_: "text", "TypeError: ")])
def test_an_exporter_that_fails_is_named(app, write, reason):
    app.plugins.register(Odd(write=write, handle=lambda _text: None), "odd")
    add_person(app, {"name": "Ann Bee"}, ())
    with pytest.raises(PluginError, match=f"plugin 'odd': cannot write odd: {reason}"):
        export_people(app, query="", format_name="odd")


def test_a_platform_that_fails_recognises_nothing(app, told):
    app.plugins.register(Odd(), "odd")
    points = contact_points(app, urls=["https://example.org/ann"])
    assert [(point.kind, point.value) for point in points] == [("url", "https://example.org/ann")]
    assert told == ["plugin 'odd': platform odd: cannot read 'https://example.org/ann': oh"]
