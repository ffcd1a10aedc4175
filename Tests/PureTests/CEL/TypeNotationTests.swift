import CEL
import Testing

@Suite struct TypeNotationTests {
  @Test(arguments: [
    ("int", CELType.int), (" timestamp | null ", .nullable(.timestamp)),
    ("paid|failed", .enumeration(["paid", "failed"])),
    ("[string]", .list(.string)), ("[[int]]|null", .nullable(.list(.list(.int)))),
    (
      "{price: int, client: {name: string}}",
      .object([.init("price", .int), .init("client", .object([.init("name", .string)]))])
    ),
    (
      #"{"price": "int|null", "tags": ["string"]}"#,
      .object([.init("price", .nullable(.int)), .init("tags", .list(.string))])
    ),
    ("map(string, list(int))", .map(.string, .list(.int))), ("optional(int)", .optional(.int)), ("dyn", .dyn),
    ("null", .null),
    ("pair(int, string)", .abstract("pair", [.int, .string])), ("{}", .object([])),
  ])
  func typesAreReadAsTheyAreWritten(text: String, type: CELType) throws {
    #expect(try CELType(notation: text) == type)
    #expect(try CELType(notation: type.description) == type)
  }

  @Test(arguments: [
    ("itn", 0, "'itn' is not a type"), ("{a: int, a: int}", 9, "there twice"), ("[int", 4, "expected ']'"),
    ("int|a", 0, "'int' is a type"), ("{a int}", 3, "expected ':'"), ("", 0, "expected a type"),
    ("int)", 3, "expected '|'"),
    ("[int]|a", 6, "stands alone"), ("list(int, int)", 0, "does not take 2 types"), ("'int", 0, "does not end"),
    (#"{"a": "itn"}"#, 6, "'itn' is not a type"),
  ])
  func anInvalidTypeIsRefusedWithItsPlace(text: String, offset: Int, message: String) {
    let error = #expect(throws: CELIssues.self) { try CELType(notation: text) }
    #expect(error?.issues.first?.offset == offset)
    #expect(error?.issues.first?.message.contains(message) == true, "\(String(describing: error))")
  }

  @Test func deepTypesAreRefused() {
    let text = String(repeating: "[", count: 5_000) + "int" + String(repeating: "]", count: 5_000)
    let error = #expect(throws: CELIssues.self) { try CELType(notation: text) }
    #expect(error?.issues.first?.code == "limit")
  }
}
