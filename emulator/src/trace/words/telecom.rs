//! Commands of SIM and UICC: TS 51.011 §9 in class A0, ETSI TS 102 221 §10 in the proprietary class.

use cardamom_apdu::Command;

use super::instruction::{Instruction, Secret};
use super::interindustry::{offset, record, reference, selected_name};

/// The instructions of class A0.
pub(super) const GSM: &[Instruction] = &[
    Instruction::new(0x04, "INVALIDATE"),
    Instruction::new(0x10, "TERMINAL PROFILE"),
    Instruction::new(0x12, "FETCH"),
    Instruction::new(0x14, "TERMINAL RESPONSE"),
    Instruction::new(0x20, "VERIFY CHV").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x24, "CHANGE CHV").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x26, "DISABLE CHV").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x28, "ENABLE CHV").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x2C, "UNBLOCK CHV").with_parameters(reference).with_secret(Secret::Data),
    Instruction::new(0x32, "INCREASE"),
    Instruction::new(0x44, "REHABILITATE"),
    Instruction::new(0x88, "RUN GSM ALGORITHM").with_secret(Secret::Answer),
    Instruction::new(0xA2, "SEEK"),
    Instruction::new(0xA4, "SELECT").with_data(selected_name),
    Instruction::new(0xB0, "READ BINARY").with_parameters(offset),
    Instruction::new(0xB2, "READ RECORD").with_parameters(record),
    Instruction::new(0xC0, "GET RESPONSE"),
    Instruction::new(0xC2, "ENVELOPE"),
    Instruction::new(0xD6, "UPDATE BINARY").with_parameters(offset),
    Instruction::new(0xDC, "UPDATE RECORD").with_parameters(record),
    Instruction::new(0xF2, "STATUS"),
    Instruction::new(0xFA, "SLEEP"),
];

/// The instructions of a UICC in the proprietary class. STATUS shares its number with GET STATUS of
/// GlobalPlatform, which has other values of P1.
pub(super) const UICC: &[Instruction] = &[
    Instruction::new(0x10, "TERMINAL PROFILE"),
    Instruction::new(0x12, "FETCH"),
    Instruction::new(0x14, "TERMINAL RESPONSE"),
    Instruction::new(0x32, "INCREASE"),
    Instruction::new(0x76, "SUSPEND UICC"),
    Instruction::new(0xAA, "TERMINAL CAPABILITY"),
    Instruction::new(0xC2, "ENVELOPE"),
    Instruction::new(0xDB, "SET DATA"),
    Instruction::new(0xF2, "STATUS").with_p1(0).with_parameters(status),
    Instruction::new(0xF2, "STATUS").with_p1(1).with_parameters(status),
    Instruction::new(0xF2, "STATUS").with_p1(2).with_parameters(status),
];

fn status(command: &Command<'_>) -> String {
    match command.p1() {
        1 => "application initialized in the terminal".into(),
        2 => "application about to end in the terminal".into(),
        _ => String::new(),
    }
}
