"""Logging in, encryption, patience: what an SMTP server may ask for, or do."""

from __future__ import annotations

import shlex
import shutil
import ssl
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from eventkit.api import InputError, NetworkError, UsageError, create_app
from eventkit_followup.outbox.outgoing import Outgoing
from eventkit_followup.outbox.pacing import KEYS, Pace, Window, pace_of
from eventkit_followup.servers.accounts import Account, account_of, account_table, password_of
from eventkit_followup.servers.submission import Fate, Mailer, Patience

DOCUMENTED = Path(__file__).parents[2] / "docs" / "sending.md"
TEXT = b"From: robin@example.org\r\nTo: jane@example.org\r\nMessage-ID: <1@example.org>\r\n\r\n"


@pytest.fixture
def jane(meet, draft):
    meet("Jane Doe", email="jane@example.org")
    draft()


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A server's certificate that this process trusts."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("no openssl to make a certificate with")
    key, file = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = [program, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30000", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", file]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, key)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


def letter(body=b"Hi\r\n", sender="robin@example.org"):
    data = TEXT + body
    return Outgoing(sender=sender, recipient="jane@example.org", subject="", eight_bit=data, seven_bit=data)


def mailer(port, patience=Patience(), **values):  # noqa: B008  # a tuple
    password = values.pop("password", "")
    return Mailer(Account(host="127.0.0.1", port=port, security="none", protocol="smtp", **values), password, patience)


def give(mailer, letter):
    mailer.make_ready()
    answer = mailer.send(letter)
    mailer.quit()
    return answer


@pytest.mark.parametrize(
    "body",
    [
        b".\r\n",
        b"..\r\n.\r\n",
        b"a\r\n.\r\nQUIT\r\n",
        b"no end",
        b".",
        "Müsli\r\n.ü\r\n".encode(),
        b"x" * 998 + b"\r\n",
    ],
)
def test_text_arrives_with_all_its_dots(post, body):
    server = post()
    assert give(mailer(server.port), letter(body)).fate is Fate.SENT
    ended = body if body.endswith(b"\r\n") else body + b"\r\n"
    assert [one.original_content for one in server.letters] == [TEXT + ended]


def test_server_that_takes_its_time_is_waited_for(post):
    server = post(("DATA", "jane", 0.5))
    answer = give(mailer(server.port, Patience(answer=0.2, taken=5)), letter())
    assert (answer.fate, len(server.letters)) == (Fate.SENT, 1)


def test_letter_that_no_answer_comes_to_is_unknown(post):
    server = post(("DATA", "jane", 1))
    answer = give(mailer(server.port, Patience(answer=5, taken=0.2)), letter())
    assert (answer.fate, answer.lost) == (Fate.UNKNOWN, True)


def test_server_that_says_nothing_before_the_text_leaves_the_letter_for_later(post):
    server = post(("RCPT", "jane", 1))
    answer = give(mailer(server.port, Patience(answer=0.2)), letter())
    assert (answer.fate, answer.lost) == (Fate.LATER, True)


def test_address_that_would_be_two_commands_is_never_sent(post):
    server = post()
    answer = give(mailer(server.port), letter(sender="robin@example.org>\r\nRCPT TO:<evil@example.net"))
    assert (answer.fate, server.letters) == (Fate.LATER, [])


@pytest.mark.usefixtures("jane")
def test_password_of_the_environment_logs_in(post, send, monkeypatch):
    server = post(password="open sesame", settings={"user": "robin"})
    monkeypatch.setenv("EVENTKIT_SMTP_PASSWORD", "open sesame")
    assert send() == {"Jane Doe": "sent"}
    assert server.logins == [("robin", "open sesame")]


@pytest.mark.usefixtures("jane")
def test_password_beyond_ascii_logs_in(post, send, monkeypatch):
    server = post(password="Sésam 漢字", settings={"user": "robin"})
    monkeypatch.setenv("EVENTKIT_SMTP_PASSWORD", "Sésam 漢字")
    assert send() == {"Jane Doe": "sent"}
    assert server.logins == [("robin", "Sésam 漢字")]


@pytest.mark.usefixtures("jane")
def test_password_of_a_command_logs_in(post, send):
    command = shlex.join([sys.executable, "-c", "print('open sesame')"])
    server = post(password="open sesame", settings={"user": "robin", "password_command": command})
    assert send() == {"Jane Doe": "sent"}
    assert server.logins == [("robin", "open sesame")]


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize("password", ["opensesame", "Sésam"])
def test_password_that_is_refused_is_told_and_not_shown(post, conference, monkeypatch, state_of, password):
    server = post(password="another", settings={"user": "robin"})
    monkeypatch.setenv("EVENTKIT_SMTP_PASSWORD", password)
    ran = conference("followup", "send", "--yes", code=7)
    assert ran.stderr.splitlines()[-1] == "eventkit: 127.0.0.1 refuses robin, or the password (535)"
    assert password not in ran.stdout + ran.stderr
    assert (server.letters, state_of("Jane Doe")) == ([], "drafted")


@pytest.mark.usefixtures("jane")
def test_server_without_a_login_is_told(post, conference, monkeypatch):
    post(settings={"user": "robin"})
    monkeypatch.setenv("EVENTKIT_SMTP_PASSWORD", "open sesame")
    ran = conference("followup", "send", "--yes", code=7)
    assert ran.stderr.splitlines()[-1] == ("eventkit: 127.0.0.1 lets nobody log in; leave out user where it needs none")


