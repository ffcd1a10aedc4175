import CEL
import CivilTime
import Control
import Executors
import Storage

/// Mails as a booking would send them, for operators to look at.
struct TemplateReads: Sendable {
  let store: StoreReads
  let templates: MailTemplateLibrary
  let zones: any ZoneSource

  /// The mail that a booking's data are taken from: the last one that it sent, or is about to.
  private struct Sample: Sendable {
    var bundle: String
    var request: Value
    var person: Value
  }

  func preview(_ request: PreviewTemplate) async throws(ControlFailure) -> MailPreview {
    let (name, reference) = (request.template.string, request.reference.string)
    guard let sample = try await sample(of: reference) else {
      throw StoreReads.notFound(
        "mail of '\(reference)'", hint: "there is no such booking, or it has sent no mail yet whose data could be used")
    }
    guard let templates = templates.templates(for: sample.bundle) else {
      throw ControlFailure(
        status: 409, code: "templates_not_loaded", message: "the booking's templates are not loaded",
        hint: "restart magnetiqd")
    }
    guard templates.names.contains(name) else {
      throw StoreReads.notFound("template '\(name)'", hint: "there are \(templates.names.joined(separator: ", "))")
    }
    func text(_ field: String) -> String? { Self.resolved(sample.request[field] ?? .null, sample.person).stringValue }
    let data = Self.resolved(sample.request["data"] ?? .map(ValueMap()), sample.person).mapValue ?? ValueMap()
    do throws(TemplateError) {
      let mail = try templates.render(
        name, language: request.language?.string ?? text("language") ?? MailTemplates.fallback, recipient: text("name"),
        data: data, zones: zones)
      return MailPreview(
        template: name, language: mail.language, subject: mail.subject, text: mail.text, html: mail.html)
    } catch {
      throw ControlFailure(status: 409, code: "template_error", message: error.description)
    }
  }

  private func sample(of reference: String) async throws(ControlFailure) -> Sample? {
    try await store.query { reader throws(StoreError) -> Sample? in
      guard let family = try reader.family(key: reference),
        let mail = try reader.tasks(of: family.id, closed: true).last(where: { $0.stepType == "email.send" })
      else { return nil }
      return Sample(
        bundle: family.bundle, request: StoredJSON.value(mail.request),
        person: try reader.person(of: family.id).map(StoredJSON.value) ?? .null)
    }
  }

  /// The value with personal data in the place of references to them.
  private static func resolved(_ value: Value, _ person: Value) -> Value {
    switch value {
    case .map(let map):
      if let path = map["$personal"]?.stringValue {
        return person[path] ?? .null
      }
      return .map(map.entries.reduce(into: ValueMap()) { $0[key: $1.key] = resolved($1.value, person) })
    case .list(let items): return .list(items.map { resolved($0, person) })
    default: return value
    }
  }
}
