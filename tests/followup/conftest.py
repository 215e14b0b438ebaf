"""A conference with people met at it, and plugins that a test writes for itself."""

from __future__ import annotations

import importlib.util
import json
import sys
from email import message_from_bytes
from email.policy import SMTP
from pathlib import Path

import pytest

from eventkit_followup.progress.entries import list_entries


@pytest.fixture(autouse=True)
def only_followup(eventkit_home, monkeypatch):
    """Other plugins have their own tests."""
    assert not eventkit_home.exists()  # its fixture clears the variable, and has to come first
    monkeypatch.setenv("EVENTKIT_PLUGINS", "followup")


@pytest.fixture
def drafts(tmp_path):
    """The folder that drafts go into; not made yet."""
    return tmp_path / "drafts"


@pytest.fixture
def conference(eventkit_run):
    """Robin, at an event where she has met nobody yet."""
    eventkit_run("me", "--name", "Robin Keller", "--email", "robin@example.org")
    eventkit_run("events", "add", "pyconf", "--name", "PyConf Lakeside", "--timezone", "Europe/Berlin")
    return eventkit_run


@pytest.fixture
def meet(conference):
    """Add a person where they are new, and log that Robin met them, with a note: a letter has to speak of something."""

    def meet(name, *options, email=None, note="parsers"):
        if email:
            conference("people", "add", name, "--email", email)
        if note and "--note" not in options:
            options = (*options, "--note", note)
        conference("met", name, "--event", "pyconf", *options)

    return meet


@pytest.fixture
def draft(conference, drafts):
    """Run `followup draft` for the event and give its JSON."""

    def draft(*options, code=0):
        return conference(
            "followup", "draft", "--event", "pyconf", "--to", drafts, "--format", "json", *options, code=code
        ).json

    return draft


@pytest.fixture
def template(eventkit_home):
    """Write a template of the user's own."""

    def template(name, text):
        folder = eventkit_home / "templates"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{name}.txt"
        file.write_text(text, encoding="utf-8")
        return file

    return template


@pytest.fixture
def install(tmp_path, monkeypatch):
    """Install a plugin of one module, as a folder of `sys.path` with its metadata, beside those that are chosen."""

    def install(name, source):
        site = tmp_path / f"site-{name}"
        metadata = site / f"{name}-1.0.dist-info"
        metadata.mkdir(parents=True)
        (site / f"{name}_module.py").write_text(source, encoding="utf-8")
        (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (metadata / "entry_points.txt").write_text(f"[eventkit]\n{name} = {name}_module\n", encoding="utf-8")
        monkeypatch.delitem(sys.modules, f"{name}_module", raising=False)
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.setenv("EVENTKIT_PLUGINS", f"followup,{name}")

    return install


@pytest.fixture
def agenda(conference, install, tmp_path):
    """Bring in an agenda of one session, whose title is all that the test's own format holds."""

    def agenda(title):
        install("tinyagenda", TINY_AGENDA)
        file = tmp_path / "agenda.tiny"
        file.write_text(title, encoding="utf-8")
        conference("import", file, "--event", "pyconf")

    return agenda


TINY_AGENDA = """
from datetime import UTC, datetime
from eventkit.api import Importer, IncomingSession, Reading, hookimpl

def read(data, context):
    starts, ends = (datetime(2027, 5, 14, hour, tzinfo=UTC) for hour in (8, 9))
    session = IncomingSession(
        uid="1", title=data.decode(), starts=starts, ends=ends, room="Library", url="https://example.org/1"
    )
    return Reading(sessions=[session])

@hookimpl
def eventkit_register_importers():
    return [Importer(name="tiny", kind="agenda", description="tiny", sniff=lambda head, name: 100, read=read)]
"""


def read_message(file):
    """A draft, as a mail program reads it."""
    return message_from_bytes(Path(file).read_bytes(), policy=SMTP)


@pytest.fixture(name="read_message")
def read_message_fixture():
    return read_message


@pytest.fixture
def mail_account(eventkit_home):
    """Write the settings of a mail server on this machine, without a pace that a test would have to wait for."""

    def mail_account(port, **settings):
        eventkit_home.mkdir(parents=True, exist_ok=True)
        values = {
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "per_minute": 10000,
            "per_day": 10000,
            **settings,
        }
        lines = [f"{key} = {json.dumps(value)}\n" for key, value in values.items()]
        (eventkit_home / "config.toml").write_text(f"[plugin.followup.smtp]\n{''.join(lines)}", encoding="utf-8")

    return mail_account


@pytest.fixture
def smtp_servers():
    """The module with servers for tests of sending."""
    file = Path(__file__).with_name("smtp_servers.py")
    spec = importlib.util.spec_from_file_location("smtp_servers_for_tests", file)
    servers = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(servers)
    return servers


@pytest.fixture
def post(smtp_servers, mail_account):
    """Start a real mail server that does what `rules` say, and name it in the settings."""
    running = []

    def post(*rules, settings=(), **options):
        server = smtp_servers.Post(rules, **options).start()
        running.append(server)
        mail_account(server.port, **dict(settings))
        return server

    yield post
    for server in running:
        server.stop()


@pytest.fixture
def send(conference):
    """Run `followup send --yes` and give what became of each letter, by person."""

    def send(*options, code=0):
        rows = conference("followup", "send", "--yes", "--format", "json", *options, code=code).json
        return {row["person"]: row["outcome"] for row in rows}

    return send


@pytest.fixture
def state_of(eventkit_app):
    """The state of a person's one letter, as it is kept."""

    def state_of(name):
        (person,) = eventkit_app.store.people.named(name.lower())
        (entry,) = list_entries(eventkit_app, person_id=person.id)
        return entry.state.value

    return state_of
