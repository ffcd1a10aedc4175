/// Generates the key of an act if none is given: 128 random bits.
enum IdempotencyKey {
  static func make() -> String {
    var generator = SystemRandomNumberGenerator()
    let bits = [generator.next() as UInt64, generator.next() as UInt64]
    return "ctl-"
      + bits.map { part in
        let digits = String(part, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
      }.joined()
  }
}
