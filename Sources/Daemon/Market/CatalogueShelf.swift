import CEL
import CivilTime
import Marketplace
import Storage
import Synchronization

/// The catalogue in memory: an immutable value that is replaced as a whole when a record has changed.
final class CatalogueShelf: Sendable {
  private struct Kept {
    var positions: [Int64]
    var catalogue: Catalogue
  }

  private let kept = Mutex<Kept?>(nil)
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
  func catalogue(_ reader: any StoreReader) throws(StoreError) -> Catalogue {
    var positions: [Int64] = []
    for kind in CatalogueRecord.Kind.allCases {
      positions.append(try reader.lastRecordPosition(of: kind.rawValue))
    }
    let now = positions
    if let kept = kept.withLock({ $0 }), kept.positions == now { return kept.catalogue }
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
    let catalogue = Catalogue(records, zones: zones)
    kept.withLock { $0 = Kept(positions: now, catalogue: catalogue) }
    return catalogue
  }
}
