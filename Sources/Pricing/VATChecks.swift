/// The forms and check digits of the member states.
enum VATChecks {
  static func isValid(_ country: String, _ body: [UInt8]) -> Bool {
    if let rule = weighted[country] { return rule.accepts(body) }
    switch country {
    case "AT":
      return body.first == letter("U")
        && digits(body.dropFirst(), 8).map { (luhn($0[..<7], doublesLast: false) + $0[7]) % 10 == 6 } ?? false
    case "BE":
      return digits(body, 10).map { $0[0] <= 1 && number($0) > 0 && (number($0[..<8]) + number($0[8...])) % 97 == 0 }
        ?? false
    case "BG": return bulgarian(body)
    case "CY": return cypriot(body)
    case "CZ": return czech(body)
    case "DE": return digits(body, 9).map { $0[0] != 0 && isMod11And10($0) } ?? false
    case "ES": return SpanishTaxNumber.isValid(body)
    case "FR": return french(body)
    case "GR": return digits(body, 9).map { greek($0.dropLast()) == $0[8] } ?? false
    case "HR": return digits(body, 11).map(isMod11And10) ?? false
    case "IE": return irish(body)
    case "IT": return italian(body)
    case "LT": return lithuanian(body)
    case "LU": return digits(body, 8).map { number($0[..<6]) % 89 == number($0[6...]) } ?? false
    case "LV": return latvian(body)
    case "NL": return dutch(body)
    case "PT":
      return digits(body, 9).map { $0[0] != 0 && (11 - fall($0[..<8], from: 9) % 11) % 11 % 10 == $0[8] } ?? false
    case "RO": return romanian(body)
    case "SE":
      return digits(body, 12).map { $0[10] == 0 && $0[11] == 1 && luhn($0[..<10], doublesLast: false) == 0 } ?? false
    case "SI": return slovenian(body)
    case "SK":
      return digits(body, 10).map { $0[0] != 0 && [2, 3, 4, 7, 8, 9].contains($0[2]) && number($0) % 11 == 0 } ?? false
    default: return false
    }
  }

  /// Countries whose digits, each times its weight, leave a certain remainder.
  private static let weighted: [String: WeightedSum] = [
    "DK": WeightedSum([2, 7, 6, 5, 4, 3, 2, 1], 11, startsAboveZero: true),
    "EE": WeightedSum([3, 7, 1, 3, 7, 1, 3, 7, 1], 10),
    "FI": WeightedSum([7, 9, 10, 5, 8, 4, 2, 1], 11),
    "HU": WeightedSum([9, 7, 3, 1, 9, 7, 3, 1], 10),
    "MT": WeightedSum([3, 4, 6, 7, 8, 9, 10, 1], 37, startsAboveZero: true),
    "PL": WeightedSum([6, 5, 7, 2, 3, 4, 5, 6, 7, -1], 11),
  ]

  struct WeightedSum {
    let weights: [Int]
    let modulus: Int
    let startsAboveZero: Bool

    init(_ weights: [Int], _ modulus: Int, startsAboveZero: Bool = false) {
      (self.weights, self.modulus, self.startsAboveZero) = (weights, modulus, startsAboveZero)
    }

    func accepts(_ body: [UInt8]) -> Bool {
      guard let digits = VATChecks.digits(body, weights.count) else { return false }
      return (!startsAboveZero || digits[0] != 0) && VATChecks.sum(digits, weights) % modulus == 0
    }
  }

  // MARK: The countries that need more than one line

