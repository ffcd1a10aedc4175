// Written by scripts/provider-parameters from stripe 15.3.0, 2026-06-24.dahlia; not to be edited.
/// Calls about payment.
enum PaymentParameters {
  static let table = """
    payment_intents.create {amount!# amount_details@9 application_fee_amount# \
    automatic_payment_methods{allow_redirects=always|never enabled!?} capture_method=automatic|automatic_async|manual \
    confirm? confirmation_method=automatic|manual confirmation_token currency! customer customer_account description \
    error_on_requires_action? excluded_payment_method_types[]=acss_debit|affirm|afterpay_clearpay|alipay|alma|\
    amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|customer_balance|eps|\
    fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|\
    oxxo|p24|pay_by_bank|payco|paynow|paypal|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|\
    sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip expand[] hooks{inputs{tax{calculation!}}} mandate \
    mandate_data{customer_acceptance!{accepted_at# offline{} online{ip_address! user_agent!} type!=offline|online}} \
    metadata<> off_session* on_behalf_of payment_details{customer_reference order_reference} payment_method \
    payment_method_configuration payment_method_data@2 payment_method_options@1 payment_method_types[] \
    radar_options{session} receipt_email return_url setup_future_usage=off_session|on_session shipping{address!{city \
    country line1 line2 postal_code state} carrier name! phone tracking_number} statement_descriptor \
    statement_descriptor_suffix transfer_data{amount# description destination! metadata<> payment_data{description \
    metadata<>}} transfer_group use_stripe_sdk?}
    payment_intents.retrieve {client_secret expand[]}
    payment_intents.update {amount# amount_details@9 application_fee_amount# capture_method=automatic|automatic_async|\
    manual currency customer customer_account description excluded_payment_method_types[]=acss_debit|affirm|\
    afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|\
    cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|mb_way|mobilepay|\
    multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|payto|pix|promptpay|revolut_pay|\
    samsung_pay|satispay|scalapay|sepa_debit|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip expand[] \
    hooks{inputs{tax{calculation!}}} metadata<> payment_details{customer_reference order_reference} payment_method \
    payment_method_configuration payment_method_data@2 payment_method_options@1 payment_method_types[] receipt_email \
    setup_future_usage=off_session|on_session shipping{address!{city country line1 line2 postal_code state} carrier \
    name! phone tracking_number} statement_descriptor statement_descriptor_suffix transfer_data{amount# description \
    metadata<> payment_data{description metadata<>}} transfer_group}
    payment_intents.list {created{gt# gte# lt# lte#}~ customer customer_account ending_before expand[] limit# \
    starting_after}
    payment_intents.confirm {amount_details@9 amount_to_confirm# capture_method=automatic|automatic_async|manual \
    confirmation_token error_on_requires_action? excluded_payment_method_types[]=acss_debit|affirm|afterpay_clearpay|\
    alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|\
    customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|mb_way|mobilepay|multibanco|\
    naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|payto|pix|promptpay|revolut_pay|samsung_pay|\
    satispay|scalapay|sepa_debit|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip expand[] \
    hooks{inputs{tax{calculation!}}} mandate mandate_data{customer_acceptance{accepted_at# offline{} \
    online{ip_address user_agent} type!=offline|online}} off_session* payment_details{customer_reference \
    order_reference} payment_method payment_method_data@2 payment_method_options@1 payment_method_types[] \
    radar_options{session} receipt_email return_url setup_future_usage=off_session|on_session shipping{address!{city \
    country line1 line2 postal_code state} carrier name! phone tracking_number} use_stripe_sdk?}
    payment_intents.capture {amount_details@9 amount_to_capture# application_fee_amount# expand[] final_capture? \
    hooks{inputs{tax{calculation!}}} metadata<> payment_details{customer_reference order_reference} \
    statement_descriptor statement_descriptor_suffix transfer_data{amount#}}
    payment_intents.cancel {cancellation_reason=abandoned|duplicate|fraudulent|requested_by_customer expand[]}
    charges.create {amount# application_fee# application_fee_amount# capture? currency customer description \
    destination{account! amount#} expand[] metadata<> on_behalf_of radar_options{session} receipt_email \
    shipping{address!{city country line1 line2 postal_code state} carrier name! phone tracking_number} source \
    statement_descriptor statement_descriptor_suffix transfer_data{amount# description destination!} transfer_group}
    charges.retrieve {expand[]}
    charges.update {customer description expand[] fraud_details{user_report!=fraudulent|safe} metadata<> \
    receipt_email shipping{address!{city country line1 line2 postal_code state} carrier name! phone tracking_number} \
    transfer_group}
    charges.list {created{gt# gte# lt# lte#}~ customer ending_before expand[] limit# payment_intent starting_after \
    transfer_group}
    charges.capture {amount# application_fee# application_fee_amount# expand[] receipt_email statement_descriptor \
    statement_descriptor_suffix transfer_data{amount#} transfer_group}
    refunds.create {amount# charge currency customer expand[] instructions_email metadata<> origin=customer_balance \
    payment_intent reason=duplicate|fraudulent|requested_by_customer refund_application_fee? reverse_transfer?}
    refunds.retrieve {expand[]}
    refunds.update {expand[] metadata<>}
    refunds.list {charge created{gt# gte# lt# lte#}~ ending_before expand[] limit# payment_intent starting_after}
    refunds.cancel {expand[]}
    """
}
