use payments_core::{InvalidField, check_length};

#[test]
fn a_problem_is_named_by_its_path_and_its_rule() {
    let problem =
        InvalidField::new("amount", "must be above zero").within(format_args!("items[{}]", 2)).within("order");
    assert_eq!((problem.field(), problem.rule()), ("order.items[2].amount", "must be above zero"));
    assert_eq!(problem.to_string(), "order.items[2].amount must be above zero");
}

#[test]
fn a_length_is_counted_in_characters_not_bytes() {
    assert_eq!(check_length("name", "Ёлка", 4), Ok(()));
    assert_eq!(check_length("name", "Ёлка!", 4).unwrap_err().to_string(), "name must have at most 4 characters");
    assert_eq!(check_length("name", "", 4).unwrap_err().to_string(), "name must not be empty");
}
