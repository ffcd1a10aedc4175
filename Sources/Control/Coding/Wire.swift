import CEL

/// Codable values to and from JSON values. Properties stand in the order of their declaration; nil is left out.
enum Wire {
  /// A position in a list, or a field's name, of a container that is not typed.
  struct Position: CodingKey {
    let stringValue: String
    let intValue: Int?

    init(_ index: Int) {
      stringValue = "\(index)"
      intValue = index
    }

    init?(intValue: Int) { self.init(intValue) }

    init?(stringValue: String) {
      self.stringValue = stringValue
      intValue = nil
    }
  }

  static func value<T: Encodable>(of subject: T) throws -> Value { try ValueEncoder.value(of: subject, at: []) }

  /// - Parameter strictly: unknown fields are refused, as a server refuses them in requests; a client ignores them in answers, since a
  ///   newer daemon may say more.
  static func read<T: Decodable>(_ type: T.Type, from value: Value, strictly: Bool) throws(WireFault) -> T {
    do {
      return try ValueDecoder.read(type, from: value, at: [], strictly: strictly)
    } catch let fault as WireFault {
      throw fault
    } catch {
      // Only the types' own `init(from:)` could throw something else, and none does.
      throw .wrongType(path: "", expected: "\(type)", given: value)
    }
  }
}
