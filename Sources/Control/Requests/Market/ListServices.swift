public import CEL

/// Lists services in the order of their types.
public struct ListServices: ControlRequest {
  public static let verb = Verb("services.list")
  public typealias Answer = Page<ServiceSummary>

  public init() {}
}

/// A service in a list.
public struct ServiceSummary: Codable, Sendable {
  /// The id: `30-for-30`.
  public var type: String
  /// The name in English.
  public var name: String
  /// Minor units by currency.
  public var prices: ValueMap
  /// The length in minutes that is meant if none is named.
  public var length: Int64
  /// The version of the record.
  public var version: Int64

  public init(type: String, name: String, prices: ValueMap, length: Int64, version: Int64) {
    (self.type, self.name, self.prices, self.length, self.version) = (
      type, name, prices, length, version
    )
  }
}

/// Shows a service: the record and its log.
public struct ShowService: ControlRequest {
  public static let verb = Verb("services.show")
  public typealias Answer = RecordDetail

  /// The service's type.
  public var type: ShortText

  public init(type: ShortText) { self.type = type }
}
