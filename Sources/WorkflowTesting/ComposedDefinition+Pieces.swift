/// The pieces: each is a state, with those around it, that uses a form of the language.
extension ComposedDefinition {
  enum Piece: String, CaseIterable {
    case rest, every, rhythm, after, late, child, children, machine, reversal, money, refund, claim, slot
    case regions, past, always, outer, final, mail, task, stepped, optional, personal, fragment
    case publish, raise, refuse, waits

    /// The machine of the family that the piece starts; nil for most.
    var member: String? {
      switch self {
      case .child: "part"
      case .children: "guest"
      case .machine: "clerk"
      default: nil
      }
    }
  }

  mutating func state(of piece: Piece) -> String {
    let name = piece.rawValue
    let body =
      switch piece {
      case .rest: "{rest: true, on: {go: \(to("rest")), back: {guard: large, target: \(next())}}}"
      case .every, .rhythm, .after, .late: timed(piece)
      case .child, .children, .machine: started(piece)
      case .reversal, .money, .refund, .claim, .slot: money(piece)
      case .regions, .past, .always, .outer, .final: shaped(piece)
      case .mail, .task, .stepped, .optional, .personal, .fragment: stepped(piece)
      case .publish, .raise, .refuse, .waits: heard(piece)
      }
    return "  \(name): \(body)\n"
  }

  private mutating func timed(_ piece: Piece) -> String {
    switch piece {
    case .every:
      return
        "{rest: true, timers: {every: {every: PT\(2 + random.below(30))H, first: PT1H, late: always, do: [{guard: \"fired > 2\", target: \(next()), actions: [\(mark("every"))]}, {actions: [\(mark("every, again"))]}]}}, on: {go: \(next())}}"
    case .rhythm:
      let step = ["P1D", "P1M", "PT12H", "P7D"][random.below(4)]
      let gap = ["later", "earlier", "skip"][random.below(3)]
      let fold = ["first", "second"][random.below(2)]
      return
        "{rest: true, timers: {rhythm: {every: \(step), zone: Europe/Berlin, gap: \(gap), fold: \(fold), late: PT2H, actions: [\(mark("rhythm in a zone")), \(plain())], onMissed: {actions: [\(mark("onMissed"))]}}}, on: {go: \(next()), back: {target: \(next()), reenter: true, actions: [\(mark("reenter"))]}}}"
    case .after: return "{after: {PT\(1 + random.below(90))M: \(to("after"))}}"
    default:
      return
        "{rest: true, timers: {late: {at: \"input.maybe == null ? entered + period('PT3H') : input.maybe\", past: \(["skip", "fire"][random.below(2)]), again: true, late: \"until(entered + period('P1D'))\", target: \(next()), actions: [\(mark("late until"))], notify: [{spawn: {step: email.send, id: \"late/${entries}\", with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}}], onMissed: \(to("missed"))}}, on: {go: \(next())}}"
    }
  }

  private mutating func started(_ piece: Piece) -> String {
    switch piece {
    case .child:
      return
        "{invoke: {workflow: part, input: {q: \"${context.n}\"}, onDone: {target: \(next()), actions: [{assign: {n: \"${event.data.result % 50}\"}}, \(mark("child with a result"))]}, onError: {target: \(next()), actions: [\(mark("child that failed"))]}}, on: {back: {guard: \"event.data.by > 6\", target: \(next()), actions: [\(mark("child that is stopped"))]}}}"
    case .children:
      return
        "{invoke: {workflow: guest, each: context.list, as: one, most: 3, input: {q: \"${$(one)}\"}, onEach: [{assign: {n: \"${context.n + event.data.said}\"}}, \(mark("onEach"))], onDone: {target: \(next()), actions: [\(mark("children"))]}, onError: {target: \(next()), actions: [\(mark("children of which one failed"))]}}}"
    default:
      return
        "{rest: true, entry: [{if: \"!context.hired\", then: [{assign: {hired: true}}, {spawn: {workflow: clerk, input: {of: \"${family.key}\"}}}, \(mark("spawn a machine"))]}], on: {go: {target: \(next()), actions: [{send: {to: clerk, event: book, with: {amount: 2}}}]}, back: {actions: [{emit: nudge}]}, poke: {target: \(next()), actions: [{stop: {workflow: clerk}}, {assign: {hired: false}}, \(mark("stop a machine"))]}}}"
    }
  }

