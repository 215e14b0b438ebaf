"""What the README says is tried: its commands run, one after the other, in a fresh home."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

ROOT = Path(__file__).parents[2]


def commands():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(r"^\$ eventkit (.+)$", text, re.MULTILINE)


def test_the_five_minutes_of_the_readme_work(eventkit_run, monkeypatch, tmp_path):
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    assert len(commands()) >= 15
    for command in commands():
        eventkit_run(*shlex.split(command))
    assert (tmp_path / "brief.md").is_file()
    assert [path.suffix for path in (tmp_path / "drafts").iterdir()] == [".eml"]


def test_every_make_target_of_the_readme_is_there():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = set(re.findall(r"^    make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert named == {"demo", "test", "test-quick", "lint", "bench"}
    assert named <= targets


def test_every_link_of_the_readme_leads_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", (ROOT / "README.md").read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / link).is_file()] == []
