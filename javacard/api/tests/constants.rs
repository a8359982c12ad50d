//! Constants that applets and terminals depend on, as the specifications have them, not as our tables do.
#![allow(clippy::unwrap_used, clippy::panic, reason = "the helpers of a test may panic")]

use cardamom_java_card_api::packages;

/// The value of a constant of a class.
fn value(class: &str, constant: &str) -> i32 {
    let mut found = packages()
        .iter()
        .flat_map(|package| package.classes)
        .filter(|other| other.name == class)
        .filter_map(|class| class.constant(constant));
    found.next().unwrap_or_else(|| panic!("no {class}.{constant}")).value
}

/// Compares constants of a class.
fn check(class: &str, constants: &[(&str, i32)]) {
    for (name, expected) in constants {
        assert_eq!(value(class, name), *expected, "{class}.{name}");
    }
}

/// A status word or other short as Java has it: signed.
const fn short(value: u16) -> i32 {
    value.cast_signed() as i32
}

/// ISO/IEC 7816-4 §5.1.3: the status words; §5.1 and §7.1.1: header and SELECT.
#[test]
fn iso_7816() {
    check(
        "javacard/framework/ISO7816",
        &[
            ("SW_NO_ERROR", short(0x9000)),
            ("SW_BYTES_REMAINING_00", short(0x6100)),
            ("SW_WARNING_STATE_UNCHANGED", short(0x6200)),
            ("SW_WRONG_LENGTH", short(0x6700)),
            ("SW_LOGICAL_CHANNEL_NOT_SUPPORTED", short(0x6881)),
            ("SW_SECURE_MESSAGING_NOT_SUPPORTED", short(0x6882)),
            ("SW_LAST_COMMAND_EXPECTED", short(0x6883)),
            ("SW_COMMAND_CHAINING_NOT_SUPPORTED", short(0x6884)),
            ("SW_SECURITY_STATUS_NOT_SATISFIED", short(0x6982)),
            ("SW_FILE_INVALID", short(0x6983)),
            ("SW_DATA_INVALID", short(0x6984)),
            ("SW_CONDITIONS_NOT_SATISFIED", short(0x6985)),
            ("SW_COMMAND_NOT_ALLOWED", short(0x6986)),
            ("SW_APPLET_SELECT_FAILED", short(0x6999)),
            ("SW_WRONG_DATA", short(0x6A80)),
            ("SW_FUNC_NOT_SUPPORTED", short(0x6A81)),
            ("SW_FILE_NOT_FOUND", short(0x6A82)),
            ("SW_RECORD_NOT_FOUND", short(0x6A83)),
            ("SW_FILE_FULL", short(0x6A84)),
            ("SW_INCORRECT_P1P2", short(0x6A86)),
            ("SW_WRONG_P1P2", short(0x6B00)),
            ("SW_CORRECT_LENGTH_00", short(0x6C00)),
            ("SW_INS_NOT_SUPPORTED", short(0x6D00)),
            ("SW_CLA_NOT_SUPPORTED", short(0x6E00)),
            ("SW_UNKNOWN", short(0x6F00)),
            ("OFFSET_CLA", 0),
            ("OFFSET_INS", 1),
            ("OFFSET_P1", 2),
            ("OFFSET_P2", 3),
            ("OFFSET_LC", 4),
            ("OFFSET_CDATA", 5),
            ("OFFSET_EXT_CDATA", 7),
            ("CLA_ISO7816", 0),
            ("INS_SELECT", i32::from(0xA4_u8.cast_signed())),
            ("INS_EXTERNAL_AUTHENTICATE", i32::from(0x82_u8.cast_signed())),
        ],
    );
}