  private static func bulgarian(_ body: [UInt8]) -> Bool {
    if let legal = digits(body, 9) {
      let first = legal.dropLast().enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element } % 11
      let second = legal.dropLast().enumerated().reduce(0) { $0 + ($1.offset + 3) * $1.element } % 11
      return (first == 10 ? second : first) % 10 == legal[8]
    }
    guard let other = digits(body, 10) else { return false }
    return sum(other, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == other[9]
      || sum(other, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == other[9]
      || (11 - sum(other, [4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == other[9]
  }

  private static func cypriot(_ body: [UInt8]) -> Bool {
    guard body.count == 9, let digits = digits(body.dropLast(), 8), digits[0] != 1 || digits[1] != 2 else {
      return false
    }
    let odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
    let sum = digits.enumerated().reduce(0) { $0 + ($1.offset % 2 == 0 ? odd[$1.element] : $1.element) }
    return body[8] == letter("A") + UInt8(sum % 26)
  }

  private static func czech(_ body: [UInt8]) -> Bool {
    if let legal = digits(body, 8) {
      let rest = (11 - fall(legal[..<7], from: 8) % 11) % 11
      return legal[0] != 9 && (rest == 0 ? 1 : rest) % 10 == legal[7]
    }
    if let special = digits(body, 9), special[0] == 6 {
      let rest = (10 - fall(special[1..<8], from: 8) % 11 + 11) % 11
      return (8 - rest + 10) % 10 == special[8]
    }
    // The number of a person: since 1954 it is a multiple of eleven.
    return digits(body, 10).map { number($0) % 11 == 0 && number($0) > 0 } ?? false
  }

  private static func french(_ body: [UInt8]) -> Bool {
    guard body.count == 11, let company = digits(body.dropFirst(2), 9) else { return false }
    // Monaco's companies have no number in the French register.
    guard company.prefix(3) == [0, 0, 0] || luhn(company[...], doublesLast: false) == 0 else { return false }
    if let key = digits(body.prefix(2), 2) { return number(key) == (number(company) * 100 + 12) % 97 }
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    guard let first = alphabet.firstIndex(of: body[0]), let second = alphabet.firstIndex(of: body[1]) else {
      return false
    }
    let check = first < 10 ? first * 24 + second - 10 : first * 34 + second - 100
    return (number(company) + 1 + check / 11) % 11 == check % 11
  }

  private static func greek(_ digits: ArraySlice<Int>) -> Int { digits.reduce(0) { $0 * 2 + $1 } * 2 % 11 % 10 }

  private static func irish(_ body: [UInt8]) -> Bool {
    let alphabet = Array("WABCDEFGHIJKLMNOPQRSTUV".utf8)
    guard body.count == 8 || body.count == 9 else { return false }
    if let seven = digits(body.prefix(7), 7) {
      var total = fall(seven[...], from: 8)
      if body.count == 9 {
        // The second letter says who it is; W, or none, counts as nothing.
        guard let index = alphabet.firstIndex(of: body[8]) else { return false }
        total += index * 9
      }
      return alphabet[total % 23] == body[7]
    }
    // The form before 2013: the second digit was a letter.
    guard body.count == 8, !isDigit(body[1]), let first = digits(body.prefix(1), 1),
      let rest = digits(body[2..<7], 5)
    else { return false }
    return alphabet[fall(([0] + rest + first)[...], from: 8) % 23] == body[7]
  }

  private static func italian(_ body: [UInt8]) -> Bool {
    guard let digits = digits(body, 11), number(digits[..<7]) > 0 else { return false }
    let office = number(digits[7..<10])
    return (1...100).contains(office) || [120, 121, 888, 999].contains(office)
      ? luhn(digits[...], doublesLast: false) == 0 : false
  }

  private static func lithuanian(_ body: [UInt8]) -> Bool {
    guard let digits = digits(body, 9) ?? digits(body, 12), digits[digits.count - 2] == 1 else { return false }
    func check(_ shift: Int) -> Int {
      digits.dropLast().enumerated().reduce(0) { $0 + (1 + ($1.offset + shift) % 9) * $1.element } % 11
    }
    return (check(0) == 10 ? check(2) : check(0)) % 10 == digits[digits.count - 1]
  }

  private static func latvian(_ body: [UInt8]) -> Bool {
    guard let digits = digits(body, 11) else { return false }
    if digits[0] > 3 { return sum(digits, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3 }
    return (1 + sum(digits, [10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == digits[10]
  }

  private static func dutch(_ body: [UInt8]) -> Bool {
    guard body.count == 12, body[9] == letter("B"), let first = digits(body.prefix(9), 9), number(first) > 0,
      let last = digits(body.suffix(2), 2), number(last) > 0
    else { return false }
    if (fall(first[..<8], from: 9) - first[8]) % 11 == 0 { return true }
    // Of one-person businesses, since 2020: ISO 7064, MOD 97-10, over the whole number with letters as 10 to 35.
    let text = Array("NL".utf8) + body
    let rest = text.reduce(0) { isDigit($1) ? ($0 * 10 + Int($1) - 48) % 97 : ($0 * 100 + Int($1) - 55) % 97 }
    return rest == 1
  }

  private static func romanian(_ body: [UInt8]) -> Bool {
    guard (2...10).contains(body.count), let digits = digits(body, body.count), digits[0] != 0 else { return false }
    let padded = Array(repeating: 0, count: 10 - digits.count) + digits
    return 10 * sum(padded, [7, 5, 3, 2, 1, 7, 5, 3, 2]) % 11 % 10 == padded[9]
  }

  private static func slovenian(_ body: [UInt8]) -> Bool {
    guard let digits = digits(body, 8), digits[0] != 0 else { return false }
    let check = 11 - fall(digits[..<7], from: 8) % 11
    return (check == 10 ? 0 : check) == digits[7]
  }
}
