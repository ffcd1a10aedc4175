/// Finds an amount of money in a text: `bis 5.000 €`, `3-5k EUR`, `CHF 10'000`, `zwischen 2 und 4 Tsd. Euro`.
struct BudgetReader {
  /// The currency of an amount such as `5k` that names none.
  let defaultCurrency: String

  private enum Token: Equatable {
    /// In minor units. `isScaled` after `k` or `Tsd`.
    case amount(Int64, isScaled: Bool)
    case currency(String)
    case range
    case atMost
    case atLeast
    case word
  }

  func budget(in text: String) -> Budget? {
    let tokens = scaled(AmountScanner.tokens(text))
    for (index, token) in tokens.enumerated() {
      guard case .amount(let amount, let isScaled) = token else { continue }
      let currency = currency(around: index, tokens)
      // A second amount may carry the currency of both: 3.000 – 5.000 €.
      if index + 2 < tokens.count, tokens[index + 1] == .range,
        case .amount(let upper, let isUpperScaled) = tokens[index + 2]
      {
        let lower = isUpperScaled && !isScaled && amount < upper / 10 ? scale(amount) : amount
        if let found = currency ?? self.currency(around: index + 2, tokens) ?? (isUpperScaled ? defaultCurrency : nil),
          let budget = Budget(min: lower, max: upper, currency: found)
        {
          return budget
        }
      }
      guard let found = currency ?? (isScaled ? defaultCurrency : nil) else { continue }
      let before = bound(before: index, tokens)
      return before == .atLeast
        ? Budget(min: amount, currency: found) : Budget(max: amount, currency: found)
    }
    return nil
  }

  private func currency(around index: Int, _ tokens: [Token]) -> String? {
    if index + 1 < tokens.count, case .currency(let code) = tokens[index + 1] { return code }
    if index > 0, case .currency(let code) = tokens[index - 1] { return code }
    return nil
  }

  private func bound(before index: Int, _ tokens: [Token]) -> Token? {
    tokens[max(0, index - 3)..<index].last { $0 == .atLeast || $0 == .atMost }
  }

  private func scale(_ amount: Int64) -> Int64 { amount.multipliedReportingOverflow(by: 1_000).partialValue }

  private func scaled(_ scanned: [AmountScanner.Token]) -> [Token] {
    var tokens: [Token] = []
    for token in scanned {
      switch token {
      case .amount(let amount): tokens.append(.amount(amount, isScaled: false))
      case .dash: tokens.append(.range)
      case .symbol(let code): tokens.append(.currency(code))
      case .word(let word): take(word, &tokens)
      }
    }
    return tokens
  }

  private func take(_ word: String, _ tokens: inout [Token]) {
    if let factor = Self.factors[word], case .amount(let amount, false)? = tokens.last {
      let (value, isTooLarge) = amount.multipliedReportingOverflow(by: factor)
      tokens[tokens.count - 1] = isTooLarge ? .word : .amount(value, isScaled: true)
    } else if let code = Self.currencies[word] {
      tokens.append(.currency(code))
    } else if Self.ranges.contains(word), case .amount? = tokens.last {
      tokens.append(.range)
    } else if Self.ranges.contains(word), case .currency? = tokens.last, tokens.count > 1 {
      // 3.000 € bis 5.000 €: the range stands behind the first currency, which the second repeats.
      if case .amount = tokens[tokens.count - 2] { tokens[tokens.count - 1] = .range } else { tokens.append(.word) }
    } else if Self.upper.contains(word) {
      tokens.append(.atMost)
    } else if Self.lower.contains(word) {
      tokens.append(.atLeast)
    } else if !Self.fillers.contains(word) {
      tokens.append(.word)
    }
  }

  private static let factors: [String: Int64] = [
    "k": 1_000, "tsd": 1_000, "tausend": 1_000, "thousand": 1_000, "mio": 1_000_000, "million": 1_000_000,
    "millionen": 1_000_000,
  ]
  private static let currencies = [
    "eur": "EUR", "euro": "EUR", "euros": "EUR", "chf": "CHF", "franken": "CHF", "francs": "CHF", "usd": "USD",
    "dollar": "USD", "dollars": "USD", "gbp": "GBP", "pfund": "GBP", "pounds": "GBP",
  ]
  private static let ranges: Set<String> = ["bis", "to", "und", "and", "until"]
  private static let upper: Set<String> = [
    "bis", "maximal", "max", "hoechstens", "unter", "up", "under", "below", "most", "maximum",
  ]
  private static let lower: Set<String> = ["ab", "mindestens", "least", "minimum", "min", "over", "ueber"]
  private static let fillers: Set<String> = ["zu", "ca", "etwa", "rund", "about", "around"]
}
