"""Agendas in, as iCalendar and as conference schedules, and out as iCalendar."""
