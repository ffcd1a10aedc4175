import CEL

/// The handler of one request, which the daemon gives to the server.
public struct Route: Sendable {
  enum Response: Sendable {
    case value(Value)
    case lines(any AsyncSequence<Value, Never> & Sendable)
  }

  let request: any ControlRequest.Type
  let respond: @Sendable (any ControlRequest, Caller) async throws(ControlFailure) -> Response

  /// A route with one answer. The request is already checked: its arguments have their types, the peer may make it, and
  /// an act has its reason and key.
  public static func answer<R: ControlRequest>(
    _ type: R.Type, _ body: @escaping @Sendable (R, Caller) async throws(ControlFailure) -> R.Answer
  ) -> Route {
    Route(request: type) { request, caller throws(ControlFailure) in
      .value(try encode(await body(try cast(request), caller)))
    }
  }

  /// A route that answers with lines. The stream is cancelled when the peer disconnects; the daemon finishes its
  /// streams before it drains the server.
  public static func stream<R: StreamedRequest>(
    _ type: R.Type, _ body: @escaping @Sendable (R, Caller) async throws(ControlFailure) -> AsyncStream<R.Answer>
  ) -> Route {
    Route(request: type) { request, caller throws(ControlFailure) in
      let lines = try await body(try cast(request), caller)
      return .lines(lines.map { line in (try? encode(line)) ?? .null })
    }
  }

  private static func cast<R: ControlRequest>(_ request: any ControlRequest) throws(ControlFailure) -> R {
    guard let request = request as? R else {
      throw ControlFailure(status: 500, code: "internal", message: "a \(R.verb.name) was read as another request")
    }
    return request
  }

  private static func encode<T: Encodable>(_ answer: T) throws(ControlFailure) -> Value {
    do {
      return try Wire.value(of: answer)
    } catch {
      throw ControlFailure(status: 500, code: "internal", message: "the answer cannot be written: \(error)")
    }
  }
}
