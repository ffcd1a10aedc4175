import CEL

/// Converts Codable values to and from JSON values. Fields have the order of the declarations; nil is left out.
enum Wire {
  /// A position in a list, or a field's name in an untyped container.
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

  /// Reads a value.
  ///
  /// - Parameter strictly: whether unknown fields are an error. The server rejects them in requests; a client ignores
  ///   them in answers, because a newer daemon may send more.
  static func read<T: Decodable>(_ type: T.Type, from value: Value, strictly: Bool) throws(WireFault) -> T {
    do {
      return try ValueDecoder.read(type, from: value, at: [], strictly: strictly)
    } catch let fault as WireFault {
      throw fault
    } catch {
      // Only a hand-written `init(from:)` could throw another error, and none does.
      throw .wrongType(path: "", expected: "\(type)", given: value)
    }
  }
}
