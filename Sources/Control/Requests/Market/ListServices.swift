public import CEL

/// Lists services in the order of their types.
public struct ListServices: ControlRequest {
  /// The verb `services.list`, which reads.
  public static let verb = Verb("services.list")
  /// The answer is a page of `ServiceSummary`.
  public typealias Answer = Page<ServiceSummary>

  /// Creates the request, which has no arguments.
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

  /// Creates a `ServiceSummary` from its fields.
  public init(type: String, name: String, prices: ValueMap, length: Int64, version: Int64) {
    (self.type, self.name, self.prices, self.length, self.version) = (
      type, name, prices, length, version
    )
  }
}

/// Shows a service: the record and its log.
public struct ShowService: ControlRequest {
  /// The verb `services.show`, which reads.
  public static let verb = Verb("services.show")
  /// The answer is a `RecordDetail`.
  public typealias Answer = RecordDetail

  /// The service's type.
  public var type: ShortText

  /// Creates the request.
  public init(type: ShortText) { self.type = type }
}
