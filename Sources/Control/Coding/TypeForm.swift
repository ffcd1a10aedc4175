/// The form of a type on the wire, found by decoding the type once from samples: names, types and which fields may be absent. The
/// server's hints and `docs/control-protocol.md` are made from it.
public indirect enum TypeForm: Sendable, Hashable {
  /// As its type names it.
  case scalar(String)
  /// The Swift type's name and its fields in order.
  case object(String, [Field])
  case list(TypeForm)
  case nullable(TypeForm)

  public struct Field: Sendable, Hashable {
    public let name: String
    public let form: TypeForm
    /// The field may be left out.
    public let isOptional: Bool
  }

  /// Empty for what is no object.
  public var fields: [Field] { if case .object(_, let fields) = self { fields } else { [] } }

  public static func of<T: Decodable>(_ type: T.Type) -> TypeForm { probe(type)?.form ?? .scalar("\(type)") }

  /// A value in which every scalar is its type's sample; nil for a type that decodes itself by hand
  /// and does not take samples.
  static func sample<T: Decodable>(_ type: T.Type) -> T? { probe(type)?.sample }

  static func probe<T: Decodable>(_ type: T.Type) -> (form: TypeForm, sample: T)? {
    do {
      return try TypeProbe.look(into: type)
    } catch {
      return nil
    }
  }
}
