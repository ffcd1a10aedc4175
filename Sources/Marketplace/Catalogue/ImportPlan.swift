public import CEL
public import CivilTime

/// One field that differs between the catalogue and what is to be imported.
public struct Difference: Hashable, Sendable {
  /// The kind of the record that differs.
  public let kind: CatalogueRecord.Kind
  /// The id of the record: a slug, the type of a service, or `pricing` or `tax`.
  public let id: String
  /// The path within the record: `offers/0/price`; empty for the whole of a new record.
  public let field: String
  /// nil if the field is new.
  public let before: Value?
  /// nil if the field is gone.
  public let after: Value?
}

/// The effects of an import. It is done as a whole or not at all.
public struct ImportPlan: Sendable {
  /// The new versions; empty if something is wrong.
  public let records: [CatalogueRecord]
  /// The differences.
  public let differences: [Difference]
  /// Everything that is wrong, and the warnings.
  public let findings: [Finding]

  /// True if nothing is wrong.
  public var isSound: Bool { !findings.contains { !$0.isWarning } }

  /// Compares a document of `services`, `consultants` and `rules` (`pricing`, `tax`) with the catalogue. Records that the document does not name stay
  /// as they are. A consultant without a `slug` is new, unless their e-mail address is known.
  public init(_ document: Value, into catalogue: Catalogue, zones: any ZoneSource) {
    let reader = FieldReader(document, "")
    var findings: [Finding] = []
    var written: [(kind: CatalogueRecord.Kind, id: String, body: Value)] = []
    var services = catalogue.servicesByType
    for (index, body) in (reader.list("services") ?? []).enumerated() {
      let name = body["type"]?.stringValue.map { Service.type($0) } ?? "\(index)"
      let read = Service.read(body, at: "services/\(name)")
      findings += read.findings
      guard let service = read.service else { continue }
      services[service.type] = service
      written.append((.service, service.type, body.setting("type", .string(service.type))))
    }
    var slugs = Set(catalogue.records(.consultant).map(\.id))
    for (index, body) in (reader.list("consultants") ?? []).enumerated() {
      var content = body
      let given = body["slug"]?.stringValue
      content = content.setting("slug", nil)
      let path = "consultants/\(given ?? "\(index)")"
      let read = Consultant.read(content, zones: zones, at: path)
      findings += read.findings
      if let given, !Slug.isSlug(given) {
        findings.append(
          Finding("bad-slug", "\(path)/slug", "'\(given)' is no slug; write lower-case letters, digits and dashes"))
      }
      guard let consultant = read.consultant else { continue }
      findings += Publication.offerFindings(consultant, services: services, at: path)
      let former = given.flatMap { catalogue.consultants[$0]?.consultant.life }
      let known = catalogue.consultants.first { entry in
        consultant.email != nil && entry.value.consultant.email == consultant.email
      }
      let slug = given ?? known?.key ?? Slug.make(consultant.name) { slugs.contains($0) }
      slugs.insert(slug)
      findings += Publication.lifeFindings(
        consultant, from: former ?? known?.value.consultant.life, services: services, at: path)
      written.append((.consultant, slug, content))
    }
    _ = reader.object("rules") { rules in
      if let body = rules.value(PriceRecord.id) {
        findings += PriceRecord.read(body, version: 0).findings
        written.append((.rules, PriceRecord.id, body))
      }
      if let body = rules.value(TaxRecord.id) {
        findings += TaxRecord.read(body).findings
        written.append((.rules, TaxRecord.id, body))
      }
      return true
    }
    findings += reader.finish()
    for (kind, id) in Self.repeated(written.map { ($0.kind, $0.id) }) {
      findings.append(Finding("twice", "\(kind.rawValue)s/\(id)", "stands twice in the document; keep one"))
    }
    var records: [CatalogueRecord] = []
    var differences: [Difference] = []
    for (kind, id, body) in written {
      let old = catalogue.record(kind, id)
      guard let old else {
        records.append(CatalogueRecord(kind: kind, id: id, version: 1, body: body))
        differences.append(Difference(kind: kind, id: id, field: "", before: nil, after: body))
        continue
      }
      let changes = Self.changes(from: old.body, to: body, at: "").map { field, before, after in
        Difference(kind: kind, id: id, field: field, before: before, after: after)
      }
      guard !changes.isEmpty else { continue }
      records.append(CatalogueRecord(kind: kind, id: id, version: old.version + 1, body: body))
      differences += changes
    }
    self.findings = findings
    let isSound = !findings.contains { !$0.isWarning }
    (self.records, self.differences) = isSound ? (records, differences) : ([], differences)
  }

  private static func repeated(
    _ names: [(CatalogueRecord.Kind, String)]
  ) -> [(CatalogueRecord.Kind, String)] {
    var seen: Set<String> = []
    return names.filter { !seen.insert("\($0.0.rawValue)/\($0.1)").inserted }
  }

  /// Lists what differs, field by field, in ascending order of field.
  private static func changes(from old: Value, to new: Value, at path: String) -> [(String, Value?, Value?)] {
    guard old != new else { return [] }
    func under(_ name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }
    if let old = old.mapValue, let new = new.mapValue {
      let names = Set((old.keys + new.keys).compactMap(\.stringValue)).sorted()
      return names.flatMap { name -> [(String, Value?, Value?)] in
        switch (old[name], new[name]) {
        case (let before?, let after?): changes(from: before, to: after, at: under(name))
        case (let before, let after): [(under(name), before, after)]
        }
      }
    }
    if case .list(let old) = old, case .list(let new) = new, old.count == new.count {
      return zip(old, new).enumerated().flatMap { index, pair in
        changes(from: pair.0, to: pair.1, at: under(String(index)))
      }
    }
    return [(path, old, new)]
  }
}

extension Value {
  /// Returns the map with a field set, or removed.
  func setting(_ name: String, _ value: Value?) -> Value {
    guard var map = mapValue else { return self }
    map[name] = value
    return .map(map)
  }
}
