//! Numbers that stay readable, because people search logs for them.

use std::net::{Ipv4Addr, Ipv6Addr};

use payments_core::scrub;

use super::random::Random;

#[test]
fn dates_times_and_ranges_are_readable() {
    for text in [
        "2024-07-02T12:13:23Z",
        "2024-07-02T12:13:23.692217Z",
        "2024-07-02T12:13:23.692217123+03:00",
        "2024-07-02T12:13:23.692217123456-00:00",
        "2024-07-02t12:13:23.6z",
        "2024-07-02 12:13:23.692217",
        "2024-07-02 12:13:23,692 INFO",
        "2024-07-02 12:13:23.692217 MSK",
        "2024-07-02 12:13:23.692217+03:00",
        "2024-07-02 12:13:23.692217+03",
        "2024-07-02 12:13:23.692217+0300",
        "2024-07-02 12:13:23 +0300 17",
        "2024-07-02 12:13",
        "2024/07/02 12:13:23.692217",
        "02.07.2024 12:13:23",
        "02.07.2024 12:13:23.692217",
        "02/07/2024, 12:13:23",
        "12:13:23.692217 02.07.2024",
        "12:13:23.692217123 2024-07-02",
        "20240702T121323.692217Z",
        "Tue, 02 Jul 2024 12:13:23 GMT",
        "[02/Jul/2024:12:13:23 +0300]",
        "2024-07-02 - 2024-07-03",
        "2024-07-02 – 2024-07-03",
        "2024-07-02/2024-07-03",
        "2024-07-02..2024-07-03",
        "2024-07-02 2024-07-03 2024-07-04",
        "02.07.2024 - 03.07.2024",
        "02.07.2024-03.07.2024",
        "2024-07-02T12:13:23Z/2024-07-03T12:13:23Z",
        "2024-07-02 12:13:23 - 2024-07-03 12:13:23",
        "12:13:23 - 14:15:23, 16:17:23 - 18:19:23",
        "12:13:23-14:15:23",
        "12:13:23.692 12345 12345 I",
        "12:13, 13:14, 14:15, 15:16, 16:17",
        "order 1234567 2024-07-02 12:13:23.692217 1234567",
        "17;2024-07-02 12:13:23.692217;100.00",
        "created=2024-07-02T12%3A13%3A23.692217%2B03%3A00",
        "created=2024-07-02+12%3A13%3A23",
        "created=2024-07-02%2012:13:23",
        r#"{"at":"2024-07-02T12:13:23.692217Z","day":"2024\/07\/02"}"#,
        "2021, 2022, 2023, 2024, 2025, 2026",
    ] {
        assert_eq!(scrub(text), text);
    }
}

#[test]
fn addresses_versions_and_uuids_are_readable() {
    for text in [
        "192.168.100.200",
        "192.168.100.200:65535",
        "192.168.100.200 1735689600.123 GET",
        "from 192.168.100.200:8080, 192.168.100.201:8080 and 192.168.100.202:8080.",
        "192.168.100.0/24 192.168.101.0/24",
        "192.168.100.100-192.168.100.200",
        "2001:4860:4860:0000:0000:0000:0000:8888",
        "2001:4860:4860:1234::8888",
        "[2001:4860:4860:1234:5678:1234:5678:8888]:443",
        "2606:4700:4700:0000:0000:0000:0000:1111",
        "2a00:1450:4010:0c05:1234:5678:1234:5670",
        "fe80:0000:0000:0000:0202:b3ff:fe1e:8329/64",
        "2001:4860:4860:1234::/64.",
        "::ffff:192.168.100.200",
        "28f284e6-33c4-4123-8567-541608112233 28f284e6-33c4-4123-8567-541608112233",
        "{28f284e6-33c4-4123-8567-541608112233}",
        "rustls/0.23.31 hyper/1.7.0 http/1.3.1 Chrome/120.0.6099.109 Safari/537.36",
        "1.2.3.4-1234",
        "10.0.0.1:8080/api/v1/2024/0702/17",
    ] {
        assert_eq!(scrub(text), text);
    }
}

