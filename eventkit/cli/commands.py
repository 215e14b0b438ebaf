"""The core's commands, as a table that costs nothing to read: each is imported when it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.entrypoints import FoundCommand

if TYPE_CHECKING:
    from eventkit.records import Section

SECTIONS: dict[Section, str] = {
    "before": "Before the event",
    "at": "At the event",
    "after": "After the event",
    "keep": "All the time",
}


def _core(name: str, target: str, section: Section, help: str) -> tuple[str, FoundCommand]:  # noqa: A002  # as click has it
    return name, FoundCommand(name, f"eventkit.cli.{target}", help, section)


CORE_COMMANDS: dict[str, FoundCommand] = dict(
    [
        _core("demo", "demo:demo", "before", "Watch a whole conference go by, in a home of its own."),
        _core("me", "me:me", "before", "Say who you are, or show it."),
        _core("import", "importing:import_", "before", "Bring in an agenda or people, from files or the web."),
        _core("refresh", "refreshing:refresh", "before", "Fetch every agenda again, and show what changed."),
        _core("changes", "changes:changes", "before", "Show what the last import changed, yours first."),
        _core("events", "agenda:events", "before", "List the events, or add one without an agenda."),
        _core("agenda", "agenda:agenda", "before", "Show an event's agenda."),
        _core("speakers", "speakers:speakers", "before", "List who speaks, and settle who is doubtful."),
        _core("star", "agenda:star", "before", "Say that a session is a must, a maybe, or to be skipped."),
        _core("clashes", "agenda:clashes", "before", "Show which of your sessions overlap."),
        _core("gaps", "gaps:gaps", "before", "Show your free time, or what you share with someone."),
        _core("favourites", "favourites:favourites", "before", "Give what you starred to someone, or take theirs."),
        _core("now", "agenda:now", "at", "Show what is on, and what comes next."),
        _core("note", "agenda:note", "at", "Keep a note on a session, or show it."),
        _core("attended", "diary:attended", "at", "Keep that you were at sessions, or list them."),
        _core("met", "meeting:met", "at", "Note that you met someone: one line, then on to the next."),
        _core("diary", "diary:diary", "after", "Show an event as it was for you, day by day."),
        _core("people", "people:people", "keep", "List, show, add, edit and tag people."),
        _core("duplicates", "duplicates:duplicates", "keep", "List records that are probably one person."),
        _core("merge", "merging:merge", "keep", "Make one of two records of a person."),
        _core("forget", "forgetting:forget", "keep", "Erase somebody everywhere, for good."),
        _core("export", "exporting:export", "keep", "Write an agenda or people to a file."),
        _core("history", "history:history", "keep", "List what was changed."),
        _core("undo", "history:undo", "keep", "Take a change back."),
        _core("backup", "backup:backup", "keep", "Write all that eventkit holds to a file."),
        _core("restore", "backup:restore", "keep", "Bring back what a backup holds."),
        _core("doctor", "doctor:doctor", "keep", "Look whether all is well, and what to do if not."),
        _core("plugins", "upkeep:plugins", "keep", "List the plugins and how they are."),
        _core("config", "upkeep:config", "keep", "List the settings and where they come from."),
    ]
)
