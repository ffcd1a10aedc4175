import CEL

/// A report of the facts at the counterparts, in their own numbers.
struct WorldReport {
  let world: World

  /// `GET /_sandbox/report?reference=VLT-…`.
  func answer(_ call: Call) throws -> Answer {
    let parameters = Parameters(try FormBody.parse(call.query.utf8))
    guard let reference = try parameters.text("reference") else {
      throw ControlError.missing("reference", "the booking's reference in the query")
    }
    let intents = world.payment.intents.intents.tagged("group:\(reference)")
    let ids = intents.map(\.id)
    let transfers = world.payment.transfers.transfers.tagged("group:\(reference)")
    var out: ValueMap = ["reference": .string(reference)]
    out["payments"] = .list(intents.map { paid($0) })
    out["transfers"] = .list(
      transfers.map {
        [
          "id": .string($0.id), "amount": .int($0.amount), "currency": .string($0.currency),
          "destination": .string($0.destination), "amount_reversed": .int($0.amountReversed), "at": rfc3339($0.created),
        ]
      })
    out["refunds"] = .list(
      ids.flatMap { world.payment.refunds.refunds.tagged("intent:\($0)") }.map {
        [
          "id": .string($0.id), "amount": .int($0.amount), "status": .string($0.status.rawValue),
          "reason": json($0.reason), "at": rfc3339($0.created),
        ]
      })
    out["reversals"] = .list(
      transfers.flatMap { world.payment.transfers.reversals.tagged("transfer:\($0.id)") }.map {
        [
          "id": .string($0.id), "transfer": .string($0.transfer), "amount": .int($0.amount),
          "at": rfc3339($0.created),
        ]
      })
    out["disputes"] = .list(
      ids.flatMap { world.payment.disputes.disputes.tagged("intent:\($0)") }.map {
        [
          "id": .string($0.id), "charge": .string($0.charge), "amount": .int($0.amount),
          "status": .string($0.status.rawValue), "reason": .string($0.reason),
        ]
      })
    out["mails"] = .list(world.mails.of(reference))
    out["lead"] = leadRow(reference).map(lead) ?? .null
    out["posts"] = .list(world.posts.of(reference).map(\.json))
    return Answer(json: .map(out))
  }

  private func paid(_ intent: PaymentIntent) -> Value {
    let charges = world.payment.charges.charges.tagged("intent:\(intent.id)")
    let refunded = charges.reduce(0) { $0 + $1.amountRefunded }
    return [
      "id": .string(intent.id), "status": .string(intent.status.rawValue), "amount": .int(intent.amount),
      "amount_received": .int(intent.amountReceived), "currency": .string(intent.currency),
      "charge": json(intent.latestCharge), "amount_refunded": .int(refunded),
    ]
  }

  /// A lead belongs to a booking when its external identifier ends with the reference in lower case with underscores,
  /// or one of its texts names the reference.
  private func leadRow(_ reference: String) -> ValueMap? {
    let ending = String(reference.lowercased().map { $0 == "-" ? "_" : $0 })
    return world.crm.rows("crm.lead").first { row in
      let external = row["id"]?.intValue.flatMap { world.crm.external("crm.lead", $0) } ?? ""
      return external.hasSuffix(ending)
        || row.values.contains { $0.stringValue?.contains(reference) == true }
    }
  }

  func lead(_ row: ValueMap) -> Value {
    let id = row["id"]?.intValue ?? 0
    let stage = row["stage_id"]?.intValue.flatMap { world.crm.row("crm.stage", $0) }?["name"] ?? .null
    let notes = world.crm.rows("mail.message").filter {
      $0["model"]?.stringValue == "crm.lead" && $0["res_id"]?.intValue == id
    }
    return [
      "id": .int(id), "external_id": json(world.crm.external("crm.lead", id)), "stage": stage,
      "probability": row["probability"] ?? 0, "notes": .list(notes.compactMap { $0["body"] }),
      "partner": row["partner_id"]?.intValue.flatMap { world.crm.row("res.partner", $0) }.map(Value.map) ?? .null,
      "values": .map(row),
    ]
  }
}
