//! Pages that show programs as they are.

use std::fs;
use std::path::Path;

use crate::Failure;

const BEGIN: &str = "<!-- program ";
const END: &str = "<!-- end -->";

/// Checks that a page shows these programs: what stands between `<!-- program name -->` and `<!-- end -->` is the file `name.rs` of
/// the folder, without the comment at its top. With `UPDATE_DOCS` set it is written there.
///
/// # Errors
///
/// The page shows another program, or none at all, or one that does not exist.
pub fn check_programs(page: &Path, programs: &Path) -> Result<(), Failure> {
    let name = page.display();
    let text = fs::read_to_string(page).map_err(|error| format!("{name}: {error}"))?;
    let shown = with_programs(&text, programs).map_err(|error| format!("{name}: {error}"))?;
    if text == shown {
        return Ok(());
    }
    if std::env::var_os("UPDATE_DOCS").is_none() {
        return Err(format!("{name} shows another program: run this test with UPDATE_DOCS=1").into());
    }
    Ok(fs::write(page, shown)?)
}

fn with_programs(page: &str, programs: &Path) -> Result<String, Failure> {
    let (before, first) = page.split_once(BEGIN).ok_or("there is no program")?;
    let mut shown = before.to_owned();
    for part in first.split(BEGIN) {
        let (name, rest) = part.split_once(" -->").ok_or("the name of a program has no end")?;
        let (_, rest) = rest.split_once(END).ok_or_else(|| format!("{name} has no end"))?;
        let program = fs::read_to_string(programs.join(name).with_extension("rs"))
            .map_err(|error| format!("{name}: {error}"))?
            .replace("\r\n", "\n");
        let (_, code) = program.split_once("\n\n").ok_or_else(|| format!("{name} is empty"))?;
        shown.extend([BEGIN, name, " -->\n```rust\n", code.trim_end(), "\n```\n", END, rest]);
    }
    Ok(shown)
}
