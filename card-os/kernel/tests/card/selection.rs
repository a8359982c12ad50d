//! ISO 7816-4 §7.1.1 and JCRE 3.0.5 §4.5: selection by name.

use cardamom_apdu::Aid;

use crate::support::*;

#[test]
fn without_a_selected_applet_a_command_is_answered_6999() {
    let mut card = card(Behaviour::default(), Behaviour::default());
    assert_eq!(send(&mut card, "80100000"), "6999");
}

#[test]
fn a_name_that_no_application_has_is_answered_6a82() {
    let mut card = card(Behaviour::default(), Behaviour::default());
    assert_eq!(send(&mut card, "00A4040006F00000000001"), "6A82");
    assert_eq!(send(&mut card, "00A40400"), "6A82");
}

#[test]
fn an_unknown_name_goes_to_the_selected_applet_which_stays_selected() {
    let mut card = selected(|_, context, command| {
        context.respond(&[command.instruction()]);
        Ok(())
    });
    assert_eq!(send(&mut card, "00A4040006F00000000001"), "A49000", "JCRE 4.5.2");
    assert_eq!(send(&mut card, "80110000"), "119000");
}

#[test]
fn a_partial_name_finds_the_first_and_next_occurrence_finds_the_others() {
    let mut card = blank(Behaviour::default(), Behaviour::default());
    let name = |last| Aid::from_array([0xA0, 0, 0, 0, 0x0C, last]);
    for last in [3, 1, 2] {
        card.install(&installation(MODULE_A, name(last))).unwrap();
    }
    card.power_on().unwrap();
    assert_eq!(send(&mut card, "00A4040005A00000000C"), "A00000000C039000", "oldest first");
    assert_eq!(send(&mut card, "00A4040205A00000000C"), "A00000000C019000");
    assert_eq!(send(&mut card, "00A4040205A00000000C"), "A00000000C029000");
    assert_eq!(send(&mut card, "00A4040205A00000000C"), "6A82", "no further one");
    assert_eq!(send(&mut card, "00A4040006A00000000C01"), "A00000000C019000", "a full name is preferred");
    assert_eq!(send(&mut card, "00A4040105A00000000C"), "6A86", "last occurrence is not supported");
}

#[test]
fn next_occurrence_needs_a_selected_application() {
    let mut card = card(Behaviour::default(), Behaviour::default());
    assert_eq!(send(&mut card, "00A4040205A00000000A"), "6A82");
}

#[test]
fn the_default_applet_is_selected_after_a_reset() {
    let mut card = blank(
        Behaviour {
            process: |_, context, _| {
                let aid = context.aid()?;
                context.respond(aid.as_bytes());
                Ok(())
            },
            ..Behaviour::default()
        },
        Behaviour::default(),
    );
    let mut installation = installation(MODULE_A, MODULE_A);
    installation.privileges = cardamom_kernel::Privileges::CARD_RESET;
    card.install(&installation).unwrap();
    card.power_on().unwrap();
    assert_eq!(send(&mut card, "80100000"), format!("{MODULE_A}9000"));
    assert_eq!(send(&mut card, "00A40400"), format!("{MODULE_A}9000"), "SELECT without a name");
}

#[test]
fn an_applet_that_declines_is_not_selected_and_the_old_one_is_not_either() {
    let declining = Behaviour { select: |_, _| Err(Refusing.into()), ..Behaviour::default() };
    let mut card = card(Behaviour::default(), declining);
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, &select_command(0, &MODULE_B)), "6999");
    assert_eq!(send(&mut card, "80100000"), "6999");
}

#[test]
fn transient_memory_is_cleared_as_its_kind_says() {
    let mut card = selected(|handles, context, command| {
        if command.p1() == 1 {
            context.set(handles.on_reset, &0x0101_0101)?;
            context.set(handles.on_deselect, &0x0202_0202)?;
        }
        let values = [context.get(handles.on_reset)?, context.get(handles.on_deselect)?];
        for value in values {
            context.respond(&value.to_be_bytes());
        }
        Ok(())
    });
    assert_eq!(send(&mut card, "80100100"), "01010101020202029000");
    select(&mut card, &MODULE_B);
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "01010101000000009000", "JCRE 5.1: deselection");
    assert_eq!(send(&mut card, "80100100"), "01010101020202029000");
    card.power_on().unwrap();
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "00000000000000009000", "JCRE 5.1: reset");
}

#[derive(Debug)]
struct Refusing;

impl cardamom_kernel::Reason for Refusing {
    fn status_word(&self) -> cardamom_apdu::StatusWord {
        cardamom_apdu::StatusWord::CONDITIONS_NOT_SATISFIED
    }

    fn rule(&self) -> &'static str {
        "this applet never wants to be selected"
    }
}
