import CEL
import Ingress
import Matching

/// A site's search as its body says it.
struct MatchCall {
  private static let mostText = 65_536
  private static let mostExcluded = 1_000

  var request: MatchRequest
  /// Of the sentences; nil for the language of the request.
  var language: Language?
  /// The consultant instead of whom others are looked for.
  var original: String?

  /// Reads a body with everything that is wrong with it at once.
  static func read(_ body: Value, _ taxonomy: Taxonomy) -> Result<MatchCall, MarketRefusal> {
    var call = MatchCall(request: MatchRequest(maxResults: 5))
    var faults: [FieldFault] = []
    func fault(_ field: String, _ expected: String, _ value: Value) {
      faults.append(
        FieldFault(pointer: "#/\(field)", expected: expected, given: String(JSON.text(value).prefix(60))))
    }
    for (key, value) in body.mapValue?.entries ?? [] where !value.isNull {
      let name = key.stringValue ?? ""
      switch name {
      case "text":
        if let text = value.stringValue, text.utf8.count <= mostText {
          call.request.text = text
        } else {
          fault(name, "text of at most \(mostText) bytes", value)
        }
      case "criteria":
        guard let map = value.mapValue else {
          fault(name, "an object of criteria", value)
          continue
        }
        var reading = CriteriaReading(taxonomy: taxonomy)
        call.request.criteria = reading.criteria(map)
        faults += reading.faults.map {
          FieldFault(pointer: "#/criteria/\($0.field)", expected: $0.expected, given: $0.given)
        }
      case "maxResults":
        if let number = value.intValue, (1...Int64(MatchRequest.mostResults)).contains(number) {
          call.request.maxResults = Int(number)
        } else {
          fault(name, "1 to \(MatchRequest.mostResults)", value)
        }
      case "exclude":
        let slugs = value.listValue?.compactMap(\.stringValue)
        if let slugs, slugs.count == value.listValue?.count, slugs.count <= mostExcluded {
          call.request.exclude = Set(slugs)
        } else {
          fault(name, "a list of at most \(mostExcluded) slugs", value)
        }
      case "language":
        call.language = value.stringValue.flatMap(Language.init)
        if call.language != .english, call.language != .german { fault(name, "en or de", value) }
      case "insteadOf":
        call.original = value.stringValue
        if call.original == nil { fault(name, "the slug of a consultant", value) }
      default: fault(name, "no such field", value)
      }
    }
    guard faults.isEmpty else {
      return .failure(
        MarketRefusal(
          status: 422, code: "wrong_input",
          message: faults.count == 1
            ? "a field is wrong; 'errors' says which" : "\(faults.count) fields are wrong; 'errors' lists them",
          faults: faults))
    }
    return .success(call)
  }
}
