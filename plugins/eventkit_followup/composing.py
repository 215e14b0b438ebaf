"""Making one letter: which template, what it says, whether it fits the channel, and its file's content."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from eventkit.api import InputError, PluginError, UsageError, one_line, write_people
from eventkit_followup.api import Attachment, Letter, WriteContext
from eventkit_followup.channels import ask
from eventkit_followup.templates import find_template, list_templates

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eventkit.api import App, Encounter, Event, Person
    from eventkit_followup.api import Channel
    from eventkit_followup.choosing import Chooser
    from eventkit_followup.context import Context
    from eventkit_followup.gathering import Gatherer
    from eventkit_followup.rendering import Renderer
    from eventkit_followup.templates import Template

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Somebody met at the event: all encounters with them, and the fresh ones, which no draft was made from."""

    person: Person
    encounters: list[Encounter]
    fresh: list[Encounter]

    @property
    def promised(self) -> bool:
        """Whether I promised something that no draft speaks of yet."""
        return any(encounter.promise for encounter in self.fresh)


class Composer:
    """Makes the letters of one run: from me, about one event, on one channel."""

    def __init__(
        self,
        app: App,
        event: Event,
        me: Person,
        *,
        plugin_id: str,
        channel: Channel,
        template: str = "",
        language: str = "",
        tone: str = "",
    ) -> None:
        """Take what the letters have in common; a ``template`` goes before the rule that chooses one."""
        self.channel = channel
        self.strict = app.config.strict
        self._app = app
        self._event = event
        self._me = me
        self._plugin_id = plugin_id
        self._template = template
        self._language = language
        self._tone = tone
        self._compiled: set[Path] = set()
        self._contexts: dict[int, Context] = {}
        self._attachments: tuple[Attachment, ...] = ()
        self._context = WriteContext(now=app.now(), event=event)
        if template:
            self._checked(find_template(app, template, channel.name))

    def check_sender(self) -> None:
        """Raise ``NotFoundError`` where I cannot write on this channel."""
        check = self.channel.check_sender
        if check:
            self._ask(lambda: check(self._me))

    def attach_card(self) -> None:
        """Let my card go with every letter; raises ``UsageError`` where the channel takes none, or nobody writes it."""
        if not self.channel.attaches:
            message = f"--attach-card: a draft for {self.channel.name} carries no attachment"
            raise UsageError(message)
        card = write_people(self._app, [self._me], "vcf")
        self._attachments = (Attachment(name="me.vcf", media_type="text/vcard", content=card),)

    def address(self, person: Person) -> str | None:
        """Where the person is reached on this channel."""
        return self._ask(lambda: self.channel.reach(person))

    def template_for(self, meeting: Meeting) -> Template:
        """The template by the rule (see ``choosing``), compiled; raises ``InputError`` where it is broken."""
        return self._checked(self._chooser.choose(self._context_of(meeting).situation, self._template))

    def write(self, meeting: Meeting, template: Template, address: str) -> bytes:
        """The content of the file; raises ``InputError`` where this letter cannot be written."""
        person = meeting.person
        rendered = self._renderer.render(template, self._context_of(meeting))
        subject, body = rendered.subject, rendered.text
        length = len(body.rstrip("\n"))
        if self.channel.limit is not None and length > self.channel.limit:
            message = (
                f"the text for {one_line(person.name)} has {length:,} characters, "
                f"and {self.channel.name} takes {self.channel.limit:,}; shorten the note, or choose another --template"
            )
            raise InputError(message)
        letter = Letter(
            person=person,
            me=self._me,
            subject=subject,
            body=body,
            template=template.name,
            attachments=(*self._attachments, *rendered.attachments),
            html=rendered.html,
        )
        data: object = self._ask(lambda: self.channel.write(letter, address, self._context))
        if not isinstance(data, bytes):
            message = f"plugin '{self._plugin_id}': channel {self.channel.name} wrote {type(data).__name__}, not bytes"
            raise PluginError(message)
        return data

    def _ask(self, call: Callable[[], _Answer]) -> _Answer:
        return ask(self._app, self._plugin_id, f"channel {self.channel.name}", call)

    def _checked(self, template: Template) -> Template:
        """The template, once it is known to compile."""
        if template.file not in self._compiled:
            self._renderer.compile(template)
            self._compiled.add(template.file)
        return template

    def _context_of(self, meeting: Meeting) -> Context:
        """What a letter to somebody is made from: to choose its template, and to write it."""
        number = meeting.person.id
        if number not in self._contexts:
            self._contexts = {
                number: self._gatherer.context(meeting.person, meeting.fresh)
            }  # one letter after the other
        return self._contexts[number]

    @cached_property
    def _chooser(self) -> Chooser:
        """Chooses among all templates; a file that is none is told of, once."""
        from eventkit_followup.choosing import Chooser

        templates, problems = list_templates(self._app)
        for problem in problems:
            self._app.report(str(problem))
        return Chooser(templates)

    @cached_property
    def _renderer(self) -> Renderer:
        from eventkit_followup.rendering import Renderer  # Jinja2 takes 90 ms, and --help needs none

        return Renderer(self._app.report)

    @cached_property
    def _gatherer(self) -> Gatherer:
        """The context of each letter."""
        from eventkit_followup.gathering import Gatherer

        return Gatherer(
            self._app,
            self._me,
            event=self._event,
            channel=self.channel.name,
            limit=self.channel.limit,
            language=self._language,
            tone=self._tone,
        )
