"""Sends messages through the sandbox with Twilio's own library, and signs webhooks with it.

twilio_client.py PORT                   drives the sandbox
twilio_client.py sign URL TOKEN FIELDS  prints the signature of a form, whose fields are a JSON object
"""
import json
import sys

from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

ACCOUNT, TOKEN, FROM = "AC0123456789abcdef0123456789abcdef", "twilio-sandbox", "+4930123456"


class Local(TwilioHttpClient):
    """Turns every request to the sandbox; the library has no setting for the address."""

    def __init__(self, port):
        super().__init__()
        self.port = port

    def request(self, method, url, **more):
        return super().request(method, url.replace("https://api.twilio.com", f"http://127.0.0.1:{self.port}"), **more)


def drive(port):
    client = Client(ACCOUNT, TOKEN, http_client=Local(port))
    message = client.messages.create(to="+4915112345678", from_=FROM, body="Größe 1 & 2 = 3")
    assert message.sid.startswith("SM") and message.status == "queued", message
    assert message.body == "Größe 1 & 2 = 3", message.body
    for to, sender, body, code in [
        ("0151", FROM, "x", 21211), ("+4915112345678", "+15005550001", "x", 21606),
        ("+4915112345678", FROM, "y" * 1601, 21617),
    ]:
        try:
            client.messages.create(to=to, from_=sender, body=body)
            raise AssertionError(f"{code} was taken")
        except TwilioRestException as error:
            assert (error.status, error.code) == (400, code), error
    try:
        Client(ACCOUNT, "other", http_client=Local(port)).messages.create(to="+4915112345678", from_=FROM, body="x")
        raise AssertionError("a wrong token was taken")
    except TwilioRestException as error:
        assert (error.status, error.code) == (401, 20003), error


if sys.argv[1] == "sign":
    print(RequestValidator(sys.argv[3]).compute_signature(sys.argv[2], json.loads(sys.argv[4])), end="")
else:
    drive(int(sys.argv[1]))
