import CEL
public import Execution

/// The steps that the payment provider's executor declares. Amounts are in minor units and above zero; identifiers are
/// the provider's.
public enum StripeCatalogue {
  /// The provider keeps an idempotency key, with the first result, for at least 24 hours.
  static let keyLifetime = Duration.seconds(86_400)

  /// All steps, in the order of the manual.
  public static let all = [
    intentCreate, intentCancel, intentGet, intentConfirm, intentCapture, intentCharge, refund, refundGet, disputeGet,
    disputeSubmit, accountGet, transfer, reversal,
    checkoutCreate, checkoutExpire, checkoutGet, customerCreate,
  ]

  static let intentCreate = StepDeclaration(
    name: "stripe.intent.create", stepClass: .idempotent,
    input: [
      .init(name: "amount", type: .int), .init(name: "currency", type: .string), .init(name: "method", type: .string),
      .init(name: "group", type: .string), .init(name: "description", type: .nullable(.string)),
      // A bank transfer needs a customer.
      .init(name: "customer", type: .nullable(.string)),
      // Manual: what the client confirms is authorized, and taken by `stripe.intent.capture`.
      .init(name: "capture", type: .nullable(.enumeration(["automatic", "manual"]))),
    ],
    returns: [
      .init(name: "id", type: .string),
      // The account to transfer to, of a bank transfer in euros.
      .init(name: "transfer", type: StripeTransferDetails.type),
    ], keyLifetime: keyLifetime, reconciles: true)

  static let intentConfirm = StepDeclaration(
    name: "stripe.intent.confirm", stepClass: .idempotent,
    input: [.init(name: "intent", type: .string), .init(name: "payment_method", type: .nullable(.string))],
    returns: [.init(name: "status", type: .string)],
    errors: ["card_declined", "authentication_required", "already_confirmed", "canceled"], keyLifetime: keyLifetime,
    reconciles: true)

  static let intentCapture = StepDeclaration(
    name: "stripe.intent.capture", stepClass: .money,
    input: [
      .init(name: "intent", type: .string), .init(name: "amount", type: .int),
      .init(name: "currency", type: .nullable(.string)),
    ],
    returns: [.init(name: "charge", type: .nullable(.string))], errors: ["not_capturable", "amount_too_large"],
    keyLifetime: keyLifetime, reconciles: true)

  static let intentCharge = StepDeclaration(
    name: "stripe.intent.charge", stepClass: .money,
    input: [
      .init(name: "amount", type: .int), .init(name: "currency", type: .string), .init(name: "method", type: .string),
      .init(name: "customer", type: .string), .init(name: "payment_method", type: .string),
      .init(name: "group", type: .string), .init(name: "description", type: .nullable(.string)),
    ],
    returns: [.init(name: "id", type: .string), .init(name: "charge", type: .nullable(.string))],
    errors: ["card_declined", "authentication_required"], settlesLate: true, keyLifetime: keyLifetime, reconciles: true)

  static let intentCancel = StepDeclaration(
    name: "stripe.intent.cancel", stepClass: .idempotent, input: [.init(name: "intent", type: .string)], returns: [],
    errors: ["already_succeeded", "already_processing"], keyLifetime: keyLifetime, reconciles: true)

  static let intentGet = StepDeclaration(
    name: "stripe.intent.get", stepClass: .pure,
    input: [
      .init(name: "intent", type: .string),
      // Both are compared with the provider's answer: the payment's group, and the status that an event reported.
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
      // Compared with the provider's answer; the refund itself is always in the payment's currency.
      .init(name: "currency", type: .nullable(.string)),
    ],
    returns: [.init(name: "id", type: .string), .init(name: "status", type: .string)],
    errors: ["charge_disputed", "already_refunded", "refund_failed", "amount_too_large"], settlesLate: true,
    keyLifetime: keyLifetime, reconciles: true)

  static let disputeGet = StepDeclaration(
    name: "stripe.dispute.get", stepClass: .pure,
    input: [
      .init(name: "dispute", type: .string),
      // Both are compared with the provider's answer; they are what an event reported.
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
      // The addresses to which the provider sends the client's browser after paying and after giving up.
      .init(name: "success_url", type: .string), .init(name: "cancel_url", type: .string),
      // 30 minutes to 24 hours from now; without it the provider's default of 24 hours holds.
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
