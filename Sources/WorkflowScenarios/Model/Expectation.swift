internal import CEL
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// The facts that are to be true after a move.
struct Expectation: Sendable {
  /// States of a machine; several: all of them are active.
  struct States: Sendable {
    /// Instead of states.
    enum Life: String, Sendable {
      /// It was never started.
      case none
      /// It was, and is over: by itself or stopped.
      case ended
    }

    var machine: Int
    var names: [String]
    var life: Life?
    var place: Node
  }

  struct Timer: Sendable {
    var machine: Int
    /// As the machine calls it: `active.reminder_1`.
    var timer: String
    /// nil: not armed.
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
    /// Fields of the request that have these values.
    var fields: [(name: String, value: DataExpression)]
    var place: Node
  }

  /// Happenings since the last move, by the list's name; nil: anything may have happened.
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
  /// `then: show`: nothing is expected; what happened is told, to be looked at and written down.
  var isShown = false
  var of: DataExpression?
  var reply: DataExpression?
  var replyPlace: Node?
  var states: [States] = []
  var view: [View] = []
  /// All accounts that are not zero; nil: not looked at.
  var balances: [Amount]?
  /// Every posting; nil: none, unless balances are looked at.
  var postings: [Posting]?
  var anyPostings = false
  /// `balances: any`: money may have moved, and where it is now is not looked at.
  var anyBalances = false
  var timers: [Timer] = []
  var lists: [String: List] = [:]
  /// Whether the family's personal data is gone; nil: not looked at.
  var isErased: (Bool, Node)?
  var isExact: (states: Bool, timers: Bool) = (false, false)
  var asserts: [(program: Program, place: Node)] = []
}
