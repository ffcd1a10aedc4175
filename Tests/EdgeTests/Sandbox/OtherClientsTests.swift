import Foundation
import Testing

@testable import Sandbox

/// The running sandbox, driven by clients that others wrote.
@Suite struct OtherClientsTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct Outcome: Sendable {
    let status: Int32
    let output: String
  }

  static func python(_ script: String, _ arguments: [String]) async throws -> Outcome {
    let interpreter = root.appendingPathComponent(".build/venv/bin/python").path
    guard FileManager.default.isExecutableFile(atPath: interpreter) else {
      return Outcome(status: -1, output: "\(interpreter) is missing: run scripts/venv (it makes .build/venv)")
    }
    return try await withCheckedThrowingContinuation { continuation in
      let process = Process()
      let pipe = Pipe()
      process.executableURL = URL(fileURLWithPath: interpreter)
      process.arguments = [root.appendingPathComponent("Tests/EdgeTests/Sandbox/\(script)").path] + arguments
      process.standardOutput = pipe
      process.standardError = pipe
      do { try process.run() } catch { return continuation.resume(throwing: error) }
      DispatchQueue.global().async {
        let output = pipe.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        continuation.resume(
          returning: Outcome(status: process.terminationStatus, output: String(decoding: output, as: UTF8.self)))
      }
    }
  }

  static func drive(
    _ script: String, _ options: SandboxOptions = SandboxOptions(), _ arguments: (Int, Int) -> [String]
  ) async throws -> Outcome {
    let server = try SandboxServer(options)
    let ports = try await server.start()
    let outcome: Outcome
    do { outcome = try await python(script, arguments(ports.httpPort, ports.smtpPort)) } catch {
      await server.stop()
      throw error
    }
    await server.stop()
    return outcome
  }

  @Test(.timeLimit(.minutes(1))) func theProvidersOwnClientUnderstandsTheSandbox() async throws {
    let outcome = try await Self.drive("stripe_client.py") { http, _ in ["\(http)"] }
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  @Test(.timeLimit(.minutes(1))) func aClientOfTheCRMUnderstandsTheSandbox() async throws {
    var options = SandboxOptions()
    options.odooFields = ["x_budget"]
    let outcome = try await Self.drive("odoo_client.py", options) { http, _ in ["\(http)"] }
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  @Test(.timeLimit(.minutes(1))) func theMessageServicesOwnLibraryUnderstandsTheSandbox() async throws {
    let outcome = try await Self.drive("twilio_client.py") { http, _ in ["\(http)"] }
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  /// The folder of the recipes that the provider publishes for its command-line program; they are not ours to keep.
  static let recipes = ProcessInfo.processInfo.environment["MAGNETIQ_STRIPE_RECIPES"]

  @Test(.timeLimit(.minutes(2)), .enabled(if: recipes != nil)) func theProvidersOwnRecipesRun() async throws {
    let folder = try #require(Self.recipes)
    let outcome = try await Self.drive("stripe_recipes.py") { http, _ in ["\(http)", folder] }
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  @Test(.timeLimit(.minutes(1))) func anOrdinaryMailClientIsServed() async throws {
    let outcome = try await Self.drive("mail_client.py") { http, smtp in ["\(http)", "\(smtp)"] }
    #expect(outcome.status == 0, "\(outcome.output)")
  }
}
