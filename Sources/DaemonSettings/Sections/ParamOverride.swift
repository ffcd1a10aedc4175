/// A value for a parameter that workflows declare. It is text here; the declaration gives the type.
public struct ParamOverride: Hashable, Sendable {
  /// The parameter's name.
  public var name: String
  /// The value as written.
  public var text: String
  /// Whether it is written in quotes, which makes it text in any case.
  public var isQuoted: Bool

  /// Creates an override.
  public init(name: String, text: String, isQuoted: Bool) {
    self.name = name
    self.text = text
    self.isQuoted = isQuoted
  }
}
