/// Where bookings are kept.
public struct StoreSection: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable { case sqlite }

  public var kind: Kind
  public var path: String
  /// SQLite's page cache, MiB.
  public var cacheMiB: Int

  init(_ section: SectionReader) {
    kind = section.value("kind", .choice, default: .sqlite)
    path = section.value("path", .path("the store's file"), default: "/var/lib/magnetiq/magnetiq.db")
    cacheMiB = section.value("cache_mib", .whole(1...4096, unit: "MiB"), default: 64)
  }
}

/// The clock that the daemon goes by.
public struct ClockSection: Hashable, Sendable {
  public enum Mode: String, Hashable, Sendable, CaseIterable { case live, test }
  public enum Unsynchronised: String, Hashable, Sendable, CaseIterable { case hold, trust }

  /// `test`: the durable clock in the store, which `magnetiqctl clock advance` moves.
  public var mode: Mode
  /// Counterparts that follow the test clock.
  public var followers: [WebAddress]
  /// A machine's clock that no time service keeps right when the daemon starts: held, or trusted all the same.
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

/// Where definitions and templates are read from, at start and at reload.
public struct WorkflowSection: Hashable, Sendable {
  public var path: String

  init(_ section: SectionReader) {
    path = section.value("path", .path("the folder of workflows"), default: "/usr/share/magnetiq/workflows")
  }
}

/// The source of secrets that systemd does not pass.
public struct CredentialSection: Hashable, Sendable {
  /// Looked at after `$CREDENTIALS_DIRECTORY`.
  public var path: String?

  init(_ section: SectionReader) {
    path = section.optional("path", .path("a folder with one file for each credential"))
  }
}

public struct LogSection: Hashable, Sendable {
  public enum Format: String, Hashable, Sendable, CaseIterable { case auto, journal, text, json }
  public enum Level: String, Hashable, Sendable, CaseIterable { case debug, info, notice, warning, error }

  public var format: Format
  /// Messages of libraries below this are dropped; transitions, attempts and incidents are always written.
  public var level: Level

  init(_ section: SectionReader) {
    format = section.value("format", .choice, default: .auto)
    level = section.value("level", .choice, default: .info)
  }
}
