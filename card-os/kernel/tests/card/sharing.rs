//! JCRE 3.0.5 §6.2.4: shareable interfaces.

use cardamom_kernel::{Error, Fault};

use crate::support::*;

/// Adds its argument to the server's own number and tells who called.
fn server() -> Behaviour {
    Behaviour {
        invoke: |handles, context, call, output| {
            let number = context.get(handles.number)? + u32::from(call.input[0]);
            context.set(handles.number, &number)?;
            output.extend_from_slice(&number.to_be_bytes());
            output.extend_from_slice(context.previous_aid().unwrap().as_bytes());
            Ok(())
        },
        shares_with: Some(MODULE_A),
        ..Behaviour::default()
    }
}

const CLIENT: Process = |_, context, _| {
    let Some(interface) = context.shareable_interface(&MODULE_B, 0)? else {
        context.respond(b"refused");
        return Ok(());
    };
    let output = context.invoke(interface, 0, &[5])?;
    context.respond(&output);
    Ok(())
};

#[test]
fn a_server_runs_in_its_own_context_and_knows_its_client() {
    let mut card = card(Behaviour { process: CLIENT, ..Behaviour::default() }, server());
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), format!("0000000C{MODULE_A}9000"));
    assert_eq!(send(&mut card, "80100000"), format!("00000011{MODULE_A}9000"));
}

#[test]
fn a_server_may_decline() {
    let unfriendly = Behaviour { shares_with: None, ..server() };
    let mut card = card(Behaviour { process: CLIENT, ..Behaviour::default() }, unfriendly);
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "72656675736564".to_owned() + "9000");
}

#[test]
fn a_server_may_not_touch_its_clients_objects_either() {
    let curious = Behaviour {
        invoke: |_, context, call, _| {
            let object = cardamom_kernel::object::ObjectRef::from_bytes(call.input.try_into().unwrap());
            let _ = context.bytes(cardamom_kernel::handle::Bytes::from_object(object));
            Ok(())
        },
        shares_with: Some(MODULE_A),
        ..Behaviour::default()
    };
    let client: Process = |handles, context, _| {
        let interface = context.shareable_interface(&MODULE_B, 0)?.unwrap();
        context.invoke(interface, 0, &handles.bytes.object().to_bytes())?;
        Ok(())
    };
    let mut card = card(Behaviour { process: client, ..Behaviour::default() }, curious);
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "6F00");
}

#[test]
fn calls_do_not_nest_without_end() {
    let endless = Behaviour {
        invoke: |_, context, _, _| {
            let again = context.shareable_interface(&MODULE_B, 0)?;
            match again {
                Some(interface) => context.invoke(interface, 0, &[]).map(|_| ()),
                None => Err(Fault::NoSuchInterface.into()),
            }
        },
        shares_with: Some(MODULE_B),
        ..Behaviour::default()
    };
    let own: Process = |_, context, _| {
        let interface = context.shareable_interface(&MODULE_B, 0)?.unwrap();
        match context.invoke(interface, 0, &[]) {
            Err(Error::Fault(_)) => Ok(()),
            other => other.map(|_| ()),
        }
    };
    let mut card = card(Behaviour::default(), Behaviour { process: own, ..endless });
    select(&mut card, &MODULE_B);
    assert_eq!(send(&mut card, "80100000"), "6F00");
    assert_eq!(send(&mut card, "80100000"), "6F00", "and the card lives on");
}

#[test]
fn an_interface_dies_with_its_server() {
    // The client keeps nothing between commands, so the interface is asked for again, and is not there.
    let mut card = card(Behaviour { process: CLIENT, ..Behaviour::default() }, server());
    card.delete(&MODULE_B).unwrap();
    select(&mut card, &MODULE_A);
    assert_eq!(send(&mut card, "80100000"), "72656675736564".to_owned() + "9000");
}
