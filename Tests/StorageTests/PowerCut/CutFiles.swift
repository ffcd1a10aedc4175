import CSQLite
import Glibc

/// SQLite's access to files, with a `CutDisk` in between where there is one. It becomes SQLite's default, because the
/// store opens its files with the default.
enum CutFiles {
  /// The head of a file as SQLite knows it; the system's own file follows in the same memory.
  struct Head {
    var base: sqlite3_file
    /// A retained `Link`; nil for a file of no disk of ours.
    var link: UnsafeMutableRawPointer?
  }

  /// The disk and the path of an open file.
  final class Link {
    let disk: CutDisk
    let path: String

    init(_ disk: CutDisk, _ path: String) {
      self.disk = disk
      self.path = path
    }
  }

  /// SQLite's tables of functions, which stay where they are for the life of the process.
  ///
  /// It may be shared because it is written once, before any file is opened with it, and only read afterwards.
  struct Tables: @unchecked Sendable {
    let system: UnsafeMutablePointer<sqlite3_vfs>
    let files: UnsafeMutablePointer<sqlite3_vfs>
    let methods: UnsafeMutablePointer<sqlite3_io_methods>
  }

  static let room = (MemoryLayout<Head>.stride + 15) & ~15

  static let tables: Tables = {
    sqlite3_initialize()
    let system = sqlite3_vfs_find(nil)!
    let files = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    files.initialize(to: system.pointee)
    files.pointee.pNext = nil
    files.pointee.szOsFile = system.pointee.szOsFile + Int32(room)
    files.pointee.zName = UnsafePointer(strdup("cut"))
    files.pointee.xOpen = { _, name, file, flags, out in CutFiles.open(name, file, flags, out) }
    let methods = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
    methods.initialize(to: CutFiles.methods)
    return Tables(system: system, files: files, methods: methods)
  }()

  static func install() -> Bool { sqlite3_vfs_register(tables.files, 1) == SQLITE_OK }

  // MARK: Files

  private static func inner(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<sqlite3_file> {
    UnsafeMutableRawPointer(file!).advanced(by: room).assumingMemoryBound(to: sqlite3_file.self)
  }

  private static func head(_ file: UnsafeMutablePointer<sqlite3_file>?) -> UnsafeMutablePointer<Head> {
    UnsafeMutableRawPointer(file!).assumingMemoryBound(to: Head.self)
  }

  private static func link(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Link? {
    head(file).pointee.link.map { Unmanaged<Link>.fromOpaque($0).takeUnretainedValue() }
  }

  private static func call(_ file: UnsafeMutablePointer<sqlite3_file>?) -> sqlite3_io_methods {
    inner(file).pointee.pMethods.pointee
  }

  private static func open(
    _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
    _ out: UnsafeMutablePointer<Int32>?
  ) -> Int32 {
    let head = head(file)
    head.initialize(to: Head(base: sqlite3_file(pMethods: nil), link: nil))
    let code = tables.system.pointee.xOpen(tables.system, name, inner(file), flags, out)
    guard inner(file).pointee.pMethods != nil else { return code }
    head.pointee.base.pMethods = UnsafePointer(tables.methods)
    if let name, let disk = CutDisks.disk(of: String(cString: name)) {
      head.pointee.link = Unmanaged.passRetained(Link(disk, String(cString: name))).toOpaque()
    }
    return code
  }

  /// The bytes of a sector as they are in the file; nil beyond its end.
  private static func sector(_ number: Int, of file: UnsafeMutablePointer<sqlite3_file>?) -> [UInt8]? {
    var size: sqlite3_int64 = 0
    _ = call(file).xFileSize(inner(file), &size)
    let start = number * CutDisk.sector
    guard start < size else { return nil }
    var bytes = [UInt8](repeating: 0, count: CutDisk.sector)
    _ = call(file).xRead(inner(file), &bytes, Int32(bytes.count), sqlite3_int64(start))
    return bytes
  }

  private static func write(
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ bytes: UnsafeRawPointer?, _ count: Int32, _ offset: sqlite3_int64
  ) -> Int32 {
    if let link = link(file) {
      let code = link.disk.begin(isSync: false)
      if code != SQLITE_OK { return code }
      link.disk.remember(link.path, from: Int(offset), count: Int(count)) { sector($0, of: file) }
    }
    return call(file).xWrite(inner(file), bytes, count, offset)
  }

  private static func truncate(_ file: UnsafeMutablePointer<sqlite3_file>?, _ size: sqlite3_int64) -> Int32 {
    if let link = link(file) {
      let code = link.disk.begin(isSync: false)
      if code != SQLITE_OK { return code }
    }
    return call(file).xTruncate(inner(file), size)
  }

  /// A sync of the real disk would prove nothing, so that a file of ours has none.
  private static func sync(_ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32) -> Int32 {
    guard let link = link(file) else { return call(file).xSync(inner(file), flags) }
    let code = link.disk.begin(isSync: true)
    if code == SQLITE_OK { link.disk.synced(link.path) }
    return code
  }

  private static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
    if let pointer = head(file).pointee.link { Unmanaged<Link>.fromOpaque(pointer).release() }
    head(file).pointee.link = nil
    return call(file).xClose(inner(file))
  }

  private static var methods: sqlite3_io_methods {
    sqlite3_io_methods(
      iVersion: 3, xClose: { CutFiles.close($0) },
      xRead: { file, bytes, count, offset in
        if CutFiles.link(file)?.disk.isDead == true { return SQLITE_IOERR }
        return CutFiles.call(file).xRead(CutFiles.inner(file), bytes, count, offset)
      },
      xWrite: { file, bytes, count, offset in CutFiles.write(file, bytes, count, offset) },
      xTruncate: { CutFiles.truncate($0, $1) },
      xSync: { CutFiles.sync($0, $1) },
      xFileSize: { CutFiles.call($0).xFileSize(CutFiles.inner($0), $1) },
      xLock: { CutFiles.call($0).xLock(CutFiles.inner($0), $1) },
      xUnlock: { CutFiles.call($0).xUnlock(CutFiles.inner($0), $1) },
      xCheckReservedLock: { CutFiles.call($0).xCheckReservedLock(CutFiles.inner($0), $1) },
      xFileControl: { CutFiles.call($0).xFileControl(CutFiles.inner($0), $1, $2) },
      xSectorSize: { CutFiles.call($0).xSectorSize(CutFiles.inner($0)) },
      xDeviceCharacteristics: { CutFiles.call($0).xDeviceCharacteristics(CutFiles.inner($0)) },
      xShmMap: { CutFiles.call($0).xShmMap(CutFiles.inner($0), $1, $2, $3, $4) },
      xShmLock: { CutFiles.call($0).xShmLock(CutFiles.inner($0), $1, $2, $3) },
      xShmBarrier: { CutFiles.call($0).xShmBarrier(CutFiles.inner($0)) },
      xShmUnmap: { CutFiles.call($0).xShmUnmap(CutFiles.inner($0), $1) },
      xFetch: { CutFiles.call($0).xFetch(CutFiles.inner($0), $1, $2, $3) },
      xUnfetch: { CutFiles.call($0).xUnfetch(CutFiles.inner($0), $1, $2) })
  }
}
