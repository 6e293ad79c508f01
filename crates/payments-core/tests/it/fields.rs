//! The macros that declare the fields of requests.

use payments_core::__private::{FormPart, JsonForm};
use payments_core::{
    AccountNumber, Body, CardNumber, Date, Email, Hidden, InvalidField, Minutes, Phone, form_fields, json_fields,
    two_way_fields,
};

use crate::support::PAN;

json_fields! {
    /// Contacts, an object within another.
    #[derive(Clone, Debug, Default)]
    pub struct Contacts;

    /// Creates empty contacts.
    pub fn new;

    /// Phone number.
    optional phone(try): Phone = "phone";
    /// E-mail address.
    optional email(try): Email = "e_mail";
}

json_fields! {
    /// A payout with every kind of line.
    #[derive(Clone, Debug)]
    pub struct Payout;

    /// Creates a payout.
    fn base;

    /// Idempotency key, sent in a header.
    unsent key: String;
    /// Who is told.
    optional contacts: Contacts = "contacts";
    /// Your number.
    required number: u64 = "number";
    /// How long it may take.
    optional timeout(try): Minutes<10, 59> = "timeout";
    /// The account that gets the money.
    required account(try): AccountNumber = "account";
    /// The card that gets the money.
    private card: CardNumber as CardNumber::expose_digits = "pan";
    /// What it is for.
    required purpose(into): String as shout = "purpose";
    /// Who else is told.
    list copies: Contacts = "copies";
    /// Words to find it by.
    list tags(try): Email = "tags";
}

impl Payout {
    fn new(number: u64, account: &str, purpose: &str) -> Self {
        Self::base("key".to_owned(), number, account, purpose)
    }

    fn with_card(mut self, card: CardNumber) -> Self {
        self.card = Some(card);
        self
    }
}

#[expect(clippy::ptr_arg, reason = "a function that writes a field takes the field")]
fn shout(text: &String) -> String {
    text.to_uppercase()
}

const ACCOUNT: &str = "40702810400000000001";

fn payout() -> Payout {
    Payout::new(7, ACCOUNT, "rent")
}

fn text(body: &Body) -> &str {
    std::str::from_utf8(body.bytes()).unwrap()
}

fn problem(payout: &Payout) -> String {
    let problem = payout.to_body().unwrap_err();
    assert_eq!(payout.check_fields(), Err(problem.clone()), "a request that is not sent is not valid");
    problem.to_string()
}

