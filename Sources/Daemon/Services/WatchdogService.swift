import ServiceLifecycle
import SystemdSupport

/// Signs of life for systemd. They leave through the writer's queue: a stuck writer is a dead daemon.
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
