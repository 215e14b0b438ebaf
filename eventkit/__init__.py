"""The companion of people who go to events to meet people."""

__version__ = "0.1.0"
