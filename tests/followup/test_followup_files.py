"""Many new files at once: what was there stays, and where one cannot be written none is."""

from __future__ import annotations

import errno
import os
import stat

import pytest

from eventkit.api import StoreError
from eventkit_followup.drafts import file_writer, files
from eventkit_followup.drafts.files import write_new_files


def content(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.mark.parametrize("count", [0, 1, 3, 200, 1500])
def test_every_piece_becomes_a_file(tmp_path, count):
    pieces = {f"{number}.eml": b"x" * number for number in range(count)}
    write_new_files(tmp_path, iter(pieces.items()))
    assert content(tmp_path) == pieces


def test_pieces_are_taken_one_after_the_other(tmp_path):
    def pieces():
        yield "1.eml", b"one"
        assert content(tmp_path) == {"1.eml": b"one"}
        yield "2.eml", b"two"

    write_new_files(tmp_path, pieces())
    assert content(tmp_path) == {"1.eml": b"one", "2.eml": b"two"}


def test_file_that_is_there_is_named_and_those_before_it_go(tmp_path):
    (tmp_path / "2.eml").write_bytes(b"mine")
    with pytest.raises(StoreError, match=r"2\.eml: is there already, and nothing is written over it"):
        write_new_files(tmp_path, [("1.eml", b"one"), ("2.eml", b"two"), ("3.eml", b"three")])
    assert content(tmp_path) == {"2.eml": b"mine"}


@pytest.mark.parametrize("target", ["elsewhere", "missing"])
def test_link_is_neither_followed_nor_replaced(tmp_path, target):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"mine")
    (tmp_path / "1.eml").symlink_to(tmp_path / target)
    with pytest.raises(StoreError, match="is there already"):
        write_new_files(tmp_path, [("1.eml", b"one")])
    assert (elsewhere.read_bytes(), (tmp_path / "1.eml").is_symlink(), (tmp_path / "missing").exists()) == (
        b"mine",
        True,
        False,
    )


def test_folder_that_is_gone_is_told(tmp_path):
    with pytest.raises(StoreError, match=r"1\.eml: cannot be written: No such file or directory"):
        write_new_files(tmp_path / "gone", [("1.eml", b"one")])


@pytest.mark.parametrize("error", [ValueError("no letter"), KeyboardInterrupt()])
def test_pieces_that_end_in_an_error_leave_no_file(tmp_path, error):
    def pieces():
        yield "1.eml", b"one"
        raise error

    with pytest.raises(type(error)):
        write_new_files(tmp_path, pieces())
    assert content(tmp_path) == {}


def test_full_disk_leaves_no_file(tmp_path, monkeypatch):
    write = os.write

    def full(handle, data):
        if bytes(data) == b"two":
            write(handle, b"t")
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(handle, data)

    monkeypatch.setattr(file_writer.os, "write", full)
    with pytest.raises(StoreError, match=r"2\.eml: cannot be written: No space left on device"):
        write_new_files(tmp_path, [("1.eml", b"one"), ("2.eml", b"two")])
    assert content(tmp_path) == {}


def test_system_that_takes_less_than_it_is_given_gets_the_rest(tmp_path, monkeypatch):
    write = os.write
    monkeypatch.setattr(file_writer.os, "write", lambda handle, data: write(handle, data[:3]))
    write_new_files(tmp_path, [("1.eml", b"0123456789")])
    assert content(tmp_path) == {"1.eml": b"0123456789"}


def test_new_file_has_the_permissions_of_any_new_file(tmp_path):
    before = os.umask(0o027)
    try:
        write_new_files(tmp_path, [("1.eml", b"one")])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "1.eml").stat().st_mode) == 0o640


# --- many of them, which another process writes --------------------------------------------------------------


def many(count=1500, last=None):
    for number in range(count):
        yield f"{number}.eml", b"x" * (number % 70)
    if last:
        raise last


@pytest.mark.parametrize("number", [0, 400, 401, 900, 1499])
def test_one_file_that_is_there_leaves_none_of_many(tmp_path, number):
    (tmp_path / f"{number}.eml").write_bytes(b"mine")
    with pytest.raises(StoreError, match=rf"/{number}\.eml: is there already"):
        write_new_files(tmp_path, many())
    assert content(tmp_path) == {f"{number}.eml": b"mine"}


@pytest.mark.parametrize("error", [ValueError("no letter"), KeyboardInterrupt()])
def test_pieces_that_end_in_an_error_leave_none_of_many(tmp_path, error):
    with pytest.raises(type(error)):
        write_new_files(tmp_path, many(last=error))
    assert content(tmp_path) == {}


def test_name_that_is_too_long_among_many_is_told(tmp_path):
    pieces = [*many(), ("x" * 300, b""), *many(3)]
    with pytest.raises(StoreError, match="xxx: cannot be written: File name too long"):
        write_new_files(tmp_path, pieces)
    assert content(tmp_path) == {}


@pytest.mark.parametrize("executable", ["", "/nowhere/python"])
def test_where_no_process_can_be_started_this_one_writes_all(tmp_path, monkeypatch, executable):
    monkeypatch.setattr(files.sys, "executable", executable)
    write_new_files(tmp_path, many())
    assert len(content(tmp_path)) == 1500


def test_process_that_does_not_run_is_told_and_touches_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(files.sys, "executable", "/bin/false")
    (tmp_path / "700.eml").write_bytes(b"mine")
    with pytest.raises(StoreError, match=r"400\.eml: cannot be written"):
        write_new_files(tmp_path, many())
    assert content(tmp_path) == {"700.eml": b"mine"}
