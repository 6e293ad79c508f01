//! Replays every committed input through its target: bugs that were found stay fixed, without libFuzzer.

use std::collections::BTreeSet;
use std::fs;
use std::panic::catch_unwind;

use payments_fuzz::{TARGETS, seeds};

#[test]
fn every_input_keeps_the_promises() {
    for target in TARGETS {
        assert!(!seeds::files(&seeds::corpus().join(target.name)).is_empty(), "{} has no corpus", target.name);
        for path in seeds::of(target) {
            let input = fs::read(&path).unwrap();
            assert!(catch_unwind(|| (target.run)(&input)).is_ok(), "{} breaks on {}", target.name, path.display());
        }
    }
}

#[test]
fn inputs_that_nobody_planned_are_fine_too() {
    let planned = seeds::of(&TARGETS[0]).into_iter().map(|path| fs::read(path).unwrap());
    let others: Vec<Vec<u8>> =
        [vec![], vec![0], vec![0xff; 64], b"\n\n".repeat(9)].into_iter().chain(planned).collect();
    for target in TARGETS {
        for input in &others {
            (target.run)(input);
        }
    }
}

#[test]
fn every_folder_of_the_corpus_belongs_to_a_target() {
    let folders: BTreeSet<String> =
        fs::read_dir(seeds::corpus()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let names: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(folders, names);
}
