/// The exact decimal digits of a double, rounded half to even where they are cut: what `%f` and `%e` need.
struct DecimalExpansion {
  /// Decimal digits 0…9, most significant first, without leading zeros; empty for zero.
  private var digits: [UInt8]
  /// How many of the digits stand before the point; negative for zeros after it.
  private var point: Int

  /// `number` must be finite; its sign is left out.
  init(_ number: Double) {
    // significand × 2^exponent; a power of two below one is 5^k ÷ 10^k.
    let significand = number.significandBitPattern | (number.isNormal ? 1 << 52 : 0)
    let exponent = Int(max(number.exponentBitPattern, 1)) - 1_075
    var limbs: [UInt32] = []
    var rest = significand
    while rest > 0 {
      limbs.append(UInt32(rest % 1_000_000_000))
      rest /= 1_000_000_000
    }
    for _ in 0..<abs(exponent) { Self.multiply(&limbs, by: exponent < 0 ? 5 : 2) }
    var text: [UInt8] = []
    for limb in limbs.reversed() {
      let part = Array(String(limb).utf8)
      text += [UInt8](repeating: 48, count: text.isEmpty ? 0 : 9 - part.count) + part
    }
    digits = text.map { $0 - 48 }
    point = digits.count + min(exponent, 0)
  }

  private static func multiply(_ limbs: inout [UInt32], by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = UInt64(limbs[index]) * factor + carry
      limbs[index] = UInt32(product % 1_000_000_000)
      carry = product / 1_000_000_000
    }
    if carry > 0 { limbs.append(UInt32(carry)) }
  }

  /// Keeps that many digits from the first, rounding half to even; may be negative (then nothing is left).
  private mutating func cut(_ count: Int) {
    guard count < digits.count else { return }
    guard count >= 0 else {
      digits = []
      return
    }
    let tail = digits[count...]
    let half = tail.first == 5 && tail.dropFirst().allSatisfy { $0 == 0 }
    let odd = count > 0 && digits[count - 1] % 2 == 1
    let up = half ? odd : (tail.first ?? 0) >= 5
    digits.removeSubrange(count...)
    guard up else { return }
    var index = count - 1
    while index >= 0, digits[index] == 9 {
      digits[index] = 0
      index -= 1
    }
    if index >= 0 {
      digits[index] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  private func digit(_ index: Int) -> Character {
    Character(Unicode.Scalar(48 + (digits.indices.contains(index) ? digits[index] : 0)))
  }

  /// `ddd.ddd` with that many digits after the point.
  func fixed(_ precision: Int) -> String {
    var cut = self
    cut.cut(point + precision)
    var out = ""
    for index in min(0, cut.point - 1)..<cut.point where cut.point <= 0 || index >= 0 { out.append(cut.digit(index)) }
    if out.isEmpty || cut.point <= 0 { out = "0" }
    guard precision > 0 else { return out }
    out += "."
    for index in cut.point..<cut.point + precision { out.append(cut.digit(index)) }
    return out
  }

  /// `d.ddde±dd` with that many digits after the point.
  func scientific(_ precision: Int) -> String {
    var cut = self
    cut.cut(1 + precision)
    var out = String(cut.digit(0))
    if precision > 0 {
      out += "."
      for index in 1...precision { out.append(cut.digit(index)) }
    }
    let exponent = digits.isEmpty ? 0 : cut.point - 1
    let size = String(abs(exponent))
    return out + "e" + (exponent < 0 ? "-" : "+") + (size.count < 2 ? "0" : "") + size
  }
}
