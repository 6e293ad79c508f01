//! Checks of all cases together: no empty cell, no missing and no unused file.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::suite::{EndpointCases, Registered, Suite};

/// All problems of the matrix.
pub(crate) fn matrix_problems(suite: &Suite) -> Vec<String> {
    let mut problems = Vec::new();
    for endpoint in &suite.endpoints {
        match suite.rows.get(endpoint.name) {
            None => problems.push(format!("{}: the endpoint has no cases", endpoint.name)),
            Some(row) => problems.extend(row_problems(suite, endpoint.name, row)),
        }
    }
    let registered = |name: &str| suite.endpoints.iter().any(|endpoint| endpoint.name == name);
    let strangers = suite.rows.keys().filter(|name| !registered(name));
    problems.extend(strangers.map(|name| format!("{name}: the client's registry has no such endpoint")));
    problems
}

/// Every endpoint without a sample, and every sample without an endpoint.
pub(crate) fn sample_problems(suite: &Suite) -> Vec<String> {
    let has_sample = |name: &str| suite.samples.iter().any(|sample| sample.endpoint == name);
    let registered = |name: &str| suite.endpoints.iter().any(|endpoint| endpoint.name == name);
    let missing = suite.endpoints.iter().filter(|endpoint| !has_sample(endpoint.name));
    let missing = missing.map(|endpoint| format!("{}: the endpoint has no sample", endpoint.name));
    let strange = suite.samples.iter().filter(|sample| !registered(sample.endpoint));
    missing.chain(strange.map(|sample| format!("{}: the registry has no such endpoint", sample.endpoint))).collect()
}

fn row_problems(suite: &Suite, endpoint: &str, row: &EndpointCases) -> Vec<String> {
    let mut problems = Vec::new();
    for (_, column) in &suite.columns {
        let has_case = row.cases.iter().any(|case| case.column() == *column);
        match (has_case, row.not_applicable.contains_key(column)) {
            (false, false) => problems.push(format!("{endpoint}: no case shows `{column}`, and no reason says why")),
            (true, true) => problems.push(format!("{endpoint}: `{column}` has a case and a reason for having none")),
            _ => {}
        }
    }
    let declared = |column: &str| suite.columns.iter().any(|(_, declared)| *declared == column);
    let used = row.cases.iter().map(Registered::column).chain(row.not_applicable.keys().copied());
    let strange = used.filter(|column| !declared(column));
    problems.extend(strange.map(|column| format!("{endpoint}: the suite declares no column `{column}`")));

    let mut names = BTreeSet::new();
    let repeated = row.cases.iter().filter(|case| !names.insert((case.kind.name(), case.name)));
    problems.extend(repeated.map(|case| format!("{endpoint}: two cases are called `{}`", case.name)));
    problems
}

/// Every file that a case needs and that is missing, and every file that no case uses.
pub(crate) fn file_problems(suite: &Suite) -> Vec<String> {
    let mut present = BTreeSet::new();
    if let Err(error) = collect(&suite.root, "", &mut present) {
        return vec![format!("the directory of the cases cannot be read: {error}")];
    }
    let cases = suite.rows.values().flat_map(|row| &row.cases);
    let needed: BTreeSet<&str> = cases.flat_map(|case| [case.request.as_str(), case.answer.as_str()]).collect();

    let missing = needed.iter().filter(|file| !present.contains(**file)).map(|file| format!("{file}: it is missing"));
    let stale = present.iter().filter(|file| !needed.contains(file.as_str()));
    missing.chain(stale.map(|file| format!("{file}: no case uses it"))).collect()
}

/// The paths of all files below a directory, with `/` on every system.
fn collect(directory: &Path, prefix: &str, files: &mut BTreeSet<String>) -> io::Result<()> {
    for entry in fs::read_dir(directory)? {
        let entry = entry?;
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.insert(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use payments_core::EndpointInfo;

    use super::*;
    use crate::suite::Case;
    use crate::tests::Status;

    fn suite(root: &Path) -> Suite {
        let mut suite = Suite::new("Example", root, &[EndpointInfo::of::<Status>()]);
        suite.refusals(&["refused"]).malformed(&["truncated"]);
        suite
    }

    #[test]
    fn an_endpoint_without_cases_is_a_problem() {
        assert_eq!(matrix_problems(&suite(Path::new(""))), ["payment/status: the endpoint has no cases"]);
    }

    #[test]
    fn an_empty_cell_is_a_problem_and_a_reason_fills_it() {
        let mut suite = suite(Path::new(""));
        let row = suite.row("payment/status");
        row.case(Case::success("paid"), |_| async { Ok(()) });
        row.case(Case::malformed("truncated"), |_| async { Ok(()) });
        assert_eq!(matrix_problems(&suite).len(), 1);
        suite.row("payment/status").not_applicable("refused", "it never is");
        assert_eq!(matrix_problems(&suite), Vec::<String>::new());

        let row = suite.row("payment/status");
        row.not_applicable("success", "it has one").not_applicable("unheard_of", "there is no such column");
        row.case(Case::malformed("truncated"), |_| async { Ok(()) });
        suite.row("payment/other");
        assert_eq!(matrix_problems(&suite).len(), 4);
    }

    #[test]
    fn missing_and_stale_files_are_problems() {
        let root = tempfile::tempdir().unwrap();
        let directory = root.path().join("payment-status");
        fs::create_dir(&directory).unwrap();
        for file in ["paid.request.http", "old.request.http"] {
            fs::write(directory.join(file), "").unwrap();
        }
        let mut suite = suite(root.path());
        suite.row("payment/status").case(Case::success("paid"), |_| async { Ok(()) });
        let problems = file_problems(&suite);
        assert_eq!(
            problems,
            ["payment-status/paid.response.http: it is missing", "payment-status/old.request.http: no case uses it"]
        );
    }
}
