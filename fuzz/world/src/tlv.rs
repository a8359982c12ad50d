//! Target `tlv`: BER-TLV data, and paths to it.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::str;

use cardamom_apdu::tlv::{self, Reader, Tlv, TlvError, TlvPath};

use crate::finding::{Finding, Oracle, ensure};

/// Holds what reads BER-TLV to its word: what is read can be written and read again to the same tree, the reader
/// of one level and the reader of trees agree, and errors point into the input.
///
/// # Errors
/// The oracle that is violated.
pub(crate) fn check(bytes: &[u8]) -> Result<u64, Finding> {
    let mut hasher = DefaultHasher::new();
    let one = Tlv::parse(bytes);
    let many = Tlv::parse_many(bytes);
    check_positions(bytes, one.as_ref().err())?;
    check_positions(bytes, many.as_ref().err())?;
    check_level(bytes, many.as_deref().ok())?;
    if let Ok(tree) = &one {
        ensure(many.as_deref() == Ok(std::slice::from_ref(tree)), Oracle::RoundTrip, || {
            format!("read as one object it is {tree}, read as many {many:?}")
        })?;
        let encoded = tree.to_bytes();
        ensure(encoded.len() == tree.encoded_length(), Oracle::RoundTrip, || {
            format!("{tree}: {} bytes announced, {} written", tree.encoded_length(), encoded.len())
        })?;
        ensure(encoded.len() <= bytes.len(), Oracle::RoundTrip, || format!("{tree} grew when written"))?;
        ensure(Tlv::parse(&encoded).as_ref() == Ok(tree), Oracle::RoundTrip, || {
            format!("{tree} is written as something else")
        })?;
        tree.to_string().hash(&mut hasher);
    }
    if let Ok(trees) = &many {
        let encoded = tlv::encode_many(trees);
        ensure(Tlv::parse_many(&encoded).as_ref() == Ok(trees), Oracle::RoundTrip, || {
            format!("{trees:?} are written as something else")
        })?;
        for tree in trees {
            let path = TlvPath::new(tree.tag(), &[]);
            let first = tlv::find(trees, &path);
            ensure(first.is_some_and(|first| first.tag() == tree.tag()), Oracle::RoundTrip, || {
                format!("{path} finds nothing although it is there")
            })?;
            ensure(tlv::find_all(trees, &path).first().copied() == first, Oracle::RoundTrip, || {
                format!("{path} finds another object first when it looks for all")
            })?;
        }
    }
    if let Ok(path) = str::from_utf8(bytes).unwrap_or("").parse::<TlvPath>() {
        ensure(path.to_string().parse().as_ref() == Ok(&path), Oracle::RoundTrip, || {
            format!("the path {path} is written as something else")
        })?;
        path.hash(&mut hasher);
    }
    (one.map_err(|error| error.to_string()), many.map_err(|error| error.to_string())).hash(&mut hasher);
    Ok(hasher.finish())
}

/// The reader of one level frames each object inside the data, one after the other, and sees the same objects.
fn check_level(bytes: &[u8], many: Option<&[Tlv]>) -> Result<(), Finding> {
    let mut at = 0;
    let mut tags = Vec::new();
    for object in Reader::new(bytes) {
        let object = match object {
            Ok(object) => object,
            Err(error) => {
                ensure(many.is_none(), Oracle::RoundTrip, || {
                    format!("one level is refused, the tree is not: {error}")
                })?;
                return check_positions(bytes, Some(&error));
            }
        };
        let end = object.position() + object.encoding().len();
        let framed = bytes.get(object.position()..end) == Some(object.encoding())
            && bytes.get(object.value_position()..end) == Some(object.value());
        ensure(framed && object.position() >= at, Oracle::Position, || format!("{object:?} is not there"))?;
        at = end;
        tags.push(object.tag());
    }
    let same = many.is_none_or(|many| many.iter().map(Tlv::tag).eq(tags.iter().copied()));
    ensure(same, Oracle::RoundTrip, || "one level and the tree differ".to_owned())
}

fn check_positions(bytes: &[u8], error: Option<&TlvError>) -> Result<(), Finding> {
    let inside = error.is_none_or(|error| error.position() <= bytes.len());
    ensure(inside, Oracle::Position, || format!("{error:?} in {} bytes", bytes.len()))
}
