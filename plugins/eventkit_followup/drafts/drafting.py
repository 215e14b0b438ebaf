"""Drafting letters to those whom ``selecting`` finds, and remembering each as an entry.

All of a run is one change, and a run that fails leaves nothing: no entry, no file. It holds the write lock from the
reading of the notes until the entries are kept, so that a second run at the same time waits, and then sees them. Only
a channel to a server is talked to before there is a lock: what it has of a letter is known by its Message-ID, and an
entry that another run made meanwhile is left as it is.
"""

from __future__ import annotations

import contextlib
import os
from functools import cache
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

from eventkit.api import Event, PluginError, StoreError, UsageError, find_event, my_card
from eventkit_followup.channels import ask, find_channel
from eventkit_followup.drafts.composing import Composer, Wording
from eventkit_followup.drafts.files import write_new_files
from eventkit_followup.drafts.outcome import Draft, Outcome, Skipped
from eventkit_followup.drafts.placing import Places, digest_of_file
from eventkit_followup.drafts.selecting import Whom, select
from eventkit_followup.drafts.sharing import letters_to
from eventkit_followup.drafts.spooling import Spool
from eventkit_followup.progress.entries import Entry, State, keep_entries, list_entries

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from eventkit.api import App, Change, Person
    from eventkit_followup.drafts.composing import Made
    from eventkit_followup.drafts.selecting import Selection

_LETTERS_HERE, _FILES_HERE = 0.55, 0.75
"""The part of many letters that this process makes, and not the second one: more where each is a file, for then the
second core writes those."""


def draft_followups(
    app: App,
    folder: Path | None = None,
    *,
    event: str | None = None,
    who: str = "",
    promises: bool = False,
    again: bool = False,
    limit: int | None = None,
    channel: str = "eml",
    template: str = "",
    language: str = "",
    tone: str = "",
    other: Person | None = None,
    extra: Mapping[str, str] | None = None,
    attach_card: bool = False,
    dry_run: bool = False,
) -> Outcome:
    """Draft a letter to everyone whom ``selecting`` finds; one that cannot be made costs itself only.

    Raises ``NotFoundError`` where I have not said who I am, ``StoreError`` where the folder cannot be written to.
    """
    whom = Whom(event=event, who=who, promises=promises, again=again)
    about = None if whom.everywhere else find_event(app, event)
    plugin_id, way = find_channel(app, channel)
    wording = Wording(
        template=template, language=language, tone=tone, other=other, extra=extra or {}, attach_card=attach_card
    )
    with Composer(app, my_card(app), wording, plugin_id=plugin_id, channel=way) as composer:
        target = _checked(folder, needed=way.deliver is None)
        run = _Run(app, composer, whom, about, folder=target, plugin_id=plugin_id)
        if dry_run:
            return run.tried(limit)
        return run.delivered(limit) if way.deliver else run.filed(limit)


