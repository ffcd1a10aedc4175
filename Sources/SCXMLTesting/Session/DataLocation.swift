internal import CEL

/// A place in a session's data, such as `x`, `x.y` or `x[0].y` (SCXML 5.9.2). It is compared with the data when it is
/// used: the place must exist, and nothing is created on the way.
struct DataLocation: Sendable, Hashable {
  private enum Step: Sendable, Hashable {
    case field(String)
    case index(Int)
  }

  /// The location as it was written.
  let source: String
  /// The steps to the place; nil if the text is not a location.
  private let path: [Step]?

  init(_ source: String) {
    self.source = source
    path = Self.parse(source)
  }

  /// The name of a variable that could be declared; nil for other locations. Names that begin with `_` belong to the
  /// platform (SCXML 5.10).
  var variable: String? {
    guard let path, path.count == 1, case .field(let name) = path[0], !name.hasPrefix("_") else { return nil }
    return name
  }

  func read(_ data: Value) -> Value? {
    guard let path else { return nil }
    var value: Value? = data
    for step in path {
      switch step {
      case .field(let name): value = value?[name]
      case .index(let index): value = value?[index]
      }
    }
    return value
  }

  /// Returns the data with another value at this place; nil if there is no such place or it belongs to the platform.
  func assigning(_ value: Value, in data: Value) -> Value? {
    guard let path, case .field(let first)? = path.first, !first.hasPrefix("_") else { return nil }
    return Self.assigning(value, path[...], in: data)
  }

  private static func assigning(_ value: Value, _ path: ArraySlice<Step>, in data: Value) -> Value? {
    guard let step = path.first else { return value }
    switch (step, data) {
    case (.field(let name), .map(var map)):
      guard let old = map[name], let new = assigning(value, path.dropFirst(), in: old) else { return nil }
      map[name] = new
      return .map(map)
    case (.index(let index), .list(var list)):
      guard list.indices.contains(index), let new = assigning(value, path.dropFirst(), in: list[index]) else {
        return nil
      }
      list[index] = new
      return .list(list)
    default:
      return nil
    }
  }

  private static func parse(_ source: String) -> [Step]? {
    var rest = source[...]
    var path: [Step] = []
    while !rest.isEmpty {
      if rest.first == "[" {
        guard !path.isEmpty, let end = rest.firstIndex(of: "]"),
          let index = Int(rest[rest.index(after: rest.startIndex)..<end])
        else { return nil }
        path.append(.index(index))
        rest = rest[rest.index(after: end)...]
        continue
      }
      if !path.isEmpty {
        guard rest.popFirst() == "." else { return nil }
      }
      let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }
      guard let first = name.first, !first.isNumber else { return nil }
      path.append(.field(String(name)))
      rest = rest[name.endIndex...]
    }
    return path.isEmpty ? nil : path
  }
}
