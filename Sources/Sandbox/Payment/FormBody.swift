import Encoding

/// A form value with bracket keys: `metadata[booking]=x`, `expand[]=y`, `items[0][price]=z`.
indirect enum FormValue: Sendable, Equatable {
  case text(String)
  case list([FormValue])
  case map([FormField])
}

struct FormField: Sendable, Equatable {
  var name: String
  var value: FormValue
}

/// Reads `application/x-www-form-urlencoded` with bracket keys, as the payment provider's clients send it.
enum FormBody {
  static let depthLimit = 10
  static let fieldLimit = 1_000

  /// The fields in the order of their first appearance. A later value of the same scalar name wins.
  static func parse(_ bytes: some Sequence<UInt8>) throws(PaymentError) -> [FormField] {
    var root: [FormField] = []
    let pairs = Array(bytes).split(separator: 38)
    guard pairs.count <= fieldLimit else { throw .invalid("A request has at most \(fieldLimit) parameters.") }
    for pair in pairs {
      let halves = pair.split(separator: 61, maxSplits: 1, omittingEmptySubsequences: false)
      let key = PercentEncoding.decode(halves[0], plusIsSpace: true)
      let value = halves.count > 1 ? PercentEncoding.decode(halves[1], plusIsSpace: true) : ""
      guard let path = path(of: key), path.count <= depthLimit else {
        throw .invalid("Invalid request (check that your POST content type is application/x-www-form-urlencoded).")
      }
      insert(value, at: path[...], into: &root)
    }
    return root
  }

  /// The path of a key, `["a", "b", ""]` for `a[b][]`; nil if the brackets do not match.
  static func path(of key: String) -> [String]? {
    guard let open = key.firstIndex(of: "[") else { return key.isEmpty || key.contains("]") ? nil : [key] }
    guard open > key.startIndex, key.hasSuffix("]") else { return nil }
    var path = [String(key[..<open])]
    var rest = key[open...]
    while !rest.isEmpty {
      guard rest.first == "[", let close = rest.firstIndex(of: "]") else { return nil }
      path.append(String(rest[rest.index(after: rest.startIndex)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return path
  }

  private static func insert(_ text: String, at path: ArraySlice<String>, into fields: inout [FormField]) {
    let name = path[path.startIndex]
    let place = fields.firstIndex { $0.name == name }
    let value = merged(text, path.dropFirst(), with: place.map { fields[$0].value })
    if let place { fields[place].value = value } else { fields.append(FormField(name: name, value: value)) }
  }

  private static func merged(_ text: String, _ path: ArraySlice<String>, with old: FormValue?) -> FormValue {
    guard let name = path.first else { return .text(text) }
    if name.isEmpty || Int(name) != nil {
      var items: [FormValue] = []
      if case .list(let present) = old { items = present }
      if let index = Int(name), items.indices.contains(index) {
        items[index] = merged(text, path.dropFirst(), with: items[index])
      } else if name.isEmpty, path.count > 1, let last = items.last, !has(path.dropFirst(), in: last) {
        // `items[][a]=1&items[][b]=2` is one item; a new item begins where a name repeats.
        items[items.count - 1] = merged(text, path.dropFirst(), with: items.last)
      } else {
        items.append(merged(text, path.dropFirst(), with: nil))
      }
      return .list(items)
    }
    var fields: [FormField] = []
    if case .map(let present) = old { fields = present }
    insert(text, at: path, into: &fields)
    return .map(fields)
  }

  private static func has(_ path: ArraySlice<String>, in value: FormValue) -> Bool {
    guard let name = path.first else { return true }
    switch value {
    case .map(let fields):
      guard let field = fields.first(where: { $0.name == name }) else { return false }
      // A list gets one more item.
      if path.dropFirst().first == "" { return false }
      return has(path.dropFirst(), in: field.value)
    default: return true
    }
  }
}
