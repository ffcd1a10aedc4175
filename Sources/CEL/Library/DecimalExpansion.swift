/// The exact decimal digits of a double, rounded half to even where they are cut. `%f` and `%e` need them.
struct DecimalExpansion {
  /// Decimal digits 0 to 9, the most significant first, without leading zeros; empty for zero.
  private var digits: [UInt8]
  /// The number of digits before the point; negative if zeros follow the point.
  private var point: Int

  /// Expands a finite number. Its sign is ignored.
  init(_ number: Double) {
    // The number is significand × 2^exponent; a negative power of two is 5^k ÷ 10^k.
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

  /// Keeps the first `count` digits, rounding half to even. A negative count leaves none.
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

  /// Formats as `ddd.ddd` with this many digits after the point.
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

  /// Formats as `d.ddde±dd` with this many digits after the point.
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
