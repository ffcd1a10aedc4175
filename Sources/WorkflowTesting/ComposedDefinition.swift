/// Two workflows of several machines, put together from a seed out of pieces that each use a form of the language as an author would:
/// children with results, rhythms, reversals, regions, histories, claims, steps of every class. Whether the whole is valid is for the
/// loader to say.
public struct ComposedDefinition {
  var random: Draw
  /// The text of each file by its name. The roots are `small` and `other`.
  public private(set) var files: [String: String] = [:]
  /// The forms that were written. One that is stepped leaves a remark of its name behind a `#`.
  public internal(set) var forms: Set<String> = []

  /// The states that a transition may lead to.
  var targets: [String] = []

  /// Puts the definitions of a seed together; equal seeds give equal files.
  public init(seed: UInt64) {
    random = Draw(seed, "composed")
    files["shared.yaml"] = Self.shared
    files["small.yaml"] = root("small", pieces(4 + random.below(5), alone: false))
    files["other.yaml"] = root("other", pieces(2 + random.below(3), alone: true))
  }

  /// Draws pieces, each once. All machines have the piece in which they rest.
  private mutating func pieces(_ count: Int, alone: Bool) -> [Piece] {
    var all = Piece.allCases.filter { $0 != .rest && !(alone && $0.member != nil) }
    all.shuffle(using: &random)
    return [.rest] + all.prefix(count)
  }

  // MARK: Parts of the text

  /// An action that leaves the remark of a form.
  mutating func mark(_ form: String) -> String {
    forms.insert(form)
    return "{journal: \"#\(form)\"}"
  }

  /// A state to go to.
  mutating func next() -> String { targets[random.below(targets.count)] }

  /// A transition to a state, with the remark of a form.
  mutating func to(_ form: String) -> String { "{target: \(next()), actions: [\(mark(form)), \(plain())]}" }

  /// An action without which the machine would go the same way.
  mutating func plain() -> String {
    switch random.below(7) {
    case 0: return "{assign: {n: \"${context.n + 1}\"}}"
    case 1: return "{assign: {list: \"${size(context.list) < 3 ? context.list + [context.n] : []}\"}}"
    case 2: return "{let: {x: \"${context.n + 2}\"}}, {assign: {n: \"${x}\"}}, \(mark("let"))"
    case 3:
      return
        "{foreach: {in: \"context.list\", as: one, do: [{assign: {n: \"${context.n + one}\"}}, \(mark("foreach"))]}}"
    case 4:
      return
        "{if: \"context.n > 3\", then: [{assign: {n: 0}}, \(mark("then"))], else: [{note: {q: \"${context.n}\"}}, \(mark("else"))]}"
    case 5: return "{assign: {pair: \"${{'a': context.n, 'b': context.pair.a > 2 ? 'x' : null}}\"}}, \(mark("record"))"
    default: return "{assign: {n: \"${doubled(context.n) % 7}\"}}, \(mark("function"))"
    }
  }

  private static let shared = """
    types: {pair: {a: int, b: string|null}}
    functions: {"doubled(x int) int": "x * 2"}
    events: {nudge: {data: {}, otherwise: ignore}}
    actions: {note: {params: {q: int}, do: [{journal: "${params.q}"}]}}
    fragments:
      asks:
        params: {title: {}, then: {}, name: {default: operator}}
        state:
          invoke: {step: human.task, with: {title: "$(title)", assignee: "$(name)", form: {}}, onDone: "$(then)", onError: "$(then)"}
    """

  // MARK: Machines

