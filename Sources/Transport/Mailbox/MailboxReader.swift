/// Reads a folder: its state, which mails it has, and each of them. The connection selects the folder after its state was
/// read, provided that the transport is a new one; so each mail below the next number can be seen.
public struct MailboxReader: Sendable {
  /// The validity of the mails' numbers, and how far they have got.
  public struct State: Sendable, Hashable {
    /// While it is the same, a number means the same mail.
    public var validity: UInt32
    /// The number that the next mail gets.
    public var next: UInt32

    /// Creates a state.
    public init(validity: UInt32, next: UInt32) { (self.validity, self.next) = (validity, next) }
  }

  /// A mail that is there.
  public struct Entry: Sendable, Hashable {
    /// Its number.
    public var number: UInt32
    /// Its length in bytes.
    public var size: Int
    /// When it arrived, as the server writes it: `17-Jul-2026 02:44:25 -0700`; nil if it does not say.
    public var arrived: String?
  }

  /// The folder.
  public let folder: IMAPFolder
  private let transport: any IMAPTransport
  private let timeout: Duration

  /// Creates a reader.
  public init(_ folder: IMAPFolder, transport: any IMAPTransport, timeout: Duration) {
    (self.folder, self.transport, self.timeout) = (folder, transport, timeout)
  }

  /// Reads the state.
  public func state() async throws(TransportFailure) -> State {
    let bytes = try await transport.ask(IMAPRequest(.state, in: folder, timeout: timeout, maxResponseBytes: 8 << 10))
      .get()
    guard let state = IMAPReply.state(bytes) else {
      throw TransportFailure(.lost, code: "unreadable_reply", message: "the server did not say UIDVALIDITY and UIDNEXT")
    }
    return state
  }

  /// Returns the mails with these numbers in ascending order.
  public func entries(_ numbers: ClosedRange<UInt32>, validity: UInt32) async throws(TransportFailure) -> [Entry] {
    let request = IMAPRequest(.list(numbers, validity: validity), in: folder, timeout: timeout)
    return IMAPReply.entries(try await transport.ask(request).get(), in: numbers)
  }

  /// Returns the beginning of a mail.
  ///
  /// - Throws: `not_found` for one that is gone.
  public func mail(_ number: UInt32, validity: UInt32, bytes: Int) async throws(TransportFailure) -> [UInt8] {
    // A server may send the whole mail all the same.
    try await transport.ask(
      IMAPRequest(
        .mail(number, validity: validity, bytes: bytes), in: folder, timeout: timeout, maxResponseBytes: bytes + 1_024)
    ).get()
  }
}
