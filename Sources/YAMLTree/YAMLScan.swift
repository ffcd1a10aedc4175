internal import CYaml

/// Reads a text event by event before a tree is built. A tree repeats an alias's content at each of its uses, so that
/// nine lines could fill the memory, and walking or hashing the tree would never end. To the scan a text is only as
/// large as it is written.
///
/// The scan stops at broken syntax without a fault; the reader after it reports that.
struct YAMLScan {
  let limits: YAMLLimits
  private(set) var faults: [YAMLFault] = []
  private var depth = 0
  private var nodes = 0

  init(limits: YAMLLimits) { self.limits = limits }

  mutating func run(_ source: String) {
    // The parser keeps its own address, so it must not move.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { parser.deallocate() }
    guard yaml_parser_initialize(parser) == 1 else { return }
    defer { yaml_parser_delete(parser) }
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    var source = source
    source.withUTF8 { bytes in
      yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
      while next(parser) {}
    }
  }

  /// Returns false at the end of the text, at broken syntax, and beyond a limit.
  private mutating func next(_ parser: UnsafeMutablePointer<yaml_parser_t>) -> Bool {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { return false }
    defer { yaml_event_delete(&event) }
    switch event.type {
    case YAML_STREAM_END_EVENT: return false
    case YAML_SCALAR_EVENT:
      if event.data.scalar.length > limits.scalarBytes {
        add(.longScalar, event, "the text exceeds \(limits.scalarBytes) bytes")
        return false
      }
      return meet(event, anchor: event.data.scalar.anchor, tag: event.data.scalar.tag)
    case YAML_SEQUENCE_START_EVENT:
      defer { depth += 1 }
      return meet(event, anchor: event.data.sequence_start.anchor, tag: event.data.sequence_start.tag)
    case YAML_MAPPING_START_EVENT:
      defer { depth += 1 }
      return meet(event, anchor: event.data.mapping_start.anchor, tag: event.data.mapping_start.tag)
    case YAML_ALIAS_EVENT:
      return meet(event, anchor: event.data.alias.anchor, sign: "*", tag: nil)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: depth -= 1
    default: break
    }
    return true
  }

  private mutating func meet(
    _ event: yaml_event_t, anchor: UnsafeMutablePointer<yaml_char_t>?, sign: String = "&",
    tag: UnsafeMutablePointer<yaml_char_t>?
  ) -> Bool {
    nodes += 1
    if depth > limits.depth {
      add(.tooDeep, event, "nested deeper than \(limits.depth)", cure: "flatten it")
      return false
    }
    if nodes > limits.nodes {
      add(.tooLarge, event, "the file has more than \(limits.nodes) values")
      return false
    }
    if let anchor {
      add(
        .anchor, event, "anchors and aliases are not part of the language", given: sign + String(cString: anchor))
    }
    if let tag {
      let name = String(cString: tag)
      add(.tag, event, "tag '\(name)' hides the value behind it", given: name)
    }
    return faults.count < limits.faults
  }

  private mutating func add(
    _ kind: YAMLFault.Kind, _ event: yaml_event_t, _ message: String, cure: String = "", given: String? = nil
  ) {
    let place = Place(line: Int(event.start_mark.line) + 1, column: Int(event.start_mark.column) + 1)
    faults.append(YAMLFault(kind, at: place, message, cure: cure, given: given))
  }
}
