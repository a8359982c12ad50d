//! GPCS 2.3.1 Table 11-1 on a card: every state of the card, every command, every kind of security domain, with and
//! without a session. The table itself is compared with the specification in `life_cycle/tests.rs`; here is what a card
//! answers, and that what it refuses changes nothing.

use cardamom_apdu::Command;
use cardamom_globalplatform::life_cycle::{
    AdministrativeCommand, CardLifeCycle, Permission, Role, permitted,
};
use cardamom_kernel::{CardSnapshot, Privileges};
use cardamom_secure_channel::session::HostSession;

use crate::commands::{command, delete, install, lv, put_key};
use crate::host::{Host, MODULE, PACKAGE, SSD_MODULE, SSD_PACKAGE, TEST_KEY};
use crate::observation::KEYS;

const DOMAIN: &str = "A00000015153500001";
const ISSUER: &str = "A000000151000000";
/// Selectable, and belongs to the domain.
const APPLICATION: &str = "A0000000F00102";
/// Installed, not selectable, and belongs to the domain.
const INSTALLED: &str = "A0000000F00103";
const OWN_KEY: &str = KEYS[1];

use AdministrativeCommand as C;

/// A card with a security domain of these privileges, keyed (versions 30 and 31), with two applications; a session with it on
/// the basic channel, and one with the issuer security domain on channel 1.
struct Bench {
    host: Host,
    domain: HostSession,
    issuer: HostSession,
    start: CardSnapshot,
}

impl Bench {
    fn new(privileges: &str) -> Self {
        let mut host = Host::new();
        host.open(0, TEST_KEY, 0x01);
        let parameters = "C90C810203708202202087022020";
        host.ok(&install("0C", SSD_PACKAGE, SSD_MODULE, DOMAIN, privileges, parameters));
        host.ok(&install("0C", PACKAGE, MODULE, APPLICATION, "00", ""));
        host.ok(&install("04", PACKAGE, MODULE, INSTALLED, "00", ""));
        for application in [APPLICATION, INSTALLED] {
            host.ok(&command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(application))));
        }
        host.select(DOMAIN);
        host.open(0, TEST_KEY, 0x01);
        host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x30, OWN_KEY));
        host.ok(&put_key(host.session.as_ref().unwrap(), 0, 0x31, OWN_KEY));
        host.open(0x30, OWN_KEY, 0x01);
        let domain = host.session.take().unwrap();
        assert_eq!(host.send("0070000101"), "9000");
        assert!(host.send(&format!("01A40400{}00", lv(ISSUER))).ends_with("9000"));
        let issuer = host.try_open_on(1, 0, TEST_KEY, 0x01).unwrap();
        let start = host.card.snapshot();
        Self { host, domain, issuer, start }
    }

    /// The card in a state, with or without the session.
    fn bring(&mut self, state: CardLifeCycle, in_session: bool) {
        self.host.card.restore(&self.start);
        self.host.session = in_session.then(|| self.domain.clone());
        let mut issuer = self.issuer.clone();
        let way: &[u8] = match state {
            CardLifeCycle::OpReady => &[],
            CardLifeCycle::Initialized => &[0x07],
            CardLifeCycle::Secured => &[0x07, 0x0F],
            CardLifeCycle::CardLocked => &[0x0F, 0x7F],
            CardLifeCycle::Terminated => &[0x0F, 0xFF],
        };
        for target in way {
            let wrapped = issuer.wrap(&Command::new(0x81, 0xF0, 0x80, *target)).unwrap();
            assert_eq!(self.host.card.transmit(&wrapped).unwrap(), [0x90, 0x00]);
        }
        if !in_session {
            // No session: what was opened ends with a command that is not protected.
            self.host.card.transmit(&[0x80, 0xCA, 0x00, 0x66, 0x00]).unwrap();
        }
    }

    /// Sends what a command of the table is; LOAD and EXTERNAL AUTHENTICATE with what goes before them.
    fn send(&mut self, which: C) -> String {
        let host = &mut self.host;
        match which {
            C::DeleteContent => host.transmit(&delete(APPLICATION)),
            C::DeleteKey => host.transmit(&command("80E40000", "D20131")),
            C::Authenticate => match host.try_open(0x30, OWN_KEY, 0x01) {
                Ok(_) => "9000".to_owned(),
                Err(answer) => answer,
            },
            C::GetData => host.transmit("80CA006600"),
            C::GetStatus => host.transmit("80F24002024F0000"),
            C::InitializeUpdate => host.send("8050000008111111111111111100"),
            C::InstallForExtradition => {
                host.transmit(&command("80E61000", &format!("{}00{}000000", lv(DOMAIN), lv(APPLICATION))))
            }
            C::InstallForInstall => {
                host.transmit(&install("0C", PACKAGE, MODULE, "A0000000F00104", "00", ""))
            }
            C::InstallForLoad => host.transmit(&install_for_load()),
            C::InstallForMakeSelectable => host
                .transmit(&command("80E60800", &format!("0000{}010000 00", lv(INSTALLED)).replace(' ', ""))),
            C::InstallForPersonalization => {
                host.transmit(&command("80E62000", &format!("0000{}000000", lv(APPLICATION))))
            }
            C::InstallForRegistryUpdate => {
                host.transmit(&command("80E64000", &format!("0000{}01000000", lv(APPLICATION))))
            }
            C::Load => {
                let _ = host.transmit(&install_for_load());
                host.transmit(&command("80E80000", "C40A0102"))
            }
            C::PutKey => {
                // Without a session any data will do: it is not looked at.
                let session = host.session.clone().unwrap_or_else(|| self.domain.clone());
                host.transmit(&put_key(&session, 0, 0x32, OWN_KEY))
            }
            C::Select => {
                let session = host.session.take();
                let answer = host.select(DOMAIN);
                host.session = session;
                answer
            }
            C::SetStatus => host.transmit(&command("80F04080", APPLICATION)),
            C::StoreData => host.transmit(&command("80E29000", "4203112233")),
        }
    }
}

