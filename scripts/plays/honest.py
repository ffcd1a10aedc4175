"""One side tells the truth and looks at its mail just often enough; the other says whatever it likes, whenever it likes.
Operators find out what was. However early, late or often the other side speaks, and whoever speaks first: it ends with no
more than the truth gives it."""
import datetime

from .play import RULES, Play
from .words import BOOKED, END, START, event, task, timed

DAY, HOUR, MINUTE, SECOND = (datetime.timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
# Somebody who is told has this long to object.
OBJECTION = 2 * DAY
# Instants at which rules begin and end.
EDGES = [
    START - 12 * HOUR + SECOND, START - 15 * MINUTE, START - SECOND, START, START + 14 * MINUTE, START + 15 * MINUTE, END - SECOND, END,
    END + 30 * MINUTE, END + HOUR, END + OBJECTION - SECOND, END + OBJECTION, END + 7 * DAY, END + 7 * DAY + SECOND, END + 14 * DAY]


def dates(draw):
    day = draw.randrange(7, 29)
    hour = draw.choice([9, 11, 12, 18])
    return {"start": f"2027-03-{day:02d}T{hour:02d}:00:00Z", "end": f"2027-03-{day:02d}T{hour:02d}:30:00Z"}


def vocabulary(role, other, draw):
    """Some of the words of the side that is not honest: who says few things says them in odd orders."""
    makes = {
        "client": [
            lambda: event("client.object", role, reason="x"), lambda: event("client.confirm", role),
            lambda: event("cancel.client", role, reason=None), lambda: event("feedback.received", role, rating=draw.choice([1, 5]), testimonial=False),
            lambda: event("erasure.request", role)],
        "consultant": [
            lambda: event("consultant.start", role), lambda: event("consultant.confirm", role), lambda: event("consultant.start", role)],
    }[role] + [
        lambda: event("absence.claim", role, absent=other), lambda: event("absence.claim", role, absent=other),
        lambda: event("absence.dispute", role), lambda: event("absence.withdraw", role),
        lambda: event("reschedule.request", role, **dates(draw)), lambda: event("reschedule.propose", role, **dates(draw)),
        lambda: event("reschedule.accept", role, start=dates(draw)["start"]), lambda: event("reschedule.accept", role, start="2027-03-08T10:00:00Z"),
        lambda: event("reschedule.propose", role, start="2027-03-08T10:00:00Z", end="2027-03-08T10:30:00Z")]
    return draw.sample(makes, draw.choice([1, 2, 3, 5]))


def instant(draw):
    if draw.random() < 0.5:
        return draw.choice(EDGES)
    return START - 12 * HOUR + SECOND * draw.randrange(1, 20 * 86_400)


def looks(draw, since):
    """Once in each time to object, in its last second if need be."""
    at = since + SECOND * draw.randrange(1, int(OBJECTION.total_seconds()) - 1)
    while at < END + 12 * DAY:
        yield at
        at += OBJECTION - SECOND


def honest_client(draw):
    """The consultant did not come."""
    words = [(START + 15 * MINUTE + MINUTE * draw.randrange(0, 2_000), event("absence.claim", "client", absent="consultant"))]
    means = draw.choice(["absence.dispute", "client.object", "both"])
    for at in looks(draw, START):
        if means != "client.object":
            words.append((at, event("absence.dispute", "client")))
        if means != "absence.dispute":
            words.append((at, event("client.object", "client", reason="nobody came")))
    if means == "absence.dispute":          # what was said against it may be that the meeting was held
        words += [(at, event("client.object", "client", reason="nobody came")) for at in looks(draw, START)]
    return words


def honest_consultant(draw, was_there):
    # Some forget to say that it begins, or say so late.
    begins = draw.choice([START + MINUTE * draw.randrange(-15, 15)] * 3 + [START + MINUTE * draw.randrange(15, 2_000), None])
    words = [(begins, event("consultant.start", "consultant"))] if begins else []
    if not was_there:                       # the client was not
        words.append((START + MINUTE * draw.randrange(15, 40), event("absence.claim", "consultant", absent="client")))
    else:
        words.append((END + MINUTE * draw.randrange(0, 60), event("consultant.confirm", "consultant")))
    means = draw.choice(["absence.dispute", "consultant.confirm"]) if was_there else "absence.dispute"
    words += [(at, event(means, "consultant")) for at in looks(draw, START)]
    return words


def operator(draw, truth):
    """Looks every three days, until the last word of a party is long decided, and finds out what was: held, or who did not
    come."""
    delivered = truth != "consultant"
    words = []
    at = END + HOUR * draw.randrange(1, 72)
    while at < END + 35 * DAY:
        words += [
            (at, task("contested", verdict="deliver" if delivered else "refund", percent=None)),
            (at, task("undecided", refund_percent=0 if delivered else 100)),
            (at, task("unknown", took_place=truth == "held", party=None if truth == "held" else truth)),
            (at, task("task/bad_rating"))]
        at += 3 * DAY - HOUR
    return words


def draw_play(name, draw):
    cheater = draw.choice(["client", "client", "consultant"])
    if cheater == "client":
        there = draw.random() < 0.6
        words = honest_consultant(draw, there) + operator(draw, "held" if there else "client")
        rules = ["balance('refunded') == 0", "balance('transferred') == 2550"]
    else:
        words = honest_client(draw) + operator(draw, "consultant")
        rules = ["balance('refunded') == 3000", "balance('transferred') == 0"]
    other = "consultant" if cheater == "client" else "client"
    makes = vocabulary(cheater, other, draw)
    for _ in range(draw.randrange(1, 9)):
        word, at = draw.choice(makes)(), instant(draw)
        words += [(at, word)] * draw.choice([1, 1, 1, 2])
    given = {"params": {"appeals": draw.choice([0, 0, 1])}}
    if draw.random() < 0.5:
        given["steps"] = {"stripe.reversal": {"failed": "insufficient_funds"}}
    draw.shuffle(words)                     # of two at one instant either may be first
    rules = [*RULES, *rules, "view.start == timestamp('2027-03-06T10:00:00Z')"]
    return [Play(name, given, [{"start": True}, "pays", *timed(words, BOOKED)], rules)]
