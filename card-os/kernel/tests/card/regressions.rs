//! Defects that a review found, each with the test that showed it.
use crate::support::*;
use cardamom_kernel::handle::{Bytes, Records};
use cardamom_kernel::object::{Clear, ObjectRef, Storage};
use cardamom_kernel::{Error, Fault, Installation, Quota};
use std::sync::Mutex;

#[test]
fn an_object_made_and_deleted_in_an_aborted_transaction_leaves_no_residue() {
    for storage in [Storage::Persistent, Storage::Transient(Clear::OnReset)] {
        static KIND: Mutex<Storage> = Mutex::new(Storage::Persistent);
        *KIND.lock().unwrap() = storage;
        let mut card = selected(|_, context, command| {
            let storage = *KIND.lock().unwrap();
            if command.p1() == 1 {
                context.begin()?;
                let made = context.create(16, storage)?;
                context.write(made, 0, b"secret of applet")?;
                context.delete(made.object())?;
                return context.abort();
            }
            // A deletion rebuilds the free space.
            let other = context.create(1, storage)?;
            context.delete(other.object())?;
            let made = context.create(16, storage)?;
            let content = context.bytes(made)?.to_vec();
            context.respond(&content);
            Ok(())
        });
        let free = card.free_memory();
        assert_eq!(send(&mut card, "80100100"), "9000");
        let free_after = card.free_memory();
        let content = send(&mut card, "80100000");
        assert_eq!(content, "00".repeat(16) + "9000", "{storage:?}");
        assert_eq!(free_after, free);
    }
}

#[test]
fn an_applet_that_deletes_an_object_of_its_layout_does_not_brick_the_card() {
    let mut card = selected(|handles, context, _| context.delete(handles.number.object()));
    let answer = send(&mut card, "80100000");
    let boot = card.power_on().map(|_| ());
    assert_eq!(boot, Ok(()), "{answer}");
}

#[test]
fn installing_on_a_card_that_was_powered_off_respects_the_ram() {
    static LENGTH: Mutex<usize> = Mutex::new(700);
    let greedy = Behaviour {
        install: |_, context| {
            context.create(*LENGTH.lock().unwrap(), Storage::Transient(Clear::OnReset)).map(|_| ())
        },
        ..Behaviour::default()
    };
    let mut card = blank(greedy.clone(), greedy);
    card.install(&installation(MODULE_A, MODULE_A)).unwrap();
    card.power_on().unwrap();
    card.power_off();
    let second = card.install(&installation(MODULE_B, MODULE_B));
    let boot = card.power_on().map(|_| ());
    assert_eq!(boot, Ok(()), "install said {second:?}");
}

#[test]
fn an_instance_with_many_objects_can_be_deleted() {
    let hoarder: Process = |_, context, command| {
        for _ in 0..command.p1() {
            context.create(1, Storage::Persistent)?;
        }
        Ok(())
    };
    let mut card = selected(hoarder);
    assert_eq!(send(&mut card, "80108000"), "9000");
    select(&mut card, &MODULE_B);
    assert_eq!(card.delete(&MODULE_A), Ok(()));
}

#[test]
fn records_handle_over_own_bytes_does_not_panic_zero_count() {
    let mut card = selected(|handles, context, _| {
        context.write(handles.bytes, 0, &[0, 0, 0, 1, 0, 5])?;
        context.record(Records::from_object(handles.bytes.object()), 1).map(|_| ())
    });
    let _ = send(&mut card, "80100000");
}

#[test]
fn records_handle_over_own_bytes_does_not_panic_underflow() {
    let mut card = selected(|handles, context, _| {
        context.write(handles.bytes, 0, &[0, 58, 0, 0, 0, 200])?;
        context.record(Records::from_object(handles.bytes.object()), 200).map(|_| ())
    });
    let _ = send(&mut card, "80100000");
}

