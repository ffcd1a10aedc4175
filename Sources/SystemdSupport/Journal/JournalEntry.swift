/// One structured entry of the systemd journal. The code that builds it must keep personal data and secrets out.
public struct JournalEntry: Hashable, Sendable {
  /// The text of the entry; longer than 16 KiB is cut.
  public var message: String
  /// The level, as in syslog(3).
  public var priority: JournalPriority
  /// The kind of entry; nil if it has none. The catalogue explains each kind to operators (`journalctl -x`).
  public var messageID: MessageID?
  /// The fields in the order of their output; at most 48 are written. Names follow `JournalFieldName`; others are
  /// repaired.
  public var fields: [Field]

  /// A named value of an entry.
  public struct Field: Hashable, Sendable {
    /// The name in upper case, as `JournalFieldName` describes.
    public var name: String
    /// The value; longer than 16 KiB is cut.
    public var value: String

    /// - Parameter name: repaired on output if it is not valid.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// By default an entry is informational and has neither kind nor fields.
  public init(
    _ message: String, priority: JournalPriority = .informational, messageID: MessageID? = nil,
    fields: [(String, String)] = []
  ) {
    self.message = message
    self.priority = priority
    self.messageID = messageID
    self.fields = fields.map { Field($0.0, $0.1) }
  }

  /// True if the entry's caller waits for room when the queue is full. Somebody must act on warnings and worse; other
  /// entries are counted instead, and one entry reports the count.
  public var waitsForRoom: Bool { priority <= .warning }
}

/// The levels of syslog(3). A lower level is worse.
public enum JournalPriority: Int, Comparable, Hashable, Sendable, CaseIterable {
  case emergency, alert, critical, error, warning, notice, informational, debug

  /// True if `a` is worse than `b`.
  public static func < (a: JournalPriority, b: JournalPriority) -> Bool { a.rawValue < b.rawValue }

  /// The word that `journalctl -p` accepts.
  public var keyword: String {
    switch self {
    case .emergency: "emerg"
    case .alert: "alert"
    case .critical: "crit"
    case .error: "err"
    case .warning: "warning"
    case .notice: "notice"
    case .informational: "info"
    case .debug: "debug"
    }
  }
}
