"""Rendering letters: most of them here, what could do harm in a process with limits.

A template that only puts values into a text is filled in (``plain``). The bundled ones are part of the program, and go
over nothing but what was noted: they are rendered in the sandbox, in this process. Whatever else a user wrote, or a
plugin brought, may loop without end, or grow without end: it is rendered by a process of its own (``child``), some
hundred letters at a time, while this one goes on with those before. Of a letter it is told what the template asks for,
where the template's text tells that (``asking``), else all there is. Where no process can be started that is said,
once, and there are no limits of time and memory; Windows and macOS have none of memory.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from eventkit.api import EventkitError, InputError, one_line, safe_text
from eventkit_followup.templating.answers import Asks, Texts, Trouble
from eventkit_followup.templating.handing import is_flat, reader
from eventkit_followup.templating.plain import plain_template
from eventkit_followup.templating.refusals import refusal
from eventkit_followup.templating.templates import PLUGIN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from eventkit_followup.api import Attachment
    from eventkit_followup.material.context import Context
    from eventkit_followup.templating.handing import Values
    from eventkit_followup.templating.plain import PlainTemplate
    from eventkit_followup.templating.sandbox import Kitchen
    from eventkit_followup.templating.templates import Template
    from eventkit_followup.templating.workers import Worker

    Pair = tuple[Template, Context | None]
    Answer = Texts | Trouble | Asks

_LOT, _LARGEST = 100, 400
"""Letters of the first lot, and of the later ones: the more there are, the less is lost with going to and fro."""

_AHEAD = 6
"""Lots that are with the process while the letters of one are finished."""


class Rendered(NamedTuple):
    """What a template made of a context: plain text, HTML where it has some, and what goes with it."""

    subject: str
    text: str
    html: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(slots=True)
class _Lot:
    """Letters that are rendered together, and what became of the first of them."""

    pairs: Sequence[Pair]
    answers: list[Answer] = field(default_factory=list)

    @property
    def open(self) -> Sequence[Pair]:
        """Those without an answer."""
        return self.pairs[len(self.answers) :]


class Renderer:
    """Renders the letters of one run; to be closed, or used in a ``with``.

    ``report`` is told once where templates are rendered without limits.
    """

    def __init__(self, report: Callable[[str], None] | None = None) -> None:
        """Start nothing as yet."""
        self._report = report
        self._worker: Worker | None = None
        self._impossible = False
        self._flying: deque[_Lot] = deque()
        self._stopped: dict[str, Trouble] = {}
        self._expected: dict[str, _Lot] = {}
        self._plain_ones: dict[str, PlainTemplate | None] = {}
        self._readers: dict[str, Callable[[Context], Values]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one."""
        self._expected.clear()
        self._end()

    def needs_process(self, template: Template) -> bool:
        """Whether a template could do harm, so that a process with limits renders it."""
        return not _trusted(template) and self._plain(template) is None

    def expect(self, template: Template) -> None:
        """Let a template be compiled, and do not wait for it: it is there when letters are."""
        if self.needs_process(template):
            self._expected[str(template.file)] = self._send([(template, None)])

    def compile(self, template: Template) -> None:
        """Compile a template; raises ``InputError`` with file and line where it is not well-formed."""
        found = self._prepared(template)
        if isinstance(found, Trouble):
            raise refusal(template, None, found)

    def render(self, template: Template, context: Context) -> Rendered:
        """One letter; raises ``MissingFieldsError`` with all that is missing, ``InputError`` with file and line."""
        [rendered] = self.render_all([(template, context)])
        if isinstance(rendered, EventkitError):
            raise rendered
        return rendered

    def render_all(self, pairs: Iterable[tuple[Template, Context]]) -> Iterator[Rendered | EventkitError]:
        """Many letters, in their order; instead of one that cannot be made, the error. Takes the pairs as it goes."""
        waiting: deque[tuple[list[tuple[Template, Context]], _Lot]] = deque()
        lot: list[tuple[Template, Context]] = []
        size = _LOT
        for pair in pairs:
            lot.append(pair)
            if len(lot) == size:
                waiting.append((lot, self._send([pair for pair in lot if self.needs_process(pair[0])])))
                lot, size = [], min(size * 2, _LARGEST)
                while waiting and len(waiting) > (_AHEAD if waiting[0][1].open else 0):  # some need no waiting
                    yield from self._finished(*waiting.popleft())
        if lot:
            waiting.append((lot, self._send([pair for pair in lot if self.needs_process(pair[0])])))
        while waiting:
            yield from self._finished(*waiting.popleft())

    # --- inside ---------------------------------------------------------------------------------------

    @cached_property
    def _kitchen(self) -> Kitchen:
        from eventkit_followup.templating.sandbox import Kitchen  # Jinja2 takes 90 ms, and --help needs none

        return Kitchen()

    def _finished(self, pairs: list[tuple[Template, Context]], lot: _Lot) -> Iterator[Rendered | EventkitError]:
        """The letters of a lot, those of the process among those that are made here."""
        self._fill(lot)
        theirs = iter(lot.answers)
        for template, context in pairs:
            answer = self._made_here(template, context) or next(theirs)
            try:
                if isinstance(answer, Texts):
                    yield _rendered(template, context, answer)
                else:
                    assert isinstance(answer, Trouble)  # only a template alone is answered with what it asks for
                    yield refusal(template, context, answer)
            except EventkitError as error:
                yield error

    def _made_here(self, template: Template, context: Context) -> Texts | Trouble | None:
        """The letter, where its template needs no process."""
        if _trusted(template):
            return self._kitchen.render(template, context)
        plain = self._plain(template)
        return plain.render(context) if plain else None

    def _plain(self, template: Template) -> PlainTemplate | None:
        """The template, where it only puts values into a text."""
        key = str(template.file)
        if key not in self._plain_ones:
            self._plain_ones[key] = plain_template(template)
        return self._plain_ones[key]

    def _prepared(self, template: Template) -> Answer:
        """What a template asks for, or what is wrong with it."""
        if _trusted(template):
            return self._kitchen.prepare(template)
        if self._plain(template):
            return Asks(names=(), paths=())
        key = str(template.file)
        lot = self._expected.pop(key, None) or self._send([(template, None)])
        self._fill(lot)
        found = lot.answers[0]
        paths = getattr(found, "paths", None)
        if paths and all(map(is_flat, paths)):
            self._readers[key] = reader(paths, template.language)
        return found

    def _send(self, pairs: Sequence[Pair]) -> _Lot:
        """Hand letters over to the process; where there is none, render them here."""
        lot = _Lot(pairs)
        worker = self._started() if pairs else None
        if worker is not None:
            worker.send(map(self._handed, lot.open))  # where it died of something, that is seen when its answer is due
            self._flying.append(lot)
        elif pairs:
            lot.answers = [self._here(pair) for pair in pairs]
        return lot

    def _handed(self, pair: Pair) -> tuple[Template, Context | Values | None]:
        """A letter as the process is told of it: what the template asks for, as far as that is known."""
        template, context = pair
        read = self._readers.get(str(template.file))
        return pair if context is None or read is None else (template, read(context))

    def _fill(self, lot: _Lot) -> None:
        """Wait for the answers of a lot; those before it come first."""
        while lot.open:
            answers = self._received()
            if answers is None:
                self._go_on()
                continue
            first = self._flying[0]
            first.answers += map(_decoded, answers)
            if not first.open:
                self._flying.popleft()

    def _received(self) -> list[Any] | None:
        """The next answers of the process; None where it died."""
        from eventkit_followup.templating.workers import WorkerError  # only where it is needed

        if self._worker is None:
            return None
        try:
            self._worker.wait()
        except WorkerError as error:
            self._without_limits(error)
            return None
        return self._worker.receive()

    def _go_on(self) -> None:
        """The process died: find out by which letter, one at a time, and give the others to a new one."""
        lots = list(self._flying)
        self._end()
        for pair in lots[0].open:
            lots[0].answers.append(self._alone(pair))
        for lot in lots[1:]:
            worker = self._started()
            if worker is None:
                lot.answers += [self._here(pair) for pair in lot.open]
            else:
                worker.send(map(self._handed, lot.open))
                self._flying.append(lot)

    def _alone(self, pair: Pair) -> Answer:
        """What becomes of one letter, when it may be the death of the process."""
        key = str(pair[0].file)
        if key in self._stopped:
            return self._stopped[key]
        worker = self._started()
        answers = self._received() if worker and worker.send([self._handed(pair)]) else None
        if answers:
            return _decoded(answers[0])
        if self._impossible:
            return self._here(pair)
        self._end()
        reason = "takes too long, or too much memory, and was stopped; is there something that goes on and on?"
        self._stopped[key] = Trouble(reason, key, stopped=True)
        return self._stopped[key]

    def _here(self, pair: Pair) -> Answer:
        """What becomes of one letter, in this process."""
        template, context = pair
        return self._kitchen.prepare(template) if context is None else self._kitchen.render(template, context)

    def _started(self) -> Worker | None:
        """The process, or None where there cannot be one."""
        if self._worker is None and not self._impossible:
            from eventkit_followup.templating.workers import Worker, WorkerError  # only where it is needed

            try:
                self._worker = Worker()
            except WorkerError as error:
                self._without_limits(error)
        return self._worker

    def _without_limits(self, error: Exception) -> None:
        """There cannot be a process: say so, once."""
        self._worker, self._impossible = None, True
        if self._report:
            self._report(f"templates are rendered without limits of time and memory: {error}")

    def _end(self) -> None:
        """End the process, if there is one."""
        self._flying.clear()
        if self._worker is not None:
            self._worker.close()
            self._worker = None


