"""Plays about one rule each, with everything else at random: terms of a cancellation, percent, holds without payment."""
from .honest import DAY, HOUR, MINUTE, SECOND, dates
from .play import RULES, Play
from .words import BOOKED, PRICE, START, dispute, event, stamp, task, timed, until


def late_client(name, draw):
    """Whoever cannot cancel freely any more does not get it back by moving the meeting."""
    words = [(START - 24 * HOUR + SECOND * draw.randrange(1, 12 * 3_600), event("reschedule.request", "client", **dates(draw))) for _ in range(draw.randrange(1, 4))]
    words += [(START - 24 * HOUR + SECOND * draw.randrange(1, 22 * 3_600), event("reschedule.propose", "client", **dates(draw)))] * draw.randrange(0, 2)
    last = draw.choice([{"after": "PT1M"}, {"until": "view.start - period('PT1M')"}])
    moves = [{"start": True}, "pays", *timed(words), last, event("cancel.client", "client", reason=None)]
    return [Play(name, {}, moves, [*RULES, "balance('refunded') == 0", "balance('transferred') == 2550"])]


def moved_client(name, draw):
    """Whom the consultant has moved may say no for a day, and gets everything back."""
    at = BOOKED + MINUTE * draw.randrange(1, int((START - 13 * HOUR - BOOKED).total_seconds() // 60))
    start = at + HOUR * draw.choice([13, 20, 30, 100])
    moves = [{"start": True}, "pays", until(at)]
    moves.append(event("reschedule.request", "consultant", start=stamp(start), end=stamp(start + 30 * MINUTE)))
    said = min(at + SECOND * draw.randrange(0, 86_400), start - MINUTE)
    moves += [until(said), event("cancel.client", "client", reason=None)]
    return [Play(name, {}, moves, [*RULES, "balance('refunded') == 3000"])]


def early_word(name, draw):
    """A cancellation counts from its own time, whatever the payment is at."""
    given = {"input": {"method": "sepa_debit", "start": "2027-03-20T10:00:00Z", "end": "2027-03-20T10:30:00Z"},
             "steps": {"stripe.intent.get": {"done": {"status": "processing", "amount": PRICE, "currency": "EUR", "charge": None, "agrees": True}}},
             "params": {"read_payments": False}}
    who = draw.choice(["client", "consultant"])
    said = BOOKED + MINUTE * draw.randrange(1, 10 * 24 * 60)
    words = [(BOOKED + MINUTE, "is processing"), (said, event(f"cancel.{who}", who, reason=None))]
    if draw.random() < 0.3:                 # an expiry under way instead
        given = {"steps": {"stripe.intent.cancel": "silent"}, "params": {"read_payments": False}}
        said = BOOKED + 15 * MINUTE + SECOND * draw.randrange(1, 3_600)
        words = [(said, event(f"cancel.{who}", who, reason=None))]
    words += [(said + MINUTE * draw.randrange(1, 4 * 24 * 60), "pays")]
    return [Play(name, given, [{"start": True}, *timed(words)], [*RULES, "view.status == 'cancelled'", "balance('transferred') == 0", "balance('refunded') == 3000"])]


def percent(name, draw):
    """A percent is of the price, whatever is in dispute meanwhile and won later."""
    share = draw.choice([0, 10, 33, 50, 99, 100])
    amount = draw.choice([500, 1000, 2000])
    words = [(START + MINUTE, event("consultant.start", "consultant")), (START + HOUR, event("client.object", "client", reason="x"))]
    opened = START + MINUTE * draw.randrange(61, 60 * 24 * 2)
    words += [(opened, dispute("created", 1, "ch_1", amount, "needs_response")), (opened + DAY * draw.randrange(1, 30), dispute("closed", 1, "ch_1", amount, "won"))]
    verdict = draw.choice([task("contested", verdict="refund", percent=share), event("operator.resolve", "operator", verdict="refund", percent=share)])
    words.append((START + HOUR + MINUTE * draw.randrange(1, 60 * 24 * 3), verdict))
    return [Play(name, {}, [{"start": True}, "pays", *timed(words)], [*RULES, f"balance('refunded') == {PRICE * share // 100}"])]


def held_time(name, draw):
    """An hour that is held and not paid is free again after a time, however often the bank asks."""
    words = [(BOOKED + SECOND * draw.randrange(1, 2_600), "needs action") for _ in range(draw.randrange(1, 8))]
    last = until(BOOKED + 45 * MINUTE)      # fifteen minutes to begin, and the grace of thirty from the first time that it asks
    rules = ["view.status == 'cancelled' && view.over"]
    return [Play(name, {}, [{"start": True}, *timed(words)], rules, last=last)]


def held_day(name, draw):
    """Of a consultant's day only so many hours are held without a payment."""
    given = {"input": {"method": "bank_transfer", "start": "2027-03-20T10:00:00Z", "end": "2027-03-20T10:30:00Z"}}
    hours = draw.sample(range(6, 20), 3)
    starts = [{"start": {
        "reference": f"VLT-20270301-{hour:04d}", "start": f"2027-03-20T{hour:02d}:00:00Z", "end": f"2027-03-20T{hour:02d}:30:00Z",
        "client": {"id": draw.choice([None, f"client-{hour}"])}}} for hour in hours]
    last = {"start": {**starts[-1]["start"], "reference": "VLT-20270301-LAST"}}
    return [Play(name, given, starts[:2], [], last=last, reply="slot_taken", balances={}, exact=True)]


KINDS = [late_client, moved_client, early_word, percent, held_time, held_day]


def draw_play(name, draw):
    return draw.choice(KINDS)(name, draw)
