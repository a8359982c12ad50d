//! Fields of fixed lengths, one after the other.

use cardamom_apdu::hex;

/// What the bytes of a field are.
#[derive(Clone, Copy)]
pub(super) enum Kind {
    /// Money in hundredths, big endian.
    Amount,
    /// Bytes.
    Bytes,
    /// Year, month and day in BCD, four bytes.
    Date,
    /// A number, big endian.
    Number,
    /// Hour, minute and second in BCD, three bytes.
    Time,
    /// A transaction type of the PBOC purse.
    TransactionType,
}

/// One field.
pub(super) struct Field {
    name: &'static str,
    length: usize,
    kind: Kind,
}

/// A field of so many bytes.
pub(super) const fn field(name: &'static str, length: usize, kind: Kind) -> Field {
    Field { name, length, kind }
}

/// One line a field; `None` unless the bytes are exactly these fields.
pub(super) fn lines(fields: &[Field], bytes: &[u8]) -> Option<Vec<String>> {
    let mut rest = bytes;
    let mut lines = Vec::with_capacity(fields.len());
    for field in fields {
        let (value, tail) = rest.split_at_checked(field.length)?;
        lines.push(format!("{}: {}", field.name, value_text(field.kind, value)));
        rest = tail;
    }
    (rest.is_empty() && !fields.is_empty()).then_some(lines)
}

fn value_text(kind: Kind, value: &[u8]) -> String {
    match (kind, value) {
        (Kind::Amount, _) => money(number(value)),
        (Kind::Number, _) => number(value).to_string(),
        (Kind::Date, [century, year, month, day]) if is_bcd(value) => {
            format!("{century:02X}{year:02X}-{month:02X}-{day:02X}")
        }
        (Kind::Time, [hour, minute, second]) if is_bcd(value) => {
            format!("{hour:02X}:{minute:02X}:{second:02X}")
        }
        (Kind::TransactionType, [value]) => match transaction_type(*value) {
            Some(name) => format!("{value:02X} {name}"),
            None => format!("{value:02X}"),
        },
        (Kind::Bytes | Kind::Date | Kind::Time | Kind::TransactionType, _) => hex::encode(value),
    }
}

fn is_bcd(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte >> 4 <= 9 && byte & 0x0F <= 9)
}

/// The number, big endian, of at most eight bytes.
fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number: u64, byte| number.wrapping_shl(8) | u64::from(*byte))
}

/// `12.34`
fn money(hundredths: u64) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Transaction types of the PBOC purse (JR/T 0025.1).
const fn transaction_type(value: u8) -> Option<&'static str> {
    Some(match value {
        1 => "ED load",
        2 => "EP load",
        3 => "ED unload",
        4 => "ED cash withdrawal",
        5 => "ED purchase",
        6 => "EP purchase",
        7 => "ED overdraft update",
        8 => "credit",
        9 => "composite purchase",
        _ => return None,
    })
}
