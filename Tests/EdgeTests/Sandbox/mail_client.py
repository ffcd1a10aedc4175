"""Sends mail to the sandbox with Python's own SMTP client and reads it back.

usage: mail_client.py HTTP_PORT SMTP_PORT
"""

import json
import smtplib
import sys
import urllib.request
from email.message import EmailMessage

HTTP, SMTP = int(sys.argv[1]), int(sys.argv[2])
BASE = f"http://127.0.0.1:{HTTP}/_sandbox"
REFERENCE = "VLT-20270301-PY02"
CALENDAR = "\r\n".join([
    "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test", "METHOD:REQUEST", "BEGIN:VEVENT",
    f"UID:{REFERENCE.lower()}@magnetiq.example", "DTSTAMP:20270301T090000Z", "DTSTART:20270310T090000Z", "SEQUENCE:1",
    "STATUS:CONFIRMED", "SUMMARY:Grüße", "END:VEVENT", "END:VCALENDAR", ""])


def get(path):
    with urllib.request.urlopen(f"{BASE}/{path}", timeout=20) as reply:
        return json.load(reply)


def fault(body):
    request = urllib.request.Request(f"{BASE}/faults", data=json.dumps(body).encode())
    urllib.request.urlopen(request, timeout=20).close()


def expect(what, given, wanted):
    if given != wanted:
        sys.exit(f"{what}: expected {wanted!r}, got {given!r}")
    print(f"ok: {what}")


def message(template):
    mail = EmailMessage()
    mail["From"] = "Magnetiq <post@magnetiq.example>"
    mail["To"] = "Jürgen <j@example.org>"
    mail["Subject"] = "Grüße aus München, mit einem Betreff, der länger ist als eine Zeile sein darf: Bestätigung"
    mail["Message-ID"] = f"<{REFERENCE}.{template}@magnetiq.example>"
    mail["X-Magnetiq-Key"] = f"{REFERENCE}/mail/{template}/client/0/1"
    mail.set_content("Guten Tag,\n.ein Punkt am Anfang\nöäü\n")
    mail.add_alternative("<p>Guten Tag</p>", subtype="html")
    mail.add_alternative(CALENDAR.encode(), maintype="text", subtype="calendar",
                         params={"method": "REQUEST", "charset": "UTF-8"})
    return mail


def send(template):
    with smtplib.SMTP("127.0.0.1", SMTP, timeout=20) as client:
        return client.send_message(message(template))


send("confirmation")
mails = get("mails")
expect("one message", len(mails), 1)
expect("its subject", mails[0]["subject"], message("confirmation")["Subject"])
expect("its text", mails[0]["text"].replace("\r\n", "\n"), "Guten Tag,\n.ein Punkt am Anfang\nöäü\n")
expect("its envelope", mails[0]["to"], ["j@example.org"])

for status in (451, 550):
    fault({"on": "smtp.data", "kind": "status", "status": status})
    try:
        send("refused")
        sys.exit("not refused")
    except smtplib.SMTPDataError as error:
        expect(f"refused with {status}", error.smtp_code, status)

fault({"on": "smtp.data", "kind": "reply_lost"})
try:
    send("reminder")
    sys.exit("the reply was not lost")
except smtplib.SMTPServerDisconnected:
    print("ok: the reply was lost")
send("reminder")

report = get(f"report?reference={REFERENCE}")["mails"]
expect("two messages, one of them twice", [(m["template"], m["copies"]) for m in report],
       [("confirmation", 1), ("reminder", 2)])
expect("with an invitation", (report[0]["calendar"]["method"], report[0]["calendar"]["sequence"]), ("REQUEST", 1))
