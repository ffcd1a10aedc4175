/// Rows as a program of schema version 1 wrote them.
enum FirstRows {
  static let sql = #"""
    INSERT INTO bundles VALUES ('b', 1);
    INSERT INTO families VALUES
      (1, 'VLT-1', 'booking', 'b', 1, 'running', '{}', 10, 11), (2, 'VLT-2', 'booking', 'b', 1, 'ended', '{}', 10, 11);
    INSERT INTO instances VALUES (1, 1, 'booking', 1, 'running', 'paid', '{}', '{}', 12, 13);
    INSERT INTO views (field, value, family) VALUES ('consultant', 'ann', 1), ('consultant', 'ann', 2);
    INSERT INTO sequences VALUES ('invoice', 7);
    INSERT INTO tasks (id, family, instance, step, executor, class, key, generation, lane, status, attempts, next_at,
        deadline, request, notes, result, created_at, updated_at, active)
      VALUES
      (1, 1, 1, 'releasing', 'stripe.transfer', 'money', 'VLT-1/transfer', 1, 'money', 'unknown', 3, 50, 60,
        '{"amount":1}', '{"machine":"escrow","incarnation":2,"serial":17,"until":"2026-01-01T10:00:00.25Z",'
        || '"timeout":"1.5s","first":"2.5s","factor":3,"cap":"7200s","late":true}', '{}', 40, 41, 1),
      (2, 1, 1, 'mail', 'mail.send', 'notify', '', 1, '', 'ready', 0, 50, NULL, '{}',
        '{"machine":"booking","incarnation":1,"serial":1,"first":"5s","factor":2,"cap":"3600s"}', '', 40, 41, 1),
      (3, 1, 1, 'refund', 'stripe.refund', 'money', 'VLT-1/refund', 1, 'money', 'accepted', 1, NULL, NULL, '{}',
        '{"machine":"booking","incarnation":1,"serial":2}', '', 40, 41, 1),
      (4, 1, 1, 'call', 'human.task', 'human', '', 1, '', 'open', 0, NULL, NULL, '{}',
        '{"machine":"booking","incarnation":1,"serial":3,"until":"2026-01-01T10:00:00Z"}', '', 40, 41, 1);
    UPDATE sqlite_sequence SET seq = 40 WHERE name = 'tasks';
    INSERT INTO attempts VALUES (1, 1, 'send', 'VLT-1/transfer/g1', 50, NULL, '', '');
    INSERT INTO inbox (id, source, key, name, role, family, status, body, received_at, signed_at, next_at, tries,
        active)
      VALUES
      (1, 'stripe', 'evt_1', 'paid', 'provider', 1, 'pending', '{}', 60, NULL, 65, 1, 1),
      (2, 'stripe', 'evt_2', 'paid', 'provider', NULL, 'unmatched', '{}', 60, NULL, 70, 1, 1),
      (3, 'stripe', 'evt_3', 'paid', 'provider', 1, 'consumed', '', 60, NULL, NULL, 0, 1),
      (4, 'api:website', 'k1', 'start', 'site', 1, 'consumed', '', 60, NULL, NULL, 0, 1),
      (5, 'api:other', 'k2', 'start', 'site', 1, 'consumed', '', 60, NULL, NULL, 0, 1);
    INSERT INTO incidents (id, family, inbox, task, code, title, detail, status, opened_at, closed_at, closed_by,
        reason)
      VALUES (1, 1, 2, 1, 'late', 'Late', '{}', 'open', 80, NULL, '', '');
    """#
}
