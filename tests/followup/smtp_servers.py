"""Mail servers for the tests of sending: a real one (aiosmtpd) that does what a test says, and a rude one."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from contextlib import suppress

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

NUMBER = re.compile(rb"^Message-ID: (<[^>\r\n]+>)", re.MULTILINE)


class Post:
    """A server on loopback, and what came to it.

    ``rules`` say what happens at a stage (``MAIL``, ``RCPT``, ``DATA``), to letters whose recipient has the text in
    it: an answer, ``cut`` for the end of the connection, or a number of seconds to wait.
    """

    def __init__(self, rules=(), *, smtputf8=True, eight_bit=True, password=None, tls=None, at=None):
        self.rules = list(rules)
        self.eight_bit = eight_bit
        self.letters = []
        self.connections = 0
        self.stages = []
        self.logins = []
        self.at = at or (lambda _stage: None)
        auth = {"authenticator": self._authenticate, "auth_require_tls": False} if password is not None else {}
        self._password = password
        self._controller = Controller(
            self, hostname="127.0.0.1", port=0, enable_SMTPUTF8=smtputf8, tls_context=tls, data_size_limit=None, **auth
        )

    def start(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._controller.port = self.port = probe.getsockname()[1]
        self._controller.start()
        return self

    def stop(self):
        self._controller.stop()

    @property
    def numbers(self):
        """The Message-IDs of the letters that were taken, in their order."""
        return [NUMBER.search(letter.original_content)[1].decode() for letter in self.letters]

    @property
    def recipients(self):
        return [to for letter in self.letters for to in letter.rcpt_tos]

    def _authenticate(self, _server, _session, _envelope, _mechanism, data):
        login = (data.login.decode(), data.password.decode())
        self.logins.append(login)
        return AuthResult(success=login[1] == self._password, handled=False)

    async def handle_EHLO(self, _server, session, _envelope, hostname, responses):  # noqa: N802  # so called there
        self.connections += 1
        session.host_name = hostname
        return [one for one in responses if self.eight_bit or "8BITMIME" not in one]

    async def handle_MAIL(self, server, _session, envelope, address, options):  # noqa: N802  # so called there
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return await self._stage(server, "MAIL", "") or "250 OK"

    async def handle_RCPT(self, server, _session, envelope, address, _options):  # noqa: N802  # so called there
        answer = await self._stage(server, "RCPT", address)
        if not answer:
            envelope.rcpt_tos.append(address)
        return answer or "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802  # so called there
        answer = await self._stage(server, "DATA", envelope.rcpt_tos[0], letter=envelope)
        if not answer:
            self._take(envelope)
        return answer or "250 OK, taken"

    def _take(self, letter):
        if letter not in self.letters:
            self.letters.append(letter)

    async def _stage(self, server, stage, address, letter=None):
        self.stages.append(stage)
        for wanted, whom, what in self.rules:
            if wanted != stage or whom not in address:
                continue
            if isinstance(what, int | float):
                await asyncio.sleep(what)
                continue
            if what == "take and cut":
                self._take(letter)
            if what.endswith("cut"):
                server.transport.abort()
                return "421 gone"
            return what
        if letter is not None:
            self._take(letter)
        self.at(stage)
        return None


class Rude:
    """A server that says yes to everything, and goes away after so many octets of a letter."""

    def __init__(self, octets):
        self._octets = octets
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self.connections = 0
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def start(self):
        self._thread.start()
        return self

    def stop(self):
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self.connections += 1
            with connection, suppress(OSError):
                self._talk(connection)

    def _talk(self, connection):
        connection.sendall(b"220 rude\r\n")
        while line := self._line(connection):
            if line.upper().startswith(b"DATA"):
                connection.sendall(b"354 go on\r\n")
                left = self._octets
                while left > 0 and (data := connection.recv(min(left, 65536))):
                    left -= len(data)
                return
            connection.sendall(b"250 OK\r\n")

    @staticmethod
    def _line(connection):
        line = b""
        while not line.endswith(b"\n"):
            one = connection.recv(1)
            if not one:
                return b""
            line += one
        return line