#[test]
fn a_violation_is_not_followed_by_a_commit() {
    let mut card = selected(|handles, context, command| {
        if command.p1() == 1 {
            context.begin()?;
            context.set(handles.number, &99)?;
            let _ = context.bytes(Bytes::from_object(ObjectRef::from_parts(0, 0)));
            let _ = context.commit();
        }
        let number = context.get(handles.number)?;
        context.respond(&number.to_be_bytes());
        Ok(())
    });
    assert_eq!(send(&mut card, "80100100"), "6F00");
    assert_eq!(send(&mut card, "80100000"), "000000079000");
}

#[test]
fn a_quota_covers_the_lines_of_transient_objects() {
    let greedy: Process = |_, context, _| loop {
        context.create(0, Storage::Transient(Clear::OnReset))?;
    };
    let quota = Quota { persistent: 4000, transient_reset: 300, transient_deselect: 200 };
    let mut card = blank(Behaviour { process: greedy, ..Behaviour::default() }, Behaviour::default());
    card.install(&Installation { quota, ..installation(MODULE_A, MODULE_A) }).unwrap();
    card.power_on().unwrap();
    select(&mut card, &MODULE_A);
    let _ = send(&mut card, "80100000");
    assert!(card.instances()[0].usage.persistent <= 4000, "{:?}", card.instances()[0].usage);
    assert_eq!(card.install(&installation(MODULE_B, MODULE_B)), Ok(()));
}

#[test]
fn a_default_applet_cannot_pretend_power_was_lost() {
    let mut card = blank(
        Behaviour { select: |_, _| Err(Error::PowerLost), ..Behaviour::default() },
        Behaviour::default(),
    );
    card.install(&Installation {
        privileges: cardamom_kernel::Privileges::CARD_RESET,
        ..installation(MODULE_A, MODULE_A)
    })
    .unwrap();
    assert_eq!(card.power_on().map(|_| ()), Ok(()));
}

#[test]
fn an_install_that_pretends_power_was_lost_leaves_no_open_transaction() {
    let mut card = blank(
        Behaviour { install: |_, _| Err(Error::PowerLost), ..Behaviour::default() },
        Behaviour::default(),
    );
    card.power_on().unwrap();
    assert!(card.install(&installation(MODULE_A, MODULE_A)).is_err());
    assert_eq!(card.install(&installation(MODULE_B, MODULE_B)), Ok(()));
}

#[test]
fn get_response_has_the_class_of_its_command() {
    let mut card = selected(|_, context, _| {
        context.respond(&[0x5A; 4]);
        Ok(())
    });
    assert_eq!(send(&mut card, "8010000001"), "5A6103");
    assert_eq!(send(&mut card, "80C0000003"), "5A5A5A9000");
}

#[test]
fn get_response_with_wrong_parameters_is_6a86_and_keeps_the_response() {
    let mut card = selected(|_, context, _| {
        context.respond(&[0x5A; 4]);
        Ok(())
    });
    assert_eq!(send(&mut card, "8010000001"), "5A6103");
    assert_eq!(send(&mut card, "00C0010003"), "6A86");
}

#[test]
fn a_transaction_left_open_in_install_is_undone() {
    let sloppy = Behaviour {
        install: |handles, context| {
            context.begin()?;
            context.set(handles.number, &99)
        },
        process: |handles, context, _| {
            let n = context.get(handles.number)?;
            context.respond(&n.to_be_bytes());
            Ok(())
        },
        ..Behaviour::default()
    };
    let mut card = blank(sloppy, Behaviour::default());
    let outcome = card.install(&installation(MODULE_A, MODULE_A));
    card.power_on().unwrap();
    if outcome.is_ok() {
        select(&mut card, &MODULE_A);
        assert_eq!(send(&mut card, "80100000"), "000000079000");
    }
}

#[test]
fn transaction_in_install_keeps_the_reason() {
    let refusing = Behaviour {
        install: |_, context| context.transaction(|_| Err(Fault::QuotaExceeded.into())),
        ..Behaviour::default()
    };
    let mut card = blank(refusing, Behaviour::default());
    let outcome = card.install(&installation(MODULE_A, MODULE_A));
    assert_eq!(outcome, Err(cardamom_kernel::ContentError::Failed(Fault::QuotaExceeded.into())));
}

