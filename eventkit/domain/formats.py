"""JSON and CSV for scripts and spreadsheets: what a listing prints and what an export writes are the same."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_FORMULA = re.compile(r"[=@\t\r\n\uff1d\uff20\uff0b\uff0d]|[+-](?![\d\s()./-]*$)")
"""How a cell begins that a spreadsheet would calculate; in an East Asian one the wide forms do as well."""


def json_text(value: object, indent: int | None = None) -> str:
    """JSON in UTF-8, with what a terminal would obey as an escape of JSON's own."""
    import json  # a table does without

    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def csv_text(rows: Sequence[Mapping[str, Any]]) -> str:
    """RFC 4180; lists are joined by semicolons, and what a spreadsheet would calculate is quoted."""
    import csv  # a table does without

    if not rows:
        return ""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({key: _cell(value) for key, value in row.items()})
    return buffer.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list | tuple):
        value = "; ".join(_item(item) for item in value)
    elif isinstance(value, dict):
        value = "; ".join(f"{key}:{item}" for key, item in value.items())
    if isinstance(value, str) and _FORMULA.match(value):
        return f"'{value}"
    return "" if value is None else str(value).lower() if isinstance(value, bool) else value


def _item(item: object) -> str:
    """One of a list: a record, as a link with its title, is told by its values."""
    return " ".join(str(value) for value in item.values() if value) if isinstance(item, dict) else str(item)
