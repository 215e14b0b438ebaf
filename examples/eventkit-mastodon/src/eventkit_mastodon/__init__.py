"""Mastodon for eventkit: an example of a plugin as its own project."""
