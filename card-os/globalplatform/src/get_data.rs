//! GET DATA (GPCS 2.3.1 §11.3): what is asked for, and the form of the response.

use alloc::vec::Vec;

use cardamom_apdu::tlv::Reader;
use cardamom_apdu::{Class, Command};

use crate::data_object::object;
use crate::key_set::KeyReference;
use crate::reason::GlobalPlatformReason;

/// What GET DATA asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DataObject<'a> {
    /// The object of this tag.
    Tag(u16),
    /// `0083` with `A6{42 identifier}`: which key is of this certificate authority (Amendment F).
    AuthorityKey(&'a [u8]),
    /// `2F00` with `5C00`: the list of applications.
    Applications,
    /// `BF21` with `A6{83 key}`: the certificates of a key of SCP11 (Amendment F).
    Certificates(KeyReference),
}

impl DataObject<'_> {
    /// Tag of the object, as P1 and P2 have it.
    const fn tag(self) -> u16 {
        match self {
            Self::Tag(tag) => tag,
            Self::AuthorityKey(_) => 0x0083,
            Self::Applications => 0x2F00,
            Self::Certificates(_) => 0xBF21,
        }
    }
}

/// A GET DATA command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GetData<'a> {
    /// What is asked for.
    pub object: DataObject<'a>,
    /// The class is one of ISO/IEC 7816: the response is the value without tag and length (§11.3.3.1).
    pub value_only: bool,
}

impl<'a> GetData<'a> {
    /// Reads a command, INS `CA` or `CB`.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::DataField`] (6A80) when the data field is not one for the object.
    pub fn parse(command: &Command<'a>) -> Result<Self, GlobalPlatformReason> {
        let tag = u16::from_be_bytes([command.p1(), command.p2()]);
        let data = command.data();
        let object = match (tag, data) {
            (0x2F00, [] | [0x5C, 0x00]) => DataObject::Applications,
            (0xBF21, data) => DataObject::Certificates(
                KeyReference::parse(in_template(data, 0x83)?).ok_or(GlobalPlatformReason::DataField)?,
            ),
            (0x0083, data) => DataObject::AuthorityKey(in_template(data, 0x42)?),
            (tag, []) => DataObject::Tag(tag),
            _ => return Err(GlobalPlatformReason::DataField),
        };
        Ok(Self { object, value_only: Class::is_interindustry(command.class()) })
    }

    /// The response data field: the value in the form that the class asks for. The list of applications is given the
    /// same to every class, for `2F00` is no BER-TLV tag.
    #[must_use]
    pub fn response(&self, value: &[u8]) -> Vec<u8> {
        if self.value_only || self.object == DataObject::Applications {
            value.to_vec()
        } else {
            object(u32::from(self.object.tag()), value)
        }
    }
}

/// The value of the one object of this tag in the one template `A6`.
fn in_template(data: &[u8], tag: u32) -> Result<&[u8], GlobalPlatformReason> {
    let only = |bytes, tag| {
        let mut objects = Reader::new(bytes);
        match (objects.next(), objects.next()) {
            (Some(Ok(object)), None) if object.tag().number() == tag => Ok(object.value()),
            _ => Err(GlobalPlatformReason::DataField),
        }
    };
    only(only(data, 0xA6)?, tag)
}

