import CEL
import Execution

/// Compares an object from the provider with the one that a step asked for. A field that is missing or null cannot
/// disagree. A field with another value means that the answer is about another object, and nothing is concluded from
/// it.
struct StripeAgreement: Sendable {
  private var fields: [(name: String, expected: Value)] = []
  private let needsID: Bool

  /// - Parameter needsID: whether the object must carry an identifier. It must if it was created or changed; when it is
  ///   only read, the path has named it.
  init(needsID: Bool = true) { self.needsID = needsID }

  /// Expects an amount in minor units.
  func amount(_ amount: Int64) -> StripeAgreement { with("amount", .int(amount)) }

  /// Expects the total of a hosted page, in minor units.
  func total(_ amount: Int64) -> StripeAgreement { with("amount_total", .int(amount)) }

  /// Expects a currency, given in the upper case of ISO 4217; the provider writes it in lower case.
  func currency(_ code: String?) -> StripeAgreement {
    code.map { with("currency", .string($0.lowercased())) } ?? self
  }

  /// Expects a reference to an object of the provider; the answer may hold the object itself instead.
  func reference(_ name: String, _ id: String) -> StripeAgreement { with(name, .string(id)) }

  private func with(_ name: String, _ expected: Value) -> StripeAgreement {
    var copy = self
    copy.fields.append((name, expected))
    return copy
  }

  /// Throws `other_object` unless the object agrees and has an identifier.
  func check(_ object: Value) throws(StepError) {
    let id = object["id"]?.stringValue ?? ""
    if needsID, id.isEmpty {
      throw StepError(code: "other_object", message: "the provider's object has no identifier")
    }
    for (name, expected) in fields {
      guard let given = object[name], given != .null else { continue }
      // An expanded reference is the whole object.
      let plain = given["id"] ?? given
      guard plain == expected else {
        throw StepError(
          code: "other_object",
          message:
            "the provider's \(ProviderWord.shown(id)) has another '\(name)' than the one requested: check it in the provider's dashboard"
        )
      }
    }
  }
}
