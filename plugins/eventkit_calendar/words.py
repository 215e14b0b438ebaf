"""What the text of a VEVENT says: its abstract, the address in it, and the labelled lines at its top."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eventkit_calendar.addresses import address_in, read_address, without_address
from eventkit_calendar.export.own_lines import without_added
from eventkit_calendar.fields import take_fields
from eventkit_calendar.text import clean_html, clean_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eventkit.api import Component
    from eventkit_calendar.surroundings import Surroundings


class Words(NamedTuple):
    """An abstract that says nothing twice, the session's own page, and fields as track and kind."""

    abstract: str
    url: str
    fields: Mapping[str, str]


def read_words(component: Component, description: str, title: str, around: Surroundings) -> Words:
    """Read DESCRIPTION and URL; Outlook's X-ALT-DESC stands in for a DESCRIPTION that is missing."""
    url = read_address(component.first("URL"), around.base)
    if description.strip():
        abstract = clean_text(description)
        if around.own:
            abstract = without_added(abstract, component)
    else:
        abstract = clean_html(component.value("X-ALT-DESC"))
    if not abstract:
        return Words(abstract="", url=url, fields={})
    abstract, fields = take_fields(abstract, title)
    if ":" in abstract and "://" in abstract:  # a single character is looked for ten times as fast
        url = url or address_in(abstract)
        abstract = without_address(abstract, url)
    if abstract in (title, fields.get("title")):
        abstract = ""
    return Words(abstract=abstract, url=url, fields=fields)
