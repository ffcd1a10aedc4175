"""Drives the sandbox's payment provider with the provider's own client library: an opinion that is not ours.

usage: stripe_client.py HTTP_PORT
Ends with status 0 when everything held, else with the first thing that did not.
"""

import json
import queue
import sys
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

import stripe

PORT = int(sys.argv[1])
BASE = f"http://127.0.0.1:{PORT}"
SECRET = "whsec_python_client"

stripe.api_key = "sk_test_sandbox"
stripe.api_base = BASE
stripe.max_network_retries = 0

arrived = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        arrived.put((body, self.headers["Stripe-Signature"]))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def control(path, body):
    request = urllib.request.Request(
        f"{BASE}/_sandbox/{path}", data=json.dumps(body).encode(), headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=20) as reply:
        return json.load(reply)


def expect(what, given, wanted):
    if given != wanted:
        sys.exit(f"{what}: expected {wanted!r}, got {given!r}")
    print(f"ok: {what}")


def refused(what, kind, code, act):
    try:
        act()
    except kind as error:
        expect(what, error.error.code if error.error else None, code)
        return error
    sys.exit(f"{what}: not refused")


receiver = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
control("webhooks", {"url": f"http://127.0.0.1:{receiver.server_port}/stripe", "secret": SECRET})

# Intents and idempotency
group = "VLT-20270301-PY01"
wanted = dict(
    amount=15000, currency="eur", payment_method_types=["card"], transfer_group=group, metadata={"booking": group},
    receipt_email="client@example.org")
intent = stripe.PaymentIntent.create(idempotency_key=f"{group}/intent/1", **wanted)
again = stripe.PaymentIntent.create(idempotency_key=f"{group}/intent/1", **wanted)
expect("the same key gives the same intent", again.id, intent.id)
expect("and says so", again.last_response.headers.get("Idempotent-Replayed"), "true")
refused(
    "the same key with another amount", stripe.IdempotencyError, None,
    lambda: stripe.PaymentIntent.create(idempotency_key=f"{group}/intent/1", **{**wanted, "amount": 1}))
refused(
    "a declined card", stripe.CardError, "card_declined",
    lambda: stripe.PaymentIntent.confirm(intent.id, payment_method="pm_card_chargeDeclined"))
control("pay", {"group": group, "outcome": "succeed"})
intent = stripe.PaymentIntent.retrieve(intent.id, expand=["latest_charge"])
expect("the intent is paid", (intent.status, intent.amount_received), ("succeeded", 15000))
expect("with a charge of the group", intent.latest_charge.transfer_group, group)
error = refused(
    "canceling what is paid", stripe.InvalidRequestError, "payment_intent_unexpected_state",
    lambda: stripe.PaymentIntent.cancel(intent.id, cancellation_reason="abandoned"))
expect("and the refusal shows the intent", error.error.payment_intent.status, "succeeded")
charge = stripe.Charge.retrieve(intent.latest_charge.id)

# Refunds, with lists that page by themselves
for _ in range(5):
    stripe.Refund.create(
        payment_intent=intent.id, amount=1000, reason="requested_by_customer", metadata={"booking": group})
amounts = [refund.amount for refund in stripe.Refund.list(payment_intent=intent.id, limit=2).auto_paging_iter()]
expect("five refunds over three pages", amounts, [1000] * 5)
refused(
    "more than is left", stripe.InvalidRequestError, None,
    lambda: stripe.Refund.create(payment_intent=intent.id, amount=10001))

# Transfers and reversals
transfer = stripe.Transfer.create(
    amount=8500, currency="eur", destination="acct_consultant", source_transaction=charge.id, transfer_group=group,
    metadata={"booking": group}, idempotency_key=f"{group}/escrow/transfer/1")
expect("found by its group", [t.id for t in stripe.Transfer.list(transfer_group=group)], [transfer.id])
refused(
    "more than the charge has", stripe.InvalidRequestError, "balance_insufficient",
    lambda: stripe.Transfer.create(
        amount=8500, currency="eur", destination="acct_consultant", source_transaction=charge.id))
