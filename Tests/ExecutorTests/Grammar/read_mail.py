"""Reads mails with parsers that others wrote, and says what it found: one JSON object a line for each mail.

usage: read_mail.py FILE   a JSON list of mails, each as base64
"""
import base64, email, email.header, email.policy, email.utils, html.parser, json, sys, urllib.parse
import icalendar


class Text(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)

    def handle_data(self, data):
        self.text += data


def address(uri):
    parts = urllib.parse.urlsplit(str(uri))
    assert parts.scheme == "mailto" and not parts.query and not parts.fragment, uri
    return urllib.parse.unquote(parts.path)


def read(raw):
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert not mail.defects, mail.defects
    found = {"headers": sorted({name.lower() for name in mail.keys()}), "subject": mail["Subject"]}
    # The older of the two readers decodes names: the newer one leaves a blank between two encoded words of a phrase.
    plain = email.message_from_bytes(raw)
    to = email.utils.getaddresses(["".join(plain["To"].splitlines())])
    assert len(to) == 1, to
    found["name"], found["to"] = str(email.header.make_header(email.header.decode_header(to[0][0]))), to[0][1]
    for part in mail.walk():
        assert not part.defects, part.defects
        if part.get_content_type() == "text/calendar":
            calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
            events = calendar.walk("VEVENT")
            assert len(events) == 1, events
            event = events[0]
            assert not event.errors, event.errors
            found["properties"] = sorted(event.keys())
            found["uid"], found["summary"], found["location"] = (str(event[n]) for n in ("UID", "SUMMARY", "LOCATION"))
            found["attendee"], found["organizer"] = address(event["ATTENDEE"]), address(event["ORGANIZER"])
        if part.get_content_type() == "text/html":
            reader = Text()
            reader.feed(part.get_content())
            found["tags"], found["html"] = reader.tags, reader.text.split()
    return found


for item in json.load(open(sys.argv[1], encoding="utf-8")):
    print(json.dumps(read(base64.b64decode(item))))