/// The value of `FF33` (authorities of off-card entities) or `FF34` (of cards): identifier and key of each
/// (Amendment F).
#[must_use]
pub fn authority_identifiers<'a>(authorities: impl IntoIterator<Item = (&'a [u8], KeyReference)>) -> Vec<u8> {
    authorities
        .into_iter()
        .flat_map(|(identifier, key)| [object(0x42, identifier), object(0x83, &key.to_bytes())].concat())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use cardamom_apdu::hex::decode;
    use proptest::prelude::*;

    fn parse<'a>(header: [u8; 4], data: &'a [u8]) -> Result<GetData<'a>, GlobalPlatformReason> {
        let [class, instruction, p1, p2] = header;
        GetData::parse(&Command::new(class, instruction, p1, p2).with_data(data))
    }

    fn key() -> KeyReference {
        KeyReference::parse(&[0x13, 0x01]).unwrap()
    }

    #[test]
    fn the_class_chooses_the_form() {
        // GlobalPlatformPro asks 80CA9F7F and then 00CA9F7F; yubikit asks with class 00.
        let full = parse([0x80, 0xCA, 0x9F, 0x7F], &[]).unwrap();
        assert_eq!(full, GetData { object: DataObject::Tag(0x9F7F), value_only: false });
        assert_eq!(full.response(&[1, 2]), [0x9F, 0x7F, 0x02, 1, 2]);
        assert_eq!(parse([0x00, 0xCA, 0x9F, 0x7F], &[]).unwrap().response(&[1, 2]), [1, 2]);
        for class in [0x84, 0xC0, 0xE1] {
            assert!(!parse([class, 0xCA, 0x00, 0x66], &[]).unwrap().value_only);
        }
        for class in [0x01, 0x04, 0x40] {
            assert!(parse([class, 0xCA, 0x00, 0x66], &[]).unwrap().value_only);
        }
        let one_byte_tag = parse([0x80, 0xCA, 0x00, 0xE0], &[]).unwrap();
        assert_eq!(one_byte_tag.response(&[]), [0xE0, 0x00]);
        assert_eq!(one_byte_tag.response(&[0; 128]).get(..3), Some([0xE0, 0x81, 0x80].as_slice()));
    }

    #[test]
    fn certificates_are_those_of_a_key() {
        let data = decode("A60483021301").unwrap();
        // yubikit; gpshell.
        let asked = parse([0x00, 0xCA, 0xBF, 0x21], &data).unwrap();
        assert_eq!(asked, GetData { object: DataObject::Certificates(key()), value_only: true });
        assert_eq!(asked.response(&[0x30, 0x00]), [0x30, 0x00]);
        let asked = parse([0x80, 0xCA, 0xBF, 0x21], &data).unwrap();
        assert_eq!(asked.response(&[0x30, 0x00]), [0xBF, 0x21, 0x02, 0x30, 0x00]);
    }

    #[test]
    fn authorities_are_found_by_their_identifier() {
        let data = decode("A6054203AABBCC").unwrap();
        let asked = parse([0x80, 0xCA, 0x00, 0x83], &data).unwrap();
        assert_eq!(asked.object, DataObject::AuthorityKey(&[0xAA, 0xBB, 0xCC]));
        assert_eq!(asked.response(&key().to_bytes()), [0x83, 0x02, 0x13, 0x01]);
        // resolve_scp11_ca_kloc_from_supported_identifiers of kaoh/globalplatform, and yubikit, read pairs 42, 83.
        let value = authority_identifiers([([0xAA, 0xBB].as_slice(), key()), ([0xCC].as_slice(), key())]);
        assert_eq!(value, decode("4202AABB83021301 4201CC83021301").unwrap());
    }

    #[test]
    fn the_list_of_applications_has_no_tag() {
        // gpshell: 80CA2F00025C00; pySim: 80CB.
        for instruction in [0xCA, 0xCB] {
            let asked = parse([0x80, instruction, 0x2F, 0x00], &[0x5C, 0x00]).unwrap();
            assert_eq!(asked.object, DataObject::Applications);
            assert_eq!(asked.response(&[0x61, 0x00]), [0x61, 0x00]);
        }
    }

    #[test]
    fn a_wrong_data_field_is_refused() {
        let refused = |p1, p2, data: &str| {
            let data = decode(data).unwrap();
            assert_eq!(
                parse([0x80, 0xCA, p1, p2], &data),
                Err(GlobalPlatformReason::DataField),
                "{data:02X?}"
            );
        };
        for data in
            ["", "A600", "A60483021380", "A603830113", "A604840213 01", "A60483021301 A600", "830213 01"]
        {
            refused(0xBF, 0x21, data);
        }
        refused(0x00, 0x66, "5C00");
        refused(0x2F, 0x00, "5C0161");
        refused(0x00, 0x83, "A60483021301");
    }

    proptest! {
        #[test]
        fn no_command_breaks_it(header: [u8; 4], data in proptest::collection::vec(any::<u8>(), 0..20)) {
            prop_assume!(header[0] != 0xFF);
            if let Ok(asked) = parse(header, &data) {
                let value = vec![0xAB; data.len()];
                prop_assert!(asked.response(&value).ends_with(&value));
            }
        }
    }
}
