"""The process that pictures are decoded in: ``eventkit_cards.looking.process`` starts it, and speaks to it by pipes.

A question is a line of JSON, ``{"kind": "picture", "size": 1234}``, and so many bytes; the answer a line of JSON:
``codes`` (of each its ``text``, and the ``page`` of a PDF), ``taken`` and ``offset`` of a photo, or a ``problem``.
It opens no file by itself, writes none, and takes no more memory than it is told to, where the system can see to that.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from typing import Any, BinaryIO

from eventkit_cards.looking.limits import Unusable


def main(megabytes: int) -> None:
    """Answer until the pipe ends."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    _keep_libraries_quiet()
    limit(megabytes)
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that asks is interrupted, and ends this one
    while line := questions.readline():
        question = json.loads(line)
        data = questions.read(question["size"])
        if len(data) < question["size"]:
            return
        answer = answer_to(question["kind"], data)
        del data
        _send(answers, answer)


def answer_to(kind: str, data: bytes) -> dict[str, Any]:
    """What is in a picture or a PDF, or what is wrong with it."""
    try:
        return _pdf(data) if kind == "pdf" else _picture(data)
    except Unusable as error:
        return {"problem": str(error)}
    except MemoryError:
        return {"problem": "takes more memory to read than a picture may"}
    except Exception as error:  # noqa: BLE001  # decoders raise anything for a broken picture: it costs itself only
        return {"problem": f"is broken or cut off: {error}" if str(error) else "is broken or cut off"}


def limit(megabytes: int) -> None:
    """Take no more memory than that, write no file, leave no core; without POSIX time and pixels alone are limited."""
    try:
        import resource  # POSIX only
    except ImportError:
        return
    size = megabytes * 1024 * 1024
    for name, value in (("RLIMIT_AS", size), ("RLIMIT_FSIZE", 0), ("RLIMIT_CORE", 0)):
        with contextlib.suppress(AttributeError, ValueError, OSError):  # macOS refuses to limit the address space
            resource.setrlimit(getattr(resource, name), (value, value))


def _picture(data: bytes) -> dict[str, Any]:
    from eventkit_cards.looking.opening import codes, opened, taken  # a process for PDFs does without

    picture = opened(data)
    when, offset = taken(picture)
    return {"codes": [{"text": text} for text in codes(picture, data)], "taken": when, "offset": offset}


def _pdf(data: bytes) -> dict[str, Any]:
    from eventkit_cards.looking.ladder import read
    from eventkit_cards.looking.pdf import pages

    codes = [{"text": text, "page": number} for number, page in pages(data) for text in read(page).texts]
    return {"codes": codes, "taken": "", "offset": ""}


def _send(answers: BinaryIO, answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _keep_libraries_quiet() -> None:
    """What decoders print goes nowhere: standard output is for answers."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115  # for the whole process
