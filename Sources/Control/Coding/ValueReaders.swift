import CEL

struct FieldReader<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let map: ValueMap
  let decoder: ValueDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }
  var allKeys: [Key] { map.keys.compactMap { $0.stringValue.flatMap { Key(stringValue: $0) } } }

  func contains(_ key: Key) -> Bool { map[key.stringValue] != nil }

  func decodeNil(forKey key: Key) throws -> Bool { map[key.stringValue]?.isNull ?? true }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    guard let value = map[key.stringValue] else {
      let expected = (type as? any WireScalar.Type)?.notation ?? "a value"
      throw WireFault.missing(path: WireFault.path(codingPath + [key]), expected: expected)
    }
    return try decoder.part(value, key).read(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try part(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try part(key).unkeyedContainer()
  }

  func superDecoder() -> any Decoder { decoder }

  func superDecoder(forKey key: Key) -> any Decoder { part(key) }

  private func part(_ key: Key) -> ValueDecoder { decoder.part(map[key.stringValue] ?? .null, key) }
}

struct ElementReader: UnkeyedDecodingContainer {
  let list: [Value]
  let decoder: ValueDecoder
  var currentIndex = 0
  var codingPath: [any CodingKey] { decoder.codingPath }
  var count: Int? { list.count }
  var isAtEnd: Bool { currentIndex >= list.count }

  mutating func decodeNil() -> Bool {
    guard !isAtEnd, list[currentIndex].isNull else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().read(type) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try next().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }

  func superDecoder() -> any Decoder { decoder }

  private mutating func next() throws -> ValueDecoder {
    guard !isAtEnd else { throw WireFault.missing(path: WireFault.path(codingPath), expected: "one more element") }
    defer { currentIndex += 1 }
    return decoder.part(list[currentIndex], Wire.Position(currentIndex))
  }
}

struct SingleReader: SingleValueDecodingContainer {
  let decoder: ValueDecoder
  var codingPath: [any CodingKey] { decoder.codingPath }

  func decodeNil() -> Bool { decoder.value.isNull }

  func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.read(type) }
}
