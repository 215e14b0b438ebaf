"""People from tables and into tables: CSV of every platform, and JSON."""
