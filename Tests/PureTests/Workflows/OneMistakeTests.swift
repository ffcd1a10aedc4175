import Testing
import WorkflowDefinitions

/// One slip of an author's pen is one finding: nothing that follows from it is told beside it, and nothing is passed over in silence.
@Suite struct OneMistakeTests {
  /// A loan with a fine: two machines, a file that both include, money, timers, a named action.
  static let files = [
    "signals.yaml": "events: {book.back: {data: {late: bool}}}\n",
    "loan.yaml": """
    include: [signals.yaml]
    workflow: loan
    family: [fine]
    key: "${input.number}"
    input: {number: string, price: int}
    params: {period: {type: duration, default: P28D}}
    functions: {"twice(x int) int": "x * 2"}
    context: {due: timestamp|null, renewed: {type: int, value: 0}}
    ledger: {currency: EUR, accounts: {reader: external, held: credit, paying: credit, kept: external}}
    claims: {copy: {resource: "copy/${input.number}"}}
    events:
      renew: {data: {}, by: [client, operator], otherwise: reject}
      paid:
        from: bank/transfer
        correlate: {number: "${body.reference}"}
        data: {amount: {type: int, value: "${body.amount}"}}
        otherwise: ignore
    view:
      status: {type: out|back|lost, index: true}
      number: {type: string, value: "${input.number}", index: unique}
      price: {value: "${twice(input.price)}"}
    actions: {note: {params: {text: string}, do: [{journal: "${params.text}"}]}}
    initial: out
    states:
      out:
        view: {status: out}
        holds: [copy]
        entry: [{assign: {due: "${now + params.period}"}}, {spawn: {workflow: fine, input: {rate: 1}}}]
        rest: {until: over}
        timers:
          over: {at: "context.due", late: always, target: back}
          letters: {every: P7D, zone: Europe/Berlin, gap: skip, late: P1D, actions: [{note: {text: late}}]}
        on:
          renew: {guard: "context.renewed < 2", actions: [{assign: {renewed: "${context.renewed + 1}"}}]}
          paid: {target: paying, actions: [{post: {from: reader, to: held, amount: "${event.data.amount}"}}]}
      paying:
        view: {status: lost}
        invoke:
          step: stripe.transfer
          key: "${family.key}/${entries}"
          with: {amount: "${step.amount}", currency: EUR, destination: d, charge: null, group: g}
          moves: {from: held, via: paying, to: kept, amount: "${balance('held')}"}
          onDone: back
          onError: back
      back: {view: {status: back}, rest: true, entry: [{emit: book.back, with: {late: false}}]}

    """,
    "fine.yaml": """
    include: [signals.yaml]
    workflow: fine
    family: loan
    input: {rate: int}
    context: {seen: {type: bool, value: false}}
    events: {book.back: ignore}
    invariants: [{name: rate is sound, never: "input.rate < 0 && context.seen"}]
    initial: running
    states:
      running: {rest: true, on: {book.back: {actions: [{assign: {seen: "${event.data.late}"}}]}}}

    """,
  ]

  struct Slip: Sendable, CustomTestStringConvertible {
    var text: String
    var instead: String
    var code: String
    /// A part of the cure.
    var cure = ""
    var file = "loan.yaml"
    var testDescription: String { "\(text) → \(instead)" }
  }

