import Foundation
import Glibc
import Synchronization

/// A running program of ours, its output in files. Nothing but a process id, so any thread may hold it.
final class Program: Sendable {
  let pid: pid_t
  /// Standard output and standard error.
  let output: (out: URL, err: URL)
  private let end = End()

  /// How the program ended. A thread of its own waits for that.
  private final class End: Sendable {
    let status = Mutex<Int32?>(nil)
    private let group = DispatchGroup()

    func await(_ pid: pid_t) {
      group.enter()
      Thread.detachNewThread { [self] in
        var raw: Int32 = 0
        while waitpid(pid, &raw, 0) < 0, errno == EINTR {}
        status.withLock { $0 = raw & 0x7F == 0 ? (raw >> 8) & 0xFF : -(raw & 0x7F) }
        group.leave()
      }
    }

    func wait(until time: DispatchTime) { _ = group.wait(timeout: time) }
  }

  /// The folder that the package was built in; the programs lie beside the tests.
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let folder = root.appendingPathComponent(".build/debug")

  init(_ name: String, _ arguments: [String], environment: [String: String] = [:], into folder: URL) throws {
    let stamp = "\(name)-\(UUID().uuidString.prefix(8))"
    output = (folder.appendingPathComponent(stamp + ".out"), folder.appendingPathComponent(stamp + ".err"))
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let flags = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output.out.path, flags, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, output.err.path, flags, 0o600)
    let path = Self.folder.appendingPathComponent(name).path
    var inherited = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("MAGNETIQ_") }
    inherited.merge(environment) { $1 }
    var argv: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var envp: [UnsafeMutablePointer<CChar>?] = inherited.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var id: pid_t = 0
    let code = posix_spawn(&id, path, &actions, nil, &argv, &envp)
    guard code == 0 else { throw Trouble("\(path): \(String(cString: strerror(code))); build it first: make build") }
    pid = id
    end.await(id)
  }

  deinit { if isRunning { end(SIGKILL) } }

  /// nil: it runs. Below zero: ended by that signal.
  var status: Int32? { end.status.withLock { $0 } }

  var isRunning: Bool { status == nil }

  func signal(_ number: Int32) { if isRunning { kill(pid, number) } }

  /// Sends a signal and waits for the end.
  @discardableResult
  func end(_ number: Int32) -> Int32? {
    signal(number)
    return wait(seconds: 20)
  }

  /// The exit status; nil if it did not end in time.
  func wait(seconds: Double) -> Int32? {
    end.wait(until: .now() + seconds)
    return status
  }

  var text: (out: String, err: String) {
    func read(_ url: URL) -> String { (try? String(contentsOf: url, encoding: .utf8)) ?? "" }
    return (read(output.out), read(output.err))
  }

  /// The first line of standard output that begins so; nil if the program ended or took longer than twenty seconds.
  func line(beginning start: String) -> String? {
    let deadline = Date().addingTimeInterval(20)
    guard let watch = try? FolderWatch(output.out.deletingLastPathComponent()) else { return nil }
    while Date() < deadline {
      let isOver = !isRunning
      let lines = text.out.split(separator: "\n", omittingEmptySubsequences: false)
      if let line = lines.dropLast().first(where: { $0.hasPrefix(start) }) { return String(line) }
      if isOver { return nil }
      watch.wait(milliseconds: 1_000)
    }
    return nil
  }
}

/// A rig that does not work; not a finding about the programs.
struct Trouble: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
