from __future__ import annotations

import os
import sys

import pytest

from eventkit.entrypoints import FoundCommand, FoundPlugin, find_plugins, keep_commands, known_commands


class Site:
    """A folder that is all there is on the path."""

    def __init__(self, folder):
        self.folder = folder
        self.age = 0

    def install(self, name, *plugin_ids, version="1.0"):
        info = self.folder / f"{name}-{version}.dist-info"
        info.mkdir(parents=True, exist_ok=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
        points = "".join(f"{plugin_id} = {name}.{plugin_id}\n" for plugin_id in plugin_ids)
        (info / "entry_points.txt").write_text(f"[console_scripts]\nx = y:z\n\n[eventkit]\n{points}", encoding="utf-8")
        self.touch()

    def touch(self):
        """Give the folder a time of its own, as a clock that ticks seldom may not."""
        self.age += 1
        os.utime(self.folder, ns=(self.age * 10**9, self.age * 10**9))


@pytest.fixture
def site(tmp_path, monkeypatch):
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.setattr(sys, "path", [str(folder)])
    site = Site(folder)
    site.install("beta", "two", "one")
    return site


@pytest.fixture
def index(tmp_path):
    return tmp_path / "cache" / "plugins.txt"


ONE = FoundPlugin("one", "beta.one", "beta", "1.0")
TWO = FoundPlugin("two", "beta.two", "beta", "1.0")


@pytest.mark.usefixtures("site")
def test_plugins_are_found_by_their_entry_points_and_sorted_by_id():
    assert find_plugins(None) == [ONE, TWO]


@pytest.mark.parametrize("file", ["METADATA", "entry_points.txt"])
@pytest.mark.parametrize("damage", [b"\xff\n", b"[eventkit]\nbroken\n", b""])
def test_distribution_with_damaged_metadata_costs_itself_only(site, file, damage):
    site.install("gamma", "three")
    (site.folder / "gamma-1.0.dist-info" / file).write_bytes(damage)
    assert [plugin for plugin in find_plugins(None) if plugin.distribution == "beta"] == [ONE, TWO]


def test_distribution_without_plugins_has_none(site):
    site.install("gamma")
    assert find_plugins(None) == [ONE, TWO]


def test_two_plugins_of_one_id_are_both_found_by_distribution(site):
    site.install("alpha", "one")
    assert find_plugins(None) == [FoundPlugin("one", "alpha.one", "alpha", "1.0"), ONE, TWO]


def test_earlier_folder_of_the_path_hides_the_same_distribution_in_a_later_one(site, tmp_path, monkeypatch):
    earlier = Site(tmp_path / "earlier")
    earlier.install("beta", "other", version="2.0")
    monkeypatch.setattr(sys, "path", [str(earlier.folder), str(site.folder)])
    assert find_plugins(None) == [FoundPlugin("other", "beta.other", "beta", "2.0")]


def test_folder_of_the_path_that_is_not_there_is_passed_over(site, monkeypatch, index):
    monkeypatch.setattr(sys, "path", [str(site.folder / "missing"), str(site.folder)])
    assert find_plugins(index) == [ONE, TWO]
    assert find_plugins(index) == [ONE, TWO]


def test_index_is_used_while_it_is_fresh(site, index):
    assert find_plugins(index) == [ONE, TWO]
    (site.folder / "beta-1.0.dist-info" / "entry_points.txt").write_text("", encoding="utf-8")  # unseen by the folder
    assert find_plugins(index) == [ONE, TWO]
    assert find_plugins(None) == []


def test_index_is_renewed_when_a_distribution_is_added(site, index):
    find_plugins(index)
    site.install("gamma", "three")
    assert find_plugins(index) == [ONE, FoundPlugin("three", "gamma.three", "gamma", "1.0"), TWO]


def test_index_is_renewed_when_a_distribution_is_removed(site, index):
    find_plugins(index)
    for file in (site.folder / "beta-1.0.dist-info").iterdir():
        file.unlink()
    (site.folder / "beta-1.0.dist-info").rmdir()
    site.touch()
    assert find_plugins(index) == []


def test_index_is_renewed_when_the_path_is_another(site, index, monkeypatch):
    find_plugins(index)
    monkeypatch.setattr(sys, "path", [])
    assert find_plugins(index) == []
    monkeypatch.setattr(sys, "path", [str(site.folder)])
    assert find_plugins(index) == [ONE, TWO]


@pytest.mark.parametrize(
    "damage",
    [b"", b"\n", b"1", b"another state\none\tbeta.one\tbeta\t1.0\n", b"\xff\xfe", b"\x00" * 100],
)
@pytest.mark.usefixtures("site")
def test_index_that_is_damaged_is_made_anew(index, damage):
    find_plugins(index)
    good = index.read_bytes()
    index.write_bytes(damage)
    assert find_plugins(index) == [ONE, TWO]
    assert index.read_bytes() == good


@pytest.mark.parametrize("row", ["one", "one\tbeta.one\tbeta\t1.0\tmore", "\t"])
@pytest.mark.usefixtures("site")
def test_index_with_damaged_rows_is_made_anew(index, row):
    find_plugins(index)
    good = index.read_text(encoding="utf-8")
    index.write_text(f"{good.splitlines()[0]}\n{row}\n.\n", encoding="utf-8")
    assert find_plugins(index) == [ONE, TWO]
    assert index.read_text(encoding="utf-8") == good


@pytest.mark.usefixtures("site")
def test_index_that_cannot_be_written_is_done_without(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert find_plugins(tmp_path / "file" / "plugins.txt") == [ONE, TWO]


@pytest.mark.usefixtures("site")
def test_index_is_written_beside_and_renamed_over(index):
    find_plugins(index)
    assert [file.name for file in index.parent.iterdir()] == ["plugins.txt"]


# --- the commands that they bring ---------------------------------------------------------------------------

GREET = FoundCommand("greet", "beta.cli:greet", "Greet.", "at", "one")
DECIDING = (None, ("two",))


@pytest.fixture
def module(tmp_path, monkeypatch):
    """A module that was loaded from a file."""
    file = tmp_path / "beta_plugin.py"
    file.write_text("name = 'beta'\n", encoding="utf-8")
    loaded = type(sys)("beta_plugin")
    loaded.__file__ = str(file)
    monkeypatch.setitem(sys.modules, "beta_plugin", loaded)
    return file


@pytest.fixture
def kept(site, module, index):  # noqa: ARG001  # a fixture cannot say otherwise that it uses another
    keep_commands(str(index), DECIDING, ["beta_plugin", "os", "sys"], [GREET])
    return site


@pytest.mark.usefixtures("kept")
def test_commands_are_known_again(index):
    assert known_commands(str(index), DECIDING) == [GREET]


@pytest.mark.usefixtures("site", "module")
def test_that_there_is_no_command_is_known_too(index):
    keep_commands(str(index), DECIDING, ["beta_plugin"], [])
    assert known_commands(str(index), DECIDING) == []


@pytest.mark.usefixtures("site")
def test_commands_are_unknown_at_first(index):
    assert known_commands(str(index), DECIDING) is None


@pytest.mark.usefixtures("kept")
def test_commands_are_unknown_once_a_module_is_another(index, module):
    module.write_text("name = 'gamma, and more'\n", encoding="utf-8")
    assert known_commands(str(index), DECIDING) is None


@pytest.mark.usefixtures("kept")
def test_commands_are_unknown_once_a_module_is_newer(index, module):
    os.utime(module, ns=(1, 1))
    assert known_commands(str(index), DECIDING) is None


@pytest.mark.usefixtures("kept")
def test_commands_are_unknown_once_a_module_is_gone(index, module):
    module.unlink()
    assert known_commands(str(index), DECIDING) is None


def test_commands_are_unknown_once_a_distribution_is_installed(kept, index):
    kept.install("gamma", "three")
    assert known_commands(str(index), DECIDING) is None


@pytest.mark.usefixtures("kept")
def test_commands_are_unknown_once_the_settings_are_others(index):
    assert known_commands(str(index), (None, ())) is None


@pytest.mark.parametrize("damage", [b"", b"\n", b"\xff\xfe", b"\x00" * 100])
@pytest.mark.usefixtures("kept")
def test_commands_are_unknown_where_their_index_is_damaged(index, damage):
    index.write_bytes(damage)
    assert known_commands(str(index), DECIDING) is None


@pytest.mark.parametrize("row", ["", "beta_plugin.py", "\t", "\t".join("abcdef")])
@pytest.mark.usefixtures("kept")
def test_commands_are_unknown_where_a_row_of_their_index_is_damaged(index, row):
    *lines, end = index.read_text(encoding="utf-8").splitlines()
    index.write_text("\n".join([*lines, row, end, ""]), encoding="utf-8")
    assert known_commands(str(index), DECIDING) is None


@pytest.mark.parametrize("help_text", ["two\nlines", "a\ttab", "\ud800"])
@pytest.mark.usefixtures("site", "module")
def test_commands_that_do_not_go_into_a_line_are_not_kept(index, help_text):
    keep_commands(str(index), DECIDING, ["beta_plugin"], [GREET._replace(help=help_text)])
    assert known_commands(str(index), DECIDING) is None