  static let slips = [
    // A key that is misspelt hides nothing of what stands behind it.
    Slip(text: "functions:", instead: "function:", code: "unknown-key", cure: "functions"),
    Slip(text: "workflow: fine", instead: "worflow: fine", code: "unknown-key", cure: "workflow", file: "fine.yaml"),
    Slip(text: "otherwise: reject", instead: "otherwize: reject", code: "unknown-key", cure: "otherwise"),
    Slip(text: "rest: {until: over}", instead: "rest: {untill: over}", code: "unknown-key", cure: "until"),
    Slip(text: "    timers:", instead: "    timer:", code: "unknown-key", cure: "timers"),
    Slip(text: "late: always", instead: "lat: always", code: "unknown-key", cure: "late"),
    Slip(text: "target: back}", instead: "traget: back}", code: "unknown-key", cure: "target"),
    Slip(text: "onError: back", instead: "onEror: back", code: "unknown-key", cure: "onError"),
    Slip(text: "moves: {", instead: "move: {", code: "unknown-key", cure: "moves"),
    Slip(text: "with: {late", instead: "wiht: {late", code: "unknown-key", cure: "with"),
    Slip(text: "{type: int, value: 0}", instead: "{type: int, vlaue: 0}", code: "unknown-key", cure: "value"),
    // A wrong declaration still declares its name.
    Slip(text: "default: P28D", instead: "default: 28 days", code: "type-mismatch", cure: "P1D"),
    Slip(text: "reader: external", instead: "reader: extern", code: "bad-value", cure: "external"),
    Slip(text: "gap: skip", instead: "gap: skp", code: "bad-value", cure: "skip"),
    Slip(text: "at: \"context.due\"", instead: "at: \"context.deu\"", code: "unknown-name", cure: "due"),
    Slip(text: "rest: {until: over}", instead: "rest: yes", code: "bad-value", cure: "rest: true"),
    Slip(text: "correlate: {number:", instead: "correlate: {numbr:", code: "unknown-view", cure: "number"),
    Slip(text: "[client, operator]", instead: "[cleint, operator]", code: "bad-value", cure: "client"),
    Slip(text: "otherwise: ignore", instead: "otherwise: ignroe", code: "bad-value", cure: "ignore"),
    Slip(text: "holds: [copy]", instead: "holds: [cpoy]", code: "unknown-claim", cure: "copy"),
    // A misspelt key is not reported as missing as well.
    Slip(text: "{note: {text: late}}", instead: "{note: {txt: late}}", code: "unknown-field", cure: "text"),
    Slip(text: "destination: d", instead: "destnation: d", code: "unknown-field", cure: "destination"),
    Slip(text: "      onError: back\n", instead: "", code: "money-step-outcome", cure: "onError"),
    Slip(
      text: "onError: back", instead: "onError: {guard: \"event.data.code == 'disputd'\", target: back}",
      code: "unknown-error-code", cure: "disputed"),
    // Files and what they have to do with each other.
    Slip(text: "[signals.yaml]", instead: "[signal.yaml]", code: "missing-include", cure: "signals.yaml"),
    Slip(text: "[signals.yaml]", instead: "signals.yaml", code: "wrong-kind", cure: "[signals.yaml]"),
    Slip(text: "family: [fine]", instead: "family: [fines]", code: "missing-workflow", cure: "fine"),
    Slip(text: "family: loan", instead: "family: laon", code: "wrong-family", cure: "loan", file: "fine.yaml"),
    Slip(text: "data: {late: bool}}}", instead: "data: {late: bool}}", code: "yaml-syntax", file: "signals.yaml"),
    Slip(text: "include: [", instead: "include: [[", code: "yaml-syntax", cure: "]", file: "fine.yaml"),
    Slip(text: "include: [signals.yaml]\n", instead: "- ", code: "yaml-syntax", file: "fine.yaml"),
    Slip(text: "emit: book.back", instead: "emit: book.bakc", code: "unknown-event", cure: "book.back"),
    Slip(text: "states:\n", instead: "states:\n\t", code: "yaml-syntax", cure: "blanks"),
    Slip(text: "{status: lost}", instead: "{status: lost", code: "yaml-syntax", cure: "}"),
    Slip(text: "  back: {", instead: "  out: {", code: "yaml-duplicate-key", cure: "one of them"),
    // Mistakes that went unnoticed before.
    Slip(
      text: "never: \"input.rate < 0 && context.seen\"", instead: "never: \"input.rate < 0\", always: \"true\"",
      code: "bad-value", cure: "never", file: "fine.yaml"),
    Slip(text: "name: rate is sound, ", instead: "", code: "missing-key", cure: "name", file: "fine.yaml"),
    Slip(text: "family: [fine]", instead: "family: []", code: "unlisted-workflow", cure: "[fine]"),
  ]

  private static func findings(_ slip: Slip) -> [Finding] {
    var sources = files
    let text = sources[slip.file] ?? ""
    #expect(text.contains(slip.text), "\(slip)")
    guard let range = text.firstRange(of: slip.text) else { return [] }
    sources[slip.file] = text[..<range.lowerBound] + slip.instead + text[range.upperBound...]
    return FindingTests.findings(sources)
  }

  @Test func withoutASlipNothingIsFound() {
    #expect(FindingTests.findings(Self.files).map(\.description) == [])
  }

  @Test(arguments: slips)
  func aSlipIsOneFindingWithItsCure(_ slip: Slip) {
    let findings = Self.findings(slip).filter { $0.severity == .error }
    // A machine that is not loaded cannot be spawned either.
    let first = findings.first { $0.code == slip.code }
    #expect(Set(findings.map(\.code)) == [slip.code] || slip.code == "unlisted-workflow", "\(findings)")
    #expect(findings.count == 1 || slip.code == "unlisted-workflow", "\(findings)")
    #expect(first?.cure.contains(slip.cure) ?? false, "\(findings)")
    #expect(findings.allSatisfy { !$0.cure.isEmpty })
  }

