public import Logging

/// swift-log into the same journal: what libraries say stands among our own entries, metadata as fields.
public struct JournalLogHandler: LogHandler {
  public var logLevel: Logger.Level
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?

  private let label: String
  private let journal: Journal

  /// - Parameter label: the logger's; in the field `LOGGER`.
  public init(label: String, journal: Journal, logLevel: Logger.Level = .info) {
    self.label = label
    self.journal = journal
    self.logLevel = logLevel
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

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

  /// Dictionaries in the order of their keys: hash seeding must not show.
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
