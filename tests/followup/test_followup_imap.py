"""Drafts on a real IMAP server: Dovecot, started for these tests."""

from __future__ import annotations

import imaplib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from eventkit.api import ContactPoint, Event, NetworkError, NotFoundError, Person
from eventkit_followup.api import Letter, WriteContext
from eventkit_followup.letters.writing import write_letter
from eventkit_followup.servers.accounts import Account
from eventkit_followup.servers.drafts import put_drafts

PASSWORD = "only for this test"
CONFIG = """
base_dir = {base}/run
state_dir = {base}/state
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
mail_fsync = never
auth_failure_delay = 0
mail_uid = {user}
mail_gid = {mail_group}
mail_home = {base}/mail/%n
mail_location = maildir:{base}/mail/%n/Maildir
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={mail_group} home={base}/mail/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Entwürfe {{
    auto = create
    special_use = \\Drafts
  }}
}}
"""


def free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def dovecot():
    """A server that knows everybody by one password; gives its port."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        if os.environ.get("CI") == "true":
            pytest.fail("dovecot is not installed")
        pytest.skip("dovecot is not installed")
    base, port, root = Path(tempfile.mkdtemp(prefix="dovecot")), free_port(), os.geteuid() == 0
    me = pwd.getpwuid(os.geteuid())
    user = pwd.getpwnam("nobody") if root else me
    base.chmod(0o755)
    (base / "mail").mkdir()
    os.chown(base / "mail", user.pw_uid, user.pw_gid)
    names = {"internal": "dovecot", "login": "dovenull", "group": "dovecot"} if root else {}
    own = {"internal": me.pw_name, "login": me.pw_name, "group": str(me.pw_gid)}
    config = CONFIG.format(
        base=base,
        port=port,
        user=user.pw_uid,
        mail_group=user.pw_gid,
        password=PASSWORD.replace(" ", "_"),
        **(names or own),
    )
    (base / "dovecot.conf").write_text(config, encoding="utf-8")
    with subprocess.Popen([program, "-F", "-c", base / "dovecot.conf"], stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(port, base / "log")
            yield port
        finally:
            server.terminate()
            server.wait()
            shutil.rmtree(base, ignore_errors=True)


def wait_for(port, log):
    for _ in range(100):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail(f"dovecot does not start: {log.read_text() if log.exists() else 'no log'}")


@pytest.fixture
def account(dovecot, request):
    """An account of the test's own."""
    user = "".join(letter for letter in request.node.name if letter.isalnum()).lower()[:60]
    return Account(host="127.0.0.1", port=dovecot, user=user, security="none")


ME = Person(id=1, name="Robin Keller", contact_points=(ContactPoint(kind="email", value="robin@example.org"),))
CONTEXT = WriteContext(now=datetime(2027, 5, 14, 9, tzinfo=UTC), event=Event(id=1, slug="pyconf", name="PyConf"))


def piece(number=2, name="Jane Doe", subject="Hello"):
    letter = Letter(
        person=Person(id=number, name=name),
        me=ME,
        subject=subject,
        body="Hello\n" * 50,
        template="thank-you",
        key=f"pyconf:{number}:imap:1",
    )
    return write_letter(letter, f"p{number}@example.org", CONTEXT)


def put(account, *pieces):
    return put_drafts(account, PASSWORD.replace(" ", "_"), pieces)


def looked_at(account, what):
    """What the server knows of the messages in the mailbox of drafts."""
    server = imaplib.IMAP4("127.0.0.1", account.port)
    server.login(account.user, PASSWORD.replace(" ", "_"))
    server.select('"Entw&APw-rfe"', readonly=True)
    _, found = server.fetch("1:*", what)
    server.logout()
    return [part for part in found if part]


def test_draft_is_in_the_mailbox_that_the_server_names_and_is_marked_as_one(account):
    assert put(account, piece()) == "Entwürfe"
    assert looked_at(account, "(FLAGS)") == [rb"1 (FLAGS (\Seen \Draft \Recent))"] or looked_at(account, "(FLAGS)") == [
        rb"1 (FLAGS (\Seen \Draft))"
    ]


def test_draft_that_is_there_is_not_put_there_again(account):
    put(account, piece(2))
    put(account, piece(2), piece(3), piece(3))
    assert len(looked_at(account, "(UID)")) == 2


def test_message_is_there_as_it_was_written(account):
    put(account, piece())
    assert looked_at(account, "(BODY.PEEK[])")[0][1] == piece()


@pytest.mark.parametrize(
    "name",
    ["Jane, Doe", '"x" <evil@y>', "Jane\r\nBcc: evil@example.net", "Friends: evil@example.net;", "Jörg", "王小明"],
)
def test_server_reads_one_recipient_whatever_the_name(account, name):
    put(account, piece(name=name, subject=name))
    envelope = b"".join(
        part if isinstance(part, bytes) else b"".join(part) for part in looked_at(account, "(ENVELOPE)")
    )
    assert (envelope.count(b'"example.org"'), b"evil@" in envelope.split(b'"p2"')[1]) == (4, False)
    assert envelope.split(b'"p2"')[1].startswith(b' "example.org")) NIL NIL NIL "<')