class _Run:
    """One run, on one channel."""

    def __init__(
        self, app: App, composer: Composer, whom: Whom, event: Event | None, *, folder: Path, plugin_id: str
    ) -> None:
        self._app = app
        self._composer = composer
        self._channel = composer.channel
        self._whom = whom
        self._event = event
        self._folder = folder
        self._plugin_id = plugin_id
        self._dates = {State.DRAFTED.value: app.now().isoformat()}

    def tried(self, limit: int | None) -> Outcome:
        """What would be done; nothing is."""
        selection, outcome = self._begun()
        places = self._places(selection) if self._has_files else None
        for number, (made, data) in enumerate(self._made(selection, outcome, limit), 1):
            person, file = made.candidate.person, str(self._folder)
            found = places.adopted(number, person, data) if places else None
            if places:
                file = places.path(found[0] if found else places.name(number, person))
            where = self._channel.name if self._channel.deliver else ""
            outcome.drafted.append(_draft(made, file, where=where, adopted=found is not None))
        return outcome

    def filed(self, limit: int | None) -> Outcome:
        """Letters in files, or in one file of all."""
        with contextlib.ExitStack() as failing:
            with self._app.change(self._label) as change:
                selection, outcome = self._begun()
                made = self._made(selection, outcome, limit)
                first = next(made, None)  # there is no folder for nothing
                if first is not None:
                    _make_folder(self._folder, failing)
                    letters = chain([first], made)
                    if self._has_files:
                        self._write_each(letters, selection, outcome, change, failing)
                    else:
                        self._write_all(letters, selection, outcome, change)
            failing.pop_all()  # nothing failed: all that was written stays
        return outcome

    def delivered(self, limit: int | None) -> Outcome:
        """Letters on a server; it may take its time, so that nobody else waits for it."""
        selection, outcome = self._begun()
        with Spool() as pieces:
            letters = []
            for made, data in self._made(selection, outcome, limit):
                letters.append(made)
                pieces.add(data)
            deliver = self._channel.deliver
            assert deliver is not None  # this channel was chosen for it
            places = self._asked(lambda: deliver(pieces, self._app), len(letters)) if letters else []
        with self._app.change(self._label) as change:
            others = [entry for entry in list_entries(self._app) if entry.key not in selection.keys]
            taken = {entry.key for entry in others}.union(*(entry.encounters for entry in others))
            entries = []
            for made, place in zip(letters, places, strict=True):
                candidate = made.candidate
                if taken.isdisjoint((candidate.key, *(encounter.id for encounter in candidate.fresh))):
                    entries.append(self._entry(made, str(place)))
                    outcome.drafted.append(_draft(made, "", where=str(place)))
                else:
                    reason = "drafted by another run at the same time"
                    outcome.skipped.append(Skipped(person=candidate.person, reason=reason))
            keep_entries(self._app, change, entries)
        return outcome

    # --- inside ---------------------------------------------------------------------------------------

    @property
    def _has_files(self) -> bool:
        """Whether each letter is a file of its own."""
        return self._channel.collect is None and self._channel.deliver is None

    @property
    def _label(self) -> str:
        """What the change is called in the history."""
        if self._event:
            return f"draft follow-ups for {self._event.slug}"
        who = self._whom.who.strip()
        return f"draft follow-ups for {who!r}" if who else "draft follow-ups for what was promised"

    def _begun(self) -> tuple[Selection, Outcome]:
        missed = self._composer.for_the_missed
        selection = select(self._app, self._whom, self._event, self._channel.name, missed=missed)
        self._composer.take(selection)
        return selection, Outcome(event=self._event, channel=self._channel)

    def _made(self, selection: Selection, outcome: Outcome, limit: int | None) -> Iterator[tuple[Made, bytes]]:
        """Every letter there is to write, as it is made; who gets none is put down in the outcome, with the reason."""
        order = {candidate.person.id: number for number, candidate in enumerate(selection.candidates)}
        if limit is None:
            here = _FILES_HERE if self._has_files else _LETTERS_HERE
            for letter in letters_to(self._composer, selection.candidates, here=here):
                if isinstance(letter, Skipped):
                    outcome.skipped.append(letter)
                else:
                    yield letter
        else:
            yield from self._made_at_most(limit, selection, outcome)
        outcome.skipped.sort(key=lambda skipped: order[skipped.person.id])

    def _made_at_most(self, limit: int, selection: Selection, outcome: Outcome) -> Iterator[tuple[Made, bytes]]:
        """The first of the letters."""
        plans = self._composer.plans(selection.candidates, outcome.skipped)
        count = 0
        while count < limit:
            tried = 0
            for letter in self._composer.letters(islice(plans, limit - count)):
                tried += 1
                if isinstance(letter, Skipped):
                    outcome.skipped.append(letter)
                else:
                    count += 1
                    yield letter
            if not tried:
                break
        outcome.waiting.extend(plan.candidate.person for plan in plans)

    def _places(self, selection: Selection) -> Places:
        return Places(
            self._folder,
            self._channel.suffix,
            remembered=selection.paths,
            before=selection.before,
            most=len(selection.candidates),
        )

    def _write_each(
        self,
        letters: Iterable[tuple[Made, bytes]],
        selection: Selection,
        outcome: Outcome,
        change: Change,
        failing: contextlib.ExitStack,
    ) -> None:
        """A file for each letter; those that are there with the very letter are taken as they are."""
        places = self._places(selection)
        entries: list[Entry] = []
        written: list[str] = []

        def new_files() -> Iterator[tuple[str, bytes]]:
            for number, (made, data) in enumerate(letters, 1):
                person = made.candidate.person
                found = places.adopted(number, person, data)
                name, digest = found or (places.name(number, person), digest_of_file(data))
                path = places.path(name)
                outcome.drafted.append(_draft(made, path, adopted=found is not None))
                entries.append(self._entry(made, path, digest=digest))
                if not found:
                    written.append(path)
                    yield name, data

        write_new_files(self._folder, new_files())
        failing.callback(_remove, written)
        keep_entries(self._app, change, entries)

    def _write_all(
        self, letters: Iterable[tuple[Made, bytes]], selection: Selection, outcome: Outcome, change: Change
    ) -> None:
        """One file of all letters, or a mailbox, as the channel has it; it puts nothing there twice."""
        zone = self._app.config.timezone or "UTC"
        context = self._composer.context_of(selection.event or Event(0, "follow-up", "all events", zone))
        collect = self._channel.collect
        assert collect is not None  # this channel was chosen for it
        written = []
        with Spool() as pieces:
            for made, data in letters:
                written.append(made)
                pieces.add(data)
            paths = self._asked(lambda: collect(pieces, self._folder, context), len(written))
        absolute = cache(lambda path: str(Path(path).absolute()))  # most channels tell the same of all
        files = [absolute(path) for path in paths]
        entries = [self._entry(made, file) for made, file in zip(written, files, strict=True)]
        outcome.drafted.extend(_draft(made, file) for made, file in zip(written, files, strict=True))
        keep_entries(self._app, change, entries)

    def _asked(self, call: Callable[[], Sequence[object]], count: int) -> list[object]:
        """The place of each letter, by the channel; raises ``PluginError`` where it loses count."""
        name = self._channel.name
        places = list(ask(self._app, self._plugin_id, f"channel {name}", call))
        if len(places) != count:
            message = f"plugin '{self._plugin_id}': channel {name} told {len(places)} places for {count} letters"
            raise PluginError(message)
        return places

    def _entry(self, made: Made, path: str, *, digest: str = "") -> Entry:
        candidate = made.candidate
        return Entry(
            key=candidate.key,
            person_id=candidate.person.id,
            event_id=candidate.event.id if candidate.event else None,
            state=State.DRAFTED,
            encounters=tuple([encounter.id for encounter in candidate.fresh]),
            channel=self._channel.name,
            template=made.template,
            path=path,
            dates=self._dates,
            digest=digest,
            said=self._composer.said,
        )


