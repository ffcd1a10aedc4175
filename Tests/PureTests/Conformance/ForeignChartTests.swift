import Foundation
import SCXMLTesting
import Testing

/// The suites' readers with charts that are not in the known folder: other people add theirs.
@Suite struct ForeignChartTests {
  // MARK: Templates

  @Test func aTemplateMayLeaveTheOperatorOut() throws {
    let chart = """
      <datamodel><data conf:id="1" conf:expr="2"/></datamodel>
      <state id="s"><transition conf:idVal="1 2" conf:targetpass=""/><transition conf:targetfail=""/></state>
      """
    #expect(try report(chart) == nil)
  }

  @Test func aTemplateMaySeparateItsVariablesByAnything() throws {
    let chart = """
      <datamodel><data conf:id="1" conf:expr="2"/><data conf:id="2" conf:expr="2"/></datamodel>
      <state id="s"><transition conf:VarEqVar="1==2" conf:targetpass=""/><transition conf:targetfail=""/></state>
      """
    #expect(try report(chart) == nil)
  }

  @Test func anUnknownTemplateIsOneFailureThatNamesIt() throws {
    let failure = try report("<state id=\"s\"><transition conf:moonPhase=\"3\" conf:targetpass=\"\"/></state>")
    #expect(failure == "test1:2: no mapping of conf:moonPhase")
  }

  @Test func documentsMayCallTheNamespacesAsTheyLike() throws {
    let chart = """
      <a:scxml xmlns:a="http://www.w3.org/2005/07/scxml" xmlns:b="http://www.w3.org/2005/scxml-conformance" version="1.0"
        b:datamodel=""><a:state id="s"><a:transition b:true="" b:targetpass=""/></a:state><b:pass/><b:fail/></a:scxml>
      """
    let folder = try Folder(["test1.txml": chart])
    #expect(ReportSuite(folder: folder.path).run().map(\.failure) == [nil])
  }

  @Test(arguments: [
    ("", "not well-formed XML"), ("<scxml><state>", "not well-formed XML"), ("<html/>", "the root is not <scxml>"),
  ])
  func anInvalidChartFailsAlone(_ source: String, _ reason: String) throws {
    let good = document("<state id=\"s\"><transition conf:targetpass=\"\"/></state>")
    let folder = try Folder(["test1.txml": source, "test2.txml": good])
    let results = ReportSuite(folder: folder.path).run()
    #expect(results.map(\.name) == ["test1", "test2"])
    #expect(results[0].failure?.contains(reason) == true)
    #expect(results[1].failure == nil)
  }

  @Test func anEmptyConditionIsNoneAndAnEmptyExpressionHasNoValue() throws {
    let chart = "<state id=\"s\"><transition cond=\"\" conf:targetpass=\"\"><log conf:expr=\"\"/></transition></state>"
    #expect(try report(chart) == nil)
  }

  @Test func aDataModelThatNobodyTranslatesIsNamed() throws {
    let chart = "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" datamodel=\"xpath\"><state id=\"s\"/></scxml>"
    let folder = try Folder(["test1.scxml": chart])
    let results = ReportSuite(folder: folder.path).run()
    #expect(results.map(\.failure) == ["test1:1: no translation of the data model 'xpath'"])
  }

