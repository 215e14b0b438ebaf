"""The checklist of an event: kept as documents, renewed from its template, dated by where the event stands.

A document of kind ``item`` is one thing to do, under ``SLUG:ITEM``; one of kind ``checklist`` under ``SLUG`` keeps
the template's name and the order, so that ticking an item touches nothing but that item.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Literal

from eventkit.api import Notebook, NotFoundError, UsageError, find_event, in_zone
from eventkit_prep.kinds import PLUGIN
from eventkit_prep.template import DEFAULT, TemplateItem, read_template

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from eventkit.api import App, Document, Event

State = Literal["open", "done", "skipped"]
Kept = tuple[TemplateItem, State]
"""An item as it is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An item as it is shown: ``number`` counts from 1 in the event's list, ``due`` is None without a date.

    ``until`` is the last day to do it: ``due``, or the event's last day for what is due while it lasts.
    """

    number: int
    id: str
    text: str
    section: str
    offset: int | None
    state: State
    due: date | None = None
    until: date | None = None

    def overdue(self, today: date) -> bool:
        """Whether it is open although its day is over."""
        return self.state == "open" and self.until is not None and self.until < today


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """An event's list, with what renewing it added to it and dropped from it, and a note where it could not."""

    event: Event
    today: date
    items: tuple[Item, ...]
    added: int = 0
    dropped: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewal:
    """What brings a list to its template: items to write, ids to drop, and the order of all that stay."""

    write: tuple[TemplateItem, ...]
    drop: tuple[str, ...]
    order: tuple[str, ...]


def plan_renewal(template: Sequence[TemplateItem], kept: Mapping[str, Kept]) -> Renewal:
    """Compare a template with what is kept: what is new comes in, what is gone goes unless it was ticked."""
    wanted = {item.id for item in template}
    ticked = [item for item_id, (item, state) in kept.items() if item_id not in wanted and state != "open"]
    staying = [*template, *ticked]
    sections = list(dict.fromkeys(item.section for item in staying))
    staying.sort(key=lambda item: (sections.index(item.section), item.offset is None, item.offset or 0))
    return Renewal(
        write=tuple(item for item in template if item.id not in kept or kept[item.id][0] != item),
        drop=tuple(item_id for item_id, (_, state) in kept.items() if item_id not in wanted and state == "open"),
        order=tuple(item.id for item in staying),
    )


def renew(app: App, event: Event, template: str | None = None, *, dry_run: bool = False) -> Checklist:
    """Make an event's list, or bring it to its template; what was ticked stays so, and a second time changes nothing.

    ``template`` is remembered: without it, the list keeps to the one that it was made from.
    """
    notebook = Notebook(app, PLUGIN)
    head = notebook.get("checklist", event.slug)
    name = template or (head.data["template"] if head else DEFAULT)
    try:
        wanted = read_template(app, name)
    except NotFoundError as error:
        if template or head is None:
            raise
        return _shown(app, event, note=f"this is the list as it was: {error}")
    kept = _kept(notebook, event)
    renewal = plan_renewal(wanted, kept)
    data = {"template": name, "order": list(renewal.order)}
    if not renewal.write and not renewal.drop and head is not None and head.data == data:
        return _shown(app, event)
    with app.change(f"prep {event.slug}", dry_run=dry_run) as change:
        notebook.put(change, "checklist", event.slug, data, event_id=event.id)
        for item in renewal.write:
            state = kept[item.id][1] if item.id in kept else "open"
            notebook.put(change, "item", _key(event, item.id), _data(item, state), event_id=event.id)
        for item_id in renewal.drop:
            notebook.delete(change, "item", _key(event, item_id))
        added = sum(1 for item in renewal.write if item.id not in kept)
        return _shown(app, event, added=added, dropped=len(renewal.drop))


def read_checklist(app: App, event: Event) -> Checklist:
    """An event's list as it is kept; empty where there is none."""
    return _shown(app, event)


