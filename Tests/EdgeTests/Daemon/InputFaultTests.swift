import CEL
import Executors
import Ingress
import Testing

@testable import Daemon

/// The faults of a body are found all at once, with places that programs can follow.
@Suite struct InputFaultTests {
  private static let zones = SystemZones()

  private var type: CELType {
    func text(_ format: String) -> FieldLimits {
      FieldLimits(min: nil, max: nil, format: FieldFormat(format, zones: Self.zones))
    }
    return .object([
      .init(name: "reference", type: .string), .init(name: "price", type: .int),
      .init(
        name: "client",
        type: .object([
          .init(name: "zone", type: .string, limits: text("zone")),
          .init(name: "email", type: .opaque("personal"), limits: text("email")),
          .init(name: "phones", type: .list(.string)),
        ])),
    ])
  }

  private func faults(_ body: Value) -> [FieldFault] { InputFaults.of(body, type: type, limits: InputLimits()) }

  @Test func faultsOfZonesAddressesAndTypesAreReportedTogether() {
    let found = faults([
      "reference": "A-1", "prise": 3,
      "client": ["zone": "Europe/Berlim", "email": "ada@", "phones": ["1", 2]],
    ])
    #expect(
      Set(found.map(\.pointer)) == ["#/prise", "#/price", "#/client/zone", "#/client/email", "#/client/phones/1"])
    #expect(found.first { $0.pointer == "#/prise" }?.cure?.contains("price") == true)
    #expect(found.first { $0.pointer == "#/client/zone" }?.expected.contains("Europe/Berlin") == true)
  }

  @Test func aReferenceThatCannotBeOneIsAFault() {
    let client: Value = ["zone": "Europe/Berlin", "email": "a@b.example", "phones": []]
    #expect(faults(["reference": "a b", "price": 1, "client": client]).map(\.pointer) == ["#/reference"])
    #expect(faults(["reference": "a:b", "price": 1, "client": client]).isEmpty)
  }

  @Test func namesOfASenderAreEscaped() {
    #expect(InputFaults.pointer("a/b~c d[2].é") == "#/a~1b~0c%20d/2/%C3%A9")
    #expect(InputFaults.pointer("") == "#")
  }
}
