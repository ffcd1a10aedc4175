import CEL
import CivilTime
import Currencies
import Locales

/// A piece of a rendered template before it is laid out: either the template's own text, which may hold markup, or a
/// value, which has none.
enum TemplatePiece: Sendable, Hashable {
  case literal(String)
  case value(String)

  var text: String {
    switch self {
    case .literal(let text), .value(let text): text
    }
  }
}

/// Fills data into a parsed template. A missing value is an error, because a mail with a gap is worse than a late one; so
/// is a list that is too long to be printed, because nobody would notice what a shortened one lacks.
struct TemplateRenderer {
  let file: String
  let language: String
  let zones: any ZoneSource

  private static let maxElements = 1_000
  private static let maxBytes = 256 << 10

  func render(
    _ nodes: [TemplateNode], content: [TemplateNode] = [], data: ValueMap
  ) throws(TemplateError) -> [TemplatePiece] {
    var pieces: [TemplatePiece] = []
    var bytes = 0
    try render(nodes, content, [.map(data)], &pieces, &bytes)
    return pieces
  }

  private func render(
    _ nodes: [TemplateNode], _ content: [TemplateNode], _ scopes: [Value], _ pieces: inout [TemplatePiece],
    _ bytes: inout Int
  ) throws(TemplateError) {
    for node in nodes {
      switch node {
      case .text(let text): try add(.literal(text), &pieces, &bytes)
      case .value(let path, let filter):
        guard let value = find(path, scopes), !value.isNull else {
          throw fault("missing_variable", path, "there is no '\(path)' in the data")
        }
        try add(.value(Self.printable(try print(value, path, filter, scopes))), &pieces, &bytes)
      case .section(let path, let isInverted, let inner):
        for element in try elements(path, scopes, isInverted) {
          try render(inner, content, element.map { scopes + [$0] } ?? scopes, &pieces, &bytes)
        }
      case .content: try render(content, [], scopes, &pieces, &bytes)
      }
    }
  }

  private func add(_ piece: TemplatePiece, _ pieces: inout [TemplatePiece], _ bytes: inout Int) throws(TemplateError) {
    bytes += piece.text.utf8.count
    guard bytes <= Self.maxBytes else {
      throw TemplateError(code: "too_large", file: file, line: 1, message: "the mail exceeds \(Self.maxBytes) bytes")
    }
    if case .literal(let text) = piece, case .literal(let before)? = pieces.last {
      pieces[pieces.count - 1] = .literal(before + text)
    } else {
      pieces.append(piece)
    }
  }

  /// Returns an entry for each time that a section is printed: the element that is its innermost scope, or nil for
  /// none.
  private func elements(
    _ path: TemplatePath, _ scopes: [Value], _ isInverted: Bool
  ) throws(TemplateError) -> [Value?] {
    let value = find(path, scopes)
    let isThere =
      switch value {
      case nil, .null, .bool(false), .string(""): false
      case .list(let list): !list.isEmpty
      case .map(let map): !map.isEmpty
      default: true
      }
    if isInverted { return isThere ? [] : [nil] }
    guard isThere, let value else { return [] }
    switch value {
    case .list(let list):
      guard list.count <= Self.maxElements else {
        throw fault(
          "too_many_elements", path,
          "'\(path)' has \(list.count) elements, at most \(Self.maxElements) are printed; put fewer into the data")
      }
      return list.map { $0 }
    case .map: return [value]
    default: return [nil]
    }
  }

  private func find(_ path: TemplatePath, _ scopes: [Value]) -> Value? {
    guard let first = path.names.first else { return scopes.last }
    guard var value = scopes.reversed().lazy.compactMap({ $0[first] }).first else { return nil }
    for name in path.names.dropFirst() {
      guard let next = value[name] else { return nil }
      value = next
    }
    return value
  }

  private func print(
    _ value: Value, _ path: TemplatePath, _ filter: TemplateFilter?, _ scopes: [Value]
  ) throws(TemplateError) -> String {
    let style = LocalStyle(language)
    switch filter {
    case nil:
      switch value {
      case .string(let text): return text
      case .int(let number): return String(number)
      case .bool(let flag): return String(flag)
      default:
        throw fault("wrong_type", path, "'\(path)' is \(value.typeName); print text and whole numbers, or use a filter")
      }
    case .money(let currency):
      guard let amount = value.intValue else {
        throw fault("wrong_type", path, "'\(path)' must be an int of minor units")
      }
      guard let known = Currency(try text(currency, scopes)) else {
        throw fault("unknown_currency", path, "'\(currency)' does not name a currency of ISO 4217")
      }
      return style.money(amount, currency: known)
    case .time(let zone): return try style.dateAndTime(instant(value, path), in: zoned(zone, scopes))
    case .date(let zone): return try style.date(instant(value, path), in: zoned(zone, scopes))
    case .clock(let zone): return try style.clock(instant(value, path), in: zoned(zone, scopes))
    }
  }

  private func instant(_ value: Value, _ path: TemplatePath) throws(TemplateError) -> Instant {
    if let instant = value.timestampValue { return instant }
    if let text = value.stringValue, let instant = try? Instant.parse(text) { return instant }
    throw fault("wrong_type", path, "'\(path)' is not a timestamp")
  }

  private func text(_ path: TemplatePath, _ scopes: [Value]) throws(TemplateError) -> String {
    guard let text = find(path, scopes)?.stringValue else {
      throw fault("missing_variable", path, "there is no text '\(path)' in the data")
    }
    return text
  }

  private func zoned(_ path: TemplatePath, _ scopes: [Value]) throws(TemplateError) -> NamedZone {
    let name = try text(path, scopes)
    guard let rules = zones.rules(for: name) else {
      throw fault("unknown_zone", path, "'\(path)' does not name a time zone known here")
    }
    return NamedZone(name: name, rules: rules)
  }

  private func fault(_ code: String, _ path: TemplatePath, _ message: String) -> TemplateError {
    TemplateError(code: code, file: file, line: path.line, message: message)
  }

  /// Turns line ends into `\n`. Other control characters, and those that change the direction of writing, become
  /// blanks.
  private static func printable(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x0D: out.append("\n")
      case 0x0A: if previous != "\r" { out.append("\n") }
      case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: out.append(" ")
      default: out.append(scalar)
      }
      previous = scalar
    }
    return String(out)
  }
}