/// The reason codes of the exceptions of `javacard.framework` ("Java Card API, Classic Edition", 3.0.5).
#[test]
fn reasons() {
    check(
        "javacard/framework/APDUException",
        &[
            ("ILLEGAL_USE", 1),
            ("BUFFER_BOUNDS", 2),
            ("BAD_LENGTH", 3),
            ("IO_ERROR", 4),
            ("NO_T0_GETRESPONSE", 0xAA),
            ("T1_IFD_ABORT", 0xAB),
            ("NO_T0_REISSUE", 0xAC),
        ],
    );
    check(
        "javacard/framework/SystemException",
        &[
            ("ILLEGAL_VALUE", 1),
            ("NO_TRANSIENT_SPACE", 2),
            ("ILLEGAL_TRANSIENT", 3),
            ("ILLEGAL_AID", 4),
            ("NO_RESOURCE", 5),
            ("ILLEGAL_USE", 6),
        ],
    );
    check(
        "javacard/framework/TransactionException",
        &[
            ("IN_PROGRESS", 1),
            ("NOT_IN_PROGRESS", 2),
            ("BUFFER_FULL", 3),
            ("INTERNAL_FAILURE", 4),
            ("ILLEGAL_USE", 5),
        ],
    );
    check(
        "javacard/security/CryptoException",
        &[
            ("ILLEGAL_VALUE", 1),
            ("UNINITIALIZED_KEY", 2),
            ("NO_SUCH_ALGORITHM", 3),
            ("INVALID_INIT", 4),
            ("ILLEGAL_USE", 5),
        ],
    );
    check("javacard/framework/PINException", &[("ILLEGAL_VALUE", 1)]);
}

/// Memory, protocols and states of `javacard.framework` ("Java Card API, Classic Edition", 3.0.5).
#[test]
fn framework() {
    check(
        "javacard/framework/JCSystem",
        &[
            ("NOT_A_TRANSIENT_OBJECT", 0),
            ("CLEAR_ON_RESET", 1),
            ("CLEAR_ON_DESELECT", 2),
            ("MEMORY_TYPE_PERSISTENT", 0),
            ("MEMORY_TYPE_TRANSIENT_RESET", 1),
            ("MEMORY_TYPE_TRANSIENT_DESELECT", 2),
        ],
    );
    check(
        "javacard/framework/APDU",
        &[
            ("PROTOCOL_T0", 0),
            ("PROTOCOL_T1", 1),
            ("PROTOCOL_MEDIA_CONTACTLESS_TYPE_A", i32::from(0x80_u8.cast_signed())),
            ("PROTOCOL_MEDIA_CONTACTLESS_TYPE_B", i32::from(0x90_u8.cast_signed())),
            ("PROTOCOL_MEDIA_USB", i32::from(0xA0_u8.cast_signed())),
            ("STATE_INITIAL", 0),
            ("STATE_FULL_OUTGOING", 6),
        ],
    );
}

