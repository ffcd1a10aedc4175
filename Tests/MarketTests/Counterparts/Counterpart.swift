import CEL
import Foundation
import Testing

/// A program of another author that answers the same question: a script beside this file, in the interpreter that
/// scripts/venv makes.
enum Counterpart {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

  /// Hands a script the question as a file of JSON, and returns the JSON that it prints.
  static func ask(_ script: String, _ question: Value) async throws -> Value {
    let root = folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let python = root.appendingPathComponent(".build/venv/bin/python")
    try #require(
      FileManager.default.isExecutableFile(atPath: python.path), "\(python.path) is missing: run scripts/venv")
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("question-\(UUID().uuidString).json")
    try Data(JSON.encode(question)).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let output: String = try await withCheckedThrowingContinuation { continuation in
      let (process, pipe) = (Process(), Pipe())
      process.executableURL = python
      process.arguments = [folder.appendingPathComponent(script).path, file.path]
      process.standardOutput = pipe
      process.standardError = pipe
      do { try process.run() } catch { return continuation.resume(throwing: error) }
      DispatchQueue.global().async {
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        continuation.resume(returning: String(decoding: data, as: UTF8.self))
      }
    }
    return try #require(try? JSON.parse(Array(output.utf8)), "\(output)")
  }
}
