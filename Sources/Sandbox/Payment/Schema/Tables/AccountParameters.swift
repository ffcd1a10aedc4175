// Written by scripts/provider-parameters from stripe 15.3.0, 2026-06-24.dahlia; not to be edited.
/// Calls about account.
enum AccountParameters {
  static let table = """
    accounts.create {account_token business_profile@11 business_type=company|government_entity|individual|non_profit \
    capabilities@3 company@4 controller{fees{payer=account|application} losses{payments=application|stripe} \
    requirement_collection=application|stripe stripe_dashboard{type=express|full|none}} country default_currency \
    documents@12 email expand[] external_account{account_holder_name account_holder_type=company|individual \
    account_number! country! currency object!=bank_account routing_number}~ groups{payments_pricing} individual@7 \
    metadata<> settings{bacs_debit_payments{display_name} branding{icon logo primary_color secondary_color} \
    card_issuing{tos_acceptance{date# ip user_agent}} card_payments{decline_on{avs_failure? cvc_failure?} \
    statement_descriptor_prefix statement_descriptor_prefix_kana statement_descriptor_prefix_kanji} \
    invoices{hosted_payment_method_save=always|never|offer} payments{statement_descriptor statement_descriptor_kana \
    statement_descriptor_kanji} payouts@20 treasury{tos_acceptance{date# ip user_agent}}} tos_acceptance{date# ip \
    service_agreement user_agent} type=custom|express|standard}
    accounts.retrieve {expand[]}
    accounts.update {account_token business_profile@11 business_type=company|government_entity|individual|non_profit \
    capabilities@3 company@4 default_currency documents@12 email expand[] external_account{account_holder_name \
    account_holder_type=company|individual account_number! country! currency object!=bank_account routing_number}~ \
    groups{payments_pricing} individual@7 metadata<> settings{bacs_debit_payments{display_name} branding{icon logo \
    primary_color secondary_color} card_issuing{tos_acceptance{date# ip user_agent}} \
    card_payments{decline_on{avs_failure? cvc_failure?} statement_descriptor_prefix statement_descriptor_prefix_kana \
    statement_descriptor_prefix_kanji} invoices{default_account_tax_ids[] hosted_payment_method_save=always|never|\
    offer} payments{statement_descriptor statement_descriptor_kana statement_descriptor_kanji} payouts@20 \
    treasury{tos_acceptance{date# ip user_agent}}} tos_acceptance{date# ip service_agreement user_agent}}
    accounts.list {created{gt# gte# lt# lte#}~ ending_before expand[] limit# starting_after}
    accounts.delete {}
    """
}
