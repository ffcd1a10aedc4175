import FoundationEssentials

@testable import Control

/// The generated part of `docs/control-protocol.md`: every verb's arguments and answer, out of the types and their doc comments.
struct ControlManual {
  /// The generated part begins after the line that holds it.
  static let mark = "<!-- made from the types -->"

  private let comments: TypeComments
  private var objects: [String: [TypeForm.Field]] = [:]
  private var verbs = ""

  init(_ comments: TypeComments) {
    self.comments = comments
    for request in VerbTable.all { add(request) }
  }

  var text: String {
    var text = "\n## Verbs\n\(verbs)\n## Types\n"
    for (name, fields) in objects.sorted(by: { $0.key < $1.key }) {
      text += "\n### \(name)\n\n\(comments.type(name))\n\n\(table("field", fields, of: name))"
    }
    return text
  }

  private mutating func add<R: ControlRequest>(_ type: R.Type) {
    let name = "\(type)"
    let arguments = TypeForm.of(type).fields
    let answer = TypeForm.of(R.Answer.self)
    collect(answer)
    verbs += "\n### `\(R.verb.name)`\n\n\(comments.type(name)) \(permission(R.verb))\n\n"
    verbs += arguments.isEmpty ? "No arguments.\n" : table("argument", arguments, of: name)
    let streams = type is any StreamedRequest.Type
    verbs += "\n\(streams ? "Answers with lines, each" : "Answer:") \(reference(answer)).\n"
  }

  private func permission(_ verb: Verb) -> String {
    switch verb.kind {
    case .read: "*Reads.*"
    case .act: "*Acts: needs `key` and `reason`.*"
    case .reload: "*The admin socket only.*"
    }
  }

  private mutating func collect(_ form: TypeForm) {
    switch form {
    case .scalar: break
    case .list(let element), .nullable(let element): collect(element)
    case .object(let name, let fields):
      objects[Self.plain(name)] = Self.plain(name) == "Page" ? fields.map(Self.anyItems) : fields
      for field in fields { collect(field.form) }
    }
  }

  /// A page of anything.
  private static func anyItems(_ field: TypeForm.Field) -> TypeForm.Field {
    guard case .list = field.form else { return field }
    return TypeForm.Field(name: field.name, form: .list(.scalar("items")), isOptional: field.isOptional)
  }

  private func table(_ title: String, _ fields: [TypeForm.Field], of type: String) -> String {
    fields.reduce(into: "| \(title) | type | |\n|---|---|---|\n") { text, field in
      let optional = field.isOptional ? "?" : ""
      let meaning = comments.field(field.name, of: type).replacing("|", with: "\\|")
      text += "| `\(field.name)`\(optional) | \(reference(field.form).replacing("|", with: "\\|")) | \(meaning) |\n"
    }
  }

  private func reference(_ form: TypeForm) -> String {
    switch form {
    case .scalar(let notation): notation
    case .list(.scalar("items")): "list"
    case .list(let element): "list of \(reference(element))"
    case .nullable(let inner): "\(reference(inner)) or null"
    case .object(let name, let fields) where Self.plain(name) == "Page":
      "[Page](#page) whose items are \(fields.first.map { reference(Self.element($0.form)) } ?? "")"
    case .object(let name, _): "[\(name)](#\(name.lowercased()))"
    }
  }

  private static func element(_ form: TypeForm) -> TypeForm {
    if case .list(let element) = form { element } else { form }
  }

  /// `Page` for `Page<FamilySummary>`.
  private static func plain(_ name: String) -> String { String(name.prefix { $0 != "<" }) }
}
