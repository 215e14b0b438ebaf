"""What is released: the built wheel, in an environment of its own, with a third party's plugin beside it."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "eventkit-mastodon"

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600), pytest.mark.xdist_group("distribution")]


def run(*command, **options):
    ran = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, **options)
    assert ran.returncode == 0, f"{command}\n{ran.stdout}\n{ran.stderr}"
    return ran.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", folder, ROOT)
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def python(tmp_path_factory, wheel):
    """A fresh environment with the wheel, the example plugin and pytest; nothing of the checkout is on its path."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, EXAMPLE, "pytest>=9")
    return scripts / "python"


def test_the_wheel_holds_both_trees_and_the_sample(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in (
        "eventkit/py.typed",
        "eventkit/pyconf/agenda.ics",
        "eventkit/store/migrations/versions/0001_first_schema.py",
        "eventkit/store/migrations/versions/0002_what_changed_and_who_speaks.py",
        "eventkit/store/migrations/versions/0003_days_and_counts_of_an_agenda.py",
        "eventkit/store/schema.sql",
        "eventkit_calendar/plugin.py",
        "eventkit_cards/plugin.py",
        "eventkit/store/migrations/versions/0004_people_that_are_kept_for_years.py",
        "eventkit_followup/templates/thank-you.en.txt",
        "eventkit_followup/templates/thank-you.de.formal.txt",
        "eventkit_prep/templates/conference.md",
        "eventkit_tables/plugin.py",
    ):
        assert name in names
    assert not any(name.startswith(("tests/", "examples/", "plugins/")) for name in names)


def test_the_third_party_s_own_tests_pass_beside_the_wheel(python):
    told = run(python, "-m", "pytest", "-q", cwd=EXAMPLE)
    assert " passed" in told.splitlines()[-1]


def test_the_third_party_s_plugin_is_listed(python, tmp_path):
    told = run(python, "-m", "eventkit", "--home", tmp_path, "plugins", "list", "--format", "csv", cwd=tmp_path)
    assert [line.split(",")[:4] for line in told.splitlines() if line.startswith("mastodon,")] == [
        ["mastodon", "eventkit-mastodon", "0.1.0", "loaded"]
    ]


def test_the_demo_runs_from_the_wheel(python, tmp_path):
    run(python, "-m", "eventkit", "demo", cwd=tmp_path)
    assert sorted(path.name for path in (tmp_path / "eventkit-demo").iterdir()) == [
        "brief.md",
        "card.png",
        "card.vcf",
        "diary.md",
        "drafts",
        "their-badge.png",
    ]
