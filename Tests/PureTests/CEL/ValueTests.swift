import CEL
import CivilTime
import Testing

@Suite struct ValueTests {
  @Test func mapsAreEqualWhateverTheirOrder() {
    let a: Value = ["x": 1, "y": [true, nil]]
    let b: Value = ["y": [true, nil], "x": 1]
    #expect(a == b)
    #expect(a.hashValue == b.hashValue)
    #expect(a != ["x": 1])
  }

  @Test func stringsAreEqualByCodePoint() {
    #expect(Value.string("\u{E9}") != .string("e\u{301}"))
    #expect(Value.string("K") != .string("\u{212A}"))
    let map = ValueMap([("\u{E9}", 1), ("e\u{301}", 2)])
    #expect(map.count == 2)
    #expect(map["e\u{301}"] == 2)
  }

  @Test func aMapKeepsItsOrderAndFindsItsKeysAtEverySize() {
    for count in [0, 1, 8, 9, 10, 500] {
      var map = ValueMap()
      for number in 0..<count { map[key: .int(Int64(number * 7 % 501))] = .int(Int64(number)) }
      for number in 0..<count {
        #expect(map[key: .uint(UInt64(number * 7 % 501))] == .int(Int64(number)))
        #expect(map[key: .double(Double(number * 7 % 501))] == .int(Int64(number)))
      }
      #expect(map.values == (0..<count).map { .int(Int64($0)) })
      map[key: 0] = nil
      #expect(map.count == max(0, count - 1))
      #expect(map[key: 0] == nil)
      if count > 1 { #expect(map[key: 7] == 1) }
    }
  }

  @Test func nestingCountsListsAndMaps() {
    #expect(Value.int(1).nesting == 0)
    #expect(Value.list([]).nesting == 1)
    #expect((["a": [1, ["b": 2]]] as Value).nesting == 3)
  }

  @Test func typesDecodeWhatJSONHolds() throws {
    let type = CELType.object([
      .init("at", .timestamp), .init("wait", .duration), .init("price", .double), .init("tags", .list(.string)),
      .init("note", .nullable(.string)), .init("kind", .enumeration(["a", "b"])),
    ])
    let json = try JSON.parse(
      #"{"at":"2027-03-28T09:00:00+02:00","wait":"PT15M","price":3,"tags":["x"],"kind":"a"}"#)
    let value = try type.decode(json)
    #expect(value["at"] == .timestamp(try Instant.parse("2027-03-28T07:00:00Z")))
    #expect(value["wait"] == .duration(.seconds(900)))
    #expect(value["price"] == .double(3))
    #expect(value["note"] == .null)
    #expect(type.accepts(value))
    #expect(try type.decode(try JSON.parse(JSON.encode(value))) == value)
    #expect(type.normalize(value) == value)
    #expect(CELType.dyn.normalize(value)["at"] == "2027-03-28T07:00:00Z")
    #expect(CELType.dyn.normalize(value)["wait"] == "900s")
  }

  @Test(
    arguments: [
      (#"{"clientt":{"name":"x"}}"#, "clientt", "did you mean 'client'?"),
      (#"{"client":{"name":3}}"#, "client.name", nil),
      (#"{"client":{}}"#, "client.name", nil),
      (#"{"client":{"name":"x","kind":"paidd"}}"#, "client.kind", "did you mean 'paid'?"),
      (#"{"client":{"name":"x","list":[1,"a"]}}"#, "client.list[1]", nil),
    ] as [(String, String, String?)])
  func aMismatchNamesItsPath(json: String, path: String, hint: String?) throws {
    let type = CELType.object([
      .init(
        "client",
        .object([
          .init("name", .string), .init("kind", .nullable(.enumeration(["paid", "failed"]))),
          .init("list", .nullable(.list(.int))),
        ]))
    ])
    let error = #expect(throws: TypeMismatch.self) { try type.decode(try JSON.parse(json)) }
    #expect(error?.path == path)
    #expect(error?.hint == hint)
  }
}
