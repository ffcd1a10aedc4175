import CEL
import Testing

@testable import Sandbox

@Suite struct ParameterTests {
  @Test func everyTableIsReadToItsEnd() {
    let tables = [
      SharedParameters.table, PaymentParameters.table, CheckoutParameters.table, AccountParameters.table,
      CustomerParameters.table, OtherParameters.table,
    ]
    for line in tables.flatMap({ $0.split(separator: "\n") }) {
      var reader = ShapeReader(line[(line.firstIndex(of: " ") ?? line.startIndex)...].dropFirst())
      guard case .object(let members) = reader.shape() else {
        Issue.record("\(line.prefix(40))… is no object")
        continue
      }
      #expect(reader.isAtEnd && !members.keys.contains(""), "\(line.prefix(40))…")
    }
  }

  @Test func everyFragmentThatIsNamedIsThere() {
    func look(_ shape: ParameterShape) {
      switch shape {
      case .fragment(let name): #expect(ParameterTable.fragmentShapes[name] != nil, "\(name)")
      case .list(let shape), .plainOr(let shape): look(shape)
      case .object(let members): for member in members.values { look(member.shape) }
      default: break
      }
    }
    for shape in ParameterTable.calls.values { look(shape) }
    for shape in ParameterTable.fragmentShapes.values { look(shape) }
  }

  @Test func everyCallOfTheTablesIsCarriedOut() throws {
    for name in ParameterTable.calls.keys.sorted() {
      var bench = try Bench()
      let parts = name.split(separator: ".").map(String.init)
      let verb = try #require(parts.last)
      var path = parts.dropLast().joined(separator: "/").replacing("transfer_reversals", with: "transfers/x/reversals")
      var method = "POST"
      switch verb {
      case "create": break
      case "list": method = "GET"
      case "retrieve" where name != "balance.retrieve": (method, path) = ("GET", "\(path)/x")
      case "retrieve": method = "GET"
      case "update": path += "/x"
      case "delete": (method, path) = ("DELETE", "\(path)/x")
      default: path += "/x/\(verb)"
      }
      let answer = bench.stripe(method, path)
      #expect(answer.body["error"]?["message"]?.stringValue?.hasPrefix("Unrecognized") != true, "\(name)")
    }
  }

  @Test(
    arguments: [
      ("payment_intents", "amount=100&currency=eur&colour=red", "parameter_unknown", "colour"),
      ("payment_intents", "amount=100&currency=eur&shipping[nmae]=x", "parameter_unknown", "shipping[nmae]"),
      ("payment_intents", "amount=100&currency=eur&shipping[name]=x", "parameter_missing", "shipping[address]"),
      ("payment_intents", "amount=ten&currency=eur", "parameter_invalid_integer", "amount"),
      ("payment_intents", "currency=eur", "parameter_missing", "amount"),
      ("payment_intents", "amount=100&currency=eur&capture_method=later", nil, "capture_method"),
      ("payment_intents", "amount=100&currency=eur&confirm=perhaps", nil, "confirm"),
      ("payment_intents", "amount=100&currency=eur&metadata=x", nil, "metadata"),
      ("payment_intents", "amount=100&currency=eur&payment_method_types=card", nil, "payment_method_types"),
      ("refunds", "charge=ch_1&reason=whim", nil, "reason"),
      ("transfers", "amount=1&currency=eur", "parameter_missing", "destination"),
      ("transfers", "amount=1&currency=eur&destination=acct_consultant&source_type=cash", nil, "source_type"),
      (
        "checkout/sessions", "line_items[0][price]=p&line_items[0][colour]=red", "parameter_unknown",
        "line_items[0][colour]"
      ),
    ] as [(String, String, String?, String)])
  func keysOutsideOfTheSchemaAreRefused(path: String, form: String, code: String?, param: String) throws {
    var bench = try Bench()
    let refused = bench.stripe("POST", path, form)
    #expect(refused.status == 400)
    #expect(refused.error == code)
    #expect(refused.body["error"]?["param"]?.stringValue == param)
    #expect(refused.body["error"]?["type"] == "invalid_request_error")
  }

  @Test func parametersOfTheSchemaAreAcceptedEvenIfUnused() throws {
    var bench = try Bench()
    let made = bench.stripe(
      "POST", "payment_intents",
      "amount=3000&currency=eur&payment_method_types[]=card&payment_method_types[]=sepa_debit"
        + "&shipping[name]=J&shipping[address][line1]=Street+1&statement_descriptor_suffix=VLT"
        + "&payment_method_options[card][request_three_d_secure]=any&radar_options[session]=rse_1&use_stripe_sdk=true")
    #expect(made.status == 200)
    #expect(made.body["shipping"]?["address"]?["line1"] == "Street 1")
  }

  @Test func itemsWithoutANumberAreOneUntilANameComesAgain() throws {
    let fields = try FormBody.parse("a[][n]=1&a[][q]=2&a[][n]=3&a[][p][x]=4&a[][p][y]=5".utf8)
    func text(_ name: String, _ value: String) -> FormField { FormField(name: name, value: .text(value)) }
    #expect(
      fields == [
        FormField(
          name: "a",
          value: .list([
            .map([text("n", "1"), text("q", "2")]),
            .map([text("n", "3"), FormField(name: "p", value: .map([text("x", "4"), text("y", "5")]))]),
          ]))
      ])
  }

  @Test func metadataIsMergedAndTakenAway() throws {
    var bench = try Bench()
    let (_, charge) = try bench.paid()
    _ = bench.stripe("POST", "charges/\(charge)", "metadata[a]=1&metadata[b]=2")
    #expect(bench.stripe("POST", "charges/\(charge)", "metadata[a]=").body["metadata"] == ["b": "2"])
    #expect(bench.stripe("POST", "charges/\(charge)", "metadata=").body["metadata"] == [:])
  }
}
