"""Every hook of the core, in life-cycle order.

Each has one of these forms, told by its name:

* **contribute**: ``eventkit_register_<plural>()`` returns an iterable of records, and does no I/O. When it
  raises, or returns something else, that plugin's contribution is dropped and reported.
* **notify**: ``eventkit_<noun>_<past participle>(…, app)`` returns nothing and is called after the commit.
  When it raises, that is reported by the plugin's name, and the others still run.
* **ask**: ``eventkit_<verb>_<noun>(…, app)`` returns an iterable, and every plugin's answers are taken together.
  When one raises, or answers with something else, that is reported and the next plugin is asked.

A plugin may bring hooks of its own with ``eventkit_register_hookspecs``; their names begin with
``eventkit_<plugin>_``, and their specifications are written with the same decorators.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import pluggy

from eventkit.records import Code, Command, Exporter, Importer, Platform, Site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import ModuleType

    from eventkit.app import App
    from eventkit.domain.documents import Document
    from eventkit.domain.events import Event
    from eventkit.domain.people import Encounter, Person
    from eventkit.records import TimelineItem

PROJECT = "eventkit"
hookimpl = pluggy.HookimplMarker(PROJECT)
_hookspec = pluggy.HookspecMarker(PROJECT)
_Spec = TypeVar("_Spec", bound="Callable[..., Any]")


def contributes(record: type) -> Callable[[_Spec], _Spec]:
    """Mark a hook specification of the form *contribute*, whose plugins return an iterable of ``record``."""

    def mark(spec: _Spec) -> _Spec:
        cast("Any", spec).eventkit_contributes = record
        return _hookspec(spec)

    return mark


def notifies(spec: _Spec) -> _Spec:
    """Mark a hook specification of the form *notify*."""
    return _hookspec(spec)


def asks(spec: _Spec) -> _Spec:
    """Mark a hook specification of the form *ask*."""
    return _hookspec(spec)


# --- loading ------------------------------------------------------------------------------------------


@_hookspec
def eventkit_register_hookspecs() -> Iterable[ModuleType]:  # type: ignore[empty-body]  # a specification has none
    """Return modules with hook specifications that other plugins may implement.

    Called once, before any plugin's hooks are checked, so that the order of loading does not matter::

        @hookimpl
        def eventkit_register_hookspecs():
            from eventkit_followup import hookspecs
            return [hookspecs]
    """


@contributes(Command)
def eventkit_register_commands() -> Iterable[Command]:  # type: ignore[empty-body]  # a specification has none
    """Return commands for the top level.

    A core command, or one registered earlier, keeps its name::

        @hookimpl
        def eventkit_register_commands():
            return [Command(name="card", target="my_plugin.cli:card", help="Show my card.", section="at")]
    """


# --- reading and writing ------------------------------------------------------------------------------


@contributes(Importer)
def eventkit_register_importers() -> Iterable[Importer]:  # type: ignore[empty-body]  # a specification has none
    """Return readers of files.

    The one whose ``sniff`` answers highest gets the file::

        @hookimpl
        def eventkit_register_importers():
            return [Importer(name="my", kind="people", description="My platform's CSV", sniff=sniff, read=read)]

    An importer that raises costs its own file, which is reported with the plugin's name.
    """


@contributes(Exporter)
def eventkit_register_exporters() -> Iterable[Exporter]:  # type: ignore[empty-body]  # a specification has none
    """Return writers of agendas or people.

    One is chosen by its name or by the suffix of the file::

        @hookimpl
        def eventkit_register_exporters():
            return [Exporter(name="ics", suffix=".ics", description="iCalendar", write_agenda=write)]

    An exporter of people may give ``write_people_files`` instead, with the suffix ``/``: the contents of files by name,
    which go into a folder.
    """


@contributes(Platform)
def eventkit_register_platforms() -> Iterable[Platform]:  # type: ignore[empty-body]  # a specification has none
    """Return platforms on which people have handles.

    A web address of such a platform is then kept as a handle::

        @hookimpl
        def eventkit_register_platforms():
            return [Platform(name="github", label="GitHub", handle=handle_of, profile=profile_of)]
    """


@contributes(Code)
def eventkit_register_codes() -> Iterable[Code]:  # type: ignore[empty-body]  # a specification has none
    """Return ways to draw and to read QR codes.

    The first in order of plugins is taken, as for favourites that travel from one phone to another::

        @hookimpl
        def eventkit_register_codes():
            return [Code(name="qr", draw=draw_png, read=read_picture)]
    """


@contributes(Site)
def eventkit_register_sites() -> Iterable[Site]:  # type: ignore[empty-body]  # a specification has none
    """Return kinds of web sites whose agenda is found from the address of one of their pages.

    So `eventkit import` takes the address that a person has, and not only that of the export::

        @hookimpl
        def eventkit_register_sites():
            return [Site(name="my", description="My platform", feeds=lambda page: [page.rstrip("/") + "/all.ics"])]

    What they name is tried, a few at most; a site that raises is reported and not asked further.
    """


# --- life -----------------------------------------------------------------------------------------------


@notifies
def eventkit_agenda_imported(event: Event, app: App) -> None:
    """Notify that an import added to an event's agenda or changed it; called after the commit.

    ``event`` is the event as it is now. Example: prep says that the brief it wrote is of an older agenda.
    """


@asks
def eventkit_list_people_to_meet(event: Event, app: App) -> Iterable[Person]:  # type: ignore[empty-body]  # a specification has none
    """Return whom the user wants to meet at an event.

    What an import changed about them is told first. Example: prep answers with those of `eventkit prep meet`.
    """


@notifies
def eventkit_encounter_logged(encounter: Encounter, person: Person, app: App) -> None:
    """Notify that an encounter was logged; called after the commit.

    Example: prep ticks the person off the list of people to meet.
    """


@notifies
def eventkit_people_merged(kept: Person, merged: Person, app: App) -> None:
    """Notify that two records of one person were put together; called after the commit.

    ``kept`` is the person as it is now, ``merged`` the record that went into it, as it was. Documents moved along by
    their link to the person; only a plugin that keeps a number elsewhere has something to do. Example: follow-up names
    the drafts that now lie there twice for one person.
    """


@notifies
def eventkit_documents_taken_back(documents: Sequence[Document], app: App) -> None:
    """Notify that `eventkit undo` took documents back, of any plugin; called after the commit.

    They are as they were. Example: follow-up removes the files of drafts that nobody edited.
    """


@asks
def eventkit_list_history_of_person(person: Person, app: App) -> Iterable[TimelineItem]:  # type: ignore[empty-body]  # a specification has none
    """Return what a plugin knows to have happened with somebody, or to be planned.

    It goes into `eventkit people timeline`, by time. Example: follow-up answers with the drafts written to them.
    """
