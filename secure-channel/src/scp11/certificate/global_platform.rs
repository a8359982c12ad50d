//! Certificates in the format of GlobalPlatform (Amendment F, Tables 6-12 and 6-13 as kaoh/globalplatform has them):
//! `7F21` with these objects, all but the last signed as they stand, one after the other.
//!
//! | Tag | Length | |
//! |---|---|---|
//! | `93` | 1 to 20 | serial number |
//! | `42` | 1 to 20 | identifier of the authority |
//! | `5F20` | 1 to 20 | identifier of the subject |
//! | `95` | 1 or 2 | usage: `82` to verify signatures, `0080` for key agreement |
//! | `5F25` | 4 | effective date, YYYYMMDD in BCD; may be left away |
//! | `5F24` | 4 | expiration date |
//! | `53` or `73` | | discretionary data; may be left away |
//! | `BF20` | | authorizations; may be left away |
//! | `7F49` | | `B0`: public key, 65 bytes; `F0`: reference of its curve, `00` |
//! | `5F37` | 64, or up to 72 | signature: r and s, 32 bytes each, or as DER has them (both are in use) |

use alloc::vec::Vec;

use cardamom_apdu::tlv::{Object, Reader, Tag, append_object};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};

use super::super::key::{PrivateKey, PublicKey};
use super::{CertificateError, Content};

const CERTIFICATE: Tag = Tag::literal::<0x7F21>();
const SERIAL_NUMBER: Tag = Tag::literal::<0x93>();
const AUTHORITY: Tag = Tag::literal::<0x42>();
const SUBJECT: Tag = Tag::literal::<0x5F20>();
const USAGE: Tag = Tag::literal::<0x95>();
const EFFECTIVE: Tag = Tag::literal::<0x5F25>();
const EXPIRATION: Tag = Tag::literal::<0x5F24>();
const DISCRETIONARY: Tag = Tag::literal::<0x53>();
const DISCRETIONARY_OBJECTS: Tag = Tag::literal::<0x73>();
const AUTHORIZATIONS: Tag = Tag::literal::<0xBF20>();
const PUBLIC_KEY: Tag = Tag::literal::<0x7F49>();
const POINT: Tag = Tag::literal::<0xB0>();
const CURVE: Tag = Tag::literal::<0xF0>();
const SIGNATURE: Tag = Tag::literal::<0x5F37>();

/// Longest identifier and serial number in bytes.
const MAXIMUM_IDENTIFIER: usize = 20;

/// What a key in a certificate is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Usage {
    /// To verify other certificates.
    Authority,
    /// To agree on keys.
    KeyAgreement,
}

impl Usage {
    const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Authority => &[0x82],
            Self::KeyAgreement => &[0x00, 0x80],
        }
    }
}

/// A certificate to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCertificate {
    /// Serial number, 1 to 20 bytes.
    pub serial_number: Vec<u8>,
    /// Identifier of the authority that signs it, 1 to 20 bytes.
    pub authority: Vec<u8>,
    /// Identifier of the subject, 1 to 20 bytes.
    pub subject: Vec<u8>,
    /// What the key is for.
    pub usage: Usage,
    /// From when on, YYYYMMDD in BCD.
    pub effective: Option<[u8; 4]>,
    /// Until when, YYYYMMDD in BCD.
    pub expiration: [u8; 4],
}

