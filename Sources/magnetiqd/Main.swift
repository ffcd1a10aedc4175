import ArgumentParser
import Daemon
import DaemonSettings
import Glibc

@main
struct Magnetiqd: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "magnetiqd", abstract: "Drives bookings through their state machines.",
    discussion: "Runs in the foreground under systemd (Type=notify). Operators use magnetiqctl.",
    version: DaemonProcess.version)

  @Option(help: "The settings file; see config/magnetiqd.yaml for every key.")
  var config = "/etc/magnetiq/magnetiqd.yaml"

  @Option(help: "Folder of the store; overrides store.path. Default: $STATE_DIRECTORY if systemd sets it.")
  var stateDir: String?

  @Flag(help: "Check settings, folders, credentials and workflows, say everything that is wrong, and end.")
  var check = false

  @Flag(help: "With --check: ask each configured system a harmless question, too. Nothing is changed there.")
  var online = false

  func validate() throws {
    if online, !check { throw ValidationError("--online goes with --check") }
  }

  func run() async throws {
    var document = SettingsDocument(path: config)
    if let folder = stateDir ?? getenv("STATE_DIRECTORY").map({ String(cString: $0) }) {
      document.settings?.keepState(in: folder)
    }
    let process = DaemonProcess(document)
    do {
      if check {
        for remark in try await process.check(online: online) { print("note: \(remark)") }
        print("\(config): nothing is wrong")
      } else {
        try await process.run()
      }
    } catch let refusal as StartRefusal {
      complain(
        "\(refusal)\nmagnetiqd cannot start: \(refusal.lines.count) \(refusal.lines.count == 1 ? "thing is" : "things are") wrong"
      )
      throw ExitCode(78)
    } catch let refusal as OnlineRefusal {
      complain("\(refusal)\n\(refusal.lines.count) of the configured systems would not carry out steps")
      throw ExitCode(78)
    } catch {
      complain("magnetiqd cannot start: \(error)")
      throw ExitCode(1)
    }
  }

  private func complain(_ text: String) {
    _ = (text + "\n").withCString { write(2, $0, strlen($0)) }
  }
}
