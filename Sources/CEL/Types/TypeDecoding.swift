import CivilTime
import Encoding

extension CELType {
  /// Converts a plain JSON value into a value of this type: RFC 3339 text into a timestamp, `PT15M` or `900s` into a
  /// duration, Base64 into bytes, a whole number into a double. It recurses into lists, maps and objects. Absent
  /// nullable fields become null. A value that already has the type is returned as it is.
  ///
  /// - Parameters:
  ///   - holdsLimits: true to apply the fields' limits, as input requires. Values that were admitted before are read
  ///     without them.
  ///   - limits: the limits on values whose field sets none; nil for none.
  /// - Throws: all mismatches together, up to a fixed number.
  public func decode(
    _ json: Value, holdsLimits: Bool = true, limits: InputLimits? = nil
  ) throws(TypeMismatch) -> Value {
    let value = try convert(json, holdsLimits, limits)
    switch self {
    // Objects were checked field by field. The keys of a map are declared nowhere, so the map is checked as a whole.
    case .object, .nullable, .optional: break
    case .dyn, .parameter, .opaque, .abstract: try limits?.checkAll(value)
    default: try limits?.check(value)
    }
    return value
  }

  private func convert(
    _ json: Value, _ holdsLimits: Bool, _ limits: InputLimits?
  ) throws(TypeMismatch) -> Value {
    switch (self, json) {
    case (.dyn, _), (.parameter, _), (.opaque, _), (.abstract, _): return json
    case (.nullable, .null): return .null
    case (.nullable(let inner), _): return try inner.decode(json, holdsLimits: holdsLimits, limits: limits)
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
      if accepts(json) { return json }
      throw mismatch(json, hint: NearestName.hint(text, among: domain))
    case (.optional, .null): return .optional(nil)
    case (.optional, .optional(nil)): return json
    case (.optional(let inner), .optional(let value?)):
      return .optional(try inner.decode(value, holdsLimits: holdsLimits, limits: limits))
    case (.optional(let inner), _): return .optional(try inner.decode(json, holdsLimits: holdsLimits, limits: limits))
    case (.list(let element), .list(let values)):
      try limits?.check(json)
      var decoded: [Value] = []
      decoded.reserveCapacity(values.count)
      var mismatches = TypeMismatches()
      for (index, value) in values.enumerated() where !mismatches.isFull {
        do throws(TypeMismatch) {
          decoded.append(try element.decode(value, holdsLimits: holdsLimits, limits: limits))
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
          decoded[key: try key.decodeKey(entry.key)] = try element.decode(
            entry.value, holdsLimits: holdsLimits, limits: limits)
        } catch { mismatches.add(error.under(ValueText.display(entry.key))) }
      }
      try mismatches.check()
      return .map(decoded)
    case (.object(let fields), .map(let map)): return .map(try Self.decode(fields, map, holdsLimits, limits))
    default: if accepts(json) { return json }
    }
    throw mismatch(json, hint: nil)
  }

  private static func decode(
    _ fields: [Field], _ map: ValueMap, _ holdsLimits: Bool, _ limits: InputLimits?
  ) throws(TypeMismatch) -> ValueMap {
    var mismatches = TypeMismatches()
    for key in map.keys where !mismatches.isFull {
      let name = ValueText.display(key)
      guard !fields.contains(where: { CodePoints.equal($0.name, name) }) else { continue }
      mismatches.add(
        TypeMismatch(
          path: shortened(name), expected: "a declared field", given: "an unknown one",
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
        let read = try field.type.decode(
          value, holdsLimits: holdsLimits, limits: limits?.within(field.limits, of: field.type))
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
  private func decodeKey(_ key: Value) throws(TypeMismatch) -> Value {
    if accepts(key) { return key }
    if case .string(let text) = key {
      switch self {
      case .int: if let number = Int64(text) { return .int(number) }
      case .uint: if let number = UInt64(text) { return .uint(number) }
      case .bool: if text == "true" || text == "false" { return .bool(text == "true") }
      default: break
      }
    }
    throw mismatch(key, hint: nil)
  }

  private func mismatch(_ value: Value, hint: String?) -> TypeMismatch {
    TypeMismatch(path: "", expected: description, given: ValueText.summary(value), hint: hint)
  }

  /// Returns the value that writing this value as JSON and reading it again under this type would give. Under `dyn` a
  /// timestamp becomes its text. A value that does not have the type is treated as under `dyn`.
  public func normalize(_ value: Value) -> Value {
    switch (self, value) {
    case (_, .null), (_, .bool), (.string, .string), (.int, .int), (.dyn, .string), (.dyn, .int),
      (.timestamp, .timestamp), (.duration, .duration), (.enumeration, .string):
      return value
    case (.nullable(let inner), _): return inner.normalize(value)
    default:
      let plain = JSON.plain(value)
      do { return try decode(plain, holdsLimits: false) } catch { return plain }
    }
  }
}
