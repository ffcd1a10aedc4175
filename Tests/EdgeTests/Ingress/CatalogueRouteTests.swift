import CEL
import Synchronization
import Testing

@testable import Ingress

/// The paths of the catalogue.
@Suite struct CatalogueRouteTests {
  @Test func theCatalogueIsReadAtItsPaths() throws {
    #expect(try Route.parse("/v1/services") == .catalogue(.services))
    #expect(try Route.parse("/v1/consultants?limit=3") == .catalogue(.consultants))
    #expect(try Route.parse("/v1/consultants/anna-meier") == .catalogue(.consultant("anna-meier")))
    #expect(
      try Route.parse("/v1/consultants/anna-meier/slots?from=x") == .catalogue(.slots("anna-meier"))
    )
    #expect(try Route.parse("/v1/slots?consultants=a,b") == .catalogue(.allSlots))
    #expect(try Route.parse("/v1/services").methods == ["GET"])
    #expect(throws: Route.Failure.unknown) { try Route.parse("/v1/consultants/anna-meier/other") }
  }

  @Test func quotesHaveTheirPaths() throws {
    #expect(try Route.parse("/v1/quotes") == .quotes(.collection))
    #expect(try Route.parse("/v1/quotes/ab12") == .quotes(.item("ab12")))
    #expect(try Route.parse("/v1/quotes/ab12/extend") == .quotes(.longer("ab12")))
    #expect(try Route.parse("/v1/quotes").methods == ["POST"])
    #expect(try Route.parse("/v1/quotes/ab12").methods == ["GET"])
  }

  @Test func quotesAreForSitesOnly() async throws {
    try await IngressHarness.with { harness in
      let (made, shown) = (
        try await harness.send("POST", "/v1/quotes"), try await harness.send("GET", "/v1/quotes/ab12")
      )
      let listed = try await harness.send("GET", "/v1/quotes")
      #expect(made.status == 401 && shown.status == 401 && listed.status == 405)
    }
  }

  @Test func withoutACatalogueNothingIsFound() async throws {
    try await IngressHarness.with { harness in
      for path in ["/v1/services", "/v1/consultants", "/v1/consultants/a", "/v1/consultants/a/slots"] {
        let (read, posted) = (try await harness.send("GET", path), try await harness.send("POST", path))
        #expect(read.status == 404)
        #expect(posted.status == 405)
      }
      let wrong = try await harness.send("GET", "/v1/consultants?limit=0")
      #expect(wrong.status == 422)
    }
  }

  @Test func aListThatHasNotChangedIsNotSentAgain() async throws {
    let sink = RecordingSink()
    sink.state.withLock { $0.catalogue = .found(["items": []], tag: "7.3") }
    try await IngressHarness.with(IngressHarness.settings, sink) { harness in
      let first = try await harness.send("GET", "/v1/services")
      #expect(first.status == 200 && first["ETag"] == "\"7.3\"" && first["Cache-Control"] == "no-cache")
      for known in ["\"7.3\"", "\"1\", W/\"7.3\"", "*"] {
        let again = try await harness.send("GET", "/v1/services", [("If-None-Match", known)])
        #expect(again.status == 304 && again["ETag"] == "\"7.3\"" && again.body.isEmpty, "\(known)")
      }
      #expect(try await harness.send("GET", "/v1/services", [("If-None-Match", "\"7\"")]).status == 200)
    }
  }

  @Test func pagesOfListsAreBounded() async throws {
    let sink = RecordingSink()
    try await IngressHarness.with(IngressHarness.settings, sink) { harness in
      for path in [
        "services?limit=201", "services?limit=x", "consultants?limit=-1", "consultants?page=2", "services?a=b",
      ] {
        #expect(try await harness.send("GET", "/v1/\(path)").status == 422, "\(path)")
      }
      for path in ["services?after=a&limit=200", "consultants"] { _ = try await harness.send("GET", "/v1/\(path)") }
    }
    #expect(
      sink.state.withLock { $0.questions } == [
        .services(after: "a", limit: 200), .consultants(after: nil, limit: 50),
      ])
  }

  @Test func sitesAreKnownByTheirTokenWhenTheyAskForStarts() async throws {
    let sink = RecordingSink()
    try await IngressHarness.with(IngressHarness.settings, sink) { harness in
      _ = try await harness.send("GET", "/v1/slots?explain=1")
      _ = try await harness.send("GET", "/v1/slots", [("Authorization", "Bearer new-token")])
      let wrong = try await harness.send("GET", "/v1/slots", [("Authorization", "Bearer other")])
      #expect(wrong.status == 401)
      sink.state.withLock { $0.catalogue = .forSites }
      #expect(try await harness.send("GET", "/v1/consultants/a/slots?explain=1").status == 401)
    }
    #expect(
      sink.state.withLock { $0.questions } == [
        .allSlots(parameters: ["explain": "1"], isOfSite: false), .allSlots(parameters: [:], isOfSite: true),
        .slots(slug: "a", parameters: ["explain": "1"], isOfSite: false),
      ])
  }
}

/// The paths of searches and leads.
@Suite struct MarketRouteTests {
  @Test func searchesAndLeadsHaveTheirPaths() throws {
    #expect(try Route.parse("/v1/matches") == .market(.matches))
    #expect(try Route.parse("/v1/matches/ab/why/anna") == .market(.why(search: "ab", consultant: "anna")))
    #expect(try Route.parse("/v1/matches/ab/outcomes") == .market(.outcomes(search: "ab")))
    #expect(try Route.parse("/v1/leads") == .market(.leads))
    #expect(try Route.parse("/v1/leads/ab") == .market(.lead("ab")))
    #expect(try Route.parse("/v1/leads/ab/touchpoints") == .market(.touchpoints(lead: "ab")))
    for path in ["/v1/matches", "/v1/matches/ab/outcomes", "/v1/leads", "/v1/leads/ab/touchpoints"] {
      #expect(try Route.parse(path).methods == ["POST"])
    }
    for path in ["/v1/matches/ab/why/anna", "/v1/leads/ab"] { #expect(try Route.parse(path).methods == ["GET"]) }
  }

  @Test func theyAreForSitesOnly() async throws {
    try await IngressHarness.with { harness in
      for path in ["/v1/matches", "/v1/leads", "/v1/leads/ab/touchpoints"] {
        let answer = try await harness.send("POST", path)
        #expect(answer.status == 401)
      }
      let listed = try await harness.send("GET", "/v1/leads")
      #expect(listed.status == 405)
    }
  }
}
