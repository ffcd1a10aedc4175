/// A seeded source of random numbers (SplitMix64). Equal seeds give equal numbers on every machine.
public struct Draw: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// - Parameter seed: any number.
  public init(_ seed: UInt64) { state = seed }

  /// Creates a source of its own for each text, so that what is drawn at one place does not depend on what was drawn elsewhere.
  public init(_ seed: UInt64, _ text: String) {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325 ^ seed
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    state = hash
  }

  /// The next number.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0, below the limit.
  public mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }

  /// True so many times in a hundred.
  public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One element of a list, each as likely.
  public mutating func one<T>(of list: [T]) -> T { list[below(list.count)] }

  /// Draws one element; an element is drawn as often as its weight says.
  public mutating func weighted<T>(_ list: [(weight: Int, value: T)]) -> T {
    var place = below(list.reduce(0) { $0 + $1.weight })
    for (weight, value) in list {
      if place < weight { return value }
      place -= weight
    }
    return list[list.count - 1].value
  }

  /// A whole number of seconds, at most the limit.
  public mutating func seconds(upTo limit: Int64) -> Duration { .seconds(Int64(below(Int(limit) + 1))) }
}
