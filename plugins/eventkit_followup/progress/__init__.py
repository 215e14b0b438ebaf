"""What became of each follow-up, what is due, and being reminded of it."""
