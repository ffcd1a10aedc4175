"""Everybody says anything at any time: client, consultant, operator, provider, tasks that are answered or not."""
from .play import Play
from .words import event, task, declines

PAUSES = ["PT1M", "PT16M", "PT1H", "PT3H", "PT11H", "PT23H", "P1D", "P2D", "P3D"]
PLACES = ["view.start", "view.end"] + [f"view.start {s}" for s in (
    "+ period('PT15M')", "- period('PT25H')", "- period('PT13H')", "- period('PT10M')", "- period('PT2H')")] + [
    "view.end + period('PT30M')", "view.end + period('P2D')"]
# Whose second saying may mean something else: a second new date is another move.
ONCE = {"reschedule.request", "reschedule.propose"}
EVERYBODY = ["client", "consultant", "operator"]


class Anything:
    def __init__(self, draw):
        self.draw = draw
        self.moved = False

    def party(self):
        return self.draw.choice(["client", "consultant"])

    def date(self):
        self.moved = True                   # the places are elsewhere now, perhaps in the past
        day, year = self.draw.randrange(2, 29), self.draw.choice([2027] * 12 + [2029])
        minutes = self.draw.choice([30] * 8 + [1, 59])
        return {"start": f"{year}-03-{day:02d}T10:00:00Z", "end": f"{year}-03-{day:02d}T10:{minutes:02d}:00Z"}

    def time(self):
        """A place before any other time has passed, a pause later on: no scenario goes back."""
        first, self.moved = not self.moved, True
        return {"until": self.draw.choice(PLACES)} if first else {"after": self.draw.choice(PAUSES)}

    def dispute(self, number):
        amount = self.draw.choice([1, 500, 1000, 2000])
        return {"webhook": "stripe/charge.dispute.created", "body": {"data": {"object": {"id": f"du_{number}", "charge": "ch_1", "amount": amount}}}}

    def answer(self):
        draw = self.draw
        return draw.choice([
            task("unknown", took_place=draw.choice([True, False]), party=draw.choice(["client", "consultant", "both", "unknown"])),
            task("undecided", refund_percent=draw.choice([0, 40, 100])),
            task("contested", verdict=draw.choice(["deliver", "refund"]), percent=draw.choice([None, 0, 30, 100])),
            task("owed", collected=draw.choice([0, 1, 100_000])),
            task("refund_failed", paid=draw.choice([True, False])),
            task("blocked_ops"), task("task/bad_rating"), task("overdue", lost=draw.choice([True, False])),
            declines(draw.choice(["unknown", "undecided", "contested", "owed", "refund_failed", "blocked_ops", "task/bad_rating"])),
        ])

    def provider(self):
        """Events of the provider's come in whatever order, and twice."""
        draw = self.draw
        made = draw.choice([
            "pays", "is processing", "is canceled", "needs action", "account changes",
            {"refund settles": {"status": draw.choice(["succeeded", "failed"]), "id": draw.choice(["re_1", "re_2"])}},
        ])
        return [made, made] if draw.random() < 0.2 else [made]

    def move(self):
        draw = self.draw
        makes = [
            (11, self.time),
            (3, lambda: event("absence.claim", draw.choice(EVERYBODY), absent=self.party())),
            (1, lambda: event("absence.dispute", self.party())),
            (1, lambda: event("absence.withdraw", draw.choice(EVERYBODY))),
            (2, lambda: event("consultant.start", "consultant")),
            (1, lambda: event("client.confirm", "client")),
            (1, lambda: event("consultant.confirm", "consultant")),
            (2, lambda: event("client.object", "client", reason="x")),
            (1, lambda: event("cancel.client", "client", reason=None)),
            (1, lambda: event("cancel.consultant", "consultant", reason=None)),
            (3, lambda: event("reschedule.request", draw.choice(EVERYBODY), **self.date())),
            (2, lambda: event("reschedule.propose", self.party(), **self.date())),
            (1, lambda: event("reschedule.accept", self.party(), start=self.date()["start"])),
            (1, lambda: event("reschedule.decline", self.party())),
            (2, lambda: self.dispute(draw.choice([1, 2]))),
            (3, lambda: {"dispute ends": {"status": draw.choice(["won", "lost"]), "id": f"du_{draw.choice([1, 1, 2])}"}}),
            (1, lambda: event("refund.amount", "operator", amount=draw.choice([1, 500, 1000, 3000]), reason="x")),
            (1, lambda: event("operator.resolve", "operator", verdict=draw.choice(["deliver", "refund"]), percent=draw.choice([None, 0, 30, 50, 100]))),
            (1, lambda: event("operator.resolve", "operator", verdict="redo", **self.date())),
            (1, lambda: event("feedback.received", "client", rating=draw.choice([1, 2, 5]), testimonial=False)),
            (1, lambda: event(draw.choice(["operator.freeze", "operator.unfreeze"]), "operator", reason="x")),
            (1, lambda: draw.choice([
                event("operator.retry", "operator"), event("hold.lift", "operator"), event("cancel.operator", "operator", reason="x"),
                event("erasure.request", "client"), event("payment.retry", "client"), event("unsubscribe", "client")])),
            (3, self.answer),
            (3, self.provider),
        ]
        made = draw.choices([make for _, make in makes], [weight for weight, _ in makes])[0]()
        return made if isinstance(made, list) else [made]


