import CivilTime

/// The conversions `int()`, `string()` and the like (language definition, "Standard Definitions").
enum Conversions {
  static func add(to table: inout FunctionTable) {
    let any = CELType.parameter("T")
    table.add("dyn", signatures: [([any], .dyn)], .identity)
    table.add("type", signatures: [([any], .type)], .unary(type))
    table.add(
      "int",
      signatures: [
        ([.int], .int), ([.uint], .int), ([.double], .int), ([.string], .int), ([.timestamp], .int),
        ([.duration], .int),
      ],
      .unary(int))
    table.add(
      "uint", signatures: [([.uint], .uint), ([.int], .uint), ([.double], .uint), ([.string], .uint)], .unary(uint))
    table.add(
      "double", signatures: [([.double], .double), ([.int], .double), ([.uint], .double), ([.string], .double)],
      .unary(double))
    table.add(
      "string",
      signatures: [
        ([.string], .string), ([.int], .string), ([.uint], .string), ([.double], .string), ([.bool], .string),
        ([.bytes], .string), ([.timestamp], .string), ([.duration], .string),
      ],
      .unary(string))
    table.add("bytes", signatures: [([.bytes], .bytes), ([.string], .bytes)], .unary(bytes))
    table.add("bool", signatures: [([.bool], .bool), ([.string], .bool)], .unary(bool))
    table.add(
      "timestamp", signatures: [([.timestamp], .timestamp), ([.string], .timestamp), ([.int], .timestamp)], folds: true,
      .unary(timestamp))
    table.add(
      "duration", signatures: [([.duration], .duration), ([.string], .duration), ([.int], .duration)], folds: true,
      .unary(duration))
  }

  private static func failure(_ value: Value, _ type: String) -> EvaluationError {
    EvaluationError("bad-conversion", "\(ValueText.summary(value)) is not \(type)")
  }

  private static func range(_ value: Value, _ type: String) -> EvaluationError {
    EvaluationError("overflow", "\(ValueText.display(value)) is out of the range of \(type)")
  }

  static func type(_ value: Value) throws(EvaluationError) -> Value { .type(value.dynamicType) }

  static func int(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .int: return value
    case .uint(let number):
      guard let exact = Int64(exactly: number) else { throw range(value, "int") }
      return .int(exact)
    case .double(let number):
      // Both bounds are exclusive, because the doubles at the bounds stand for more than one whole number.
      guard number > -0x1p63, number < 0x1p63 else { throw range(value, "int") }
      return .int(Int64(number))
    case .string(let text):
      guard let number = Int64(text) else { throw failure(value, "a whole number") }
      return .int(number)
    case .timestamp(let instant): return .int(instant.seconds)
    case .duration(let duration): return .int(duration.components.seconds)
    default: throw .noOverload("int()", value)
    }
  }

  static func uint(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .uint: return value
    case .int(let number):
      guard let exact = UInt64(exactly: number) else { throw range(value, "uint") }
      return .uint(exact)
    case .double(let number):
      guard number >= 0, number < 0x1p64 else { throw range(value, "uint") }
      return .uint(UInt64(number))
    case .string(let text):
      // As in Go, no sign is accepted, neither `+1` nor `-0`.
      guard let first = text.utf8.first, (48...57).contains(first), let number = UInt64(text) else {
        throw failure(value, "a whole number from 0")
      }
      return .uint(number)
    default: throw .noOverload("uint()", value)
    }
  }

  static func double(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .double: return value
    case .int(let number): return .double(Double(number))
    case .uint(let number): return .double(Double(number))
    case .string(let text):
      // These words are accepted in any case, as in Go.
      switch text.utf8.map({ (65...90).contains($0) ? $0 | 0x20 : $0 }) {
      case Array("nan".utf8): return .double(.nan)
      case Array("infinity".utf8), Array("+infinity".utf8), Array("inf".utf8), Array("+inf".utf8):
        return .double(.infinity)
      case Array("-infinity".utf8), Array("-inf".utf8): return .double(-.infinity)
      default:
        let decimal = text.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
        guard decimal, let number = Double(text), number.isFinite else { throw failure(value, "a number") }
        return .double(number)
      }
    default: throw .noOverload("double()", value)
    }
  }

  static func string(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .string: return value
    case .bytes(let bytes):
      guard let text = String(validating: bytes, as: UTF8.self) else {
        throw EvaluationError("bad-conversion", "the bytes are not valid UTF-8")
      }
      return .string(text)
    case .bool, .int, .uint, .double, .timestamp, .duration: return .string(ValueText.display(value))
    default: throw .noOverload("string()", value)
    }
  }

  static func bytes(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .bytes: return value
    case .string(let text): return .bytes(Array(text.utf8))
    default: throw .noOverload("bytes()", value)
    }
  }

  static func bool(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .bool: return value
    case .string("1"), .string("t"), .string("T"), .string("true"), .string("TRUE"), .string("True"): return .bool(true)
    case .string("0"), .string("f"), .string("F"), .string("false"), .string("FALSE"), .string("False"):
      return .bool(false)
    case .string: throw failure(value, "true or false")
    default: throw .noOverload("bool()", value)
    }
  }

  static func timestamp(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .timestamp: return value
    case .string(let text):
      do { return .timestamp(try Instant.parse(text)) } catch { throw EvaluationError(error.code, error.message) }
    case .int(let seconds):
      guard let instant = Instant(seconds: seconds) else { throw range(value, "timestamp, in seconds since 1970") }
      return .timestamp(instant)
    default: throw .noOverload("timestamp()", value)
    }
  }

  static func duration(_ value: Value) throws(EvaluationError) -> Value {
    switch value {
    case .duration: return value
    case .string(let text): return .duration(try DurationText.parse(text))
    case .int(let seconds): return try Arithmetic.duration(Int128(seconds) * 1_000_000_000)
    default: throw .noOverload("duration()", value)
    }
  }
}
