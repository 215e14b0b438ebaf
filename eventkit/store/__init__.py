"""The store. Its parts are imported by name: to import the package costs nothing."""

SCHEMA_VERSION = "0004"
"""The newest migration; a database that says otherwise is migrated, or is refused when it is newer."""