reversal = stripe.Transfer.create_reversal(transfer.id, amount=500, metadata={"booking": group})
expect("the reversal belongs to the transfer", reversal.transfer, transfer.id)
expect("and shows there", stripe.Transfer.retrieve(transfer.id).amount_reversed, 500)
expect("and in its list", [r.id for r in stripe.Transfer.list_reversals(transfer.id)], [reversal.id])

# Account, balance, dispute, errors by type
account = stripe.Account.retrieve("acct_consultant")
expect("the account is payable", (account.payouts_enabled, account.capabilities.transfers), (True, "active"))
expect("the balance has its currency", stripe.Balance.retrieve().pending[0].currency, "eur")
control("disputes", {"charge": charge.id, "amount": 700})
dispute = stripe.Dispute.list(charge=charge.id).data[0]
expect("the dispute is open", (dispute.status, dispute.amount), ("needs_response", 700))
refused(
    "a refund during a dispute", stripe.InvalidRequestError, "charge_disputed",
    lambda: stripe.Refund.create(payment_intent=intent.id, amount=1))
expect("accepting loses it", stripe.Dispute.close(dispute.id).status, "lost")
refused(
    "an unknown intent", stripe.InvalidRequestError, "resource_missing",
    lambda: stripe.PaymentIntent.retrieve("pi_none"))
refused(
    "an unknown account", stripe.PermissionError, "account_invalid", lambda: stripe.Account.retrieve("acct_none"))
refused(
    "a wrong key", stripe.AuthenticationError, None,
    lambda: stripe.Balance.retrieve(api_key="sk_test_wrong"))
control("faults", {"on": "balance.retrieve", "kind": "status", "status": 429})
refused("too many requests", stripe.RateLimitError, "rate_limit", stripe.Balance.retrieve)
control("faults", {"on": "balance.retrieve", "kind": "status", "status": 500})
refused("a failing server", stripe.APIError, None, stripe.Balance.retrieve)
control("faults", {"on": "transfers.create", "kind": "drop_before"})
control("faults", {"on": "transfers.create", "kind": "reply_lost"})
lost = dict(
    amount=100, currency="eur", destination="acct_consultant", source_transaction=charge.id, transfer_group=group,
    idempotency_key=f"{group}/escrow/transfer/2")
for what in ("a request that never arrived", "a reply that was lost"):
    refused(what, stripe.APIConnectionError, None, lambda: stripe.Transfer.create(**lost))
found = stripe.Transfer.create(**lost)
expect("is found under its key", found.last_response.headers.get("Idempotent-Replayed"), "true")
expect("and happened once", len(stripe.Transfer.list(transfer_group=group).data), 2)

# The parts of payments
customer = stripe.Customer.create(name="Jenny", email="jenny@example.org")
method = stripe.PaymentMethod.attach(
    stripe.PaymentMethod.create(type="card", card={"token": "tok_visa"}).id, customer=customer.id)
expect("a card belongs to its customer", [m.id for m in stripe.PaymentMethod.list(customer=customer.id)], [method.id])
held = stripe.PaymentIntent.create(
    amount=2000, currency="eur", customer=customer.id, payment_method=method.id, confirm=True, capture_method="manual")
expect("an authorization waits", (held.status, held.amount_capturable), ("requires_capture", 2000))
expect("and is captured in part", stripe.PaymentIntent.capture(held.id, amount_to_capture=500).amount_received, 500)
price = stripe.Price.create(product=stripe.Product.create(name="Talk").id, unit_amount=1500, currency="eur")
page = stripe.checkout.Session.create(
    mode="payment", success_url="https://a.example/ok", cancel_url="https://a.example/no",
    line_items=[{"price": price.id, "quantity": 2}])
expect("a page shows its total", (page.status, page.amount_total, page.payment_intent), ("open", 3000, None))
expect("and is closed", stripe.checkout.Session.expire(page.id).status, "expired")
error = refused(
    "a parameter that is not in the published schema", stripe.InvalidRequestError, "parameter_unknown",
    lambda: stripe.PaymentIntent.create(amount=2000, currency="eur", shipping={"name": "J", "adress": {"line1": "x"}}))