def doubled(moves):
    result = []
    for move in moves:
        result.append(move)
        if isinstance(move, dict) and move.get("by") in ("client", "consultant") and move["event"] not in ONCE:
            result.append(move)
    return result


def page(draw):
    """What the provider tells about the page that it shows to the client: it is paid on, or it ends."""
    kind = draw.choice(["completed", "completed", "expired"])
    facts = {"id": draw.choice(["cs_1", "cs_1", "cs_9"]), "client_reference_id": "VLT-20270301-TEST"}
    if kind == "completed":
        facts |= {"payment_intent": draw.choice(["pi_1", "pi_1", None]), "payment_status": draw.choice(["paid", "paid", "unpaid"])}
    return {"webhook": f"stripe/checkout.session.{kind}", "body": {"data": {"object": facts}}}


def draw_play(name, draw):
    given = {"input": {"method": draw.choice(["card"] * 4 + ["sepa_debit", "bank_transfer"])}}
    if given["input"]["method"] != "card":
        given["input"].update(start="2027-03-20T10:00:00Z", end="2027-03-20T10:30:00Z")
    steps = {}
    if draw.random() < 0.2:
        steps["stripe.reversal"] = {"failed": "insufficient_funds"}
    if draw.random() < 0.2:
        steps["stripe.refund"] = [{"failed": draw.choice(["charge_disputed", "refund_failed"])}, {"done": {"id": "re_2", "status": "succeeded"}}]
    if draw.random() < 0.15:
        steps["stripe.account.get"] = [{"failed": "rejected"}, {"done": {"payable": True, "currency": "EUR", "reason": None}}]
    if steps:
        given["steps"] = steps
    player = Anything(draw)
    moves = [{"start": True}] + (["pays"] if draw.random() < 0.85 else [])
    for _ in range(draw.randrange(4, 22)):
        moves += player.move()
    if draw.random() < 0.05:                # a card that can never be charged, and somebody who tries again
        moves[1:1] = [{"is declined": {"status": "canceled"}}, event("payment.retry", "client")]
    if draw.random() < 0.25:                # the client pays on the provider's own page
        given["input"]["return_to"] = "https://site.example/en/my-booking"
        given.setdefault("steps", {})["stripe.checkout.expire"] = draw.choice([{"done": {}}, {"failed": "not_open"}])
        given["steps"]["stripe.checkout.get"] = {"done": draw.choice([
            {"status": "complete", "paid": True, "intent": "pi_1"}, {"status": "expired", "paid": False, "intent": None}, {"status": "open", "paid": False, "intent": None}])}
        for _ in range(draw.randrange(1, 4)):
            moves.insert(draw.randrange(1, min(len(moves), 6) + 1), page(draw))
    return [Play(name, given, moves, twice=True)]
