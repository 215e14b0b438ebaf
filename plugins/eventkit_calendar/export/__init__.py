"""Agendas on their way out, and what of them is read back as it was."""
