//! BER-TLV data as an indented tree.

use cardamom_apdu::hex;
use cardamom_apdu::tlv::{Tlv, Value};

use super::tag::{self, Form};
use super::text::{dump, printable, spaced};
use super::{comprehension_tlv, known_aid};

/// The bytes as a tree if they are BER-TLV, as a dump otherwise.
///
/// Many bytes are valid BER-TLV by chance. They are shown as a tree only if every outermost tag is a known
/// one, or holds objects of its own.
pub(super) fn tree_or_dump(bytes: &[u8]) -> Vec<String> {
    match Tlv::parse_many(bytes) {
        Ok(objects) if !objects.is_empty() && objects.iter().all(is_plausible) => {
            let mut lines = Vec::new();
            objects.iter().for_each(|object| describe(object, None, 0, &mut lines));
            lines
        }
        _ => dump(bytes),
    }
}

/// The DF name in a file control information template (ISO/IEC 7816-4 §7.4.3).
pub(super) fn application_name(bytes: &[u8]) -> Option<Vec<u8>> {
    let template = Tlv::parse(bytes).ok().filter(|template| template.tag().number() == 0x6F)?;
    let name = template.objects().iter().find(|object| object.tag().number() == 0x84)?;
    name.as_primitive().map(<[u8]>::to_vec)
}

fn is_plausible(object: &Tlv) -> bool {
    tag::find(None, object.tag().number()).is_some() || !object.objects().is_empty()
}

fn describe(object: &Tlv, parent: Option<u32>, depth: usize, lines: &mut Vec<String>) {
    let number = object.tag().number();
    let known = tag::find(parent, number);
    let indent = "  ".repeat(depth);
    let name = known.map_or_else(String::new, |known| format!(" {}", known.name));
    let head = format!("{indent}{}{name}", object.tag());
    match object.value() {
        Value::Constructed(objects) => {
            lines.push(head);
            objects.iter().for_each(|inner| describe(inner, Some(number), depth + 1, lines));
        }
        Value::Primitive(bytes) => {
            if comprehension_tlv::is_container(number)
                && let Some(inner) = comprehension_tlv::lines(bytes)
            {
                lines.push(head);
                lines.extend(inner.into_iter().map(|line| format!("{indent}  {line}")));
                return;
            }
            let value = value_text(known.map(|known| known.form), bytes);
            lines.push(if value.is_empty() { head } else { format!("{head}: {value}") });
        }
    }
}

fn value_text(form: Option<Form>, bytes: &[u8]) -> String {
    match form {
        Some(Form::Aid) => known_aid::with_name(bytes),
        Some(Form::ObjectIdentifier) => match object_identifier(bytes) {
            Some(arcs) => format!("{} ({arcs})", hex::encode(bytes)),
            None => spaced(bytes),
        },
        Some(Form::Text) => match printable(bytes) {
            Some(text) => format!("{} \"{text}\"", hex::encode(bytes)),
            None => spaced(bytes),
        },
        Some(Form::Bytes) | None => spaced(bytes),
    }
}

/// Dotted arcs (ISO/IEC 8825-1 §8.19).
fn object_identifier(bytes: &[u8]) -> Option<String> {
    let mut arcs = Vec::new();
    let mut arc: u32 = 0;
    for byte in bytes {
        arc = arc.checked_mul(128)? | u32::from(byte & 0x7F);
        if byte & 0x80 == 0 {
            if arcs.is_empty() {
                let first = (arc / 40).min(2);
                arcs.extend([first, arc - first * 40]);
            } else {
                arcs.push(arc);
            }
            arc = 0;
        }
    }
    let complete = bytes.last().is_some_and(|byte| byte & 0x80 == 0);
    complete.then(|| arcs.iter().map(u32::to_string).collect::<Vec<_>>().join("."))
}
