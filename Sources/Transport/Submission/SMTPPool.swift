import Synchronization

/// The connections to mail servers, each on a thread of its own. Libcurl looks through the idle connections of a multi handle
/// whenever it opens another, and closes those on which something waits to be read: also one that it has only opened for us, and on
/// which the server's reply has just come. So each connection has a handle of its own.
final class SMTPPool: Sendable {
  /// The next thing for a worker to do.
  enum Order: Sendable {
    case carry(SMTPJob)
    /// Wait for a job with the connection open.
    case wait
    case end
  }

  /// The connections to one server.
  private struct Line: Sendable {
    var workers = 0
    var idle: [SMTPDesk] = []
    var waiting: [SMTPJob] = []
  }

  private struct State: Sendable {
    var lines: [SMTPServer: Line] = [:]
    var desks: [ObjectIdentifier: SMTPDesk] = [:]
    var isStopping = false

    mutating func remove(_ desk: SMTPDesk) {
      desks[ObjectIdentifier(desk)] = nil
      guard var line = lines[desk.server] else { return }
      line.idle.removeAll { $0 === desk }
      line.workers -= 1
      lines[desk.server] = line.workers > 0 || !line.waiting.isEmpty ? line : nil
    }
  }

  private enum Placement {
    case placed
    case stopped
    case newWorker(SMTPDesk)
  }

  private let connectionsPerServer: Int
  private let state = Mutex(State())

  init(connectionsPerServer: Int) { self.connectionsPerServer = connectionsPerServer }

  /// Hands a job to the connection that was used last, or to a new one, or keeps it until one is free.
  func submit(_ job: SMTPJob) {
    let server = job.message.server
    let placement: Placement = state.withLock { state in
      guard !state.isStopping else { return .stopped }
      var line = state.lines[server] ?? Line()
      defer { state.lines[server] = line }
      if let desk = line.idle.popLast() {
        desk.put(job)
        return .placed
      }
      guard line.workers < connectionsPerServer else {
        line.waiting.append(job)
        return .placed
      }
      line.workers += 1
      let desk = SMTPDesk(server)
      state.desks[ObjectIdentifier(desk)] = desk
      return .newWorker(desk)
    }
    switch placement {
    case .placed: break
    case .stopped: job.completion(.failure(CurlClient.stopped(.notSent)))
    case .newWorker(let desk):
      guard !SMTPWorker.start(job, desk, self) else { return }
      leave(desk)
      let message = "the system gives no thread for a connection"
      job.completion(.failure(TransportFailure(.notSent, code: "no_transport", message: message)))
    }
  }

  /// Returns the next thing to do for a worker that has finished a job. One without a connection ends unless a job waits.
  func next(_ desk: SMTPDesk, isConnected: Bool) -> Order {
    state.withLock { state in
      guard !state.isStopping, var line = state.lines[desk.server] else { return .end }
      if !line.waiting.isEmpty {
        let job = line.waiting.removeFirst()
        state.lines[desk.server] = line
        return .carry(job)
      }
      if isConnected {
        line.idle.append(desk)
        state.lines[desk.server] = line
        return .wait
      }
      state.remove(desk)
      return .end
    }
  }

  /// Takes a worker out. Returns false if it was given a job meanwhile, which it has to carry out first.
  @discardableResult
  func leave(_ desk: SMTPDesk) -> Bool {
    state.withLock { state in
      if desk.hasJob { return false }
      state.remove(desk)
      return true
    }
  }

  /// Ends all workers; jobs that have not begun fail, and later ones too.
  func stop() {
    let (desks, jobs) = state.withLock { state in
      defer { (state.isStopping, state.desks, state.lines) = (true, [:], [:]) }
      return (Array(state.desks.values), state.lines.values.flatMap(\.waiting))
    }
    for desk in desks { desk.stop() }
    for job in jobs { job.completion(.failure(CurlClient.stopped(.notSent))) }
  }
}
