import CSQLite
import Glibc
import Synchronization

/// A disk below SQLite that keeps in mind what was written since the last sync of each file. At a power cut some of that
/// is on the disk and some is not, sector by sector, so that pages are torn.
///
/// It stands in front of the system's own file access for the files of one folder; all other files pass through.
final class CutDisk: Sendable {
  /// One trouble of the disk. Writes and syncs are counted together, from 1.
  enum Trouble: Sendable, Equatable {
    /// The power is cut before this operation. From then on every operation fails.
    case powerCut
    /// The operation fails for want of room, and so does every later write.
    case full
    /// The operation fails.
    case broken
  }

  /// The unit that a disk writes whole.
  static let sector = 512

  private struct State {
    /// By path and sector: the bytes that are certainly on the disk; nil for a sector beyond the end at that time.
    var unsynced: [String: [Int: [UInt8]?]] = [:]
    var operations = 0
    var trouble: (at: Int, kind: Trouble)?
    var isDead = false
    var ignoresSyncs = false
  }

  let folder: String
  private let state = Mutex(State())

  init(folder: String) {
    self.folder = folder
    CutDisks.add(self)
  }

  deinit { CutDisks.remove(folder) }

  /// The number of writes and syncs so far.
  var operations: Int { state.withLock { $0.operations } }

  /// Plans a trouble for the operation with this number.
  func plan(_ kind: Trouble, at operation: Int) { state.withLock { $0.trouble = (operation, kind) } }

  /// Makes syncs do nothing, as those of a disk that lies about its cache.
  func ignoreSyncs() { state.withLock { $0.ignoresSyncs = true } }

  // MARK: What the files do

  /// Counts a write or a sync.
  ///
  /// - Returns: SQLite's code: the operation may take place, or it fails.
  func begin(isSync: Bool) -> Int32 {
    state.withLock { state in
      if state.isDead { return SQLITE_IOERR }
      state.operations += 1
      guard let (at, kind) = state.trouble else { return SQLITE_OK }
      switch kind {
      case .powerCut where state.operations >= at:
        state.isDead = true
        return SQLITE_IOERR
      case .full where state.operations >= at && !isSync: return SQLITE_FULL
      case .broken where state.operations == at: return isSync ? SQLITE_IOERR | (4 << 8) : SQLITE_IOERR | (3 << 8)
      default: return SQLITE_OK
      }
    }
  }

  /// True once the power is cut.
  var isDead: Bool { state.withLock { $0.isDead } }

  /// Keeps the bytes of the sectors that are about to change, unless they changed since the last sync already.
  func remember(_ path: String, from offset: Int, count: Int, read: (Int) -> [UInt8]?) {
    guard count > 0 else { return }
    state.withLock { state in
      for sector in offset / Self.sector...(offset + count - 1) / Self.sector
      where state.unsynced[path]?[sector] == nil {
        state.unsynced[path, default: [:]][sector] = .some(read(sector))
      }
    }
  }

  func synced(_ path: String) {
    state.withLock { state in if !state.ignoresSyncs { state.unsynced[path] = nil } }
  }

  // MARK: What is left

  /// Writes into another folder what the disk holds after a power cut now.
  ///
  /// - Parameter keeps: decides for each sector that was not synced whether it is there.
  func image(into other: String, files: [String], keeps: () -> Bool) {
    let unsynced = state.withLock { $0.unsynced }
    for name in files {
      let path = "\(folder)/\(name)"
      guard access(path, F_OK) == 0 else { continue }
      var bytes = contents(of: path)
      var end = bytes.count
      for (sector, old) in (unsynced[path] ?? [:]).sorted(by: { $0.key > $1.key }) where !keeps() {
        let start = sector * Self.sector
        guard start < bytes.count else { continue }
        let range = start..<min(start + Self.sector, bytes.count)
        if let old {
          for place in range { bytes[place] = place - start < old.count ? old[place - start] : 0 }
        } else if range.upperBound >= end {
          // Nothing behind it is there, and so the file is shorter.
          end = start
        } else {
          for place in range { bytes[place] = 0 }
        }
      }
      guard let file = fopen("\(other)/\(name)", "wb") else { continue }
      fwrite(bytes, 1, end, file)
      fclose(file)
      chmod("\(other)/\(name)", 0o600)
    }
  }
}

/// The disks of all tests, by their folder. SQLite asks for them when it opens a file.
enum CutDisks {
  private struct Entry {
    weak var disk: CutDisk?
  }

  private static let disks = Mutex<[String: Entry]>([:])
  private static let isInstalled: Bool = CutFiles.install()

  static func add(_ disk: CutDisk) {
    precondition(isInstalled, "SQLite takes no other file access")
    disks.withLock { $0[disk.folder] = Entry(disk: disk) }
  }

  static func remove(_ folder: String) { disks.withLock { $0[folder] = nil } }

  static func disk(of path: String) -> CutDisk? {
    guard let slash = path.lastIndex(of: "/") else { return nil }
    return disks.withLock { $0[String(path[..<slash])]?.disk }
  }
}
