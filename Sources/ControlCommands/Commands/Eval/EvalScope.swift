import ArgumentParser
import CEL
import CivilTime
import Executors
import Glibc
import Statecharts

/// The names of an expression that `eval` evaluates, their types and values.
struct EvalScope: Bindings {
  private(set) var environment = CELEnvironment(zones: SystemZones())
  private var values: [Value] = []

  init(_ options: Eval, now present: Instant) throws {
    for function in HostFunction.allCases {
      environment.declareHostFunction(function.name, [.string], function.result, id: function.rawValue)
    }
    var types = try options.types.map { try Self.fields(in: $0) } ?? []
    for pair in options.variables {
      let parts = pair.split(separator: "=", maxSplits: 1)
      guard parts.count == 2 else { throw ValidationError("--var has to be name=type: \(pair)") }
      let name = String(parts[0])
      types.removeAll { $0.name == name }
      types.append(CELType.Field(name, try Self.type(String(parts[1]), option: "--var \(name)")))
    }
    var given = try options.context.map { try Self.object(in: $0) } ?? ValueMap()
    if let text = options.now {
      guard let instant = try? Instant.parse(text) else {
        throw ValidationError("--now is not an instant: '\(text)'; write it as 2027-03-28T09:00:00Z")
      }
      given["now"] = .timestamp(instant)
    } else if given["now"] == nil {
      given["now"] = .timestamp(present)
    }
    if !types.contains(where: { $0.name == "now" }) { types.append(CELType.Field("now", .timestamp)) }
    if let zone = options.zone {
      guard SystemZones().rules(for: zone) ?? ZoneRules.fixed(zone) != nil else {
        throw ValidationError("--zone: there is no time zone '\(zone)'; write it as Europe/Berlin, UTC or +02:00")
      }
      given["zone"] = .string(zone)
    }
    try declare(types, given, needsValues: !options.isTypeOnly)
  }

  /// Declared names have their type; all other given names are dynamic.
  private mutating func declare(_ types: [CELType.Field], _ given: ValueMap, needsValues: Bool) throws {
    for field in types {
      guard let value = given[field.name] else {
        guard field.type.isNullable || !needsValues else {
          throw ValidationError("'\(field.name)' is declared as \(field.type) and has no value; add it to --context")
        }
        add(field.name, field.type, .null)
        continue
      }
      do throws(TypeMismatch) { add(field.name, field.type, try field.type.decode(value)) } catch {
        throw ValidationError("the value of '\(field.name)' does not fit its type: \(error.message)")
      }
    }
    for entry in given.entries {
      guard let name = entry.key.stringValue, !types.contains(where: { $0.name == name }) else { continue }
      add(name, .dyn, entry.value)
    }
  }

  private mutating func add(_ name: String, _ type: CELType, _ value: Value) {
    environment.declare(name, type, slot: values.count)
    values.append(value)
  }

  // MARK: evaluation

  func value(slot: Int) throws(EvaluationError) -> Value { values[slot] }

  func call(host id: Int, _ arguments: [Value]) throws(EvaluationError) -> Value {
    let name = HostFunction(rawValue: id)?.name ?? ""
    throw EvaluationError(
      code: "no-machine",
      message:
        "\(name)() looks into a running machine, and eval has none; leave it out, or try "
        + "the workflow with its tests")
  }

  // MARK: reading

  static func type(_ text: String, option: String) throws -> CELType {
    do throws(CELIssues) { return try CELType(notation: text) } catch {
      throw ValidationError("\(option) is not a type:\n\(error.rendered(source: text))")
    }
  }

  private static func fields(in path: String) throws -> [CELType.Field] {
    let text = String(decoding: try bytes(path, option: "--types"), as: UTF8.self)
    guard case .object(let fields) = try type(text, option: "--types \(path)") else {
      throw ValidationError("--types \(path) has to name its types: {price: int, client: {name: string}}")
    }
    return fields
  }

  private static func object(in path: String) throws -> ValueMap {
    let bytes = try bytes(path, option: "--context")
    let value: Value
    do throws(JSONError) { value = try JSON.parse(bytes) } catch {
      throw ValidationError("--context \(path) is not JSON: \(error)")
    }
    guard case .map(let map) = value else { throw ValidationError("--context \(path) has to hold a JSON object") }
    return map
  }

  /// Reads to the end, from files and pipes alike.
  private static func bytes(_ path: String, option: String) throws -> [UInt8] {
    let descriptor = path == "-" ? 0 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw ValidationError("\(option): '\(path)' cannot be opened; name a file that is there and may be read")
    }
    defer { if descriptor != 0 { close(descriptor) } }
    var all: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw ValidationError("\(option): '\(path)' cannot be read; name a file, not a folder") }
      guard count > 0 else { return all }
      all += buffer[..<count]
      guard all.count <= largestFile else {
        throw ValidationError(
          "\(option): '\(path)' has more than \(largestFile) bytes; give only the values that the expression needs")
      }
    }
  }

  private static let largestFile = 16 << 20
}
