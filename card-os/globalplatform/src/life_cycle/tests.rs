use proptest::prelude::*;

use super::*;
use AdministrativeCommand as C;
use CardLifeCycle::{CardLocked, Initialized, OpReady, Secured, Terminated};

const NOBODY: Initiator =
    Initiator { is_target: false, is_associated: false, is_issuer: false, privileges: Privileges::NONE };
const ITSELF: Initiator = Initiator { is_target: true, ..NOBODY };
const ITS_SECURITY_DOMAIN: Initiator = Initiator { is_associated: true, ..NOBODY };
const ISSUER: Initiator = Initiator { is_issuer: true, ..NOBODY };
const GLOBAL_LOCK: Initiator = Initiator { privileges: Privileges::GLOBAL_LOCK, ..NOBODY };

const fn with(privileges: Privileges) -> Initiator {
    Initiator { privileges, ..NOBODY }
}

#[test]
fn every_card_transition_of_figure_5_1() {
    let all = Privileges::CARD_LOCK.with(Privileges::CARD_TERMINATE);
    let everything = Initiator { is_issuer: true, privileges: all, ..NOBODY };
    for from in CardLifeCycle::ALL {
        assert_eq!(CardLifeCycle::from_byte(from.to_byte()), Some(from));
        for to in CardLifeCycle::ALL {
            let allowed = match from {
                OpReady => matches!(to, Initialized | Secured | Terminated),
                Initialized => matches!(to, Secured | Terminated),
                Secured => matches!(to, CardLocked | Terminated),
                CardLocked => matches!(to, Secured | Terminated),
                Terminated => false,
            };
            assert_eq!(from.transition(to, everything).is_ok(), allowed, "{from:?} to {to:?}");
            assert!(from.transition(to, NOBODY).is_err(), "{from:?} to {to:?} without a right");
        }
    }
    assert_eq!(Secured.transition(Secured, everything), Err(LifeCycleReason::SameState));
    assert_eq!(Secured.transition(OpReady, everything), Err(LifeCycleReason::CardTransition));
    assert_eq!(Terminated.transition(Secured, everything), Err(LifeCycleReason::CardTerminated));
}

#[test]
fn card_transitions_take_the_right_of_section_6_6() {
    assert_eq!(OpReady.transition(Secured, ISSUER), Ok(Secured));
    assert_eq!(OpReady.transition(Secured, with(Privileges::CARD_LOCK)), Err(LifeCycleReason::NotIssuer));
    assert_eq!(Secured.transition(CardLocked, ISSUER), Err(LifeCycleReason::NoCardLockPrivilege));
    assert_eq!(Secured.transition(CardLocked, with(Privileges::CARD_LOCK)), Ok(CardLocked));
    assert_eq!(CardLocked.transition(Secured, with(Privileges::CARD_LOCK)), Ok(Secured));
    let refused = Secured.transition(Terminated, with(Privileges::CARD_LOCK));
    assert_eq!(refused, Err(LifeCycleReason::NoCardTerminatePrivilege));
    assert_eq!(CardLocked.transition(Terminated, with(Privileges::CARD_TERMINATE)), Ok(Terminated));
}

#[test]
fn an_application_is_locked_and_comes_back_to_its_state() {
    // gp locks with P2 80 and unlocks with 00; pySim and gpshell3 lock with 83; gpshell3 unlocks with 07.
    for state in [0x03, 0x07, 0x0F, 0x7F] {
        let state = ApplicationLifeCycle::from_byte(state).unwrap();
        for (lock, unlock) in [(0x80, 0x00), (0x83, 0x07)] {
            for by in [ITS_SECURITY_DOMAIN, GLOBAL_LOCK] {
                let locked = state.set_status(lock, by).unwrap();
                assert!(locked.is_locked() && !locked.is_selectable());
                assert_eq!(locked.to_byte(), state.to_byte() | 0x80);
                assert_eq!(locked.set_status(lock, by), Err(LifeCycleReason::SameState));
                assert_eq!(locked.set_status(unlock, by), Ok(state));
            }
        }
        let locked = state.set_status(0x80, ITSELF).unwrap();
        assert_eq!(locked.set_status(0x00, ITSELF), Err(LifeCycleReason::NotAllowedToUnlock));
        assert_eq!(state.set_status(0x80, NOBODY), Err(LifeCycleReason::NotAllowedToLock));
        assert_eq!(locked.set_status(0x00, NOBODY), Err(LifeCycleReason::NotAllowedToUnlock));
    }
}

