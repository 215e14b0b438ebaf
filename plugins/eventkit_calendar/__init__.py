"""iCalendar agendas in and out."""
