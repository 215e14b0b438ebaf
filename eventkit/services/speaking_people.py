"""Which person a speaker is: known by an address, by the source's own name for them, or by name at the event."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.domain.people import ContactPoint
from eventkit.domain.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eventkit.app import App
    from eventkit.domain.events import Event
    from eventkit.store.changes import Change


class Speaker(NamedTuple):
    """A speaker as one session has them; ``key`` is the folded name."""

    name: str
    key: str
    email: str = ""
    organization: str = ""
    uid: str = ""


class Spoken(NamedTuple):
    """A speaker in a session; with a ``person_id`` the two are linked already."""

    session_id: int
    position: int
    speaker: Speaker
    person_id: int = 0


def as_people(app: App, change: Change, event: Event, spoken: Sequence[Spoken]) -> dict[int, str]:
    """Link speakers to their sessions, as people who attend; who is not known yet is listed, and no contact.

    An address goes before the source's name for the person (``uid``), and that before the name. The same name at
    the same event is the same person. A person without an organisation gets theirs. Returns what those who were
    known already, and are newly linked, are called now.
    """
    if not spoken:
        return {}
    people = app.store.people
    known = _Known(app, event, spoken)
    new: list[dict[str, Any]] = []
    found: list[int] = []  # those below zero are counted into the new
    for item in spoken:
        speaker = item.speaker
        person = item.person_id or known.find(item)
        if not person:
            new.append({"name": speaker.name, "name_key": speaker.key, "organization": "", "contact": False})
            person = -len(new)
        if person < 0 and not new[-person - 1]["organization"]:
            new[-person - 1]["organization"] = speaker.organization
        known.learn(item, person)
        found.append(person)
    ids = people.add(change, new)
    who = [ids[-person - 1] if person < 0 else person for person in found]
    rows = [
        (item.session_id, person, item.speaker.name, item.position, item.speaker.uid)
        for item, person in zip(spoken, who, strict=True)
        if not item.person_id
    ]
    app.store.speakers.add(change, rows)
    emails = {
        (person, item.speaker.email)
        for item, person in zip(spoken, who, strict=True)
        if item.speaker.email and person != known.me
    }
    points = [(person, ContactPoint(kind="email", value=email)) for person, email in sorted(emails)]
    people.add_all_points(change, points, shared={email for _, email in emails if known.is_shared(email)})
    people.attend(change, event.id, [(person, "speaker") for person in dict.fromkeys(who)])
    told: dict[int, str] = {}
    for item, person in zip(spoken, found, strict=True):
        if item.speaker.organization and person > 0:
            told.setdefault(person, item.speaker.organization)
    app.store.speakers.fill_organizations(change, told)
    return {person: item.speaker.name for item, person in zip(spoken, found, strict=True) if _is_new(item, person)}


def _is_new(item: Spoken, person: int) -> bool:
    """Whether a person who was known is newly linked."""
    return person > 0 and not item.person_id


class _Known:
    """What speakers are known by, at an event; it learns as people are met."""

    def __init__(self, app: App, event: Event, spoken: Sequence[Spoken]) -> None:
        store = app.store
        by_email: dict[str, str] = {}
        self._shared = set()
        for item in spoken:
            if item.speaker.email:
                email = item.speaker.email.casefold()
                key = by_email.setdefault(email, item.speaker.key)
                if key != item.speaker.key and not set(key.split()) & set(item.speaker.key.split()):
                    self._shared.add(email)
        self._names = {key: ids[0] for key, ids in store.people.attending(event.id).items()}
        for name, person in store.speakers.other_names(event.id):
            self._names.setdefault(fold(name), person)
        self._owners = store.speakers.owners() if by_email else {}
        self._emails: dict[str, int] = {}
        with_uid = any(item.speaker.uid for item in spoken)
        self._sources = store.speakers.source_ids(event.id) if with_uid else {}
        self._uids = store.speakers.by_uid(event.id) if with_uid else {}
        me = store.people.me() if by_email else None
        self.me = me.id if me else 0
        if by_email or with_uid:
            for item in spoken:  # before any is looked up by name: a name is known by its surest mention
                if person := item.person_id or self._surely(item):
                    self._names.setdefault(item.speaker.key, person)

    def find(self, item: Spoken) -> int:
        """The person's id; 0 for nobody who is known."""
        return self._surely(item) or self._names.get(item.speaker.key, 0)

    def learn(self, item: Spoken, person: int) -> None:
        """Know the person again by what this speaker is called."""
        speaker = item.speaker
        self._names.setdefault(speaker.key, person)
        if speaker.uid:
            self._uids.setdefault((self._sources[item.session_id], speaker.uid), person)
        if speaker.email and not self.is_shared(speaker.email):
            self._emails.setdefault(speaker.email.casefold(), person)

    def is_shared(self, email: str) -> bool:
        """Whether an address is given for people of different names, as an organiser's may be: it is nobody's own."""
        email = email.casefold()
        return email in self._shared or len({name for _, name in self._owners.get(email, [])}) > 1

    def _surely(self, item: Spoken) -> int:
        speaker = item.speaker
        if speaker.email and (person := self._reached(speaker.email.casefold(), speaker.key)):
            return person
        return self._uids.get((self._sources[item.session_id], speaker.uid), 0) if speaker.uid else 0

    def _reached(self, email: str, key: str) -> int:
        """Who has this address: of several the one of that name, and nobody where they are of different names."""
        owners = self._owners.get(email, [])
        namesake = next((person for person, name in owners if name == key), 0)
        if namesake or self.is_shared(email):
            return namesake
        return owners[0][0] if owners else self._emails.get(email, 0)
