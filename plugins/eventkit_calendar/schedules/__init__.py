"""Conference schedules: frab's XML and JSON, and calendars in XML."""
