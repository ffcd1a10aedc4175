import CEL
import CivilTime
import Testing

@Suite struct JSONStreamTests {
  @Test func piecesGiveTheBytesOfTheWholeValue() throws {
    let at = try Instant.parse("2027-03-01T09:30:00.25Z")
    let odd = "line\n\"quoted\" \u{1} ü"
    var json = JSONStream()
    json.object { json in
      json.key(odd)
      json.value(odd)
      json.key("empty")
      json.list { _ in }
      json.key("list")
      json.list { json in
        json.value(Int64.min)
        json.object { _ in }
        json.value(true)
        json.value(at)
        json.value(nil as Instant?)
        json.value(["b": 1, "a": [2, "c"]] as Value)
      }
      json.key("last")
      json.value(false)
    }
    let whole: Value = [
      odd: .string(odd), "empty": [],
      "list": [.int(.min), .map(ValueMap()), true, .timestamp(at), .null, ["b": 1, "a": [2, "c"]]], "last": false,
    ]
    #expect(json.bytes == JSON.encode(whole))
  }

  @Test func aCanonicalStreamSortsTheKeysOfWholeValues() {
    var json = JSONStream(isCanonical: true)
    json.list { json in
      json.value(["b": 1, "a": 2] as Value)
      json.value(["d": ["z": 1, "y": 2], "c": 3] as Value)
    }
    #expect(String(decoding: json.bytes, as: UTF8.self) == #"[{"a":2,"b":1},{"c":3,"d":{"y":2,"z":1}}]"#)
  }
}
