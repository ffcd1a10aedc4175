internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

/// Reads the parts that only a root has: accounts, claims, start rules and limits.
struct RootReader {
  let report: Report
  let expressions: ExpressionReader
  let root: Node

  /// The roles of a family that names none: those of a booking.
  private static let usualParties = ["client", "consultant"]
  /// Words that events and histories use for senders of their own.
  private static let taken = ["api", "control", "engine", "family", "operator", "provider", "site", "system", "timer"]

  func parties() -> [String] {
    guard let node = root["roles"] else { return Self.usualParties }
    var roles: [String] = []
    for item in node.items ?? [] {
      let name = item.text ?? ""
      if Self.taken.contains(name) {
        report.error(
          "reserved-name", at: item, "'\(name)' is no party of a family",
          cure: Keys.roles.contains(name) ? "leave it out: every family has it" : "another name")
      } else if name.isEmpty || !name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }) {
        report.error("bad-value", at: item, "a role is a word of letters, digits and '_'", cure: "buyer")
      } else if roles.contains(name) {
        report.error("bad-value", at: item, "'\(name)' stands here twice", cure: "take one out")
      } else {
        roles.append(name)
      }
    }
    if roles.count > 16 {
      report.error("out-of-range", at: node, "a family has at most 16 parties", cure: "one role for people of one kind")
    }
    return roles
  }

  func accounts() -> [Bundle.Account] {
    if let ledger = root["ledger"] {
      report.checkKeys(ledger, Keys.ledger)
      if ledger["currency"] == nil, ledger.entries != nil {
        report.error("missing-key", at: ledger, "a ledger needs its currency", cure: "currency: EUR")
      }
    }
    return (root["ledger"]?["accounts"]?.entries ?? []).map { entry in
      let kind = entry.value.text.flatMap(Bundle.AccountKind.init)
      if kind == nil {
        report.error(
          "bad-value", at: entry.value, "an account is credit (never below zero), signed or external",
          cure: NearestName.cure(entry.value.text ?? "", among: ["credit", "signed", "external"]) ?? "credit")
      }
      return Bundle.Account(name: entry.key.text ?? "", kind: kind ?? .external)
    }
  }

  func key(_ names: Names) -> DataExpression {
    guard let key = root["key"] else {
      report.error("missing-key", at: root, "a root workflow needs 'key'", cure: "key: \"${input.reference}\"")
      return .literal(.null)
    }
    return expressions.dataOrGap(key, names, expecting: .string)
  }

  func claims(_ names: Names) -> [Bundle.Claim] {
    (root["claims"]?.entries ?? []).compactMap { entry in
      report.checkKeys(entry.value, Keys.claim)
      guard let resource = entry.value["resource"] else {
        report.error(
          "missing-key", at: entry.value, "a claim needs 'resource'", cure: "resource: \"room/${input.room}\"")
        return nil
      }
      if let lone = ["from", "to"].first(where: { entry.value[$0] != nil }),
        let other = ["from", "to"].first(where: { entry.value[$0] == nil })
      {
        report.error(
          "missing-key", at: entry.value, "a claim with '\(lone)' needs '\(other)'",
          cure: "\(other): \"${…}\"; without both it is held at once or not at all")
      }
      for (key, range) in [("limit", 1...Int64.max), ("amount", 1...100)] {
        guard let value = entry.value[key], let number = value.scalarValue?.intValue, !range.contains(number) else {
          continue
        }
        report.error(
          "out-of-range", at: value,
          key == "limit" ? "limit of a claim is 1 or more" : "amount of a claim is from 1 to 100",
          cure: "\(key): 1")
      }
      if let except = entry.value["except"], entry.value["yields"]?.scalarValue == .bool(true) {
        report.error(
          "except-and-yields", at: except, "a claim that takes another's place does not yield its own",
          cure: "leave out 'yields'; the claim that is taken over has it")
      }
      return Bundle.Claim(
        name: entry.key.text ?? "", resource: expressions.dataOrGap(resource, names, expecting: .string),
        from: entry.value["from"].flatMap { expressions.data($0, names, expecting: .timestamp) },
        to: entry.value["to"].flatMap { expressions.data($0, names, expecting: .timestamp) },
        limit: entry.value["limit"].flatMap { expressions.data($0, names, expecting: .int) },
        amount: entry.value["amount"].flatMap { expressions.data($0, names, expecting: .int) },
        keep: entry.value["keep"]?.scalarValue == .bool(true),
        except: entry.value["except"].flatMap { expressions.data($0, names, expecting: .nullable(.string)) },
        yields: entry.value["yields"]?.scalarValue == .bool(true))
    }
  }

  func startRules(_ names: Names) -> [Bundle.StartRule] {
    (root["start"]?.items ?? []).map { node in
      report.checkKeys(node, Keys.startRule)
      if let refused = node["onRefused"] { report.checkKeys(refused, Keys.refusal) }
      return Bundle.StartRule(
        guard: node["guard"].flatMap { expressions.program($0, names, expecting: .bool) }, reject: node["reject"]?.text,
        onRefused: node["onRefused"]?["reject"]?.text)
    }
  }

  /// The limits that the file sets for its families, none above the operator's.
  func limits(atMost operators: Bundle.Limits) -> Bundle.Limits {
    var limits = operators
    guard let node = root["limits"] else { return limits }
    report.checkKeys(node, Keys.limits)
    let fields: [(String, WritableKeyPath<Bundle.Limits, Int>)] = [
      ("microsteps", \.microsteps), ("deliveries", \.deliveries), ("deferred", \.deferred), ("spawned", \.spawned),
      ("at_once", \.atOnce), ("payments_at_once", \.paymentsAtOnce),
    ]
    for (key, field) in fields {
      guard let value = node[key] else { continue }
      guard let number = value.scalarValue?.intValue, (1...100_000).contains(number) else {
        report.error(
          "out-of-range", at: value, "\(key) is a whole number from 1 to 100000",
          cure: "\(key): \(limits[keyPath: field])")
        continue
      }
      limits[keyPath: field] = min(limits[keyPath: field], Int(number))
    }
    if let value = node["deferred_for"] {
      let bounds: ClosedRange<Duration> = .seconds(60)...(.seconds(3_660 * 86_400))
      if let duration = try? Duration.parse(iso8601: value.text ?? ""), bounds.contains(duration) {
        limits.deferredFor = duration
      } else {
        report.error(
          "out-of-range", at: value, "deferred_for is a duration from PT1M to P3660D",
          cure: "deferred_for: \(limits.deferredFor.iso8601)")
      }
    }
    return limits
  }
}
