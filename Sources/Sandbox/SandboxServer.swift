/// The sandbox as a running program on 127.0.0.1: payment provider, CRM, LinkedIn and control API over HTTP, and a mail
/// sink over SMTP. Several may run in one process.
public final class SandboxServer: Sendable {
  /// The options with which the sandbox was created.
  public let options: SandboxOptions
  private let world: SharedWorld
  private let client: WebhookClient
  private let courier: Courier
  private let tasks = TaskBox()

  /// Creates a sandbox that does not listen yet.
  ///
  /// - Throws: if libcurl cannot be initialised.
  public init(_ options: SandboxOptions = SandboxOptions()) throws {
    self.options = options
    world = SharedWorld(options)
    client = try WebhookClient(concurrency: max(1, options.webhookConcurrency), timeout: options.webhookTimeout)
    courier = Courier(world, client: client, limit: max(1, options.webhookConcurrency))
  }

  /// Listens on both ports and returns them; throws if one is in use. It may be called once.
  public func start() async throws -> (httpPort: Int, smtpPort: Int) {
    let http = HTTPFront(world, courier)
    let smtp = SMTPFront(world)
    let httpPort = try await listen { [options] in try await http.run(port: options.httpPort, listening: $0) }
    do {
      let smtpPort = try await listen { [options] in try await smtp.run(port: options.smtpPort, listening: $0) }
      await courier.pump()
      return (httpPort, smtpPort)
    } catch {
      await stop()
      throw error
    }
  }

  /// Serves until the task is cancelled, and calls `ready` with the ports once it listens.
  public func run(ready: @Sendable (_ httpPort: Int, _ smtpPort: Int) -> Void = { _, _ in }) async throws {
    let ports = try await start()
    ready(ports.httpPort, ports.smtpPort)
    await tasks.wait()
    await stop()
  }

  /// Closes both listeners and every connection.
  public func stop() async {
    await courier.stop()
    await tasks.cancel()
    client.stop()
  }

  /// Runs a server in a task of its own until it listens or fails.
  private func listen(_ serve: @escaping @Sendable (@escaping @Sendable (Int) -> Void) async throws -> Void)
    async throws
    -> Int
  {
    let (ports, continuation) = AsyncThrowingStream<Int, any Error>.makeStream()
    await tasks.add(
      Task {
        do {
          try await serve { continuation.yield($0) }
          continuation.finish()
        } catch {
          continuation.finish(throwing: error)
        }
      })
    for try await port in ports { return port }
    throw CancellationError()
  }
}

/// The tasks of a server's listeners.
private actor TaskBox {
  private var tasks: [Task<Void, Never>] = []

  func add(_ task: Task<Void, Never>) { tasks.append(task) }

  func wait() async {
    await withTaskCancellationHandler {
      for task in tasks { await task.value }
    } onCancel: {
      Task { await self.cancelAll() }
    }
  }

  func cancelAll() { for task in tasks { task.cancel() } }

  func cancel() async {
    cancelAll()
    for task in tasks { await task.value }
    tasks = []
  }
}
