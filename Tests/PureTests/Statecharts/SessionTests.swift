import SCXMLTesting
import Testing

/// Sessions of SCXML documents, with CEL as their data model. What the suites hold is not said again.
@Suite struct SessionTests {
  private func load(_ states: String, name: String = "chart", data: String = "") throws -> SessionChart {
    let source = """
      <scxml xmlns="http://www.w3.org/2005/07/scxml" datamodel="cel"><datamodel>\(data)</datamodel>
      \(states)
      </scxml>
      """
    return try #require(try SessionChart.read(source, name: name).last)
  }

  private func platform(_ chart: SessionChart, _ others: SessionChart...) throws -> SessionPlatform {
    let platform = SessionPlatform { start in others.first { $0.name == start.src } }
    try platform.start(chart)
    return platform
  }

  @Test func anErrorEndsItsBlockAndNoOther() throws {
    let platform = try platform(
      load(
        """
        <state id="a">
          <onentry><assign location="y" expr="1"/><assign location="x" expr="context.x + 1"/></onentry>
          <onentry><assign location="x" expr="context.x + 10"/></onentry>
          <transition event="error"><log expr="event.data.tagname + ' in line ' + string(event.data.line)"/></transition>
          <transition cond="context.x == 10" target="b"/>
        </state>
        <state id="b"/>
        """, data: "<data id='x' expr='0'/>"))
    #expect(platform.configuration == ["b"])
  }

  @Test func anErrorEventSaysWhatFailedAndWhere() throws {
    let platform = try platform(
      load(
        """
        <state id="a">
          <onentry><raise event="first"/><assign location="not.there" expr="1"/></onentry>
          <transition event="error.execution">
            <log expr="event.data.tagname + ':' + string(event.data.line) + ' ' + event.type"/>
          </transition>
        </state>
        """))
    #expect(platform.log == ["assign:3 platform"])
  }

  @Test func descriptorsNameEventsByWholeTokens() {
    for (descriptor, event, isMatch) in [
      ("foo", "foo", true), ("foo", "foo.bar", true), ("foo", "foobar", false), ("foo.*", "foo", true),
      ("foo.", "foo.bar", true), ("*", "any.thing", true), ("foo.bar", "foo", false), ("foo.bar", "foo.bar.baz", true),
    ] {
      #expect(EventDescriptor(descriptor).matches(event) == isMatch, "\(descriptor) \(event)")
    }
  }

  @Test func aLocationIsNeverMadeOnTheWay() throws {
    let platform = try platform(
      load(
        """
        <state id="a">
          <transition event="one">
            <assign location="box.inner.x" expr="2"/><assign location="box.list[1]" expr="9"/>
          </transition>
          <transition event="two"><assign location="box.other" expr="2"/></transition>
          <transition event="three"><assign location="box.list[2]" expr="2"/></transition>
          <transition event="show">
            <log expr="string(context.box.inner.x) + string(context.box.list[1])"/>
          </transition>
          <transition event="error.execution"><log expr="'refused'"/></transition>
        </state>
        """, data: "<data id='box'>{\"list\": [1, 2], \"inner\": {\"x\": 1}}</data>"))
    for event in ["one", "two", "three", "show"] { try platform.send(SessionEvent(event)) }
    #expect(platform.log == ["refused", "refused", "29"])
  }

  @Test func aDelayedEventComesWhenItIsDueAndDiesWithItsSession() throws {
    let platform = try platform(
      load(
        """
        <state id="a">
          <onentry><send event="late" delay="2s" id="x"/><send event="early" delay="500ms"/></onentry>
          <transition event="early"><log expr="'early'"/></transition>
          <transition event="late" target="over"/>
          <transition event="stop"><cancel sendid="x"/></transition>
        </state>
        <final id="over"/>
        """))
    try platform.advance(by: .milliseconds(499))
    #expect(platform.log.isEmpty)
    try platform.advance(by: .milliseconds(1))
    #expect(platform.log == ["early"])
    try platform.send(SessionEvent("stop"))
    #expect(platform.nextDue == nil)
    #expect(platform.isRunning)
  }

  @Test func aChildReceivesItsParentsEventsAndItsEndReachesTheParent() throws {
    let platform = try platform(
      load(
        """
        <state id="a">
          <invoke id="kid" src="child"><param name="size" expr="3"/></invoke>
          <transition event="ready"><send event="go" target="#_kid"/><log expr="event.invokeid"/></transition>
          <transition event="done.invoke.kid" target="b"><log expr="string(event.data)"/></transition>
        </state>
        <state id="b"/>
        """),
      load(
        """
        <state id="a">
          <onentry><send event="ready" target="#_parent"/></onentry>
          <transition event="go" target="end"/>
        </state>
        <final id="end"><donedata><content expr="context.size + context.other"/></donedata></final>
        """, name: "child", data: "<data id='size' expr='0'/><data id='other' expr='1'/>"))
    #expect(platform.configuration == ["b"])
    #expect(platform.log == ["kid", "4"])
  }

  @Test(arguments: [
    ("<state id='a'/><state id='a'/>", "chart:2: there are two states 'a'"),
    ("<state id='a'><transition target='b'/></state>", "chart:2: there is no state 'b'"),
    ("", "chart:1: there is no state"),
  ])
  func aDocumentThatNamesNoSoundMachineIsRefused(_ states: String, _ reason: String) {
    let error = #expect(throws: DocumentError.self) { try load(states) }
    #expect(error?.description == reason)
  }
}
