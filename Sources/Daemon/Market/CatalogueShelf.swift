import CEL
import CivilTime
import Marketplace
import Storage
import Synchronization

/// The catalogue with the positions of the log at which it was read.
struct ShelvedCatalogue: Sendable {
  let catalogue: Catalogue
  fileprivate let positions: [CatalogueRecord.Kind: Int64]

  /// A text that is another one once a record of these kinds has changed.
  func revision(of kinds: CatalogueRecord.Kind...) -> String {
    kinds.map { String(positions[$0] ?? 0) }.joined(separator: ".")
  }
}

/// The catalogue in memory: an immutable value that is replaced as a whole when a record has changed.
final class CatalogueShelf: Sendable {
  private let kept = Mutex<ShelvedCatalogue?>(nil)
  /// The problems that operators were told of; forgotten as a whole when they are many.
  private let told = Mutex<Set<String>>([])
  private static let mostTold = 10_000
  let zones: any ZoneSource
  private static let page = 1_000

  init(zones: any ZoneSource) { self.zones = zones }

  /// True the first time that it is called with this text.
  func isNews(_ text: String) -> Bool {
    told.withLock { told in
      if told.count >= Self.mostTold { told.removeAll() }
      return told.insert(text).inserted
    }
  }

  /// Returns the catalogue as the reader sees it.
  func catalogue(_ reader: any StoreReader) throws(StoreError) -> Catalogue { try shelved(reader).catalogue }

  /// Returns the catalogue as the reader sees it, with its revision.
  func shelved(_ reader: any StoreReader) throws(StoreError) -> ShelvedCatalogue {
    var positions: [CatalogueRecord.Kind: Int64] = [:]
    for kind in CatalogueRecord.Kind.allCases {
      positions[kind] = try reader.lastRecordPosition(of: kind.rawValue)
    }
    if let kept = kept.withLock({ $0 }), kept.positions == positions { return kept }
    var records: [CatalogueRecord] = []
    for kind in CatalogueRecord.Kind.allCases {
      var last: String?
      while true {
        let page = try reader.records(of: kind.rawValue, after: last, limit: Self.page)
        records += page.map {
          CatalogueRecord(
            kind: kind, id: $0.id, version: $0.version, body: StoredJSON.value($0.body))
        }
        guard page.count == Self.page else { break }
        last = page.last?.id
      }
    }
    let shelved = ShelvedCatalogue(catalogue: Catalogue(records, zones: zones), positions: positions)
    kept.withLock { $0 = shelved }
    return shelved
  }
}
