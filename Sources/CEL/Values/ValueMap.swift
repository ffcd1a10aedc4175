/// A map of CEL: keys are bool, int, uint or string, entries keep the order in which they were put in. Numeric keys are
/// one number line: `1`, `1u` and `1.0` find the same entry. Small maps are searched, large ones indexed.
public struct ValueMap: Sendable {
  private static let searchedEntries = 8

  /// In the order of insertion.
  public private(set) var entries: [(key: Value, value: Value)] = []
  private var index: [Value: Int]?

  public init() {}

  /// A repeated key keeps its first place and takes the last value.
  public init(_ pairs: [(String, Value)]) {
    entries.reserveCapacity(pairs.count)
    for (key, value) in pairs { self[key] = value }
  }

  public var count: Int { entries.count }
  public var isEmpty: Bool { entries.isEmpty }
  public var keys: [Value] { entries.map(\.key) }
  public var values: [Value] { entries.map(\.value) }

  public subscript(_ key: String) -> Value? {
    get {
      guard index == nil else { return self[key: .string(key)] }
      for entry in entries {
        if case .string(let own) = entry.key, CodePoints.equal(own, key) { return entry.value }
      }
      return nil
    }
    set { self[key: .string(key)] = newValue }
  }

  /// Setting nil removes the entry.
  public subscript(key key: Value) -> Value? {
    get { find(key).map { entries[$0].value } }
    set {
      guard let newValue else {
        if let place = find(key) {
          entries.remove(at: place)
          rebuildIndex()
        }
        return
      }
      if let place = find(key) {
        entries[place].value = newValue
        return
      }
      append(key, newValue)
    }
  }

  /// False, and nothing is changed, when the key is there.
  mutating func insert(_ key: Value, _ value: Value) -> Bool {
    guard find(key) == nil else { return false }
    append(key, value)
    return true
  }

  private mutating func append(_ key: Value, _ value: Value) {
    entries.append((key, value))
    if index != nil {
      index?[Self.canonical(key)] = entries.count - 1
    } else if entries.count > Self.searchedEntries {
      rebuildIndex()
    }
  }

  private mutating func rebuildIndex() {
    guard entries.count > Self.searchedEntries else {
      index = nil
      return
    }
    var fresh: [Value: Int] = [:]
    fresh.reserveCapacity(entries.count)
    for (place, entry) in entries.enumerated() { fresh[Self.canonical(entry.key)] = place }
    index = fresh
  }

  private func find(_ key: Value) -> Int? {
    if let index { return index[Self.canonical(key)] }
    if case .string(let wanted) = key {
      for place in entries.indices {
        if case .string(let own) = entries[place].key, CodePoints.equal(own, wanted) { return place }
      }
      return nil
    }
    let wanted = Self.canonical(key)
    return entries.firstIndex { Self.canonical($0.key) == wanted }
  }

  private static func canonical(_ key: Value) -> Value {
    switch key {
    case .uint(let number): Int64(exactly: number).map(Value.int) ?? key
    case .double(let number):
      Int64(exactly: number).map(Value.int) ?? UInt64(exactly: number).map(Value.uint) ?? key
    default: key
    }
  }
}

extension ValueMap: Hashable {
  public static func == (a: ValueMap, b: ValueMap) -> Bool {
    a.matches(b) { $0 == $1 }
  }

  func matches(_ other: ValueMap, _ same: (Value, Value) -> Bool) -> Bool {
    guard count == other.count else { return false }
    for entry in entries {
      guard let value = other[key: entry.key], same(entry.value, value) else { return false }
    }
    return true
  }

  /// The order of the entries does not matter.
  public func hash(into hasher: inout Hasher) {
    var sum = 0
    for entry in entries {
      var own = Hasher()
      own.combine(Self.canonical(entry.key))
      own.combine(entry.value)
      sum = sum &+ own.finalize()
    }
    hasher.combine(sum)
  }
}