#[test]
fn a_fault_in_select_is_answered_6999() {
    let declining = Behaviour { select: |_, _| Err(Fault::NotEnoughMemory.into()), ..Behaviour::default() };
    let mut card = card(declining, Behaviour::default());
    assert_eq!(send(&mut card, &select_command(0, &MODULE_A)), "6999");
}

#[test]
fn set_pin_in_an_aborted_transaction_does_not_unblock() {
    let mut card = selected(|handles, context, command| {
        match command.p1() {
            0 => context.set_pin(handles.pin, b"1234")?,
            1 => {
                context.verify_pin(handles.pin, b"0000")?;
            }
            2 => {
                context.begin()?;
                context.set_pin(handles.pin, b"9999")?;
                context.abort()?;
            }
            _ => {}
        }
        let left = context.pin_tries_remaining(handles.pin)?;
        context.respond(&[left]);
        Ok(())
    });
    send(&mut card, "80100000");
    for _ in 0..3 {
        send(&mut card, "80100100");
    }
    assert_eq!(send(&mut card, "80100300"), "009000");
    send(&mut card, "80100200");
    assert_eq!(send(&mut card, "80100300"), "009000");
}

#[test]
fn a_server_that_is_not_multi_selectable_and_active_elsewhere_is_not_called() {
    let server = Behaviour {
        invoke: |_, _, _, output| {
            output.push(1);
            Ok(())
        },
        shares_with: Some(MODULE_A),
        ..Behaviour::default()
    };
    let client: Process = |_, context, _| {
        let Some(interface) = context.shareable_interface(&MODULE_B, 0)? else { return Ok(()) };
        let out = context.invoke(interface, 0, &[])?;
        context.respond(&out);
        Ok(())
    };
    let mut card = card(Behaviour { process: client, ..Behaviour::default() }, server);
    assert_eq!(send(&mut card, "0070000001"), "019000");
    assert!(send(&mut card, &select_command(1, &MODULE_B)).ends_with("9000"));
    select(&mut card, &MODULE_A);
    assert_ne!(send(&mut card, "80100000"), "019000");
}

#[test]
fn a_record_is_whole_when_the_journal_fills_in_the_middle() {
    let process: Process = |handles, context, command| {
        let out = |context: &mut cardamom_kernel::Context<'_>| -> Result<(), Error> {
            for n in 1..=3 {
                let r = context.record(handles.records, n)?.unwrap_or(b"none").to_vec();
                context.respond(&r);
            }
            Ok(())
        };
        match command.p1() {
            0 => {
                for r in [*b"one.", *b"two.", *b"tre."] {
                    context.append_record(handles.records, &r)?;
                }
            }
            1 => {
                // Journal of SMALL: 4080 bytes. Leave room for 20 (the record) but not 40.
                context.begin()?;
                let mut left = 4080;
                while left >= 160 {
                    context.write(handles.bytes, 0, &[1; 64])?;
                    left -= 80;
                }
                while left > 39 {
                    context.write(handles.bytes, 0, &[1; 1])?;
                    left -= 17;
                }
                let _ = context.append_record(handles.records, b"FOUR");
                context.commit()?;
            }
            _ => {}
        }
        out(context)
    };
    let mut card = selected(process);
    let before = send(&mut card, "80100000");
    assert_eq!(send(&mut card, "80100100"), "6F00", "a transaction that did not fit is not committed");
    assert_eq!(send(&mut card, "80100200"), before);
}

#[test]
fn a_ghost_of_an_aborted_transaction_names_nothing_even_after_reuse() {
    let mut card = selected(|_, context, _| {
        context.begin()?;
        let first = context.create(4, Storage::Persistent)?;
        context.delete(first.object())?;
        let ghost = context.create(4, Storage::Persistent)?;
        context.abort()?;
        let new = context.create(4, Storage::Persistent)?;
        context.respond(&[u8::from(new == ghost)]);
        Ok(())
    });
    assert_eq!(send(&mut card, "80100000"), "009000", "JCRE 7.6.3");
}