  @Test func aFileThatIsMissingIsAFailureThatNamesIt() throws {
    #expect(
      try report("<datamodel><data conf:id=\"1\" src=\"file:nowhere.txt\"/></datamodel><state id=\"s\"/>")
        == "test1:2: there is no file 'nowhere.txt'")
  }

  @Test func aChartThatInvokesItselfForEverFails() throws {
    let chart = "<state id=\"s\"><invoke type=\"scxml\" src=\"file:test1.txml\"/></state>"
    #expect(try report(chart)?.contains("platform-limit") == true)
  }

  @Test func aChartThatSendsForEverFails() throws {
    let chart = """
      <state id="s"><onentry><send event="e" delay="1s"/></onentry><transition event="e" target="s"/></state>
      """
    #expect(try report(chart)?.contains("platform-limit") == true)
  }

  // MARK: Charts with steps

  @Test func anExtensionThatNobodyKnowsDoesNothing() throws {
    let chart = """
      <state id="a"><onentry><http.response status="200"><p>hello</p></http.response></onentry>
        <transition target="b"/></state><state id="b"/>
      """
    #expect(try steps(chart, "{\"initialConfiguration\": [\"b\"], \"events\": []}") == nil)
  }

  @Test func anElementOfSCXMLInTheWrongPlaceIsAFailure() throws {
    let failure = try steps(
      "<state id=\"a\"><onentry><state id=\"b\"/></onentry></state>",
      "{\"initialConfiguration\": [\"a\"], \"events\": []}")
    #expect(failure == "chart:1: <state> is not part of SCXML's executable content")
  }

  @Test(arguments: ["after", "delayBefore"])
  func aStepMayWaitBeforeItsEvent(_ key: String) throws {
    let chart = """
      <state id="a"><onentry><send event="s" delay="10ms"/></onentry><transition event="s" target="b"/></state>
      <state id="b"><transition event="t" target="c"/></state><state id="c"/>
      """
    let script = """
      {"initialConfiguration": ["a"], "events": [{"\(key)": 10, "event": {"name": "t"}, "nextConfiguration": ["c"]}]}
      """
    #expect(try steps(chart, script) == nil)
  }

  @Test(arguments: ["", "{", "{\"events\": []}"])
  func aScriptThatSaysNothingIsAFailure(_ script: String) throws {
    #expect(try steps("<state id=\"a\"/>", script) != nil)
  }

  // MARK: Scripts

  @Test(arguments: [
    "[1, 2] instanceof Array && !(1 instanceof Array) && {a: 1} instanceof Object",
    "x == 1 | x == 2", "!(x == 1 & x == 2)", "[].concat([1], [2], [3]).length === 3",
    "(function (a, b) { if (a == null) return false; a = String(a); return a.slice(0, b.length) === b; })('wardrobe', 'ward')",
    "twice(x) === 2", "later(1) === 2", "once(1) === 2", "typeof y === 'undefined'",
    "x + 0.5 === 1.5 && 2 * (x - 0.25) === 1.5", "text + x === 'a1' && x + text === '1a'", "counted === 1",
  ])
  func aScriptIsUnderstood(_ condition: String) throws {
    let escaped = condition.replacing("&", with: "&amp;")
    let chart = """
      <script><![CDATA[ let unused = 1; const once = function (n) { return n + 1; };
        function twice(n) { return n * 2; } // a < b && c
        console.log('read', x); ]]></script>
      <datamodel><data id="x" expr="1"/><data id="y"/><data id="text" expr="'a'"/>
        <data id="counted" expr="0"/></datamodel>
      <state id="a"><onentry><script>counted++; ++counted; counted += 2; counted -= 1; counted %= 2</script></onentry>
        <transition cond="\(escaped)" target="b"/></state><state id="b"/>
      <state id="c"><datamodel><data id="later" expr="function (n) { return n + 1; }"/></datamodel></state>
      """
    #expect(try steps(chart, "{\"initialConfiguration\": [\"b\"], \"events\": []}") == nil)
  }

  @Test(arguments: ["for (;;) { x = 1; }", "x = 1 | 2;", "x = new Date();", String(repeating: "(", count: 5000)])
  func aScriptBeyondTheLanguageIsAFailure(_ script: String) throws {
    let chart = "<state id=\"a\"><onentry><script>\(script)</script></onentry></state>"
    let failure = try steps(chart, "{\"initialConfiguration\": [\"a\"], \"events\": []}")
    #expect(failure?.hasPrefix("chart:1: script: unsupported") == true)
  }

  // MARK: Folders

  private func document(_ inside: String) -> String {
    """
    <scxml xmlns="http://www.w3.org/2005/07/scxml" xmlns:conf="http://www.w3.org/2005/scxml-conformance" conf:datamodel="">
    \(inside)<conf:pass/><conf:fail/></scxml>
    """
  }

  private func report(_ inside: String) throws -> String? {
    let folder = try Folder(["test1.txml": document(inside)])
    return try #require(ReportSuite(folder: folder.path).run().first).failure
  }

  private func steps(_ inside: String, _ script: String) throws -> String? {
    let chart = "<scxml xmlns=\"http://www.w3.org/2005/07/scxml\" datamodel=\"ecmascript\">\(inside)</scxml>"
    let folder = try Folder(["group/chart.scxml": chart, "group/chart.json": script])
    return try #require(StepwiseSuite(folder: folder.path).run().first).failure
  }

  /// Files in a folder of their own, which goes with the test.
  private final class Folder {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("charts-\(UUID().uuidString)").path

    init(_ files: [String: String]) throws {
      for (name, text) in files {
        let file = URL(fileURLWithPath: path).appendingPathComponent(name)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
  }
}
