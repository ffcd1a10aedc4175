public import CEL
public import CivilTime

/// One record is replaced by somebody who has read a certain version of it.
public enum RecordEdit {
  /// The reason why an edit is refused.
  public enum Refusal: Error, Sendable {
    /// There is no such record.
    case unknown
    /// Somebody else was first; this is the present version.
    case stale(present: Int64)
    /// The record is wrong.
    case findings([Finding])
  }

  /// Returns the new version.
  ///
  /// - Parameter version: the version that was read.
  public static func replace(
    _ kind: CatalogueRecord.Kind, _ id: String, version: Int64, with body: Value, in catalogue: Catalogue,
    zones: any ZoneSource
  ) throws(Refusal) -> CatalogueRecord {
    guard let old = catalogue.record(kind, id) else { throw .unknown }
    guard old.version == version else { throw .stale(present: old.version) }
    let findings: [Finding]
    switch kind {
    case .service:
      let read = Service.read(body, at: "services/\(id)")
      let other = read.service.map { $0.type == id } ?? true
      findings =
        read.findings
        + (other ? [] : [Finding("renamed", "services/\(id)/type", "a service keeps its type; make a new one")])
    case .busy:
      findings = BusyTime(record: body) == nil ? [Finding("wrong-type", "busy/\(id)", "is no busy time")] : []
    case .rules:
      findings =
        id == PriceRecord.id
        ? PriceRecord.read(body, version: version).findings : TaxRecord.read(body).findings
    case .consultant:
      let read = Consultant.read(body, zones: zones, at: "consultants/\(id)")
      let (path, services) = ("consultants/\(id)", catalogue.servicesByType)
      let former = catalogue.consultants[id]?.consultant.life
      let offers = read.consultant.map {
        Publication.offerFindings($0, services: services, at: path)
          + Publication.lifeFindings($0, from: former, services: services, at: path)
      }
      findings = read.findings + (offers ?? [])
    }
    guard !findings.contains(where: { !$0.isWarning }) else { throw .findings(findings) }
    return CatalogueRecord(kind: kind, id: id, version: old.version + 1, body: body)
  }

  /// Moves a consultant to another state of life. The record stays as it is otherwise.
  public static func move(
    _ slug: String, to life: Life, in catalogue: Catalogue, zones: any ZoneSource
  ) throws(Refusal) -> CatalogueRecord {
    guard let old = catalogue.record(.consultant, slug) else { throw .unknown }
    if catalogue.consultants[slug]?.consultant.life == life {
      throw .findings([Finding("not-now", "consultants/\(slug)/status", "is \(life.rawValue) already")])
    }
    let body = old.body.setting("status", .string(life.rawValue))
    return try replace(.consultant, slug, version: old.version, with: body, in: catalogue, zones: zones)
  }
}
