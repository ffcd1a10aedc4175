internal import CEL
internal import CivilTime
internal import WorkflowTesting

/// Draws a value of a type, as somebody outside may send it.
struct ValueDraw {
  var draw: Draw

  mutating func value(of type: CELType) -> Value {
    switch type {
    case .nullable(let inner): return draw.chance(50) ? .null : value(of: inner)
    case .int: return .int(Int64(draw.below(20)) - 5)
    case .bool: return .bool(draw.chance(50))
    case .string: return .string(["", "a", "xyz", "Ü"][draw.below(4)])
    case .enumeration(let words): return .string(draw.one(of: words))
    case .timestamp: return .string("2027-0\(1 + draw.below(9))-11T10:00:00Z")
    case .duration: return .string("PT\(draw.below(100))M")
    case .list(let element): return .list((0..<draw.below(3)).map { _ in value(of: element) })
    case .object(let fields):
      var map = ValueMap()
      for field in fields {
        if field.isOptional, draw.chance(33) { continue }
        map[field.name] = value(of: field.type)
      }
      return .map(map)
    case .map: return .map(ValueMap())
    default: return .null
    }
  }
}
