//! `cardamom issue card`

use std::fs;
use std::os::unix::fs::PermissionsExt;

use snapbox::{assert_data_eq, str};

use crate::cardamom::Desk;

const KEYS: &str = "
[[key-set]]
diversification = 'kdf3'
key = '8F0E1D2C3B4A5968778695A4B3C2D1E0'
";

const PROFILE: &str = "
name = 'acme'
life-cycle = 'secured'
delete-keys = ['20']

[issuer]
identification-number = '42 12 34 56'

[[key-set]]
version = '30'
type = 'AES'
keys = 'acme.keys.toml'

[[domain]]
aid = 'A0 00 00 01 51 53 50 01'
";

fn desk() -> Desk {
    let desk = Desk::new();
    desk.run(&["card", "new", "badge", "--profile", "blank"]).succeeds();
    desk.write("acme.keys.toml", KEYS);
    fs::set_permissions(desk.path("acme.keys.toml"), fs::Permissions::from_mode(0o600)).unwrap();
    desk.write("acme.toml", PROFILE);
    desk
}

#[test]
fn a_card_is_issued_from_a_profile_and_a_script_of_it_issues_another() {
    let desk = desk();
    let issue = ["issue", "card", "--card", "badge", "--profile", "acme.toml"];
    let rehearsal = [&issue[..], &["--dry-run", "--export", "acme.apdu"]].concat();
    assert_data_eq!(
        desk.run(&rehearsal).succeeds(),
        str![[r#"
the card comes with keys that everybody knows
1/5  put key set 30
2/5  delete key set 20
3/5  store data object 0042
4/5  create security domain A000000151535001
5/5  make the card SECURED
badge can be issued with profile acme; nothing was changed

"#]]
    );
    // It holds what is stored on the card.
    let mode = fs::metadata(desk.path("acme.apdu")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    let shown = desk.run(&["card", "show", "badge"]).succeeds();
    assert!(shown.contains("state     OP_READY"), "{shown}");
    assert_data_eq!(
        desk.run(&issue).succeeds(),
        str![[r#"
the card comes with keys that everybody knows
1/5  put key set 30
2/5  delete key set 20
3/5  store data object 0042
4/5  create security domain A000000151535001
5/5  make the card SECURED
issued badge with profile acme

"#]]
    );
    assert_data_eq!(
        desk.run(&issue).succeeds(),
        str![[r#"
the card comes with keys that everybody knows
1/5  put key set 30 (was done before)
2/5  delete key set 20 (was done before)
3/5  store data object 0042 (was done before)
4/5  create security domain A000000151535001 (was done before)
5/5  make the card SECURED (was done before)
issued badge with profile acme

"#]]
    );
    let shown = desk.run(&["card", "show", "badge"]).succeeds();
    assert!(shown.contains("state     SECURED") && shown.contains("A000000151535001"), "{shown}");

    // The script has the keys of one card: another one, with other diversification data, is not opened with them.
    desk.run(&["card", "new", "stranger", "--profile", "blank"]).succeeds();
    let script = ["script", "acme.apdu", "--keys", "acme-keys-toml=acme.keys.toml", "--card"];
    assert_eq!(desk.run(&[&script[..], &["stranger"]].concat()).code, Some(1));
}

#[test]
fn what_must_not_be_is_refused() {
    let desk = desk();
    desk.write("careless.toml", "name = 'careless'\nlife-cycle = 'secured'\n");
    let issue = |profile| desk.run(&["issue", "card", "--card", "badge", "--profile", profile]);
    let error = issue("careless.toml").fails(2);
    assert!(error.contains("keys that everybody knows") && error.contains("--allow-test-keys"), "{error}");
    // The other key set that the card came with.
    desk.write("half.toml", &PROFILE.replace("delete-keys = ['20']", ""));
    let error = issue("half.toml").fails(2);
    assert!(error.contains("everybody knows: 20") && error.contains("delete-keys"), "{error}");
    desk.write("bare.toml", "name = 'bare'\ncolour = 'red'\n");
    let error = issue("bare.toml").fails(2);
    assert!(error.contains("bare.toml") && error.contains("colour"), "{error}");
    let foreign = "name = 'x'\n[[applet]]\npackage = 'A000000099'\nmodule = 'A000000099'\n";
    desk.write("foreign.toml", foreign);
    let error = issue("foreign.toml").fails(1);
    assert!(error.contains("install application A000000099"), "{error}");
    assert!(error.contains("the card has no such executable module (GPCS 2.3.1 11.5.3.2)"), "{error}");
}