impl NewCertificate {
    /// The certificate of this key, signed; whole, with its tag.
    #[must_use]
    pub fn sign(&self, key: &PublicKey, authority: &PrivateKey) -> Vec<u8> {
        let mut point = Vec::new();
        append_object(&mut point, POINT, &key.to_bytes());
        append_object(&mut point, CURVE, &[0x00]);
        let mut content = Vec::new();
        append_object(&mut content, SERIAL_NUMBER, &self.serial_number);
        append_object(&mut content, AUTHORITY, &self.authority);
        append_object(&mut content, SUBJECT, &self.subject);
        append_object(&mut content, USAGE, self.usage.bytes());
        if let Some(date) = &self.effective {
            append_object(&mut content, EFFECTIVE, date);
        }
        append_object(&mut content, EXPIRATION, &self.expiration);
        append_object(&mut content, PUBLIC_KEY, &point);
        // Deterministic (RFC 6979): no entropy is wanted, and no nonce comes twice.
        let signature: Signature = SigningKey::from(authority.inner()).sign(&content);
        append_object(&mut content, SIGNATURE, signature.to_der().as_bytes());
        let mut certificate = Vec::new();
        append_object(&mut certificate, CERTIFICATE, &content);
        certificate
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<Content, CertificateError> {
    let malformed = CertificateError::Malformed;
    let whole = Object::parse_first(bytes).map_err(|_| malformed)?;
    if whole.tag() != CERTIFICATE || whole.encoding().len() != bytes.len() {
        return Err(malformed);
    }
    let objects: Vec<Object<'_>> =
        Reader::new(whole.value()).collect::<Result<_, _>>().map_err(|_| malformed)?;
    let order = |tag| match tag {
        SERIAL_NUMBER => Some(0),
        AUTHORITY => Some(1),
        SUBJECT => Some(2),
        USAGE => Some(3),
        EFFECTIVE => Some(4),
        EXPIRATION => Some(5),
        DISCRETIONARY | DISCRETIONARY_OBJECTS => Some(6),
        AUTHORIZATIONS => Some(7),
        PUBLIC_KEY => Some(8),
        SIGNATURE => Some(9),
        _ => None,
    };
    // In this order, each once.
    let places: Vec<u8> =
        objects.iter().map(|object| order(object.tag())).collect::<Option<_>>().ok_or(malformed)?;
    if !places.windows(2).all(|pair| matches!(pair, [one, other] if one < other)) {
        return Err(malformed);
    }
    let find = |tag| objects.iter().find(|object| object.tag() == tag).map(Object::value);
    let identifier = |tag| {
        let value = find(tag).filter(|value| (1..=MAXIMUM_IDENTIFIER).contains(&value.len()));
        value.map(<[u8]>::to_vec).ok_or(malformed)
    };
    let is_date = |value: Option<&[u8]>| value.is_some_and(|value| value.len() == 4);
    if !is_date(find(EXPIRATION)) || find(EFFECTIVE).is_some_and(|value| value.len() != 4) {
        return Err(malformed);
    }
    if find(AUTHORIZATIONS).is_some() {
        return Err(CertificateError::Restricted);
    }
    let usage = find(USAGE).ok_or(malformed)?;
    let usage = [Usage::Authority, Usage::KeyAgreement].into_iter().find(|one| one.bytes() == usage);
    let (Some(last), Some(key)) = (objects.last(), find(PUBLIC_KEY)) else { return Err(malformed) };
    let authority = identifier(AUTHORITY)?;
    // What is signed are the objects before the signature, byte by byte.
    let signed =
        whole.value().len().checked_sub(last.encoding().len()).and_then(|end| whole.value().get(..end));
    Ok(Content {
        serial_number: identifier(SERIAL_NUMBER)?,
        issuer: authority.clone(),
        subject: identifier(SUBJECT)?,
        authority: Some(authority),
        key: public_key(key)?,
        agrees_on_keys: usage == Some(Usage::KeyAgreement),
        signs_certificates: usage == Some(Usage::Authority),
        path_length: None,
        signed: signed.ok_or(malformed)?.to_vec(),
        signature: find(SIGNATURE).and_then(signature).ok_or(malformed)?,
    })
}

fn public_key(bytes: &[u8]) -> Result<PublicKey, CertificateError> {
    let objects: Vec<Object<'_>> =
        Reader::new(bytes).collect::<Result<_, _>>().map_err(|_| CertificateError::Malformed)?;
    match objects.as_slice() {
        [point, curve] if point.tag() == POINT && curve.tag() == CURVE && curve.value() == [0x00] => {
            PublicKey::from_bytes(point.value()).ok_or(CertificateError::Algorithm)
        }
        _ => Err(CertificateError::Algorithm),
    }
}

fn signature(bytes: &[u8]) -> Option<Signature> {
    match bytes.len() {
        64 => Signature::from_slice(bytes).ok(),
        _ => Signature::from_der(bytes).ok(),
    }
}
