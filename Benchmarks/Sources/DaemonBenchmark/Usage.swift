import CBench
import CivilTime
import Glibc

/// The use of this process: CPU of all threads, CPU of the writer's alone, bytes handed to the disk, syncs.
struct Usage {
  var wall = 0.0
  var cpu = 0.0
  var writer = 0.0
  var bytes = 0.0
  var syncs = 0.0

  static var now: Usage {
    Usage(
      wall: Wall.seconds(CLOCK_MONOTONIC), cpu: Wall.seconds(CLOCK_PROCESS_CPUTIME_ID), writer: writerSeconds(),
      bytes: Double(written()), syncs: Double(bench_syncs()))
  }

  static func - (a: Usage, b: Usage) -> Usage {
    Usage(
      wall: a.wall - b.wall, cpu: a.cpu - b.cpu, writer: a.writer - b.writer, bytes: a.bytes - b.bytes,
      syncs: a.syncs - b.syncs)
  }

  /// `wchar` would count the log's text as well, and `write_bytes` counts pages when they become dirty.
  private static func written() -> Int64 { Proc.number("/proc/self/io", after: "write_bytes: ") ?? 0 }

  private static func writerSeconds() -> Double {
    guard let folder = opendir("/proc/self/task") else { return 0 }
    defer { closedir(folder) }
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      guard Proc.text("/proc/self/task/\(name)/comm") == "writer\n" else { continue }
      // schedstat: nanoseconds on a processor, nanoseconds waiting, slices.
      let words = Proc.text("/proc/self/task/\(name)/schedstat").split(separator: " ")
      return words.first.flatMap { Double($0) }.map { $0 / 1e9 } ?? 0
    }
    return 0
  }
}

enum Wall {
  static var now: Instant {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Instant(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec)) ?? .epoch
  }

  static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

enum Proc {
  static func text(_ path: String) -> String {
    guard let file = fopen(path, "r") else { return "" }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: 65_536)
    let count = fread(&bytes, 1, bytes.count, file)
    return String(decoding: bytes.prefix(count), as: UTF8.self)
  }

  static func number(_ path: String, after name: String) -> Int64? {
    for line in text(path).split(separator: "\n") where line.hasPrefix(name) {
      return Int64(line.dropFirst(name.count).split(separator: " ").first ?? "")
    }
    return nil
  }

  /// Anonymous memory of this process, in MiB.
  static var anonymous: Double {
    let text = text("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("RssAnon:") } ?? ""
    return (text.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Double($0) } ?? 0)
      / 1_024
  }
}

func startBenchThread(_ body: @escaping @Sendable () -> Void) {
  final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let failure = pthread_create(
    &thread, nil,
    { pointer in
      if let pointer { Unmanaged<Start>.fromOpaque(pointer).takeRetainedValue().body() }
      return nil
    }, Unmanaged.passRetained(Start(body)).toOpaque())
  precondition(failure == 0, "the system gives no thread")
  pthread_detach(thread)
}
