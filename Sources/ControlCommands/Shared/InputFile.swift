import ArgumentParser
import Files

/// Reads a file that an argument names.
enum InputFile {
  /// - Throws: `ValidationError` that names the file and what is wrong with it.
  static func bytes(_ path: String, atMost limit: Int) throws -> [UInt8] {
    switch RegularFile.read(path, atMost: limit) {
    case .success(let bytes): return bytes
    case .failure(.tooLarge): throw error(path, "has more than \(limit) bytes")
    case .failure(.notRegular(let kind)): throw error(path, "is \(kind), expected a file")
    case .failure(.failed(let words)): throw error(path, "cannot be read: \(words)")
    }
  }

  private static func error(_ path: String, _ fault: String) -> ValidationError {
    ValidationError("'\(Cell.plain(path))' \(fault)")
  }
}
