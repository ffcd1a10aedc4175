internal import YAMLTree

/// All keys of the workflow language, by the place where they stand.
public enum Keys {
  /// Keys that a workflow file has in common with a state: the file is the machine's root state.
  private static let body: KeyValuePairs<String, KeyTable.Kinds> = [
    "type": .text, "initial": .text, "states": .mapping, "on": .mapping, "always": .transitions, "entry": .actions,
    "exit": .actions, "timers": .mapping, "after": .mapping, "invoke": .actions, "rest": [.text, .mapping],
    "otherwise": [.text, .mapping],
  ]

  private static let file = KeyTable(
    "file", "a workflow file",
    [
      "include": .list, "fragments": .mapping, "use": .mapping, "types": .mapping,
      "mode": .text, "workflow": .text, "version": .text, "family": [.text, .list, .mapping], "input": .mapping,
      "params": .mapping, "context": .mapping, "events": .mapping, "define": .mapping, "functions": .mapping,
      "view": .mapping, "actions": .mapping, "invariants": .list,
    ]
  ).with("file", "a workflow file", body)

  /// The file of a root workflow.
  public static let root = file.with(
    "root", "a root workflow",
    [
      "key": .text, "collection": .text, "roles": .list, "ledger": .mapping, "claims": .mapping, "start": .list,
      "limits": .mapping,
    ])
  /// The file of a machine that a root lists under `family:`.
  public static let member = file.with("member", "a member of a family", ["output": .mapping])
  /// A file that others include.
  public static let included = KeyTable(
    "included", "an included file",
    [
      "params": .mapping, "functions": .mapping, "define": .mapping, "actions": .mapping, "events": .mapping,
      "fragments": .mapping, "types": .mapping,
    ])
  /// A fragment: a part of states, or a part of whole files.
  public static let fragment = KeyTable(
    "fragment", "a fragment", ["params": .mapping, "state": .mapping, "machine": .mapping])
  /// `family:` of a member that several roots list.
  public static let membership = KeyTable("membership", "family", ["of": .list])

  /// A state, without the keys of its parent.
  public static let state = KeyTable(
    "state", "a state",
    [
      "use": .mapping, "type": .text, "initial": .text, "states": .mapping, "history": .text, "target": .text,
      "view": .mapping,
      "entry": .actions, "exit": .actions, "on": .mapping, "always": .transitions, "onDone": .transitions,
      "timers": .mapping, "after": .mapping, "invoke": .actions, "holds": .list, "rest": [.text, .mapping],
      "otherwise": [.text, .mapping], "output": .mapping, "error": .text,
    ])
  /// `rest:` of a state, in its long form.
  public static let rest = KeyTable("rest", "rest", ["until": .text])
  /// One candidate for an event: a guard, a target and actions.
  public static let candidate = KeyTable(
    "candidate", "a transition",
    [
      "by": [.text, .list], "guard": .text, "step": .mapping, "target": .text, "actions": .actions,
      "notify": .actions, "reenter": .flag, "also": .text,
      "onRefused": .transitions, "reject": .text, "defer": .flag,
    ])
  /// A timer under `timers:`.
  public static let timer = KeyTable(
    "timer", "a timer",
    [
      "at": .text, "first": .text, "every": .text, "zone": .text, "gap": .text, "fold": .text, "late": .text,
      "past": .text, "again": .flag, "guard": .text, "step": .mapping, "target": .text,
      "actions": .actions, "notify": .actions, "do": .transitions,
      "onMissed": .transitions,
    ])

  /// A use of a step: `invoke:` or `spawn:`.
  public static let step = KeyTable(
    "step", "a step",
    [
      "step": .text, "id": .text, "key": .text, "with": .mapping, "moves": [.mapping, .list], "precondition": .text,
      "retry": .mapping, "timeout": .text, "lane": .text, "supersede": .flag, "leave": .text,
      "completedBy": .mapping, "onAccepted": .transitions, "onDone": .transitions, "onError": .transitions,
      "onStopped": .transitions,
    ])
  /// `retry:` of a step.
  public static let retry = KeyTable(
    "retry", "retry", ["first": .text, "factor": .text, "cap": .text, "for": .text, "until": .text])
  /// `moves:` of a money step.
  public static let moves = KeyTable(
    "moves", "moves", ["from": .any, "via": .text, "to": .text, "amount": .text, "id": .text])
  /// One way in which a person may settle an attempt.
  public static let settlement = KeyTable(
    "settlement", "completedBy", ["id": .text, "key": .text, "done": .text, "failed": .text])
  /// `invoke:` of a machine.
  public static let child = KeyTable(
    "child", "an invoked workflow",
    [
      "workflow": .text, "input": .mapping, "each": .text, "as": .text, "most": .text, "onEach": .actions,
      "onDone": .transitions, "onError": .transitions,
    ])
  /// `spawn:` of a machine.
  public static let spawnedWorkflow = KeyTable(
    "spawnedWorkflow", "a spawned workflow", ["workflow": .text, "input": .mapping])
  /// `stop:` of a machine.
  public static let stoppedWorkflow = KeyTable("stoppedWorkflow", "stop", ["workflow": .text])