expect("is named", error.error.param, "shipping[adress]")
for number in range(120):
    stripe.Customer.create(metadata={"number": str(number)})
expect("a list of more than a page", len(list(stripe.Customer.list(limit=100).auto_paging_iter())), 121)
refused(
    "no page is longer than a hundred", stripe.InvalidRequestError, "parameter_invalid_integer",
    lambda: stripe.Customer.list(limit=101))
read = stripe.PaymentIntent.retrieve(held.id, expand=["customer", "latest_charge.payment_intent", "payment_method"])
expect("fields within fields are expanded", (read.customer.name, read.latest_charge.payment_intent.id), ("Jenny", held.id))
alone = stripe.PaymentIntent.create(amount=2000, currency="eur")
expect("what is null stays null", stripe.PaymentIntent.retrieve(alone.id, expand=["customer"]).customer, None)
control("faults", {"on": "payment_intents.retrieve", "kind": "reshape", "null": ["metadata"], "expand": ["customer"]})
read = stripe.PaymentIntent.retrieve(held.id)
expect("a field that the fault calls null", (read.metadata, read.customer.id), (None, customer.id))
control("faults", {"on": "payment_intents.create", "kind": "status", "status": 402})
refused(
    "an ordered 402", stripe.CardError, "card_declined", lambda: stripe.PaymentIntent.create(amount=2000, currency="eur"))
control("faults", {"on": "refunds.create", "kind": "status", "status": 400, "type": "idempotency_error"})
refused("an ordered mismatch of keys", stripe.IdempotencyError, None, lambda: stripe.Refund.create(charge=charge.id))

# Balances
control("balance", {"amount": -500, "currency": "eur"})
expect("a balance below zero", [m.amount for m in stripe.Balance.retrieve().available if m.currency == "eur"], [-500])
refused(
    "a payout of what is not there", stripe.InvalidRequestError, "balance_insufficient",
    lambda: stripe.Payout.create(amount=1, currency="eur"))
control("accounts", {"id": "acct_consultant", "balance": 900})
payout = stripe.Payout.create(amount=900, currency="eur", stripe_account="acct_consultant")
expect("an account pays out its own", payout.status, "pending")
expect("and has nothing left", stripe.Balance.retrieve(stripe_account="acct_consultant").available[0].amount, 0)

# Events as they were delivered
events = []
control("clock", {"now": "1970-01-01T00:00:00Z"})
while not arrived.empty():
    body, signature = arrived.get()
    events.append(stripe.Webhook.construct_event(body, signature, SECRET))
kinds = [event.type for event in events]
expect(
    "events of the payment, in order", kinds[:5],
    ["payment_intent.created", "charge.failed", "payment_intent.payment_failed", "charge.succeeded",
     "payment_intent.succeeded"])
expect("of an account, and it says of which", [e.account for e in events if e.type == "payout.created"], ["acct_consultant"])
expect("of refunds", kinds.count("refund.created"), 5)
expect("of transfers", [kinds.count("transfer.created"), kinds.count("transfer.reversed")], [2, 1])
expect("of the dispute", kinds.count("charge.dispute.funds_withdrawn"), 1)
paid = next(event for event in events if event.type == "payment_intent.succeeded")
expect("the event has the object", paid.data.object.id, intent.id)
expect("and can be read again", stripe.Event.retrieve(paid.id).type, paid.type)
listed = [event.id for event in stripe.Event.list(limit=50).auto_paging_iter()]
own = [event.id for event in events if getattr(event.data.object, "transfer_group", None) == group]
expect("the log has them all, newest first", [id for id in listed[::-1] if id in own], own)
expect("and none was lost", set(listed) - {event.id for event in events}, set())
try:
    stripe.Webhook.construct_event(body, signature, "whsec_other")
    sys.exit("another secret verifies")
except stripe.SignatureVerificationError:
    print("ok: another secret does not verify")