  private mutating func root(_ name: String, _ pieces: [Piece]) -> String {
    targets = pieces.map(\.rawValue)
    var states = ""
    for piece in pieces { states += state(of: piece) }
    let first = next()
    let members = pieces.compactMap(\.member)
    for member in members { files["\(member).yaml"] = self.member(member) }
    let visits = targets.map { "{guard: \"event.data.to == '\($0)'\", target: \($0)}" }.joined(separator: ", ")
    let inner = pieces.contains(.raise) ? "\n  inner: {data: {n: int}, otherwise: ignore}" : ""
    let answered = members.contains("clerk") ? "\n  answered: {data: {n: int}, otherwise: ignore}" : ""
    let hears =
      members.contains("clerk")
      ? "\n  answered: {actions: [{assign: {n: \"${event.data.n}\"}}, \(mark("send to the root"))]}" : ""
    let reject = random.below(3) == 0
    return """
      include: [shared.yaml]
      workflow: \(name)
      family: [\(members.joined(separator: ", "))]
      key: "${input.reference}"
      input: {reference: string, who: {type: string, personal: true}, size: {type: int, min: -100, max: 100}, maybe: timestamp|null}
      params: {writes: {type: bool, default: false, steps: [calendar.put]}, rate: {type: int, min: 0, max: 9, default: 3}}
      ledger: {currency: EUR, accounts: {outside: external, held: signed, paying: signed, paid: signed, back: signed}}
      claims: {desk: {resource: desks, limit: 1}, hour: {resource: hours, limit: 1, from: "${timestamp('2027-03-05T10:00:00Z')}", to: "${timestamp('2027-03-05T12:00:00Z')}"}}
      start: [\(reject ? "{guard: \"input.size > 10\", reject: too_large}, " : ""){onRefused: {reject: full}, actions: [\(mark("start"))]}]
      context:
        n: {type: int, value: "${params.rate}"}
        list: {type: [int], value: [1, 2]}
        pair: {type: pair, value: "${{'a': 1, 'b': null}}"}
        hired: {type: bool, value: false}
        round: {type: int, value: 0}
      events:
        go: {data: {}, by: [client, operator], otherwise: ignore}
        back: {data: {by: {type: int, min: 0, max: 9}}, by: [client, operator], otherwise: defer}
        poke: {data: {text: {type: string|null, max: 50}}, by: [consultant, operator], otherwise: reject}
        visit: {data: {to: \(targets.joined(separator: "|"))}, by: [client, operator], otherwise: ignore}\(inner)\(answered)
        word: {from: family/word, correlate: {group: "${body.group}"}, match: all, data: {by: {type: string, value: "${body.by}"}}, otherwise: ignore}
        refund.updated: {from: stripe/refund.updated, correlate: {reference: "${body.data.object.metadata.booking}"}, data: {id: {type: string, value: "${body.data.object.id}"}, status: {type: string|null, value: "${body.data.object.status}"}}, otherwise: ignore}
        task.reminded: {data: {id: string, title: string, assignee: string}, by: [operator], otherwise: ignore}
        task.overdue: {data: {id: string, title: string, assignee: string}, by: [operator], otherwise: ignore}
        task.delegated: {data: {id: string, title: string, assignee: string}, by: [operator], otherwise: ignore}
        step.late: {data: {serial: int, outcome: string}, otherwise: ignore}
      define: {large: "context.n > 5"}
      view:
        reference: {value: "${input.reference}", index: unique}
        group: {value: "${'all'}", index: true}
        n: {value: "${context.n}"}
      invariants:
        - {name: what went out is there, always: "balance('held') + balance('paying') + balance('paid') + balance('back') == -balance('outside')"}
        - {name: numbers are small, assume: "context.n < 1000000"}
      on:
        word: {actions: [\(mark("event of a family"))]}
        task.reminded: {actions: [\(mark("task.reminded"))]}
        task.overdue: {actions: [\(mark("task.overdue"))]}
        step.late: {actions: [\(mark("step.late"))]}
        visit: [\(visits)]\(hears)
      initial: \(first)
      states:
      \(states)
      """
  }

  private mutating func member(_ name: String) -> String {
    switch name {
    case "part": part()
    case "guest": guest()
    default: Self.clerk
    }
  }

  private mutating func part() -> String {
    let work: String
    switch random.below(3) {
    case 0: work = "{invoke: {step: stripe.account.get, with: {account: \"a${input.q}\"}, onDone: done, onError: bad}}"
    case 1:
      work =
        "{timers: {t: {at: \"entered + period('PT\(1 + random.below(30))H')\", late: always, do: [{guard: \"input.q % 3 == 0\", target: bad}, {target: done}]}}}"
    default:
      work =
        "{invoke: {step: human.task, with: {title: t, assignee: client, form: {n: int}}, onDone: {target: done, actions: [{assign: {n: \"${int(event.data.data.n)}\"}}]}, onError: bad}}"
    }
    return """
      workflow: part
      family: small
      input: {q: int}
      output: {result: int, name: string|null}
      context: {n: {type: int, value: "${input.q}"}}
      initial: working
      states:
        working: \(work)
        done: {type: final, output: {result: "${context.n + 1}", name: null}}
        bad: {type: final, error: refused}
      """
  }

  private mutating func guest() -> String {
    """
    workflow: guest
    family: small
    input: {q: int}
    output: {said: int}
    events: {poke: {data: {text: {type: string|null, max: 50}}, by: [consultant, operator], otherwise: ignore}}
    initial: there
    states:
      there:
        timers: {t: {at: "entered + period('PT\(1 + random.below(40))H')", late: always, target: gone}}
        on: {poke: [{guard: "event.data.text != null", target: gone}, {guard: "input.q % \(2 + random.below(3)) == 1", target: lost}]}
      gone: {type: final, output: {said: "${input.q}"}}
      lost: {type: final, error: lost}
    """
  }

  private static let clerk = """
    include: [shared.yaml]
    workflow: clerk
    family: small
    input: {of: string}
    context: {booked: {type: int, value: 0}}
    events: {book: {data: {amount: int}, otherwise: ignore}, nudge: ignore}
    view: {booked: {value: "${context.booked}", default: 0}}
    initial: open
    states:
      open:
        rest: true
        exit: [{journal: "#exit of a machine"}]
        on:
          book: {actions: [{assign: {booked: "${context.booked + event.data.amount}"}}, {journal: "#send"}, {send: {to: small, event: answered, with: {n: "${context.booked}"}}}]}
          nudge: {guard: "context.booked > 3", target: closed, actions: [{journal: "#emit"}]}
      closed: {type: final}
    """
}
