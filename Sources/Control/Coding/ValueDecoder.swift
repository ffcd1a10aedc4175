import CEL

/// Decodes one Codable value from a JSON value.
struct ValueDecoder: Decoder {
  let value: Value
  let codingPath: [any CodingKey]
  let isStrict: Bool
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  static func read<T: Decodable>(
    _ type: T.Type, from value: Value, at path: [any CodingKey], strictly: Bool
  ) throws -> T {
    guard let scalar = type as? any WireScalar.Type else {
      return try T(from: ValueDecoder(value: value, codingPath: path, isStrict: strictly))
    }
    guard let read = scalar.init(wire: value) as? T else {
      throw WireFault.wrongType(path: WireFault.path(path), expected: scalar.notation, given: value)
    }
    return read
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .map(let map) = value else { throw wrongType("an object") }
    if isStrict {
      for key in map.keys {
        let name = key.stringValue ?? "\(key)"
        guard Key(stringValue: name) == nil else { continue }
        throw WireFault.unknown(path: WireFault.path(codingPath + [Wire.Position(stringValue: name)].compactMap { $0 }))
      }
    }
    return KeyedDecodingContainer(FieldReader(map: map, decoder: self))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let list) = value else { throw wrongType("a list") }
    return ElementReader(list: list, decoder: self)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleReader(decoder: self) }

  /// A decoder for a part of the value.
  func part(_ value: Value, _ key: any CodingKey) -> ValueDecoder {
    ValueDecoder(value: value, codingPath: codingPath + [key], isStrict: isStrict)
  }

  func read<T: Decodable>(_ type: T.Type) throws -> T {
    try Self.read(type, from: value, at: codingPath, strictly: isStrict)
  }

  private func wrongType(_ expected: String) -> WireFault {
    .wrongType(path: WireFault.path(codingPath), expected: expected, given: value)
  }
}
