"""The one door for plugins: everything a plugin may import from eventkit is here, and stays.

A plugin is a module, or an object, with functions marked ``@hookimpl`` and named as the hooks of
``eventkit.hookspecs``; it is found by an entry point in the group ``eventkit``. Keep that module light: it is
imported by every command. Import what is heavy inside the functions that need it, and name commands as
``module:attribute``.

A name is loaded when it is first asked for (PEP 562): a plugin that registers a command does not wait for the
reader of calendars.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eventkit.app import App, create_app
    from eventkit.cli.editors import edit_file, find_editor
    from eventkit.cli.options import (
        ListsByDefault,
        dry_run_option,
        event_argument,
        event_option,
        format_option,
        pass_app,
        who_option,
    )
    from eventkit.cli.output import echo, print_json, progress, render, say, terminal_width
    from eventkit.cli.tables import Column, cells_wide
    from eventkit.components import Component, ContentFile, read_components
    from eventkit.contentlines import ContentLine, parse_line
    from eventkit.contentvalues import escape, fold, split_unescaped, unescape
    from eventkit.domain.agenda import clashes
    from eventkit.domain.documents import Document
    from eventkit.domain.events import Event, Moment, Session, Status
    from eventkit.domain.formats import csv_text, json_text
    from eventkit.domain.identity import is_email, name_key, normal_form
    from eventkit.domain.kinds import session_kind
    from eventkit.domain.markdown import literal
    from eventkit.domain.people import ContactPoint, Encounter, Person
    from eventkit.domain.public import session_json
    from eventkit.domain.text import one_line, safe_text, slug
    from eventkit.domain.times import in_zone, zone
    from eventkit.domain.transliteration import in_latin, script_of
    from eventkit.errors import (
        AmbiguousError,
        EventkitError,
        InputError,
        NetworkError,
        NotFoundError,
        PluginError,
        StoreError,
        UsageError,
    )
    from eventkit.exchange import (
        SURE,
        ExportContext,
        IncomingPerson,
        IncomingSession,
        IncomingSpeaker,
        PersonToExport,
        ReadContext,
        Reading,
        SessionToExport,
    )
    from eventkit.hookspecs import contributes, hookimpl, notifies
    from eventkit.records import Code, Command, Exporter, Importer, Platform, Problem, Site, TimelineItem
    from eventkit.services.agenda import list_sessions
    from eventkit.services.bulk import all_encounters, get_events, get_sessions, newest_cards, roles_at
    from eventkit.services.documents import Notebook
    from eventkit.services.encounters import Met, add_encounter, list_encounters, tell_of_encounters
    from eventkit.services.exporting import write_file, write_people
    from eventkit.services.import_people import take_in
    from eventkit.services.lookup import find_event, find_person, find_session
    from eventkit.services.people import get_people, list_people, make_contact, my_card, spoken_sessions
    from eventkit.services.platforms import as_handles, profile_address
    from eventkit.services.reading_people import read_people
    from eventkit.store.changes import Change

# Where each name lives; a test holds that these are the names above.
_HOMES = {
    "eventkit.app": "App create_app",
    "eventkit.cli.editors": "edit_file find_editor",
    "eventkit.cli.options": (
        "ListsByDefault dry_run_option event_argument event_option format_option pass_app who_option"
    ),
    "eventkit.cli.output": "echo print_json progress render say terminal_width",
    "eventkit.cli.tables": "Column cells_wide",
    "eventkit.components": "Component ContentFile read_components",
    "eventkit.contentlines": "ContentLine parse_line",
    "eventkit.contentvalues": "escape fold split_unescaped unescape",
    "eventkit.domain.agenda": "clashes",
    "eventkit.domain.documents": "Document",
    "eventkit.domain.events": "Event Moment Session Status",
    "eventkit.domain.formats": "csv_text json_text",
    "eventkit.domain.identity": "is_email name_key normal_form",
    "eventkit.domain.kinds": "session_kind",
    "eventkit.domain.markdown": "literal",
    "eventkit.domain.people": "ContactPoint Encounter Person",
    "eventkit.domain.public": "session_json",
    "eventkit.domain.text": "one_line safe_text slug",
    "eventkit.domain.times": "in_zone zone",
    "eventkit.domain.transliteration": "in_latin script_of",
    "eventkit.errors": (
        "AmbiguousError EventkitError InputError NetworkError NotFoundError PluginError StoreError UsageError"
    ),
    "eventkit.hookspecs": "contributes hookimpl notifies",
    "eventkit.exchange": (
        "SURE ExportContext IncomingPerson IncomingSession IncomingSpeaker PersonToExport ReadContext Reading "
        "SessionToExport"
    ),
    "eventkit.records": "Code Command Exporter Importer Platform Problem Site TimelineItem",
    "eventkit.services.agenda": "list_sessions",
    "eventkit.services.bulk": "all_encounters get_events get_sessions newest_cards roles_at",
    "eventkit.services.documents": "Notebook",
    "eventkit.services.encounters": "Met add_encounter list_encounters tell_of_encounters",
    "eventkit.services.exporting": "write_file write_people",
    "eventkit.services.import_people": "take_in",
    "eventkit.services.lookup": "find_event find_person find_session",
    "eventkit.services.people": "get_people list_people make_contact my_card spoken_sessions",
    "eventkit.services.platforms": "as_handles profile_address",
    "eventkit.services.reading_people": "read_people",
    "eventkit.store.changes": "Change",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = [
    "SURE",
    "AmbiguousError",
    "App",
    "Change",
    "Code",
    "Column",
    "Command",
    "Component",
    "ContactPoint",
    "ContentFile",
    "ContentLine",
    "Document",
    "Encounter",
    "Event",
    "EventkitError",
    "ExportContext",
    "Exporter",
    "Importer",
    "IncomingPerson",
    "IncomingSession",
    "IncomingSpeaker",
    "InputError",
    "ListsByDefault",
    "Met",
    "Moment",
    "NetworkError",
    "NotFoundError",
    "Notebook",
    "Person",
    "PersonToExport",
    "Platform",
    "PluginError",
    "Problem",
    "ReadContext",
    "Reading",
    "Session",
    "SessionToExport",
    "Site",
    "Status",
    "StoreError",
    "TimelineItem",
    "UsageError",
    "add_encounter",
    "all_encounters",
    "as_handles",
    "cells_wide",
    "clashes",
    "contributes",
    "create_app",
    "csv_text",
    "dry_run_option",
    "echo",
    "edit_file",
    "escape",
    "event_argument",
    "event_option",
    "find_editor",
    "find_event",
    "find_person",
    "find_session",
    "fold",
    "format_option",
    "get_events",
    "get_people",
    "get_sessions",
    "hookimpl",
    "in_latin",
    "in_zone",
    "is_email",
    "json_text",
    "list_encounters",
    "list_people",
    "list_sessions",
    "literal",
    "make_contact",
    "my_card",
    "name_key",
    "newest_cards",
    "normal_form",
    "notifies",
    "one_line",
    "parse_line",
    "pass_app",
    "print_json",
    "profile_address",
    "progress",
    "read_components",
    "read_people",
    "render",
    "roles_at",
    "safe_text",
    "say",
    "script_of",
    "session_json",
    "session_kind",
    "slug",
    "split_unescaped",
    "spoken_sessions",
    "take_in",
    "tell_of_encounters",
    "terminal_width",
    "unescape",
    "who_option",
    "write_file",
    "write_people",
    "zone",
]


def __getattr__(name: str) -> object:
    """Load a name of the door from where it lives."""
    home = _HOME_OF.get(name)
    if home is None:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """What there is, loaded or not."""
    return __all__
