import CEL
import Foundation
import Testing

extension EndToEnd {
  /// The language server, driven over standard input and output by a client that others wrote.
  @Suite struct LanguageServers {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()

    /// Runs the client; its lines by name, in order.
    private func drive(_ workflows: URL) throws -> [(name: String, value: Value)] {
      let interpreter = Program.root.appendingPathComponent(".build/venv/bin/python")
      try #require(
        FileManager.default.isExecutableFile(atPath: interpreter.path),
        "\(interpreter.path) is missing: run scripts/venv")
      let process = Process()
      let (output, errors) = (Pipe(), Pipe())
      process.executableURL = interpreter
      process.arguments = [
        Self.folder.appendingPathComponent("language_client.py").path,
        Program.folder.appendingPathComponent("magnetiqctl").path, workflows.path,
        Program.root.appendingPathComponent("config/workflow.schema.json").path,
      ]
      process.standardOutput = output
      process.standardError = errors
      try process.run()
      let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      let trouble = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 0, Comment(rawValue: trouble))
      return try text.split(separator: "\n").map { line in
        let entry = try JSON.parse(String(line))
        return (entry["name"]?.stringValue ?? "", entry["value"] ?? .null)
      }
    }

    @Test(.timeLimit(.minutes(2))) func anEditorsClientIsServedFromTheFirstFindingToTheLastRename() throws {
      let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
        "lsp-\(UUID().uuidString.prefix(8))")
      try FileManager.default.copyItem(at: Program.root.appendingPathComponent("workflows"), to: folder)
      defer { try? FileManager.default.removeItem(at: folder) }
      let lines = try drive(folder)
      func values(_ name: String) -> [Value] { lines.filter { $0.name == name }.map(\.value) }

      #expect(values("server") == ["magnetiqctl lsp"])
      #expect(values("findings").first == [])
      let broken = JSON.text(values("findings").last ?? .null)
      #expect(broken.contains("missing-target") && broken.contains("did you mean 'in_progress'?"), "\(broken)")

      let hovers = values("hover").compactMap(\.stringValue)
      try #require(hovers.count == 3, "\(lines)")
      #expect(hovers[0].contains("timestamp|null") && hovers[0].contains("gets everything back"), "\(hovers[0])")
      #expect(hovers[1].contains("`assignee`: `string`") && hovers[1].contains("`declined`"), "\(hovers[1])")
      #expect(hovers[2].contains("late"), "\(hovers[2])")

      #expect(values("definition") == ["withdrawing:"])
      let offered = values("completion").first?.listValue?.compactMap(\.stringValue) ?? []
      #expect(offered.contains("withdrawing") && offered.contains("on_hold") && !offered.contains("releasing"))

      let renamed = JSON.text(values("rename").first ?? .null)
      #expect(renamed.contains("booking.yaml") && renamed.contains("escrow-release.yaml"), "\(renamed)")
      let check = try Program("magnetiqctl", ["workflows", "check", "--strict", folder.path], into: folder)
      #expect(check.wait(seconds: 60) == 0, "\(check.text)")
      #expect(values("refusal").first?.stringValue?.contains("has a state 'settling' already") == true)
      #expect(values("exit") == [0])
    }
  }
}
