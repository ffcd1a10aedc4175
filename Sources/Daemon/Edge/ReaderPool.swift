import Dispatch
import Storage

/// Runs short reads of the store on threads of their own, so that a read that waits for the disk delays other readers
/// only. Each thread has one connection.
final class ReaderPool: Sendable {
  /// A read. It is given the thread's connection, or the error of opening it, and returns true if the connection may be
  /// used again.
  private typealias Job = @Sendable (Result<any StoreReader, StoreError>) -> Bool

  private let queue: BlockingQueue<Job>
  /// The threads that have not ended.
  private let threads = DispatchGroup()

  /// - Parameters:
  ///   - threads: the most reads at once.
  ///   - waiting: the most reads that wait for a thread; one more is refused.
  init(_ store: any Store, threads: Int = 4, waiting: Int = 4_096) {
    let queue = BlockingQueue<Job>(limit: waiting)
    self.queue = queue
    var started = 0
    for _ in 0..<threads {
      self.threads.enter()
      let hasStarted = startThread("reader") { [threads = self.threads] in
        Self.serve(queue, store)
        threads.leave()
      }
      if hasStarted { started += 1 } else { self.threads.leave() }
    }
    // Without a thread nobody would ever answer, so the queue ends at once and refuses every read.
    if started == 0 {
      queue.stop()
      _ = queue.pop()
    }
  }

  deinit { queue.stop() }

  /// Refuses further reads, waits for those that are queued, and closes all connections.
  func end() async {
    queue.stop()
    await withCheckedContinuation { continuation in
      threads.notify(queue: .global()) { continuation.resume() }
    }
  }

  private static func serve(_ queue: BlockingQueue<Job>, _ store: any Store) {
    var reader: (any StoreReader)?
    while let job = queue.pop() {
      do throws(StoreError) {
        let open = if let reader { reader } else { try store.makeReader() }
        reader = job(.success(open)) ? open : nil
      } catch {
        _ = job(.failure(error))
      }
    }
  }

  /// Runs a read; nil if the store cannot be read at present.
  func read<T: Sendable>(_ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T) async -> T? {
    do {
      return try await query(body)
    } catch {
      return nil
    }
  }

  /// Runs a read and throws the store's error, or `busy` if too many reads wait.
  func query<T: Sendable>(
    _ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T
  ) async throws(StoreError) -> T {
    let result: Result<T, StoreError> = await withCheckedContinuation { continuation in
      let isQueued = queue.push { reader in
        do throws(StoreError) {
          continuation.resume(returning: .success(try body(try reader.get())))
          return true
        } catch {
          continuation.resume(returning: .failure(error))
          return error.isTransient || error.kind == .misuse
        }
      }
      if !isQueued {
        continuation.resume(returning: .failure(StoreError(.busy, "too many reads wait; try again in a moment")))
      }
    }
    return try result.get()
  }
}
