"""What prep keeps: documents, each under the plugin's id and a kind."""

from __future__ import annotations

PLUGIN = "prep"
MEET = "meet"
"""The kind of a document that says whom to meet, and why; it is linked to the event and the person."""