/// Algorithms and key types that issued cards and hosts name by number ("Java Card API, Classic Edition", 3.0.5).
#[test]
fn security_and_crypto() {
    check(
        "javacard/security/KeyBuilder",
        &[
            ("TYPE_DES_TRANSIENT_RESET", 1),
            ("TYPE_DES_TRANSIENT_DESELECT", 2),
            ("TYPE_DES", 3),
            ("TYPE_RSA_PUBLIC", 4),
            ("TYPE_RSA_PRIVATE", 5),
            ("TYPE_RSA_CRT_PRIVATE", 6),
            ("TYPE_DSA_PUBLIC", 7),
            ("TYPE_DSA_PRIVATE", 8),
            ("TYPE_EC_F2M_PUBLIC", 9),
            ("TYPE_EC_F2M_PRIVATE", 10),
            ("TYPE_EC_FP_PUBLIC", 11),
            ("TYPE_EC_FP_PRIVATE", 12),
            ("TYPE_AES_TRANSIENT_RESET", 13),
            ("TYPE_AES_TRANSIENT_DESELECT", 14),
            ("TYPE_AES", 15),
            ("TYPE_HMAC", 21),
            ("LENGTH_DES", 64),
            ("LENGTH_DES3_2KEY", 128),
            ("LENGTH_DES3_3KEY", 192),
            ("LENGTH_AES_256", 256),
            ("LENGTH_RSA_2048", 2048),
            ("LENGTH_EC_FP_256", 256),
        ],
    );
    check(
        "javacard/security/KeyPair",
        &[("ALG_RSA", 1), ("ALG_RSA_CRT", 2), ("ALG_DSA", 3), ("ALG_EC_F2M", 4), ("ALG_EC_FP", 5)],
    );
    check(
        "javacard/security/MessageDigest",
        &[
            ("ALG_SHA", 1),
            ("ALG_MD5", 2),
            ("ALG_RIPEMD160", 3),
            ("ALG_SHA_256", 4),
            ("ALG_SHA_384", 5),
            ("ALG_SHA_512", 6),
            ("ALG_SHA_224", 7),
        ],
    );
    check(
        "javacard/security/Signature",
        &[
            ("ALG_DES_MAC8_NOPAD", 2),
            ("ALG_DES_MAC8_ISO9797_M1", 4),
            ("ALG_DES_MAC8_ISO9797_M2", 6),
            ("ALG_RSA_SHA_PKCS1", 10),
            ("ALG_ECDSA_SHA", 17),
            ("ALG_AES_MAC_128_NOPAD", 18),
            ("ALG_DES_MAC8_ISO9797_1_M2_ALG3", 20),
            ("ALG_RSA_SHA_PKCS1_PSS", 21),
            ("ALG_HMAC_SHA1", 24),
            ("ALG_HMAC_SHA_256", 25),
            ("ALG_ECDSA_SHA_256", 33),
            ("ALG_ECDSA_SHA_384", 34),
            ("ALG_RSA_SHA_256_PKCS1", 40),
            ("ALG_AES_CMAC_128", 49),
            ("MODE_SIGN", 1),
            ("MODE_VERIFY", 2),
        ],
    );
    check(
        "javacardx/crypto/Cipher",
        &[
            ("ALG_DES_CBC_NOPAD", 1),
            ("ALG_DES_CBC_ISO9797_M2", 3),
            ("ALG_DES_ECB_NOPAD", 5),
            ("ALG_RSA_PKCS1", 10),
            ("ALG_RSA_NOPAD", 12),
            ("ALG_AES_BLOCK_128_CBC_NOPAD", 13),
            ("ALG_AES_BLOCK_128_ECB_NOPAD", 14),
            ("ALG_RSA_PKCS1_OAEP", 15),
            ("MODE_DECRYPT", 1),
            ("MODE_ENCRYPT", 2),
        ],
    );
    check("javacard/security/RandomData", &[("ALG_PSEUDO_RANDOM", 1), ("ALG_SECURE_RANDOM", 2)]);
    check(
        "javacard/security/KeyAgreement",
        &[
            ("ALG_EC_SVDP_DH", 1),
            ("ALG_EC_SVDP_DHC", 2),
            ("ALG_EC_SVDP_DH_PLAIN", 3),
            ("ALG_EC_SVDP_DHC_PLAIN", 4),
        ],
    );
    check("javacard/security/Checksum", &[("ALG_ISO3309_CRC16", 1), ("ALG_ISO3309_CRC32", 2)]);
}

/// GPCS 2.3.1 §11.1.1 (life-cycle states) and §11.1.2 (privileges, numbered from the first bit of the first byte);
/// security levels as in the "GlobalPlatform Card API (org.globalplatform)".
#[test]
fn globalplatform() {
    check(
        "org/globalplatform/GPSystem",
        &[
            ("APPLICATION_INSTALLED", 0x03),
            ("APPLICATION_SELECTABLE", 0x07),
            ("SECURITY_DOMAIN_PERSONALIZED", 0x0F),
            ("CARD_OP_READY", 0x01),
            ("CARD_INITIALIZED", 0x07),
            ("CARD_SECURED", 0x0F),
            ("CARD_LOCKED", 0x7F),
            ("CARD_TERMINATED", i32::from(0xFF_u8.cast_signed())),
        ],
    );
    check(
        "org/globalplatform/SecureChannel",
        &[
            ("AUTHENTICATED", i32::from(0x80_u8.cast_signed())),
            ("ANY_AUTHENTICATED", 0x40),
            ("R_ENCRYPTION", 0x20),
            ("R_MAC", 0x10),
            ("C_DECRYPTION", 0x02),
            ("C_MAC", 0x01),
            ("NO_SECURITY_LEVEL", 0),
        ],
    );
    check(
        "org/globalplatform/GPRegistryEntry",
        &[
            ("PRIVILEGE_SECURITY_DOMAIN", 0),
            ("PRIVILEGE_DAP_VERIFICATION", 1),
            ("PRIVILEGE_DELEGATED_MANAGEMENT", 2),
            ("PRIVILEGE_CARD_LOCK", 3),
            ("PRIVILEGE_CARD_TERMINATE", 4),
            ("PRIVILEGE_CARD_RESET", 5),
            ("PRIVILEGE_CVM_MANAGEMENT", 6),
            ("PRIVILEGE_MANDATED_DAP", 7),
        ],
    );
}
