/// Punycode (RFC 3492), as IDNA uses it: code points written in letters, digits and hyphens.
enum Punycode {
  private static let base = 36
  private static let tMin = 1
  private static let tMax = 26
  private static let skew = 38
  private static let damp = 700
  private static let initialBias = 72
  private static let initialPoint = 0x80

  /// Section 6.3. Nil if a sum runs over, which takes a text much longer than a label.
  static func encode(_ text: some Sequence<Unicode.Scalar>) -> String? {
    let points = text.map { Int($0.value) }
    var output = points.filter { $0 < initialPoint }.map { UInt8($0) }
    let basic = output.count
    if basic > 0 { output.append(UInt8(ascii: "-")) }
    var (handled, next, delta, bias) = (basic, initialPoint, 0, initialBias)
    while handled < points.count {
      guard let least = points.lazy.filter({ $0 >= next }).min() else { return nil }
      let (step, overflow) = (least - next).multipliedReportingOverflow(by: handled + 1)
      guard !overflow, delta <= Int(Int32.max) - min(step, Int(Int32.max)) else { return nil }
      delta += step
      next = least
      for point in points {
        if point < next { delta += 1 }
        guard point == next else { continue }
        append(delta, bias, to: &output)
        bias = adapt(delta, points: handled + 1, isFirst: handled == basic)
        delta = 0
        handled += 1
      }
      delta += 1
      next += 1
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// A number in variable length.
  private static func append(_ delta: Int, _ bias: Int, to output: inout [UInt8]) {
    var (rest, place) = (delta, base)
    while true {
      let threshold = min(max(place - bias, tMin), tMax)
      if rest < threshold { break }
      output.append(digit(threshold + (rest - threshold) % (base - threshold)))
      rest = (rest - threshold) / (base - threshold)
      place += base
    }
    output.append(digit(rest))
  }

  private static func digit(_ value: Int) -> UInt8 {
    value < 26 ? UInt8(ascii: "a") + UInt8(value) : UInt8(ascii: "0") + UInt8(value - 26)
  }

  /// Section 6.1.
  private static func adapt(_ delta: Int, points: Int, isFirst: Bool) -> Int {
    var delta = isFirst ? delta / damp : delta / 2
    delta += delta / points
    var place = 0
    while delta > (base - tMin) * tMax / 2 {
      delta /= base - tMin
      place += base
    }
    return place + (base - tMin + 1) * delta / (delta + skew)
  }
}
