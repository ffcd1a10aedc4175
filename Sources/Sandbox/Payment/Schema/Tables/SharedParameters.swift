// Written by scripts/provider-parameters from stripe 15.3.0, 2026-06-24.dahlia; not to be edited.
/// Objects that several calls take.
enum SharedParameters {
  static let table = """
    @1 {acss_debit{mandate_options{custom_mandate_url interval_description payment_schedule=combined|interval|\
    sporadic transaction_type=business|personal} setup_future_usage=none|off_session|on_session target_date \
    verification_method=automatic|instant|microdeposits} affirm{capture_method=manual preferred_locale \
    setup_future_usage=none} afterpay_clearpay{capture_method=manual reference setup_future_usage=none} \
    alipay{setup_future_usage=none|off_session} alma{capture_method=manual} amazon_pay{capture_method=manual \
    setup_future_usage=none|off_session} au_becs_debit{setup_future_usage=none|off_session|on_session target_date} \
    bacs_debit{mandate_options{reference_prefix} setup_future_usage=none|off_session|on_session target_date} \
    bancontact{preferred_language=de|en|fr|nl setup_future_usage=none|off_session} billie{capture_method=manual} \
    bizum{} blik{code setup_future_usage=none} boleto{expires_after_days# setup_future_usage=none|off_session|\
    on_session} card_present{capture_method=manual|manual_preferred request_extended_authorization? \
    request_incremental_authorization_support? routing{requested_priority=domestic|international}} card@5 \
    cashapp{capture_method=manual setup_future_usage=none|off_session|on_session} crypto{setup_future_usage=none} \
    customer_balance@22 eps{setup_future_usage=none} fpx{setup_future_usage=none} giropay{setup_future_usage=none} \
    grabpay{setup_future_usage=none} ideal{setup_future_usage=none|off_session} interac_present{} \
    kakao_pay{capture_method=manual setup_future_usage=none|off_session} klarna@8 konbini{confirmation_number \
    expires_after_days# expires_at# product_description setup_future_usage=none} kr_card{capture_method=manual \
    setup_future_usage=none|off_session} link{capture_method=manual persistent_token setup_future_usage=none|\
    off_session} mb_way{setup_future_usage=none} mobilepay{capture_method=manual setup_future_usage=none} \
    multibanco{setup_future_usage=none} naver_pay{capture_method=manual setup_future_usage=none|off_session} \
    nz_bank_account{setup_future_usage=none|off_session|on_session target_date} oxxo{expires_after_days# \
    setup_future_usage=none} p24{setup_future_usage=none tos_shown_and_accepted?} pay_by_bank{} \
    payco{capture_method=manual} paynow{setup_future_usage=none} paypal{capture_method=manual preferred_locale=cs-CZ|\
    da-DK|de-AT|de-DE|de-LU|el-GR|en-GB|en-US|es-ES|fi-FI|fr-BE|fr-FR|fr-LU|hu-HU|it-IT|nl-BE|nl-NL|pl-PL|pt-PT|sk-SK|\
    sv-SE reference risk_correlation_id setup_future_usage=none|off_session} payto@16 pix@18 \
    promptpay{setup_future_usage=none} revolut_pay{capture_method=manual setup_future_usage=none|off_session} \
    samsung_pay{capture_method=manual} satispay{capture_method=manual setup_future_usage=none|off_session|on_session} \
    scalapay{capture_method=manual} sepa_debit{mandate_options{reference_prefix} setup_future_usage=none|off_session|\
    on_session target_date} sofort{preferred_language=de|en|es|fr|it|nl|pl setup_future_usage=none|off_session} \
    sunbit{capture_method=manual setup_future_usage=none} swish{reference setup_future_usage=none} \
    twint{setup_future_usage=none|off_session} upi{mandate_options{amount# amount_type=fixed|maximum description \
    end_date#} setup_future_usage=none|off_session|on_session} us_bank_account@10 wechat_pay{app_id client=android|\
    ios|web setup_future_usage=none} zip{setup_future_usage=none}}
    @2 {acss_debit{account_number! institution_number! transit_number!} affirm{} afterpay_clearpay{} alipay{} \
    allow_redisplay=always|limited|unspecified alma{} amazon_pay{} au_becs_debit{account_number! bsb_number!} \
    bacs_debit{account_number sort_code} bancontact{} billie{} billing_details{address{city country line1 line2 \
    postal_code state} email name phone tax_id} bizum{} blik{} boleto{tax_id!} cashapp{} crypto{} customer_balance{} \
    eps@6 fpx@21 giropay{} grabpay{} ideal{bank=abn_amro|adyen|asn_bank|bunq|buut|finom|handelsbanken|ing|knab|mollie|\
    moneyou|n26|nn|rabobank|regiobank|revolut|sns_bank|triodos_bank|van_lanschot|yoursafe} interac_present{} \
    kakao_pay{} klarna{dob{day!# month!# year!#}} konbini{} kr_card{} link{} mb_way{} metadata<> mobilepay{} \
    multibanco{} naver_pay{funding=card|points} nz_bank_account{account_holder_name account_number! bank_code! \
    branch_code! reference suffix!} oxxo{} p24@13 pay_by_bank{} payco{} paynow{} paypal{} payto{account_number \
    bsb_number pay_id} pix{} promptpay{} radar_options{session} revolut_pay{} samsung_pay{} satispay{} scalapay{} \
    sepa_debit{iban!} sofort{country!=AT|BE|DE|ES|IT|NL} sunbit{} swish{} twint{} type!=acss_debit|affirm|\
    afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|cashapp|\
    crypto|customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|\
    multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|payto|pix|promptpay|revolut_pay|\
    samsung_pay|satispay|scalapay|sepa_debit|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip \
    upi{mandate_options{amount# amount_type=fixed|maximum description end_date#}} \
    us_bank_account{account_holder_type=company|individual account_number account_type=checking|savings \
    financial_connections_account routing_number} wechat_pay{} zip{}}
    @3 {acss_debit_payments{requested?} affirm_payments{requested?} afterpay_clearpay_payments{requested?} \
    alma_payments{requested?} amazon_pay_payments{requested?} app_distribution{requested?} \
    au_becs_debit_payments{requested?} bacs_debit_payments{requested?} bancontact_payments{requested?} \
    bank_transfer_payments{requested?} billie_payments{requested?} bizum_payments{requested?} \
    blik_payments{requested?} boleto_payments{requested?} card_issuing{requested?} card_payments{requested?} \
    cartes_bancaires_payments{requested?} cashapp_payments{requested?} crypto_payments{requested?} \
    eps_payments{requested?} fpx_payments{requested?} gb_bank_transfer_payments{requested?} \
    giropay_payments{requested?} grabpay_payments{requested?} ideal_payments{requested?} \
    india_international_payments{requested?} jcb_payments{requested?} jp_bank_transfer_payments{requested?} \
    kakao_pay_payments{requested?} klarna_payments{requested?} konbini_payments{requested?} \
    kr_card_payments{requested?} legacy_payments{requested?} link_payments{requested?} mb_way_payments{requested?} \
    mobilepay_payments{requested?} multibanco_payments{requested?} mx_bank_transfer_payments{requested?} \
    naver_pay_payments{requested?} nz_bank_account_becs_debit_payments{requested?} oxxo_payments{requested?} \
    p24_payments{requested?} pay_by_bank_payments{requested?} payco_payments{requested?} paynow_payments{requested?} \
    payto_payments{requested?} pix_payments{requested?} promptpay_payments{requested?} \
    revolut_pay_payments{requested?} samsung_pay_payments{requested?} satispay_payments{requested?} \
    scalapay_payments{requested?} sepa_bank_transfer_payments{requested?} sepa_debit_payments{requested?} \
    sofort_payments{requested?} sunbit_payments{requested?} swish_payments{requested?} \
    tax_reporting_us_1099_k{requested?} tax_reporting_us_1099_misc{requested?} transfers{requested?} \
    treasury{requested?} twint_payments{requested?} upi_payments{requested?} us_bank_account_ach_payments{requested?} \
    us_bank_transfer_payments{requested?} zip_payments{requested?}}
    @4 {address_kana{city country line1 line2 postal_code state town} address_kanji{city country line1 line2 \
    postal_code state town} address{city country line1 line2 postal_code state} directors_provided? \
    directorship_declaration{date# ip user_agent} executives_provided? export_license_id export_purpose_code name \
    name_kana name_kanji owners_provided? ownership_declaration{date# ip user_agent} \
    ownership_exemption_reason=qualified_entity_exceeds_ownership_threshold|qualifies_as_financial_institution phone \
    registration_date{day!# month!# year!#} registration_number representative_declaration{date# ip user_agent} \
    structure=free_zone_establishment|free_zone_llc|government_instrumentality|governmental_unit|\
    incorporated_non_profit|incorporated_partnership|limited_liability_partnership|llc|multi_member_llc|\
    private_company|private_corporation|private_partnership|public_company|public_corporation|public_partnership|\
    registered_charity|single_member_llc|sole_establishment|sole_proprietorship|tax_exempt_government_instrumentality|\
    unincorporated_association|unincorporated_non_profit|unincorporated_partnership tax_id tax_id_registrar vat_id \
    verification{document{back front}}}
    @5 {capture_method=manual cvc_token installments{enabled? plan{count# interval=month type!=bonus|fixed_count|\
    revolving}} mandate_options{amount!# amount_type!=fixed|maximum description end_date# interval!=day|month|\
    sporadic|week|year interval_count# reference! start_date!# supported_types[]=india} moto? network=amex|\
    cartes_bancaires|diners|discover|eftpos_au|girocard|interac|jcb|link|mastercard|unionpay|unknown|visa \
    request_extended_authorization=if_available|never request_incremental_authorization=if_available|never \
    request_multicapture=if_available|never request_overcapture=if_available|never request_three_d_secure=any|\
    automatic|challenge require_cvc_recollection? setup_future_usage=none|off_session|on_session \
    statement_descriptor_suffix_kana statement_descriptor_suffix_kanji three_d_secure@17}
    @6 {bank=arzte_und_apotheker_bank|austrian_anadi_bank_ag|bank_austria|bankhaus_carl_spangler|\
    bankhaus_schelhammer_und_schattera_ag|bawag_psk_ag|bks_bank_ag|brull_kallmus_bank_ag|btv_vier_lander_bank|\
    capital_bank_grawe_gruppe_ag|deutsche_bank_ag|dolomitenbank|easybank_ag|erste_bank_und_sparkassen|\
    hypo_alpeadriabank_international_ag|hypo_bank_burgenland_aktiengesellschaft|\
    hypo_noe_lb_fur_niederosterreich_u_wien|hypo_oberosterreich_salzburg_steiermark|hypo_tirol_bank_ag|\
    hypo_vorarlberg_bank_ag|marchfelder_bank|oberbank_ag|raiffeisen_bankengruppe_osterreich|schoellerbank_ag|\
    sparda_bank_wien|volksbank_gruppe|volkskreditbank_ag|vr_bank_braunau}
    @7 {address_kana{city country line1 line2 postal_code state town} address_kanji{city country line1 line2 \
    postal_code state town} address{city country line1 line2 postal_code state} dob{day!# month!# year!#} email \
    first_name first_name_kana first_name_kanji full_name_aliases[] gender id_number id_number_secondary last_name \
    last_name_kana last_name_kanji maiden_name metadata<> phone political_exposure=existing|none \
    registered_address{city country line1 line2 postal_code state} relationship{director? executive? owner? \
    percent_ownership% title} ssn_last_4 verification{additional_document{back front} document{back front}}}
    @8 {capture_method=manual on_demand{average_amount# maximum_amount# minimum_amount# purchase_interval=day|month|\
    week|year purchase_interval_count#} preferred_locale=cs-CZ|da-DK|de-AT|de-CH|de-DE|el-GR|en-AT|en-AU|en-BE|en-CA|\
    en-CH|en-CZ|en-DE|en-DK|en-ES|en-FI|en-FR|en-GB|en-GR|en-IE|en-IT|en-NL|en-NO|en-NZ|en-PL|en-PT|en-RO|en-SE|en-US|\
    es-ES|es-US|fi-FI|fr-BE|fr-CA|fr-CH|fr-FR|it-CH|it-IT|nb-NO|nl-BE|nl-NL|pl-PL|pt-PT|ro-RO|sv-FI|sv-SE \
    setup_future_usage=none|off_session|on_session subscriptions[]{interval!=day|month|week|year interval_count# name \
    next_billing{amount!# date!} reference!}}
    @9 {discount_amount# enforce_arithmetic_validation? line_items[]@14 shipping{amount# from_postal_code \
    to_postal_code} tax{total_tax_amount!#}}
    @10 {financial_connections{filters{account_subcategories[]=checking|savings} permissions[]=balances|ownership|\
    payment_method|transactions prefetch[]=balances|ownership|transactions return_url} \
    mandate_options{collection_method=paper} networks{requested[]=ach|us_domestic_wire} setup_future_usage=none|\
    off_session|on_session target_date transaction_purpose=goods|other|services|unspecified \
    verification_method=automatic|instant|microdeposits}
    @11 {annual_revenue{amount!# currency! fiscal_year_end!} estimated_worker_count# mcc \
    minority_owned_business_designation[]=lgbtqi_owned_business|minority_owned_business|none_of_these_apply|\
    prefer_not_to_answer|women_owned_business monthly_estimated_revenue{amount!# currency!} name product_description \
    support_address{city country line1 line2 postal_code state} support_email support_phone support_url url}
    @12 {bank_account_ownership_verification{files[]} company_license{files[]} \
    company_memorandum_of_association{files[]} company_ministerial_decree{files[]} \
    company_registration_verification{files[]} company_tax_id_verification{files[]} proof_of_address{files[]} \
    proof_of_registration{files[] signer{person}} proof_of_ultimate_beneficial_ownership{files[] signer{person}}}
    @13 {bank=alior_bank|bank_millennium|bank_nowy_bfg_sa|bank_pekao_sa|banki_spbdzielcze|blik|bnp_paribas|boz|\
    citi_handlowy|credit_agricole|envelobank|etransfer_pocztowy24|getin_bank|ideabank|ing|inteligo|mbank_mtransfer|\
    nest_przelew|noble_pay|pbac_z_ipko|plus_bank|santander_przelew24|tmobile_usbugi_bankowe|toyota_bank|velobank|\
    volkswagen_bank}
    @14 {discount_amount# payment_method_options{card_present{commodity_code} card{commodity_code} klarna{image_url \
    product_url reference subscription_reference} paypal{category=digital_goods|donation|physical_goods description \
    sold_by}} product_code product_name! quantity!# tax{total_tax_amount!#} unit_cost!# unit_of_measure}
    @15 {shipping_rate shipping_rate_data@19}
    @16 {mandate_options@23 setup_future_usage=none|off_session}
    @17 {ares_trans_status=A|C|I|N|R|U|Y cryptogram! electronic_commerce_indicator=01|02|05|06|07 \
    exemption_indicator=low_risk|none network_options{cartes_bancaires{cb_avalgo!=0|1|2|3|4|A cb_exemption \
    cb_score#}} requestor_challenge_indicator transaction_id! version!=1.0.2|2.1.0|2.2.0|2.3.0|2.3.1}
    @18 {amount_includes_iof=always|never expires_after_seconds# expires_at# mandate_options{amount# \
    amount_includes_iof=always|never amount_type=fixed|maximum currency end_date payment_schedule=halfyearly|monthly|\
    quarterly|weekly|yearly reference start_date} setup_future_usage=none|off_session}
    @19 {delivery_estimate{maximum{unit!=business_day|day|hour|month|week value!#} minimum{unit!=business_day|day|\
    hour|month|week value!#}} display_name! fixed_amount{amount!# currency! currency_options<>} metadata<> \
    tax_behavior=exclusive|inclusive|unspecified tax_code type=fixed_amount}
    @20 {debit_negative_balances? schedule{delay_days* interval=daily|manual|monthly|weekly monthly_anchor# \
    monthly_payout_days[]# weekly_anchor=friday|monday|saturday|sunday|thursday|tuesday|wednesday \
    weekly_payout_days[]=friday|monday|thursday|tuesday|wednesday} statement_descriptor}
    @21 {account_holder_type=company|individual bank!=affin_bank|agrobank|alliance_bank|ambank|bank_islam|\
    bank_muamalat|bank_of_china|bank_rakyat|bsn|cimb|deutsche_bank|hong_leong_bank|hsbc|kfh|maybank2e|maybank2u|ocbc|\
    pb_enterprise|public_bank|rhb|standard_chartered|uob}
    @22 {bank_transfer{eu_bank_transfer{country!} requested_address_types[]=aba|iban|sepa|sort_code|spei|swift|zengin \
    type!=eu_bank_transfer|gb_bank_transfer|jp_bank_transfer|mx_bank_transfer|us_bank_transfer} \
    funding_type=bank_transfer setup_future_usage=none}
    @23 {amount# amount_type=fixed|maximum end_date payment_schedule=adhoc|annual|daily|fortnightly|monthly|quarterly|\
    semi_annual|weekly payments_per_period# purpose=dependant_support|government|loan|mortgage|other|pension|personal|\
    retail|salary|tax|utility}
    """
}
