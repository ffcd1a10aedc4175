/// A credential. It prints as dots wherever it is printed, dumped or mirrored; `reveal()` is the only way to its text.
public struct Secret: Sendable, ExpressibleByStringLiteral, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  private let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }

  public func reveal() -> String { text }
  public var isEmpty: Bool { text.isEmpty }

  public var description: String { "•••" }
  public var debugDescription: String { "•••" }
  public var customMirror: Mirror { Mirror(self, children: [] as [Mirror.Child]) }
}
