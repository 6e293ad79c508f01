//! The page shows the recipes.

use std::path::Path;

use payments_fixtures::pages::check_programs;

#[test]
fn the_page_shows_these_recipes() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    for page in ["recipes.md", "recipes.ru.md"] {
        check_programs(&package.join("../../docs").join(page), package).unwrap();
    }
}
