//! Tokens: public ones for the bank's widgets in a browser, what is behind a token, and tokens in place of account numbers.

mod info;
mod issue_public_token;
mod secrets;
mod tokenize;
mod widget;

pub use info::{CardReference, TokenInfo, TokenInfoResponse, TokenType};
pub use issue_public_token::{IssuePublicToken, IssuePublicTokenResponse};
pub use secrets::{BankAccountToken, CardToken, PublicToken, SubscriptionToken};
pub use tokenize::{RussianAccount, Tokenize, TokenizeResponse, TokenizedData};
pub use widget::{AcquiringWidget, SelfEmployedWidget, TokenizeWidget, WidgetLocale};