#[test]
fn an_interface_dies_with_its_server_even_if_reinstalled() {
    static INTERFACE: Mutex<Option<cardamom_kernel::ShareableInterface>> = Mutex::new(None);
    let client: Process = |_, context, command| {
        if command.p1() == 0 {
            *INTERFACE.lock().unwrap() = context.shareable_interface(&MODULE_B, 0)?;
            return Ok(());
        }
        let interface = INTERFACE.lock().unwrap().unwrap();
        context.invoke(interface, 0, &[]).map(|_| ())
    };
    let server = Behaviour { shares_with: Some(MODULE_A), ..Behaviour::default() };
    let mut card = card(Behaviour { process: client, ..Behaviour::default() }, server);
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "9000");
    card.delete(&MODULE_B).unwrap();
    card.install(&installation(MODULE_B, MODULE_B)).unwrap();
    assert_eq!(send(&mut card, "80100100"), "6F00");
}

#[test]
fn a_response_is_at_most_65536_bytes() {
    let mut card = selected(|_, context, _| {
        for _ in 0..40 {
            context.respond(&[0; 65_536]);
        }
        Ok(())
    });
    let answer = card.transmit(&hex("80100000000000")).unwrap();
    assert!(answer.ends_with(&[0x6F, 0x00]), "{:02X?}", &answer[answer.len() - 2..]);
}

#[test]
fn select_with_secure_messaging_goes_to_the_applet() {
    let mut card = selected(|_, context, command| {
        context.respond(&[command.instruction()]);
        Ok(())
    });
    assert_eq!(send(&mut card, &select_command(0x04, &MODULE_B)), "A49000", "JCRE 4.5.2 step 1");
}

#[test]
fn select_on_a_closed_channel_opens_it() {
    let mut card = card(Behaviour::default(), Behaviour::default());
    assert!(send(&mut card, &select_command(0x01, &MODULE_A)).ends_with("9000"), "JCRE 4.5.2 step 3");
}

#[test]
fn status_word_of_select_method_does_not_leak() {
    let warning = Behaviour {
        select: |_, context| {
            context.set_status_word(cardamom_apdu::StatusWord::from(0x6283));
            Ok(())
        },
        ..Behaviour::default()
    };
    let mut card = card(warning, Behaviour::default());
    assert!(send(&mut card, &select_command(0, &MODULE_A)).ends_with("9000"));
}

#[test]
fn clear_on_deselect_written_by_a_select_that_declines_is_cleared() {
    static DECLINE: Mutex<bool> = Mutex::new(true);
    let declining = Behaviour {
        select: |handles, context| {
            if *DECLINE.lock().unwrap() {
                context.set(handles.on_deselect, &9)?;
                return Err(Fault::NoSuchInterface.into());
            }
            Ok(())
        },
        process: |handles, context, _| {
            let v = context.get(handles.on_deselect)?;
            context.respond(&v.to_be_bytes());
            Ok(())
        },
        ..Behaviour::default()
    };
    let mut card = card(declining, Behaviour::default());
    send(&mut card, &select_command(0, &MODULE_A));
    *DECLINE.lock().unwrap() = false;
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "000000009000");
}

#[test]
fn a_foreign_applet_cannot_hold_an_applet_hostage() {
    // B never met A; it forges a reference to every object and A can never be deleted while B lives.
    let mut card = card(
        Behaviour::default(),
        Behaviour {
            process: |handles, context, _| {
                context.set_reference(handles.references, 0, ObjectRef::from_parts(1, 0))
            },
            ..Behaviour::default()
        },
    );
    select(&mut card, &MODULE_B);
    let _ = send(&mut card, "80100000");
    assert_eq!(card.delete(&MODULE_A), Ok(()));
}

