//! From rows of the tables to what they mean.

use payments_core::{Currency, Money};
use rusqlite::Row;
use rusqlite::types::Type;

use super::Line;
use crate::order::{Form, Kind, Order, State};
use crate::text::Note;

pub(super) fn read_order(row: &Row<'_>) -> rusqlite::Result<Order> {
    Ok(Order {
        number: row.get("number")?,
        kind: read_kind(row)?,
        customer: row.get("customer")?,
        amount: read_amount(row)?,
        about_reference: row.get("about_reference")?,
        state: read_state(row)?,
        recovery: row.get("recovery")?,
        reference: row.get("reference")?,
        form: row.get::<_, Option<String>>("form")?.map(Form),
        is_young: row.get("is_young")?,
        is_actionable: row.get("is_actionable")?,
    })
}

pub(super) fn read_line(row: &Row<'_>) -> rusqlite::Result<Line> {
    Ok(Line {
        number: row.get("number")?,
        provider: row.get("provider")?,
        kind: read_kind(row)?,
        about: row.get("about")?,
        allows: read_allows(row)?,
        amount: read_amount(row)?,
        begun_at: row.get("begun_at")?,
        state: read_state(row)?,
        asks_payer: row.get("asks_payer")?,
        card_last4: row.get("card_last4")?,
        note: Note { ru: row.get("note_ru")?, en: row.get("note")? },
    })
}

fn read_amount(row: &Row<'_>) -> rusqlite::Result<Option<Money>> {
    let units: Option<i64> = row.get("amount")?;
    let code: Option<String> = row.get("currency")?;
    Ok(units.zip(code).map(|(units, code)| Money::from_minor_units(units, Currency::from_code(&code))))
}

fn read_kind(row: &Row<'_>) -> rusqlite::Result<Kind> {
    let word: String = row.get("kind")?;
    let unknown = || rusqlite::Error::FromSqlConversionFailure(0, Type::Text, format!("no kind: {word}").into());
    Kind::read(&word).ok_or_else(unknown)
}

/// What is allowed, without what is done.
fn read_allows(row: &Row<'_>) -> rusqlite::Result<Vec<Kind>> {
    let allows: String = row.get("allows")?;
    let done: Option<String> = row.get("done")?;
    let done: Vec<_> = done.iter().flat_map(|kinds| kinds.split(' ')).filter_map(Kind::read).collect();
    Ok(allows.split(' ').filter_map(Kind::read).filter(|kind| !done.contains(kind)).collect())
}

pub(super) fn read_state(row: &Row<'_>) -> rusqlite::Result<State> {
    let word: String = row.get("state")?;
    let unknown = || rusqlite::Error::FromSqlConversionFailure(0, Type::Text, format!("no state: {word}").into());
    State::read(&word).ok_or_else(unknown)
}