def _draft(made: Made, file: str, *, where: str = "", adopted: bool = False) -> Draft:
    candidate = made.candidate
    return Draft(
        person=candidate.person,
        template=made.template,
        file=file,
        where=where,
        why=made.why,
        event=candidate.event.slug if candidate.event else "",
        language=made.language,
        address=made.address,
        adopted=adopted,
    )


def _checked(folder: Path | None, *, needed: bool) -> Path:
    """The folder of ``--to``; raises ``UsageError`` where it is needed, ``StoreError`` where it is none."""
    if folder is None:
        if needed:
            message = "--to: name a folder for the drafts; it is made where it is missing"
            raise UsageError(message)
        return Path()
    if folder.exists() and not folder.is_dir():
        message = f"{folder}: is no folder; name one with --to, which is made where it is missing"
        raise StoreError(message)
    return folder


def _make_folder(folder: Path, failing: contextlib.ExitStack) -> None:
    """Make the folder and those above it; they go again where the run fails."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"{folder}: the folder cannot be made: {error.strerror or error}"
        raise StoreError(message) from error
    finally:
        for one in reversed(missing):
            failing.callback(_remove_folder, one)


def _remove_folder(folder: Path) -> None:
    with contextlib.suppress(OSError):  # there may be something in it
        folder.rmdir()


def _remove(files: Sequence[str]) -> None:
    for file in files:
        with contextlib.suppress(OSError):
            os.unlink(file)  # noqa: PTH108  # a text
