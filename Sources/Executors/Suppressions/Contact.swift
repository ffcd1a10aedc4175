public import CEL

/// An address of a person in one channel, in the form in which two spellings of it are equal.
public struct Contact: Hashable, Sendable {
  /// A way by which people are written to.
  public enum Channel: String, Sendable, CaseIterable { case mail, sms }

  /// The way.
  public let channel: Channel
  /// A mail address in lower case, or a telephone number as `+` and digits (E.164).
  public let address: String

  /// A mail address. Its local part is compared without regard to case, as nearly every mail server does.
  public init(mail address: EmailAddress) {
    self.init(channel: .mail, address: address.description.lowercased())
  }

  /// Reads an address; returns nil if it is none of the channel.
  public init?(_ channel: Channel, _ text: String) {
    switch channel {
    case .mail:
      guard let address = EmailAddress(text) else { return nil }
      self.init(mail: address)
    case .sms:
      guard let number = Self.number(text) else { return nil }
      self.init(channel: .sms, address: number)
    }
  }

  private init(channel: Channel, address: String) { (self.channel, self.address) = (channel, address) }

  /// The text over which the address's digest is made.
  public var text: String { "\(channel.rawValue):\(address)" }

  /// A number of E.164: `+`, then 7 to 15 digits that do not begin with 0. Blanks, hyphens, dots and brackets are
  /// dropped.
  private static func number(_ text: String) -> String? {
    guard text.utf8.count <= 64 else { return nil }
    let bytes = Array(text.utf8).filter { !" -.()".utf8.contains($0) }
    guard bytes.first == UInt8(ascii: "+"), (8...16).contains(bytes.count), bytes[1] != UInt8(ascii: "0"),
      bytes.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }
}
