import CEL
import Execution
import Transport

/// Looks for the object that a lost attempt would have created. It answers *absent* only after it has read every page
/// of the list.
struct StripeReconciler: Sendable {
  let client: StripeClient

  private static let pageSize = 100
  private static let maxPages = 100

  func ask(_ step: any StripeStep, _ request: StepRequest) async -> Reconciliation {
    if step.declaration.stepClass == .pure { return .absent }
    let lookup: StripeLookup?
    do { lookup = try step.lookup(StepInput(request)) } catch { return .undecided(error) }
    switch lookup {
    case .list(let path, let query): return await search(path, query, step, request)
    case .object(let path, let read):
      switch await page(.get(path), request) {
      case .success(let object): return read(object)
      case .failure(let error): return .undecided(error)
      }
    case nil:
      return .undecided(StepError(code: "no_reconciler", message: "\(request.step) cannot be looked up by its key"))
    }
  }

  private func search(
    _ path: String, _ query: FormFields, _ step: any StripeStep, _ request: StepRequest
  ) async -> Reconciliation {
    var last: String?
    for _ in 0..<Self.maxPages {
      var fields = query
      fields.append("limit", String(Self.pageSize))
      if let last { fields.append("starting_after", last) }
      let list: Value
      switch await page(.get("\(path)?\(fields.encoded)"), request) {
      case .success(let value): list = value
      case .failure(let error): return .undecided(error)
      }
      guard let objects = list["data"]?.listValue, let hasMore = list["has_more"]?.boolValue else {
        return .undecided(StepError(code: "unreadable_reply", message: "the provider's list has no data or has_more"))
      }
      for object in objects where object["metadata"]?["key"]?.stringValue == request.key {
        return found(object, step, request)
      }
      if !hasMore { return .absent }
      guard let next = objects.last?["id"]?.stringValue, next != last else {
        return .undecided(StepError(code: "unreadable_reply", message: "the provider's list does not advance"))
      }
      last = next
    }
    return .undecided(
      StepError(code: "too_many_objects", message: "more than \(Self.maxPages * Self.pageSize) objects in \(path)"))
  }

  /// The object's present state: completed, in progress, or failed for good.
  private func found(_ object: Value, _ step: any StripeStep, _ request: StepRequest) -> Reconciliation {
    do {
      switch try step.outcome(object, of: request) {
      case .done(let data): return .found(data)
      case .accepted(let data): return .pending(data)
      case .failed(let error): return .failed(error)
      case .retry(let error, _), .unknown(let error): return .undecided(error)
      }
    } catch {
      return .undecided(error)
    }
  }

  private func page(_ call: StripeCall, _ request: StepRequest) async -> Result<Value, StepError> {
    switch await client.send(call, for: request) {
    case .failure(let failure): return .failure(StepError(failure))
    case .success(let response):
      guard response.status == 200 else {
        let error = StripeError(response)
        return .failure(error.because(error.cure == nil ? "provider_error" : "unauthorized"))
      }
      do { return .success(try JSON.parse(response.body)) } catch {
        return .failure(StepError(code: "unreadable_reply", message: "the provider's reply is not JSON: \(error.code)"))
      }
    }
  }
}
