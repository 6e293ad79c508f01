//! No client hands out a provider's or a person's words as bare text: each kind of text has a type, which says how it prints.

use std::collections::BTreeSet;

use payments_checks::clients;

use crate::files::{read, with_extensions};

/// The public fields in a listing of an API, by path, with their types.
fn fields(listing: &str) -> impl Iterator<Item = (&str, &str)> {
    listing
        .lines()
        .filter_map(|line| line.strip_prefix("pub ")?.split_once(": "))
        .filter(|(path, _)| path.contains("::") && !path.contains([' ', '(']))
}

fn is_bare(kind: &str) -> bool {
    kind.contains("alloc::string::String") && !kind.contains("Hidden<")
}

#[test]
fn no_public_field_of_a_client_is_a_bare_string() {
    for client in clients().unwrap() {
        let listing = read(&format!("docs/api/{client}.txt"));
        assert!(fields(&listing).count() > 20, "the listing of {client} has fields");
        let bare: Vec<_> = fields(&listing).filter(|(_, kind)| is_bare(kind)).map(|(path, _)| path).collect();
        assert!(bare.is_empty(), "make these ProviderText, Hidden<String> or a type of their own: {bare:#?}");
    }
}

#[test]
fn a_bare_string_in_a_listing_is_found() {
    let listing = "pub a::B::c: core::option::Option<alloc::string::String>\n\
        pub a::B::d: core::option::Option<a::Hidden<alloc::string::String>>\n\
        pub fn a::B::new(text: alloc::string::String) -> Self";
    let bare: Vec<_> = fields(listing).filter(|(_, kind)| is_bare(kind)).collect();
    assert_eq!(bare, [("a::B::c", "core::option::Option<alloc::string::String>")]);
}

/// The types in a source whose `Debug` is written by hand.
fn with_own_debug(source: &str) -> impl Iterator<Item = &str> {
    let implemented = source.lines().filter(|line| line.starts_with("impl"));
    implemented.filter_map(|line| line.split("fmt::Debug for ").nth(1)?.split(['<', ' ']).next())
}

/// Then `Debug` of the whole prints each field as `Debug` of the field does: the leak tests, which print the whole, see both.
#[test]
fn debug_of_a_type_with_public_fields_is_derived() {
    let sources = with_extensions(&["rs"]);
    for client in clients().unwrap() {
        let listing = read(&format!("docs/api/{client}.txt"));
        let with_fields: BTreeSet<&str> = fields(&listing).filter_map(|(path, _)| path.rsplit("::").nth(1)).collect();
        let own = sources.iter().filter(|source| source.path.starts_with(&format!("crates/{client}/src/")));
        let by_hand: Vec<_> = own.flat_map(|source| with_own_debug(&source.text)).collect();
        assert!(!by_hand.is_empty(), "{client} has types with a Debug of their own");
        let hiding: Vec<_> = by_hand.iter().filter(|name| with_fields.contains(**name)).collect();
        assert!(hiding.is_empty(), "derive Debug, and give the fields types that print safely: {hiding:?}");
    }
}
