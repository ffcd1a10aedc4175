// Written by scripts/provider-parameters from stripe 15.3.0, 2026-06-24.dahlia; not to be edited.
/// Calls about customer.
enum CustomerParameters {
  static let table = """
    customers.create {address{city country line1 line2 postal_code state} balance# business_name \
    cash_balance{settings{reconciliation_mode=automatic|manual|merchant_default}} description email expand[] \
    individual_name invoice_prefix invoice_settings{custom_fields[]{name! value!} default_payment_method footer \
    rendering_options{amount_tax_display=exclude_tax|include_inclusive_tax template}} metadata<> name \
    next_invoice_sequence# payment_method phone preferred_locales[] shipping{address!{city country line1 line2 \
    postal_code state} name! phone} source tax_exempt=exempt|none|reverse tax_id_data[]{type!=ad_nrt|ae_trn|al_tin|\
    am_tin|ao_tin|ar_cuit|au_abn|au_arn|aw_tin|az_tin|ba_tin|bb_tin|bd_bin|bf_ifu|bg_uic|bh_vat|bj_ifu|bo_tin|br_cnpj|\
    br_cpf|bs_tin|by_tin|ca_bn|ca_gst_hst|ca_pst_bc|ca_pst_mb|ca_pst_sk|ca_qst|cd_nif|ch_uid|ch_vat|cl_tin|cm_niu|\
    cn_tin|co_nit|cr_tin|cv_nif|de_stn|do_rcn|ec_ruc|eg_tin|es_cif|et_tin|eu_oss_vat|eu_vat|fo_vat|gb_vat|ge_vat|\
    gi_tin|gn_nif|hk_br|hr_oib|hu_tin|id_npwp|il_vat|in_gst|is_vat|it_cf|jp_cn|jp_rn|jp_trn|ke_pin|kg_tin|kh_tin|\
    kr_brn|kz_bin|la_tin|li_uid|li_vat|lk_vat|ma_vat|md_vat|me_pib|mk_vat|mr_nif|mx_rfc|my_frp|my_itn|my_sst|ng_tin|\
    no_vat|no_voec|np_pan|nz_gst|om_vat|pe_ruc|ph_tin|pl_nip|py_ruc|ro_tin|rs_pib|ru_inn|ru_kpp|sa_vat|sg_gst|sg_uen|\
    si_tin|sn_ninea|sr_fin|sv_nit|th_vat|tj_tin|tr_tin|tw_vat|tz_vat|ua_vat|ug_tin|us_ein|uy_ruc|uz_tin|uz_vat|ve_rif|\
    vn_tin|za_vat|zm_tin|zw_tin value!} tax{ip_address validate_location=deferred|immediately} test_clock validate?}
    customers.retrieve {expand[]}
    customers.update {address{city country line1 line2 postal_code state} balance# business_name \
    cash_balance{settings{reconciliation_mode=automatic|manual|merchant_default}} default_source description email \
    expand[] individual_name invoice_prefix invoice_settings{custom_fields[]{name! value!} default_payment_method \
    footer rendering_options{amount_tax_display=exclude_tax|include_inclusive_tax template}} metadata<> name \
    next_invoice_sequence# phone preferred_locales[] shipping{address!{city country line1 line2 postal_code state} \
    name! phone} source tax_exempt=exempt|none|reverse tax{ip_address validate_location=auto|deferred|immediately} \
    validate?}
    customers.list {created{gt# gte# lt# lte#}~ email ending_before expand[] limit# starting_after test_clock}
    customers.delete {}
    payment_methods.create {acss_debit{account_number! institution_number! transit_number!} affirm{} \
    afterpay_clearpay{} alipay{} allow_redisplay=always|limited|unspecified alma{} amazon_pay{} \
    au_becs_debit{account_number! bsb_number!} bacs_debit{account_number sort_code} bancontact{} billie{} \
    billing_details{address{city country line1 line2 postal_code state} email name phone tax_id} bizum{} blik{} \
    boleto{tax_id!} card{cvc exp_month# exp_year# networks{preferred=cartes_bancaires|mastercard|visa} number token} \
    cashapp{} crypto{} customer customer_balance{} custom{type!} eps@6 expand[] fpx@21 giropay{} grabpay{} \
    ideal{bank=abn_amro|adyen|asn_bank|bunq|buut|finom|handelsbanken|ing|knab|mollie|moneyou|n26|nn|rabobank|\
    regiobank|revolut|sns_bank|triodos_bank|van_lanschot|yoursafe} interac_present{} kakao_pay{} klarna{dob{day!# \
    month!# year!#}} konbini{} kr_card{} link{} mb_way{} metadata<> mobilepay{} multibanco{} naver_pay{funding=card|\
    points} nz_bank_account{account_holder_name account_number! bank_code! branch_code! reference suffix!} oxxo{} \
    p24@13 pay_by_bank{} payco{} payment_method paynow{} paypal{} payto{account_number bsb_number pay_id} pix{} \
    promptpay{} radar_options{session} revolut_pay{} samsung_pay{} satispay{} scalapay{} sepa_debit{iban!} \
    sofort{country!=AT|BE|DE|ES|IT|NL} sunbit{} swish{} twint{} type=acss_debit|affirm|afterpay_clearpay|alipay|alma|\
    amazon_pay|au_becs_debit|bacs_debit|bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|custom|\
    customer_balance|eps|fpx|giropay|grabpay|ideal|kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|\
    naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|payco|paynow|paypal|payto|pix|promptpay|revolut_pay|samsung_pay|\
    satispay|scalapay|sepa_debit|sofort|sunbit|swish|twint|upi|us_bank_account|wechat_pay|zip \
    upi{mandate_options{amount# amount_type=fixed|maximum description end_date#}} \
    us_bank_account{account_holder_type=company|individual account_number account_type=checking|savings \
    financial_connections_account routing_number} wechat_pay{} zip{}}
    payment_methods.retrieve {expand[]}
    payment_methods.update {allow_redisplay=always|limited|unspecified billing_details{address{city country line1 \
    line2 postal_code state} email name phone tax_id} card{exp_month# exp_year# networks{preferred=cartes_bancaires|\
    mastercard|visa}} expand[] metadata<> payto{account_number bsb_number pay_id} \
    us_bank_account{account_holder_type=company|individual account_type=checking|savings}}
    payment_methods.list {allow_redisplay=always|limited|unspecified customer customer_account ending_before expand[] \
    limit# starting_after type=acss_debit|affirm|afterpay_clearpay|alipay|alma|amazon_pay|au_becs_debit|bacs_debit|\
    bancontact|billie|bizum|blik|boleto|card|cashapp|crypto|custom|customer_balance|eps|fpx|giropay|grabpay|ideal|\
    kakao_pay|klarna|konbini|kr_card|link|mb_way|mobilepay|multibanco|naver_pay|nz_bank_account|oxxo|p24|pay_by_bank|\
    payco|paynow|paypal|payto|pix|promptpay|revolut_pay|samsung_pay|satispay|scalapay|sepa_debit|sofort|sunbit|swish|\
    twint|upi|us_bank_account|wechat_pay|zip}
    payment_methods.attach {customer customer_account expand[]}
    payment_methods.detach {expand[]}
    """
}
