import CEL
import CivilTime
import Control
import Execution
import Executors
import SQLiteStorage
import Storage
import WorkflowEngine

/// Handles the operators' requests. Reads use committed rows; acts are turns of the engine.
struct OperatorBackend: Sendable {
  let writer: WriterThread
  let readers: ReaderPool
  let inspection: StoreInspection
  let eventStream: EventStream
  let clock: ClockDriver
  let bundles: DeployedBundles
  let executors: [any Executor]
  let mailboxes: MailboxCheck
  let templates: MailTemplateLibrary
  let zones: any ZoneSource
  let facts: DaemonFacts
  let shelf: CatalogueShelf
  let suppressions: SuppressionRecords
  /// Nil if nothing is searched.
  let matches: MatchShelf?
  let leads: LeadRecords
  let leadsKeptFor: Duration
  let follower: ConsultantFollower
  let reload: @Sendable () async throws(ControlFailure) -> String

  private var store: StoreReads { StoreReads(readers: readers) }

  var daemon: DaemonReads {
    DaemonReads(writer: writer, store: store, facts: facts, path: inspection.store.path)
  }

  /// One route for each verb of `VerbTable`.
  var routes: ControlRoutes {
    ControlRoutes(reads + acts + streams + market + contacts + sales) { [clock = writer.clock] in clock.now }
  }

  private var catalogue: CatalogueReads {
    CatalogueReads(store: store, shelf: shelf) { [clock = writer.clock] in clock.now }
  }

  private var reads: [Route] {
    let (families, tasks) = (FamilyReads(store: store, bundles: bundles), TaskReads(store: store))
    let (incidents, queues) = (IncidentReads(store: store), QueueReads(store: store))
    let workflows = WorkflowReads(store: store, bundles: bundles)
    let mails = TemplateReads(store: store, templates: templates, zones: zones)
    let systems = ExecutorReads(executors: executors, mailboxes: mailboxes, store: store) { [clock = writer.clock] in
      clock.now
    }
    return [
      .answer(ShowStatus.self) { [daemon] _, _ throws(ControlFailure) in try await daemon.status() },
      .answer(ReadMetrics.self) { [daemon] _, _ throws(ControlFailure) in try await daemon.metrics() },
      .answer(ShowClock.self) { [daemon] _, _ throws(ControlFailure) in daemon.clock() },
      .answer(ListFamilies.self) { request, _ throws(ControlFailure) in try await families.list(request) },
      .answer(ShowFamily.self) { request, _ throws(ControlFailure) in try await families.show(request) },
      .answer(ListHistory.self) { request, _ throws(ControlFailure) in try await families.history(request) },
      .answer(ListTimers.self) { request, _ throws(ControlFailure) in try await queues.timers(request) },
      .answer(ListInbox.self) { request, _ throws(ControlFailure) in try await queues.inbox(request) },
      .answer(ListTasks.self) { request, _ throws(ControlFailure) in try await tasks.list(request) },
      .answer(ShowTask.self) { request, _ throws(ControlFailure) in try await tasks.show(request) },
      .answer(ListIncidents.self) { request, _ throws(ControlFailure) in try await incidents.list(request) },
      .answer(ShowIncident.self) { request, _ throws(ControlFailure) in try await incidents.show(request) },
      .answer(ListExecutors.self) { _, _ throws(ControlFailure) in try await systems.list() },
      .answer(CheckExecutors.self) { request, _ throws(ControlFailure) in try await systems.check(request) },
      .answer(PreviewTemplate.self) { request, _ throws(ControlFailure) in try await mails.preview(request) },
      .answer(ListWorkflows.self) { _, _ throws(ControlFailure) in try await workflows.list() },
      .answer(ShowWorkflow.self) { request, _ throws(ControlFailure) in try await workflows.show(request) },
      .answer(VerifyStore.self) { [inspection] _, _ throws(ControlFailure) in try await inspection.verify() },
      .answer(QueryStore.self) { [inspection] request, _ throws(ControlFailure) in try await inspection.sql(request) },
    ]
  }

  private var acts: [Route] {
    let acts = OperatorActs(writer: writer, bundles: bundles)
    return [
      .answer(SendEvent.self) { request, caller throws(ControlFailure) in try await acts.send(request, caller) },
      .answer(FinishTask.self) { request, caller throws(ControlFailure) in
        let data = request.data.map { Value.map($0) } ?? .null
        return try await acts.command(.taskDone(request.task.task, data: data), caller)
      },
      .answer(DeclineTask.self) { request, caller throws(ControlFailure) in
        try await acts.command(.taskDecline(request.task.task), caller)
      },
      .answer(DelegateTask.self) { request, caller throws(ControlFailure) in
        var result = try await acts.command(.taskDelegate(request.task.task, to: request.to.string), caller)
        result.text = "task \(request.task) is for \(request.to.string)"
        return result
      },
      .answer(RetryTask.self) { request, caller throws(ControlFailure) in
        try await acts.command(.taskRetry(request.task.task), caller)
      },
      .answer(RetryIncident.self) { request, caller throws(ControlFailure) in
        try await acts.command(.incidentRetry(request.incident.incident), caller)
      },
      .answer(SkipIncident.self) { request, caller throws(ControlFailure) in
        try await acts.command(.incidentSkip(request.incident.incident), caller)
      },
      .answer(DiscardIncident.self) { request, caller throws(ControlFailure) in
        try await acts.command(.incidentDiscard(request.incident.incident), caller)
      },
      .answer(AcceptClock.self) { _, caller throws(ControlFailure) in try await acts.acceptClock(caller) },
      .answer(ReloadDefinitions.self) { [reload] _, _ throws(ControlFailure) in Reloaded(text: try await reload()) },
    ]
  }

