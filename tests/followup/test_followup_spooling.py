"""The letters of a run that are handed over at once: a sequence like any other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventkit_followup.drafts import spooling
from eventkit_followup.drafts.spooling import Spool

PIECES = st.lists(st.binary(max_size=50), max_size=20)


@given(PIECES, st.slices(20))
def test_spool_is_the_list_of_what_was_put_there(pieces, part):
    with Spool() as spool:
        for piece in pieces:
            spool.add(piece)
        assert (list(spool), len(spool), spool[part], list(reversed(spool))) == (
            pieces,
            len(pieces),
            pieces[part],
            pieces[::-1],
        )


def test_spool_counts_from_the_end_and_ends():
    with Spool() as spool:
        spool.add(b"a")
        spool.add(b"b")
        assert (spool[-1], spool[-2]) == (b"b", b"a")
        for beyond in (2, -3):
            with pytest.raises(IndexError):
                spool[beyond]


def test_many_letters_are_the_same_from_a_file(monkeypatch):
    monkeypatch.setattr(spooling, "_IN_MEMORY", 10)
    pieces = [str(number).encode() * number for number in range(30)]
    with Spool() as spool:
        for piece in pieces:
            spool.add(piece)
        assert list(spool) == pieces
