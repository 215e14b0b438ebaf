from __future__ import annotations

import pytest
from eventkit_mastodon.handles import handle_of, profile_of


@pytest.mark.parametrize(
    "text",
    [
        "@jane@example.social",
        "@Jane@Example.Social",
        "  @jane@example.social ",
        "acct:jane@example.social",
        "acct:@jane@example.social",
        "https://example.social/@jane",
        "https://example.social/@jane/",
        "https://example.social/@jane?lang=de",
        "https://Example.social/users/Jane",
        "http://example.social/@jane",
        "https://elsewhere.example.org/@jane@example.social",
    ],
)
def test_handle_has_one_normal_form(text):
    assert handle_of(text) == "@jane@example.social"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "@",
        "@jane",
        "jane",
        "jane@example.org",
        "mailto:jane@example.org",
        "@jane@localhost",
        "@jane@example..social",
        "@jane@-example.social",
        "@@example.social",
        "@jane@example.social@more",
        "@jane doe@example.social",
        "https://example.social/@jane/12345",
        "https://example.social/@jane/12345/",
        "https://example.social/users/jane/statuses/12345",
        "https://example.social/about",
        "https://example.social/",
        "https://user:password@example.social/@jane",
        "https://www.youtube.com/@jane",
        "https://m.youtube.com/@jane",
        "https://medium.com/@jane",
        "https://github.com/jane",
    ],
)
def test_text_that_is_no_handle_is_left_alone(text):
    assert handle_of(text) is None


@pytest.mark.parametrize("handle", ["@jane@example.social", "@jane_doe.2@social.example.org", "@jane@müller.example"])
def test_handle_survives_its_profile(handle):
    assert (handle_of(handle), handle_of(profile_of(handle))) == (handle, handle)


def test_profile_is_a_web_address():
    assert profile_of("@jane@example.social") == "https://example.social/@jane"