def mark(
    app: App, event: Event, numbers: Sequence[int], state: State, *, dry_run: bool = False
) -> list[tuple[Item, bool]]:
    """Set items to a state; returns each, and whether that was new. Raises ``NotFoundError`` for a wrong number."""
    notebook = Notebook(app, PLUGIN)
    items = {item.number: item for item in _shown(app, event).items}
    if not items:
        message = f"{event.slug} has no checklist yet; `eventkit prep {event.slug}` makes one"
        raise NotFoundError(message)
    for number in numbers:
        if number not in items:
            message = f"the checklist of {event.slug} goes from 1 to {len(items)}: there is no {number}"
            raise NotFoundError(message)
    kept = _kept(notebook, event)
    label = f"prep {event.slug}: {', '.join(map(str, numbers))} {state}"
    with app.change(label, dry_run=dry_run) as change:
        for number in numbers:
            item = kept[items[number].id][0]
            notebook.put(change, "item", _key(event, item.id), _data(item, state), event_id=event.id)
        after = {item.number: item for item in _shown(app, event).items}
    return [(after[number], items[number].state != state) for number in dict.fromkeys(numbers)]


def event_to_prepare(app: App, slug: str | None) -> Event:
    """The event of that slug, or the current one; where that is none, the only one that has a checklist."""
    try:
        return find_event(app, slug)
    except UsageError:
        lists = Notebook(app, PLUGIN).list("checklist")
        if len(lists) != 1:
            raise
        return find_event(app, lists[0].key)


def event_of_checklist(app: App, slug: str | None) -> Event:
    """The event whose list is meant by a number: the one of that slug, the only one with a list, or the current one."""
    lists = [] if slug else Notebook(app, PLUGIN).list("checklist")
    return find_event(app, lists[0].key if len(lists) == 1 else slug)


def due_in_words(item: Item, today: date) -> str:
    """How far off an open item is: ``overdue``, ``now`` (while it lasts), ``today``, ``tomorrow``, ``in 3 days``."""
    if item.state != "open" or item.due is None:
        return ""
    if item.overdue(today):
        return "overdue"
    days = (item.due - today).days
    if days < 0:
        return "now"
    return f"in {days} days" if days > 1 else ("today", "tomorrow")[days]


def _shown(app: App, event: Event, *, added: int = 0, dropped: int = 0, note: str = "") -> Checklist:
    notebook = Notebook(app, PLUGIN)
    kept = _kept(notebook, event)
    head = notebook.get("checklist", event.slug)
    order = [item_id for item_id in (head.data["order"] if head else ()) if item_id in kept]
    items = [
        _item(event, number, *kept[item_id]) for number, item_id in enumerate(dict.fromkeys([*order, *kept]), start=1)
    ]
    today = in_zone(app.now(), event.timezone)
    assert isinstance(today, datetime)  # the clock tells times, no dates
    return Checklist(event=event, today=today.date(), items=tuple(items), added=added, dropped=dropped, note=note)


def _item(event: Event, number: int, item: TemplateItem, state: State) -> Item:
    """An item with its date, counted from where the event stands now."""
    due = until = None
    if event.starts is not None and item.offset is not None:
        with contextlib.suppress(OverflowError):  # an event at the edge of what a calendar holds
            due = until = event.starts + timedelta(days=item.offset)
            if event.ends is not None and event.starts <= due <= event.ends:
                until = event.ends
    return Item(
        number=number,
        id=item.id,
        text=item.text,
        section=item.section,
        offset=item.offset,
        state=state,
        due=due,
        until=until,
    )


def _kept(notebook: Notebook, event: Event) -> dict[str, Kept]:
    return dict(_read(event, document) for document in notebook.list("item", event_id=event.id))


def _read(event: Event, document: Document) -> tuple[str, Kept]:
    item_id = document.key.removeprefix(f"{event.slug}:")
    data = document.data
    item = TemplateItem(id=item_id, text=data["text"], section=data["section"], offset=data["offset"])
    return item_id, (item, data["state"])


def _data(item: TemplateItem, state: State) -> dict[str, Any]:
    return {"text": item.text, "offset": item.offset, "section": item.section, "state": state}


def _key(event: Event, item_id: str) -> str:
    return f"{event.slug}:{item_id}"
