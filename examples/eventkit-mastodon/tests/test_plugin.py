from __future__ import annotations

import pytest
from eventkit_mastodon.posts import CHANNEL, MOST

from eventkit.api import Event, InputError, Person, profile_address
from eventkit_followup.api import Letter, WriteContext

FOLLOWING = "Account address,Show boosts,Notify on new posts,Languages\njane@example.social,true,false,\n"


def letter(body):
    jane = Person(id=2, name="Jane Doe")
    return Letter(person=jane, me=Person(id=1, name="Robin Keller"), subject="Hello", body=body, template="thank-you")


def test_plugin_has_its_three_hooks(app):
    [report] = [report for report in app.plugins.reports if report.id == "mastodon"]
    assert (report.state, report.hooks, report.error) == (
        "loaded",
        ["eventkit_followup_register_channels", "eventkit_register_importers", "eventkit_register_platforms"],
        "",
    )


def test_plugin_loads_where_follow_up_is_switched_off(run, monkeypatch):
    monkeypatch.setenv("EVENTKIT_PLUGINS", "mastodon")
    states = {row["id"]: row["state"] for row in run("plugins", "list", "--format", "json").json}
    assert (states["mastodon"], states["followup"]) == ("loaded", "disabled")


def test_handle_has_a_page(app):
    assert profile_address(app, "mastodon", "@jane@example.social") == "https://example.social/@jane"


def test_profile_given_as_a_web_address_is_kept_as_a_handle(run):
    run("people", "add", "Jane Doe", "--url", "https://example.social/@Jane")
    [jane] = run("people", "--format", "json").json
    assert (jane["handles"], jane["urls"]) == ({"mastodon": "@jane@example.social"}, [])


def test_person_is_found_by_handle(run):
    run("people", "add", "Jane Doe", "--url", "https://example.social/@jane")
    assert run("people", "show", "@jane@example.social", "--format", "json").json["name"] == "Jane Doe"


def test_following_is_imported_and_the_second_time_changes_nothing(run, tmp_path):
    file = tmp_path / "following_accounts.csv"
    file.write_text(FOLLOWING)
    first = run("import", file, "--format", "json").json
    second = run("import", file, "--format", "json").json
    assert [(r["added"], r["updated"], r["unchanged"]) for r in (first, second)] == [(1, 0, 0), (0, 0, 1)]
    assert run("people", "--format", "json").json[0]["handles"] == {"mastodon": "@jane@example.social"}


def test_following_with_a_bad_row_brings_in_the_rest_and_says_which(run, tmp_path):
    file = tmp_path / "following_accounts.csv"
    file.write_text(f"{FOLLOWING}nonsense,true,false,\n")
    ran = run("import", file, code=3)
    assert ran.stderr == f"{file}, line 3: 'nonsense' is no account address, as user@example.social is\n"


def test_follow_up_is_a_post_that_begins_with_the_handle(run, tmp_path):
    run("me", "--name", "Robin Keller")
    run("events", "add", "pyconf", "--name", "PyConf Lakeside")
    run("people", "add", "Jane Doe", "--url", "https://example.social/@jane")
    run("met", "Jane", "--event", "pyconf", "--note", "parsers for people")
    run("met", "John Roe", "--event", "pyconf")
    options = ["--event", "pyconf", "--to", tmp_path / "posts", "--channel", "mastodon", "--format", "json"]
    result = run("followup", "draft", *options).json
    assert result["skipped"] == [{"person": "John Roe", "reason": "no Mastodon handle"}]
    post = (tmp_path / "posts" / "01-jane-doe.txt").read_text()
    assert post.startswith("@jane@example.social Hi Jane,\n")
    assert "parsers for people" in post
    assert len(post) <= MOST


@pytest.fixture
def context(app):
    return WriteContext(now=app.now(), event=Event(id=1, slug="pyconf", name="PyConf Lakeside"))


def test_post_of_the_most_characters_is_written(context):
    handle = "@jane@example.social"
    body = "x" * (MOST - len(handle) - 1)
    assert CHANNEL.write(letter(f"{body}\n"), handle, context) == f"{handle} {body}\n".encode()


def test_post_that_is_too_long_with_the_handle_is_refused(context):
    with pytest.raises(InputError, match="Jane Doe has 501 characters with the handle, and Mastodon takes 500"):
        CHANNEL.write(letter("x" * (MOST - 20)), "@jane@example.social", context)