#[test]
fn selectable_states_are_the_application_s_own() {
    let selectable = ApplicationLifeCycle::SELECTABLE;
    let own = ApplicationLifeCycle::from_byte(0x0F).unwrap();
    assert_eq!(selectable.set_status(0x0F, ITSELF), Ok(own));
    assert_eq!(own.set_status(0x07, ITSELF), Ok(selectable));
    assert_eq!(selectable.set_status(0x0F, ITS_SECURITY_DOMAIN), Err(LifeCycleReason::NotItself));
    assert_eq!(selectable.set_status(0x07, ITSELF), Err(LifeCycleReason::SameState));
    assert_eq!(selectable.set_status(0x00, ITS_SECURITY_DOMAIN), Err(LifeCycleReason::SameState));
    assert_eq!(selectable.set_status(0x03, ITSELF), Err(LifeCycleReason::Irreversible));
    assert_eq!(selectable.set_status(0x08, ITSELF), Err(LifeCycleReason::Coding));
    let installed = ApplicationLifeCycle::INSTALLED;
    assert_eq!(installed.set_status(0x07, ITSELF), Err(LifeCycleReason::NotMadeSelectable));
    assert_eq!(installed.make_selectable(), Ok(selectable));
    assert_eq!(own.make_selectable(), Err(LifeCycleReason::SameState));
}

#[test]
fn a_security_domain_is_personalized_once() {
    use SecurityDomainLifeCycle::{Installed, Locked, Personalized, Selectable};
    for state in SecurityDomainLifeCycle::ALL {
        assert_eq!(SecurityDomainLifeCycle::from_byte(state.to_byte()), Some(state));
        assert_eq!(state.serves_applications(), state == Personalized);
    }
    assert_eq!(Selectable.set_status(0x0F, ITSELF), Ok(Personalized));
    assert_eq!(
        Selectable.set_status(0x0F, ITS_SECURITY_DOMAIN),
        Err(LifeCycleReason::NotAllowedToPersonalize)
    );
    assert_eq!(Selectable.set_status(0x0F, NOBODY), Err(LifeCycleReason::NotAllowedToPersonalize));
    assert_eq!(Installed.set_status(0x0F, ITSELF), Err(LifeCycleReason::PersonalizedTooEarly));
    assert_eq!(Installed.set_status(0x07, ITSELF), Err(LifeCycleReason::NotMadeSelectable));
    assert_eq!(Personalized.set_status(0x07, ITSELF), Err(LifeCycleReason::Irreversible));
    assert_eq!(Personalized.set_status(0x0F, ITSELF), Err(LifeCycleReason::SameState));
    assert_eq!(Selectable.set_status(0x17, ITSELF), Err(LifeCycleReason::Coding));
    assert_eq!(Personalized.set_status(0x83, GLOBAL_LOCK), Ok(Locked(Unlocked::Personalized)));
    assert_eq!(Locked(Unlocked::Personalized).set_status(0x00, ITS_SECURITY_DOMAIN), Ok(Personalized));
    assert_eq!(Installed.make_selectable(), Ok(Selectable));
}

