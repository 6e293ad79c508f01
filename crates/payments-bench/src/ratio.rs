//! Ratios of figures that were taken by turns.

use serde_json::{Value, json};

/// One ratio for each turn. What disturbs the machine for a while disturbs both sides of a turn, or is outvoted.
#[derive(Clone, Debug, Default)]
pub struct Ratios {
    turns: Vec<(f64, u64, u64)>,
}

impl Ratios {
    /// One turn: ours, and what it is held against.
    #[expect(clippy::cast_precision_loss, reason = "nanoseconds of a call have far fewer digits")]
    pub fn add(&mut self, ours: u64, other: u64) {
        #[expect(clippy::float_arithmetic, reason = "a ratio of times, no money")]
        let ratio = ours as f64 / other as f64;
        self.turns.push((ratio, ours, other));
    }

    /// The turn in the middle, and the quartiles of the ratio.
    pub fn summary(&self) -> Value {
        let mut turns = self.turns.clone();
        turns.sort_by(|one, other| one.0.total_cmp(&other.0));
        let at = |quarters: usize| turns.get(turns.len().saturating_sub(1) * quarters / 4);
        let ratio = |quarters| at(quarters).map(|turn| turn.0);
        json!({
            "ratio": ratio(2), "low": ratio(1), "high": ratio(3),
            "ours": at(2).map(|turn| turn.1), "other": at(2).map(|turn| turn.2),
        })
    }
}
