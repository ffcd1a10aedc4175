import CEL
import Foundation
import Testing
import WorkflowDefinitions
import WorkflowTesting

/// `config/workflow.schema.json` and the manual know the keys that the loader knows, no more and no fewer.
@Suite struct SchemaTests {
  static let schema = Result {
    let file = ShippedWorkflows.root.appendingPathComponent("config/workflow.schema.json")
    return try JSON.parse([UInt8](Data(contentsOf: file)))
  }

  private static func names(_ value: Value?) -> [String] {
    value?.mapValue?.entries.compactMap(\.key.stringValue) ?? []
  }

  @Test(arguments: Keys.all.map(\.place))
  func everyKeyStandsInTheSchemaAndEveryOtherIsRefused(place: String) throws {
    let table = try #require(Keys.all.first { $0.place == place })
    let definition = try #require(try Self.schema.get()["definitions"]?[place])
    #expect(Self.names(definition["properties"]).sorted() == table.keys.sorted())
    #expect(definition["additionalProperties"] == false)
  }

  @Test func everyActionStandsInTheSchema() throws {
    let known = Self.names(try Self.schema.get()["definitions"]?["action"]?["properties"])
    #expect(Set(Keys.actions).isSubset(of: known))
    #expect(Set(known).subtracting(Keys.actions) == ["with", "then", "else"])
  }

  @Test func everyKeyIsDescribedForEditors() throws {
    let schema = try Self.schema.get()
    func resolved(_ node: Value) -> Value {
      guard let path = node["$ref"]?.stringValue else { return node }
      var target = schema
      for part in path.split(separator: "/").dropFirst() { target = target[String(part)] ?? .null }
      return target
    }
    for table in Keys.all {
      for key in table.keys {
        let property = try #require(schema["definitions"]?[table.place]?["properties"]?[key])
        let text = resolved(property)["description"]?.stringValue ?? ""
        #expect(text.count > 3, "\(table.place).\(key) has no description")
      }
    }
  }

  @Test func theManualNamesEveryKey() throws {
    let manual = try String(
      contentsOf: ShippedWorkflows.root.appendingPathComponent("docs/workflow-language.md"), encoding: .utf8)
    for table in Keys.all {
      for key in table.keys {
        let isNamed = manual.contains(try Regex("`[^`]*\\b\(key)\\b[^`]*`"))
        #expect(isNamed, "docs/workflow-language.md does not name '\(key)' of \(table.phrase)")
      }
    }
    for action in Keys.actions { #expect(manual.contains("`\(action)")) }
  }

  @Test func theShippedFilesNameTheirSchema() throws {
    for file in try ShippedWorkflows.files() {
      #expect(
        String(decoding: file.source, as: UTF8.self).hasPrefix(
          "# yaml-language-server: $schema=../config/workflow.schema.json\n"), "\(file.path)")
    }
  }
}
