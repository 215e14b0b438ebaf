"""The outbox: drafts that go out by a mail server, at a pace, each at most once."""
