"""What people who come in are compared with, and their rows: many at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eventkit.domain.phones import normal_phone
from eventkit.store.changes import batched
from eventkit.store.database import in_list

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from eventkit.store.changes import Change
    from eventkit.store.database import Database

PERSON = (
    *("name", "given", "family", "organization", "title", "note", "birthday"),
    *("name_key", "organization_key", "search_text", "contact", "do_not_contact", "is_me"),
)
POINT = ("person_id", "kind", "value", "normal", "platform", "label", "identifies")
LABEL = ("person_id", "kind", "value", "value_key")
CARD = ("person_id", "source", "uid", "digest", "raw")

_FEW = 5_000
"""So many values at most are asked for one by one; of more, the whole table is read once."""
_AT_A_TIME = 400
_POINTS = "SELECT normal, person_id FROM contact_point WHERE kind IN ('email', 'handle', 'phone') {those} ORDER BY id"
_UNREAD = "SELECT value, person_id FROM contact_point WHERE kind = 'phone' AND normal NOT LIKE '+%' ORDER BY id"
_NAMED = "SELECT name_key, id, organization_key FROM person WHERE id < {before} AND NOT is_me {those} ORDER BY id"
_DIGESTS = "SELECT digest, person_id FROM card WHERE digest != '' {those} ORDER BY id"
_COLUMNS = "id, name, given, family, organization, title, note, birthday, contact, do_not_contact, is_me, name_key"


class Known(NamedTuple):
    """A person as they are known, as far as an import asks for it."""

    id: int
    name: str
    given: str
    family: str
    organization: str
    title: str
    note: str
    birthday: str
    contact: bool
    do_not_contact: bool
    is_me: bool
    name_key: str


class Arrivals:
    """The store as an import sees it."""

    def __init__(self, database: Database, region: str) -> None:
        """Take the database to ask, and the region of telephone numbers that name no country."""
        self._database = database
        self._region = region

    # --- reading --------------------------------------------------------------------------------------

    def owners(self, forms: Collection[str]) -> Iterator[tuple[str, int]]:
        """Who has these e-mail addresses, handles and numbers, in normal form: form and id, the oldest first.

        Numbers that were written down before their region was known are read as that region's.
        """
        for normal, person_id in self._found(_POINTS, "normal", forms):
            if normal in forms:
                yield normal, person_id
        for value, person_id in self._database.ask(_UNREAD).rows if self._region and forms else ():
            normal = normal_phone(value, self._region)
            if normal in forms:
                yield normal, person_id

    def known(self, ids: Iterable[int]) -> dict[int, Known]:
        """People by id."""
        return {
            row[0]: Known(*row)
            for some in batched(ids)
            for row in self._database.ask(f"SELECT {_COLUMNS} FROM person WHERE id IN {in_list(some)}").rows  # noqa: S608  # our own names
        }

    def named(self, keys: Collection[str], *, before: int) -> Iterator[tuple[str, int, str]]:
        """Who of those with lower numbers has these folded names: name, id and folded organisation, the oldest first.

        Never the user.
        """
        sql = _NAMED.format(before=int(before), those="{those}")
        return (row for row in self._found(sql, "name_key", keys) if row[0] in keys)

    def identified_by(self, ids: Iterable[int]) -> set[tuple[int, str]]:
        """Who of these has what kind of contact point that identifies them."""
        return {
            (person_id, kind)
            for some in batched(ids)
            for person_id, kind in self._database.ask(
                f"SELECT DISTINCT person_id, kind FROM contact_point WHERE identifies AND person_id IN {in_list(some)}"  # noqa: S608  # numbers
            ).rows
        }

    def cards(self, source: str) -> list[tuple[str, int, int]]:
        """Cards of a source that have a uid: that, the card's id and the person's, the oldest first."""
        sql = "SELECT uid, id, person_id FROM card WHERE source = :source AND uid != '' ORDER BY id"
        return [(row[0], row[1], row[2]) for row in self._database.ask(sql, {"source": source}).rows]

    def cards_by_digest(self, digests: Collection[str]) -> dict[str, int]:
        """Who came with the very records of these digests."""
        return {digest: person for digest, person in self._found(_DIGESTS, "digest", digests) if digest in digests}

    def different(self) -> set[tuple[int, int]]:
        """The pairs of people of whom the user said that they are not the same, the lower id first."""
        rows = self._database.ask("SELECT person_id, other_id FROM different").pairs()
        return {(min(pair), max(pair)) for pair in rows}

    def there(self, table: str, columns: str, ids: Iterable[int]) -> set[tuple[Any, ...]]:
        """What these people have already: rows of their id and these columns."""
        return {
            row
            for some in batched(ids)
            for row in self._database.ask(
                f"SELECT person_id, {columns} FROM {table} WHERE person_id IN {in_list(some)}"  # noqa: S608  # our own names
            ).rows
        }

    # --- writing --------------------------------------------------------------------------------------

    def add(self, change: Change, table: str, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> range:
        """Add rows of people or of what belongs to them; returns their ids."""
        return change.insert_tuples(table, columns, rows)

    def update(self, change: Change, table: str, values: Mapping[int, dict[str, Any]]) -> set[int]:
        """Change rows, by id; returns those in which anything was different."""
        return change.update_many(table, values)

    # --- inside ---------------------------------------------------------------------------------------

    def _found(self, sql: str, column: str, wanted: Collection[str]) -> Iterator[tuple[Any, ...]]:
        """The rows whose column has one of these values; where they are many, the others too."""
        if len(wanted) > _FEW:
            yield from self._database.ask(sql.format(those="")).rows
            return
        asked = sorted(wanted)
        for start in range(0, len(asked), _AT_A_TIME):
            values = {f"v{n}": value for n, value in enumerate(asked[start : start + _AT_A_TIME])}
            names = ", ".join(f":{name}" for name in values)
            yield from self._database.ask(sql.format(those=f"AND {column} IN ({names})"), values).rows
