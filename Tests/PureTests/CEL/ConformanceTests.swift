@testable import CEL
import CivilTime
import Foundation
import Testing

/// The plain part of the cel-spec conformance suite, read in place from the folder `cel` of the folder that
/// `CONFORMANCE_DIR` names, `../shared/conformance` beside the package by default.
@Suite struct ConformanceTests {
  private static var folder: String {
    if let named = ProcessInfo.processInfo.environment["CONFORMANCE_DIR"], !named.isEmpty { return "\(named)/cel" }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return package.appendingPathComponent("../shared/conformance/cel").standardizedFileURL.path
  }

  /// Cases that contradict the language definition: a bytes literal that holds no backslash, and an expected value that
  /// does. cel-cpp does not pass them either.
  private static let contradictions: Set<String> = [
    "parse/bytes_literals/triple_single_quoted_unescaped_punctuation",
    "parse/bytes_literals/triple_double_quoted_unescaped_punctuation",
  ]

  @Test func everyCaseOfTheSuitePasses() throws {
    let files = ((try? FileManager.default.contentsOfDirectory(atPath: Self.folder)) ?? []).filter {
      $0.hasSuffix(".json")
    }
    if files.isEmpty {
      #expect(ProcessInfo.processInfo.environment["CI"] == nil, "the conformance suite is missing: \(Self.folder)")
      return
    }
    var (passed, all) = (0, 0)
    for file in files.sorted() {
      let data = try #require(FileManager.default.contents(atPath: "\(Self.folder)/\(file)"))
      let suite = try JSON.parse([UInt8](data))
      for test in suite["tests"]?.listValue ?? [] {
        all += 1
        let name = "\(file.dropLast(5))/\(test["_section"]?.stringValue ?? "")/\(test["name"]?.stringValue ?? "")"
        guard let verdict = ConformanceCase(test).run() else {
          passed += 1
          continue
        }
        print("cel: \(name): \(verdict)")
        if !Self.contradictions.contains(name) { Issue.record("\(name): \(verdict)") }
      }
    }
    print("cel: \(passed) of \(all)")
  }
}

/// One case of the suite: its environment, what it evaluates, what should come out.
private struct ConformanceCase {
  private let test: Value

  init(_ test: Value) { self.test = test }

  /// nil when it passes, else what came out.
  func run() -> String? {
    let source = test["expr"]?.stringValue ?? ""
    var fixture = Fixture()
    fixture.environment.container = test["container"]?.stringValue ?? ""
    let bindings = test["bindings"]?.mapValue ?? ValueMap()
    var declared: [String] = []
    for entry in test["type_env"]?.listValue ?? [] {
      let name = entry["name"]?.stringValue ?? ""
      if let type = entry["ident"]?["type"] {
        fixture = fixture.with(name, Self.type(type), Self.value(bindings[name]?["value"]) ?? .null)
        declared.append(name)
      }
      for overload in entry["function"]?["overloads"]?.listValue ?? [] {
        let parameters = (overload["params"]?.listValue ?? []).map(Self.type)
        // A member function is declared under its name with a point before it.
        let member = overload["is_instance_function"] == true ? "." : ""
        fixture.environment.declareFunction(member + name, parameters, Self.type(overload["result_type"] ?? .null)) {
          _ throws(EvaluationError) in .null
        }
      }
    }
    for (key, value) in bindings.entries {
      guard let name = key.stringValue, !declared.contains(name) else { continue }
      fixture = fixture.with(name, .dyn, Self.value(value["value"]) ?? .null)
    }
    do {
      let unchecked = test["disable_check"] == true
      let program =
        unchecked ? try fixture.environment.compileUnchecked(source) : try fixture.environment.compile(source)
      if let deduced = test["typed_result"]?["deduced_type"], program.resultType != Self.type(deduced) {
        return "type \(program.resultType), expected \(Self.type(deduced))"
      }
      if test["check_only"] == true { return nil }
      let result = try program.evaluate(fixture)
      if test["eval_error"] != nil { return "\(result), expected an error" }
      guard let expected = Self.value(test["value"] ?? test["typed_result"]?["result"]) else {
        return result == true ? nil : "\(result)"
      }
      return Self.same(result, expected) ? nil : "\(result), expected \(expected)"
    } catch {
      return test["eval_error"] != nil ? nil : "\(error)"
    }
  }

  private static func same(_ a: Value, _ b: Value) -> Bool {
    if case .double(let x) = a, case .double(let y) = b, x.isNaN, y.isNaN { return true }
    if case .type(let x) = a, case .string(let y) = b {
      return x.description == y || Value.type(x) == .string(y) || "\(Interpolation.display(a))" == y
    }
    return a == b
  }

  private static func type(_ json: Value) -> CELType {
    switch json["primitive"]?.stringValue {
    case "INT64": return .int
    case "UINT64": return .uint
    case "DOUBLE": return .double
    case "BOOL": return .bool
    case "STRING": return .string
    case "BYTES": return .bytes
    default: break
    }
    if let list = json["list_type"] { return .list(type(list["elem_type"] ?? .null)) }
    if let map = json["map_type"] { return .map(type(map["key_type"] ?? .null), type(map["value_type"] ?? .null)) }
    if json.mapValue?["null"] != nil { return .null }
    if let name = json["type_param"]?.stringValue { return .parameter(name) }
    if let known = json["well_known"]?.stringValue {
      return known == "TIMESTAMP" ? .timestamp : known == "DURATION" ? .duration : .dyn
    }
    if let abstract = json["abstract_type"], let name = abstract["name"]?.stringValue {
      let parameters = (abstract["parameter_types"]?.listValue ?? []).map(type)
      return name == "optional_type" ? .optional(parameters.first ?? .dyn) : .abstract(name, parameters)
    }
    if let wrapped = json["wrapper"] { return .nullable(type(["primitive": wrapped])) }
    if json["type"] != nil { return .type }
    return .dyn
  }

  private static func value(_ json: Value?) -> Value? {
    guard let map = json?.mapValue, let (key, value) = map.entries.first else { return nil }
    let text = value.stringValue ?? ""
    switch key.stringValue {
    case "null_value": return .null
    case "bool_value": return value
    case "int64_value": return Int64(text).map(Value.int) ?? value
    case "uint64_value": return UInt64(text).map(Value.uint)
    case "double_value":
      if case .int(let number) = value { return .double(Double(number)) }
      if case .double = value { return value }
      return .double(text == "NaN" ? .nan : text == "-Infinity" ? -.infinity : .infinity)
    case "string_value", "type_value": return value
    case "bytes_value": return Data(base64Encoded: text).map { .bytes([UInt8]($0)) }
    case "list_value": return .list((value["values"]?.listValue ?? []).compactMap { self.value($0) })
    case "map_value":
      var map = ValueMap()
      for entry in value["entries"]?.listValue ?? [] {
        guard let key = self.value(entry["key"]), let value = self.value(entry["value"]) else { continue }
        map[key: key] = value
      }
      return .map(map)
    default: return nil
    }
  }
}
