//! One row of the table.

use serde_json::json;

use crate::Failure;

/// A figure, and what it should be.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    /// `None` where it cannot be measured here.
    figure: Option<f64>,
    /// `None` where it is said for information.
    limit: Option<Limit>,
    /// Spread, and what the figure is made of.
    detail: String,
}

#[derive(Clone, Copy, Debug)]
enum Limit {
    AtMost(f64),
    AtLeast(f64),
}

impl Row {
    pub(super) fn at_most(name: impl Into<String>, figure: impl Into<f64>, limit: impl Into<f64>) -> Self {
        Self { limit: Some(Limit::AtMost(limit.into())), ..Self::without_target(name, figure) }
    }

    pub(super) fn at_least(name: impl Into<String>, figure: impl Into<f64>, limit: impl Into<f64>) -> Self {
        Self { limit: Some(Limit::AtLeast(limit.into())), ..Self::without_target(name, figure) }
    }

    pub(super) fn without_target(name: impl Into<String>, figure: impl Into<f64>) -> Self {
        Self { name: name.into(), figure: Some(figure.into()), limit: None, detail: String::new() }
    }

    pub(super) fn unmeasured(name: impl Into<String>, limit: f64, why: &str) -> Self {
        Self { figure: None, ..Self::at_most(name, 0.0, limit) }.with(why)
    }

    pub(super) fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub(super) fn met(&self) -> Option<bool> {
        let figure = self.figure?;
        Some(match self.limit? {
            Limit::AtMost(limit) => figure <= limit,
            Limit::AtLeast(limit) => figure >= limit,
        })
    }

    fn target(&self) -> Option<f64> {
        self.limit.map(|limit| match limit {
            Limit::AtMost(limit) | Limit::AtLeast(limit) => limit,
        })
    }

    fn line(&self, width: usize) -> String {
        let figure = self.figure.map_or_else(|| "-".to_owned(), digits);
        let sign = match self.limit {
            Some(Limit::AtMost(_)) => "<=",
            Some(Limit::AtLeast(_)) => ">=",
            None => "",
        };
        let verdict = match self.met() {
            Some(true) => "met",
            Some(false) => "NOT MET",
            None if self.figure.is_some() => "no target",
            None => "not measured",
        };
        let target = self.target().map(digits).unwrap_or_default();
        format!("{:<width$}  {figure:>8}  {sign:<2} {target:<6}  {verdict:<12}  {}\n", self.name, self.detail)
    }
}

/// Counts as they are, ratios and times to the thousandth.
fn digits(figure: f64) -> String {
    if figure.fract() == 0.0 { format!("{figure:.0}") } else { format!("{figure:.3}") }
}

pub(super) fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    rows.iter().map(|row| row.line(width)).collect()
}

pub(super) fn json(rows: &[Row]) -> Result<String, Failure> {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| json!({ "row": row.name, "figure": row.figure, "target": row.target(), "met": row.met() }))
        .collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&rows)?))
}
