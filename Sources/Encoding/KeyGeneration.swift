/// The form of an idempotency key as a provider sees it: the key of the business act, and behind it the generation that
/// the engine appends, such as `VLT-1/refund/g2`.
public enum KeyGeneration {
  /// Returns the key of an act with a generation.
  public static func key(_ act: String, generation: Int64) -> String { "\(act)/g\(generation)" }

  /// Returns the key of the act to which a key belongs; nil if the text does not end in `/g` and a whole number.
  public static func act(of key: String) -> String? {
    guard let slash = key.utf8.lastIndex(of: UInt8(ascii: "/")) else { return nil }
    let last = key.utf8[key.utf8.index(after: slash)...]
    let isGeneration =
      last.count > 1 && last.first == UInt8(ascii: "g")
      && last.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isGeneration ? String(key[..<slash]) : nil
  }
}
