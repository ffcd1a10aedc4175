// Written by scripts/provider-parameters from stripe 15.3.0, 2026-06-24.dahlia; not to be edited.
/// Calls about other.
enum OtherParameters {
  static let table = """
    transfers.create {amount# currency! description destination! expand[] metadata<> source_transaction \
    source_type=bank_account|card|fpx transfer_group}
    transfers.retrieve {expand[]}
    transfers.update {description expand[] metadata<>}
    transfers.list {created{gt# gte# lt# lte#}~ destination ending_before expand[] limit# starting_after \
    transfer_group}
    transfer_reversals.create {amount# description expand[] metadata<> refund_application_fee?}
    transfer_reversals.retrieve {expand[]}
    transfer_reversals.update {expand[] metadata<>}
    transfer_reversals.list {ending_before expand[] limit# starting_after}
    disputes.retrieve {expand[]}
    disputes.update {evidence{access_activity_log billing_address cancellation_policy cancellation_policy_disclosure \
    cancellation_rebuttal customer_communication customer_email_address customer_name customer_purchase_ip \
    customer_signature duplicate_charge_documentation duplicate_charge_explanation duplicate_charge_id \
    enhanced_evidence{mastercard_compliance{fee_acknowledged?} \
    visa_compelling_evidence_3{disputed_transaction{customer_account_id customer_device_fingerprint \
    customer_device_id customer_email_address customer_purchase_ip merchandise_or_services=merchandise|services \
    product_description shipping_address{city country line1 line2 postal_code state}} \
    prior_undisputed_transactions[]{charge! customer_account_id customer_device_fingerprint customer_device_id \
    customer_email_address customer_purchase_ip product_description shipping_address{city country line1 line2 \
    postal_code state}}} visa_compliance{fee_acknowledged?}} product_description receipt refund_policy \
    refund_policy_disclosure refund_refusal_explanation service_date service_documentation shipping_address \
    shipping_carrier shipping_date shipping_documentation shipping_tracking_number uncategorized_file \
    uncategorized_text} expand[] metadata<> submit?}
    disputes.list {charge created{gt# gte# lt# lte#}~ ending_before expand[] limit# payment_intent starting_after}
    disputes.close {expand[]}
    products.create {active? default_price_data{currency! currency_options<> custom_unit_amount{enabled!? maximum# \
    minimum# preset#} metadata<> recurring{interval!=day|month|week|year interval_count#} tax_behavior=exclusive|\
    inclusive|unspecified unit_amount# unit_amount_decimal*} description expand[] id images[] \
    marketing_features[]{name!} metadata<> name! package_dimensions{height!% length!% weight!% width!%} shippable? \
    statement_descriptor tax_code type=good|service unit_label url}
    products.retrieve {expand[]}
    products.update {active? default_price description expand[] images[] marketing_features[]{name!} metadata<> name \
    package_dimensions{height!% length!% weight!% width!%} shippable? statement_descriptor tax_code unit_label url}
    products.list {active? created{gt# gte# lt# lte#}~ ending_before expand[] ids[] limit# shippable? starting_after \
    type=good|service url}
    prices.create {active? billing_scheme=per_unit|tiered currency! currency_options<> custom_unit_amount{enabled!? \
    maximum# minimum# preset#} expand[] lookup_key metadata<> nickname product product_data{active? id metadata<> \
    name! statement_descriptor tax_code unit_label} recurring{interval!=day|month|week|year interval_count# meter \
    trial_period_days# usage_type=licensed|metered} tax_behavior=exclusive|inclusive|unspecified tiers[]{flat_amount# \
    flat_amount_decimal* unit_amount# unit_amount_decimal* up_to!*} tiers_mode=graduated|volume transfer_lookup_key? \
    transform_quantity{divide_by!# round!=down|up} unit_amount# unit_amount_decimal*}
    prices.retrieve {expand[]}
    prices.update {active? currency_options<> expand[] lookup_key metadata<> nickname tax_behavior=exclusive|\
    inclusive|unspecified transfer_lookup_key?}
    prices.list {active? created{gt# gte# lt# lte#}~ currency ending_before expand[] limit# lookup_keys[] product \
    recurring{interval=day|month|week|year meter usage_type=licensed|metered} starting_after type=one_time|recurring}
    payouts.create {amount!# currency! description destination expand[] metadata<> method=instant|standard \
    payout_method source_type=bank_account|card|fpx statement_descriptor}
    payouts.retrieve {expand[]}
    payouts.update {expand[] metadata<>}
    payouts.list {arrival_date{gt# gte# lt# lte#}~ created{gt# gte# lt# lte#}~ destination ending_before expand[] \
    limit# starting_after status}
    payouts.cancel {expand[]}
    events.retrieve {expand[]}
    events.list {created{gt# gte# lt# lte#}~ delivery_success? ending_before expand[] limit# starting_after type \
    types[]}
    balance.retrieve {expand[]}
    radar.early_fraud_warnings.retrieve {expand[]}
    radar.early_fraud_warnings.list {charge created{gt# gte# lt# lte#}~ ending_before expand[] limit# payment_intent \
    starting_after}
    test_helpers.customers.fund_cash_balance {amount!# currency! expand[] reference}
    """
}
