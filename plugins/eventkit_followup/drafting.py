"""Drafting a letter to everyone met at an event, and remembering to whom one was drafted.

What is remembered is a document for each draft: which encounters it was made from, and where it went. A person is
written to again when there is an encounter that no draft was made from. A file that is gone was sent, or not wanted:
either way it is not written again.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import (
    EventkitError,
    PluginError,
    StoreError,
    UsageError,
    find_event,
    list_encounters,
    list_people,
    my_card,
    slug,
    write_file,
)
from eventkit_followup.api import WriteContext
from eventkit_followup.channels import ask, find_channel
from eventkit_followup.composing import Composer, Meeting
from eventkit_followup.entries import Entry, State, free_key, keep_entries, list_entries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.api import App, Event, Person
    from eventkit_followup.api import Channel


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft that was written, or would be."""

    person: Person
    template: str
    path: Path
    where: str = ""

    @property
    def place(self) -> str:
        """Where it lies: on a server, or the file."""
        return self.where or str(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """Somebody there is no new draft to; ``refused`` where there should be one and it could not be made."""

    person: Person
    reason: str
    refused: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a run did, or would do; the most urgent first."""

    event: Event
    channel: Channel
    drafted: list[Draft] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Finished:
    """A letter as the content of a file that is yet to be written."""

    meeting: Meeting
    template: str
    data: bytes


def draft_followups(
    app: App,
    folder: Path | None,
    *,
    event: str | None = None,
    who: str = "",
    channel: str = "eml",
    template: str = "",
    language: str = "",
    tone: str = "",
    attach_card: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Draft a letter to everyone met at the event who has none since; one that cannot be made costs itself only.

    With ``who``, a query, only those of them who fulfil it.

    Raises ``NotFoundError`` where I have not said who I am, ``StoreError`` where the folder cannot be written to.
    Files are written when every letter is made, and each before it is remembered: what a crash leaves is at worst
    a file that the next run does not know, and does not touch.
    """
    found = find_event(app, event)
    plugin_id, way = find_channel(app, channel)
    composer = Composer(
        app,
        found,
        my_card(app),
        plugin_id=plugin_id,
        channel=way,
        template=template,
        language=language,
        tone=tone,
    )
    composer.check_sender()
    if attach_card:
        composer.attach_card()
    if folder is None:
        if way.deliver is None:
            message = "--to: name a folder for the drafts; it is made where it is missing"
            raise UsageError(message)
        folder = Path()
    if folder.exists() and not folder.is_dir():
        message = f"{folder}: is no folder; name one with --to, which is made where it is missing"
        raise StoreError(message)
    outcome = Outcome(event=found, channel=way)
    # The notes are read inside the change: it has the write lock, so that a second run waits and then sees this one's.
    with app.change(f"draft follow-ups for {found.slug}", dry_run=dry_run) as change:
        drafts = [entry for entry in list_entries(app, event_id=found.id) if entry.channel == channel]
        finished = _letters(composer, _meetings(app, found, drafts, who), outcome)
        if finished and not (dry_run or way.deliver):
            _make_folder(folder)
        keys = {draft.key for draft in drafts}
        places = _delivered(app, plugin_id, way, finished, dry_run=dry_run)
        if way.deliver:
            paths = [folder] * len(finished)
        elif way.collect:
            paths = _collected(app, plugin_id, way, finished, folder, event=found, dry_run=dry_run)
        else:
            paths = _paths(folder, way.suffix, finished, len(drafts))
        entries = []
        for letter, path, where in zip(finished, paths, places, strict=True):
            person = letter.meeting.person
            if not (dry_run or way.collect or way.deliver):
                write_file(path, letter.data)
            entries.append(
                Entry(
                    key=free_key(f"{found.slug}:{person.id}:{channel}", keys),
                    person_id=person.id,
                    event_id=found.id,
                    state=State.DRAFTED,
                    encounters=tuple(encounter.id for encounter in letter.meeting.fresh),
                    channel=channel,
                    template=letter.template,
                    path=where or str(path.absolute()),
                    dates={State.DRAFTED.value: app.now().isoformat()},
                )
            )
            outcome.drafted.append(Draft(person=person, template=letter.template, path=path, where=where))
        keep_entries(app, change, entries)
    return outcome


def _meetings(app: App, event: Event, drafts: list[Entry], who: str) -> list[Meeting]:
    """Everyone met who fulfils the query, those I promised something first, then by time."""
    wanted = {person.id for person in list_people(app, who, everybody=True)} if who.strip() else None
    answered = {encounter_id for draft in drafts for encounter_id in draft.encounters}
    met: dict[int, Meeting] = {}
    for encounter, person in list_encounters(app, event.slug):
        if wanted is not None and person.id not in wanted:
            continue
        meeting = met.setdefault(person.id, Meeting(person=person, encounters=[], fresh=[]))
        meeting.encounters.append(encounter)
        if encounter.id not in answered:
            meeting.fresh.append(encounter)
    return sorted(met.values(), key=lambda meeting: (not meeting.promised, (meeting.fresh or meeting.encounters)[0].at))


def _letters(composer: Composer, meetings: list[Meeting], outcome: Outcome) -> list[_Finished]:
    """Every letter there is to write; whoever gets none is put down in the outcome, with the reason."""
    finished = []
    for meeting in meetings:
        reason, refused = "", False
        if meeting.person.do_not_contact:
            reason = "asked not to be contacted"
        elif not meeting.fresh:
            reason = "already drafted (no encounter since)"
        else:
            try:
                template = composer.template_for(meeting)
                address = composer.address(meeting.person)
                if address:
                    data = composer.write(meeting, template, address)
                    finished.append(_Finished(meeting=meeting, template=template.name, data=data))
                else:
                    reason = f"no {composer.channel.address}"
            except PluginError as error:
                if composer.strict:
                    raise
                reason, refused = str(error), True
            except EventkitError as error:
                reason, refused = str(error), True
        if reason:
            outcome.skipped.append(Skipped(person=meeting.person, reason=reason, refused=refused))
    return finished


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: the folder cannot be made: {error.strerror or error}"
        raise StoreError(message) from error


def _delivered(app: App, plugin_id: str, way: Channel, letters: list[_Finished], *, dry_run: bool) -> list[str]:
    """Where a channel to a server has put each letter; nothing for the channels that make files."""
    deliver = way.deliver
    if deliver is None or not letters:
        return [""] * len(letters)
    if dry_run:
        return [way.name] * len(letters)
    pieces = [letter.data for letter in letters]
    places = list(ask(app, plugin_id, f"channel {way.name}", lambda: deliver(pieces, app)))
    _count(plugin_id, way, places, letters)
    return places


def _collected(
    app: App, plugin_id: str, way: Channel, letters: list[_Finished], folder: Path, *, event: Event, dry_run: bool
) -> list[Path]:
    """Where a channel that makes one of all letters has put each; in a dry run, the folder."""
    collect = way.collect
    if dry_run or not letters or collect is None:
        return [folder] * len(letters)
    pieces, context = [letter.data for letter in letters], WriteContext(now=app.now(), event=event)
    paths = list(ask(app, plugin_id, f"channel {way.name}", lambda: collect(pieces, folder, context)))
    _count(plugin_id, way, paths, letters)
    return paths


def _count(plugin_id: str, way: Channel, places: Sequence[object], letters: list[_Finished]) -> None:
    if len(places) != len(letters):
        message = f"plugin '{plugin_id}': channel {way.name} told {len(places)} places for {len(letters)} letters"
        raise PluginError(message)


def _paths(folder: Path, suffix: str, letters: list[_Finished], before: int) -> list[Path]:
    """A name for each file, numbered on from the drafts before; a file that is there keeps its name."""
    width = max(2, len(str(before + len(letters))))
    paths = []
    for number, letter in enumerate(letters, before + 1):
        person = letter.meeting.person
        stem = f"{number:0{width}}-{slug(person.name, fallback=f'person-{person.id}')}"
        path, again = folder / f"{stem}{suffix}", 1
        while os.path.lexists(path):
            again += 1
            path = folder / f"{stem}-{again}{suffix}"
        paths.append(path)
    return paths