fn install_for_load() -> String {
    command("80E60200", &format!("{}00000000", lv("A0000000F100")))
}

/// What the specification wants of a cell, with what this card adds: on a card that is locked or terminated the kernel
/// serves nobody but the Final Application (§5.1.1.4, §5.1.1.5).
fn expected(which: C, state: CardLifeCycle, role: Role, in_session: bool) -> &'static str {
    let is_operational = !matches!(state, CardLifeCycle::CardLocked | CardLifeCycle::Terminated);
    let served = is_operational || role.is_final_application;
    let is_delegated = role.management == cardamom_globalplatform::life_cycle::Management::Delegated;
    match permitted(which, state, role) {
        Permission::Prohibited if which == C::Select => "6A82",
        _ if !served && which == C::Select => "6A82",
        _ if !served => "6985",
        Permission::Prohibited if is_operational && !in_session => "6982",
        Permission::Prohibited => "6985",
        Permission::Authenticated if !in_session => "6982",
        // Delegated management without a token.
        Permission::Authenticated if which.manages_content() && is_delegated => "6985",
        _ if which == C::Select && state == CardLifeCycle::CardLocked => "6283",
        _ => "9000",
    }
}

#[test]
fn every_cell_of_table_11_1_on_a_card() {
    // Security Domain with Authorized Management, with Delegated Management, with neither; each without and with Final
    // Application.
    let kinds = ["804000", "A00000", "800000", "804200", "A00200", "800200"];
    let mut cells = 0;
    for privileges in kinds {
        let mut bench = Bench::new(privileges);
        let role =
            Role::of(Privileges::from_bytes(&cardamom_apdu::hex::decode(privileges).unwrap()).unwrap());
        for (state, in_session) in
            CardLifeCycle::ALL.into_iter().flat_map(|state| [(state, false), (state, true)])
        {
            for which in C::ALL {
                bench.bring(state, in_session);
                let before = bench.host.observe();
                let answer = bench.send(which);
                let status = &answer[answer.len() - 4..];
                let wanted = expected(which, state, role, in_session);
                assert_eq!(
                    status,
                    wanted,
                    "{which:?} in {state:?} by {role:?}, session {in_session}: {:?}",
                    bench.host.refusal()
                );
                if !matches!(status, "9000" | "6283") {
                    assert_eq!(bench.host.observe(), before, "{which:?} in {state:?} by {role:?}");
                }
                cells += 1;
            }
        }
    }
    assert_eq!(cells, 6 * 5 * 2 * 17);
}
