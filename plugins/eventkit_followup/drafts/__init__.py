"""Drafts: whom to, what they say, and where they lie."""
