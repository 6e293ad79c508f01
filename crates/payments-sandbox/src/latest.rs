//! A bounded list of the latest items.

use std::collections::VecDeque;

/// How many items are kept: more than a test reads, and bounded for a sandbox that runs for weeks.
pub(crate) const KEPT: usize = 10_000;

/// The last [`KEPT`] items.
#[derive(Clone, Debug)]
pub(crate) struct Latest<T>(VecDeque<T>);

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T: Clone> Latest<T> {
    pub(crate) fn push(&mut self, item: T) {
        if self.0.len() == KEPT {
            self.0.pop_front();
        }
        self.0.push_back(item);
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The items, the oldest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.iter()
    }

    /// Copies of the items, the oldest first.
    pub(crate) fn to_vec(&self) -> Vec<T> {
        self.0.iter().cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_are_forgotten() {
        let mut latest = Latest::default();
        (0..KEPT + 3).for_each(|number| latest.push(number));
        let kept = latest.to_vec();
        assert_eq!((kept.len(), kept.first(), kept.last()), (KEPT, Some(&3), Some(&(KEPT + 2))));
    }
}
