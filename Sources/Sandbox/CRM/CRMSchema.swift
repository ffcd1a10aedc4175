import CEL

/// The fields of each model. A call that names another field is refused as Odoo refuses it.
struct CRMSchema: Sendable {
  /// Fields that the CRM's administrator added to leads.
  let customFields: Set<String>

  /// The fields of a stock installation, as far as they might be used here. A model has no others but those that the
  /// administrator added.
  static let stockFields: [String: Set<String>] = {
    let common: Set<String> = ["id", "display_name", "create_date", "create_uid", "write_date", "write_uid"]
    let own: [String: String] = [
      "crm.lead": """
      active campaign_id city color company_currency company_id contact_name country_id date_closed date_deadline \
      date_open description email_cc email_from expected_revenue function lang_id lost_reason_id medium_id mobile name \
      partner_id partner_name phone priority probability referred source_id stage_id state_id street street2 tag_ids \
      team_id title type user_id website won_status zip
      """,
      "crm.stage": "fold is_won name requirements sequence team_id team_ids",
      "res.partner": """
      active category_id city comment company_id company_name company_type country_id email function is_company lang \
      mobile name parent_id phone ref state_id street street2 type tz user_id vat website zip
      """,
      "mail.message":
        "author_id body date email_from message_type model parent_id record_name res_id subject subtype_id",
      "mail.activity": "activity_type_id date_deadline note res_id res_model res_model_id summary user_id",
      "res.users": "active email login name partner_id", "utm.source": "name", "utm.medium": "active name",
      "utm.campaign": "active name title user_id", "mail.activity.type": "name", "ir.model": "model name",
      "ir.model.data": "model module name noupdate reference res_id",
    ]
    return own.mapValues { common.union($0.split(separator: " ").map(String.init)) }
  }()

  func fields(of model: String) -> Set<String> {
    (Self.stockFields[model] ?? []).union(model == "crm.lead" ? customFields : [])
  }

  func has(_ field: String, _ model: String) -> Bool {
    Self.stockFields[model]?.contains(field) == true || model == "crm.lead" && customFields.contains(field)
  }

  /// Checks the columns of `load`, which looks each one up without testing for it.
  func checkColumns(_ fields: [String], _ model: String) throws(CRMError) {
    for field in fields {
      let name = field.split(separator: "/").first.map(String.init) ?? field
      guard name == ".id" || has(name, model) else {
        throw CRMError(status: 500, name: "builtins.KeyError", message: "'\(name)'")
      }
    }
  }

  /// Checks the fields of `create`, `write` and `read`.
  func checkFields(_ fields: [String], _ model: String) throws(CRMError) {
    for field in fields where !has(field, model) { throw .wrong("Invalid field '\(field)' in '\(model)'") }
  }

  /// Checks that a domain's terms name fields of the model or of a related one.
  func checkDomain(_ domain: [Value], _ model: String) throws(CRMError) {
    for term in domain {
      guard let field = term.listValue?.first?.stringValue else { continue }
      let name = field.split(separator: ".").first.map(String.init) ?? field
      guard has(name, model) else { throw .wrong("Invalid field \(model).\(field) in condition \(JSON.text(term))") }
    }
  }
}