#[test]
fn amounts_phones_and_short_numbers_are_readable() {
    for text in [
        "1.000.000.000.000,00 RUB",
        "1,000,000,000,000,000.00",
        "1'000'000'000'000.00",
        "1 000 000.00; 2 000 000.00; 3 000 000.00",
        "100.00;200.00;300.00;400.00;500.00",
        "1000.00;2000.00;3000.00;4000.00",
        "10.00,20.00,30.00,40.00,50.00",
        "55.755826,37.617300",
        "+7 (999) 123-45-67",
        "+7 (999) 123-45-67, +7 (999) 765-43-21",
        "+7 999 123 45 67 / +7 999 765 43 21",
        "+7 999 123 45 67 +7 999 765 43 21",
        "79991234567/79997654321",
        "8 (999) 123-45-67; 8 (999) 765-43-21",
        "424242******4242",
        "424242******4242, 555555******4444",
        "42424242****4242 12/27",
        "order 123456789012",
        "1735689600.123456",
        "HTTP 400: code 20098, request 17, attempt 2",
    ] {
        assert_eq!(scrub(text), text);
    }
}

fn moment(random: &mut Random) -> String {
    let two = |random: &mut Random, from: usize, to: usize| format!("{:02}", from + random.below(to - from + 1));
    let year = (1900 + random.below(200)).to_string();
    let [month, day] = [(1, 12), (1, 28)].map(|(from, to)| two(random, from, to));
    let [hour, minute, second] = [(0, 23), (0, 59), (0, 59)].map(|(from, to)| two(random, from, to));
    let fraction = match random.below(10) {
        0 => String::new(),
        length => format!(".{}", random.digits(length)),
    };
    let zone = format!("{}{}", random.one_of(&['+', '-']), two(random, 0, 14));
    match random.below(12) {
        0 => format!("{year}-{month}-{day}T{hour}:{minute}:{second}{fraction}Z"),
        1 => format!("{year}-{month}-{day}T{hour}:{minute}:{second}{fraction}{zone}:00"),
        2 => format!("{year}-{month}-{day} {hour}:{minute}:{second}{fraction}"),
        3 => format!("{year}-{month}-{day} {hour}:{minute}:{second}{fraction} MSK"),
        4 => format!("{year}-{month}-{day} {hour}:{minute}:{second}{fraction}{zone}:00"),
        5 => format!("{year}-{month}-{day} {hour}:{minute}:{second}{fraction}{zone}"),
        6 => format!("{day}.{month}.{year} {hour}:{minute}:{second}{fraction}"),
        7 => format!("{year}-{month}-{day}"),
        8 => format!("{hour}:{minute}:{second}{fraction} {day}.{month}.{year}"),
        9 => format!("{year}/{month}/{day} {hour}:{minute}:{second}{fraction} {zone}00"),
        10 => format!("{year}-{month}-{day}T{hour}%3A{minute}%3A{second}{fraction}"),
        _ => format!("{hour}:{minute}:{second}{fraction}"),
    }
}

#[test]
fn a_hundred_thousand_timestamps_lose_no_digit() {
    let random = &mut Random(3);
    for _ in 0..100_000 {
        let [one, other] = [moment(random), moment(random)];
        let number = random.digits(7);
        let text = match random.below(10) {
            0 => one,
            1 => format!("paid at {one}."),
            2 => format!("{one} INFO order {number} is paid"),
            3 => format!("order {number} {one} {number}"),
            4 => format!("{one} - {other}"),
            5 => format!("from {one} to {other}, {number} orders"),
            6 => format!(r#"{{"created":"{one}","finished":"{other}"}}"#),
            7 => format!("{number};{one};{other};100.00"),
            8 => format!("[{one}] ({other})"),
            _ => format!("at={one}&number={number}"),
        };
        assert_eq!(scrub(&text), text);
    }
}

#[test]
fn ten_thousand_addresses_lose_no_digit() {
    let random = &mut Random(4);
    for _ in 0..10_000 {
        let four = Ipv4Addr::from(std::array::from_fn::<u8, 4, _>(|_| u8::try_from(random.below(256)).unwrap()));
        // Allocated addresses begin with 2.
        let mut segments: [u16; 8] = std::array::from_fn(|_| u16::try_from(random.below(0x1_0000)).unwrap());
        segments[0] = 0x2000 + segments[0] % 0x1000;
        let six = Ipv6Addr::from(segments);
        let (port, number) = (random.below(65536), random.digits(10));
        let text = match random.below(6) {
            0 => format!("{four}:{port}, {number}"),
            1 => format!("{number} {four} - - {number}"),
            2 => format!("{four}, {four}, {four}"),
            3 => format!("[{six}]:{port}, {number}"),
            4 => format!("from {six} {number}"),
            _ => format!("{six}, {four}/24"),
        };
        assert_eq!(scrub(&text), text);
    }
}
