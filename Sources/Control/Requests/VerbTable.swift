/// Every request of the control API.
public enum VerbTable {
  /// The requests in the order of the manual.
  public static let all: [any ControlRequest.Type] = [
    ShowStatus.self, ReadMetrics.self,
    ListFamilies.self, ShowFamily.self, ListHistory.self, SendEvent.self,
    ListTimers.self,
    ListTasks.self, ShowTask.self, FinishTask.self, DeclineTask.self, DelegateTask.self, RetryTask.self,
    ListIncidents.self, ShowIncident.self, RetryIncident.self, SkipIncident.self, DiscardIncident.self,
    ListInbox.self,
    ListExecutors.self, CheckExecutors.self, PreviewTemplate.self,
    ListSuppressions.self, AddSuppression.self, RemoveSuppression.self,
    ListWorkflows.self, ShowWorkflow.self,
    ListConsultants.self, ShowConsultant.self, FindSlots.self, MoveConsultant.self,
    ListServices.self, ShowService.self, ImportCatalogue.self,
    FindMatches.self, ExplainMatch.self,
    ShowWeights.self, TrainWeights.self, EvaluateWeights.self, ActivateWeights.self, RollBackWeights.self,
    ListLeads.self, ShowLead.self, AssignLead.self, TouchLead.self, CloseLead.self, ForgetLead.self,
    ShowPrices.self, ListQuotes.self, ShowQuote.self, ListInvoices.self, ShowInvoice.self,
    ListTestimonials.self, ApproveTestimonial.self, HideTestimonial.self, ImportCalendar.self, ExportCalendar.self,
    VerifyStore.self, QueryStore.self,
    ShowClock.self, AcceptClock.self, AdvanceClock.self,
    FollowEvents.self, ReloadDefinitions.self,
  ]

  /// The request with this verb's name.
  public static func request(_ name: String) -> (any ControlRequest.Type)? { byName[name] }

  static let names = all.map { $0.verb.name }
  private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.verb.name, $0) })
}
