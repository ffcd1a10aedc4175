import CCurl
import CEL

/// Calls the daemon over a control socket and blocks the calling thread. Each call is one connection.
public struct ControlClient: Sendable {
  /// The path of the socket, at most 107 bytes.
  public let socketPath: String
  /// The longest that a call may take; streams have no limit.
  public var timeout: Duration

  /// Creates a client; nothing is connected before the first call.
  public init(socketPath: String, timeout: Duration = .seconds(60)) {
    self.socketPath = socketPath
    self.timeout = timeout
  }

  /// Makes a request that has one answer. An act needs a key and a reason.
  ///
  /// - Throws: the daemon's failure with its status, or a failure with status 0 if there was no answer:
  ///   `daemon_not_running`, `daemon_not_answering`, `permission_denied`, `broken_answer`.
  public func call<R: ControlRequest>(
    _ request: R, key: String? = nil, reason: String? = nil, dryRun: Bool = false
  ) throws(ControlFailure) -> Answered<R.Answer> {
    let value = try send(R.verb, Self.arguments(of: request), key: key, reason: reason, dryRun: dryRun)
    return try Answered(value, to: R.verb)
  }

  /// Passes each line to `onLine` as it arrives, on the calling thread; `onLine` returns false to stop. Returns when
  /// the daemon ends the stream.
  public func stream<R: StreamedRequest>(
    _ request: R, key: String? = nil, reason: String? = nil, dryRun: Bool = false,
    onLine: @escaping (Answered<R.Answer>) -> Bool
  ) throws(ControlFailure) {
    var ended = false
    var broken: ControlFailure?
    let transfer = Transfer(socketPath: socketPath, timeout: nil)
    transfer.onLine = { line in
      do throws(ControlFailure) {
        let value = try Self.parse(line)
        if value["end"] != nil { ended = true }
        guard let item = value["item"] else { return true }
        return onLine(try Answered(item, to: R.verb))
      } catch {
        broken = error
        return false
      }
    }
    let body = Self.wire(try Self.arguments(of: request), key, reason, dryRun)
    try transfer.perform(path: ControlProtocol.path(R.verb), body: body)
    if let broken { throw broken }
    guard transfer.status == 200 else { throw Self.failure(transfer.status, try Self.parse(transfer.body)) }
    if !ended, !transfer.stopped {
      throw ControlFailure(
        status: 0, code: "broken_answer", message: "the daemon went away in the middle of its answer",
        hint: "see its journal: journalctl -u magnetiqd")
    }
  }

  /// The same with unchecked arguments.
  func send(
    _ verb: Verb, _ arguments: Value, key: String? = nil, reason: String? = nil, dryRun: Bool = false
  ) throws(ControlFailure) -> Value {
    let transfer = Transfer(socketPath: socketPath, timeout: timeout)
    try transfer.perform(path: ControlProtocol.path(verb), body: Self.wire(arguments, key, reason, dryRun))
    let value = try Self.parse(transfer.body)
    guard transfer.status == 200 else { throw Self.failure(transfer.status, value) }
    return value
  }

  private static func arguments<R: ControlRequest>(of request: R) throws(ControlFailure) -> Value {
    do {
      return try Wire.value(of: request)
    } catch {
      throw ControlFailure(status: 0, code: "client_failed", message: "\(R.verb.name) cannot be written: \(error)")
    }
  }

  private static func wire(_ arguments: Value, _ key: String?, _ reason: String?, _ dryRun: Bool) -> [UInt8] {
    // A request without arguments is still sent as an object.
    var call = ValueMap([("arguments", arguments.isNull ? [:] : arguments)])
    if let key { call["key"] = .string(key) }
    if let reason { call["reason"] = .string(reason) }
    if dryRun { call["dryRun"] = true }
    return JSON.encode(.map(call))
  }

  private static func parse(_ bytes: [UInt8]) throws(ControlFailure) -> Value {
    do {
      return try JSON.parse(bytes, limits: JSONLimits(depth: 128, bytes: Transfer.limit))
    } catch {
      throw ControlFailure(status: 0, code: "broken_answer", message: "the answer is not JSON: \(error)")
    }
  }

  private static func failure(_ status: Int, _ value: Value) -> ControlFailure {
    ControlFailure(status: status, value: value)
      ?? ControlFailure(status: status, code: "http_\(status)", message: "the daemon answered with status \(status)")
  }
}
