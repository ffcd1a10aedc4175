import Storage

enum IncidentGuarantees {
  static let all = [
    StoreGuarantee("an incident reads back as written, and an update writes what it may") { bench in
      let owner = try bench.family("VLT-1")
      var row = Sample.incident("guard-failed", family: owner.id)
      row.inbox = try bench.commit { try $0.insertInbox(Sample.inbox("k")) }
      row.task = try bench.commit { try $0.insertTask(Sample.task(owner, key: "k")) }
      row.id = try bench.commit { try $0.insertIncident(row) }
      try bench.expect("inserted", row) { try $0.incident(row.id) }
      var change = row
      (change.status, change.detail, change.closedAt, change.closedBy, change.reason) =
        (.resolved, [1], 90, "uid 1000", "fixed")
      let expected = change
      (change.code, change.title, change.openedAt) = ("x", "x", 0)
      try bench.commit { try $0.updateIncident(change) }
      try bench.expect("updated", expected) { try $0.incident(row.id) }
      change.id = IncidentID(rawValue: 12_345)
      try bench.expectRefusal(.conflict, "an update of none") { try $0.updateIncident(change) }
    },
    StoreGuarantee("incidents are listed by status and family, ascending by id, and open ones counted") { bench in
      let (one, two) = (try bench.family("VLT-1").id, try bench.family("VLT-2").id)
      let ids = try bench.commit { writer in
        try [one, two, nil, one].map { try writer.insertIncident(Sample.incident("code", family: $0)) }
      }
      var closed = try require(try bench.writer.incident(ids[0]), "the incident")
      (closed.status, closed.closedAt) = (.skipped, 1)
      try bench.commit { try $0.updateIncident(closed) }
      func listed(_ status: IncidentRecord.Status?, _ family: FamilyID?, _ limit: Int, _ expected: [Int]) throws {
        try bench.expect("incidents", expected.map { ids[$0] }) {
          try $0.incidents(status: status, family: family, limit: limit).map(\.id)
        }
      }
      try listed(nil, nil, 10, [0, 1, 2, 3])
      try listed(nil, nil, 2, [0, 1])
      try listed(.open, nil, 10, [1, 2, 3])
      try listed(.skipped, nil, 10, [0])
      try listed(nil, one, 10, [0, 3])
      try listed(.open, one, 10, [3])
      try bench.expect("open", 3) { try $0.countOpenIncidents() }
    },
    StoreGuarantee("incidents are found by code and event in any status, and open ones by code and family or by task") {
      bench in
      let owner = try bench.family("VLT-1")
      let other = try bench.family("VLT-2").id
      let event = try bench.commit { try $0.insertInbox(Sample.inbox("k")) }
      let task = try bench.commit { try $0.insertTask(Sample.task(owner, key: "k")) }
      func insert(_ code: String, _ change: (inout IncidentRecord) -> Void) throws -> IncidentRecord {
        var row = Sample.incident(code)
        change(&row)
        row.id = try bench.commit { try $0.insertIncident(row) }
        return row
      }
      let about = try insert("late") { row in
        (row.family, row.inbox, row.task) = (owner.id, event, task)
      }
      let again = try insert("late") { row in (row.family, row.task) = (owner.id, task) }
      let house = try insert("full") { _ in }
      func found(_ code: String, _ family: FamilyID?, _ expected: IncidentRecord?) throws {
        try bench.expect("open \(code)", expected) { try $0.openIncident(code: code, family: family) }
      }
      try found("late", owner.id, about)
      try found("late", other, nil)
      try found("late", nil, nil)
      try found("full", nil, house)
      try found("full", owner.id, nil)
      try bench.expect("about the task", [about, again]) { try $0.openIncidents(about: task) }
      try bench.expect("about no task", []) { try $0.openIncidents(about: TaskID(rawValue: 12_345)) }
      var closed = about
      (closed.status, closed.closedAt) = (.resolved, 90)
      try bench.commit { try $0.updateIncident(closed) }
      try found("late", owner.id, again)
      try bench.expect("open about the task", [again]) { try $0.openIncidents(about: task) }
      try bench.expect("about the event, closed", true) { try $0.hasIncident(code: "late", inbox: event) }
      try bench.expect("with another code", false) { try $0.hasIncident(code: "full", inbox: event) }
      try bench.expect("about no event", false) {
        try $0.hasIncident(code: "late", inbox: InboxID(rawValue: 12_345))
      }
    },
    StoreGuarantee("an incident is about what exists") { bench in
      for change in [
        { (row: inout IncidentRecord) in row.family = Sample.noFamily },
        { (row: inout IncidentRecord) in row.inbox = InboxID(rawValue: 12_345) },
        { (row: inout IncidentRecord) in row.task = TaskID(rawValue: 12_345) },
      ] {
        var row = Sample.incident("code")
        change(&row)
        try bench.expectRefusal(.constraint, "\(row)") { _ = try $0.insertIncident(row) }
      }
    },
  ]
}
