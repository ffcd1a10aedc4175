import CivilTime
import Control
import Glibc
import ServiceLifecycle
import SystemdSupport

/// Reports the daemon's state to systemd, the journal and the terminal: ready once recovery is done, then every 15
/// seconds, and stopping at the end.
struct StatusService: Service {
  let notifier: Notifier
  let eventStream: EventStream
  let writer: WriterThread
  let daemon: DaemonReads
  /// The address of the public API.
  let address: String
  /// The address of the pages; nil without any.
  let site: String?
  let store: String

  func run() async throws {
    notifier.status("recovering")
    notifier.extendTimeout(microseconds: 60_000_000)
    _ = await writer.perform { _ in true }
    notifier.ready(status: "taking events on \(address)")
    eventStream.remark(
      "magnetiqd \(DaemonProcess.version) takes events on \(address), store \(store)", messageID: .started)
    if let site { eventStream.remark("the pages are at http://\(site)/") }
    print("magnetiqd: ready \(site.map { "site=\($0) " } ?? "")public=\(address)")
    fflush(nil)
    await withGracefulShutdownHandler {
      await Rhythm.every(.seconds(15)) { await tell() }
    } onGracefulShutdown: {
      notifier.stopping(status: "letting the last turn end")
    }
  }

  private func tell() async {
    guard notifier.socket != nil else { return }
    let state = writer.snapshot
    let next = state.nextWake?.description ?? "nothing"
    var text = "\(state.steps) steps, \(state.outstanding) attempts out, next due \(next)"
    do {
      let counts = try await daemon.counts()
      text = "\(counts.incidentsOpen) incidents, \(counts.tasksOpen) tasks; " + text
    } catch {
      text = "the store cannot be read; " + text
    }
    notifier.status(text)
  }
}
