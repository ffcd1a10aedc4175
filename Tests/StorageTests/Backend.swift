import Glibc
import MemoryStorage
import SQLiteStorage
import Storage
import StorageTesting
import Testing

/// The stores that have to keep the same promises.
enum Backend: String, CaseIterable, CustomTestStringConvertible, Sendable {
  case memory, sqlite
  /// A wrapper that never fails must not be noticed.
  case faultless

  var testDescription: String { rawValue }

  /// A fresh, empty store; a file lives in `folder`.
  func store(in folder: TemporaryFolder) throws -> any Store {
    switch self {
    case .memory: MemoryStore()
    case .sqlite: try SQLiteStore(path: folder.file("store.db"))
    case .faultless: FaultyStore(wrapping: MemoryStore())
    }
  }
}

/// A folder that goes away with its object.
final class TemporaryFolder: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/magnetiq-storage-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary folder: \(errno)")
    path = template.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  func file(_ name: String) -> String { path + "/" + name }

  deinit {
    if let listing = opendir(path) {
      while let entry = readdir(listing) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        unlink(file(name))
      }
      closedir(listing)
    }
    rmdir(path)
  }
}

/// The bytes of a file; empty if there is none.
func contents(of path: String) -> [UInt8] {
  guard let file = fopen(path, "rb") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 65_536)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
  return bytes
}

/// Runs `body` in a transaction of its own.
func commit(_ writer: any StoreWriter, _ body: (any StoreWriter) throws -> Void) throws {
  try writer.begin()
  do { try body(writer) } catch {
    writer.rollback()
    throw error
  }
  try writer.commit()
}

/// The kind of store error that `body` ends with; nil if it ends well.
func kind(_ body: () throws -> Void) throws -> StoreError.Kind? {
  do {
    try body()
    return nil
  } catch let error as StoreError {
    return error.kind
  }
}
