//! Finds possible card numbers among groups of digits.

use std::ops::{Range, RangeInclusive};

use super::character::{Escapes, Kind, Unit};
use crate::card::luhn_sum;

/// The number of digits of a card number.
const CARD_NUMBER: RangeInclusive<usize> = 13..=19;

/// The number of digits of a group, where groups are joined by characters that also occur in dates, decimal numbers and
/// addresses.
const GROUP: RangeInclusive<usize> = 3..=6;

/// The minimum number of such groups: a decimal number has two.
const FEWEST_GROUPS: usize = 3;

/// The number of digits of a card number that are shown.
const SHOWN: usize = 4;

/// The gap between two groups.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gap {
    /// Spaces, dashes and the like.
    Filler,
    /// One of the joiners, and nothing else.
    Joiner(char),
    /// Spaces and the like, then a joiner.
    LateJoiner(char),
    /// Any one sign, perhaps with spaces around it.
    Sign(char),
}

struct Group {
    /// The gap before it, unless it is the first.
    gap: Gap,
    /// Its range among all digits.
    digits: Range<usize>,
    start: usize,
    end: usize,
}

/// Groups of digits that may belong together, and the gap after them.
#[derive(Default)]
pub(super) struct Number {
    groups: Vec<Group>,
    /// The digits of all groups, in ASCII.
    digits: String,
    /// The gap after the last group.
    gap: Option<Gap>,
}

impl Number {
    /// Takes the next character; returns `false` if the number ends before it.
    pub(super) fn takes(&mut self, unit: &Unit) -> bool {
        match (unit.kind, self.gap) {
            (Kind::Digit(value), gap) => self.take_digit(value, gap, unit),
            (Kind::Letter, _) => return false,
            _ if self.groups.is_empty() => return false,
            (Kind::Filler, None) => self.gap = Some(Gap::Filler),
            (Kind::Filler, Some(Gap::Joiner(joiner) | Gap::LateJoiner(joiner))) => self.gap = Some(Gap::Sign(joiner)),
            (Kind::Filler, Some(_)) => {}
            (Kind::Joiner, None) => self.gap = Some(Gap::Joiner(unit.character)),
            (Kind::Joiner, Some(Gap::Filler)) => self.gap = Some(Gap::LateJoiner(unit.character)),
            (Kind::Sign, None | Some(Gap::Filler)) => self.gap = Some(Gap::Sign(unit.character)),
            (Kind::Joiner | Kind::Sign, Some(_)) => return false,
        }
        true
    }

    fn take_digit(&mut self, value: u8, gap: Option<Gap>, unit: &Unit) {
        self.gap = None;
        let place = self.digits.len();
        self.digits.push(char::from(b'0' + value));
        match (self.groups.last_mut(), gap) {
            (Some(group), None) => {
                group.digits.end = place + 1;
                group.end = unit.end;
            }
            (_, gap) => {
                let gap = gap.unwrap_or(Gap::Filler);
                self.groups.push(Group { gap, digits: place..place + 1, start: unit.start, end: unit.end });
            }
        }
    }

    /// Whether another group could follow after a space.
    pub(super) fn is_open(&self) -> bool {
        !self.groups.is_empty() && matches!(self.gap, None | Some(Gap::Filler))
    }

    /// The number as it is printed, redacted. `text` is the text it was read from.
    pub(super) fn shown(&self, text: &str, escapes: Escapes) -> String {
        let mut shown = String::new();
        let mut from = self.groups.first().map_or(0, |group| group.start);
        for hidden in self.hidden(escapes) {
            let groups = self.groups.get(hidden).unwrap_or_default();
            let (Some(first), Some(last)) = (groups.first(), groups.last()) else { continue };
            shown.push_str(text.get(from..first.start).unwrap_or_default());
            let digits = self.digits.get(first.digits.start..last.digits.end).unwrap_or_default();
            let (hidden, end) = digits.split_at(digits.len().saturating_sub(SHOWN));
            shown.extend(std::iter::repeat_n('*', hidden.len()));
            shown.push_str(end);
            from = last.end;
        }
        shown.push_str(text.get(from..self.end().unwrap_or_default()).unwrap_or_default());
        shown
    }

    /// Its end in that text, if there is a number.
    pub(super) fn end(&self) -> Option<usize> {
        self.groups.last().map(|group| group.end)
    }

    /// The number, hidden completely because its end is unknown.
    pub(super) fn unfinished(&self) -> String {
        "*".repeat(self.digits.len())
    }

