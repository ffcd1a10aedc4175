import Testing

/// The scanner that the other tests rest on.
@Suite struct SwiftCodeTests {
  @Test func commentsAreNotCode() {
    #expect(SwiftCode.lines(of: "a // await\nb /* await /* x */\n */ c") == ["a ", "b ", " c"])
  }

  @Test func stringsAreNotCode() {
    #expect(SwiftCode.lines(of: #"let a = "await \(f("x")) // \" y"; b"#) == [#"let a = ""; b"#])
    #expect(SwiftCode.lines(of: ##"let a = #"await " \n"#; b"##) == [#"let a = ""; b"#])
  }

  @Test func longStringsKeepTheNumbersOfLines() {
    #expect(SwiftCode.lines(of: "a = \"\"\"\n  await\n  \"\"\"\nb") == ["a = \"\"", "", "", "b"])
  }

  @Test func importsAreFoundInEveryForm() {
    let file = SourceFile(
      path: "Sources/X/Y.swift", text: "import A\npublic import B\n@testable import C\nimport struct D.E\n// import F\n"
    )
    #expect(file.imports.map(\.module) == ["A", "B", "C", "D"])
    #expect(file.imports.map(\.line) == [0, 1, 2, 3])
  }
}
