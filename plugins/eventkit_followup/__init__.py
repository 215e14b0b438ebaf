"""Follow-up: a message to everyone I met, drafted from my notes, read by me, sent once, and kept track of."""
