"""Who speaks, as feeds tell it: in titles, in descriptions, as attendees."""
