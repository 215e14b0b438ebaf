"""Whatever a feed does from one version to the next, nothing of the user's is lost, and the same again is no change.

A feed moves, renames, drops and brings back its sessions, takes their times away and garbles them, gives them new
UIDs, comes shuffled, cut off or empty; the user stars, notes and undoes in between. After each step every star and
note is still with its talk.
"""

from __future__ import annotations

import contextlib
import tempfile
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from eventkit.app import create_app
from eventkit.errors import InputError
from eventkit.services.agenda import list_sessions, note_session, star_session
from eventkit.services.exporting import export_agenda
from eventkit.services.importing import import_file

EVENT = "meetup"
LETTERS = "abcdefghijkl"
TALKS = len(LETTERS)


class Feed(RuleBasedStateMachine):
    """A feed, the home that it is imported into, and what the user said of each talk."""

    def __init__(self):
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "agenda.ics"
        environ = {"EVENTKIT_NOW": "2027-05-01T09:00:00+02:00", "EVENTKIT_STRICT": "1"}
        self.homes = [
            create_app(Path(self.folder.name) / name, environ=environ, report=pytest.fail) for name in ("own", "other")
        ]
        self.app = self.homes[0]
        self.listed = {}
        self.dropped = {}
        self.imported = {}, {}
        self.said = {}
        self.before = []
        self.number = 0

    def teardown(self):
        for app in self.homes:
            app.close()
        self.folder.cleanup()

    @initialize()
    def first_version(self):
        for talk in range(TALKS):
            self.listed[talk] = {"uid": f"{talk}@example.org", "title": f"Talk {LETTERS[talk]}", "slot": talk}
        self.import_feed()

    # --- what a feed does ---------------------------------------------------------------------------------

    @rule(talk=st.integers(0, TALKS - 1), slot=st.integers(20, 60))
    def move(self, talk, slot):
        if talk in self.listed:
            self.listed[talk]["slot"] = slot
            self.import_feed()

    @rule(talk=st.integers(0, TALKS - 1))
    def take_the_time_away(self, talk):
        if talk in self.listed:
            self.listed[talk]["slot"] = None
            self.import_feed()
            assert self.stored(talk).starts is None

    @rule(talk=st.integers(0, TALKS - 1))
    def garble_the_time(self, talk):
        """What cannot be read leaves the time that is known."""
        if talk in self.listed:
            known = self.stored(talk)
            slot, self.listed[talk]["slot"] = self.listed[talk]["slot"], "soon"
            self.import_feed()
            assert self.stored(talk).starts == known.starts
            self.listed[talk]["slot"] = slot
            self.import_feed()

    @rule(talk=st.integers(0, TALKS - 1))
    def rename(self, talk):
        if talk in self.listed:
            self.number += 1
            self.listed[talk]["title"] = f"Talk {LETTERS[talk]} version {self.number}"
            self.import_feed()

    @rule(talk=st.integers(0, TALKS - 1))
    def drop(self, talk):
        if talk in self.listed and len(self.listed) > 2:
            self.dropped[talk] = self.listed.pop(talk)
            self.import_feed()

    @rule()
    def bring_back(self):
        if self.dropped:
            talk, session = self.dropped.popitem()
            self.listed[talk] = session
            self.import_feed()

    @rule()
    def build_anew(self):
        """Every UID is another one."""
        self.number += 1
        for talk, session in self.listed.items():
            session["uid"] = f"{talk}-build-{self.number}@example.org"
        self.import_feed()

    @rule(order=st.randoms(use_true_random=False))
    def number_in_a_row(self, order):
        """UIDs are places in a list that comes in another order each time."""
        talks = list(self.listed)
        order.shuffle(talks)
        for place, talk in enumerate(talks):
            self.listed[talk]["uid"] = f"{place}@example.org"
        self.import_feed()

    @rule(order=st.randoms(use_true_random=False))
    def shuffle(self, order):
        talks = list(self.listed)
        order.shuffle(talks)
        self.listed = {talk: self.listed[talk] for talk in talks}
        listed = self.listing()
        result = self.import_feed()
        assert (result.added, result.updated, result.removed) == (0, 0, 0)
        assert self.listing() == listed

    @rule(share=st.floats(0.05, 0.99))
    def come_cut_off(self, share):
        whole = self.written()
        gone = self.statuses()
        with self.recorded(), contextlib.suppress(InputError):
            self.bring_in(whole[: int(len(whole) * share)])
        assert [status for status in self.statuses() if status == "gone"] == [s for s in gone if s == "gone"]

    @rule()
    def come_empty(self):
        before = self.listing()
        with pytest.raises(InputError, match="no session"):
            self.bring_in(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
        assert self.listing() == before

    @rule()
    def come_with_a_few_only(self):
        if len(self.listed) >= 6:
            before = self.listing()
            kept, self.listed = self.listed, dict(list(self.listed.items())[:2])
            with pytest.raises(InputError, match="--accept-removals"):
                self.bring_in(self.written())
            self.listed = kept
            assert self.listing() == before

    # --- what the user does -------------------------------------------------------------------------------

    @rule(talk=st.integers(0, TALKS - 1), level=st.sampled_from(["must", "maybe", "skip"]))
    def star(self, talk, level):
        if found := self.stored(talk):
            with self.recorded():
                star_session(self.app, str(found.id), level)
                self.said.setdefault(talk, ["", ""])[0] = level

    @rule(talk=st.integers(0, TALKS - 1), text=st.sampled_from(["bring cups", "ask about it", "Ümläut; a, b"]))
    def note(self, talk, text):
        if found := self.stored(talk):
            with self.recorded():
                note_session(self.app, str(found.id), text)
                self.said.setdefault(talk, ["", ""])[1] = text

    @rule()
    def undo(self):
        if len(self.before) > 1:  # the first import stays
            self.app.store.undo()
            self.said, self.listed, self.dropped = self.before.pop()
            self.imported = deepcopy((self.listed, self.dropped))

    @rule()
    def export_and_bring_in_elsewhere(self):
        data, count = export_agenda(self.app, event=EVENT, format_name="ics")
        path = self.path.with_name("export.ics")
        path.write_bytes(data)
        other = self.homes[1]
        import_file(other, str(path), event=EVENT, accept_removals=True)
        told = [self.told(session) for session in list_sessions(self.app, EVENT, everything=True)[1]]
        assert [self.told(s) for s in list_sessions(other, EVENT)[1]] == [t for t in told if t["status"] != "gone"]
        assert count == len([t for t in told if t["status"] != "gone"])

    # --- what holds always --------------------------------------------------------------------------------

    @invariant()
    def nothing_of_the_user_is_lost(self):
        there = {}
        for session in self.sessions():
            if session.interest or session.note:
                there[LETTERS.index(session.title.split()[1])] = [session.interest, session.note]
        assert there == self.said

    # --- inside -------------------------------------------------------------------------------------------

    @contextlib.contextmanager
    def recorded(self):
        """Remember what was before, for an undo, if the step is a change at all."""
        count, state = len(self.app.store.history(1000)), deepcopy((self.said, *self.imported))
        yield
        if len(self.app.store.history(1000)) > count:
            self.before.append(state)

    def import_feed(self):
        """Import the feed as it is now; the same again is no change, nor is the same with other line ends."""
        with self.recorded():
            result = self.bring_in(self.written())
        self.imported = deepcopy((self.listed, self.dropped))
        history = self.app.store.history(1000)
        self.bring_in(self.written())
        assert self.app.store.history(1000) == history
        with self.recorded():
            again = self.bring_in(self.written().replace(b"\r\n", b"\n"))
        assert (again.added, again.updated, again.unchanged, again.removed) == (0, 0, len(self.listed), 0)
        return result

    def bring_in(self, data):
        self.path.write_bytes(data)
        return import_file(self.app, str(self.path), event=EVENT)

    def written(self):
        lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "X-WR-CALNAME:Meetup", "X-WR-TIMEZONE:Europe/Zurich"]
        for session in self.listed.values():
            slot = session["slot"]
            lines += ["BEGIN:VEVENT", f"UID:{session['uid']}", f"SUMMARY:{session['title']}", "LOCATION:Hall"]
            if slot == "soon":
                lines.append("DTSTART:soon")
            elif slot is not None:
                day, hour = 14 + slot // 10, 8 + slot % 10
                lines += [f"DTSTART:202705{day}T{hour:02d}0000", f"DTEND:202705{day}T{hour:02d}4500"]
            lines.append("END:VEVENT")
        return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()

    def sessions(self):
        return list_sessions(self.app, EVENT, everything=True)[1]

    def stored(self, talk):
        letter = LETTERS[talk]
        return next((session for session in self.sessions() if session.title.split()[1] == letter), None)

    def statuses(self):
        return [session.status for session in self.sessions()]

    def listing(self):
        return [self.told(session) for session in self.sessions()]

    def told(self, session):
        facts = ("uid", "title", "room", "status")
        return {name: getattr(session, name) for name in facts} | {"starts": str(session.starts)}


TestFeed = pytest.mark.slow(Feed.TestCase)
TestFeed.settings = settings(max_examples=40, stateful_step_count=15, deadline=None)
