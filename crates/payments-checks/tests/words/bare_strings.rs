//! No client hands out a provider's or a person's words as bare text: each kind of text has a type, which says how it prints.

use payments_checks::clients;

use crate::files::read;

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
