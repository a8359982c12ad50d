//! ISO 7816-4 §7.1.2 and JCRE 3.0.5 §4: logical channels.

use crate::support::*;

fn answering(multi_selectable: bool) -> Behaviour {
    Behaviour {
        process: |_, context, _| {
            let channel = context.channel();
            context.respond(&[channel]);
            Ok(())
        },
        multi_selectable,
        ..Behaviour::default()
    }
}

#[test]
fn channels_are_opened_lowest_first_up_to_nineteen_and_closed() {
    let mut card = card(answering(false), answering(false));
    for number in 1..=19 {
        assert_eq!(send(&mut card, "0070000001"), format!("{number:02X}9000"));
    }
    assert_eq!(send(&mut card, "0070000001"), "6A81", "none is left");
    assert_eq!(send(&mut card, "00708005"), "9000");
    assert_eq!(send(&mut card, "00708005"), "6200", "closed already");
    assert_eq!(send(&mut card, "0070000001"), "059000");
    assert_eq!(send(&mut card, "00708000"), "6A81", "the basic channel stays");
    assert_eq!(send(&mut card, "00700005"), "6A81", "open already");
    assert_eq!(send(&mut card, "00700014"), "6A86", "there is no channel 20");
    assert_eq!(send(&mut card, "00704000"), "6A86");
}

#[test]
fn a_command_on_a_channel_that_is_not_open_is_answered_6881() {
    let mut card = card(answering(false), answering(false));
    assert_eq!(send(&mut card, "81100000"), "6881");
    assert_eq!(send(&mut card, "C0100000"), "6881", "channel 4");
}

#[test]
fn each_channel_has_its_own_applet_also_beyond_three() {
    let mut card = card(answering(false), answering(false));
    assert_eq!(send(&mut card, "00700007"), "9000");
    assert!(send(&mut card, &select_command(0x00, &MODULE_A)).ends_with("9000"));
    assert!(
        send(&mut card, &select_command(0x43, &MODULE_B)).ends_with("9000"),
        "further interindustry class"
    );
    assert_eq!(send(&mut card, "80100000"), "009000");
    assert_eq!(send(&mut card, "C3100000"), "079000", "channel 7 in a proprietary class");
    assert_eq!(send(&mut card, "43708000"), "9000", "a channel closes itself");
    assert_eq!(send(&mut card, "C3100000"), "6881");
    assert_eq!(send(&mut card, "80100000"), "009000");
}

#[test]
fn an_applet_that_is_not_multi_selectable_is_selected_on_one_channel_only() {
    let mut card = card(answering(false), answering(true));
    assert_eq!(send(&mut card, "0070000001"), "019000");
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, &select_command(0x01, &MODULE_A)), "6985", "JCRE 4.2");
    select(&mut card, &MODULE_B);
    assert!(send(&mut card, &select_command(0x01, &MODULE_B)).ends_with("9000"));
    assert_eq!(send(&mut card, "80100000"), "009000");
    assert_eq!(send(&mut card, "81100000"), "019000");
}

#[test]
fn clear_on_deselect_waits_for_the_last_channel_of_the_context() {
    let behaviour = Behaviour {
        process: |handles, context, command| {
            if command.p1() == 1 {
                context.set(handles.on_deselect, &9)?;
            }
            let value = context.get(handles.on_deselect)?;
            context.respond(&value.to_be_bytes());
            Ok(())
        },
        multi_selectable: true,
        ..Behaviour::default()
    };
    let mut card = card(behaviour, Behaviour::default());
    assert_eq!(send(&mut card, "0070000001"), "019000");
    select(&mut card, &MODULE_A);
    assert!(send(&mut card, &select_command(0x01, &MODULE_A)).ends_with("9000"));
    assert_eq!(send(&mut card, "80100100"), "000000099000");
    select(&mut card, &MODULE_B);
    assert_eq!(send(&mut card, "81100000"), "000000099000", "still selected on channel 1");
    assert_eq!(send(&mut card, "00708001"), "9000");
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "000000009000");
}

#[test]
fn a_reset_closes_all_channels() {
    let mut card = card(answering(false), answering(false));
    assert_eq!(send(&mut card, "0070000001"), "019000");
    card.power_on().unwrap();
    assert_eq!(send(&mut card, "81100000"), "6881");
}
