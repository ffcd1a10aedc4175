/// The form of a type in JSON: names, types, and which fields may be absent. It is found by decoding the type once from
/// samples. The server's hints and `docs/control-protocol.md` are made from it.
public indirect enum TypeForm: Sendable, Hashable {
  /// A scalar, by its notation.
  case scalar(String)
  /// An object, by the Swift type's name and its fields in order.
  case object(String, [Field])
  /// A list of elements of one form.
  case list(TypeForm)
  /// A value that may be null.
  case nullable(TypeForm)

  /// A field of an object.
  public struct Field: Sendable, Hashable {
    /// The field's name.
    public let name: String
    /// The form of its value.
    public let form: TypeForm
    /// Whether the field may be absent.
    public let isOptional: Bool
  }

  /// The fields of an object; empty for any other form.
  public var fields: [Field] { if case .object(_, let fields) = self { fields } else { [] } }

  /// The form of a type.
  public static func of<T: Decodable>(_ type: T.Type) -> TypeForm { probe(type)?.form ?? .scalar("\(type)") }

  /// A value in which every scalar is its type's sample; nil for a type with a decoder of its own that does not accept
  /// samples.
  static func sample<T: Decodable>(_ type: T.Type) -> T? { probe(type)?.sample }

  static func probe<T: Decodable>(_ type: T.Type) -> (form: TypeForm, sample: T)? {
    do {
      return try TypeProbe.look(into: type)
    } catch {
      return nil
    }
  }
}