  private var market: [Route] {
    let reads = catalogue
    let searches = MatchReads(store: store, shelf: matches) { [clock = writer.clock] in clock.now }
    let quotes = QuoteReads(catalogue: reads)
    let invoices = InvoiceReads(store: store)
    let testimonials = TestimonialActs(acts: OperatorActs(writer: writer, bundles: bundles), store: store)
    let calendars = CalendarActs(acts: OperatorActs(writer: writer, bundles: bundles), reads: reads)
    let acts = CatalogueActs(
      acts: OperatorActs(writer: writer, bundles: bundles), reads: reads, follower: follower)
    return [
      .answer(ListConsultants.self) { request, _ throws(ControlFailure) in try await reads.consultants(request) },
      .answer(ShowConsultant.self) { request, _ throws(ControlFailure) in try await reads.consultant(request.slug) },
      .answer(FindSlots.self) { request, _ throws(ControlFailure) in try await reads.slots(request) },
      .answer(ListServices.self) { _, _ throws(ControlFailure) in try await reads.services() },
      .answer(ShowService.self) { request, _ throws(ControlFailure) in try await reads.service(request.type) },
      .answer(FindMatches.self) { request, _ throws(ControlFailure) in try await searches.find(request) },
      .answer(ExplainMatch.self) { request, _ throws(ControlFailure) in try await searches.why(request) },
      .answer(ShowPrices.self) { _, _ throws(ControlFailure) in try await quotes.prices() },
      .answer(ListQuotes.self) { request, _ throws(ControlFailure) in try await quotes.list(request) },
      .answer(ShowQuote.self) { request, _ throws(ControlFailure) in try await quotes.show(request) },
      .answer(ListTestimonials.self) { request, caller throws(ControlFailure) in
        try await testimonials.list(request, caller)
      },
      .answer(ApproveTestimonial.self) { request, caller throws(ControlFailure) in
        try await testimonials.run(request, caller)
      },
      .answer(HideTestimonial.self) { request, caller throws(ControlFailure) in
        try await testimonials.run(request, caller)
      },
      .answer(ListInvoices.self) { request, caller throws(ControlFailure) in
        try await invoices.list(request, caller)
      },
      .answer(ShowInvoice.self) { request, caller throws(ControlFailure) in
        try await invoices.show(request, caller)
      },
      .answer(ImportCalendar.self) { request, caller throws(ControlFailure) in try await calendars.run(request, caller)
      },
      .answer(ExportCalendar.self) { request, _ throws(ControlFailure) in try await calendars.run(request) },
      .answer(ImportCatalogue.self) { request, caller throws(ControlFailure) in try await acts.run(request, caller) },
      .answer(MoveConsultant.self) { request, caller throws(ControlFailure) in try await acts.run(request, caller) },
    ]
  }

  private var contacts: [Route] {
    let desk = SuppressionDesk(records: suppressions, store: store)
    return [
      .answer(ListSuppressions.self) { request, _ throws(ControlFailure) in try await desk.list(request) },
      .answer(AddSuppression.self) { request, caller throws(ControlFailure) in try await desk.run(request, caller) },
      .answer(RemoveSuppression.self) { request, caller throws(ControlFailure) in try await desk.run(request, caller) },
    ]
  }

  private var sales: [Route] {
    let acts = OperatorActs(writer: writer, bundles: bundles)
    let now = { @Sendable [clock = writer.clock] in clock.now }
    let leads = LeadActs(acts: acts, store: store, records: leads, keptFor: leadsKeptFor, now: now)
    let weights = WeightActs(acts: acts, store: store, shelf: matches, now: now)
    return [
      .answer(ListLeads.self) { request, _ throws(ControlFailure) in try await leads.list(request) },
      .answer(ShowLead.self) { request, caller throws(ControlFailure) in try await leads.show(request, caller) },
      .answer(AssignLead.self) { request, caller throws(ControlFailure) in try await leads.run(request, caller) },
      .answer(TouchLead.self) { request, caller throws(ControlFailure) in try await leads.run(request, caller) },
      .answer(CloseLead.self) { request, caller throws(ControlFailure) in try await leads.run(request, caller) },
      .answer(ForgetLead.self) { request, caller throws(ControlFailure) in try await leads.run(request, caller) },
      .answer(ShowWeights.self) { _, _ throws(ControlFailure) in try await weights.status() },
      .answer(TrainWeights.self) { request, _ throws(ControlFailure) in try await weights.train(request) },
      .answer(EvaluateWeights.self) { _, _ throws(ControlFailure) in try await weights.evaluate() },
      .answer(ActivateWeights.self) { request, caller throws(ControlFailure) in try await weights.run(request, caller)
      },
      .answer(RollBackWeights.self) { request, caller throws(ControlFailure) in try await weights.run(request, caller)
      },
    ]
  }

  private var streams: [Route] {
    [
      .stream(FollowEvents.self) { [eventStream] request, _ throws(ControlFailure) in
        eventStream.follow { line in
          request.reference.map { line.reference == $0.string } ?? true
            && request.workflow.map { line.workflow == $0.string } ?? true
        }
      },
      .stream(AdvanceClock.self) { [clock] request, caller throws(ControlFailure) in
        try OperatorActs.refuseDryRun(caller)
        return try await clock.advance(request)
      },
    ]
  }
}

extension RecordNumber {
  fileprivate var task: TaskID { TaskID(rawValue: number) }
  fileprivate var incident: IncidentID { IncidentID(rawValue: number) }
}
