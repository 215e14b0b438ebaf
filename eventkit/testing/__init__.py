"""A kit for testing plugins: installed with eventkit, found by pytest, see ``eventkit.testing.plugin``."""
