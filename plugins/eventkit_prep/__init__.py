"""Getting ready for an event: a checklist counted back from its first day, whom to meet and why, and a brief."""
