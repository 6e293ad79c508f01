//! The hosted form: the payer's cards, the 3-D Secure password, and the way back to the merchant.

use axum::http::{Method, Request, Response, StatusCode};
use bytes::Bytes;
use jiff::Timestamp;

use super::entry::{self, Problems};
use super::gateway::Gateway;
use super::order::{Order, Stage};
use super::{answer, pages};
use crate::ledger::Transition;
use crate::machine::{Fields, allowing, form_fields};

/// The button pressed, in either form.
const ACTION: &str = "action";

/// Which page of the form a browser is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Cards,
    Password,
}

impl Gateway {
    /// Answers a payer's browser.
    pub(super) fn page(
        &mut self,
        form: Form,
        token: &str,
        request: &Request<Bytes>,
        now: Timestamp,
    ) -> Response<Bytes> {
        let Some(number) = self.orders.find_by_page(token) else { return pages::not_found() };
        match *request.method() {
            // Whatever the order is waiting for.
            Method::GET => self.show(number, &Problems::new(), false),
            Method::POST => self.submit(form, number, form_fields(request), now),
            _ => allowing(answer::html(StatusCode::METHOD_NOT_ALLOWED, "The method is GET or POST"), "GET, POST"),
        }
    }

    /// Does what a form says and shows what comes next. A form sent twice finds nothing to do the second time.
    fn submit(&mut self, form: Form, number: u64, typed: Option<Fields>, now: Timestamp) -> Response<Bytes> {
        let Some(typed) = typed else { return pages::unreadable() };
        let Some((order, postings)) = self.orders.change(number) else { return pages::not_found() };
        let mut transition = Transition { now, postings, random: &mut self.random };
        let was_over = order.stage() == Stage::Over;
        let done = match typed.get(ACTION).map(String::as_str) {
            Some("pay" | "confirm") => go_on(form, order, &typed, &mut transition),
            Some("cancel") => {
                order.cancel(&mut transition);
                Ok(())
            }
            _ => return pages::unreadable(),
        };
        if !was_over && order.stage() == Stage::Over {
            self.tell_merchant(number);
        }
        self.show(number, &done.err().unwrap_or_default(), true)
    }

    fn show(&self, number: u64, problems: &Problems, just_submitted: bool) -> Response<Bytes> {
        let Some(order) = self.orders.get(number) else { return pages::not_found() };
        match order.stage() {
            Stage::Cards => pages::cards(order, problems),
            Stage::Password(_) => pages::password(order),
            // Opened again from the browser's history, the page waits for the button.
            Stage::Over => pages::way_back(order, self.way_back(order), just_submitted),
        }
    }
}

fn go_on(form: Form, order: &mut Order, typed: &Fields, transition: &mut Transition<'_>) -> Result<(), Problems> {
    match form {
        Form::Cards if order.stage() != Stage::Cards => {}
        Form::Cards => {
            let entered = entry::read(order, typed)?;
            order.pay(entered, transition);
        }
        Form::Password => {
            let password = typed.get(pages::PASSWORD).map_or("", |password| password.trim());
            order.authenticate(password, transition);
        }
    }
    Ok(())
}
