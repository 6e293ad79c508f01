//! The next step in a session.

use payments_core::ProviderText;

use crate::session::{CustomerInteraction, NextAction, OperationStatus, Qr, Redirect, Session};

/// What you have to do next in a session.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum NextStep<'a> {
    /// Check the payout's amount and the participants against your order, then send
    /// [`SessionConfirm`](crate::session::SessionConfirm) or [`SessionCancel`](crate::session::SessionCancel).
    Confirm,
    /// Money is held: send [`SessionCapture`](crate::session::SessionCapture) or
    /// [`SessionCancel`](crate::session::SessionCancel).
    Capture,
    /// Send the payer to this page.
    Redirect(&'a Redirect),
    /// Show the payer this QR code.
    Qr(&'a Qr),
    /// Nothing for now: wait for a webhook, or poll `session/status`.
    Wait,
    /// Nothing: the session is final. Its result is [`Session::result`].
    Finished,
    /// The bank asks for something this crate does not know. Do not guess.
    Unlisted(ProviderText),
}

impl Session {
    /// What you have to do next, derived from the session's `next_action` and what its unfinished operations require of the
    /// payer.
    ///
    /// An operation's status `pending` alone is ambiguous: it may wait for you, for the payer, or for a capture.
    pub fn next_step(&self) -> NextStep<'_> {
        if self.status.is_final() {
            return NextStep::Finished;
        }
        match &self.next_action {
            Some(NextAction::Confirm) => return NextStep::Confirm,
            Some(NextAction::Capture) => return NextStep::Capture,
            Some(other) => return NextStep::Unlisted(other.as_str().into()),
            None => {}
        }
        self.interactions().find_map(step).unwrap_or(NextStep::Wait)
    }

    /// What unfinished operations require of the payer.
    fn interactions(&self) -> impl Iterator<Item = &CustomerInteraction> {
        let payments = self.payments().iter().map(|payment| (&payment.status, &payment.customer_interaction));
        let payouts = self.payouts().iter().map(|payout| (&payout.status, &payout.customer_interaction));
        payments
            .chain(payouts)
            .filter(|(status, _): &(&OperationStatus, _)| !status.is_final())
            .filter_map(|(_, interaction)| interaction.as_ref())
    }
}

fn step(interaction: &CustomerInteraction) -> Option<NextStep<'_>> {
    if let Some(redirect) = interaction.redirect.as_ref().filter(|redirect| !redirect.url().expose().is_empty()) {
        return Some(NextStep::Redirect(redirect));
    }
    if let Some(qr) = interaction.inform.as_ref().and_then(|inform| inform.qr.as_ref()) {
        return Some(NextStep::Qr(qr));
    }
    let kind = interaction.kind.as_ref().filter(|kind| !kind.is_known())?;
    Some(NextStep::Unlisted(kind.as_str().into()))
}
