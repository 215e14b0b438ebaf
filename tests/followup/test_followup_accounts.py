"""A mail account of the settings, and its password, which eventkit never keeps."""

from __future__ import annotations

import shlex
import sys
from types import SimpleNamespace

import pytest

from eventkit.api import InputError, UsageError, create_app
from eventkit_followup.servers.accounts import Account, imap_account, password_of

HOST = 'host = "mail.example.org"\nuser = "robin"\n'


@pytest.fixture
def account(eventkit_home):
    """The account of a table of settings."""

    def account(text):
        eventkit_home.mkdir(parents=True, exist_ok=True)
        (eventkit_home / "config.toml").write_text(text and f"[plugin.followup.imap]\n{text}")
        return imap_account(create_app(eventkit_home))

    return account


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HOST, {"port": 993, "security": "tls"}),
        (HOST + 'security = "starttls"', {"port": 143, "security": "starttls"}),
        (HOST + 'port = 1993\nfolder = "Drafts"', {"port": 1993, "folder": "Drafts"}),
    ],
)
def test_account_is_as_the_settings_say(account, text, expected):
    assert account(text) == Account(**{"host": "mail.example.org", "user": "robin", **expected})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", r'there is no account: write \[plugin.followup.imap\], host = "…" and user = "…" there'),
        ('host = "mail.example.org"', "needs user"),
        ('user = "robin"', "needs host"),
        (HOST + "port = 0", "port: 0 is no port"),
        (HOST + "port = true", "port: True is no port"),
        (HOST + 'security = "ssl"', "security: 'ssl' is none of tls, starttls, none"),
        (HOST + 'security = "none"', "security: none would send the password for everybody to read"),
        (HOST + "folder = 3", "folder: 3 is not a text of one line"),
        (HOST + 'folder = "a\\nb"', r"folder: 'a\\nb' is not a text of one line"),
        (HOST + 'pasword_command = "x"', "has no 'pasword_command'; there is host, port, user"),
    ],
)
def test_account_that_cannot_be_is_refused_with_the_reason(account, text, reason):
    with pytest.raises(UsageError, match=reason):
        account(text)


def test_password_in_the_settings_is_refused_without_repeating_it(account):
    with pytest.raises(
        UsageError, match=r"keeps no password; use password_command, a keyring, or the variable"
    ) as told:
        account(HOST + 'password = "open sesame"')
    assert "sesame" not in str(told.value)


def prints(text, *, code=0):
    program = f"import sys; print({text!r}); sys.exit({code})"
    return shlex.join([sys.executable, "-c", program])


def made(command=""):
    return Account(host="mail.example.org", user="robin", port=993, password_command=command)


def test_password_of_the_environment_goes_first():
    assert password_of(made(prints("other")), {"EVENTKIT_IMAP_PASSWORD": "sesame"}) == "sesame"


def test_password_is_the_first_line_that_the_command_prints():
    assert password_of(made(prints("open sesame \nuser: robin")), {}) == "open sesame "


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        (prints("sesame", code=1), "^password_command printed no password, and ended with 1$"),
        (prints(""), "^password_command printed no password, and ended with 0$"),
        ("no-such-program sesame", "^password_command cannot be run: No such file or directory$"),
        ("unbalanced 'sesame", "^password_command cannot be run: ValueError$"),
    ],
)
def test_command_that_gives_no_password_is_told_without_what_it_said(command, reason):
    with pytest.raises(InputError, match=reason):
        password_of(made(command), {})


def test_password_of_the_keyring_is_taken(monkeypatch):
    kept = {("eventkit imap mail.example.org", "robin"): "sesame"}
    ring = SimpleNamespace(get_password=lambda service, user: kept.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", ring)
    assert password_of(made(), {}) == "sesame"


def test_account_without_a_password_says_how_to_give_one(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(UsageError, match=r"^mail\.example\.org needs a password for robin: set password_command in"):
        password_of(made(), {})
