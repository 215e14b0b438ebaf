"""Which zone a TZID means, by whatever name it goes."""
