use cardamom_apdu::hex::decode;
use cardamom_secure_channel::content_signature::ReceiptKey;
use rsa::BoxedUint;

use super::*;

fn verification_key(key: &SigningKey) -> VerificationKey {
    match key.card_key() {
        NewKey::Rsa { modulus, exponent } => VerificationKey::rsa(&modulus, &exponent).unwrap(),
        NewKey::Ec(point) => VerificationKey::ec(&point).unwrap(),
        NewKey::Aes(key) => VerificationKey::aes(key.expose()).unwrap(),
        NewKey::TripleDes(_) | NewKey::EcPrivate(_) => panic!("no signing key"),
    }
}

/// An RSA key of two primes made by OpenSSL for this test.
fn rsa(p: &str, q: &str) -> SigningKey {
    let number = |text: &str| {
        let bytes = decode(text).unwrap();
        BoxedUint::from_be_slice_vartime(&bytes)
    };
    let key = RsaPrivateKey::from_p_q(number(p), number(q), BoxedUint::from(65_537u64)).unwrap();
    SigningKey(Kind::Rsa(Box::new(key)))
}

#[test]
fn what_is_signed_verifies_as_the_card_verifies_it() {
    let keys = [
        SigningKey::ec(&[7; 32]).unwrap(),
        SigningKey::aes(&[7; 16]).unwrap(),
        SigningKey::aes(&[7; 32]).unwrap(),
        rsa(P_512, Q_512),
        rsa(P_1024, Q_1024),
    ];
    for key in keys {
        let card = verification_key(&key);
        let mut token = key.token(b"command").unwrap();
        assert_eq!(card.verify_token(b"command", &token), Ok(()), "{key:?}");
        assert_eq!(card.verify_token(b"commanD", &token), Err(SignatureWrong));
        token[3] ^= 1;
        assert_eq!(card.verify_token(b"command", &token), Err(SignatureWrong));
        assert_eq!(card.verify_dap(&[1; 32], &key.dap_signature(&[1; 32]).unwrap()), Ok(()));
    }
}

#[test]
fn keys_are_read_from_pem() {
    let ec = p256::SecretKey::from_slice(&[7; 32]).unwrap();
    let pem = p256::pkcs8::EncodePrivateKey::to_pkcs8_pem(&ec, p256::pkcs8::LineEnding::LF).unwrap();
    let key = SigningKey::from_pem(&pem).unwrap();
    assert!(matches!(key.card_key(), NewKey::Ec(point) if point.len() == 65));
    let Kind::Rsa(key) = rsa(P_512, Q_512).0 else { panic!() };
    let pem = rsa::pkcs8::EncodePrivateKey::to_pkcs8_pem(&*key, rsa::pkcs8::LineEnding::LF).unwrap();
    assert_eq!(format!("{:?}", SigningKey::from_pem(&pem).unwrap()), "SigningKey(RSA)");
    let pem = rsa::pkcs1::EncodeRsaPrivateKey::to_pkcs1_pem(&*key, rsa::pkcs8::LineEnding::LF).unwrap();
    assert!(SigningKey::from_pem(&pem).is_ok());
    assert_eq!(SigningKey::from_pem("-----BEGIN NOTHING-----").unwrap_err(), NoSigningKey);
    assert!(SigningKey::aes(&[0; 15]).is_err() && SigningKey::ec(&[0; 32]).is_err());
}

#[test]
fn receipts_are_read_and_verified() {
    let key = AesKey::new(&[0x71; 16]).unwrap();
    let about = [5, 0xA0, 0, 0, 0, 1];
    let unique = [0x42, 0x01, 0xAA];
    let confirmed = [&[2, 0, 5, 3][..], &unique].concat();
    let mac = ReceiptKey::Aes(&key).receipt(&[&confirmed[..], &about].concat());
    let confirmation = [&[16], &mac[..], &confirmed].concat();
    let answer = [&[u8::try_from(confirmation.len()).unwrap()], &confirmation[..]].concat();
    let receipt = Receipt::parse(&answer).unwrap().unwrap();
    assert_eq!((receipt.counter, receipt.unique_data.as_slice()), (5, &unique[..]));
    assert_eq!(receipt.verify(&key, &about), Ok(()));
    assert_eq!(receipt.verify(&key, &[]), Err(SignatureWrong));
    assert_eq!(receipt.verify(&AesKey::new(&[0; 16]).unwrap(), &about), Err(SignatureWrong));
    assert_eq!(Receipt::parse(&[0]), Ok(None));
    assert_eq!(Receipt::parse(&[]), Ok(None));
    assert_eq!(Receipt::parse(&[1, 2, 3]), Err(ReceiptMalformed));
}

proptest::proptest! {
    #[test]
    fn no_answer_brings_receipts_down(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..60)) {
        let _ = Receipt::parse(&bytes);
    }

    #[test]
    fn no_text_brings_keys_down(text in "\\PC*") {
        let _ = SigningKey::from_pem(&text);
        let _ = SigningKey::from_pem(&format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n"));
    }
}

const P_512: &str = "EAAD8CB2F21DCEDF7B65ABE2F1691C4E150896CC1FC9562A534BE99D155149491AEBF5643B7512C11991CA1F50F1E413437BD433D767361256104186404C497D";
const Q_512: &str = "F879FE59C3714AD1589411349B152620803D0D3280AE3AE5B43D757F6346C2D955E771400C4D541B104CE1A4F146B536B75D852D67E33FA1A758729DFBB05C95";
const P_1024: &str = "E5DD4467302520712A601C0429F7D963D7566B2546CDEF194ADEBB105165A61B45CA54E94C050B820A89E372731C0F199AF4064AEAE54B5DDB6CFBC42F9AF377F2C7E886BE38D569D548D7AEE4AEB896FFC95A605FA19A819EAFFC08BB358F002D8059648CC8F2A91DFC1263596FED29643CDEB573DDEEA19FD0AF4906D34E31";
const Q_1024: &str = "EF453B7AFD4594E3F55AAE10D623CAA482BD7231FE95EBED6A722B5D4FA2BA3CF795ED09470721730B00C0B79A5097A01FEEE88A178EEC9060C82FE006B190D5E179F252C83B8F96F96410745A5FF00DC4F076B1B88A1BBAAE531AF97AE6248D53107CB0CB0034259C83388C8857F154BE945CB70DE2D589BF1EC357335A2E13";
