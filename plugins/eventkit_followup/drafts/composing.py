"""Making the letters of a run: which template, what it says, whether it fits the channel, and the file's content.

Letters are made as they are asked for, so that no run holds the texts of all of them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, Self, TypeVar

from eventkit.api import Event, EventkitError, InputError, PluginError, UsageError, one_line
from eventkit_followup.api import Attachment, Letter, WriteContext
from eventkit_followup.channels import ask
from eventkit_followup.drafts.outcome import Skipped
from eventkit_followup.drafts.selecting import NOTHING_NEW
from eventkit_followup.material.said import digest_of
from eventkit_followup.templating.refusals import MissingFieldsError
from eventkit_followup.templating.templates import PLUGIN, find_template, list_templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from eventkit.api import App, Person
    from eventkit_followup.api import Channel
    from eventkit_followup.drafts.selecting import Candidate, Selection
    from eventkit_followup.material.context import Context
    from eventkit_followup.material.gathering import Gatherer
    from eventkit_followup.templating.choosing import Chooser
    from eventkit_followup.templating.headers import When
    from eventkit_followup.templating.rendering import Rendered, Renderer
    from eventkit_followup.templating.templates import Template

_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the letters of a run have in common.

    A ``template`` goes before the rule that chooses one; ``extra`` is what was said with ``--set``.
    """

    template: str = ""
    language: str = ""
    tone: str = ""
    other: Person | None = None
    extra: Mapping[str, str]
    attach_card: bool = False


class Plan(NamedTuple):
    """A letter that can be made, as far as anybody can tell before it is."""

    candidate: Candidate
    template: Template
    context: Context
    address: str
    why: str

    @property
    def made(self) -> Made:
        """What is worth knowing once the letter is written."""
        return Made(
            candidate=self.candidate,
            template=self.template.name,
            language=self.template.language or self.context.languages[0],
            address=self.address,
            why=self.why,
        )


class Made(NamedTuple):
    """A letter that was made; few of them are on their way at a time, and thousands of these are kept."""

    candidate: Candidate
    template: str
    language: str
    address: str
    why: str


