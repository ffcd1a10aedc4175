import CivilTime
import DaemonSettings
import Foundation
import SystemdSupport
import Testing
import Transport
import WorkflowDefinitions

@testable import Daemon

/// `magnetiqd --check` and the start say the same: everything that can be seen before the store is opened, at once, with its place and
/// its cure.
@Suite struct PreparationTests {
  private let folder: ScratchFolder
  private static let names = [
    "stripe-key": "sk_test_sandbox", "odoo-key": "odoo", "linkedin-token": "linkedin", "website-token": "site",
  ]

  /// A folder in which everything is right: the shipped workflows, and a credential for each name.
  init() throws {
    folder = try ScratchFolder()
    let shipped = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("workflows")
    try FileManager.default.copyItem(
      at: shipped, to: URL(fileURLWithPath: folder.path).appendingPathComponent("workflows"))
    for (name, secret) in Self.names { try credential(name, secret) }
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: folder.path + "/credentials")
  }

  private func credential(_ name: String, _ secret: String, mode: Int = 0o600) throws {
    try folder.write("credentials/\(name)", secret)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path + "/credentials/\(name)")
  }

  private var right: String {
    """
    sandbox: true
    store: {path: \(folder.path)/magnetiq.db}
    workflows: {path: \(folder.path)/workflows}
    credentials: {path: \(folder.path)/credentials}
    control: {path: \(folder.path)/control, admin_path: \(folder.path)/control-admin}
    ingress:
      listen: 127.0.0.1:0
      sites: [{name: website, token: website-token}]
    executors:
      stripe: {url: "http://127.0.0.1:1", key: stripe-key}
      email: {url: "smtp://127.0.0.1:1", from: a@b.example, starttls: false}
      odoo: {url: "http://127.0.0.1:1", database: crm, key: odoo-key}
      linkedin: {url: "http://127.0.0.1:1", token: linkedin-token, version: 202601, author: "urn:li:organization:1"}

    """
  }

  /// The findings, one a line. A rehearsal and a start report the same.
  private func lines(_ text: String, _ variables: [String: String] = [:]) throws -> [String] {
    func lines(isRehearsal: Bool) throws -> [String] {
      do {
        let prepared = try Preparation(
          SettingsDocument(text: text, file: "m.yaml"), ServiceEnvironment(variables, pid: 1),
          isRehearsal: isRehearsal, now: Instant(seconds: 1_800_000_000, nanoseconds: 0)!)
        prepared.http.stop()
        return []
      } catch let refusal as StartRefusal {
        return refusal.lines
      }
    }
    let rehearsed = try lines(isRehearsal: true)
    #expect(try lines(isRehearsal: false) == rehearsed)
    return rehearsed
  }

  private func expect(_ lines: [String], _ parts: [[String]], _ place: SourceLocation = #_sourceLocation) {
    #expect(lines.count == parts.count, "\(lines.joined(separator: "\n"))", sourceLocation: place)
    for (line, parts) in zip(lines, parts) {
      for part in parts { #expect(line.contains(part), "\(line)", sourceLocation: place) }
    }
  }

  @Test func correctInputHasNoFault() throws {
    #expect(try lines(right) == [])
  }

  @Test func aParameterThatNoWorkflowHasIsReported() throws {
    try expect(
      lines(right + "params: {refund_late: 20}"),
      [["m.yaml:14:10: ", "settings-unknown-name: params.refund_late", "refund_cutoff"]])
  }

  @Test(arguments: [
    ("refund_cutoff: banana", "duration from PT0S to P30D"), ("refund_cutoff: P31D", "duration from PT0S to P30D"),
    ("payout_share: '8500'", "a whole number from 0 to 10000"), ("payout_share: 10001", "from 0 to 10000"),
    ("rebook_late_payment: 1", "true or false"),
  ])
  func aParameterOfTheWrongTypeOrOutOfItsRangeIsReported(_ given: String, _ expected: String) throws {
    let name = given.prefix { $0 != ":" }
    try expect(lines(right + "params: {\(given)}"), [["m.yaml:14:10: ", "settings-value: params.\(name)", expected]])
  }

  @Test func aCollectionWithoutAWorkflowIsReported() throws {
    let text = right.replacing(
      "listen: 127.0.0.1:0", with: "listen: 127.0.0.1:0\n  collections: {bookings: bokking, pays: payment}")
    try expect(
      lines(text),
      [
        ["ingress.collections.bookings", "bokking", "did you mean 'booking'?"],
        ["ingress.collections.pays", "a member of 'booking'"],
      ])
  }

  @Test func missingFoldersAreReportedEachAtItsKey() throws {
    let text = right.replacing("\(folder.path)/magnetiq.db", with: "\(folder.path)/no/magnetiq.db")
      .replacing("\(folder.path)/workflows", with: "\(folder.path)/none")
      .replacing("\(folder.path)/control,", with: "\(folder.path)/run/control,")
    try expect(
      lines(text),
      [
        ["m.yaml:2:", "settings-folder: store.path", "\(folder.path)/no: No such file", "install -d -m 700"],
        ["m.yaml:3:", "settings-folder: workflows.path", "\(folder.path)/none"],
        ["m.yaml:5:", "settings-folder: control.path", "\(folder.path)/run"],
      ])
  }

  @Test func credentialsThatAreMissingOrOpenToOthersAreReported() throws {
    try folder.remove("credentials/stripe-key")
    try credential("website-token", "site", mode: 0o644)
    try expect(
      lines(right),
      [
        ["m.yaml:8:", "ingress.sites[0].token", "credential-unsafe", "chmod 0600"],
        ["m.yaml:10:", "executors.stripe.key", "credential-missing", "stripe-key"],
      ])
  }

  @Test func faultsOfWorkflowsAndTemplatesStandWithThoseOfTheSettings() throws {
    try folder.remove("workflows/templates/payout.en.mail")
    try expect(
      lines(right + "parms: {}\nparams: {refund_late: 20}"),
      [
        ["m.yaml:14:1: settings-unknown-key", "parms"], ["m.yaml:15:10", "refund_late"],
        ["\(folder.path)/workflows/templates/payout.en.mail:1:1", "no English version"],
      ])
  }

  @Test func anExecutorThatWorkflowsNeedWithoutSettingsIsReported() throws {
    let text = right.split(separator: "\n").filter { !$0.contains("odoo:") }.joined(separator: "\n") + "\n"
    try expect(lines(text), [["m.yaml:10:3: ", "settings-missing-key: executors.odoo", "crm.upsert"]])
  }

  @Test func whatAParameterSwitchesOnNeedsItsExecutor() throws {
    try expect(
      lines(right + "params: {online_meetings: true, consultant_calendars: true}"),
      [
        ["m.yaml:10:3: ", "settings-missing-key: executors.meetings", "meeting.", "online_meetings: false"],
        ["m.yaml:10:3: ", "settings-missing-key: executors.calendar", "calendar.put", "consultant_calendars: false"],
      ])
    #expect(try lines(right + "params: {online_meetings: false}") == [])
  }

  /// The CRM's own fields are known from the settings, so that a misspelt one is found before anything starts.
  @Test func aMisspeltFieldOfTheCRMIsReported() throws {
    let common = folder.path + "/workflows/common.yaml"
    let text = try String(contentsOfFile: common, encoding: .utf8)
    let place = "priority: \"${params.priority}\""
    try folder.write(
      "workflows/common.yaml", text.replacing(place, with: place + "\n              custom: {budgett: much}"))
    let named = right.replacing("key: odoo-key", with: "key: odoo-key, fields: {budget: x_budget}")
    try expect(lines(named), [["workflows/common.yaml", "unknown-field", "budgett", "did you mean 'budget'?"]])
    try expect(lines(right), [["workflows/common.yaml", "unknown-field", "budgett"]])
    try folder.write(
      "workflows/common.yaml", text.replacing(place, with: place + "\n              custom: {budget: 7}"))
    try expect(lines(named), [["workflows/common.yaml", "type-mismatch"]])
    try folder.write(
      "workflows/common.yaml", text.replacing(place, with: place + "\n              custom: {budget: much}"))
    #expect(try lines(named) == [])
  }

  @Test func anEmptyFileIsReportedWithTheMissingKeys() throws {
    let found = try #require(throws: StartRefusal.self) {
      _ = try Preparation(
        SettingsDocument(text: "workflows: {path: \(folder.path)/workflows}", file: "m.yaml"),
        ServiceEnvironment([:], pid: 1), isRehearsal: true, now: Instant(seconds: 1_800_000_000, nanoseconds: 0)!)
    }
    for section in ["stripe", "email", "odoo", "linkedin"] {
      #expect(found.lines.contains { $0.contains("executors.\(section)") }, "\(found)")
    }
  }

  @Test func anInvalidNetworkIsReported() throws {
    let text = right.replacing(
      "listen: 127.0.0.1:0", with: "listen: 127.0.0.1:0\n  trusted_proxies: [10.0.0.0/8, 10.0.0.0/99]")
    try expect(lines(text), [["m.yaml:8:33: ", "ingress.trusted_proxies[1]", "10.0.0.0/99"]])
  }
}
