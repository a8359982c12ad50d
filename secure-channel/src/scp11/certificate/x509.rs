//! X.509 certificates (RFC 5280), as far as a card needs them.

use alloc::vec::Vec;

use p256::ecdsa::Signature;
use x509_cert::Certificate;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, KeyUsage};

use super::super::key::PublicKey;
use super::{CertificateError, Content};

/// ecdsa-with-SHA256 (RFC 5758 §3.2).
const ECDSA_WITH_SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
/// id-ecPublicKey (RFC 5480 §2.1.1).
const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// secp256r1 (RFC 5480 §2.1.1.1).
const P_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.3.1.7");
/// Extensions that may be critical: basicConstraints, keyUsage, certificatePolicies (which GlobalPlatform has in all
/// its certificates, and nobody here asks for).
const UNDERSTOOD: [ObjectIdentifier; 3] = [
    ObjectIdentifier::new_unwrap("2.5.29.19"),
    ObjectIdentifier::new_unwrap("2.5.29.15"),
    ObjectIdentifier::new_unwrap("2.5.29.32"),
];

pub(super) fn read(bytes: &[u8]) -> Result<Content, CertificateError> {
    let malformed = CertificateError::Malformed;
    let certificate = Certificate::from_der(bytes).map_err(|_| malformed)?;
    // What is signed are the bytes that came: they must be the ones that are read.
    if certificate.to_der().map_err(|_| malformed)? != bytes {
        return Err(malformed);
    }
    let content = certificate.tbs_certificate();
    let algorithm = certificate.signature_algorithm();
    if algorithm.oid != ECDSA_WITH_SHA_256
        || algorithm.parameters.is_some()
        || content.signature() != algorithm
    {
        return Err(CertificateError::Algorithm);
    }
    let info = content.subject_public_key_info();
    let curve = info.algorithm.parameters.as_ref().and_then(|curve| curve.decode_as().ok());
    if info.algorithm.oid != EC_PUBLIC_KEY || curve != Some(P_256) {
        return Err(CertificateError::Algorithm);
    }
    let point = info.subject_public_key.as_bytes().ok_or(malformed)?;
    let signature = certificate.signature().as_bytes().ok_or(malformed)?;
    let unknown = |extension: &x509_cert::ext::Extension| {
        extension.critical && !UNDERSTOOD.contains(&extension.extn_id)
    };
    if content.extensions().is_some_and(|extensions| extensions.iter().any(unknown)) {
        return Err(malformed);
    }
    let usage = content.get_extension::<KeyUsage>().map_err(|_| malformed)?.map(|(_, usage)| usage);
    let constraints = content.get_extension::<BasicConstraints>().map_err(|_| malformed)?;
    let constraints = constraints.map(|(_, constraints)| constraints);
    let authority = content.get_extension::<AuthorityKeyIdentifier>().map_err(|_| malformed)?;
    let name = |name: &x509_cert::name::Name| name.to_der().map_err(|_| malformed);
    let is_authority = constraints.as_ref().is_some_and(|constraints| constraints.ca);
    Ok(Content {
        serial_number: content.serial_number().as_bytes().to_vec(),
        issuer: name(content.issuer())?,
        subject: name(content.subject())?,
        authority: authority
            .and_then(|(_, authority)| authority.key_identifier)
            .map(|identifier| Vec::from(identifier.as_bytes())),
        key: PublicKey::from_bytes(point).ok_or(CertificateError::Algorithm)?,
        agrees_on_keys: usage.is_none_or(|usage| usage.key_agreement()),
        signs_certificates: is_authority && usage.is_none_or(|usage| usage.key_cert_sign()),
        path_length: constraints.and_then(|constraints| constraints.path_len_constraint),
        signed: content.to_der().map_err(|_| malformed)?,
        signature: Signature::from_der(signature).map_err(|_| CertificateError::SignatureWrong)?,
    })
}
