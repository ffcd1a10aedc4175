import CEL
public import Execution

/// What the payment provider's executor declares. Amounts are minor units, above zero; identifiers are the provider's.
public enum StripeCatalogue {
  /// Stripe keeps an idempotency key, with the first result, for at least a day.
  static let keyLifetime = Duration.seconds(86_400)

  public static let all = [
    intentCreate, intentCancel, intentGet, refund, refundGet, disputeGet, disputeSubmit, accountGet, transfer, reversal,
    checkoutCreate, checkoutExpire, checkoutGet, customerCreate,
  ]

  static let intentCreate = StepDeclaration(
    name: "stripe.intent.create", stepClass: .idempotent,
    input: [
      .init(name: "amount", type: .int), .init(name: "currency", type: .string), .init(name: "method", type: .string),
      .init(name: "group", type: .string), .init(name: "description", type: .nullable(.string)),
      // A bank transfer needs one.
      .init(name: "customer", type: .nullable(.string)),
    ],
    returns: [.init(name: "id", type: .string)], keyLifetime: keyLifetime, reconciles: true)

  static let intentCancel = StepDeclaration(
    name: "stripe.intent.cancel", stepClass: .idempotent, input: [.init(name: "intent", type: .string)], returns: [],
    errors: ["already_succeeded", "already_processing"], keyLifetime: keyLifetime, reconciles: true)

  static let intentGet = StepDeclaration(
    name: "stripe.intent.get", stepClass: .pure,
    input: [
      .init(name: "intent", type: .string),
      // Compared with the provider's answer: the payment's group, and what an event said.
      .init(name: "group", type: .nullable(.string)), .init(name: "status", type: .nullable(.string)),
      .init(name: "amount", type: .nullable(.int)),
    ],
    returns: [
      .init(name: "status", type: .string), .init(name: "amount", type: .int), .init(name: "currency", type: .string),
      .init(name: "charge", type: .nullable(.string)), .init(name: "agrees", type: .bool),
    ])

  static let refund = StepDeclaration(
    name: "stripe.refund", stepClass: .money,
    input: [
      .init(name: "intent", type: .string), .init(name: "amount", type: .int), .init(name: "reason", type: .string),
      // Compared with the provider's answer, for the refund itself is in the payment's currency.
      .init(name: "currency", type: .nullable(.string)),
    ],
    returns: [.init(name: "id", type: .string), .init(name: "status", type: .string)],
    errors: ["charge_disputed", "already_refunded", "refund_failed", "amount_too_large"], settlesLate: true,
    keyLifetime: keyLifetime, reconciles: true)

  static let disputeGet = StepDeclaration(
    name: "stripe.dispute.get", stepClass: .pure,
    input: [
      .init(name: "dispute", type: .string),
      // Compared with the provider's answer: what an event said.
      .init(name: "status", type: .nullable(.string)), .init(name: "amount", type: .nullable(.int)),
    ],
    returns: [
      .init(name: "status", type: .string), .init(name: "amount", type: .int),
      // Seconds since 1970.
      .init(name: "due", type: .nullable(.int)), .init(name: "agrees", type: .bool),
    ])

  /// Evidence is submitted once; the bank sees what it holds then.
  static let disputeSubmit = StepDeclaration(
    name: "stripe.dispute.submit", stepClass: .idempotent,
    input: [
      .init(name: "dispute", type: .string), .init(name: "text", type: .string),
      .init(name: "name", type: .nullable(.string)), .init(name: "email", type: .nullable(.string)),
      .init(name: "product", type: .nullable(.string)), .init(name: "served_at", type: .nullable(.timestamp)),
    ],
    returns: [.init(name: "status", type: .string)], errors: ["not_open"], keyLifetime: keyLifetime,
    reconciles: true)

  static let refundGet = StepDeclaration(
    name: "stripe.refund.get", stepClass: .pure,
    input: [
      .init(name: "refund", type: .string),
      .init(name: "status", type: .nullable(.string)), .init(name: "amount", type: .nullable(.int)),
    ],
    returns: [
      .init(name: "status", type: .string), .init(name: "amount", type: .int), .init(name: "agrees", type: .bool),
    ])

  static let accountGet = StepDeclaration(
    name: "stripe.account.get", stepClass: .pure, input: [.init(name: "account", type: .string)],
    returns: [
      .init(name: "payable", type: .bool), .init(name: "currency", type: .string),
      .init(name: "reason", type: .nullable(.string)),
      // The names of what the provider still wants to know, such as `individual.verification.document`.
      .init(name: "missing", type: .nullable(.list(.string))),
    ])

  static let transfer = StepDeclaration(
    name: "stripe.transfer", stepClass: .money,
    input: [
      .init(name: "amount", type: .int), .init(name: "currency", type: .string),
      .init(name: "destination", type: .string), .init(name: "charge", type: .nullable(.string)),
      .init(name: "group", type: .string),
    ],
    returns: [.init(name: "id", type: .string)],
    errors: ["account_inactive", "insufficient_funds", "disputed", "refunded"], keyLifetime: keyLifetime,
    reconciles: true)

  static let reversal = StepDeclaration(
    name: "stripe.reversal", stepClass: .money,
    input: [.init(name: "transfer", type: .string), .init(name: "amount", type: .int)],
    returns: [.init(name: "id", type: .string)], errors: ["insufficient_funds"],
    keyLifetime: keyLifetime, reconciles: true)

  static let checkoutCreate = StepDeclaration(
    name: "stripe.checkout.create", stepClass: .idempotent,
    input: [
      .init(name: "amount", type: .int), .init(name: "currency", type: .string), .init(name: "method", type: .string),
      .init(name: "group", type: .string), .init(name: "title", type: .string),
      // Where the client's browser goes afterwards, and where it goes when they give up.
      .init(name: "success_url", type: .string), .init(name: "cancel_url", type: .string),
      // Half an hour to a day from now; the provider's own default is a day.
      .init(name: "expires", type: .nullable(.timestamp)), .init(name: "customer", type: .nullable(.string)),
    ],
    returns: [.init(name: "id", type: .string), .init(name: "url", type: .nullable(.string))],
    keyLifetime: keyLifetime, reconciles: true)

  static let checkoutExpire = StepDeclaration(
    name: "stripe.checkout.expire", stepClass: .idempotent, input: [.init(name: "session", type: .string)],
    returns: [], errors: ["not_open"], keyLifetime: keyLifetime, reconciles: true)

  static let checkoutGet = StepDeclaration(
    name: "stripe.checkout.get", stepClass: .pure, input: [.init(name: "session", type: .string)],
    returns: [
      .init(name: "status", type: .string), .init(name: "paid", type: .bool),
      .init(name: "intent", type: .nullable(.string)),
    ])

  static let customerCreate = StepDeclaration(
    name: "stripe.customer.create", stepClass: .idempotent, input: [.init(name: "group", type: .string)],
    returns: [.init(name: "id", type: .string)], keyLifetime: keyLifetime, reconciles: true)
}
