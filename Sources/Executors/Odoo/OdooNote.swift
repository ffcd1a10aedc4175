import CEL

/// A note on a lead, marked with its step's key so that a second attempt finds the note of the first.
struct OdooNote: Sendable {
  let text: String
  let marker: String

  init(_ text: String, key: String) {
    self.text = text
    marker = "[\(Self.token(key))]"
  }

  /// The note with its marker. Odoo takes the body of a call by its interface for plain text.
  var body: String { "\(text) \(marker)" }

  /// Returns the search domain that finds the note of a lead.
  func domain(lead: Int64) -> Value {
    [["model", "=", "crm.lead"], ["res_id", "=", .int(lead)], ["body", "ilike", .string(Self.pattern(marker))]]
  }

  /// Writes a key so that the marker can be found. Odoo stores notes as HTML, so characters that HTML writes
  /// differently become `=XX`.
  static func token(_ key: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var out: [UInt8] = []
    for byte in key.utf8 {
      switch byte {
      case _ where FieldFormat.isLetterOrDigit(byte) || "/-_.+:@!$*()".utf8.contains(byte): out.append(byte)
      default: out += [UInt8(ascii: "="), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Escapes a text for `ilike`, where `%` and `_` are wildcards.
  static func pattern(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "%" || scalar == "_" || scalar == "\\" { out.append("\\") }
      out.append(scalar)
    }
    return String(out)
  }
}
