"""Several bookings of one consultant's account, whose clients may be in it with the consultant: what is lost of one is kept back
from the next, to the cent, and nobody who owes is paid."""
import datetime

from .play import RULES, Play
from .words import BOOKED, dispute, event, paid, task, declines, timed

DAY, HOUR, MINUTE = (datetime.timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes"))
# A value that no booking has, so that the failure message of the engine names the real one.
NOBODY = [{"booking": "?", "amount": 0}]
FIRST = datetime.datetime(2027, 3, 2, 10, 0)


def draw_play(name, draw):
    """A play for each of its bookings: the same moves, and another one looked at."""
    count = draw.choice([2, 2, 3])
    names = [f"VLT-20270301-{'ABC'[number] * 4}" for number in range(count)]
    words, prices = [], [draw.choice([1000, 3000, 3000, 9000]) for _ in names]
    failing = draw.random() < 0.8
    for number, (reference, price) in enumerate(zip(names, prices)):
        start = FIRST + 5 * DAY * number
        born = BOOKED + MINUTE * draw.randrange(0, 20) if draw.random() < 0.5 else start - HOUR * draw.randrange(2, 20)
        span = {"start": start.isoformat() + "Z", "end": (start + 30 * MINUTE).isoformat() + "Z"}
        words += [
            (born, {"start": {"reference": reference, "price": price, **span}}), (born + MINUTE, paid(reference, f"ch_{number}", price)),
            (start, event("consultant.start", "consultant", of=reference)), (start + 30 * MINUTE, event("client.confirm", "client", of=reference))]
        if draw.random() < (0.8 if number + 1 < count else 0.2):    # paid out, then lost at the bank or given back by an operator
            at = start + DAY * draw.choice([0, 2, 2, 2]) + HOUR * draw.randrange(1, 24)
            amount = draw.choice([price, price, price // 2])
            if draw.random() < 0.7:
                status = draw.choice(["lost", "lost", "won"])
                words += [(at, dispute("created", number, f"ch_{number}", amount, "needs_response")), (at + HOUR, dispute("closed", number, f"ch_{number}", amount, status))]
            else:
                words.append((at, event("refund.amount", "operator", of=reference, amount=amount, reason="x")))
            if draw.random() < 0.2:
                words.append((at + 2 * HOUR, {**task("owed", collected=draw.choice([0, 100, 100_000])), "of": reference}))
            if draw.random() < 0.1:
                words.append((at + 2 * HOUR, {**declines("owed"), "of": reference}))
    given = {"params": {"read_payments": False}}
    if failing:
        given["steps"] = {"stripe.reversal": {"failed": "insufficient_funds"}}
        if draw.random() < 0.4:             # the provider takes its time, for longer than the next payout is away
            given["steps"] = {"stripe.reversal": "silent"}
            late = FIRST + 5 * DAY * count + HOUR * draw.randrange(0, 24)
            answer = draw.choice([{"failed": "insufficient_funds"}, {"failed": "insufficient_funds"}, {"done": {"id": "trr_1"}}])
            words += [(late, {"step": "stripe.reversal", **answer, "optional": True})] * count
    moves = timed(words)
    return [Play(f"{name} {reference}", given, moves, list(RULES), of=reference, account=name, view={"settledBy": NOBODY, "nettedFor": NOBODY})
            for reference in names]


def judge(booked):
    """Finds errors in the books of an account: reference → (balances, view)."""
    kept = sum(each["amount"] for _, view in booked.values() for each in view.get("nettedFor", []))
    settled = sum(each["amount"] for _, view in booked.values() for each in view.get("settledBy", []))
    wrong = [] if kept == settled else [f"{kept} is kept back, and {settled} is settled by it"]
    *before, last = sorted(booked)
    owing = [reference for reference in before if booked[reference][0].get("receivable", 0) < 0]
    if owing and booked[last][0].get("transferred", 0) > 0 and booked[last][0].get("receivable", 0) == 0:
        wrong.append(f"{last} is paid out, and {', '.join(owing)} owe")
    return wrong
