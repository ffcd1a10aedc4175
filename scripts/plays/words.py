"""The words and acts of people and providers in a play, as scenarios write them."""
import datetime

START = datetime.datetime(2027, 3, 6, 10, 0)          # of the meeting, as workflows/scenarios/defaults.yaml books it
END = START + datetime.timedelta(minutes=30)
BOOKED = datetime.datetime(2027, 3, 1, 9, 30)
PRICE, SHARE = 3000, 2550


def stamp(instant):
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def event(name, by, of=None, **data):
    made = {"event": name, "by": by, **({"data": data} if data else {})}
    return {**made, "of": of} if of else made


def task(name, **done):
    """A person answers, if anybody is asked."""
    return {"task": name, "done": done, "optional": True}


def declines(name):
    return {"task": name, "declined": "no", "optional": True}


def until(instant):
    return {"until": stamp(instant)}


def paid(reference, charge, amount=PRICE):
    body = {"id": "pi_1", "transfer_group": reference, "amount_received": amount, "currency": "eur", "latest_charge": charge}
    return {"webhook": "stripe/payment_intent.succeeded", "body": {"data": {"object": body}}}


def dispute(kind, number, charge, amount, status):
    body = {"id": f"du_{number}", "charge": charge, "amount": amount, "status": status}
    return {"webhook": f"stripe/charge.dispute.{kind}", "body": {"data": {"object": body}}}


def timed(words, since=BOOKED):
    """(instant, word) in the order of time, as moves. Nothing goes back in time."""
    moves, now = [], since
    for instant, word in sorted(words, key=lambda each: each[0]):
        if instant > now:
            moves.append(until(instant))
            now = instant
        moves.append(word)
    return moves
