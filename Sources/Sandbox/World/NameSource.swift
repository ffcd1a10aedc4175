/// Identifiers in the provider's manner: `pi_` + the run's token + a running number, so that two runs of the sandbox
/// never give out the same one, and one run always gives the same ones.
struct NameSource: Sendable {
  let token: String
  private var count = 0

  init(token: String) { self.token = token }

  mutating func next(_ prefix: String) -> String {
    count += 1
    let number = String(count, radix: 36)
    return "\(prefix)_\(token)\(String(repeating: "0", count: max(0, 8 - number.count)))\(number)"
  }
}