  /// Text that was once accepted without a message, and had no effect or another one.
  static let silences: [(body: String, code: String)] = [
    ("a: {rest: true, target: b}", "bad-value"), ("a: {rest: true, history: deep}", "bad-value"),
    ("h: {type: history, history: deeep}", "bad-value"), ("a: {rest: true, onDone: b}", "bad-value"),
    ("a: {timers: {t: {every: PT0S, late: always, actions: [{journal: x}]}}, rest: true}", "out-of-range"),
    ("a: {timers: {t: {every: -P1D, late: always, actions: [{journal: x}]}}, rest: true}", "out-of-range"),
    ("a: {timers: {t: {at: \"entered\", late: always, do: [b], target: b}}, rest: true}", "bad-value"),
    ("a: {timers: {t: {at: \"entered\", late: \"until('x')\", target: b}}, rest: true}", "type-mismatch"),
    ("a: {rest: true, entry: [{post: {from: x, to: y, amount: -3}}]}", "out-of-range"),
    ("a: {rest: true, entry: [{post: {from: x, to: x, amount: 3}}]}", "bad-value"),
    ("a: {rest: true, entry: [{post: {from: {x: 3}, to: y, amount: 4}}]}", "bad-value"),
    ("a: {rest: true, entry: [{foreach: {in: \"[1]\"}}]}", "missing-key"),
    ("a: {rest: true, entry: [{foreach: {in: \"[1]\", as: now, do: [{journal: x}]}}]}", "reserved-name"),
    ("a: {rest: true, entry: [{if: \"true\"}]}", "missing-key"),
    ("a: {rest: true, entry: [{assign: {}}]}", "missing-value"), ("a.b: {rest: true}", "bad-value"),
    ("\"a b\": {rest: true}", "bad-value"), ("a: {rest: true}\n  c: text", "wrong-kind"),
  ]

  @Test(arguments: silences.map(\.body))
  func contentWithoutEffectIsReported(_ body: String) {
    let codes = Checked.codes(
      """
      ledger: {currency: EUR, accounts: {x: external, y: credit}}
      events: {go: {by: [operator], otherwise: ignore}}
      initial: b
      states:
        b: {rest: true, on: {go: {target: \(body.split(separator: ":").first.map(String.init) ?? "")}}}
        \(body)

      """)
    let expected = Self.silences.first { $0.body == body }?.code ?? ""
    #expect(codes.contains(expected), "\(codes)")
  }

  @Test(arguments: [
    ("claims: {c: {resource: r, from: \"${timestamp('2027-01-01T00:00:00Z')}\"}}", "missing-key"),
    ("claims: {c: {resource: r, limit: 0}}", "out-of-range"),
    ("ledger: {accounts: {x: external}}", "missing-key"), ("define: {now: \"1\"}", "reserved-name"),
    ("actions: {idle: {params: {x: string}, do: [{journal: \"${params.y}\"}]}}", "unknown-name"),
  ])
  func unusedDeclarationsAreReadAsWell(_ line: String, _ code: String) {
    #expect(Checked.codes("\(line)\nstates: {a: {rest: true}}\n") == [code])
  }

  @Test func twoMistakesInOneMappingAreTwoFindings() {
    let found = Self.findings(Slip(text: "currency: EUR, destination: d,", instead: "amout: 3,", code: ""))
    #expect(found.map(\.code).sorted() == ["missing-field", "missing-field", "unknown-field"])
  }

  @Test func aFileThatIsNotUTF8IsReportedWithItsPlace() {
    var bytes = Array("workflow: small\nfamily: []\nkey: ".utf8)
    bytes += [0xFF, 0x0A]
    let found = ErrorPageTests.findings([SourceFile(path: "small.yaml", source: bytes)])
    #expect(found.map(\.code) == ["yaml-syntax"])
    #expect(found.first.map { [$0.line, $0.column] } == [3, 6])
  }

  @Test func aByteOrderMarkIsNoPartOfTheText() {
    let body = "workflow: small\nfamily: []\nkey: k\ninput: {reference: string}\nstates: {a: {rest: true}}\n"
    let marked = SourceFile(path: "small.yaml", source: [0xEF, 0xBB, 0xBF] + Array(body.utf8))
    #expect(ErrorPageTests.findings([marked]).map(\.description) == [])
  }

  @Test func anEmptyFolderHasOneFindingAboutItself() {
    let found = ErrorPageTests.findings([])
    #expect(found.map(\.code) == ["no-root"])
    #expect(
      FindingFormat.gcc.text(found, files: [], folder: "flows").hasPrefix("flows:1:1: error: the folder holds no"))
  }

  @Test func aCircleOfAlwaysIsReportedOnce() {
    #expect(
      Checked.codes(
        """
        events: {go: {by: [operator], otherwise: reject}}
        initial: a
        states:
          a: {rest: true, on: {go: b}}
          b: {always: c, on: {go: a}}
          c: {always: b}
        """) == ["always-cycle"])
  }

  @Test func anEventOfTwoMachinesIsDeclaredForBoth() {
    let found = Checked.findings(
      root: "states: {a: {rest: true, entry: [{spawn: {workflow: ear}}, {emit: ping}]}}\n",
      members: ["ear": "events: {ping: ignore}\nstates: {a: {rest: true, on: {ping: {actions: [{journal: heard}]}}}}\n"]
    )
    let finding = found.first { $0.code == "unknown-event" }
    #expect(finding?.cure == "'ear' handles it: declare it in a file that both include")
  }
}
