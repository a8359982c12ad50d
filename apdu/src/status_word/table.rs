//! The one list of known status words: value, name, meaning.

use super::StatusWord;

/// Declares the constants and the look-ups from one list. Aliases come after `aliases` and have no entry in
/// the look-ups.
macro_rules! status_words {
    ($($value:literal $name:ident $meaning:literal;)* aliases $($alias:ident = $target:ident, $source:literal;)*) => {
        impl StatusWord {
            $(
                #[doc = concat!("`", stringify!($value), "`: ", $meaning, ".")]
                pub const $name: Self = Self::new($value);
            )*
            $(
                #[doc = concat!("The name that ", $source, " gives to [`StatusWord::", stringify!($target), "`].")]
                pub const $alias: Self = Self::$target;
            )*

            /// The constant of this value, as its source names it; none for an unlisted value and for the
            /// parametrised families (61xx, 63Cx, 6Cxx, 91xx ...).
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.value() {
                    $($value => Some(stringify!($name)),)*
                    _ => None,
                }
            }

            /// The words for a listed value.
            pub(super) const fn listed_meaning(self) -> Option<&'static str> {
                match self.value() {
                    $($value => Some($meaning),)*
                    _ => None,
                }
            }
        }
    };
}

status_words! {
    0x9000 NO_ERROR "success";

    // ISO/IEC 7816-4 §5.6, warnings.
    0x6200 WARNING_STATE_UNCHANGED "warning: non-volatile memory unchanged";
    0x6281 DATA_MAY_BE_CORRUPTED "warning: part of the returned data may be corrupted";
    0x6282 END_OF_FILE_REACHED "warning: end of file or record reached, or search unsuccessful";
    0x6283 SELECTED_FILE_DEACTIVATED "warning: selected file deactivated";
    0x6284 FILE_CONTROL_INFORMATION_MISFORMATTED "warning: file control information badly formatted";
    0x6285 SELECTED_FILE_TERMINATED "warning: selected file in termination state";
    0x6286 NO_SENSOR_INPUT "warning: no input data from a sensor of the card";
    0x6287 DEACTIVATED_RECORD "warning: at least one of the referenced records is deactivated";
    0x6300 WARNING_STATE_CHANGED "warning: non-volatile memory changed, or authentication of the host cryptogram failed";
    0x6310 MORE_DATA_AVAILABLE "warning: more data available";
    0x6381 FILE_FILLED_UP "warning: file filled up by the last write";

    // ISO/IEC 7816-4 §5.6, execution errors.
    0x6400 EXECUTION_ERROR "execution error, non-volatile memory unchanged";
    0x6401 IMMEDIATE_RESPONSE_REQUIRED "execution error: immediate response required by the card";
    0x6500 EXECUTION_ERROR_STATE_CHANGED "execution error, non-volatile memory changed";
    0x6581 MEMORY_FAILURE "memory failure";
    0x6600 SECURITY_ISSUE "security issue";

    // ISO/IEC 7816-4 §5.6, checking errors.
    0x6700 WRONG_LENGTH "wrong length";
    0x6800 CLASS_FUNCTION_NOT_SUPPORTED "functions in the class byte not supported";
    0x6881 LOGICAL_CHANNEL_NOT_SUPPORTED "logical channel not supported, or not open";
    0x6882 SECURE_MESSAGING_NOT_SUPPORTED "secure messaging not supported";
    0x6883 LAST_COMMAND_OF_CHAIN_EXPECTED "last command of the chain expected";
    0x6884 COMMAND_CHAINING_NOT_SUPPORTED "command chaining not supported";
    0x6900 COMMAND_NOT_ALLOWED_GENERAL "command not allowed";
    0x6901 INVALID_STATE "command not accepted in this state";
    0x6981 COMMAND_INCOMPATIBLE_WITH_FILE_STRUCTURE "command incompatible with file structure";
    0x6982 SECURITY_STATUS_NOT_SATISFIED "security status not satisfied";
    0x6983 AUTHENTICATION_METHOD_BLOCKED "authentication method blocked";
    0x6984 REFERENCE_DATA_NOT_USABLE "reference data not usable";
    0x6985 CONDITIONS_NOT_SATISFIED "conditions of use not satisfied";
    0x6986 COMMAND_NOT_ALLOWED "command not allowed, no current elementary file";
    0x6987 EXPECTED_SECURE_MESSAGING_DATA_MISSING "expected secure messaging data objects missing";
    0x6988 INCORRECT_SECURE_MESSAGING_DATA "incorrect secure messaging data objects";
    0x6999 APPLET_SELECT_FAILED "selection of the application failed";
    0x6A00 WRONG_PARAMETERS "wrong parameters P1 P2";
    0x6A80 WRONG_DATA "incorrect parameters in the command data field";
    0x6A81 FUNCTION_NOT_SUPPORTED "function not supported, or card locked";
    0x6A82 FILE_NOT_FOUND "file or application not found";
    0x6A83 RECORD_NOT_FOUND "record not found";
    0x6A84 NOT_ENOUGH_MEMORY "not enough memory space";
    0x6A85 LENGTH_INCONSISTENT_WITH_TLV "Nc inconsistent with TLV structure";
    0x6A86 INCORRECT_P1_P2 "incorrect parameters P1 P2";
    0x6A87 LENGTH_INCONSISTENT_WITH_P1_P2 "Nc inconsistent with parameters P1 P2";
    0x6A88 REFERENCED_DATA_NOT_FOUND "referenced data or reference data not found";
    0x6A89 FILE_ALREADY_EXISTS "file already exists";
    0x6A8A DF_NAME_ALREADY_EXISTS "DF name already exists";
    0x6B00 WRONG_P1_P2 "wrong parameters P1 P2, offset outside the file";
    0x6D00 INSTRUCTION_NOT_SUPPORTED "instruction not supported or invalid";
    0x6E00 CLASS_NOT_SUPPORTED "class not supported";
    0x6F00 UNKNOWN "no precise diagnosis";

    // GPCS 2.3.1 §11.1.3 and the command tables of chapter 11.
    0x9484 ALGORITHM_NOT_SUPPORTED "algorithm not supported";
    0x9485 INVALID_KEY_CHECK_VALUE "invalid key check value";

    // PBOC 2.0 part 2 (electronic purse).
    0x9302 MAC_INVALID "MAC invalid";
    0x9303 APPLICATION_PERMANENTLY_LOCKED "application permanently locked";
    0x9401 INSUFFICIENT_BALANCE "insufficient balance";
    0x9402 COUNTER_AT_MAXIMUM "transaction counter reached its maximum";
    0x9403 KEY_INDEX_NOT_SUPPORTED "key index not supported";
    0x9406 MAC_NOT_AVAILABLE "required MAC not available";

    // ETSI TS 102 221 §10.2 and 3GPP TS 31.102 §7.3, TS 51.011 §9.4.
    0x62F1 MORE_DATA_IN_RESPONSE "warning: more data available";
    0x62F2 MORE_DATA_AND_PROACTIVE_PENDING "warning: more data available and proactive command pending";
    0x62F3 RESPONSE_DATA_AVAILABLE "warning: response data available";
    0x63F1 MORE_DATA_EXPECTED "warning: more data expected";
    0x63F2 MORE_DATA_EXPECTED_AND_PROACTIVE_PENDING "warning: more data expected and proactive command pending";
    0x6989 SECURITY_CHANNEL_NOT_SATISFIED "command not allowed: secure channel, security not satisfied";
    0x9240 MEMORY_PROBLEM "memory problem";
    0x9300 TOOLKIT_BUSY "SIM application toolkit is busy";
    0x9400 NO_ELEMENTARY_FILE_SELECTED "no elementary file selected";
    0x9404 FILE_ID_NOT_FOUND "file or pattern not found";
    0x9408 FILE_INCONSISTENT_WITH_COMMAND "file is inconsistent with the command";
    0x9802 NO_CHV_INITIALIZED "no CHV initialized";
    0x9804 ACCESS_CONDITION_NOT_FULFILLED "access condition not fulfilled, or verification failed";
    0x9808 CONTRADICTION_WITH_CHV_STATUS "in contradiction with CHV status";
    0x9810 CONTRADICTION_WITH_INVALIDATION_STATUS "in contradiction with invalidation status";
    0x9840 CHV_BLOCKED "verification failed, no attempt left";
    0x9850 INCREASE_FAILED "INCREASE cannot be performed, maximum value reached";
    0x9862 AUTHENTICATION_ERROR_MAC "authentication error, incorrect MAC";
    0x9863 SECURITY_SESSION_ERROR "security session or association expired";
    0x9864 AUTHENTICATION_ERROR_CONTEXT "authentication error, security context not supported";
    0x9865 KEY_FRESHNESS_FAILURE "key freshness failure";
    0x9866 AUTHENTICATION_ERROR_NO_MEMORY "authentication error, no memory space available";
    0x9867 AUTHENTICATION_ERROR_NO_MEMORY_IN_EF "authentication error, no memory space available in the key file";

    aliases
    CARD_LIFE_CYCLE_STATE_IS_CARD_LOCKED = SELECTED_FILE_DEACTIVATED, "GPCS 2.3.1 §11.9.3";
    AUTHENTICATION_OF_HOST_CRYPTOGRAM_FAILED = WARNING_STATE_CHANGED, "GPCS 2.3.1 annex E.5.2";
    FILE_INVALID = AUTHENTICATION_METHOD_BLOCKED, "`javacard.framework.ISO7816`";
    DATA_INVALID = REFERENCE_DATA_NOT_USABLE, "`javacard.framework.ISO7816`";
    FILE_FULL = NOT_ENOUGH_MEMORY, "`javacard.framework.ISO7816`";
}
