public import Logging

/// Forwards swift-log to the journal. Entries of libraries stand among the daemon's own, with their metadata as fields.
public struct JournalLogHandler: LogHandler {
  /// Entries below this level are dropped by the logger.
  public var logLevel: Logger.Level
  /// Metadata of every entry of this logger.
  public var metadata: Logger.Metadata = [:]
  /// Supplies metadata of the current task; nil for none.
  public var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let journal: Journal

  /// - Parameter label: the logger's name, written to the field `LOGGER`.
  public init(label: String, journal: Journal, logLevel: Logger.Level = .info) {
    self.label = label
    self.journal = journal
    self.logLevel = logLevel
  }

  /// The logger's own metadata for a key; nil for none.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Queues an entry. Its own metadata takes precedence over the provider's, and that over the logger's.
  public func log(event: LogEvent) {
    var merged = metadata
    if let provided = metadataProvider?.get() { merged.merge(provided) { $1 } }
    if let own = event.metadata { merged.merge(own) { $1 } }
    var fields = [("LOGGER", label)]
    for (key, value) in merged.sorted(by: { $0.key < $1.key }) {
      fields.append((JournalFieldName.repaired(key), Self.text(value)))
    }
    if let error = event.error { fields.append(("ERROR", String(describing: error))) }
    fields += [("CODE_FILE", event.file), ("CODE_LINE", String(event.line)), ("CODE_FUNC", event.function)]
    journal.log(
      JournalEntry(event.message.description, priority: JournalPriority(event.level), fields: fields))
  }

  /// Formats a metadata value. Dictionaries are sorted by key, so that hash seeding does not show.
  private static func text(_ value: Logger.Metadata.Value) -> String {
    switch value {
    case .array(let items): "[" + items.map(text).joined(separator: ", ") + "]"
    case .dictionary(let items):
      "{" + items.sorted { $0.key < $1.key }.map { "\($0.key): \(text($0.value))" }.joined(separator: ", ") + "}"
    default: value.description
    }
  }
}

extension JournalPriority {
  /// Maps a level of swift-log; `trace` becomes `debug`.
  public init(_ level: Logger.Level) {
    switch level {
    case .trace, .debug: self = .debug
    case .info: self = .informational
    case .notice: self = .notice
    case .warning: self = .warning
    case .error: self = .error
    case .critical: self = .critical
    }
  }
}
