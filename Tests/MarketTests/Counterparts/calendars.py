"""Expands each calendar of a JSON list with recurring-ical-events, and writes what it finds as free-busy time with icalendar.

calendars.py FILE, where an element has `text`, `from` and `to`. Prints a list of {busy: [[start, end]], freebusy}, in UTC.
"""
import datetime as dt
import json
import sys

import icalendar
import recurring_ical_events

UTC = dt.timezone.utc


def instant(text):
    return dt.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def stamp(moment):
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def expand(question):
    calendar = icalendar.Calendar.from_ical(question["text"])
    found = recurring_ical_events.of(calendar).between(instant(question["from"]), instant(question["to"]))
    busy = sorted({(stamp(event["DTSTART"].dt), stamp(event["DTEND"].dt)) for event in found})
    answer = icalendar.Calendar()
    times = icalendar.FreeBusy()
    for start, end in busy:
        times.add("freebusy", (instant(start), instant(end)), parameters={"FBTYPE": "BUSY"})
    answer.add_component(times)
    return {"busy": busy, "freebusy": answer.to_ical().decode()}


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([expand(question) for question in json.load(file)]))
