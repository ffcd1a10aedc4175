/// The views of a store that answer the common questions of those who read it.
enum QuestionViews {
  static let sql = #"""
    -- The things that each family waits for which has not ended; `until` is when it goes on by itself, NULL if somebody has to act.
    -- Each part joins families by itself, so that asking for one family (WHERE family = 'VLT-…') reads that one only.
    CREATE VIEW waiting AS
      SELECT f.key AS family, f.status AS family_status, 'timer' AS kind, t.name, 'armed' AS state, NULL AS since,
        strftime('%Y-%m-%dT%H:%M:%SZ', t.due / 1000000, 'unixepoch') AS until
      FROM families f JOIN instances i ON i.family = f.id JOIN timers t ON t.instance = i.id
      WHERE f.status <> 'ended'
      UNION ALL
      SELECT f.key, f.status, 'step', t.step, s.status,
        strftime('%Y-%m-%dT%H:%M:%SZ', t.created_at / 1000000, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ', s.next_at / 1000000, 'unixepoch')
      FROM families f JOIN tasks t ON t.family = f.id JOIN task_states s ON s.task = t.id
      WHERE f.status <> 'ended' AND s.closed = 0
      UNION ALL
      SELECT f.key, f.status, 'event', e.name, e.status,
        strftime('%Y-%m-%dT%H:%M:%SZ', e.received_at / 1000000, 'unixepoch'),
        strftime('%Y-%m-%dT%H:%M:%SZ', e.next_at / 1000000, 'unixepoch')
      FROM families f JOIN inbox e ON e.family = f.id
      WHERE f.status <> 'ended' AND e.status = 'pending'
      UNION ALL
      SELECT f.key, f.status, 'incident', i.code, i.status,
        strftime('%Y-%m-%dT%H:%M:%SZ', i.opened_at / 1000000, 'unixepoch'), NULL
      FROM families f JOIN incidents i ON i.family = f.id
      WHERE f.status <> 'ended' AND i.status = 'open';

    -- Each step of each family: what was asked, how far it is, and what came of it.
    CREATE VIEW steps AS
      SELECT f.key AS family, t.id, t.step, s.step_type, t.class, s.status, s.attempts,
        strftime('%Y-%m-%dT%H:%M:%SZ', t.created_at / 1000000, 'unixepoch') AS since,
        strftime('%Y-%m-%dT%H:%M:%SZ', s.next_at / 1000000, 'unixepoch') AS next, t.request, s.result
      FROM families f JOIN tasks t ON t.family = f.id JOIN task_states s ON s.task = t.id;

    -- The balance of each account of each family: credits minus debits, in minor units.
    CREATE VIEW money_held AS
      SELECT f.key AS family, iif(s.sign > 0, p.credit, p.debit) AS account, p.currency,
        sum(s.sign * p.amount) AS amount
      FROM families f JOIN postings p ON p.family = f.id JOIN (SELECT 1 AS sign UNION ALL SELECT -1) s
      GROUP BY f.key, account, p.currency;

    -- The incidents that people have to decide, oldest first.
    CREATE VIEW open_incidents AS
      SELECT i.id, f.key AS family, i.code, i.title,
        strftime('%Y-%m-%dT%H:%M:%SZ', i.opened_at / 1000000, 'unixepoch') AS opened, i.detail
      FROM incidents i LEFT JOIN families f ON f.id = i.family
      WHERE i.status = 'open'
      ORDER BY i.id;
    """#
}
