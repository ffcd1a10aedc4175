"""A play: what happens, and what has to be true in the end."""
import dataclasses

LATER = {"mails": "any", "crm": "any", "tasks": "any", "incidents": "any", "steps": "any"}
BACK = "balance('refunded') + balance('charged_back') + balance('disputed') + balance('refunding') >= -balance('client') || view.refundPending > 0"
# These rules hold after every play: nothing is paid for a meeting that was neither delivered nor kept free, a consultant who
# cancelled or did not come owes the client the price, and each booking is closed or calls somebody.
RULES = [
    "balance('transferred') + balance('netted') == 0 || view.payoutDueAt != null",
    "balance('transferred') == 0 || view.deliveryStatus == 'delivered' || view.noShowParty in ['client', 'both', 'unknown'] "
    "|| view.cancelReason == 'client' || view.escrowDetail == 'receivable' || view.writtenOff > 0",
    f"view.noShowParty != 'consultant' || {BACK}",
    f"!(view.cancelReason in ['consultant', 'operator', 'contested']) || {BACK}",
    "In('booking/closed') || In('booking/archived') || size(view.freezes) > 0 || view.disputeOpen "
    "|| view.escrowDetail in ['receivable', 'blocked_ops', 'netting'] || view.refundPending > 0",
    "view.sessionStartedAt == null || view.sessionStartedAt >= view.start - duration('15m')",
    "view.start <= timestamp('2028-04-30T00:00:00Z')",
    "balance('netting') == 0 || view.escrowDetail == 'netting'",
    "-balance('loss') <= balance('refunded') + balance('charged_back') + balance('disputed')",
]


@dataclasses.dataclass
class Play:
    name: str
    given: dict
    moves: list
    rules: list = dataclasses.field(default_factory=lambda: list(RULES))
    # The last act, and the time after it at which the result is checked.
    last: object = dataclasses.field(default_factory=lambda: {"after": "P180D"})
    reply: str | None = None
    of: str | None = None
    # The balances that are expected; an empty one has the engine tell them all.
    balances: dict = dataclasses.field(default_factory=dict)
    view: dict = dataclasses.field(default_factory=dict)
    exact: bool = False                     # the balances above have to be those
    twice: bool = False                     # may be played with each word of a party said twice
    account: str | None = None              # plays of one account, of which the booking `of` is looked at

    def scenario(self):
        then = {**LATER, "assert": self.rules, "balances": self.balances}
        if self.view:
            then["view"] = self.view
        if self.reply:
            then["reply"] = self.reply
        if self.of:
            then["of"] = self.of
        return {"scenario": self.name, "given": {**self.given, "from": self.moves}, "story": [{"when": self.last, "then": then}]}
