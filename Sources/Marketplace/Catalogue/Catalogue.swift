public import Availability
public import CEL
public import CivilTime
public import Pricing

/// A version of a record as the store keeps it.
public struct CatalogueRecord: Hashable, Sendable {
  /// The subjects of records.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case service, consultant
    /// The busy time of a consultant's other calendar.
    case busy
    /// The rules of prices and the rates of tax, each one record.
    case rules
  }

  /// The subject.
  public let kind: Kind
  /// The service's type or the consultant's slug.
  public let id: String
  /// From 1.
  public let version: Int64
  /// As it was written.
  public let body: Value

  /// - Parameter version: from 1.
  public init(kind: Kind, id: String, version: Int64, body: Value) {
    (self.kind, self.id, self.version, self.body) = (kind, id, version, body)
  }
}

/// Everything that is offered, and by whom: an immutable value, made from all records at once.
public struct Catalogue: Sendable {
  /// A service with its version.
  public let services: [String: (version: Int64, service: Service)]
  /// A consultant with their version, by slug.
  public let consultants: [String: (version: Int64, consultant: Consultant)]
  /// The calendars of each consultant, by slug.
  private let calendars: [String: [BusyTime]]
  /// The rules of prices; their version is that of the record, and 0 for the standard, while there is none.
  public let priceRules: PriceRules
  /// The rates of tax.
  public let taxes: TaxTable
  /// Every record, by kind and id, also those that cannot be read any more.
  private let records: [CatalogueRecord.Kind: [String: CatalogueRecord]]
  /// The faults of records that were kept by an earlier program; such records are left out.
  public let findings: [Finding]

  /// An empty catalogue.
  public static let empty = Catalogue([], zones: ZoneTable())

  /// - Parameter stored: the present version of each record.
  public init(_ stored: [CatalogueRecord], zones: any ZoneSource) {
    var services: [String: (version: Int64, service: Service)] = [:]
    var consultants: [String: (version: Int64, consultant: Consultant)] = [:]
    var records: [CatalogueRecord.Kind: [String: CatalogueRecord]] = [:]
    var findings: [Finding] = []
    var calendars: [String: [BusyTime]] = [:]
    var (rules, taxes) = (PriceRules.standard, TaxRecord.standard)
    rules.version = 0
    for record in stored {
      records[record.kind, default: [:]][record.id] = record
      switch record.kind {
      case .service:
        let read = Service.read(record.body, at: "services/\(record.id)")
        if let service = read.service {
          services[record.id] = (record.version, service)
        } else {
          findings += read.findings
        }
      case .consultant:
        let read = Consultant.read(record.body, zones: zones, at: "consultants/\(record.id)")
        if let consultant = read.consultant {
          consultants[record.id] = (record.version, consultant)
        } else {
          findings += read.findings
        }
      case .busy:
        if let busy = BusyTime(record: record.body) { calendars[BusyTime.slug(record.id), default: []].append(busy) }
      case .rules where record.id == PriceRecord.id:
        let read = PriceRecord.read(record.body, version: record.version)
        rules = read.rules ?? rules
        findings += read.findings
      case .rules:
        let read = TaxRecord.read(record.body)
        taxes = read.table ?? taxes
        findings += read.findings
      }
    }
    (priceRules, self.taxes, self.calendars) = (rules, taxes, calendars)
    (self.services, self.consultants, self.records, self.findings) = (services, consultants, records, findings)
  }

  /// The busy time of a consultant by all their calendars.
  public func busy(_ slug: String) -> [Interval] {
    let calendars = calendars[slug] ?? []
    return calendars.count == 1 ? calendars[0].intervals : IntervalSet(calendars.flatMap(\.intervals)).intervals
  }

  /// When the calendar of a consultant was read that is the oldest; nil without any.
  public func busyAsOf(_ slug: String) -> Instant? { calendars[slug]?.map(\.fetched).min() }

  /// The services by type, without their versions.
  public var servicesByType: [String: Service] { services.mapValues(\.service) }

  /// Returns the present version of a record; nil if there is none.
  public func record(_ kind: CatalogueRecord.Kind, _ id: String) -> CatalogueRecord? { records[kind]?[id] }

  /// Returns the records of a kind in ascending order of id.
  public func records(_ kind: CatalogueRecord.Kind) -> [CatalogueRecord] {
    (records[kind] ?? [:]).values.sorted { $0.id < $1.id }
  }

  /// Returns the consultant, the service and the terms under which the one offers the other, in minutes and minor units;
  /// nil if the offer is not there, is not enabled, or has no price.
  public func offer(_ slug: String, _ type: String) -> (consultant: Consultant, service: Service, base: Int64)? {
    guard let consultant = consultants[slug]?.consultant, let service = services[Service.type(type)]?.service,
      let offer = consultant.offers.first(where: { $0.service == service.type && $0.isEnabled }),
      let base = offer.price ?? service.prices[consultant.currency]
    else { return nil }
    return (consultant, service, base)
  }
}
