//! Keys that sign tokens and DAP blocks, as PUT KEY brings their counterparts to the card.

use cardamom_apdu::hex;
use cardamom_secure_channel::session::HostSession;
use cardamom_secure_channel::{AesKey, TripleDesKey, key_check_value};
use p256::ecdsa::signature::{RandomizedSigner, SignatureEncoding, Signer};
use rsa::traits::PublicKeyParts;
use rsa::{BoxedUint, RsaPrivateKey, pkcs1v15, pss, rand_core};
use sha1::Sha1;
use sha2::Sha256;

use crate::observation::KEYS;

const P_1024: &str = "EA8BA893B10EAAA6F0DDDF5A98C04139976B734640109AB9965CF057B61713E3C8B49CCAF485AB85C12950CD04A1AB55087BE97498EFFAD30C1ABA98CBFE2ACB";
const Q_1024: &str = "DA9F4A0D853988F689E25DC1BCFB7597FC7011130289EEB566E58F7E0659EC41712FF735AC9B92BF3F4A1AA06EA86AB849A9DFD4F4B975CE368D34B53265EF97";
const P_2048: &str = "F149A8128E7A757DC5BD157296774D739A2E28E48E86F4CC3D83468DB8FA50F3BE0C474D704BA6CE035D99DF2A36FB6E67228F0E15FC35626F0A1055C3390F73ED577B844CFA772CAE85B28F8DB547286C0264E3AFFD97582B32DD0C8001B0B7F64E45212E30E2D21638E9052D5814EB8092CE05896D31C1B32E3861FD1BA9E7";
const Q_2048: &str = "D2639A4F6E2072009F4D1E65E4E06D72A67B53177BA6C41551FBDCBCC50318507166DA4664322F1C1C0F3DD6624123BC5FC4951A01E38910A97E33D6DC5D0FDF0882ED54FADC990A26D99C0A8CC4447C1684844D32BFD2A1BB18BACC9524A326C2BF9B2E747D0CC5E94FDA8CA0D4413A14E846B89ED1C8091C5F6213CF184497";

/// A kind of key of GPCS 2.3.1 Appendix C.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Aes,
    P256,
    Rsa1024,
    Rsa2048,
    TripleDes,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [Self::Aes, Self::P256, Self::Rsa1024, Self::Rsa2048, Self::TripleDes];

    fn rsa(self) -> RsaPrivateKey {
        let number = |digits: &str| {
            let bytes = hex::decode(digits).unwrap();
            BoxedUint::from_be_slice(&bytes, u32::try_from(8 * bytes.len()).unwrap()).unwrap()
        };
        let (p, q) = if self == Self::Rsa1024 { (P_1024, Q_1024) } else { (P_2048, Q_2048) };
        RsaPrivateKey::from_p_q(number(p), number(q), number("010001")).unwrap()
    }

    fn p256() -> p256::ecdsa::SigningKey {
        p256::ecdsa::SigningKey::from_slice(&[0x17; 32]).unwrap()
    }

    /// The data field of PUT KEY that brings this key to the card as one of this version.
    pub(crate) fn key_field(self, session: &HostSession, version: u8) -> String {
        let secret = hex::decode(KEYS[2]).unwrap();
        let encrypted = || hex::encode(&session.encrypt_data(&secret).unwrap());
        let key = match self {
            Self::Aes => {
                let check = key_check_value::aes(&AesKey::new(&secret).unwrap());
                format!("8810{}03{}", encrypted(), hex::encode(&check))
            }
            Self::TripleDes => {
                let key = TripleDesKey::from_bytes(secret.clone().try_into().unwrap());
                format!("8010{}03{}", encrypted(), hex::encode(&key_check_value::triple_des(&key)))
            }
            Self::P256 => {
                let point = Self::p256().verifying_key().to_sec1_point(false);
                format!("B041{}F0010000", hex::encode(point.as_bytes()))
            }
            Self::Rsa1024 | Self::Rsa2048 => {
                let modulus = self.rsa().n().to_be_bytes();
                let length = if self == Self::Rsa1024 { "8180" } else { "820100" };
                format!("A1{length}{}A00301000100", hex::encode(&modulus))
            }
        };
        format!("{version:02X}{key}")
    }

    /// The signature, or MAC, of a token or a DAP block.
    pub(crate) fn sign(self, data: &[u8]) -> Vec<u8> {
        let secret = hex::decode(KEYS[2]).unwrap();
        match self {
            Self::Aes => AesKey::new(&secret).unwrap().cmac(&[data]).to_vec(),
            Self::TripleDes => retail_mac(&secret, data),
            Self::P256 => {
                let signature: p256::ecdsa::Signature = Self::p256().sign(data);
                signature.to_bytes().to_vec()
            }
            Self::Rsa1024 => pkcs1v15::SigningKey::<Sha1>::new(self.rsa()).sign(data).to_vec(),
            Self::Rsa2048 => {
                pss::SigningKey::<Sha256>::new(self.rsa()).sign_with_rng(&mut NotRandom(1), data).to_vec()
            }
        }
    }
}

/// ISO 9797-1 algorithm 3, padding 2 (GPCS 2.3.1 §B.1.2.2), from the parts that the card does not use for it.
fn retail_mac(key: &[u8], data: &[u8]) -> Vec<u8> {
    use des::Des;
    use des::cipher::{BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
    let (left, right) = key.split_at(8);
    let (left, right) = (Des::new_from_slice(left).unwrap(), Des::new_from_slice(right).unwrap());
    let mut padded = [data, &[0x80]].concat();
    padded.resize(padded.len().next_multiple_of(8), 0);
    let mut mac = [0; 8];
    for block in padded.as_chunks::<8>().0 {
        for (byte, next) in mac.iter_mut().zip(block) {
            *byte ^= next;
        }
        left.encrypt_block((&mut mac).into());
    }
    right.decrypt_block((&mut mac).into());
    left.encrypt_block((&mut mac).into());
    mac.to_vec()
}

/// Salts of signatures that are the same in every run.
struct NotRandom(u64);

impl rand_core::TryRng for NotRandom {
    type Error = core::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        self.try_next_u64().map(|number| u32::try_from(number >> 32).unwrap())
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        Ok(self.0)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for byte in bytes {
            *byte = u8::try_from(self.try_next_u64()? >> 56).unwrap();
        }
        Ok(())
    }
}

impl rand_core::TryCryptoRng for NotRandom {}
