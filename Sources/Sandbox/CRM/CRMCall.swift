import CEL
import CivilTime

/// A call of Odoo's JSON-2 interface: `POST /json/2/<model>/<method>` and `GET /web/version`, or one of the older interface.
struct CRMCall {
  let call: Call
  let segments: [String]

  func handle(in world: inout World) -> CallResult {
    if segments == ["web", "version"] {
      return .answer(Answer(json: ["version_info": [19, 0, 0, "final", 0, ""], "version": "19.0"]))
    }
    if let answer = RemoteCRMCall(call: call, segments: segments).handle(in: &world) { return answer }
    guard segments.count == 4, segments[0] == "json", segments[1] == "2" else {
      return .answer(CRMError.notFound("the requested URL was not found").answer)
    }
    guard call.method == "POST" else {
      return .answer(
        CRMError(status: 405, name: "werkzeug.exceptions.MethodNotAllowed", message: "use POST").answer)
    }
    guard call.bearer == world.options.odooKey else { return .answer(CRMError.unauthorized.answer) }
    guard let arguments = call.object else {
      return .answer(
        CRMError(status: 400, name: "werkzeug.exceptions.BadRequest", message: "could not parse the body as json")
          .answer)
    }
    let (model, method) = (segments[2], segments[3])
    let now = world.clock.now.description
    return world.disturbed("\(model).\(method)", call) { status in
      CRMError(status: status, name: "werkzeug.exceptions.HTTPException", message: "ordered by a fault").answer
    } _: { world in
      do throws(CRMError) {
        return Answer(json: try world.crm.perform(model, method, arguments, now: now))
      } catch {
        return error.answer
      }
    }
  }
}