class Composer:
    """Makes the letters of one run: from me, on one channel; to be used in a ``with``."""

    def __init__(self, app: App, me: Person, wording: Wording, *, plugin_id: str, channel: Channel) -> None:
        """Look at template, sender and attachment; raises an error where no letter of the run could be made."""
        self.channel = channel
        self.said = digest_of(wording.extra, wording.other)
        self._app = app
        self._me = me
        self._wording = wording
        self._plugin_id = plugin_id
        self._selection: Selection | None = None
        self._contexts: dict[int | None, WriteContext] = {}
        self._named = find_template(app, wording.template, channel.name) if wording.template else None
        if self._named:
            self._renderer.expect(self._named)  # the process that does it starts while the notes are read
        if channel.check_sender:
            check = channel.check_sender
            self._ask(lambda: check(me))
        self._attachments = (self._card(),) if wording.attach_card else ()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "_renderer" in self.__dict__:
            self._renderer.close()

    @property
    def for_the_missed(self) -> bool:
        """Whether the template that was asked for is for those whom I never met."""
        rule = self._rule
        return rule is not None and rule.met is False

    def take(self, selection: Selection) -> None:
        """Take what was read to find the candidates, so that it is not read again.

        Raises ``InputError`` where the template that was asked for is not well-formed.
        """
        self._selection = selection
        if self._named:
            self._renderer.compile(self._named)

    def plan(self, candidate: Candidate) -> Plan | Skipped:
        """The letter to somebody, to be made, or why there is none."""
        person, reason = candidate.person, candidate.reason
        if not reason and self._wording.other and person.id == self._wording.other.id:
            reason = "is the other person (--other)"
        try:
            address = None if reason else self._ask(lambda: self.channel.reach(person))
        except EventkitError as error:
            return Skipped(person=person, reason=self._told(error), refused=True)
        if not address:
            return Skipped(person=person, reason=reason or f"no {self.channel.address}")
        # what is wrong with the settings is wrong for everybody, and stops the run
        context = self._gatherer.context(person, candidate.fresh, event=candidate.event)
        try:
            template = self._chooser.choose(context.situation, self._wording.template)
        except EventkitError as error:
            return Skipped(person=person, reason=self._told(error), refused=True)
        rule = self._chooser.rule(template.name)
        reason = "" if candidate.fresh else self._reason_not(candidate, template, rule)
        if reason:
            return Skipped(person=person, reason=reason)
        why = _why(candidate, rule, by_name=bool(self._wording.template))
        return Plan(candidate=candidate, template=template, context=context, address=address, why=why)

    def made(self, candidates: Iterable[Candidate]) -> Iterator[tuple[Made, bytes] | Skipped]:
        """The letter to each, in their order, and at the end those to whom none can even be planned."""
        skipped: list[Skipped] = []
        yield from self.letters(self.plans(candidates, skipped))
        yield from skipped

    def plans(self, candidates: Iterable[Candidate], skipped: list[Skipped]) -> Iterator[Plan]:
        """What can be made, as it is asked for; to whom nothing can be is put down as ``skipped``."""
        for candidate in candidates:
            plan = self.plan(candidate)
            if isinstance(plan, Plan):
                yield plan
            else:
                skipped.append(plan)

    def read_all(self, candidates: Iterable[Candidate]) -> bool:
        """Read whatever their letters need; returns whether another process may make them, as nobody could tell.

        It could not where somebody else's code has a part in them, or a template needs a process of its own.
        """
        if self._plugin_id != PLUGIN or self._attachments or any(map(self._renderer.needs_process, self._templates)):
            return False
        events = {candidate.event for candidate in candidates}
        self._gatherer.read_all(filter(None, events))
        for event in events:
            self.context_of(event)  # with the time, which is the same in both
        return True

    def letters(self, plans: Iterable[Plan]) -> Iterator[tuple[Made, bytes] | Skipped]:
        """The content of each file, in the order of the plans, which are taken as it goes; or why there is none."""
        flying: deque[Plan] = deque()

        def pairs() -> Iterator[tuple[Template, Context]]:
            for plan in plans:
                flying.append(plan)
                yield plan.template, plan.context

        for rendered in self._renderer.render_all(pairs()):
            plan = flying.popleft()
            try:
                if isinstance(rendered, EventkitError):
                    raise rendered
                data = self._written(plan, rendered)
            except EventkitError as error:
                yield Skipped(
                    person=plan.candidate.person,
                    reason=self._told(error),
                    refused=True,
                    template=plan.template.name,
                    missing=error.fields if isinstance(error, MissingFieldsError) else (),
                )
            else:
                yield plan.made, data

    # --- inside ---------------------------------------------------------------------------------------

    def _written(self, plan: Plan, rendered: Rendered) -> bytes:
        """The content of the file; raises ``InputError`` where this letter cannot be written."""
        person, body = plan.candidate.person, rendered.text
        limit = self.channel.limit
        if limit is not None and len(body.rstrip("\n")) > limit:
            length = len(body.rstrip("\n"))
            message = (
                f"the text for {one_line(person.name)} has {length:,} characters, "
                f"and {self.channel.name} takes {limit:,}; shorten the note, or choose another --template"
            )
            raise InputError(message)
        letter = Letter(
            person,
            self._me,
            rendered.subject,
            body,
            plan.template.name,
            self._attachments + rendered.attachments,
            rendered.html,
            plan.candidate.key,
        )
        context = self.context_of(plan.candidate.event)
        data: object = self._ask(lambda: self.channel.write(letter, plan.address, context))
        if not isinstance(data, bytes):
            message = f"plugin '{self._plugin_id}': channel {self.channel.name} wrote {type(data).__name__}, not bytes"
            raise PluginError(message)
        return data

    def context_of(self, event: Event | None) -> WriteContext:
        """What a channel may want to know about letters on an event, the same for all of them."""
        number = event.id if event else None
        if number not in self._contexts:
            about = event or Event(0, "", "", self._app.config.timezone or "UTC")
            self._contexts[number] = WriteContext(now=self._app.now(), event=about)
        return self._contexts[number]

    def _reason_not(self, candidate: Candidate, template: Template, rule: When | None) -> str:
        """Why somebody without a fresh encounter gets no letter from this template, or nothing; see ``selecting``."""
        answers = rule is not None and rule.weeks is None and rule.met is not False
        by_name = bool(self._wording.template)
        if answers or not (by_name or (rule is not None and candidate.event)):
            return candidate.done if candidate.last_met else NOTHING_NEW
        for entry in candidate.entries:
            if entry.template == template.name and (not by_name or entry.said == self.said):
                return candidate.done
        return ""

    def _told(self, error: EventkitError) -> str:
        """What costs this letter only, in words; a plugin's fault is raised where plugins are tested."""
        if isinstance(error, PluginError) and self._app.config.strict:
            raise error
        return str(error)

    def _card(self) -> Attachment:
        """My card; raises ``UsageError`` where the channel takes none, or nobody writes it."""
        if not self.channel.attaches:
            message = f"--attach-card: a draft for {self.channel.name} carries no attachment"
            raise UsageError(message)
        from eventkit.api import write_people  # 10 ms that most runs do without

        card = write_people(self._app, [self._me], "vcf")
        return Attachment(name="me.vcf", media_type="text/vcard", content=card)

    def _ask(self, call: Callable[[], _Answer]) -> _Answer:
        return ask(self._app, self._plugin_id, f"channel {self.channel.name}", call)

    @property
    def _rule(self) -> When | None:
        """The rule of the template that was asked for, if it has one."""
        name = self._wording.template
        return self._chooser.rule(name) or self._chooser.rule(name.partition(".")[0]) if name else None

    @cached_property
    def _chooser(self) -> Chooser:
        from eventkit_followup.templating.choosing import Chooser

        return Chooser(self._templates)

    @cached_property
    def _templates(self) -> list[Template]:
        """The templates to choose among; a file that is none is told of, once."""
        templates, problems = list_templates(self._app, self._wording.template)
        for problem in problems:
            self._app.report(str(problem))
        return templates

    @cached_property
    def _renderer(self) -> Renderer:
        from eventkit_followup.templating.rendering import Renderer  # Jinja2 takes 90 ms, and --help needs none

        return Renderer(self._app.report)

    @cached_property
    def _gatherer(self) -> Gatherer:
        """The context of each letter."""
        from eventkit_followup.material.gathering import Gatherer

        selection = self._selection
        assert selection is not None  # taken before there is anything to plan
        return Gatherer(
            self._app,
            self._me,
            event=selection.event,
            people={candidate.person.id: candidate.person for candidate in selection.candidates},
            encounters=selection.encounters,
            channel=self.channel.name,
            limit=self.channel.limit,
            language=self._wording.language,
            tone=self._wording.tone,
            other=self._wording.other,
            extra=self._wording.extra,
        )


def _why(candidate: Candidate, rule: When | None, *, by_name: bool) -> str:
    if candidate.promised:
        return "promise"
    if candidate.fresh:
        return "met"
    if by_name:
        return "template"
    return "long ago" if rule is not None and rule.weeks is not None else "never met"
