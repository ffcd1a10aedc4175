/// The store of bookings.
public struct StoreSection: Hashable, Sendable {
  /// The kinds of store.
  public enum Kind: String, Hashable, Sendable, CaseIterable { case sqlite }

  /// The kind of store.
  public var kind: Kind
  /// The absolute path of the store's file.
  public var path: String
  /// SQLite's page cache in MiB, 1 to 4,096.
  public var cacheMiB: Int

  init(_ section: SectionReader) {
    kind = section.value("kind", .choice, default: .sqlite)
    path = section.value("path", .path("the store's file"), default: "/var/lib/magnetiq/magnetiq.db")
    cacheMiB = section.value("cache_mib", .whole(1...4096, unit: "MiB"), default: 8)
  }
}

/// The daemon's clock.
public struct ClockSection: Hashable, Sendable {
  /// The machine's clock, or a test clock that operators move.
  public enum Mode: String, Hashable, Sendable, CaseIterable { case live, test }
  /// The choice for a clock that no time service synchronises: money waits (`hold`), or the clock is trusted all the
  /// same.
  public enum Unsynchronised: String, Hashable, Sendable, CaseIterable { case hold, trust }

  /// The mode; `test` is a durable clock in the store that `magnetiqctl clock advance` moves.
  public var mode: Mode
  /// The counterparts that follow the test clock.
  public var followers: [WebAddress]
  /// The choice for a machine's clock that no time service has synchronised when the daemon starts.
  public var unsynchronised: Unsynchronised

  init(_ section: SectionReader, sandbox: Bool) {
    unsynchronised = section.value("unsynchronised", .choice, default: sandbox ? .trust : .hold)
    mode = section.value("mode", .choice, default: .live)
    followers = section.values("followers", .address("http", "https"))
    if mode == .live, !followers.isEmpty {
      section.object(
        .conflict, to: "followers", expected: "none while clock.mode is live",
        cure: "set clock.mode: test, or take the followers away")
    }
  }
}

/// The folder of definitions and templates, which is read at the start and at a reload.
public struct WorkflowSection: Hashable, Sendable {
  /// The folder's absolute path.
  public var path: String

  init(_ section: SectionReader) {
    path = section.value("path", .path("the folder of workflows"), default: "/usr/share/magnetiq/workflows")
  }
}

/// The source of secrets that systemd does not pass.
public struct CredentialSection: Hashable, Sendable {
  /// The folder that is searched after `$CREDENTIALS_DIRECTORY`; nil for none.
  public var path: String?

  init(_ section: SectionReader) {
    path = section.optional("path", .path("a folder with one file for each credential"))
  }
}

/// The daemon's log.
public struct LogSection: Hashable, Sendable {
  /// The form of entries; `auto` is the journal if there is one, otherwise text.
  public enum Format: String, Hashable, Sendable, CaseIterable { case auto, journal, text, json }
  /// The severities, the least severe first.
  public enum Level: String, Hashable, Sendable, CaseIterable { case debug, info, notice, warning, error }

  /// The form of entries.
  public var format: Format
  /// The least severity of libraries' messages. Transitions, attempts and incidents are always written.
  public var level: Level

  init(_ section: SectionReader) {
    format = section.value("format", .choice, default: .auto)
    level = section.value("level", .choice, default: .info)
  }
}
