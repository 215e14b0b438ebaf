"""Trying templates: each against a sample that has everything, and against the people that they would go to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from eventkit.api import (
    ContactPoint,
    Encounter,
    Event,
    InputError,
    Person,
    Session,
    list_encounters,
    list_people,
    my_card,
)
from eventkit_followup.material.context import CommonGround, Context, Occasion
from eventkit_followup.material.gathering import Gatherer
from eventkit_followup.templating.choosing import Chooser, by_name
from eventkit_followup.templating.refusals import MissingFieldsError
from eventkit_followup.templating.rendering import Rendered, Renderer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from eventkit.api import App, EventkitError
    from eventkit_followup.templating.templates import Template


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of a template for somebody: ``missing`` fields, or another ``problem``, or neither.

    ``person`` is None for the sample.
    """

    template: str
    person: Person | None = None
    missing: tuple[str, ...] = ()
    problem: str = ""
    subject: str = ""

    @property
    def good(self) -> bool:
        """Whether there would be a letter."""
        return not self.missing and not self.problem


def check_with_sample(app: App, templates: Sequence[Template]) -> list[Checked]:
    """Each template against a sample that has everything a template can ask for."""
    sample = sample_context(app.now())
    contexts = [
        sample._replace(extra=tuple((name, _SAID.get(name, what or name)) for name, what in template.asks) or _EXTRA)
        for template in templates
    ]
    with Renderer(app.report) as renderer:
        pairs = list(zip(templates, contexts, strict=True))
        return [
            _checked(template.form, None, result)
            for template, result in zip(templates, renderer.render_all(pairs), strict=True)
        ]


def check_with_people(
    app: App,
    templates: Sequence[Template],
    *,
    event: Event | None = None,
    who: str = "",
    name: str = "",
    language: str = "",
    tone: str = "",
    channel: str = "eml",
    limit: int | None = None,
    extra: Mapping[str, str] | None = None,
    other: Person | None = None,
) -> list[Checked]:
    """The template by rule, or of that ``name``, against everyone met at an event, or everyone of a query, or both."""
    people = {person.id: person for person in list_people(app, who, everybody=True)} if who else {}
    if event is not None:
        met = {person.id: person for _, person in list_encounters(app, event.slug)}
        people = {number: person for number, person in met.items() if not who or number in people}
    gatherer = Gatherer(
        app,
        my_card(app),
        event=event,
        people=people,
        channel=channel,
        limit=limit,
        language=language,
        tone=tone,
        extra=extra,
        other=other,
    )
    chooser = Chooser(templates)
    checked: dict[int, Checked] = {}
    letters = []
    for person in people.values():
        context = gatherer.context(person)
        try:
            letters.append((chooser.choose(context.situation, name), context))
        except InputError as error:
            checked[person.id] = Checked(template="", person=person, problem=str(error))
    with Renderer(app.report) as renderer:
        for (template, context), result in zip(letters, renderer.render_all(letters), strict=True):
            checked[context.person.id] = _checked(template.form, context.person, result)
    return [checked[number] for number in people]


def chosen(templates: Sequence[Template], names: Sequence[str]) -> list[Template]:
    """The templates of these names, or all; raises ``InputError`` for a name that there is not."""
    found: dict[str, Template] = {}
    for name in names:
        forms = by_name(templates, name)
        if not forms:
            message = f"there is no template {name!r} to check"
            raise InputError(message)
        found.update((str(form.file), form) for form in forms)
    return list(found.values()) if names else list(templates)


def _checked(form: str, person: Person | None, result: Rendered | EventkitError) -> Checked:
    if isinstance(result, Rendered):
        return Checked(template=form, person=person, subject=result.subject)
    if isinstance(result, MissingFieldsError):
        return Checked(template=form, person=person, missing=result.fields)
    return Checked(template=form, person=person, problem=str(result))


# --- a sample that has everything ---------------------------------------------------------------------

_SAID = {
    "when": "2027-06-01T15:00",
    "minutes": "30",
    "place": "https://call.example.org/robin",
    "link": "https://example.org/reading",
}
_EXTRA = tuple(_SAID.items())


def sample_context(now: datetime) -> Context:
    """A letter about which everything is known; all of it is invented."""
    event = Event(1, "sample", "Sample Conference", "Europe/Berlin", now.date(), now.date())
    before = Event(2, "sample-before", "Earlier Conference", "Europe/Berlin")
    talk, panel = (
        Session(
            number,
            event.slug,
            str(number),
            title,
            now,
            abstract="An abstract.",
            ends=now + timedelta(minutes=30),
            room="Room 1",
            track="Track 1",
            url="https://example.org/talk",
            speakers=("Ada Example",),
            interest="must",
            note="A note on the talk.",
        )
        for number, title in ((1, "A Sample Talk"), (2, "A Sample Panel"))
    )
    here = Occasion(_met(1, event, now, talk.id), event, talk)
    return Context(
        me=_person(1, "Robin Sample"),
        person=_person(2, "Ada Example"),
        now=now,
        event=event,
        roles=frozenset({"speaker"}),
        encounters=(here,),
        before=(Occasion(_met(2, before, now - timedelta(weeks=52)), before),),
        fresh=(here,),
        promises=(here,),
        talks=(talk,),
        my_talks=(panel,),
        common=CommonGround(
            interests=("sampling",),
            sessions=((talk, event),),
            people=(_person(3, "Sam Specimen"),),
            events=(before,),
        ),
        other=_person(3, "Sam Specimen"),
        extra=_EXTRA,
    )


def _met(number: int, event: Event, at: datetime, session_id: int | None = None) -> Encounter:
    return Encounter(
        id=number,
        person_id=2,
        event=event.slug,
        at=at,
        session_id=session_id,
        note="how a sample is taken",
        promise="send the sample",
    )


def _person(number: int, name: str) -> Person:
    given, _, family = name.partition(" ")
    points = (
        ContactPoint(kind="email", value=f"{given.lower()}@example.org"),
        ContactPoint(kind="phone", value="+49 30 23125 000"),
        ContactPoint(kind="url", value=f"https://{given.lower()}.example.org"),
        ContactPoint(kind="handle", value=f"@{given.lower()}@social.example.org", platform="mastodon"),
    )
    return Person(
        id=number,
        name=name,
        given=given,
        family=family,
        organization="Sample Works",
        title="Sampler",
        note="A note.",
        birthday="1980-05-14",
        contact_points=points,
        interests=("sampling",),
        tags=("sample",),
        events=("sample",),
    )