#[test]
fn power_lost_swallowed_by_default_select_is_seen_by_power_on() {
    let sloppy = Behaviour {
        select: |handles, context| {
            let _ = context.set(handles.number, &1);
            Ok(())
        },
        ..Behaviour::default()
    };
    let mut card = blank(sloppy, Behaviour::default());
    card.install(&Installation {
        privileges: cardamom_kernel::Privileges::CARD_RESET,
        ..installation(MODULE_A, MODULE_A)
    })
    .unwrap();
    card.power_on().unwrap();
    card.nvm_mut().cut_power_at(0, cardamom_kernel::Tear::NotDone);
    assert!(card.power_on().is_err());
}

struct Odd;
impl cardamom_kernel::Applet for Odd {
    fn process(
        &self,
        c: &mut cardamom_kernel::Context<'_>,
        command: &cardamom_apdu::Command<'_>,
    ) -> Result<(), Error> {
        c.respond(command.data());
        Ok(())
    }
    fn uninstall(&self, _: &mut cardamom_kernel::Context<'_>) -> Result<(), Error> {
        Err(Error::PowerLost)
    }
    fn command_chaining(&self) -> cardamom_kernel::CommandChaining {
        cardamom_kernel::CommandChaining::ByApplet
    }
}
fn odd() -> cardamom_kernel::Card {
    use std::sync::Arc;
    let module = cardamom_kernel::Module::new(MODULE_A, |layout| {
        layout.references(1)?;
        Ok(Arc::new(Odd))
    });
    let rom = [cardamom_kernel::Package::new(PACKAGE_A, (1, 0), vec![module])].into();
    let mut card =
        cardamom_kernel::Card::new(&configuration(), rom, Box::new(cardamom_kernel::SeededEntropy::new(1)))
            .unwrap();
    card.install(&installation(MODULE_A, MODULE_A)).unwrap();
    card.power_on().unwrap();
    card
}

#[test]
fn an_uninstall_that_pretends_power_was_lost_is_deleted_all_the_same() {
    assert_eq!(odd().delete(&MODULE_A), Ok(()), "JCRE 11.3.4");
}

#[test]
fn a_chain_of_select_is_given_up_by_another_command() {
    let mut card = odd();
    assert!(send(&mut card, &select_command(0, &MODULE_A)).ends_with("9000"));
    assert_eq!(send(&mut card, "10A4040002A000"), "9000");
    assert_eq!(send(&mut card, "8010000001AA"), "AA9000");
    let answer = send(&mut card, &select_command(0, &MODULE_A));
    assert_eq!(answer, format!("{MODULE_A}9000"), "the whole command, not A000 + AID");
}

#[test]
fn a_card_whose_power_was_cut_in_install_is_off() {
    let mut card = blank(Behaviour::default(), Behaviour::default());
    card.power_on().unwrap();
    card.nvm_mut().cut_power_at(0, cardamom_kernel::Tear::NotDone);
    assert!(card.install(&installation(MODULE_A, MODULE_A)).is_err());
    assert!(!card.is_powered());
}

#[test]
fn layout_with_absurd_length_is_an_error() {
    use std::sync::Arc;
    struct Nothing;
    impl cardamom_kernel::Applet for Nothing {
        fn process(
            &self,
            _: &mut cardamom_kernel::Context<'_>,
            _: &cardamom_apdu::Command<'_>,
        ) -> Result<(), Error> {
            Ok(())
        }
    }
    let module = cardamom_kernel::Module::new(MODULE_A, |layout| {
        layout.bytes(usize::MAX)?;
        Ok(Arc::new(Nothing))
    });
    let rom = [cardamom_kernel::Package::new(PACKAGE_A, (1, 0), vec![module])].into();
    let mut card =
        cardamom_kernel::Card::new(&configuration(), rom, Box::new(cardamom_kernel::SeededEntropy::new(1)))
            .unwrap();
    assert!(card.install(&installation(MODULE_A, MODULE_A)).is_err());
}