class Cut:
    """A way to the server that is cut after so many bytes."""

    def __init__(self, port, after):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port, self._server, self._after = self.listener.getsockname()[1], port, after
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self):
        client, _ = self.listener.accept()
        server = socket.create_connection(("127.0.0.1", self._server))
        threading.Thread(target=self._back, args=(server, client), daemon=True).start()
        while self._after > 0 and (data := client.recv(min(4096, self._after))):
            self._after -= len(data)
            server.sendall(data)
        for one in (client, server):
            one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.listener.close()

    @staticmethod
    def _back(server, client):
        try:
            while data := server.recv(4096):
                client.sendall(data)
        except OSError:
            return


@pytest.mark.slow
@pytest.mark.parametrize(("after", "count"), [(50, 5), (30_000, 100), (170_001, 500)])
def test_connection_that_is_cut_leaves_no_draft_twice(account, after, count):
    pieces = [piece(number) for number in range(2, count + 2)]
    cut = Cut(account.port, after)
    with pytest.raises(NetworkError, match=r"^127\.0\.0\.1, port \d+: .*; what was put there is not put there again"):
        put(Account(host="127.0.0.1", port=cut.port, user=account.user, security="none"), *pieces)
    put(account, *pieces)
    assert len(looked_at(account, "(UID)")) == count


def test_wrong_password_is_refused_without_naming_it(account):
    with pytest.raises(NetworkError) as refused:
        put_drafts(account, "quite wrong", [piece()])
    assert str(refused.value) == f"127.0.0.1 refuses {account.user}, or the password"


def test_mailbox_of_the_settings_goes_before_the_servers(account):
    inbox = Account(host="127.0.0.1", port=account.port, user=account.user, security="none", folder="INBOX")
    assert put(inbox, piece()) == "INBOX"


def test_mailbox_that_is_not_there_is_named(account):
    other = Account(host="127.0.0.1", port=account.port, user=account.user, security="none", folder="Küche & Bad")
    with pytest.raises(NotFoundError, match="the mailbox 'Küche & Bad' cannot be opened"):
        put(other, piece())


def test_server_that_is_not_there_is_one_sentence():
    gone = Account(host="127.0.0.1", port=free_port(), user="robin", security="none")
    with pytest.raises(NetworkError, match=r"^127\.0\.0\.1, port \d+: Connection refused; "):
        put(gone, piece())


@pytest.fixture
def settings(eventkit_home, monkeypatch):
    """Write the table of the account, and know its password."""
    monkeypatch.setenv("EVENTKIT_IMAP_PASSWORD", PASSWORD.replace(" ", "_"))

    def settings(text):
        eventkit_home.mkdir(parents=True, exist_ok=True)
        (eventkit_home / "config.toml").write_text(f"[plugin.followup.imap]\n{text}", encoding="utf-8")

    return settings


def written(account):
    return f'host = "127.0.0.1"\nport = {account.port}\nuser = "{account.user}"\nsecurity = "none"\n'


def test_command_puts_drafts_there_and_the_second_time_nothing(account, settings, meet, conference):
    settings(written(account))
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    command = ["followup", "draft", "--event", "pyconf", "--channel", "imap"]
    first, second = conference(*command), conference(*command, "--format", "json")
    assert first.stdout.splitlines()[:3] == [
        "Wrote 1 draft for PyConf Lakeside to imap:",
        "Person    Template   File",
        "Jane Doe  thank-you  Entwürfe at 127.0.0.1",
    ]
    assert (second.json["drafted"], len(looked_at(account, "(UID)"))) == ([], 1)


def test_command_that_could_not_deliver_remembers_nothing(account, settings, meet, conference, monkeypatch):
    settings(written(account))
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    command = ["followup", "draft", "--event", "pyconf", "--channel", "imap"]
    with monkeypatch.context() as wrong:
        wrong.setenv("EVENTKIT_IMAP_PASSWORD", "wrong")
        assert conference(*command, code=7).stderr == f"eventkit: 127.0.0.1 refuses {account.user}, or the password\n"
    assert [draft["path"] for draft in conference(*command, "--format", "json").json["drafted"]] == [
        "Entwürfe at 127.0.0.1"
    ]


def test_dry_run_asks_no_server(settings, meet, conference):
    settings(f'host = "127.0.0.1"\nport = {free_port()}\nuser = "robin"\nsecurity = "none"\n')
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    ran = conference("followup", "draft", "--event", "pyconf", "--channel", "imap", "--dry-run")
    assert ran.stdout.splitlines()[0] == "Would write 1 draft for PyConf Lakeside to imap:"


def test_channel_that_makes_files_needs_a_folder(meet, conference):
    meet("Jane Doe", "--note", "parsers", email="jane@example.org")
    ran = conference("followup", "draft", "--event", "pyconf", code=2)
    assert ran.stderr == "eventkit: --to: name a folder for the drafts; it is made where it is missing\n"
