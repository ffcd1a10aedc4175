/// One structured entry of the systemd journal. Never holds personal data or secrets: whoever builds it sees to that.
public struct JournalEntry: Hashable, Sendable {
  public var message: String
  public var priority: JournalPriority
  /// What kind of entry this is; the catalogue explains each to operators (`journalctl -x`).
  public var messageID: MessageID?
  /// In this order. Names are upper case, see `JournalFieldName`; others are repaired.
  public var fields: [Field]

  public struct Field: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(
    _ message: String, priority: JournalPriority = .informational, messageID: MessageID? = nil,
    fields: [(String, String)] = []
  ) {
    self.message = message
    self.priority = priority
    self.messageID = messageID
    self.fields = fields.map { Field($0.0, $0.1) }
  }

  /// Whether whoever logs it waits for room when the queue is full. Warnings and worse are what somebody must act on;
  /// the rest is counted instead and told in one entry.
  public var waitsForRoom: Bool { priority <= .warning }
}

/// syslog(3) levels; lower is worse.
public enum JournalPriority: Int, Comparable, Hashable, Sendable, CaseIterable {
  case emergency, alert, critical, error, warning, notice, informational, debug

  public static func < (a: JournalPriority, b: JournalPriority) -> Bool { a.rawValue < b.rawValue }

  /// The word that `journalctl -p` takes.
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
