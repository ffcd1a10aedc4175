internal import CEL
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// The facts that a scenario expects after a move.
struct Expectation: Sendable {
  /// The states of a machine that must all be active.
  struct States: Sendable {
    /// The condition of a machine without active states.
    enum Life: String, Sendable {
      /// It was never started.
      case none
      /// It was started and has ended or was stopped.
      case ended
    }

    var machine: Int
    var names: [String]
    var life: Life?
    var place: Node
  }

  struct Timer: Sendable {
    var machine: Int
    /// The timer's name within its machine: `active.reminder_1`.
    var timer: String
    /// When it is due; nil if it must not be armed.
    var due: Moment?
    var place: Node
  }

  struct Amount: Sendable {
    var account: Int
    var value: DataExpression
    var place: Node
  }

  struct View: Sendable {
    var field: Int
    var value: DataExpression
    var place: Node
  }

  struct Item: Sendable {
    var label: DataExpression
    /// Fields of the request and their values.
    var fields: [(name: String, value: DataExpression)]
    var place: Node
  }

  /// Events since the last move by the list's name; nil if any are allowed.
  enum List: Sendable {
    case exactly([Item])
    case any
  }

  struct Posting: Sendable {
    var from: String
    var to: String
    var amount: Int64
    var place: Node
  }

  var place: Node
  /// `then: show`: nothing is expected; the changes are printed, to be read and copied into the scenario.
  var isShown = false
  var of: DataExpression?
  var reply: DataExpression?
  var replyPlace: Node?
  var states: [States] = []
  var view: [View] = []
  /// All accounts that are not zero; nil if they are not checked.
  var balances: [Amount]?
  /// All postings; nil for none, or for any if balances are checked.
  var postings: [Posting]?
  var anyPostings = false
  /// `balances: any`: money may have moved, and where it is now is not looked at.
  var anyBalances = false
  var timers: [Timer] = []
  var lists: [String: List] = [:]
  /// Whether the family's personal data is erased; nil if that is not checked.
  var isErased: (Bool, Node)?
  var isExact: (states: Bool, timers: Bool) = (false, false)
  var asserts: [(program: Program, place: Node)] = []
}
