//! The programs of `docs/recipes.md`, one file each. Tests run them, most against the sandbox, and check that the page shows them as
//! they are.

pub mod actix;
pub mod blocking;
pub mod decimal;
pub mod own_reqwest;
pub mod own_tower;
pub mod queue;
pub mod shop;
pub mod spans;
pub mod storing;
