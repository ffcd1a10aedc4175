/// Every call that the sandbox supports, with its parameters.
enum ParameterTable {
  /// Calls that the published description omits although the provider's own command-line program makes them: those of
  /// the hosted page and of test helpers.
  private static let unpublished = """
    payment_pages.retrieve {}
    payment_pages.confirm {payment_method payment_method_data* expected_amount# return_url}
    test_helpers.disputes.lose {}
    test_helpers.disputes.win {}
    test_helpers.charges.expire {}
    """

  /// Items of a line in versions of the API before 2022; an account keeps the version with which it was created.
  private static let earlierLine = "{amount# currency description images[] name}"

  /// Values that earlier versions named differently, by their place.
  static let earlierChoices: [String: Set<String>] = [
    "payment_method_options[customer_balance][bank_transfer][type]": ["jp_bank_account", "us_bank_account"]
  ]

  static let calls: [String: ParameterShape] = {
    var calls: [String: ParameterShape] = [:]
    for table in [
      PaymentParameters.table, CheckoutParameters.table, AccountParameters.table, CustomerParameters.table,
      OtherParameters.table, unpublished,
    ] {
      calls.merge(read(table)) { $1 }
    }
    if case .object(var session) = calls["checkout.sessions.create"],
      case .list(.object(var line)) = session["line_items"]?.shape, case .object(let earlier) = shape(earlierLine)
    {
      line.merge(earlier) { published, _ in published }
      session["line_items"]?.shape = .list(.object(line))
      calls["checkout.sessions.create"] = .object(session)
    }
    return calls
  }()

  static let fragmentShapes = read(SharedParameters.table)

  private static func read(_ table: String) -> [String: ParameterShape] {
    var shapes: [String: ParameterShape] = [:]
    for line in table.split(separator: "\n") {
      guard let space = line.firstIndex(of: " ") else { continue }
      shapes[String(line[..<space])] = shape(line[line.index(after: space)...])
    }
    return shapes
  }

  private static func shape(_ text: some StringProtocol) -> ParameterShape {
    var reader = ShapeReader(text)
    return reader.shape()
  }
}
