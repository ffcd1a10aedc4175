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

  @Flag(help: "Check the settings, say everything that is wrong, and end.")
  var check = false

  func run() async throws {
    var settings: Settings
    do {
      settings = try Settings.load(path: config)
    } catch {
      complain("\(error)")
      throw ExitCode(78)
    }
    if let folder = stateDir ?? getenv("STATE_DIRECTORY").map({ String(cString: $0) }) {
      settings.keepState(in: folder)
    }
    if check {
      print("\(config): nothing is wrong")
      return
    }
    do {
      try await DaemonProcess(settings).run()
    } catch {
      complain("magnetiqd cannot start: \(error)")
      throw ExitCode(1)
    }
  }

  private func complain(_ text: String) {
    _ = (text + "\n").withCString { write(2, $0, strlen($0)) }
  }
}
