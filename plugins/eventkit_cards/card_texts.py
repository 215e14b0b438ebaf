"""The text of a card that somebody came with, line by line, and what becomes of each of its lines."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eventkit.api import escape, one_line, parse_line, read_components
from eventkit_cards.reading import cards_in
from eventkit_cards.understanding import LABEL, understand
from eventkit_cards.versions import agent, converted, rewritten

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eventkit.api import ContentLine

_ITEM = re.compile(r"item(\d{1,9})", re.IGNORECASE)
_ABOUT_ANOTHER = ("X-AB",)
"""How the names of Apple's lines begin that tell about another line of their group."""


class CardText:
    """A card's text, to be written in a version of vCard. Every line stays unless it is left out or replaced."""

    def __init__(self, text: str, version: str) -> None:
        """Read it; what is no card has no lines."""
        found = next(cards_in(read_components(f"{text}\n".encode("utf-8", "replace")).components), None)
        self.lines = found.lines if found else []
        self.card = understand(self.lines)
        self._agents = found.children if found else []
        self._version = version
        self._its_version = next((line.value.strip() for line in self.lines if line.name == "VERSION"), "")
        self._instead: dict[int, list[str]] = {}
        self._moved: set[int] = set()

    @property
    def is_of_its_version(self) -> bool:
        """Whether it is of the version that is to be written."""
        return self._its_version == self._version

    def first(self, name: str) -> ContentLine | None:
        """The line of that name that says something, else the first one that says nothing."""
        return self.card.told_by.get(name) or next((line for line in self.lines if line.name == name), None)

    def leave_out(self, line: ContentLine) -> None:
        """Leave a line out, and with the last of its group the group's label."""
        self._instead[id(line)] = []
        self._moved.add(id(line))

    def put(self, line: ContentLine, text: str) -> None:
        """Put a line of our own in the place of a line, and into its group."""
        self._instead[id(line)] = [f"{line.group}.{text}" if line.group else text]

    def put_value(self, line: ContentLine, value: str) -> None:
        """Put another value into a line; what stands beside it stays."""
        params = {name: found for name, found in line.params.items() if name not in {"ENCODING", "CHARSET", "VALUE"}}
        changed = parse_line(rewritten(line, params, value).encode())
        self._instead[id(line)] = [converted(changed, self._its_version, self._version)] if changed else []

    def move(self, line: ContentLine, texts: list[str]) -> None:
        """Put lines that have a group of their own in the place of a line."""
        self._instead[id(line)] = texts
        self._moved.add(id(line))

    def text_of(self, line: ContentLine) -> str:
        """A line as the version of vCard has it, unfolded."""
        return converted(line, self._its_version, self._version)

    def ungrouped(self, line: ContentLine) -> str:
        """A line without its group."""
        return self.text_of(line).removeprefix(f"{line.group}.") if line.group else self.text_of(line)

    def group_of(self, line: ContentLine) -> list[ContentLine]:
        """The line with those of its group that tell about it."""
        about = [other for other in self.lines if line.group and other.group == line.group and is_about(other)]
        return [line, *(other for other in about if other is not line)]

    def written(self) -> Iterator[str]:
        """The lines that there are now, without BEGIN and END."""
        alone = self._groups_without_a_line()
        agents = sorted(self._agents, key=lambda child: child.line, reverse=True)
        for line in self.lines:
            while agents and agents[-1].line < line.line:
                yield agent(agents.pop().text)
            if id(line) in self._instead:
                yield from self._instead[id(line)]
            elif line.name == "VERSION" or (line.name == "PROFILE" and line.value.strip().upper() == "VCARD"):
                continue  # the version is said first; and that a card is one, strict readers do not want to hear
            elif line.name == "AGENT" and self._agents and not line.value.strip():
                continue  # what stands inside comes as one line
            elif line.name != LABEL or line.group not in alone:
                yield self.text_of(line)
        while agents:
            yield agent(agents.pop().text)

    def version_line(self) -> str:
        """VERSION as the card has it, where it is the one to be written."""
        said = next((line for line in self.lines if line.name == "VERSION"), None)
        return said.text if said and said.value.strip() == self._version else f"VERSION:{self._version}"

    def highest_item(self) -> int:
        """The highest N of the groups itemN."""
        return max((int(match[1]) for line in self.lines if (match := _ITEM.fullmatch(line.group))), default=0)

    def _groups_without_a_line(self) -> set[str]:
        """The groups of which nothing is left but a label."""
        if not self._moved:
            return set()
        left = {line.group for line in self.lines if id(line) in self._moved}
        return left - {line.group for line in self.lines if line.name != LABEL and id(line) not in self._moved}


def is_about(line: ContentLine) -> bool:
    """Whether a line tells about another one of its group, as a label does."""
    return line.name.startswith(_ABOUT_ANOTHER)


def uid_line(uid: str, version: str) -> str:
    """UID; one that is no URI is a text in vCard 4.0 (RFC 6350 section 6.7.6)."""
    is_uri = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", uid) is not None
    return f"UID{'' if version == '3.0' or is_uri else ';VALUE=text'}:{escape(one_line(uid))}"
