import ServiceLifecycle
import SystemdSupport

/// Notifies systemd's watchdog. The notifications pass through the writer's queue, because a daemon whose writer is
/// stuck must be restarted.
struct WatchdogService: Service {
  let watchdog: Watchdog
  let notifier: Notifier
  let writer: WriterThread

  func run() async throws {
    await Rhythm.every(watchdog.interval) { [writer, notifier] in
      writer.queue.push(.token { notifier.watchdog() })
    }
  }
}
