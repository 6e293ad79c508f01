use payments_core::{Randomness, RandomnessError, SystemRandomness, random_uuid};
use proptest::prelude::*;

/// Always returns these bytes.
struct Fixed([u8; 16]);

impl Randomness for Fixed {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), RandomnessError> {
        bytes.copy_from_slice(&self.0);
        Ok(())
    }
}

#[test]
fn a_uuid_has_its_dashes_its_version_and_its_variant() {
    assert_eq!(random_uuid(&Fixed([0; 16])).unwrap(), "00000000-0000-4000-8000-000000000000");
    assert_eq!(random_uuid(&Fixed([0xff; 16])).unwrap(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    let counted = std::array::from_fn(|place| u8::try_from(place).unwrap());
    assert_eq!(random_uuid(&Fixed(counted)).unwrap(), "00010203-0405-4607-8809-0a0b0c0d0e0f");
}

proptest! {
    #[test]
    fn the_other_122_bits_are_the_random_ones(bytes: [u8; 16]) {
        let uuid = random_uuid(&Fixed(bytes)).unwrap();
        let number = u128::from_str_radix(&uuid.replace('-', ""), 16).unwrap();
        let version = 0xf_u128 << 76;
        let variant = 0b11_u128 << 62;
        let random = u128::from_be_bytes(bytes) & !(version | variant);
        prop_assert_eq!(number, random | 0x4_u128 << 76 | 0b10_u128 << 62);
    }
}

#[test]
fn two_uuids_of_the_system_differ() {
    assert_ne!(random_uuid(&SystemRandomness).unwrap(), random_uuid(&SystemRandomness).unwrap());
}

#[test]
fn without_random_bytes_there_is_no_uuid() {
    struct Exhausted;
    impl Randomness for Exhausted {
        fn fill(&self, _bytes: &mut [u8]) -> Result<(), RandomnessError> {
            Err(RandomnessError::new())
        }
    }
    assert_eq!(random_uuid(&Exhausted).unwrap_err().to_string(), "the source of randomness gave no bytes");
}
