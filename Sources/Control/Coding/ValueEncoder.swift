import CEL

/// Encodes one Codable value. Each nested container has an encoder of its own, and `value` collects their results.
final class ValueEncoder: Encoder {
  private enum Content {
    case scalar(Value)
    case list([ValueEncoder])
    case map([(String, ValueEncoder)])
  }

  let codingPath: [any CodingKey]
  let userInfo: [CodingUserInfoKey: Any] = [:]
  private var content = Content.scalar(.null)

  init(at path: [any CodingKey]) { codingPath = path }

  static func value<T: Encodable>(of subject: T, at path: [any CodingKey]) throws -> Value {
    if let scalar = subject as? any WireScalar { return scalar.wire }
    let encoder = ValueEncoder(at: path)
    try subject.encode(to: encoder)
    return encoder.value
  }

  var value: Value {
    switch content {
    case .scalar(let value): value
    case .list(let elements): .list(elements.map(\.value))
    case .map(let entries): .map(ValueMap(entries.map { ($0.0, $0.1.value) }))
    }
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    if case .map = content {} else { content = .map([]) }
    return KeyedEncodingContainer(FieldWriter(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    if case .list = content {} else { content = .list([]) }
    return ElementWriter(encoder: self)
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleWriter(encoder: self) }

  var count: Int { if case .list(let elements) = content { elements.count } else { 0 } }

  func put(_ value: Value) { content = .scalar(value) }

  /// Appends an element.
  func element() -> ValueEncoder {
    let element = ValueEncoder(at: codingPath + [Wire.Position(count)])
    if case .list(let elements) = content { content = .list(elements + [element]) }
    return element
  }

  /// Adds a field.
  func field(_ key: any CodingKey) -> ValueEncoder {
    let field = ValueEncoder(at: codingPath + [key])
    if case .map(var entries) = content {
      content = .scalar(.null)
      entries.append((key.stringValue, field))
      content = .map(entries)
    }
    return field
  }
}
