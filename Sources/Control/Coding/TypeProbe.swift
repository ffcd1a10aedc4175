/// A decoder without input. It returns samples and records the fields and types that were requested.
final class TypeProbe: Decoder {
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]
  private let type: String
  private var form: TypeForm?
  /// The field that `decodeIfPresent` has asked about.
  private var optional: String?

  private init(_ type: String) { self.type = type }

  static func look<T: Decodable>(into type: T.Type) throws -> (form: TypeForm, sample: T) {
    if let scalar = type as? any WireScalar.Type, let sample = scalar.sample as? T {
      return (.scalar(scalar.notation), sample)
    }
    let probe = TypeProbe("\(type)")
    let sample = try T(from: probe)
    return (probe.form ?? .object("\(type)", []), sample)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    form = .object(self.type, form?.fields ?? [])
    return KeyedDecodingContainer(FieldProbe(probe: self))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer { ElementProbe(probe: self) }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleProbe(probe: self) }

  func note(_ form: TypeForm) { self.form = form }

  func noteOptional(_ name: String) { optional = name }

  func note(field name: String, _ form: TypeForm) {
    let field = TypeForm.Field(name: name, form: form, isOptional: optional == name)
    self.form = .object(type, (self.form?.fields ?? []) + [field])
  }
}

private struct FieldProbe<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let probe: TypeProbe
  let codingPath: [any CodingKey] = []
  let allKeys: [Key] = []

  /// `decodeIfPresent` calls this first; `decode` does not.
  func contains(_ key: Key) -> Bool {
    probe.noteOptional(key.stringValue)
    return true
  }

  func decodeNil(forKey key: Key) -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    let (form, sample) = try TypeProbe.look(into: type)
    probe.note(field: key.stringValue, form)
    return sample
  }

  func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type, forKey: Key) throws -> KeyedDecodingContainer<Nested> {
    throw WireFault.foreignCoder
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { throw WireFault.foreignCoder }
  func superDecoder() -> any Decoder { probe }
  func superDecoder(forKey key: Key) -> any Decoder { probe }
}

/// A list of one element.
private struct ElementProbe: UnkeyedDecodingContainer {
  let probe: TypeProbe
  let codingPath: [any CodingKey] = []
  let count: Int? = 1
  var currentIndex = 0
  var isAtEnd: Bool { currentIndex > 0 }

  func decodeNil() -> Bool { false }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    currentIndex += 1
    let (form, sample) = try TypeProbe.look(into: type)
    probe.note(.list(form))
    return sample
  }

  func nestedContainer<Nested: CodingKey>(keyedBy: Nested.Type) throws -> KeyedDecodingContainer<Nested> {
    throw WireFault.foreignCoder
  }

  func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { throw WireFault.foreignCoder }
  func superDecoder() -> any Decoder { probe }
}

/// Only `Optional` decodes itself as a single value here.
private struct SingleProbe: SingleValueDecodingContainer {
  let probe: TypeProbe
  let codingPath: [any CodingKey] = []

  func decodeNil() -> Bool { false }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let (form, sample) = try TypeProbe.look(into: type)
    probe.note(.nullable(form))
    return sample
  }
}
