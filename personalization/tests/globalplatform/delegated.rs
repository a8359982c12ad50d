//! Delegated management, DAP verification, receipts.

use cardamom_apdu::{Aid, hex};
use cardamom_personalization::globalplatform::delete::Delete;
use cardamom_personalization::globalplatform::install::{Install, InstallParameters};
use cardamom_personalization::globalplatform::key_hierarchy::KeyHierarchy;
use cardamom_personalization::globalplatform::load::{DapBlock, LoadOptions, LoadPlan};
use cardamom_personalization::globalplatform::privileges::Privileges;
use cardamom_personalization::globalplatform::put_key::{AesForm, KeyPlace, NewKey};
use cardamom_personalization::globalplatform::security_domain::NewSecurityDomain;
use cardamom_personalization::globalplatform::session::SecureChannelOptions;
use cardamom_personalization::globalplatform::signing::SigningKey;
use cardamom_secure_channel::AesKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use rsa::{BoxedUint, RsaPrivateKey};

use crate::card::{DOMAIN, INSTANCE, MODULE, PACKAGE, TestCard, aid, load_file};

const LOADED: &str = "A0000000F002";
const APPLET: &str = "A0000000F00201";
/// Another security domain.
const OTHER: &str = "A0000000F0D1";

fn key(version: u8) -> KeyPlace {
    KeyPlace { replaces: None, version, identifier: 1 }
}

fn receipt_key() -> AesKey {
    AesKey::new(b"a receipt key ..").unwrap()
}

// Primes of an RSA key of 2048 bits, made by OpenSSL for this test.
const P: &str = "E5DD4467302520712A601C0429F7D963D7566B2546CDEF194ADEBB105165A61B45CA54E94C050B820A89E372731C0F199AF4064AEAE54B5DDB6CFBC42F9AF377F2C7E886BE38D569D548D7AEE4AEB896FFC95A605FA19A819EAFFC08BB358F002D8059648CC8F2A91DFC1263596FED29643CDEB573DDEEA19FD0AF4906D34E31";
const Q: &str = "EF453B7AFD4594E3F55AAE10D623CAA482BD7231FE95EBED6A722B5D4FA2BA3CF795ED09470721730B00C0B79A5097A01FEEE88A178EEC9060C82FE006B190D5E179F252C83B8F96F96410745A5FF00DC4F076B1B88A1BBAAE531AF97AE6248D53107CB0CB0034259C83388C8857F154BE945CB70DE2D589BF1EC357335A2E13";

/// The key in PEM.
fn rsa() -> String {
    let prime = |digits: &str| BoxedUint::from_be_slice_vartime(&hex::decode(digits).unwrap());
    let key = RsaPrivateKey::from_p_q(prime(P), prime(Q), BoxedUint::from(65_537u64)).unwrap();
    key.to_pkcs8_pem(LineEnding::LF).unwrap().to_string()
}

fn signing_keys() -> [SigningKey; 3] {
    [
        SigningKey::ec(&[7; 32]).unwrap(),
        SigningKey::aes(b"a signing key ..").unwrap(),
        SigningKey::from_pem(&rsa()).unwrap(),
    ]
}

/// A card with token and receipt keys, and a security domain with Delegated Management.
fn card(token_key: &SigningKey) -> TestCard {
    let mut card = TestCard::new();
    let mut session = card.open();
    session.put_keys(key(0x70), &[token_key.card_key()], AesForm::Prefixed).unwrap();
    session.put_keys(key(0x71), &[NewKey::Aes(receipt_key())], AesForm::Prefixed).unwrap();
    let privileges = Privileges::DELEGATED_MANAGEMENT;
    let domain = NewSecurityDomain { privileges, ..NewSecurityDomain::new(aid(DOMAIN)) };
    session.create_security_domain(&domain, &[]).unwrap();
    drop(session);
    card
}

