import CEL

/// A note on a lead, marked with its step's key so that a second attempt finds the first one's.
struct OdooNote: Sendable {
  let text: String
  let marker: String

  init(_ text: String, key: String) {
    self.text = text
    marker = "[\(Self.token(key))]"
  }

  /// A call by its interface takes the body for plain text.
  var body: String { "\(text) \(marker)" }

  /// The domain that finds the note of a lead.
  func domain(lead: Int64) -> Value {
    [["model", "=", "crm.lead"], ["res_id", "=", .int(lead)], ["body", "ilike", .string(Self.pattern(marker))]]
  }

  /// The note is kept as HTML: what is written otherwise there would not be found again, and is written `=XX`.
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

  /// `ilike` takes `%` and `_` for others; after a backslash they are themselves.
  static func pattern(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if scalar == "%" || scalar == "_" || scalar == "\\" { out.append("\\") }
      out.append(scalar)
    }
    return String(out)
  }
}
