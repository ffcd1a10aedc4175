/// A ratio in ten-thousandths: 10,000 is the whole, 1,900 a tax of 19 %, 11,000 a price that is a tenth higher.
public struct BasisPoints: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// The number of ten-thousandths.
  public let value: Int64

  /// Any number is a ratio; where it is used says which are allowed.
  public init(_ value: Int64) { self.value = value }

  /// The ratio of a thing to itself.
  public static let whole = BasisPoints(10_000)
  /// The ratio of nothing.
  public static let zero = BasisPoints(0)

  /// Returns the product, rounded half up; nil if it does not fit into 64 bits.
  public func of(_ amount: Int64) -> Int64? {
    Int64(exactly: Rounding.halfUp(Int128(amount) * Int128(value), 10_000))
  }

  /// Returns the share of an amount, rounded down, so that shares of a whole never add up to more than the whole; nil if
  /// it does not fit into 64 bits.
  public func share(of amount: Int64) -> Int64? {
    Int64(exactly: Rounding.down(Int128(amount) * Int128(value), 10_000))
  }

  /// Returns a part of a whole as a ratio, rounded down: 60 of 100 is 6,000. Of no whole it is zero.
  ///
  /// - Parameter whole: not negative.
  public static func ratio(_ part: Int64, of whole: Int64) -> BasisPoints {
    guard whole > 0 else { return .zero }
    return BasisPoints(Int64(clamping: Rounding.down(Int128(part) * 10_000, Int128(whole))))
  }

  /// True if `a` is the smaller ratio.
  public static func < (a: BasisPoints, b: BasisPoints) -> Bool { a.value < b.value }

  /// The number of ten-thousandths.
  public var description: String { String(value) }
}
