"""Pages to click through: a name for each letter, whose link opens it; nothing of a page is fetched from anywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventkit.api import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from eventkit_followup.api import Letter, WriteContext

_TOP = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
body {{ font: 1rem/1.5 sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }}
li {{ margin: 0 0 1.5rem; }}
a:visited {{ opacity: 0.5; }}
textarea {{ display: block; width: 100%; height: 9rem; font: inherit; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{advice}</p>
<ol>
"""
_BOTTOM = "</ol>\n</body>\n</html>\n"


def new_file(folder: Path, stem: str, suffix: str, data: bytes) -> Path:
    """Write a file of that name in the folder; one that is there keeps its name, and the new one gets a number."""
    import os

    from eventkit.api import write_file  # 10 ms that other channels do without

    file, number = folder / f"{stem}{suffix}", 1
    while os.path.lexists(file):
        number += 1
        file = folder / f"{stem}-{number}{suffix}"
    write_file(file, data)
    return file


def entry(letter: Letter, link: str, *, paste: bool) -> bytes:
    """A person's line on the page, with the text to ``paste`` below; all that came from outside is escaped."""
    from html import escape

    person = letter.person
    where = f" ({escape(one_line(person.organization))})" if person.organization else ""
    text = f"\n<textarea readonly>\n{escape(letter.body.rstrip())}</textarea>" if paste else ""
    name = escape(one_line(person.name))
    elsewhere = ' target="_blank" rel="noreferrer"' if link.startswith("https:") else ""
    item = f'<li><a href="{escape(link)}"{elsewhere}>{name}</a>{where}{text}</li>\n'
    return item.encode()


def page(name: str, title: str, advice: str) -> Callable[[Sequence[bytes], Path, WriteContext], list[Path]]:
    """A ``collect`` that makes the page ``EVENT-NAME.html``."""

    def collect(pieces: Sequence[bytes], folder: Path, context: WriteContext) -> list[Path]:
        """All entries on one new page of the folder."""
        from html import escape

        heading = escape(f"{title}: {one_line(context.event.name)}")
        content = _TOP.format(title=heading, advice=escape(advice)).encode() + b"".join(pieces) + _BOTTOM.encode()
        return [new_file(folder, f"{context.event.slug}-{name}", ".html", content)] * len(pieces)

    return collect
