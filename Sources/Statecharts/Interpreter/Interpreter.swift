/// The interpreter of one machine during one macrostep (SCXML 1.0, Appendix D). Its procedures have the names that they
/// have there. It decides which transitions are taken and which states are left and entered. The host evaluates
/// conditions and executes content.
///
/// An interpreter is a value on its caller's stack. The host is passed to each call, so that both can be changed in
/// place.
package struct Interpreter<Host: MachineHost> {
  /// The machine, prepared for the interpreter.
  package let plan: MachinePlan
  /// The event that was handled last, which expressions read. It is nil before the first event and in a macrostep that
  /// no event began.
  package var event: Host.HeardEvent?
  /// Appendix D, internalQueue: the events of this macrostep that were raised and not taken yet.
  package private(set) var internalQueue = InternalQueue<Host.HeardEvent>()
  /// Appendix D, statesToInvoke: the states that were entered in this macrostep and not left again.
  var statesToInvoke = StateSet()

  /// Creates an interpreter for one macrostep.
  ///
  /// - Parameter event: the event of an earlier macrostep that expressions still read; nil for none.
  package init(_ plan: MachinePlan, event: Host.HeardEvent? = nil) {
    self.plan = plan
    self.event = event
  }

  /// Appends an event to the internal queue.
  package mutating func raise(_ event: Host.HeardEvent) { internalQueue.enqueue(event) }

  /// Appendix D, interpret: enters the initial states and completes the first macrostep.
  package mutating func interpret(host: inout Host) throws(StepFailure) {
    try enterStates(plan.initialEntry, host: &host)
    if host[machine: plan.index].configuration.intersects(plan.ends) { try host.exitInterpreter(&self) }
    try completeMacrostep(host: &host)
  }

  /// Takes a macrostep that begins with these transitions (SCXML 3.13).
  package mutating func macrostep(_ enabledTransitions: [Int], host: inout Host) throws(StepFailure) {
    try microstep(enabledTransitions, host: &host)
    try completeMacrostep(host: &host)
  }

  /// Appendix D, the inner loop of mainEventLoop. Eventless transitions come first, then internal events, until there
  /// are no more. Then the invocations start, after which internal events may begin the loop again.
  ///
  /// - Throws: `StepFailure` with the code `microstep-limit` beyond the host's limit, and the failures of the host.
  package mutating func completeMacrostep(host: inout Host) throws(StepFailure) {
    var microsteps = 0
    while !host[machine: plan.index].isDone {
      microsteps += 1
      if microsteps > host.microstepLimit {
        throw StepFailure(
          code: "microstep-limit",
          message: "more than \(host.microstepLimit) microsteps in one macrostep; look for a circle of 'always'",
          machine: plan.name, line: 0)
      }
      var enabledTransitions = try selectEventlessTransitions(host: &host)
      if enabledTransitions.isEmpty {
        if internalQueue.isEmpty { try invokeStates(host: &host) }
        guard let internalEvent = internalQueue.dequeue() else { return }
        enabledTransitions = try selectInternalTransitions(internalEvent, host: &host)
        if enabledTransitions.isEmpty { continue }
      }
      try microstep(enabledTransitions, host: &host)
    }
    try invokeStates(host: &host)
  }

  /// Returns the transitions that an internal event enables. An event that enables none is handed to the host.
  private mutating func selectInternalTransitions(
    _ internalEvent: Host.HeardEvent, host: inout Host
  ) throws(StepFailure) -> [Int] {
    switch try selectTransitions(internalEvent, host: &host) {
    case .transitions(let transitions):
      if !leavesHeldState(transitions, host: host) { return transitions }
      host.putOff(internalEvent, of: plan)
    case .defer:
      host.putOff(internalEvent, of: plan)
    case .reject, .none:
      host.leaveUnhandled(internalEvent, of: plan)
    }
    return []
  }

  /// Appendix D, microstep.
  package mutating func microstep(_ enabledTransitions: [Int], host: inout Host) throws(StepFailure) {
    let exitSet = computeExitSet(enabledTransitions, host: host)
    // A target may be a history state. Its value is known once the exit set was left; the domain has to be known before
    // that.
    let domains = historyDomains(of: enabledTransitions, host: host)
    try exitStates(exitSet, host: &host)
    for transition in enabledTransitions { try host.executeContent(of: transition, in: &self) }
    let entrySet = computeEntrySet(enabledTransitions, domains: domains, host: host)
    try enterStates(entrySet, host: &host)
    host.didTake(enabledTransitions, exited: exitSet, entered: entrySet.states, in: &self)
    if host[machine: plan.index].configuration.intersects(plan.ends) { try host.exitInterpreter(&self) }
  }

  /// Starts invocations at the end of the macrostep, for states that were entered and not left again (SCXML 6.4).
  private mutating func invokeStates(host: inout Host) throws(StepFailure) {
    if statesToInvoke.isEmpty { return }
    let states = statesToInvoke.intersection(host[machine: plan.index].configuration)
    statesToInvoke = StateSet()
    for state in states { try host.invoke(state, in: &self) }
  }

  /// Drops the events and invocations that the macrostep had still to handle, because the machine has ended.
  package mutating func stop() {
    internalQueue.removeAll()
    statesToInvoke = StateSet()
  }
}
