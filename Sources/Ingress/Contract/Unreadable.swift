/// The store cannot be read at present: whether something is there is not known, so that nobody may be told that it is not.
public struct Unreadable: Error, Sendable {
  public init() {}
}
