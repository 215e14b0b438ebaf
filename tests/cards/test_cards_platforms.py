import pytest

from eventkit_cards.platforms import PLATFORMS

BY_NAME = {platform.name: platform for platform in PLATFORMS}


@pytest.mark.parametrize(
    ("name", "text", "handle"),
    [
        ("linkedin", "https://www.linkedin.com/in/ada-lovelace/", "ada-lovelace"),
        ("linkedin", "http://de.linkedin.com/in/ada-lovelace?trk=card", "ada-lovelace"),
        ("linkedin", "linkedin.com/IN/ada", "ada"),
        ("linkedin", "https://www.linkedin.com/in/j%C3%BCrgen-m", "jürgen-m"),
        ("github", "https://github.com/ada", "ada"),
        ("github", "github.com/Ada-L/?tab=repositories#top", "Ada-L"),
        ("github", " HTTPS://WWW.GitHub.com/ada ", "ada"),
        ("x", "https://x.com/ada", "ada"),
        ("x", "http://mobile.twitter.com/ada_l?lang=en", "ada_l"),
        ("instagram", "https://www.instagram.com/ada.l/", "ada.l"),
    ],
)
def test_platform_takes_the_address_of_a_profile(name, text, handle):
    assert BY_NAME[name].handle(text) == handle


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda platform: platform.name)
@pytest.mark.parametrize(
    "text",
    [
        *("", "ada", "@ada", "ada@example.org", "ada@github.com", "mailto:ada@x.com", "https://ada@github.com/ada"),
        *("https://example.org/ada", "https://notgithub.com/ada", "https://github.com.example.org/ada"),
        *("ftp://github.com/ada", "https://github.com", "https://github.com/", "https://x.com//", "https://[/ada"),
        *("https://www.linkedin.com/company/x", "https://www.linkedin.com/in/", "https://linkedin.com/feed"),
        *("https://github.com/ada/engine", "https://github.com/login", "https://github.com/-ada"),
        *("https://x.com/home", "https://x.com/ada/status/1", "https://x.com/a-name-with-hyphens"),
        *("https://www.instagram.com/p/C1/", "https://instagram.com/explore"),
    ],
)
def test_platform_leaves_what_is_no_profile(platform, text):
    assert platform.handle(text) is None


@pytest.mark.parametrize(
    ("name", "handle", "address"),
    [
        ("linkedin", "jürgen-m", "https://www.linkedin.com/in/j%C3%BCrgen-m"),
        ("github", "@ada", "https://github.com/ada"),
        ("x", "ada_l", "https://x.com/ada_l"),
        ("instagram", "ada.l", "https://www.instagram.com/ada.l"),
    ],
)
def test_profile_is_an_address_that_gives_the_handle_back(name, handle, address):
    assert BY_NAME[name].profile(handle) == address
    assert BY_NAME[name].handle(address) == handle.removeprefix("@")
