/// The error when the store cannot be read at present. It is not known whether something exists, so no caller may be
/// told that it does not.
public struct Unreadable: Error, Sendable {
  /// Creates the error.
  public init() {}
}
