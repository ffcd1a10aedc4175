import Testing

/// A type is what one reader has to keep in mind at once, whatever files its parts lie in.
@Suite struct TypeSizeTests {
  struct Size: Hashable {
    var lines = 600
    var files = 3
  }

  static let maximum = Size()

  /// Larger ones, each with its present size. A ceiling goes down with its type and never up; nothing is added.
  static let exceptions: [String: Size] = [:]

  /// True for a file in which a store implements the contract's protocol of one table. The protocol is the role that the
  /// file stands for, so it does not count towards the files of the store's reader and writer.
  static func isOfOneTable(_ file: SourceFile) -> Bool {
    file.module.hasSuffix("Storage") && file.path.contains("/Tables/")
  }

  /// By `Module.Type`, of the types that the module declares itself.
  static let sizes: [String: Size] = {
    var declared: Set<String> = []
    var sizes: [String: Size] = [:]
    for file in SourceTree.sources {
      let extents = TypeExtents.extents(of: file.code)
      for extent in extents where extent.isDeclaration { declared.insert("\(file.module).\(extent.type)") }
      for (type, parts) in Dictionary(grouping: extents, by: \.type) {
        sizes["\(file.module).\(type)", default: Size(lines: 0, files: 0)].lines += parts.map(\.lines).reduce(0, +)
        sizes["\(file.module).\(type)", default: Size(lines: 0, files: 0)].files += isOfOneTable(file) ? 0 : 1
      }
    }
    return sizes.filter { declared.contains($0.key) }
  }()

  @Test func theTypesAreFound() {
    #expect(Self.sizes.count > 400)
    for file in SourceTree.sources where !TypeExtents.isBalanced(file.code) {
      Issue.record("\(file.path): its braces do not pair up, so that its types cannot be measured")
    }
  }

  @Test func noTypeOutgrowsAReader() {
    for (type, size) in Self.sizes.sorted(by: { $0.key < $1.key }) {
      let ceiling = Self.exceptions[type] ?? Self.maximum
      if size.lines > ceiling.lines {
        Issue.record(
          "\(type): \(size.lines) lines with its extensions, at most \(ceiling.lines); find the second noun and make it a type"
        )
      }
      if size.files > ceiling.files {
        Issue.record(
          "\(type): spread over \(size.files) files, at most \(ceiling.files); a role of its own is a type of its own")
      }
    }
  }

  @Test func theExceptionsOnlyShrink() {
    for (type, ceiling) in Self.exceptions.sorted(by: { $0.key < $1.key }) {
      guard let size = Self.sizes[type] else {
        Issue.record("\(type) is gone; take it out of the exceptions")
        continue
      }
      let keepsToTheRule = size.lines <= Self.maximum.lines && size.files <= Self.maximum.files
      #expect(!keepsToTheRule, "\(type) keeps to the rule now; take it out of the exceptions")
      if ceiling.lines > Self.maximum.lines {
        #expect(ceiling.lines * 9 <= size.lines * 10, "\(type): \(size.lines) lines now; lower its ceiling")
      }
      if ceiling.files > Self.maximum.files {
        #expect(ceiling.files * 9 <= size.files * 10, "\(type): in \(size.files) files now; lower its ceiling")
      }
    }
  }

  @Test func aLineBelongsToTheInnermostType() {
    let code = SwiftCode.lines(
      of: """
        struct A: Codable,
          Sendable
        {
          let x = { 1 }  // }
          enum B { case one }
          class func f() {
            guard let actor else { return }
          }
        }
        extension A.B {
          func g() {}
        }
        extension A where T == Int { var y: Int { 1 } }
        """)
    #expect(
      TypeExtents.extents(of: code) == [
        .init(type: "A", isDeclaration: true, lines: 8), .init(type: "A.B", isDeclaration: true, lines: 1),
        .init(type: "A.B", isDeclaration: false, lines: 3), .init(type: "A", isDeclaration: false, lines: 1),
      ])
    #expect(TypeExtents.isBalanced(code))
    #expect(!TypeExtents.isBalanced(["struct A {"]))
  }
}
