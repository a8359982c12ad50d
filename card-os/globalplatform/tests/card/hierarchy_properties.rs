//! What holds for every hierarchy of security domains, whoever does what with it (GPCS 2.3.1 §7.2, §9.1.3, §6.6).

use cardamom_apdu::{Aid, hex};
use cardamom_kernel::{InstanceInformation, Privileges};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::commands::{command, delete, install, lv};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};

const ISSUER: &str = "A000000151000000";
const DOMAINS: [&str; 4] =
    ["A00000015153500001", "A00000015153500002", "A00000015153500003", "A00000015153500004"];
const APPLICATIONS: [&str; 3] = ["A0000000F00102", "A0000000F00103", "A0000000F00104"];

#[derive(Clone, Debug)]
enum Act {
    Domain(Index, &'static str),
    Application(Index, &'static str),
    Extradite(Index, Index),
    Update(Index, &'static str),
    Delete(Index, bool),
    Lock(Index, bool),
}

fn act() -> impl Strategy<Value = Act> {
    let of_domains =
        vec!["800000", "804000", "804000", "801000", "800800", "80FE00", "840200", "82FF80", "A0FF00"];
    let of_applications = vec!["000000", "040000", "000200", "020100", "004000", "400000"];
    prop_oneof![
        2 => (any::<Index>(), select(of_domains.clone())).prop_map(|(which, it)| Act::Domain(which, it)),
        2 => (any::<Index>(), select(of_applications.clone()))
            .prop_map(|(which, it)| Act::Application(which, it)),
        4 => (any::<Index>(), any::<Index>()).prop_map(|(target, to)| Act::Extradite(target, to)),
        1 => (any::<Index>(), select([of_domains, of_applications].concat()))
            .prop_map(|(which, it)| Act::Update(which, it)),
        1 => (any::<Index>(), any::<bool>()).prop_map(|(which, related)| Act::Delete(which, related)),
        1 => (any::<Index>(), any::<bool>()).prop_map(|(which, locked)| Act::Lock(which, locked)),
    ]
}

fn name(which: &Index) -> &'static str {
    let all: Vec<&str> = DOMAINS.into_iter().chain(APPLICATIONS).chain([ISSUER]).collect();
    all[which.index(all.len())]
}

fn domain(which: &Index) -> &'static str {
    let all: Vec<&str> = DOMAINS.into_iter().chain([ISSUER]).collect();
    all[which.index(all.len())]
}

/// The command, and what it is about.
fn written(act: &Act) -> (String, &'static str) {
    match act {
        Act::Domain(which, privileges) => {
            let aid = *which.get(&DOMAINS);
            (install("0C", SSD_PACKAGE, SSD_MODULE, aid, privileges, "C90481020370"), aid)
        }
        Act::Application(which, privileges) => {
            let aid = *which.get(&APPLICATIONS);
            (install("0C", PACKAGE, MODULE, aid, privileges, ""), aid)
        }
        Act::Extradite(target, to) => {
            let (target, to) = (name(target), domain(to));
            (command("80E61000", &format!("{}00{}000000", lv(to), lv(target))), target)
        }
        Act::Update(which, privileges) => {
            let aid = name(which);
            (command("80E64000", &format!("0000{}{}0000", lv(aid), lv(privileges))), aid)
        }
        Act::Delete(which, related) => {
            let aid = name(which);
            let p2 = if *related { "80" } else { "00" };
            (command(&format!("80E400{p2}"), &format!("4F{}", lv(aid))), aid)
        }
        Act::Lock(which, locked) => {
            let p2 = if *locked { "80" } else { "00" };
            (command(&format!("80F040{p2}"), name(which)), name(which))
        }
    }
}

fn find(instances: &[InstanceInformation], aid: Aid) -> Option<&InstanceInformation> {
    instances.iter().find(|instance| instance.aid == aid)
}

/// Whether something is below a domain, or is it.
fn is_below(instances: &[InstanceInformation], target: Aid, above: Aid) -> bool {
    let mut at = target;
    for _ in 0..=instances.len() {
        if at == above {
            return true;
        }
        match find(instances, at) {
            Some(instance) if instance.security_domain != at => at = instance.security_domain,
            _ => return false,
        }
    }
    panic!("a circle: {instances:?}");
}

fn check(instances: &[InstanceInformation]) {
    let issuer = instances[0].aid;
    for instance in instances {
        // Everything hangs below the issuer's, each under a security domain that is there.
        assert!(is_below(instances, instance.aid, issuer), "{instance:?}");
        let above = find(instances, instance.security_domain).unwrap();
        assert!(above.privileges.contains(Privileges::SECURITY_DOMAIN), "{instance:?}");
        let [first, second, third] = instance.privileges.to_bytes();
        let is_domain = first & 0x80 != 0;
        assert!(is_domain || first & 0x61 | second & 0xE0 | third & 0xC0 == 0, "{instance:?}");
        assert!(first & 0x20 == 0 || second & 0x40 == 0, "{instance:?}");
    }
    for privilege in [Privileges::CARD_RESET, Privileges::FINAL_APPLICATION] {
        let holders = instances[1..].iter().filter(|instance| instance.privileges.contains(privilege));
        assert!(holders.count() <= 1, "{instances:?}");
    }
}

/// What is told of an instance, without its memory.
fn standing(instances: &[InstanceInformation]) -> Vec<(Aid, u8, Privileges, Aid)> {
    instances.iter().map(|it| (it.aid, it.life_cycle, it.privileges, it.security_domain)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_hierarchy_is_a_tree_and_everyone_stays_in_his_part(
        acts in prop::collection::vec((any::<Index>(), act()), 1..40),
    ) {
        let mut host = Host::new();
        let free = host.card.free_memory();
        for (who, act) in &acts {
            let who = domain(who);
            if !host.select(who).starts_with("6F") {
                continue;
            }
            host.open(0, TEST_KEY, 0x01);
            let own = crate::host::aid(who);
            let before = host.card.instances();
            if find(&before, own).is_none() {
                // The name of one that is not there found another.
                continue;
            }
            let memory = host.card.free_memory();
            let (sent, target) = written(act);
            let answer = host.transmit(&sent);
            let after = host.card.instances();
            check(&after);
            prop_assert!(!answer.starts_with("6F"), "{act:?} {answer}");
            if !answer.ends_with("9000") {
                prop_assert_eq!(standing(&before), standing(&after), "{:?} {}", act, answer);
                prop_assert_eq!(host.card.free_memory(), memory, "{:?} {}", act, answer);
                continue;
            }
            let target = crate::host::aid(target);
            let me = find(&before, own).unwrap().privileges;
            let by_privilege = match act {
                Act::Domain(..) | Act::Application(..) => true,
                Act::Delete(..) => me.contains(Privileges::GLOBAL_DELETE),
                Act::Lock(..) => me.contains(Privileges::GLOBAL_LOCK),
                Act::Extradite(..) | Act::Update(..) => false,
            };
            prop_assert!(by_privilege || is_below(&before, target, own), "{who} {act:?}");
            if let Act::Update(..) = act
                && target == own
                && who != ISSUER
            {
                prop_assert!(me.contains(find(&after, own).unwrap().privileges), "{act:?}");
            }
            let manages = me.contains(Privileges::AUTHORIZED_MANAGEMENT);
            prop_assert!(manages || by_privilege || matches!(act, Act::Lock(..)), "{act:?}");
        }
        // A reset changes nothing, and when all is gone all memory is back.
        let before = standing(&host.card.instances());
        host.card.power_on().unwrap();
        prop_assert_eq!(standing(&host.card.instances()), before);
        host.session = None;
        if !host.card.instances()[0].privileges.contains(Privileges::GLOBAL_DELETE) {
            return Ok(());
        }
        host.select(ISSUER);
        host.open(0, TEST_KEY, 0x01);
        for _ in 0..8 {
            for instance in host.card.instances().iter().skip(1).rev() {
                let _ = host.transmit(&delete(&hex::encode(instance.aid.as_bytes())));
            }
        }
        host.select(ISSUER);
        prop_assert_eq!(host.card.instances().len(), 1);
        prop_assert_eq!(host.card.free_memory(), free);
    }
}
