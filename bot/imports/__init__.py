"""Files of other systems, read into events: lists for Ofsted, the census, people, absences, meetings, calendars."""
