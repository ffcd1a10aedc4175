/// The bounds on a value's size that are known before it is computed.
struct Extent: Sendable {
  /// Bytes of a text, elements of a list or map; 0 for any other value.
  var size: CostEstimate
  /// The weight of the value and everything in it, as `Frame.weight` counts.
  var weight: CostEstimate
  /// The extents of a list's elements, a map's values or an optional's value; empty where only the type is known.
  var values: [Extent] = []
  var keys: [Extent] = []
  /// The bounds of the parts of which only the type is known.
  var bounds: SizeHint

  static let scalar = Extent(
    size: CostEstimate(0), weight: CostEstimate(1), bounds: SizeHint(text: 0, elements: 0, weight: 1))

  static func text(min: Int = 0, _ max: Int) -> Extent {
    Extent(
      size: CostEstimate(min: min, max: max),
      weight: CostEstimate(min: 1 + min.traversed, max: 1.plus(max.traversed)),
      bounds: SizeHint(text: max, elements: 0, weight: 1.plus(max.traversed)))
  }

  static func list(_ size: CostEstimate, of element: Extent) -> Extent {
    let weight = CostEstimate(1) + size * element.weight
    var bounds = element.bounds.union(SizeHint(text: 0, elements: size.max, weight: weight.max))
    bounds.weight = weight.max
    return Extent(size: size, weight: weight, values: [element], bounds: bounds)
  }

  static func map(_ size: CostEstimate, keys: Extent, values: Extent) -> Extent {
    var extent = list(
      size,
      of: Extent(
        size: CostEstimate(0), weight: keys.weight + values.weight, bounds: keys.bounds.union(values.bounds)))
    (extent.keys, extent.values) = ([keys], [values])
    return extent
  }

  static func optional(_ inner: Extent, some: Bool = false) -> Extent {
    Extent(
      size: CostEstimate(0), weight: CostEstimate(min: some ? 1 + inner.weight.min : 1, max: 1.plus(inner.weight.max)),
      values: [inner], bounds: inner.bounds)
  }

  func union(_ other: Extent) -> Extent {
    Extent(
      size: size.union(other.size), weight: weight.union(other.weight), values: Self.union(values, other.values),
      keys: Self.union(keys, other.keys), bounds: bounds.union(other.bounds))
  }

  private static func union(_ a: [Extent], _ b: [Extent]) -> [Extent] {
    guard let x = a.first, let y = b.first else { return [] }
    return [x.union(y)]
  }

  /// Returns the extent of an element, field or value of this type.
  func part(_ type: CELType) -> Extent { values.first ?? Extent(type, bounds) }

  func key(_ type: CELType) -> Extent { keys.first ?? Extent(type, bounds) }

  /// The extent of any value of the type within the bounds.
  init(_ type: CELType, _ hint: SizeHint) {
    let anything = CostEstimate(min: 1, max: Swift.max(1, hint.weight))
    switch type {
    case .null, .bool, .int, .uint, .double, .timestamp, .duration, .type: self = .scalar
    case .string, .bytes, .enumeration, .opaque: self = .text(hint.text)
    case .list(let element): self = .list(CostEstimate(min: 0, max: hint.elements), of: Extent(element, hint))
    case .map(let key, let value):
      self = .map(
        CostEstimate(min: 0, max: hint.elements), keys: Extent(key, hint), values: Extent(value, hint))
    case .object(let fields):
      var weight = 1
      for field in fields {
        weight = weight.plus(1 + field.name.utf8.count.traversed).plus(Extent(field.type, hint).weight.max)
      }
      self.init(
        size: CostEstimate(min: 0, max: fields.count), weight: CostEstimate(min: 1, max: weight), bounds: hint)
    case .optional(let inner): self = .optional(Extent(inner, hint))
    case .nullable(let inner): self = Extent(inner, hint).union(.scalar)
    case .dyn, .parameter, .abstract, .error:
      self.init(
        size: CostEstimate(min: 0, max: Swift.max(hint.text, hint.elements)), weight: anything, bounds: hint)
    }
    bounds = hint
    weight = CostEstimate(min: Swift.min(weight.min, anything.max), max: Swift.min(weight.max, anything.max))
  }

  private init(size: CostEstimate, weight: CostEstimate, values: [Extent] = [], bounds: SizeHint) {
    (self.size, self.weight, self.values, self.bounds) = (size, weight, values, bounds)
  }

  private init(size: CostEstimate, weight: CostEstimate, values: [Extent], keys: [Extent], bounds: SizeHint) {
    (self.size, self.weight, self.values, self.keys, self.bounds) = (size, weight, values, keys, bounds)
  }

  /// The extent of a known value.
  init(of value: Value) {
    switch value {
    case .string(let text): self = .text(min: text.utf8.count, text.utf8.count)
    case .bytes(let bytes): self = .text(min: bytes.count, bytes.count)
    case .list(let list): self = .elements(list.map { Extent(of: $0) })
    case .map(let map):
      self = .entries(map.entries.map { (Extent(of: $0.key), Extent(of: $0.value)) })
    case .optional(let inner?): self = .optional(Extent(of: inner), some: true)
    default: self = .scalar
    }
  }

  /// The extent of a list of exactly these elements.
  static func elements(_ elements: [Extent], optional: Int = 0) -> Extent {
    let size = CostEstimate(min: elements.count - optional, max: elements.count)
    guard let first = elements.first else { return .list(size, of: .scalar) }
    var extent = list(size, of: elements.dropFirst().reduce(first) { $0.union($1) })
    // The sum of the weights is a closer bound than the number times the largest weight.
    extent.weight = CostEstimate(
      min: optional == 0 ? elements.reduce(1) { $0.plus($1.weight.min) } : 1,
      max: elements.reduce(1) { $0.plus($1.weight.max) })
    return extent
  }

  static func entries(_ entries: [(key: Extent, value: Extent)], optional: Int = 0) -> Extent {
    let keys = elements(entries.map(\.key), optional: optional)
    var extent = elements(entries.map(\.value), optional: optional)
    extent.bounds = extent.bounds.union(keys.bounds)
    extent.keys = keys.values
    extent.weight = CostEstimate(
      min: optional == 0 ? extent.weight.min.plus(keys.weight.min - 1) : 1,
      max: extent.weight.max.plus(keys.weight.max - 1))
    extent.bounds.weight = extent.weight.max
    return extent
  }
}
