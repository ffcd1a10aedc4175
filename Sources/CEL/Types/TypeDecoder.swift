import CivilTime
import Encoding

/// Converts plain JSON values into values of a type.
struct TypeDecoder {
  let type: CELType
  /// Whether the fields' limits apply, as input requires.
  let holdsLimits: Bool
  /// The limits on values whose field sets none; nil for none.
  let limits: InputLimits?

  func decode(_ json: Value) throws(TypeMismatch) -> Value {
    let value = try convert(json)
    switch type {
    // Objects were checked field by field. The keys of a map are declared nowhere, so the map is checked as a whole.
    case .object, .nullable, .optional: break
    case .dyn, .parameter, .opaque, .abstract: try limits?.checkAll(value)
    default: try limits?.check(value)
    }
    return value
  }

  /// Converts a value of another type, such as an element of the present one, by the same limits.
  private func decode(_ json: Value, as other: CELType) throws(TypeMismatch) -> Value {
    try TypeDecoder(type: other, holdsLimits: holdsLimits, limits: limits).decode(json)
  }

  private func convert(_ json: Value) throws(TypeMismatch) -> Value {
    switch (type, json) {
    case (.dyn, _), (.parameter, _), (.opaque, _), (.abstract, _): return json
    case (.nullable, .null): return .null
    case (.nullable(let inner), _): return try decode(json, as: inner)
    case (.double, .int(let number)): return .double(Double(number))
    case (.double, .string("NaN")): return .double(.nan)
    case (.double, .string("Infinity")): return .double(.infinity)
    case (.double, .string("-Infinity")): return .double(-.infinity)
    case (.uint, .int(let number)) where number >= 0: return .uint(UInt64(number))
    case (.uint, .string(let text)): if let number = UInt64(text) { return .uint(number) }
    case (.bytes, .string(let text)): if let bytes = Base64.decode(text, padding: .optional) { return .bytes(bytes) }
    case (.timestamp, .string(let text)):
      do { return .timestamp(try Instant.parse(text)) } catch { throw mismatch(json, hint: error.message) }
    case (.duration, .string(let text)):
      do { return .duration(try DurationText.parseEither(text)) } catch { throw mismatch(json, hint: error.message) }
    case (.enumeration(let domain), .string(let text)):
      if type.accepts(json) { return json }
      throw mismatch(json, hint: NearestName.hint(text, among: domain))
    case (.optional, .null): return .optional(nil)
    case (.optional, .optional(nil)): return json
    case (.optional(let inner), .optional(let value?)):
      return .optional(try decode(value, as: inner))
    case (.optional(let inner), _): return .optional(try decode(json, as: inner))
    case (.list(let element), .list(let values)):
      try limits?.check(json)
      var decoded: [Value] = []
      decoded.reserveCapacity(values.count)
      var mismatches = TypeMismatches()
      for (index, value) in values.enumerated() where !mismatches.isFull {
        do throws(TypeMismatch) {
          decoded.append(try decode(value, as: element))
        } catch {
          mismatches.add(error.under("[\(index)]"))
        }
      }
      try mismatches.check()
      return .list(decoded)
    case (.map(let key, let element), .map(let map)):
      try limits?.check(json)
      var decoded = ValueMap()
      var mismatches = TypeMismatches()
      for entry in map.entries where !mismatches.isFull {
        do throws(TypeMismatch) {
          decoded[key: try decodeKey(entry.key, as: key)] = try decode(entry.value, as: element)
        } catch { mismatches.add(error.under(ValueText.display(entry.key))) }
      }
      try mismatches.check()
      return .map(decoded)
    case (.object(let fields), .map(let map)): return .map(try decode(fields, map))
    default: if type.accepts(json) { return json }
    }
    throw mismatch(json, hint: nil)
  }

  private func decode(_ fields: [CELType.Field], _ map: ValueMap) throws(TypeMismatch) -> ValueMap {
    var mismatches = TypeMismatches()
    for key in map.keys where !mismatches.isFull {
      let name = ValueText.display(key)
      guard !fields.contains(where: { CodePoints.equal($0.name, name) }) else { continue }
      mismatches.add(
        TypeMismatch(
          path: Self.shortened(name), expected: "a declared field", given: "an unknown one",
          hint: NearestName.hint(name, among: fields.map(\.name))))
    }
    var decoded = ValueMap()
    for field in fields where !mismatches.isFull {
      guard let value = map[field.name] else {
        if !field.isOptional {
          mismatches.add(TypeMismatch(path: field.name, expected: field.type.description, given: "nothing"))
        }
        decoded[field.name] = field.standard ?? .null
        continue
      }
      do throws(TypeMismatch) {
        let own = TypeDecoder(
          type: field.type, holdsLimits: holdsLimits, limits: limits?.within(field.limits, of: field.type))
        let read = try own.decode(value)
        if holdsLimits { try field.limits?.check(read) }
        decoded[field.name] = read
      } catch { mismatches.add(error.under(field.name)) }
    }
    try mismatches.check()
    return decoded
  }

  /// Shortens a name chosen by the sender, for a message.
  private static func shortened(_ name: String) -> String {
    name.utf8.count <= 64 ? name : String(name.unicodeScalars.prefix(40)) + "…"
  }

  // The keys of a JSON object are always text.
  private func decodeKey(_ key: Value, as type: CELType) throws(TypeMismatch) -> Value {
    if type.accepts(key) { return key }
    if case .string(let text) = key {
      switch type {
      case .int: if let number = Int64(text) { return .int(number) }
      case .uint: if let number = UInt64(text) { return .uint(number) }
      case .bool: if text == "true" || text == "false" { return .bool(text == "true") }
      default: break
      }
    }
    throw TypeMismatch(path: "", expected: type.description, given: ValueText.summary(key), hint: nil)
  }

  private func mismatch(_ value: Value, hint: String?) -> TypeMismatch {
    TypeMismatch(path: "", expected: type.description, given: ValueText.summary(value), hint: hint)
  }
}
