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
# A contact, its lead, something to do about it, whose it is and where it came from: relations are numbers.
partner = odoo.execute("res.partner", "create", {"name": "Ada Lovelace", "email": "ada@client.example"})
expect("a contact is linked by its number", odoo.execute("crm.lead", "write", [lead], {"partner_id": partner}), True)
expect("and read as number and name", odoo.execute("crm.lead", "read", [lead], ["partner_id"])[0]["partner_id"], [partner, "Ada Lovelace"])
expect("a right is asked for", odoo.execute_kw("res.partner", "check_access_rights", ["create"], {"raise_exception": False}), True)
Partner = odoo.env["res.partner"]
expect("the client's own records find it", Partner.search([("email", "=ilike", "ADA@client.example")]), [partner])
owner = odoo.execute("res.users", "search", [["login", "=", "admin"]])[0]
source = odoo.execute("utm.source", "create", {"name": "newsletter"})
odoo.execute("crm.lead", "write", [lead], {"user_id": owner, "source_id": source, "x_budget": "50,000"})
told = odoo.execute("crm.lead", "read", [lead], ["user_id", "source_id", "x_budget"])[0]
expect("a lead has its owner, its source and a field of the CRM's own", told, {
    "id": lead, "user_id": [owner, "Mitchell Admin"], "source_id": [source, "newsletter"], "x_budget": "50,000"})
activity = odoo.execute_kw("mail.activity", "load", [
    ["id", "res_model_id/id", "res_id", "activity_type_id/id", "summary", "date_deadline", "user_id/.id"],
    [["magnetiq.activity_1", "crm.model_crm_lead", str(lead), "mail.mail_activity_data_todo", "call Ada", "2027-03-01", str(owner)]]])
expect("something is to be done about it", len(activity["ids"]), 1)
for what, act in {
    "a contact that is not there": lambda: odoo.execute("crm.lead", "write", [lead], {"partner_id": 99999}),
    "a contact by name": lambda: odoo.execute("crm.lead", "write", [lead], {"partner_id": "Ada Lovelace"}),
    "a contact without a name": lambda: odoo.execute("res.partner", "create", {"email": "a@b.example"}),
    "a field of the CRM's own on a contact": lambda: odoo.execute("res.partner", "write", [partner], {"x_budget": "1"}),
    "a field that is not there": lambda: odoo.execute("crm.lead", "create", {"x_nothing": 1}),
    "a record that is not there": lambda: odoo.execute("crm.lead", "read", [99999], ["name"]),
    "a model that is not there": lambda: odoo.execute("no.model", "search", []),
}.items():
    try:
        act()
        sys.exit(f"{what}: not refused")
    except odoorpc.error.RPCError:
        print(f"ok: {what} is refused")
