/// A bound that a measurement did not keep.
struct Missed: Error, CustomStringConvertible {
  let subject: String

  var description: String { "missed: \(subject)" }
}
