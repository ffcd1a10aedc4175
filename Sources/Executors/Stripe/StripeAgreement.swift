import CEL
import Execution

/// Compares the provider's object with the one that was asked for. A field that the provider leaves out or calls null says
/// nothing; one that says something else makes the answer another object's, on which nothing is concluded.
struct StripeAgreement: Sendable {
  private var fields: [(name: String, expected: Value)] = []
  private let needsID: Bool

  /// - Parameter needsID: an object that was made or changed has an identifier; of one that is only read the path has named it.
  init(needsID: Bool = true) { self.needsID = needsID }

  /// An amount in minor units.
  func amount(_ amount: Int64) -> StripeAgreement { with("amount", .int(amount)) }

  /// The total of a hosted page.
  func total(_ amount: Int64) -> StripeAgreement { with("amount_total", .int(amount)) }

  /// A currency as ISO 4217 writes it; the provider writes it in lower case.
  func currency(_ code: String?) -> StripeAgreement {
    code.map { with("currency", .string($0.lowercased())) } ?? self
  }

  /// An object of the provider, by its identifier; the answer may hold the object itself.
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
      // An expanded reference is the object itself.
      let plain = given["id"] ?? given
      guard plain == expected else {
        throw StepError(
          code: "other_object",
          message:
            "the provider's \(ProviderWord.shown(id)) has another '\(name)' than was asked for: look at it at the provider's desk"
        )
      }
    }
  }
}
