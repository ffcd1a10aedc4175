import CEL
import Encoding

/// A form that a browser has sent (`application/x-www-form-urlencoded`), as the answer to a task.
enum TaskAnswer {
  /// A field of a wrong type; the sentence is for the person who filled it in.
  struct Fault: Error { let sentence: String }

  /// The last value of each name.
  static func fields(of body: [UInt8]) -> [String: String] {
    var fields: [String: String] = [:]
    for pair in body.split(separator: UInt8(ascii: "&")) {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      let name = PercentEncoding.decode(parts[0], plusIsSpace: true)
      fields[name] = parts.count > 1 ? PercentEncoding.decode(parts[1], plusIsSpace: true) : ""
    }
    return fields
  }

  /// The alternatives of a field's type.
  static func words(of field: PartyTask.Field) -> [String] {
    field.type.split(separator: "|").map { $0.filter { $0 != " " } }
  }

  /// The fields of the form in their types; one that is empty and may be is null. The engine checks them once more.
  static func data(_ fields: [String: String], _ form: [PartyTask.Field]) throws(Fault) -> ValueMap {
    var data = ValueMap()
    for field in form {
      let words = words(of: field)
      let given = fields["field.\(field.name)"] ?? ""
      if given.isEmpty, words.contains("null") {
        data[field.name] = .null
        continue
      }
      switch words.first(where: { $0 != "null" }) {
      case "bool":
        guard ["true", "false"].contains(given) else {
          throw Fault(sentence: "Please answer '\(field.name)' with yes or no.")
        }
        data[field.name] = .bool(given == "true")
      case "int":
        guard let number = Int64(given) else { throw Fault(sentence: "'\(field.name)' has to be a whole number.") }
        data[field.name] = .int(number)
      default:
        guard !given.isEmpty else { throw Fault(sentence: "Please fill in '\(field.name)'.") }
        data[field.name] = .string(given)
      }
    }
    return data
  }
}
