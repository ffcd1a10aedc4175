/// Identifiers in the provider's form: `pi_`, the run's token and a running number. Two runs of the sandbox never
/// create the same one, and a repeated run with the same token creates the same ones.
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
