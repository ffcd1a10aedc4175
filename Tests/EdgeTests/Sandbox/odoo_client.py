"""Drives the sandbox's CRM with a client that others wrote, through the older interface.

usage: odoo_client.py HTTP_PORT
Ends with status 0 when everything held, else with the first thing that did not.
"""

import sys

import odoorpc

PORT = int(sys.argv[1])


def expect(what, given, wanted):
    if given != wanted:
        sys.exit(f"{what}: expected {wanted!r}, got {given!r}")
    print(f"ok: {what}")


odoo = odoorpc.ODOO("127.0.0.1", protocol="jsonrpc", port=PORT)
try:
    odoo.login("crm", "bookings", "wrong")
    sys.exit("a wrong key signs in")
except odoorpc.error.RPCError:
    print("ok: a wrong key is refused")
odoo.login("crm", "bookings", "odoo-sandbox")
lead = odoo.execute("crm.lead", "create", {"name": "VLT-1", "email_from": "ada@client.example"})
expect("one record gives one number", isinstance(lead, int), True)
rows = odoo.execute_kw("crm.lead", "search_read", [[["name", "=", "VLT-1"]]], {"fields": ["email_from"]})
expect("it is found", rows, [{"id": lead, "email_from": "ada@client.example"}])
odoo.execute("crm.lead", "write", [lead], {"phone": "1"})
expect("and changed", odoo.execute("crm.lead", "read", [lead], ["phone"])[0]["phone"], "1")
stage = odoo.execute("crm.stage", "search", [["name", "=", "consultation_booked"]])
loaded = odoo.execute_kw(
    "crm.lead", "load", [["id", "name", "stage_id/.id"], [["magnetiq.vlt_1", "VLT-2", str(stage[0])]]])
expect("an external identifier makes one", len(loaded["ids"]), 1)
again = odoo.execute_kw("crm.lead", "load", [["id", "name"], [["magnetiq.vlt_1", "VLT-2b"]]])
expect("and only one", again["ids"], loaded["ids"])
expect("leads have fields", "expected_revenue" in odoo.execute_kw("crm.lead", "fields_get", []), True)
for what, act in {
    "a field that is not there": lambda: odoo.execute("crm.lead", "create", {"x_nothing": 1}),
    "a record that is not there": lambda: odoo.execute("crm.lead", "read", [99999], ["name"]),
    "a model that is not there": lambda: odoo.execute("no.model", "search", []),
}.items():
    try:
        act()
        sys.exit(f"{what}: not refused")
    except odoorpc.error.RPCError:
        print(f"ok: {what} is refused")
