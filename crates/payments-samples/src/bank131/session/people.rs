//! People and amounts of the document's example, and people with everything that is personal.

use bank131_client::common::{Date, Hidden, InvalidField};
use bank131_client::session::{
    Amounts, ExchangeRate, IdentityDocument, Participant, ParticipantContacts, Participants, Phone,
};
use bank131_client::{Currency, Money};

use crate::{Checked, Failure, Marks};

pub(super) fn amounts() -> Result<Amounts, Failure> {
    Ok(Amounts::new(
        Money::parse("1000.00", Currency::RUB)?,
        ExchangeRate::from_rub("9.2222", Currency::TJS)?,
        ExchangeRate::from_rub("8.22", Currency::TJS)?,
    ))
}

/// The people of a short transfer.
pub(super) fn named() -> Participants {
    Participants::new(Participant::new("Ольга", "Пахмутова"), Participant::new("Maksim", "Pahmutov"))
}

/// Two people with every member set.
pub(super) fn marked(marks: &Marks) -> Result<Participants, Failure> {
    Ok(Participants::new(person(marks)?, person(marks)?))
}

fn person(marks: &Marks) -> Result<Participant, Failure> {
    let person = || marks.person();
    let document = IdentityDocument::new(person(), person())
        .issue_date(Date::new(2020, 3, 1)?)
        .division_code(person())
        .issued_by(person());
    let phone = Phone::new(person()).country_iso3(person()).operator_code(person()).short_number(person());
    Ok(Participant::new(person(), person())
        .full_name(person())
        .middle_name(person())
        .citizenship_country_iso3(person())
        .country_iso3(person())
        .state(person())
        .city(person())
        .postal_code(person())
        .street(person())
        .building(person())
        .flat(person())
        .date_of_birth(Date::new(1998, 3, 15)?)
        .identity_document(document)
        .source_of_money(person())
        .description(person())
        .contacts(ParticipantContacts::new().phone(phone).email(person()))
        // An account has 20 digits.
        .account(format!("4070281090{:010}", marks.number())))
}

/// Everything the example says about them, including its empty texts.
pub(super) fn participants() -> Result<Participants, InvalidField> {
    let passport = IdentityDocument::new("Паспорт гражданина Российской Федерации", "8008 579120")
        .issue_date(Date::new(2020, 3, 1)?)
        .division_code("")
        .issued_by("ОВД ПО Кировскому району");
    let sender_phone = Phone::new("+79376151530").country_iso3("RUS").operator_code("937").short_number("6151530");
    let sender = Participant::new("Ольга", "Пахмутова")
        .middle_name("Семёновна")
        .citizenship_country_iso3("RUS")
        .country_iso3("TUR")
        .state("")
        .city("Уренгой")
        .postal_code("")
        .street("Конаковская")
        .building("1")
        .flat("")
        .date_of_birth(Date::new(1998, 3, 15)?)
        .identity_document(passport)
        .source_of_money("")
        .description("")
        .contacts(ParticipantContacts::new().phone(sender_phone).email(""));
    let recipient = Participant::new("Maksim", "Pahmutov")
        .middle_name("Semenovich")
        .date_of_birth(Date::new(2000, 11, 8)?)
        .contacts(ParticipantContacts::new().phone(Phone::new("+43523452345")).email(""));
    Ok(Participants::new(sender, recipient))
}

/// Checks the participants of the document's example response, every member of them. An empty text is read as none.
pub(super) fn are_answered(participants: Option<&Participants>) -> Checked {
    let participants = participants.ok_or("there are no participants")?;
    is_sender(participants.sender.as_ref().ok_or("there is no sender")?)?;
    is_recipient(participants.recipient.as_ref().ok_or("there is no recipient")?)
}

fn is_sender(sender: &Participant) -> Checked {
    texts(&[
        ("full_name", &sender.full_name, "Ольга Пахмутова Семёновна"),
        ("citizenship_country_iso3", &sender.citizenship_country_iso3, "RUS"),
        ("first_name", &sender.first_name, "Ольга"),
        ("last_name", &sender.last_name, "Пахмутова"),
        ("middle_name", &sender.middle_name, "Семёновна"),
        ("country_iso3", &sender.country_iso3, "TUR"),
        ("state", &sender.state, ""),
        ("city", &sender.city, "Уренгой"),
        ("postal_code", &sender.postal_code, ""),
        ("street", &sender.street, "Конаковская"),
        ("building", &sender.building, "1"),
        ("flat", &sender.flat, ""),
        ("source_of_money", &sender.source_of_money, ""),
        ("description", &sender.description, ""),
    ]);
    assert_eq!(sender.date_of_birth, Some(Date::new(1998, 3, 15)?.into()));

    let document = sender.identity_document.as_ref().ok_or("the sender has no document")?;
    texts(&[
        ("id_type", &document.id_type, "Паспорт гражданина Российской Федерации"),
        ("id_number", &document.id_number, "8008 579120"),
        ("division_code", &document.division_code, ""),
        ("issued_by", &document.issued_by, "ОВД ПО Кировскому району"),
    ]);
    assert_eq!(document.issue_date, Some(Date::new(2020, 3, 1)?.into()));
    assert_eq!(document.id_expiration_date, None);

    let contacts = sender.contacts.as_ref().ok_or("the sender has no contacts")?;
    assert_eq!(contacts.email, None);
    let phone = contacts.phone.as_ref().ok_or("the sender has no phone")?;
    texts(&[
        ("full_number", &phone.full_number, "+79376151530"),
        ("country_iso3", &phone.country_iso3, "RUS"),
        ("operator_code", &phone.operator_code, "937"),
        ("short_number", &phone.short_number, "6151530"),
    ]);
    Ok(())
}

fn is_recipient(recipient: &Participant) -> Checked {
    let expected = Participant::new("Maksim", "Pahmutov")
        .full_name("Maksim Pahmutov Semenovich")
        .middle_name("Semenovich")
        .date_of_birth(Date::new(2000, 11, 8)?)
        .contacts(ParticipantContacts::new().phone(Phone::new("+43523452345")));
    // Their `Debug` shows nothing, so `assert_eq!` would not say more.
    assert!(*recipient == expected, "the recipient is not the documented one");
    Ok(())
}

/// Checks members by name, `""` meaning that there is none.
fn texts(members: &[(&str, &Option<Hidden<String>>, &str)]) {
    for (name, found, expected) in members {
        let found = found.as_ref().map(|text| text.expose().as_str());
        assert_eq!(found, Some(*expected).filter(|text| !text.is_empty()), "{name}");
    }
}
