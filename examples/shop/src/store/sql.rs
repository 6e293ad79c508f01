//! The tables, and the longer statements.

pub(super) const SCHEMA: &str = "
CREATE TABLE IF NOT EXISTS orders (
    -- The intent: written before anything is sent.
    number TEXT PRIMARY KEY,
    provider TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT REFERENCES orders, -- the order that this one does something about
    customer TEXT NOT NULL,
    amount INTEGER, -- in minor units
    currency TEXT,
    begun_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP,
    -- What was learnt since.
    state TEXT NOT NULL DEFAULT 'begun' CHECK (state IN ('begun', 'pending', 'needs_person', 'succeeded', 'failed')),
    reference TEXT,
    recovery TEXT,
    allows TEXT NOT NULL DEFAULT '',
    form TEXT,
    asks_payer INTEGER NOT NULL DEFAULT 0,
    card_token TEXT,
    card_last4 TEXT,
    note TEXT NOT NULL DEFAULT '',
    note_ru TEXT NOT NULL DEFAULT '',
    polled_at TEXT
) STRICT;
CREATE INDEX IF NOT EXISTS open_orders ON orders (provider, state) WHERE state NOT IN ('succeeded', 'failed');
-- Of two requests to do the same one is made; after it has failed, another may be.
CREATE UNIQUE INDEX IF NOT EXISTS done_once ON orders (about, kind) WHERE about IS NOT NULL AND state <> 'failed';
CREATE TABLE IF NOT EXISTS bookings (
    id INTEGER PRIMARY KEY,
    number TEXT NOT NULL REFERENCES orders,
    state TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS processed_events (
    event_id TEXT PRIMARY KEY,
    recorded_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP
) STRICT, WITHOUT ROWID;
";

/// Raised with the tables.
pub(super) const VERSION: i64 = 3;

/// The number of orders on the page.
pub(super) const SHOWN: u32 = 20;

pub(super) const ORDER: &str = "SELECT number, kind, customer, amount, currency, state, reference, recovery, form,
    (SELECT reference FROM orders AS other WHERE other.number = orders.about) AS about_reference,
    begun_at > datetime('now', '-1 minute') AS is_young, allows <> '' AS is_actionable FROM orders";

pub(super) const ADD: &str = "
INSERT INTO orders (number, provider, kind, customer, amount, currency) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT DO NOTHING";

/// Customer and amount are those of the order that it is about.
pub(super) const ADD_ABOUT: &str = "
INSERT INTO orders (number, provider, kind, customer, amount, currency, about)
SELECT ?1, provider, ?3, customer, amount, currency, number FROM orders
WHERE number = ?4 AND provider = ?2 AND instr(' ' || allows || ' ', ' ' || ?3 || ' ') > 0
ON CONFLICT DO NOTHING";

pub(super) const LATEST: &str = "
SELECT number, provider, kind, about, amount, currency, begun_at, state, asks_payer, card_last4, note, note_ru, allows,
    (SELECT group_concat(kind, ' ') FROM orders AS other WHERE other.about = orders.number AND other.state <> 'failed') AS done
FROM orders ORDER BY rowid DESC LIMIT ?1";

/// Stores a report. An order that has ended is not changed, one that the provider has does not become unknown again, and one
/// that needs a person does so until it ends. The form of an order that has ended is deleted.
pub(super) const APPLY: &str = "
UPDATE orders SET
    state = CASE WHEN state = 'needs_person' AND NOT :final THEN state ELSE :state END,
    reference = coalesce(:reference, reference),
    recovery = coalesce(:recovery, recovery),
    allows = :allows,
    form = CASE WHEN :final THEN NULL ELSE coalesce(:form, form) END,
    asks_payer = :asks_payer,
    card_token = coalesce(:card_token, card_token),
    card_last4 = coalesce(:card_last4, card_last4),
    note = :note,
    note_ru = :note_ru
WHERE number = :number AND (state = 'begun' OR state IN ('pending', 'needs_person') AND :state <> 'begun')";
