import FoundationEssentials
import Glibc
import Testing

@testable import Control

/// `docs/control-protocol.md` says what the types are.
@Suite struct ControlManualTests {
  private let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private func comments() throws -> TypeComments {
    try TypeComments(folder: root.appendingPathComponent("Sources/Control/Requests").path)
  }

  /// With `WRITE_MANUAL=1` the page is brought up to date instead.
  @Test func theManualIsMadeFromTheTypes() throws {
    let page = root.appendingPathComponent("docs/control-protocol.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let mark = try #require(text.firstRange(of: ControlManual.mark + "\n"))
    let manual = ControlManual(try comments()).text
    if getenv("WRITE_MANUAL") != nil {
      try Data((text[..<mark.upperBound] + manual).utf8).write(to: page)
    } else {
      #expect(text[mark.upperBound...] == manual, "WRITE_MANUAL=1 swift test --filter ControlManualTests")
    }
    #expect(text.contains("version \(ControlProtocol.version)"))
  }

  @Test func everyVerbAndFieldIsExplained() throws {
    let comments = try comments()
    func explain(_ form: TypeForm, of type: String) {
      for field in form.fields {
        #expect(!comments.field(field.name, of: type).isEmpty, "\(type).\(field.name)")
        look(field.form)
      }
    }
    func look(_ form: TypeForm) {
      switch form {
      case .scalar: break
      case .list(let element), .nullable(let element): look(element)
      case .object(let name, _):
        let name = String(name.prefix { $0 != "<" })
        #expect(!comments.type(name).isEmpty, "\(name)")
        explain(form, of: name)
      }
    }
    func request<R: ControlRequest>(_ type: R.Type) {
      #expect(!comments.type("\(type)").isEmpty, "\(type)")
      explain(TypeForm.of(type), of: "\(type)")
      look(TypeForm.of(R.Answer.self))
    }
    for type in VerbTable.all { request(type) }
  }
}
