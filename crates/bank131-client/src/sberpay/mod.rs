//! `SberPay`: payments in the application of Sberbank.

mod push;

pub use push::SberPayPush;