    /// The groups that may be card numbers.
    fn hidden(&self, escapes: Escapes) -> Vec<Range<usize>> {
        if self.digits.len() < *CARD_NUMBER.start() {
            return Vec::new();
        }
        let mut found = match escapes {
            Escapes::Read => self.runs(),
            // Joined over spaces, the digits of escapes would count as well.
            Escapes::None => self.long_groups(),
        };
        found.extend(self.card_numbers());
        found.sort_by_key(|groups| groups.start);
        let mut joined: Vec<Range<usize>> = Vec::new();
        for groups in found {
            match joined.last_mut() {
                Some(last) if groups.start < last.end => last.end = last.end.max(groups.end),
                _ => joined.push(groups),
            }
        }
        joined
    }

    /// Runs of 13 or more digits in groups of any size, with spaces and similar characters between them.
    fn runs(&self) -> Vec<Range<usize>> {
        let mut runs = Vec::new();
        let (mut start, mut digits) = (0, 0);
        for ((place, group), is_tight) in self.groups.iter().enumerate().zip(self.tight()) {
            let goes_on = match group.gap {
                Gap::Filler => true,
                // The rest of a card number must not become the first group of another.
                Gap::Joiner(_) | Gap::LateJoiner(_) => is_tight || digits >= *CARD_NUMBER.start(),
                Gap::Sign(_) => false,
            };
            if !goes_on {
                runs.push((start..place, digits));
                (start, digits) = (place, 0);
            }
            digits += group.digits.len();
        }
        runs.push((start..self.groups.len(), digits));
        runs.into_iter().filter(|(_, digits)| *digits >= *CARD_NUMBER.start()).map(|(groups, _)| groups).collect()
    }

    /// Groups that are long enough by themselves.
    fn long_groups(&self) -> Vec<Range<usize>> {
        let groups = (0..).zip(&self.groups).filter(|(_, group)| group.digits.len() >= *CARD_NUMBER.start());
        groups.map(|(place, _)| place..place + 1).collect()
    }

    /// For each group, whether it is joined to the one before: both are among enough groups of a card number's size,
    /// with a single joiner between each two.
    fn tight(&self) -> Vec<bool> {
        let mut tight = Vec::with_capacity(self.groups.len());
        let mut rest = self.groups.as_slice();
        while let Some((first, behind)) = rest.split_first() {
            let fits = |group: &&Group| GROUP.contains(&group.digits.len());
            let joined = |group: &&Group| matches!(group.gap, Gap::Joiner(_)) && fits(group);
            let more = if fits(&first) { behind.iter().take_while(joined).count() } else { 0 };
            let (more, behind) = behind.split_at_checked(more).unwrap_or_default();
            let digits = first.digits.len() + more.iter().map(|group| group.digits.len()).sum::<usize>();
            let enough = more.len() + 1 >= FEWEST_GROUPS && digits >= *CARD_NUMBER.start();
            tight.push(false);
            tight.extend(more.iter().map(|_| enough));
            rest = behind;
        }
        tight
    }

    /// Groups as on a card, with any single sign between them, if the check digit is correct: many lists, dates and
    /// addresses look like this, so a run of digits alone is no reason to hide them.
    fn card_numbers(&self) -> impl Iterator<Item = Range<usize>> {
        (0..self.groups.len()).filter_map(|start| {
            let groups = self.groups.get(start..)?;
            // The longest first: of pairs there may be several.
            let most = groups.len().min(*CARD_NUMBER.end());
            let length =
                (2..=most).rev().find(|length| self.is_card_number(groups.get(..*length).unwrap_or_default()))?;
            Some(start..start + length)
        })
    }

    fn is_card_number(&self, groups: &[Group]) -> bool {
        let [first, .., last] = groups else { return false };
        let digits = first.digits.start..last.digits.end;
        if !CARD_NUMBER.contains(&digits.len()) || !are_as_on_a_card(groups) {
            return false;
        }
        let digits = self.digits.get(digits).unwrap_or_default();
        // No card number begins like this, but years do.
        let begins_otherwise = ["0", "19", "20"].iter().any(|beginning| digits.starts_with(beginning));
        !begins_otherwise && luhn_sum(digits).is_multiple_of(10)
    }
}

/// Groups of 4, 8, 2 or 1 with a shorter one at the end, or the groups of a shorter card.
fn are_as_on_a_card(groups: &[Group]) -> bool {
    let Some((last, before)) = groups.split_last() else { return false };
    let sizes = |wanted: usize| before.iter().all(|group| group.digits.len() == wanted) && last.digits.len() <= wanted;
    let same_gap = || groups.iter().skip(2).zip(groups.iter().skip(1)).all(|(next, group)| next.gap == group.gap);
    match groups {
        [one, two] => one.digits.len() == 8 && two.digits.len() == 8,
        [one, two, three] => {
            let sizes_of_three = [one, two, three].map(|group| group.digits.len());
            matches!(sizes_of_three, [4, 6, 4 | 5] | [4, 4, 5]) || sizes(8)
        }
        _ => sizes(4) || ((sizes(2) || sizes(1)) && same_gap()),
    }
}
