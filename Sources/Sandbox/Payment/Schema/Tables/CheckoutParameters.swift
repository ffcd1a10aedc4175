// Written by scripts/provider-parameters from stripe 15.3.0, 2026-06-24.dahlia; not to be edited.
/// Calls about checkout.
enum CheckoutParameters {
  static let table = """
    checkout.sessions.create {adaptive_pricing{enabled?} after_expiration{recovery{allow_promotion_codes? enabled!?}} \
    allow_promotion_codes? automatic_tax{enabled!? liability{account type!=account|self}} \
    billing_address_collection=auto|required branding_settings{background_color border_style=pill|rectangular|rounded \
    button_color display_name font_family=be_vietnam_pro|bitter|chakra_petch|default|hahmlet|inconsolata|inter|lato|\
    lora|m_plus_1_code|montserrat|noto_sans|noto_sans_jp|noto_serif|nunito|open_sans|pridi|pt_sans|pt_serif|raleway|\
    roboto|roboto_slab|source_sans_pro|titillium_web|ubuntu_mono|zen_maru_gothic icon{file type!=file|url url} \
    logo{file type!=file|url url}} cancel_url client_reference_id \
    consent_collection{payment_method_reuse_agreement{position!=auto|hidden} promotions=auto|none \
    terms_of_service=none|required} currency custom_fields[]{dropdown{default_value options![]{label! value!}} key! \
    label!{custom! type!=custom} numeric{default_value maximum_length# minimum_length#} optional? text{default_value \
    maximum_length# minimum_length#} type!=dropdown|numeric|text} custom_text{after_submit{message!} \
    shipping_address{message!} submit{message!} terms_of_service_acceptance{message!}} customer customer_account \
    customer_creation=always|if_required customer_email customer_update{address=auto|never name=auto|never \
    shipping=auto|never} discounts[]{coupon promotion_code} excluded_payment_method_types[]=acss_debit|affirm|\
    afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|\
    cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|mb_way|mobilepay|\
    multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|payto|pix|promptpay|revolut_pay|\
    samsung_pay|satispay|scalapay|sepa_debit|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip expand[] \
    expires_at# integration_identifier invoice_creation{enabled!? invoice_data{account_tax_ids[] \
    custom_fields[]{name! value!} description footer issuer{account type!=account|self} metadata<> \
    rendering_options{amount_tax_display=exclude_tax|include_inclusive_tax template}}} \
    line_items[]{adjustable_quantity{enabled!? maximum# minimum#} dynamic_tax_rates[] metadata<> price \
    price_data{currency! product product_data{description images[] metadata<> name! tax_code unit_label} \
    recurring{interval!=day|month|week|year interval_count#} tax_behavior=exclusive|inclusive|unspecified \
    unit_amount# unit_amount_decimal*} quantity# tax_rates[]} locale=auto|bg|cs|da|de|el|en|en-GB|es|es-419|et|fi|fil|\
    fr|fr-CA|hr|hu|id|it|ja|ko|lt|lv|ms|mt|nb|nl|pl|pt|pt-BR|ro|ru|sk|sl|sv|th|tr|vi|zh|zh-HK|zh-TW \
    managed_payments{enabled?} metadata<> mode=payment|setup|subscription name_collection{business{enabled!? \
    optional?} individual{enabled!? optional?}} optional_items[]{adjustable_quantity{enabled!? maximum# minimum#} \
    price! quantity!#} origin_context=mobile_app|web payment_intent_data{application_fee_amount# \
    capture_method=automatic|automatic_async|manual description metadata<> on_behalf_of receipt_email \
    setup_future_usage=off_session|on_session shipping{address!{city country line1! line2 postal_code state} carrier \
    name! phone tracking_number} statement_descriptor statement_descriptor_suffix transfer_data{amount# destination!} \
    transfer_group} payment_method_collection=always|if_required payment_method_configuration \
    payment_method_data{allow_redisplay=always|limited|unspecified} payment_method_options{acss_debit{currency=cad|\
    usd mandate_options{custom_mandate_url default_for[]=invoice|subscription interval_description \
    payment_schedule=combined|interval|sporadic transaction_type=business|personal} setup_future_usage=none|\
    off_session|on_session target_date verification_method=automatic|instant|microdeposits} \
    affirm{capture_method=manual setup_future_usage=none} afterpay_clearpay{capture_method=manual \
    setup_future_usage=none} alipay{setup_future_usage=none} alma{capture_method=manual} \
    amazon_pay{capture_method=manual setup_future_usage=none|off_session} au_becs_debit{setup_future_usage=none \
    target_date} bacs_debit{mandate_options{reference_prefix} setup_future_usage=none|off_session|on_session \
    target_date} bancontact{setup_future_usage=none} billie{capture_method=manual} boleto{expires_after_days# \
    setup_future_usage=none|off_session|on_session} card{capture_method=manual installments{enabled?} \
    request_extended_authorization=if_available|never request_incremental_authorization=if_available|never \
    request_multicapture=if_available|never request_overcapture=if_available|never request_three_d_secure=any|\
    automatic|challenge restrictions{brands_blocked[]=american_express|discover_global_network|mastercard|visa} \
    setup_future_usage=off_session|on_session statement_descriptor_suffix_kana statement_descriptor_suffix_kanji} \
    cashapp{capture_method=manual setup_future_usage=none|off_session|on_session} crypto{setup_future_usage=none} \
    customer_balance@22 demo_pay{setup_future_usage=none|off_session} eps{setup_future_usage=none} \
    fpx{setup_future_usage=none} giropay{setup_future_usage=none} grabpay{setup_future_usage=none} \
    ideal{setup_future_usage=none} kakao_pay{capture_method=manual setup_future_usage=none|off_session} \
    klarna{capture_method=manual setup_future_usage=none subscriptions[]{interval!=day|month|week|year \
    interval_count# name next_billing!{amount!# date!} reference!}} konbini{expires_after_days# \
    setup_future_usage=none} kr_card{capture_method=manual setup_future_usage=none|off_session} \
    link{capture_method=manual setup_future_usage=none|off_session} mobilepay{capture_method=manual \
    setup_future_usage=none} multibanco{setup_future_usage=none} naver_pay{capture_method=manual \
    setup_future_usage=none|off_session} oxxo{expires_after_days# setup_future_usage=none} \
    p24{setup_future_usage=none tos_shown_and_accepted?} pay_by_bank{} payco{capture_method=manual} \
    paynow{setup_future_usage=none} paypal{capture_method=manual preferred_locale=cs-CZ|da-DK|de-AT|de-DE|de-LU|el-GR|\
    en-GB|en-US|es-ES|fi-FI|fr-BE|fr-FR|fr-LU|hu-HU|it-IT|nl-BE|nl-NL|pl-PL|pt-PT|sk-SK|sv-SE reference \
    risk_correlation_id setup_future_usage=none|off_session} payto{mandate_options{amount# amount_type=fixed|maximum \
    end_date payment_schedule=adhoc|annual|daily|fortnightly|monthly|quarterly|semi_annual|weekly \
    payments_per_period# purpose=dependant_support|government|loan|mortgage|other|pension|personal|retail|salary|tax|\
    utility start_date} setup_future_usage=none|off_session} pix{amount_includes_iof=always|never \
    expires_after_seconds# mandate_options{amount# amount_includes_iof=always|never amount_type=fixed|maximum \
    currency end_date payment_schedule=halfyearly|monthly|quarterly|weekly|yearly reference start_date} \
    setup_future_usage=none|off_session} revolut_pay{capture_method=manual setup_future_usage=none|off_session} \
    samsung_pay{capture_method=manual} satispay{capture_method=manual} scalapay{capture_method=manual} \
    sepa_debit{mandate_options{reference_prefix} setup_future_usage=none|off_session|on_session target_date} \
    sofort{setup_future_usage=none} sunbit{capture_method=manual setup_future_usage=none} swish{reference} \
    twint{setup_future_usage=none|off_session} upi{mandate_options{amount# amount_type=fixed|maximum description \
    end_date#} setup_future_usage=none|off_session|on_session} \
    us_bank_account{financial_connections{permissions[]=balances|ownership|payment_method|transactions \
    prefetch[]=balances|ownership|transactions} setup_future_usage=none|off_session|on_session target_date \
    verification_method=automatic|instant} wechat_pay{app_id client!=android|ios|web setup_future_usage=none}} \
    payment_method_types[]=acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|\
    bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|\
    klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|\
    paynow|paypal|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|sofort|sunbit|swish|twint|\
    upi|us_bank_account|wechat_pay|zip permissions{update_shipping_details=client_only|server_only} \
    phone_number_collection{enabled!?} redirect_on_completion=always|if_required|never return_url \
    saved_payment_method_options{allow_redisplay_filters[]=always|limited|unspecified payment_method_remove=disabled|\
    enabled payment_method_save=disabled|enabled} setup_intent_data{description metadata<> on_behalf_of} \
    shipping_address_collection{allowed_countries![]=AC|AD|AE|AF|AG|AI|AL|AM|AO|AQ|AR|AT|AU|AW|AX|AZ|BA|BB|BD|BE|BF|\
    BG|BH|BI|BJ|BL|BM|BN|BO|BQ|BR|BS|BT|BV|BW|BY|BZ|CA|CD|CF|CG|CH|CI|CK|CL|CM|CN|CO|CR|CV|CW|CY|CZ|DE|DJ|DK|DM|DO|DZ|\
    EC|EE|EG|EH|ER|ES|ET|FI|FJ|FK|FO|FR|GA|GB|GD|GE|GF|GG|GH|GI|GL|GM|GN|GP|GQ|GR|GS|GT|GU|GW|GY|HK|HN|HR|HT|HU|ID|IE|\
    IL|IM|IN|IO|IQ|IS|IT|JE|JM|JO|JP|KE|KG|KH|KI|KM|KN|KR|KW|KY|KZ|LA|LB|LC|LI|LK|LR|LS|LT|LU|LV|LY|MA|MC|MD|ME|MF|MG|\
    MK|ML|MM|MN|MO|MQ|MR|MS|MT|MU|MV|MW|MX|MY|MZ|NA|NC|NE|NG|NI|NL|NO|NP|NR|NU|NZ|OM|PA|PE|PF|PG|PH|PK|PL|PM|PN|PR|PS|\
    PT|PY|QA|RE|RO|RS|RU|RW|SA|SB|SC|SD|SE|SG|SH|SI|SJ|SK|SL|SM|SN|SO|SR|SS|ST|SV|SX|SZ|TA|TC|TD|TF|TG|TH|TJ|TK|TL|TM|\
    TN|TO|TR|TT|TV|TW|TZ|UA|UG|US|UY|UZ|VA|VC|VE|VG|VN|VU|WF|WS|XK|YE|YT|ZA|ZM|ZW|ZZ} shipping_options[]@15 \
    submit_type=auto|book|donate|pay|subscribe subscription_data{application_fee_percent% billing_cycle_anchor# \
    billing_cycle_anchor_config{day_of_month!# hour# minute# month# second#} \
    billing_mode{flexible{proration_discounts=included|itemized} type!=classic|flexible} default_tax_rates[] \
    description invoice_settings{issuer{account type!=account|self}} metadata<> on_behalf_of \
    pending_invoice_item_interval{interval!=day|month|week|year interval_count#} proration_behavior=create_prorations|\
    none transfer_data{amount_percent% destination!} trial_end# trial_period_days# \
    trial_settings{end_behavior!{missing_payment_method!=cancel|create_invoice|pause}}} success_url \
    tax_id_collection{enabled!? required=if_supported|never} ui_mode=elements|embedded_page|form|hosted_page \
    wallet_options{link{display=auto|never}}}
    checkout.sessions.retrieve {expand[]}
    checkout.sessions.update {collected_information{shipping_details{address!{city country! line1! line2 postal_code \
    state} name!}} expand[] line_items[]{adjustable_quantity{enabled!? maximum# minimum#} id metadata<> price \
    price_data{currency! product product_data{description images[] metadata<> name! tax_code unit_label} \
    recurring{interval!=day|month|week|year interval_count#} tax_behavior=exclusive|inclusive|unspecified \
    unit_amount# unit_amount_decimal*} quantity# tax_rates[]} metadata<> shipping_options[]@15}
    checkout.sessions.list {created{gt# gte# lt# lte#}~ customer customer_account customer_details{email!} \
    ending_before expand[] limit# payment_intent payment_link starting_after status=complete|expired|open \
    subscription}
    checkout.sessions.expire {expand[]}
    """
}