  /// The action `post`.
  public static let post = KeyTable(
    "post", "post", ["from": .any, "to": .text, "amount": .text, "id": .text])
  /// The action `raise`.
  public static let raise = KeyTable("raise", "raise", ["raise": .text, "with": .mapping])
  /// The action `emit`.
  public static let emit = KeyTable("emit", "emit", ["emit": .text, "with": .mapping])
  /// The action `publish`.
  public static let publish = KeyTable("publish", "publish", ["publish": .text, "with": .mapping])
  /// The action `send`.
  public static let send = KeyTable("send", "send", ["to": .text, "event": .text, "with": .mapping])
  /// The action `if`.
  public static let conditional = KeyTable(
    "conditional", "if", ["if": .text, "then": .actions, "else": .actions])
  /// The action `foreach`.
  public static let loop = KeyTable("loop", "foreach", ["in": .text, "as": .text, "do": .actions])

  /// An event under `events:`.
  public static let event = KeyTable(
    "event", "an event",
    [
      "data": .mapping, "from": [.text, .list], "correlate": .mapping, "match": .text, "by": [.text, .list],
      "otherwise": .text,
    ])
  /// A field under `views:`.
  public static let view = KeyTable(
    "view", "a view field", ["type": .any, "value": .any, "index": .text, "default": .any, "audience": .text])
  /// An action under `actions:`.
  public static let namedAction = KeyTable("namedAction", "an action", ["params": .mapping, "do": .actions])
  /// A field with more than its type. It is not in `all`, because a mapping with any other key is an object type that
  /// happens to have a field `type`.
  static let field = KeyTable(
    "field", "a field",
    [
      "type": .any, "value": .any, "default": .any, "personal": .flag, "min": .text, "max": .text,
      "format": .text, "text": .text,
    ])
  /// A parameter under `params:`: a field, and the steps that it switches on.
  static let parameter = field.with("parameter", "a parameter", ["steps": .list])
  /// `ledger:` of a root.
  public static let ledger = KeyTable("ledger", "ledger", ["currency": .text, "accounts": .mapping])
  /// A claim under `claims:`.
  public static let claim = KeyTable(
    "claim", "a claim",
    [
      "resource": .text, "from": .text, "to": .text, "limit": .text, "amount": .text, "keep": .flag, "except": .text,
      "yields": .flag,
    ])
  /// A start rule of a root.
  public static let startRule = KeyTable(
    "startRule", "start", ["guard": .text, "actions": .actions, "reject": .text, "onRefused": .mapping])
  /// A start rule that refuses.
  public static let refusal = KeyTable("refusal", "a refusal", ["reject": .text])
  /// An invariant.
  public static let invariant = KeyTable(
    "invariant", "an invariant", ["name": .text, "always": .text, "never": .text, "atRest": .text, "assume": .text])
  /// `limits:` of a root.
  public static let limits = KeyTable(
    "limits", "limits",
    [
      "microsteps": .text, "deliveries": .text, "deferred": .text, "deferred_for": .text, "spawned": .text,
      "at_once": .text, "payments_at_once": .text,
    ])

  /// Every table. The keys of actions themselves are `actions`.
  public static let all = [
    root, member, included, fragment, membership, state, rest, candidate, timer, step, retry, moves, settlement, child,
    spawnedWorkflow, stoppedWorkflow, post, raise, emit, publish, send, conditional, loop, event, view, namedAction,
    ledger,
    claim, startRule, refusal, invariant, limits,
  ]

  /// The roles that every family has: whoever runs the daemon, and the site that started the family.
  public static let roles = ["operator", "site"]

  /// The actions that the language defines itself.
  public static let actions = [
    "assign", "raise", "emit", "publish", "send", "post", "reverse", "spawn", "stop", "if", "foreach", "alarm",
    "journal", "erase", "let",
  ]
}
