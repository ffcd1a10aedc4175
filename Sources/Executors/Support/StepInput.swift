import CEL
import CivilTime
import Execution

/// A step's request, read field by field. The engine has checked it against the catalogue. A field that does not fit
/// nevertheless is a defect of the definition. It ends the step as `rejected`, with the field named and its value left
/// out.
struct StepInput {
  let step: String
  let fields: ValueMap
  /// When the step was started; nil if it is not known.
  let startedAt: Instant?

  init(_ request: StepRequest) {
    step = request.step
    fields = request.input
    startedAt = request.startedAt
  }

  init(step: String, fields: ValueMap) {
    self.step = step
    self.fields = fields
    startedAt = nil
  }

  func string(_ name: String) throws(StepError) -> String { try required(name, "string") { $0.stringValue } }
  func optionalString(_ name: String) throws(StepError) -> String? { try optional(name, "string") { $0.stringValue } }
  func int(_ name: String) throws(StepError) -> Int64 { try required(name, "int") { $0.intValue } }
  func optionalInt(_ name: String) throws(StepError) -> Int64? { try optional(name, "int") { $0.intValue } }
  func map(_ name: String) throws(StepError) -> ValueMap { try required(name, "map") { $0.mapValue } }
  func optionalMap(_ name: String) throws(StepError) -> ValueMap? { try optional(name, "map") { $0.mapValue } }
  func timestamp(_ name: String) throws(StepError) -> Instant { try required(name, "timestamp", Self.instant) }
  func optionalTimestamp(_ name: String) throws(StepError) -> Instant? {
    try optional(name, "timestamp", Self.instant)
  }

  /// Reads an amount in minor units, which has to be above zero.
  func amount(_ name: String) throws(StepError) -> Int64 {
    let amount = try int(name)
    guard amount > 0 else { throw fault(name, expected: "an amount above zero", given: "one that is not") }
    return amount
  }

  /// Reads a provider's identifier for a path: 1 to 255 letters, digits, `_` and `-`.
  func identifier(_ name: String) throws(StepError) -> String {
    let text = try string(name)
    guard ProviderIdentifier.isValid(text) else {
      throw fault(name, expected: "an identifier of letters, digits, '_' and '-'", given: "something else")
    }
    return text
  }

  private static func instant(_ value: Value) -> Instant? {
    if let text = value.stringValue { return try? Instant.parse(text) }
    return value.timestampValue
  }

  private func required<T>(_ name: String, _ type: String, _ read: (Value) -> T?) throws(StepError) -> T {
    guard let value = fields[name] else { throw fault(name, expected: type, given: "nothing") }
    guard let read = read(value) else { throw fault(name, expected: type, given: value.typeName) }
    return read
  }

  private func optional<T>(_ name: String, _ type: String, _ read: (Value) -> T?) throws(StepError) -> T? {
    guard let value = fields[name], !value.isNull else { return nil }
    guard let read = read(value) else { throw fault(name, expected: type, given: value.typeName) }
    return read
  }

  private func fault(_ name: String, expected: String, given: String) -> StepError {
    StepError(code: "rejected", message: "\(step): field '\(name)' must be \(expected), given is \(given)")
  }
}

enum ProviderIdentifier {
  static func isValid(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
