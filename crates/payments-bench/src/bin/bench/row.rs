//! One row of the table.

use payments_bench::Failure;
use serde_json::json;

/// A figure, and what it should be at most.
#[derive(Debug)]
pub(crate) struct Row {
    pub(crate) name: String,
    /// `None` where it cannot be measured here.
    figure: Option<f64>,
    limit: f64,
    /// Spread, and what the figure is made of.
    detail: String,
}

impl Row {
    pub(crate) fn at_most(name: impl Into<String>, figure: impl Into<f64>, limit: impl Into<f64>) -> Self {
        Self { name: name.into(), figure: Some(figure.into()), limit: limit.into(), detail: String::new() }
    }

    pub(crate) fn unmeasured(name: impl Into<String>, limit: f64, why: &str) -> Self {
        Self { figure: None, ..Self::at_most(name, 0.0, limit) }.with(why)
    }

    pub(crate) fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = detail.into();
        self
    }

    pub(crate) fn met(&self) -> Option<bool> {
        Some(self.figure? <= self.limit)
    }

    fn line(&self, width: usize) -> String {
        let figure = self.figure.map_or_else(|| "-".to_owned(), digits);
        let verdict = match self.met() {
            Some(true) => "met",
            Some(false) => "NOT MET",
            None => "not measured",
        };
        let target = digits(self.limit);
        format!("{:<width$}  {figure:>8}  <= {target:<6}  {verdict:<12}  {}\n", self.name, self.detail)
    }
}

/// Counts as they are, ratios and times to the thousandth.
fn digits(figure: f64) -> String {
    if figure.fract() == 0.0 { format!("{figure:.0}") } else { format!("{figure:.3}") }
}

pub(crate) fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.name.chars().count()).max().unwrap_or_default();
    rows.iter().map(|row| row.line(width)).collect()
}

pub(crate) fn json(rows: &[Row]) -> Result<String, Failure> {
    let rows: Vec<_> = rows
        .iter()
        .map(|row| json!({ "row": row.name, "figure": row.figure, "target": row.limit, "met": row.met() }))
        .collect();
    Ok(format!("{}\n", serde_json::to_string_pretty(&rows)?))
}
