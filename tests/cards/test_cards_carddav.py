"""People go to a CardDAV server and come back: by the recipe of docs/carddav.md, with Radicale as the server."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from pathlib import Path

import pytest

RECIPE = Path(__file__).parents[2] / "docs" / "carddav.md"
USER, PASSWORD = "robin", "secret"
PEOPLE = [
    ("Ada Lovelace", "ada@example.org", "Engines; Sons, Ltd"),
    ("Zoë Ångström", "zoe@example.org", "Ø"),
    ("田中 太郎", "tanaka@example.org", "湖\\岸"),
]


def needs(*modules):
    """Skip for want of a module; where CI promises to have it, fail."""
    absent = [module for module in modules if find_spec(module) is None]
    if absent:
        reason = f"{' and '.join(absent)} is not installed"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


@pytest.fixture
def server(tmp_path):
    """The address of a Radicale of the test's own."""
    needs("radicale")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "users").write_text(f"{USER}:{PASSWORD}\n")
    config = tmp_path / "radicale"
    config.write_text(
        f"[server]\nhosts = 127.0.0.1:{port}\n[auth]\ntype = htpasswd\nhtpasswd_filename = {tmp_path / 'users'}\n"
        f"htpasswd_encryption = plain\n[storage]\nfilesystem_folder = {tmp_path / 'collections'}\n"
    )
    command = [sys.executable, "-m", "radicale", "--config", str(config)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as running:
        try:
            for _ in range(200):
                if running.poll() is not None:
                    pytest.fail(running.stderr.read().decode())
                with socket.socket() as tried:
                    if tried.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}/{USER}/"
        finally:
            running.terminate()
            running.wait(20)


@pytest.fixture
def folder(eventkit_run, tmp_path):
    """The folder that the recipe exports to."""
    for name, email, organization in PEOPLE:
        eventkit_run("people", "add", name, "--email", email, "--organization", organization)
    exported = tmp_path / "eventkit-people" / "eventkit"
    exported.parent.mkdir()
    eventkit_run("export", exported, "--as", "vdir", "--who", "")
    return exported


def asked(method, address, body=None, **headers):
    """One request to the server, as its user."""
    import base64

    told = {"Authorization": f"Basic {base64.b64encode(f'{USER}:{PASSWORD}'.encode()).decode()}", **headers}
    request = urllib.request.Request(address, body, told, method=method)
    with urllib.request.urlopen(request, timeout=20) as answer:
        return answer.read()


def cards(folder):
    return {file.name: file.read_bytes() for file in folder.glob("*.vcf")}


def people(run):
    keys = ("name", "organization", "emails")
    return [[person[key] for key in keys] for person in run("people", "--format", "json").json]


# --- by the recipe ----------------------------------------------------------------------------------------


@pytest.fixture
def vdirsyncer(server, tmp_path):
    """Run vdirsyncer with the recipe's own configuration, on this server and in this folder."""
    needs("vdirsyncer")
    (config,) = re.findall(r"```ini\n(.*?)```", RECIPE.read_text(encoding="utf-8"), re.DOTALL)
    for theirs, ours in (
        ("~/.local/share/vdirsyncer/status/", f"{tmp_path}/status/"),
        ("~/eventkit-people/", f"{tmp_path}/eventkit-people/"),
        ("https://dav.example.org/robin/", server),
        ('password.fetch = ["command", "secret-tool", "lookup", "service", "carddav"]', f'password = "{PASSWORD}"'),
    ):
        assert theirs in config
        config = config.replace(theirs, ours)
    (tmp_path / "vdirsyncer").write_text(config)

    def run(*words):
        command = [sys.executable, "-m", "vdirsyncer", "--config", str(tmp_path / "vdirsyncer"), *words]
        ran = subprocess.run(command, input=b"y\ny\ny\n", capture_output=True, check=False, timeout=120)
        assert ran.returncode == 0, ran.stderr.decode()

    return run


def test_recipe_carries_people_to_the_server_and_nothing_changes_on_the_way_back(
    eventkit_run, server, folder, vdirsyncer
):
    before = cards(folder)
    vdirsyncer("discover", "eventkit")
    vdirsyncer("sync", "eventkit")
    assert asked("GET", f"{server}eventkit/").count(b"BEGIN:VCARD") == len(PEOPLE)
    assert cards(folder) == before
    ran = eventkit_run("import", folder)
    assert ran.stdout == "Imported people: 0 added, 0 updated, 3 unchanged.\n"


def test_recipe_brings_back_what_was_added_on_another_device(eventkit_run, server, folder, vdirsyncer):
    vdirsyncer("discover", "eventkit")
    vdirsyncer("sync", "eventkit")
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:phone-1\r\nFN:Bo Larsen\r\nN:Larsen;Bo;;;\r\nEND:VCARD\r\n"
    asked("PUT", f"{server}eventkit/phone-1.vcf", card.encode(), **{"Content-Type": "text/vcard"})
    vdirsyncer("sync", "eventkit")
    assert eventkit_run("import", folder).stdout.startswith("Imported people: 1 added, 0 updated, 3 unchanged.\n")
    eventkit_run("export", folder, "--as", "vdir", "--who", "")
    vdirsyncer("sync", "eventkit")
    assert asked("GET", f"{server}eventkit/").count(b"BEGIN:VCARD") == len(PEOPLE) + 1


# --- by plain CardDAV -------------------------------------------------------------------------------------


def test_cards_are_taken_by_a_server_and_come_back_as_the_same_people(eventkit_run, server, folder, tmp_path):
    book = (
        b'<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"><set><prop>'
        b"<resourcetype><collection/><C:addressbook/></resourcetype></prop></set></mkcol>"
    )
    asked("MKCOL", f"{server}eventkit/", book, **{"Content-Type": "text/xml"})
    back = tmp_path / "back"
    back.mkdir()
    for name, card in cards(folder).items():
        asked("PUT", f"{server}eventkit/{name}", card, **{"Content-Type": "text/vcard; charset=utf-8"})
    for name in cards(folder):
        (back / name).write_bytes(asked("GET", f"{server}eventkit/{name}"))
    before = people(eventkit_run)
    assert eventkit_run("import", back).stdout == "Imported people: 0 added, 0 updated, 3 unchanged.\n"
    assert people(eventkit_run) == before
