//! Commands of the tests, in hexadecimal.

use cardamom_apdu::hex;
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{AesKey, TripleDesKey, key_check_value};

/// Length and value.
pub(crate) fn lv(digits: &str) -> String {
    format!("{:02X}{digits}", digits.len() / 2)
}

/// A command of this header with data and Le 00.
pub(crate) fn command(header: &str, data: &str) -> String {
    format!("{header}{:02X}{data}00", data.len() / 2)
}

/// INSTALL [for install] and others of its form, without token.
pub(crate) fn install(
    p1: &str,
    package: &str,
    module: &str,
    instance: &str,
    privileges: &str,
    parameters: &str,
) -> String {
    let data = format!("{}{}{}{}{}00", lv(package), lv(module), lv(instance), lv(privileges), lv(parameters));
    command(&format!("80E6{p1}00"), &data)
}

/// DELETE of an instance or a package.
pub(crate) fn delete(aid: &str) -> String {
    command("80E40000", &format!("4F{}", lv(aid)))
}

/// One key of PUT KEY, encrypted for the session: of AES where the session is one of SCP03, else triple DES.
pub(crate) fn key_field(session: &HostSession, key: &str) -> String {
    let bytes = hex::decode(key).unwrap();
    let encrypted = hex::encode(&session.encrypt_data(&bytes).unwrap());
    let (key_type, check) = match session {
        HostSession::Scp02(_) => {
            ("80", key_check_value::triple_des(&TripleDesKey::from_bytes(bytes.try_into().unwrap())))
        }
        _ => ("88", key_check_value::aes(&AesKey::new(&bytes).unwrap())),
    };
    format!("{key_type}10{encrypted}03{}", hex::encode(&check))
}

/// PUT KEY of three equal keys from identifier 1 on; `replaced` 0 for a new set.
pub(crate) fn put_key(session: &HostSession, replaced: u8, version: u8, key: &str) -> String {
    let fields = key_field(session, key).repeat(3);
    command(&format!("80D8{replaced:02X}81"), &format!("{version:02X}{fields}"))
}
