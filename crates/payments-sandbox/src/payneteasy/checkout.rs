//! The hosted form: the payer's cards, the 3-D Secure password, and the way back to the merchant.

use axum::extract::rejection::FormRejection;
use axum::extract::{Form, Path, State};
use axum::response::Response;

use super::Gateway;
use super::entry::{self, Problems, Typed};
use super::order::{Order, Stage};
use super::pages;
use crate::clock;

/// The button pressed, in either form.
const ACTION: &str = "action";

/// GET: whatever the order is waiting for.
pub(super) async fn open(State(gateway): State<Gateway>, Path(token): Path<String>) -> Response {
    match gateway.store().by_token(&token) {
        Some(order) => gateway.show(order, &Problems::new(), false),
        None => pages::not_found(),
    }
}

/// The cards were typed in, or the payer wants out.
pub(super) async fn submit(
    State(gateway): State<Gateway>,
    Path(token): Path<String>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    gateway.act(&token, form, |order, typed| {
        if order.stage() != Stage::Cards {
            return Ok(());
        }
        let entered = entry::read(order, typed)?;
        order.pay(entered, clock::now());
        Ok(())
    })
}

/// The password was typed in, or the payer wants out.
pub(super) async fn authenticate(
    State(gateway): State<Gateway>,
    Path(token): Path<String>,
    form: Result<Form<Typed>, FormRejection>,
) -> Response {
    gateway.act(&token, form, |order, typed| {
        order.authenticate(typed.get(pages::PASSWORD).map_or("", |password| password.trim()), clock::now());
        Ok(())
    })
}

impl Gateway {
    /// Does what a form says and shows what comes next. A form sent twice finds nothing to do the second time.
    fn act(
        &self,
        token: &str,
        form: Result<Form<Typed>, FormRejection>,
        go_on: impl FnOnce(&mut Order, &Typed) -> Result<(), Problems>,
    ) -> Response {
        let Ok(Form(typed)) = form else {
            return pages::unreadable();
        };
        let mut store = self.store();
        let Some(order) = store.by_token(token) else {
            return pages::not_found();
        };
        let was_over = order.stage() == Stage::Over;
        let done = match typed.get(ACTION).map(String::as_str) {
            Some("pay" | "confirm") => go_on(order, &typed),
            Some("cancel") => {
                order.cancel(clock::now());
                Ok(())
            }
            _ => return pages::unreadable(),
        };
        if !was_over && order.stage() == Stage::Over {
            self.tell_merchant(order);
        }
        self.show(order, &done.err().unwrap_or_default(), true)
    }

    fn show(&self, order: &Order, problems: &Problems, just_submitted: bool) -> Response {
        match order.stage() {
            Stage::Cards => pages::cards(order, problems),
            Stage::Password(_) => pages::password(order),
            // Opened again from the browser's history, the page waits for the button.
            Stage::Over => pages::way_back(order, self.way_back(order), just_submitted),
        }
    }
}
