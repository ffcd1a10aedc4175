internal import CYaml

/// A first look at a file, event by event, before a tree is made of it. A tree repeats what an alias stands for at each of its uses, so
/// that nine lines can fill the memory; whoever walks or hashes it never ends. Here a file is only as large as it is written.
///
/// Syntax is told by the reader that follows: where the file is broken, the scan just ends.
struct YAMLScan {
  let file: String
  let limits: YAMLLimits
  private(set) var findings: [Finding] = []
  private var depth = 0
  private var nodes = 0

  init(file: String, limits: YAMLLimits) {
    self.file = file
    self.limits = limits
  }

  mutating func run(_ source: String) {
    // The parser keeps its own address, so that it must not move.
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

  /// False at the end of the file, at a mistake, and where it has become too much.
  private mutating func next(_ parser: UnsafeMutablePointer<yaml_parser_t>) -> Bool {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { return false }
    defer { yaml_event_delete(&event) }
    switch event.type {
    case YAML_STREAM_END_EVENT: return false
    case YAML_SCALAR_EVENT:
      if event.data.scalar.length > limits.scalarBytes {
        report(
          "yaml-too-large", event, "the text exceeds \(limits.scalarBytes) bytes", "named functions for its parts")
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
      return meet(event, anchor: event.data.alias.anchor, tag: nil)
    case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: depth -= 1
    default: break
    }
    return true
  }

  private mutating func meet(
    _ event: yaml_event_t, anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?
  ) -> Bool {
    nodes += 1
    if depth > limits.depth {
      report("yaml-too-deep", event, "nested deeper than \(limits.depth)", "flatten it")
      return false
    }
    if nodes > limits.nodes {
      report("yaml-too-large", event, "the file has more than \(limits.nodes) values", YAMLReader.tooLargeCure)
      return false
    }
    if anchor != nil {
      report(
        "yaml-anchor", event, "anchors and aliases are not part of the language", "use a named action or 'include'")
    }
    if let tag {
      report(
        "yaml-tag", event, "tag '\(String(cString: tag))' hides the value behind it", "put the expression in quotes")
    }
    return findings.count < limits.findings
  }

  private mutating func report(_ code: String, _ event: yaml_event_t, _ message: String, _ cure: String) {
    findings.append(
      Finding(
        code: code, file: file, line: event.start_mark.line + 1, column: event.start_mark.column + 1,
        message: message, cure: cure))
  }
}

/// How much of a file is read.
struct YAMLLimits {
  /// 1 MiB; a definition is some kilobytes.
  var bytes = 1 << 20
  /// Collections within each other.
  var depth = 64
  /// Scalars and collections; the largest definitions have some thousands. Some checks compare each with each.
  var nodes = 10_000
  /// Bytes of one scalar; an expression has no more either.
  var scalarBytes = 1 << 16
  /// Mistakes that are told before the rest is left unread.
  var findings = 20
}