#[test]
fn fields_stand_in_the_order_of_the_lines_and_what_was_not_set_is_left_out() {
    let least = payout();
    assert_eq!(text(&least.to_body().unwrap()), r#"{"number":7,"account":"40702810400000000001","purpose":"RENT"}"#);
    let all = least
        .tags("a@b.example")
        .copies(Contacts::new())
        .copies(Contacts::new().phone("+79376151530"))
        .with_card(PAN.parse().unwrap())
        .timeout(10)
        .contacts(Contacts::new().email("ivan@shop.example"));
    let expected = format!(
        r#"{{"contacts":{{"e_mail":"ivan@shop.example"}},"number":7,"timeout":10,"account":"{ACCOUNT}","pan":"{PAN}","purpose":"RENT","copies":[{{}},{{"phone":"+79376151530"}}],"tags":["a@b.example"]}}"#
    );
    assert_eq!(text(&all.to_body().unwrap()), expected);
    assert_eq!(all.key, "key");
}

#[test]
fn a_broken_value_is_not_sent_and_the_error_names_the_field() {
    assert_eq!(problem(&payout().timeout(60)), "timeout must be 10 to 59 minutes");
    assert_eq!(problem(&payout().timeout(-1)), "timeout must be 10 to 59 minutes");
    assert_eq!(problem(&Payout::new(7, "40702", "rent")), "account must be 20 digits");
    assert_eq!(problem(&payout().tags("a@b.example").tags("b")), "tags must have the form name@example.org");
}

#[test]
fn a_broken_value_within_an_object_is_named_by_its_path() {
    let broken = || Contacts::new().email("ivan");
    assert_eq!(problem(&payout().contacts(broken())), "contacts.e_mail must have the form name@example.org");
    assert_eq!(
        problem(&payout().copies(Contacts::new()).copies(broken())),
        "copies.e_mail must have the form name@example.org"
    );
}

#[test]
fn the_first_broken_value_is_reported_and_a_valid_one_of_another_field_does_not_hide_it() {
    let broken = payout().timeout(60).tags("b").tags("a@b.example");
    assert_eq!(problem(&broken), "timeout must be 10 to 59 minutes");
    assert_eq!(problem(&broken.timeout(10)), "tags must have the form name@example.org");
}

#[test]
fn a_valid_value_of_the_same_field_takes_the_place_of_a_broken_one() {
    let valid = payout().timeout(60).timeout(-1).timeout(10);
    assert_eq!(text(&valid.to_body().unwrap()), text(&payout().timeout(10).to_body().unwrap()));
    assert_eq!(problem(&valid.timeout(60)), "timeout must be 10 to 59 minutes");
    assert_eq!(Person::default().email("ivan").email("a@b.example"), Person::default().email("a@b.example"));
    assert_eq!(Payer::new().email("ivan").email("a@b.example").check_fields(), Ok(()));
}

#[test]
fn a_setter_takes_the_value_itself_or_what_converts_into_it() {
    let email = Email::new("ivan@shop.example").unwrap();
    let owned = String::from("ivan@shop.example");
    let bodies = [Contacts::new().email(email), Contacts::new().email(&owned), Contacts::new().email(owned.clone())]
        .map(|it| it.to_body());
    for body in bodies {
        assert_eq!(text(&body.unwrap()), r#"{"e_mail":"ivan@shop.example"}"#);
    }
}

#[test]
fn debug_of_a_request_hides_personal_data_and_cards() {
    let contacts = Contacts::new().email("ivan@shop.example").phone("+79376151530");
    let shown = format!("{:?}", payout().with_card(PAN.parse().unwrap()).contacts(contacts));
    for hidden in [PAN, "ivan", "7937", ACCOUNT] {
        assert!(!shown.contains(hidden), "{shown}");
    }
}

two_way_fields! {
    /// A person, who is sent and received.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Person;

    /// Name.
    name(into): Hidden<String> = "full_name" | "fullname";
    /// E-mail address.
    email(try Email): Hidden<String> = "email";
    /// Date of birth.
    born(into): Hidden<Date> = "date_of_birth";
    /// Whether it is a company.
    company: bool = "is_company";
    /// An object within an object.
    home: Home = "home";
}

two_way_fields! {
    /// Where a person lives.
    #[derive(Clone, Debug, Default, PartialEq)]
    pub struct Home;

    /// City.
    city(into): Hidden<String> as shout_city = "city";
    /// Phone at home.
    phone(try Phone): Hidden<String> = "phone";
}

fn shout_city(city: &Hidden<String>) -> String {
    city.expose().to_uppercase()
}

#[test]
fn an_object_of_a_response_is_kept_as_it_came_and_odd_members_are_left_out() {
    let read: Person = serde_json::from_str(
        r#"{"fullname": "Ольга", "email": "o***", "date_of_birth": "soon", "is_company": "maybe", "home": [], "new": 1}"#,
    )
    .unwrap();
    let name = read.name.as_ref().map(|name| name.expose().as_str());
    let email = read.email.as_ref().map(|email| email.expose().as_str());
    let born = read.born.as_ref().map(|born| born.expose().as_str());
    assert_eq!((name, email, born, read.company), (Some("Ольга"), Some("o***"), Some("soon"), None));
    assert!(read.home.is_none() && !format!("{read:?}").contains("Ольга"));
}

#[test]
fn two_spellings_of_one_member_are_read_and_a_name_that_stands_twice_is_not() {
    let both: Person = serde_json::from_str(r#"{"full_name": "", "fullname": "Ольга"}"#).unwrap();
    assert_eq!(both.name, Some("Ольга".into()));
    let both: Person = serde_json::from_str(r#"{"full_name": "Ольга", "fullname": "Анна"}"#).unwrap();
    assert_eq!(both.name, Some("Ольга".into()));
    let twice = r#"{"full_name": "Ольга", "full_name": "Анна"}"#;
    let error = serde_json::from_str::<Person>(twice).unwrap_err().to_string();
    assert!(error.starts_with("a member stands twice"), "{error}");
    // An unknown member may be repeated.
    assert!(serde_json::from_str::<Person>(r#"{"new": 1, "new": 2}"#).is_ok());
}

#[test]
fn an_object_is_sent_under_its_first_name_and_checked_by_its_setters() {
    let person = Person::default().name("Ольга").email("o@shop.example").born(Date::new(1990, 2, 28).unwrap());
    let person = person.home(Home::default().city("Казань"));
    let sent = serde_json::to_string(&person.json_form()).unwrap();
    assert_eq!(
        sent,
        r#"{"full_name":"Ольга","email":"o@shop.example","date_of_birth":"1990-02-28","home":{"city":"КАЗАНЬ"}}"#
    );
    assert_eq!(person.check(), Ok(()));
    assert_eq!(
        Person::default().email("o").check(),
        Err(InvalidField::new("email", "must have the form name@example.org"))
    );
    let broken = Person::default().home(Home::default().phone("8 937")).check().unwrap_err();
    assert_eq!(broken.field(), "home.phone");
}

form_fields! {
    /// A part of a form.
    #[derive(Clone, Debug)]
    pub struct Payer;

    /// Creates a payer.
    pub fn new;

    /// E-mail address.
    optional email(try): Email = "email";
}

form_fields! {
    /// A form with every kind of line.
    #[derive(Clone, Debug)]
    pub struct Transfer;

    /// Creates a transfer.
    pub fn new;

    /// The terminal, in the address.
    unsent terminal: u32;
    /// Your number.
    required number(into): String = "orderid";
    /// The payer.
    part payer: Payer = ..;
    /// The recipient.
    optional_part recipient: Payer = ..;
    /// How long it may take.
    optional timeout: u32 = "timeout";
    /// The card that is charged.
    required card: CardNumber as CardNumber::expose_digits = "pan";
}

#[test]
fn a_form_passes_on_its_fields_and_those_of_its_parts() {
    let fields = |form: &Transfer| {
        let mut fields = Vec::new();
        form.each_field(&mut |name, text| fields.push(format!("{name}={text}")));
        fields
    };
    let transfer = Transfer::new(1, "A-1", Payer::new(), PAN.parse().unwrap());
    assert_eq!(fields(&transfer), ["orderid=A-1".to_owned(), format!("pan={PAN}")]);
    let with_all = transfer.clone().timeout(5).recipient(Payer::new().email("ivan@shop.example"));
    let expected = ["orderid=A-1", "email=ivan@shop.example", "timeout=5", &format!("pan={PAN}")];
    assert_eq!(fields(&with_all), expected);
    assert_eq!((with_all.terminal, with_all.check_fields()), (1, Ok(())));
    let broken = transfer.recipient(Payer::new().email("ivan"));
    assert_eq!(broken.check_fields(), Err(InvalidField::new("email", "must have the form name@example.org")));
}
