//! Searching the memory of this process without unsafe code: Linux provides it as a file.

use std::fs::File;
use std::hint::black_box;
use std::io::Read as _;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

use super::canary::{Canary, MASK};

/// The number of bytes that are read at once.
const CHUNK: usize = 1 << 20;

/// This many consecutive bytes are a copy. The rest may be overwritten: the allocator stores its data in freed memory.
const FRAGMENT: usize = 8;

/// Added to every byte that was read, so that no copy stays. It differs from the canary's mask: that would make a copy of it.
const SHIFT: u8 = 0x5B;

/// A copy that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The kind of memory: `[heap]`, `[stack]`, the name of a file, or nothing.
    pub region: String,
    /// How many bytes of the secret are there.
    pub bytes: usize,
}

/// A search for one canary. It allocates everything beforehand: later allocations could reuse freed memory and overwrite the
/// copies that are searched for there.
pub struct Search {
    fragments: Fragments,
    length: usize,
    maps: Vec<u8>,
    buffer: Vec<u8>,
    hits: Vec<u64>,
}

impl Search {
    /// Creates a search for this canary.
    pub fn new(canary: &Canary) -> Self {
        Self {
            fragments: Fragments::of(canary),
            length: canary.masked().len(),
            maps: Vec::with_capacity(CHUNK),
            buffer: vec![0; CHUNK + FRAGMENT],
            hits: Vec::with_capacity(CHUNK),
        }
    }

    /// Every copy of the canary, whole or in part, in writable memory.
    ///
    /// # Panics
    ///
    /// The memory of this process cannot be read.
    pub fn copies(&mut self) -> Vec<Found> {
        let memory = File::open("/proc/self/mem").unwrap_or_else(|error| panic!("memory cannot be read: {error}"));
        let mut list = File::open("/proc/self/maps").unwrap_or_else(|error| panic!("no list of memory: {error}"));
        self.maps.clear();
        let listed = list.read_to_end(&mut self.maps);
        assert!(listed.is_ok(), "the list of memory cannot be read: {listed:?}");
        let maps = str::from_utf8(&self.maps).unwrap_or_default();

        // While it is being filled it would find itself.
        let own = self.buffer.as_ptr_range();
        let own = own.start.addr() as u64..own.end.addr() as u64;
        let mut found = Vec::new();
        for region in maps.lines().filter_map(Region::read).flat_map(|region| region.without(&own)) {
            self.hits.clear();
            let mut start = region.start;
            while start < region.end {
                let length = usize::try_from(region.end - start).unwrap_or(CHUNK).min(CHUNK + FRAGMENT - 1);
                let read = self.buffer.get_mut(..length).map(|part| memory.read_at(part, start));
                let read = read.and_then(Result::ok).unwrap_or_default();
                let Some(part) = self.buffer.get_mut(..read).filter(|part| !part.is_empty()) else { break };
                // At once: what was read must not stay readable.
                for byte in part {
                    *byte = byte.wrapping_add(SHIFT);
                }
                let part = self.buffer.get(..read).unwrap_or_default();
                self.hits.extend(self.fragments.found_in(part).map(|place| start + place));
                start += CHUNK as u64;
            }
            found.extend(joined(&self.hits, self.length, region.name));
        }
        black_box(&mut self.buffer).fill(0);
        found
    }
}

/// Hits that are near each other are one copy.
fn joined(hits: &[u64], length: usize, region: &str) -> Vec<Found> {
    let mut found = Vec::new();
    let mut hits = hits.iter().copied().peekable();
    while let Some(first) = hits.next() {
        let mut last = first;
        while let Some(next) = hits.next_if(|next| next - first < length as u64) {
            last = next;
        }
        let bytes = usize::try_from(last - first).unwrap_or_default() + FRAGMENT;
        found.push(Found { region: region.to_owned(), bytes });
    }
    found
}

#[derive(Clone, Copy)]
struct Region<'a> {
    start: u64,
    end: u64,
    name: &'a str,
}

impl<'a> Region<'a> {
    /// A line of the list, if the memory can be read and written.
    fn read(line: &'a str) -> Option<Self> {
        let (range, rest) = line.split_once(' ')?;
        let (start, end) = range.split_once('-')?;
        let number = |digits| u64::from_str_radix(digits, 16).ok();
        let name = rest.split_whitespace().nth(4).unwrap_or("(anonymous)");
        rest.starts_with("rw").then_some(Self { start: number(start)?, end: number(end)?, name })
    }

    /// The ranges before and after this one.
    fn without(self, range: &Range<u64>) -> impl Iterator<Item = Self> + use<'a> {
        let before = Self { end: self.end.min(range.start), ..self };
        let behind = Self { start: self.start.max(range.end), ..self };
        [before, behind].into_iter().filter(|part| part.start < part.end)
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Search")
    }
}

/// Every part of the canary that is long enough, masked as the bytes that were read.
struct Fragments {
    sorted: Vec<[u8; FRAGMENT]>,
    /// The first bytes of the parts.
    first: [bool; 256],
}

impl Fragments {
    fn of(canary: &Canary) -> Self {
        let shifted: Vec<u8> = canary.masked().iter().map(|byte| (byte ^ MASK).wrapping_add(SHIFT)).collect();
        let mut sorted: Vec<[u8; FRAGMENT]> =
            shifted.windows(FRAGMENT).filter_map(|part| part.try_into().ok()).collect();
        sorted.sort_unstable();
        assert!(!sorted.is_empty(), "a secret this short cannot be told from other bytes");
        let first = std::array::from_fn(|byte| sorted.iter().any(|part| usize::from(part[0]) == byte));
        Self { sorted, first }
    }

    fn found_in<'a>(&'a self, memory: &'a [u8]) -> impl Iterator<Item = u64> + 'a {
        let is_one = |part: &[u8]| {
            let known = part.first().and_then(|byte| self.first.get(usize::from(*byte)));
            known == Some(&true) && self.sorted.binary_search_by(|one| one.as_slice().cmp(part)).is_ok()
        };
        (0..).zip(memory.windows(FRAGMENT)).filter_map(move |(place, part)| is_one(part).then_some(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_in_use_or_freed_without_wiping_is_found() {
        let canary = Canary::text(2000);
        let mut search = Search::new(&canary);
        assert_eq!(search.copies(), []);
        let secret = canary.reveal();
        let found = search.copies();
        assert_eq!(found.iter().map(|found| found.bytes).collect::<Vec<_>>(), [2000], "{found:?}");
        drop(black_box(secret));
        assert!(!search.copies().is_empty(), "freed memory is searched");
    }

    #[test]
    fn a_wiped_secret_is_not_found() {
        let canary = Canary::text(2000);
        let mut search = Search::new(&canary);
        let mut secret = canary.reveal().into_bytes();
        black_box(&mut secret).fill(0);
        assert_eq!(search.copies(), []);
        drop(secret);
    }
}