@pytest.mark.usefixtures("jane")
def test_password_is_in_no_file_of_the_home(post, send, monkeypatch, eventkit_home):
    post(password="open-sesame-1234", settings={"user": "robin"})
    monkeypatch.setenv("EVENTKIT_SMTP_PASSWORD", "open-sesame-1234")
    send()
    files = [file for file in eventkit_home.rglob("*") if file.is_file()]
    assert files
    assert [file for file in files if b"sesame" in file.read_bytes()] == []


@pytest.mark.usefixtures("jane")
def test_connection_is_encrypted_with_starttls(post, send, certificate):
    server = post(tls=certificate, settings={"security": "starttls"})
    assert send() == {"Jane Doe": "sent"}
    assert server.connections == 2  # the server is asked again what it can, once nobody else can have answered


@pytest.mark.usefixtures("jane")
def test_server_without_starttls_gets_nothing(post, conference):
    server = post(settings={"security": "starttls"})
    ran = conference("followup", "send", "--yes", code=7)
    assert "STARTTLS extension not supported by server" in ran.stderr
    assert server.letters == []


@pytest.mark.usefixtures("jane")
def test_certificate_that_nobody_vouches_for_ends_it(post, conference, certificate, monkeypatch):
    server = post(tls=certificate, settings={"security": "starttls"})
    monkeypatch.delenv("SSL_CERT_FILE")
    ran = conference("followup", "send", "--yes", code=7)
    assert "certificate verify failed" in ran.stderr
    assert server.letters == []


def test_greeting_that_is_a_refusal_is_told():
    with pytest.raises(NetworkError, match=r"^127\.0\.0\.1, port 9: Connection refused; no letter was given to it$"):
        mailer(9).make_ready()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({}, {"port": 465, "security": "tls", "user": ""}),
        ({"security": "starttls", "user": "robin"}, {"port": 587, "security": "starttls", "user": "robin"}),
        ({"security": "none", "host": "localhost"}, {"port": 25, "security": "none", "host": "localhost"}),
    ],
)
def test_account_is_as_the_settings_say(eventkit_home, settings, expected):
    eventkit_home.mkdir()
    values = {"host": "mail.example.org", **settings}
    lines = "".join(f'{key} = "{value}"\n' for key, value in values.items())
    (eventkit_home / "config.toml").write_text(f"[plugin.followup.smtp]\n{lines}")
    expected = Account(**{"host": "mail.example.org", "protocol": "smtp", **expected})
    assert account_of(create_app(eventkit_home), "smtp") == expected


def test_settings_of_the_documentation_are_taken(eventkit_home):
    text = DOCUMENTED.read_text(encoding="utf-8").partition("```toml\n")[2].partition("```")[0]
    eventkit_home.mkdir()
    (eventkit_home / "config.toml").write_text("\n".join(line.removeprefix("# ") for line in text.split("\n")))
    app = create_app(eventkit_home)
    account = account_of(app, "smtp", beside=KEYS)
    assert (account.host, account.user, account.port) == ("mail.example.org", "robin@example.org", 465)
    expected = Pace(window=Window(8 * 60, 20 * 60, (0, 1, 2, 3, 4)))
    assert pace_of(account_table(app, "smtp"), "here") == expected


@pytest.mark.usefixtures("jane")
@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            'password = "open sesame"',
            "keeps no password; use password_command, a keyring, or the variable EVENTKIT_SMTP",
        ),
        ('folder = "Drafts"', "has no 'folder'; there is host, port, user, security, password_command, per_minute"),
        ('per_minutes = "3"', "has no 'per_minutes'"),
        ('security = "none"', "that is for this machine only"),
        ("per_day = 0", "per_day: 0 is no number from 1"),
    ],
)
def test_settings_that_cannot_be_are_refused_with_the_reason(conference, eventkit_home, line, reason):
    (eventkit_home / "config.toml").write_text(f'[plugin.followup.smtp]\nhost = "mail.example.org"\n{line}\n')
    ran = conference("followup", "send", "--dry-run", code=2)
    assert reason in ran.stderr
    assert "sesame" not in ran.stderr


def test_password_of_the_keyring_goes_by_the_name_of_the_server(monkeypatch):
    kept = {("eventkit smtp mail.example.org", "robin"): "sesame"}
    ring = SimpleNamespace(get_password=lambda service, user: kept.get((service, user)))
    monkeypatch.setitem(sys.modules, "keyring", ring)
    account = Account(host="mail.example.org", port=465, user="robin", protocol="smtp")
    assert password_of(account, {}) == "sesame"
    assert password_of(account, {"EVENTKIT_SMTP_PASSWORD": "first", "EVENTKIT_IMAP_PASSWORD": "no"}) == "first"


def test_account_without_a_password_says_how_to_give_one(monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)
    account = Account(host="mail.example.org", port=465, user="robin", protocol="smtp")
    with pytest.raises(
        UsageError, match=r"set password_command in \[plugin\.followup\.smtp\], or the variable EVENTKIT_"
    ):
        password_of(account, {})


def test_command_that_fails_is_told_without_what_it_said():
    account = Account(host="h", port=465, user="robin", protocol="smtp", password_command="no-such-program sesame")
    with pytest.raises(InputError, match=r"^password_command cannot be run: No such file or directory$"):
        password_of(account, {})