def _trusted(template: Template) -> bool:
    """Whether a template is part of the program."""
    return template.origin == PLUGIN


def _decoded(answer: list[Any]) -> Answer:
    """An answer of the process, as it was before it became JSON."""
    if len(answer) == len(Texts._fields):
        return Texts(*answer)
    if len(answer) == len(Asks._fields):
        return Asks(*answer)
    found = Trouble(*answer)
    return found._replace(missing=tuple(found.missing))


def _rendered(template: Template, context: Context, texts: Texts) -> Rendered:
    """The letter, cleaned; raises ``InputError`` where it says nothing."""
    subject, text = one_line(texts.subject), _plain(texts.text)
    if not subject or text == "\n":
        what, part = ("text", template.body) if subject else ("subject", template.subject)
        whom = one_line(context.person.name)
        message = f"{template.file}, line {part.line}: the {what} is empty in the letter to {whom}"
        raise InputError(message)
    attachments: tuple[Attachment, ...] = ()
    if texts.fields:
        from eventkit_followup.templating.invitations import invitation  # few letters have one

        attachments = (invitation(template, context, texts.fields, subject),)
    html = _clean(texts.html) if texts.html and not texts.html.isspace() else ""
    return Rendered(subject=subject, text=text, html=html, attachments=attachments)


def _clean(html: str) -> str:
    """HTML without what runs or loads something: data is escaped, but may stand where an address is expected."""
    from nh3 import clean  # few templates have HTML

    return _plain(clean(html))


def _plain(text: str) -> str:
    """Lines that end in line feeds, without what a program would obey, and with one line feed at the end."""
    if not text.replace("\n", "").isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n\n")
        text = safe_text(text)
    return text.strip() + "\n"
