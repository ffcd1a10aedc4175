/// A workflow whose events carry every kind of field, with and without limits, and which does with them what workflows do.
enum FormDefinition {
  static let text = """
    workflow: form
    version: 1
    family: []
    key: "${input.reference}"
    input:
      reference: {type: string, format: reference}
      name: {type: string|null, personal: true, max: 40}
      email: {type: string|null, personal: true, format: email}
      zone: {type: string|null, format: zone}
      currency: {type: string|null, format: currency}
      language: {type: string|null, format: language}
      link: {type: string|null, format: uri}
      price: {type: int|null, min: 0, max: 99999999}
      start: timestamp|null
      buffer: {type: duration|null, min: PT0S, max: P1D}
      method: card|cash|null
      terms: bool|null
    context:
      total: {type: int, value: 0}
      words: {type: string, value: ""}
      until: timestamp|null
      last: {type: map, value: {}}
    events:
      texts:
        data: {line: string|null, free: {type: string|null, text: free, max: 400}, short: {type: string|null, min: 2, max: 5}, mark: bytes|null}
        by: [client, operator, site]
        otherwise: ignore
      persons:
        data: {name: {type: string, personal: true, max: 40}, mail: {type: string, personal: true, format: email}}
        by: [client, operator, site]
        otherwise: ignore
      numbers:
        data: {price: {type: int, min: 0, max: 99999999}, count: int|null, rate: double|null, share: {type: double|null, min: 0.0, max: 1.0}}
        by: [client, operator, site]
        otherwise: ignore
      times:
        data: {at: timestamp, length: duration|null, pause: {type: duration|null, min: PT0S, max: P1D}}
        by: [client, operator, site]
        otherwise: ignore
      lists:
        data: {items: {type: [string], max: 3}, rows: [{id: string, n: int|null}], kinds: [card|cash]}
        by: [client, operator, site]
        otherwise: ignore
      things:
        data: {any: any, map: map, ok: bool|null}
        by: [client, operator, site]
        otherwise: ignore
      formats:
        data: {zone: {type: string|null, format: zone}, link: {type: string|null, format: uri}, tag: {type: string|null, format: reference}, tongue: {type: string|null, format: language}}
        by: [client, operator, site]
        otherwise: ignore
    view:
      total: {value: "${context.total}", index: true, audience: party}
      words: {value: "${context.words}", index: true, audience: party}
      last: {value: "${context.last}", audience: party}
    initial: open
    states:
      open:
        rest: true
        invoke:
          step: human.task
          key: "${family.key}/task/${entries}"
          with:
            title: decide
            assignee: operator
            text: null
            form: {count: int|null, remark: string|null, kind: card|cash|null, at: timestamp|null, for: duration|null, ok: bool|null, rate: double|null}
            due: null
          onDone: {actions: [{assign: {words: "${string(event.data.outcome)}", last: "${event.data.data}"}}, {journal: "done ${event.data.outcome}"}]}
          onError: {actions: [{alarm: "nobody decides: ${event.data.code}"}]}
        timers:
          remind: {at: "context.until", past: skip, late: always, actions: [{journal: "${context.words}"}]}
        on:
          texts: {actions: [{assign: {words: "${event.data.line == null ? '' : event.data.line}"}}, {journal: "${event.data.free} ${event.data.short}"}]}
          persons: {actions: [{spawn: {step: email.send, id: hello, key: "${family.key}/hello/${entries}", with: {template: hello, to: "${event.data.mail}", name: "${event.data.name}", language: en, data: {}}}}]}
          numbers: {actions: [{assign: {total: "${context.total + event.data.price + (event.data.count == null ? 0 : event.data.count)}"}}]}
          times: {actions: [{assign: {until: "${event.data.length == null ? event.data.at : event.data.at + event.data.length}"}}]}
          lists: {actions: [{assign: {words: "${event.data.items.join(', ')}", last: {rows: "${event.data.rows}"}}}]}
          things: {actions: [{assign: {last: {any: "${event.data.any}", map: "${event.data.map}"}}}]}
          formats: {actions: [{assign: {words: "${event.data.tag} ${event.data.zone}"}}]}

    """
}