/// Table 11-1, a row a command: AM SD, DM SD and SD, the same in OP_READY, INITIALIZED and SECURED; then CARD_LOCKED
/// and TERMINATED. `A` is answered within a secure channel (Table 11-2), `O` to everyone, `F` to everyone by the final
/// application (Note 1), `-` is a striped cell. Authenticate and InitializeUpdate stand in no table.
const TABLE: [(C, &str, &str); 17] = [
    (C::DeleteContent, "AA-", "--"),
    (C::DeleteKey, "AAA", "--"),
    (C::Authenticate, "OOO", "O-"),
    (C::GetData, "OOO", "OO"),
    (C::GetStatus, "AAA", "A-"),
    (C::InitializeUpdate, "OOO", "O-"),
    (C::InstallForExtradition, "AA-", "--"),
    (C::InstallForInstall, "AA-", "--"),
    (C::InstallForLoad, "AA-", "--"),
    (C::InstallForMakeSelectable, "AA-", "--"),
    (C::InstallForPersonalization, "AAA", "--"),
    (C::InstallForRegistryUpdate, "AA-", "--"),
    (C::Load, "AA-", "--"),
    (C::PutKey, "AAA", "--"),
    (C::Select, "OOO", "F-"),
    (C::SetStatus, "AAA", "A-"),
    (C::StoreData, "AAA", "--"),
];

#[test]
fn every_cell_of_table_11_1() {
    let cell = |letter, role: Role| match letter {
        'A' => Permission::Authenticated,
        'O' => Permission::Open,
        'F' if role.is_final_application => Permission::Open,
        _ => Permission::Prohibited,
    };
    assert_eq!(TABLE.map(|(command, ..)| command), AdministrativeCommand::ALL);
    let managements = [Management::Authorized, Management::Delegated, Management::Other];
    for (command, usual, last) in TABLE {
        for (management, letter) in managements.into_iter().zip(usual.chars()) {
            for is_final_application in [false, true] {
                let role = Role { management, is_final_application };
                let states = [(OpReady, letter), (Initialized, letter), (Secured, letter)];
                for (state, letter) in
                    states.into_iter().chain([CardLocked, Terminated].into_iter().zip(last.chars()))
                {
                    let expected = cell(letter, role);
                    assert_eq!(permitted(command, state, role), expected, "{command:?} {state:?} {role:?}");
                }
            }
        }
    }
}

#[test]
fn privileges_make_the_role() {
    let role = Role::of(Privileges::DELEGATED_MANAGEMENT.with(Privileges::FINAL_APPLICATION));
    assert_eq!(role, Role { management: Management::Delegated, is_final_application: true });
    let role = Role::of(Privileges::SECURITY_DOMAIN.with(Privileges::AUTHORIZED_MANAGEMENT));
    assert_eq!(role, Role { management: Management::Authorized, is_final_application: false });
}

fn initiator() -> impl Strategy<Value = Initiator> {
    (any::<bool>(), any::<bool>(), any::<bool>(), any::<[u8; 2]>()).prop_map(
        |(is_target, is_associated, is_issuer, [first, second])| Initiator {
            is_target,
            is_associated,
            is_issuer,
            privileges: Privileges::from_bytes(&[first, second, 0]).unwrap(),
        },
    )
}

proptest! {
    /// Whatever is asked for, only states of Tables 11-4 and 11-5 come out, nothing goes back to INSTALLED, and
    /// locking keeps the other bits.
    #[test]
    fn states_stay_in_their_tables(state: u8, control: u8, by in initiator()) {
        if let Some(state) = ApplicationLifeCycle::from_byte(state)
            && let Ok(next) = state.set_status(control, by)
        {
            prop_assert_eq!(ApplicationLifeCycle::from_byte(next.to_byte()), Some(next));
            prop_assert_ne!(next, state);
            prop_assert_eq!(next.to_byte() & 0x7F == 0x03, state.to_byte() & 0x7F == 0x03);
            prop_assert!(by.is_target || next.to_byte() ^ state.to_byte() == 0x80);
        }
        if let Some(state) = SecurityDomainLifeCycle::from_byte(state)
            && let Ok(next) = state.set_status(control, by)
        {
            prop_assert_ne!(next, state);
            prop_assert!(next.to_byte() ^ state.to_byte() == 0x80 || next == SecurityDomainLifeCycle::Personalized);
        }
    }
}