#[test]
fn content_is_managed_with_tokens_and_answered_with_receipts() {
    for token_key in signing_keys() {
        let mut card = card(&token_key);
        let options = SecureChannelOptions::default();
        let mut session = card.try_open(&KeyHierarchy::test(), &options, Some(DOMAIN)).unwrap();
        let file = load_file(LOADED, APPLET, 700);
        let load = LoadOptions { hash_length: Some(32), ..LoadOptions::default() };
        let plan = LoadPlan::new(&file, &aid(DOMAIN), &load).unwrap();
        let token = token_key.token(&plan.install.token_data()).unwrap();
        let receipt = session.load(&file, &LoadOptions { token, ..load }, &mut |_| ()).unwrap().unwrap();
        receipt.verify(&receipt_key(), plan.install.confirmed()).unwrap();
        assert_eq!(receipt.counter, 1);
        assert!(receipt.verify(&receipt_key(), &Delete::new(&aid(INSTANCE), false).confirmed()).is_err());

        let install = Install::for_install(
            &aid(LOADED),
            &aid(APPLET),
            &aid(INSTANCE),
            Privileges::NONE,
            &InstallParameters::default(),
            true,
        );
        let missing = session.install(&install, &[]).unwrap_err();
        assert!(missing.to_string().contains("delegated management needs a token"), "{missing}");
        let mut token = token_key.token(&install.token_data()).unwrap();
        let receipt = session.install(&install, &token).unwrap().unwrap();
        receipt.verify(&receipt_key(), install.confirmed()).unwrap();
        token[7] ^= 1;
        let wrong = session.install(&install, &token).unwrap_err();
        assert!(wrong.to_string().contains("the token is not one for this command"), "{wrong}");

        let delete = Delete::new(&aid(INSTANCE), false);
        let token = token_key.token(&delete.token_data()).unwrap();
        let receipt = session.delete(&delete, &token).unwrap().unwrap();
        receipt.verify(&receipt_key(), &delete.confirmed()).unwrap();
        assert_eq!(receipt.counter, 3);
    }
}

#[test]
fn load_files_are_verified_by_who_must() {
    for dap_key in signing_keys() {
        let mut card = TestCard::new();
        let privileges = Privileges::MANDATED_DAP_VERIFICATION;
        let domain = NewSecurityDomain { privileges, ..NewSecurityDomain::new(aid(DOMAIN)) };
        card.open().create_security_domain(&domain, &[]).unwrap();
        let options = SecureChannelOptions::default();
        card.try_open(&KeyHierarchy::test(), &options, Some(DOMAIN))
            .unwrap()
            .put_keys(key(0x73), &[dap_key.card_key()], AesForm::Prefixed)
            .unwrap();
        let mut session = card.open();
        let file = load_file(LOADED, APPLET, 500);
        let hash = file.hash(32).unwrap();
        let load = |signature: Vec<u8>| LoadOptions {
            hash_length: Some(32),
            dap_blocks: vec![DapBlock { security_domain: aid(DOMAIN), signature }],
            ..LoadOptions::default()
        };
        let missing = session.load(&file, &LoadOptions::default(), &mut |_| ()).unwrap_err();
        assert!(missing.to_string().contains("has no DAP block"), "{missing}");
        assert_eq!(missing.advice(), None, "the reason says it all");
        let signature = dap_key.dap_signature(&hash).unwrap();
        let mut wrong = signature.clone();
        wrong[9] ^= 0x10;
        let wrong = session.load(&file, &load(wrong), &mut |_| ()).unwrap_err();
        assert!(wrong.to_string().contains("the DAP block does not verify"), "{wrong}");
        session.load(&file, &load(signature), &mut |_| ()).unwrap();
        assert!(session.registry().unwrap().find(&aid(LOADED)).is_some());
    }
}

#[test]
fn each_installation_has_a_receipt() {
    let token_key = SigningKey::ec(&[7; 32]).unwrap();
    let mut card = card(&token_key);
    card.open().create_security_domain(&NewSecurityDomain::new(aid(OTHER)), &[]).unwrap();
    let options = SecureChannelOptions::default();
    let mut session = card.try_open(&KeyHierarchy::test(), &options, Some(DOMAIN)).unwrap();
    let mut run = |install: &Install| {
        let token = token_key.token(&install.token_data()).unwrap();
        let receipt = session.install(install, &token).unwrap().unwrap();
        receipt.verify(&receipt_key(), install.confirmed())
    };
    let names: [Aid; 3] = [aid(PACKAGE), aid(MODULE), aid(INSTANCE)];
    let [package, module, instance] = &names;
    run(&Install::for_install(
        package,
        module,
        instance,
        Privileges::NONE,
        &InstallParameters::default(),
        false,
    ))
    .unwrap();
    run(&Install::for_make_selectable(instance, Privileges::NONE).of_package(package)).unwrap();
    let update = Install::for_registry_update(instance, Some(Privileges::NONE), None);
    run(&update.leaving(&aid(DOMAIN))).unwrap();
    run(&Install::for_extradition(&aid(DOMAIN), instance, &aid(OTHER))).unwrap();
}
