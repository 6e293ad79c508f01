//! The announcement as variables of a shell, under the names that the clients' examples read.

use payments_sandbox::Announcement;

/// One `export` in each line, for `. ./FILE`.
pub(crate) fn exports(announcement: &Announcement) -> String {
    let Announcement { bank131, payneteasy, vepay, kvell, workbench_url, .. } = announcement;
    let variables = [
        ("BANK131_BASE_URL", bank131.base_url.clone()),
        ("BANK131_PROJECT", bank131.project.clone()),
        ("BANK131_KEY_FILE", bank131.private_key_pem_file.display().to_string()),
        ("BANK131_KEY_PEM", bank131.private_key_pem.clone()),
        ("BANK131_PUBLIC_KEY_FILE", bank131.bank_public_key_pem_file.display().to_string()),
        ("BANK131_PUBLIC_KEY_PEM", bank131.bank_public_key_pem.clone()),
        ("PAYNETEASY_BASE_URL", payneteasy.base_url.clone()),
        ("PAYNETEASY_LOGIN", payneteasy.login.clone()),
        ("PAYNETEASY_ENDPOINT", payneteasy.endpoint_id.to_string()),
        ("PAYNETEASY_CONTROL_KEY", payneteasy.merchant_control.clone()),
        ("PAYNETEASY_KEY_FILE", payneteasy.private_key_pem_file.display().to_string()),
        ("PAYNETEASY_KEY_PEM", payneteasy.private_key_pem.clone()),
        ("VEPAY_BASE_URL", vepay.base_url.clone()),
        ("VEPAY_MFO", vepay.mfo.clone()),
        ("VEPAY_SECRET", vepay.secret.clone()),
        ("VEPAY_CALLBACK_KEY", vepay.callback_key.clone()),
        ("KVELL_FORM_URL", kvell.form_url.clone()),
        ("KVELL_API_URL", kvell.api_url.clone()),
        ("KVELL_PAYOUT_KEY_FILE", kvell.payout_private_key_pem_file.display().to_string()),
        ("KVELL_PAYOUT_KEY_PEM", kvell.payout_private_key_pem.clone()),
        ("KVELL_API_KEY", kvell.api_key.clone()),
        ("SANDBOX_URL", workbench_url.clone()),
        ("KVELL_SECRET_KEY", kvell.secret_key.clone()),
    ];
    variables.map(|(name, value)| format!("export {name}={}", quoted(&value))).join("\n")
}

/// In single quotes nothing means anything to a shell, but they themselves.
fn quoted(value: &str) -> String {
    format!("'{}'", value.replace('\'', r"'\''"))
}