  private mutating func money(_ piece: Piece) -> String {
    switch piece {
    case .reversal:
      return
        "{rest: true, entry: [{post: {from: outside, to: held, amount: \"${10 + context.n % 5}\", id: \"p/${entries}\"}}, \(mark("post"))], on: {go: {target: \(next()), actions: [{reverse: \"p/${entries}\"}, \(mark("reverse"))]}, back: {target: \(next()), actions: [{post: {from: {held: 3, paid: 1}, to: back}}, \(mark("post from a map"))]}}}"
    case .money:
      let wanted = random.below(2) == 0
      let leave = ["awaitCompletion", "stop"][random.below(2)]
      return
        "{invoke: {step: stripe.transfer, id: pay, key: \"${family.key}/pay/${entries}\", with: {amount: \"${step.amount}\", currency: EUR, destination: a, group: g}, moves: {from: outside, via: paying, to: paid, amount: \"${5 + context.n % 3}\", id: \"m/${entries}\"}, leave: \(leave), retry: {first: PT10S, factor: 3, cap: PT2H, for: P2D}, timeout: PT20S\(wanted ? ", precondition: \"context.n % 4 != 3\", onStopped: \(to("onStopped"))" : ""), onDone: {target: \(next()), actions: [\(mark("money"))]}, onError: {target: \(next()), actions: [\(mark("money that failed"))]}}, on: {back: {target: \(next()), actions: [\(mark("leave: \(leave)"))]}, poke: {actions: [{stop: pay}, \(mark("stop a step"))]}}}"
    case .refund:
      return
        "{invoke: {step: stripe.refund, id: refund, key: \"${family.key}/refund/${entries}\", with: {intent: \"pi_${family.key}\", amount: \"${step.amount}\", reason: r}, moves: {from: outside, via: paying, to: back, amount: 4}, completedBy: {refund.updated: {id: \"${event.data.id}\", done: \"event.data.status == 'succeeded'\", failed: \"event.data.status == 'failed'\"}}, onAccepted: {actions: [\(mark("onAccepted"))]}, onDone: {target: \(next()), actions: [\(mark("completedBy"))]}, onError: {target: \(next()), actions: [\(mark("refund that failed"))]}}}"
    case .claim:
      return
        "{rest: true, on: {go: {target: desk, actions: [\(mark("claim"))], onRefused: {actions: [\(mark("onRefused"))]}}}}\n  desk: {holds: [desk], rest: true, on: {go: \(next()), back: {target: \(next()), guard: \"In('desk')\"}}}"
    default:
      return
        "{rest: true, on: {go: {target: hour, actions: [\(mark("claim of a time"))], onRefused: \(to("time refused"))}}}\n  hour: {holds: [hour], after: {PT3H: \(next())}}"
    }
  }

  private mutating func shaped(_ piece: Piece) -> String {
    switch piece {
    case .regions:
      return
        "{type: parallel, onDone: {target: \(next()), actions: [\(mark("regions are done"))]}, states: {left: {initial: left_a, states: {left_a: {rest: true, on: {go: {target: left_b, actions: [\(mark("region"))]}}}, left_b: {type: final}}}, right: {initial: right_a, states: {right_a: {after: {PT2H: right_b}}, right_b: {type: final}}}}}"
    case .past:
      let depth = ["shallow", "deep"][random.below(2)]
      return
        "{initial: past_a, on: {back: past_out}, states: {past_h: {type: history, history: \(depth), target: past_a}, past_a: {rest: true, on: {go: past_b}}, past_b: {initial: past_c, states: {past_c: {rest: true, on: {go: past_d}}, past_d: {rest: true, on: {go: \(next())}}}}}}\n  past_out: {rest: true, on: {go: {target: past_h, actions: [\(mark("history: \(depth)"))]}, poke: \(next())}}"
    case .always:
      return
        "{rest: true, always: {guard: \"context.n % 2 == 1\", target: rest, actions: [{assign: {n: \"${context.n + 1}\"}}, \(mark("always"))]}, on: {go: \(to("not always")), back: {actions: [{assign: {n: \"${context.n + 1}\"}}]}}}"
    case .final:
      return
        "{rest: true, on: {poke: {guard: \"event.data.text == 'xyz'\", target: over, actions: [\(mark("final"))]}, go: \(next())}}\n  over: {type: final, entry: [{spawn: {step: email.send, id: bye, with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}}]}"
    default:
      return
        "{initial: outer_a, on: {poke: {actions: [\(mark("also: outer"))]}, go: \(next())}, states: {outer_a: {rest: true, entry: [\(mark("entry"))], exit: [\(mark("exit"))], on: {poke: {actions: [{assign: {n: \"${context.n + 1}\"}}], also: outer}, back: outer_b}}, outer_b: {rest: true, otherwise: {poke: ignore}, on: {back: {guard: \"entered('outer_b') || firstEntered('outer_a') != null\", target: outer_a}}}}}"
    }
  }

  private mutating func stepped(_ piece: Piece) -> String {
    switch piece {
    case .mail:
      let supersede = random.below(2) == 0
      return
        "{rest: true, on: {go: {actions: [{assign: {round: \"${context.round + 1}\"}}, {spawn: {step: email.send, id: \"m/${context.round}\", lane: mails, supersede: \(supersede), precondition: \"context.n != 4\", retry: {for: P1D, until: \"${now + period('PT8H')}\"}, with: {template: t, to: a@b.example, name: null, language: en, data: {n: \"${context.n}\"}, calendar: null}, onDone: {actions: [\(mark("lane"))]}, onError: {actions: [\(mark("mail that failed"))]}, onStopped: {actions: [\(mark(supersede ? "supersede" : "no longer wanted"))]}}}]}, back: {target: \(next()), actions: [{stop: \"m/*\"}, \(mark("stop many"))]}}}"
    case .task:
      return
        "{invoke: {step: human.task, with: {title: \"n is ${context.n}\", assignee: client, form: {sure: bool, why: string|null}, due: \"${now + period('P1D')}\", remind: [\"${now + period('PT5H')}\"], escalate: supervisor}, onDone: {target: \(next()), actions: [\(mark("task"))]}, onError: {target: \(next()), actions: [\(mark("task declined"))]}}, on: {task.delegated: {actions: [\(mark("task.delegated"))]}}}"
    case .stepped:
      return
        "{rest: true, on: {go: {step: {step: stripe.account.get, key: \"${family.key}/look/${entries}/${step.number}\", with: {account: a}, onError: \(to("step on a transition that failed"))}, target: \(next()), actions: [{if: event.data.payable, then: [\(plain())]}, \(mark("step on a transition"))], notify: {spawn: {step: email.send, id: \"n/${entries}\", with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}}}, back: \(next())}}"
    case .optional:
      return
        "{rest: true, entry: [{if: params.writes, then: [{assign: {round: \"${context.round + 1}\"}}, {spawn: {step: calendar.put, id: \"cal/${context.round}\", lane: calendar, with: {owner: o, uid: \"${family.key}\", sequence: \"${context.round}\", start: \"${now}\", end: \"${now + period('PT1H')}\", summary: s, location: null, organizer: \"${personal('who')}\", attendee: b@c.example}, onError: {actions: []}}}, \(mark("optional step"))], else: [\(mark("optional step that is off"))]}], on: {go: \(next())}}"
    case .personal:
      return
        "{rest: true, on: {go: {actions: [{spawn: {step: email.send, id: \"p/${context.round}\", with: {template: t, to: \"${personal('who')}\", name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}}, {assign: {round: \"${context.round + 1}\"}}, \(mark("personal"))]}, back: {target: \(next()), actions: [{erase: personal}, \(mark("erase"))]}}}"
    default:
      return "{use: {asks: {title: \"${'n is ' + string(context.n)}\", then: \(next())}}, entry: [\(mark("fragment"))]}"
    }
  }

  private mutating func heard(_ piece: Piece) -> String {
    switch piece {
    case .publish:
      return
        "{rest: true, on: {go: {actions: [{publish: word, with: {group: all, by: \"${family.key}\"}}, \(mark("publish"))]}, back: \(next())}}"
    case .raise:
      return
        "{rest: true, on: {go: {actions: [{raise: inner, with: {n: \"${context.n}\"}}]}, inner: [{guard: \"event.data.n % 2 == 1\", target: \(next()), actions: [\(mark("raise"))]}, {actions: [\(mark("raise, guarded"))]}]}}"
    case .refuse:
      return
        "{rest: true, on: {poke: [{by: [operator], target: \(next()), actions: [\(mark("by"))]}, {reject: not_you}], go: {actions: [{alarm: \"n is ${context.n}\"}, \(mark("alarm"))]}, back: \(next())}}"
    default: return "{rest: true, on: {back: {defer: true}, go: \(to("defer"))}}"
    }
  }
}
