//! One row of the table.

use serde_json::json;

use crate::Failure;

/// A figure, and what it should be.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: String,
    /// `None` where it cannot be measured here.
    figure: Option<f64>,
    limit: Limit,
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
        let (figure, limit) = (Some(figure.into()), Limit::AtMost(limit.into()));
        Self { name: name.into(), figure, limit, detail: String::new() }
    }

    pub(super) fn at_least(name: impl Into<String>, figure: impl Into<f64>, limit: impl Into<f64>) -> Self {
        Self { limit: Limit::AtLeast(limit.into()), ..Self::at_most(name, figure, 0.0) }
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
        Some(match self.limit {
            Limit::AtMost(limit) => figure <= limit,
            Limit::AtLeast(limit) => figure >= limit,
        })
    }

    const fn target(&self) -> f64 {
        match self.limit {
            Limit::AtMost(limit) | Limit::AtLeast(limit) => limit,
        }
    }

    fn line(&self, width: usize) -> String {
        let figure = self.figure.map_or_else(|| "-".to_owned(), digits);
        let sign = if matches!(self.limit, Limit::AtMost(_)) { "<=" } else { ">=" };
        let verdict = match self.met() {
            Some(true) => "met",
            Some(false) => "NOT MET",
            None => "not measured",
        };
        let target = digits(self.target());
        format!("{:<width$}  {figure:>8}  {sign} {target:<6}  {verdict:<12}  {}\n", self.name, self.detail)
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
