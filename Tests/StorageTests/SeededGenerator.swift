/// SplitMix64: the same numbers for the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func int(_ range: ClosedRange<Int64>) -> Int64 { Int64.random(in: range, using: &self) }
  mutating func chance(_ percent: Int64) -> Bool { int(1...100) <= percent }

  mutating func pick<T>(_ choices: [T]) -> T { choices[Int(int(0...Int64(choices.count - 1)))] }

  mutating func maybe<T>(_ percent: Int64, _ value: (inout Self) -> T) -> T? { chance(percent) ? value(&self) : nil }
}
