/// A map of CEL. Keys are bool, int, uint or string, and entries keep the order of insertion. Numeric keys are one
/// number line: `1`, `1u` and `1.0` find the same entry. Small maps are searched linearly, large ones by an index.
public struct ValueMap: Sendable {
  private static let searchedEntries = 32

  /// The entries in the order of insertion.
  public private(set) var entries: [(key: Value, value: Value)] = []
  private var index: [Value: Int]?

  /// Creates an empty map.
  public init() {}

  /// A repeated key keeps its first place and takes the last value.
  public init(_ pairs: [(String, Value)]) {
    entries.reserveCapacity(pairs.count)
    for (key, value) in pairs { self[key] = value }
  }

  /// Creates a map of pairs whose keys are known to differ, without looking for one that repeats.
  ///
  /// - Precondition: no key repeats.
  public init(distinct pairs: [(String, Value)]) { entries = pairs.map { (.string($0.0), $0.1) } }

  /// Creates an empty map with room for entries to come.
  init(capacity: Int) { entries.reserveCapacity(capacity) }

  /// The number of entries.
  public var count: Int { entries.count }
  /// True if there are no entries.
  public var isEmpty: Bool { entries.isEmpty }
  /// The keys in the order of insertion.
  public var keys: [Value] { entries.map(\.key) }
  /// The values in the order of insertion.
  public var values: [Value] { entries.map(\.value) }

  /// The value of a string key; nil if there is none. Setting nil removes the entry.
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

  /// The value of a key; nil if there is none. Setting nil removes the entry; a new key is appended.
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

  /// Inserts an entry. Returns false, without a change, if the key exists.
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
  /// True if both have the same keys with equal values, in any order.
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

extension ValueMap: ExpressibleByDictionaryLiteral {
  /// A repeated key keeps its first place and takes the last value.
  public init(dictionaryLiteral elements: (String, Value)...) { self.init(elements) }
}
