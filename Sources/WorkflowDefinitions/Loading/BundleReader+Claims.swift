internal import CEL
internal import Statecharts
internal import YAMLTree

extension BundleReader {
  /// `claims:` of the root.
  func claims(_ root: Node, _ names: Names) -> [Bundle.Claim] {
    (root["claims"]?.entries ?? []).compactMap { entry in
      report.checkKeys(entry.value, Keys.claim)
      guard let resource = entry.value["resource"] else {
        report.error(
          "missing-key", at: entry.value, "a claim needs 'resource'", cure: "resource: \"room/${input.room}\"")
        return nil
      }
      if let lone = ["from", "to"].first(where: { entry.value[$0] != nil }),
        let other = ["from", "to"].first(where: { entry.value[$0] == nil })
      {
        report.error(
          "missing-key", at: entry.value, "a claim with '\(lone)' needs '\(other)'",
          cure: "\(other): \"${…}\"; without both it is held at once or not at all")
      }
      for (key, range) in [("limit", 1...Int64.max), ("amount", 1...100)] {
        guard let value = entry.value[key], let number = value.scalarValue?.intValue, !range.contains(number) else {
          continue
        }
        report.error(
          "out-of-range", at: value,
          key == "limit" ? "limit of a claim is 1 or more" : "amount of a claim is from 1 to 100",
          cure: "\(key): 1")
      }
      return Bundle.Claim(
        name: entry.key.text ?? "", resource: expressions.dataOrGap(resource, names, expecting: .string),
        from: entry.value["from"].flatMap { expressions.data($0, names, expecting: .timestamp) },
        to: entry.value["to"].flatMap { expressions.data($0, names, expecting: .timestamp) },
        limit: entry.value["limit"].flatMap { expressions.data($0, names, expecting: .int) },
        amount: entry.value["amount"].flatMap { expressions.data($0, names, expecting: .int) },
        keep: entry.value["keep"]?.scalarValue == .bool(true))
    }
  }
}
