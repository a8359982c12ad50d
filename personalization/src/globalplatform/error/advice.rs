//! What usually is behind a failure, and what to do.

use cardamom_apdu::hex::Hex;

use super::{GlobalPlatformError, KeysWrong, Refusal, Step};

pub(super) fn advice(error: &GlobalPlatformError) -> Option<String> {
    let text = match error {
        GlobalPlatformError::ChallengeUnexpected { .. } => {
            "the keys are right, yet the challenge is not made as Amendment D 6.2.2.1 (SCP02: GPCS 2.3.1 E.4.2.3) says: \
             the card says a wrong i, or the security domain goes by another name"
        }
        GlobalPlatformError::Certificate(_) => {
            "another authority signed them, or they are not for key agreement: nothing says that it is the right card"
        }
        GlobalPlatformError::KeysWrong(wrong) => return Some(of_keys(wrong)),
        GlobalPlatformError::NoSecurityDomain(_) => {
            "say the name of the security domain; a card without one is no GlobalPlatform card"
        }
        GlobalPlatformError::ProtocolUnexpected { .. } => {
            "each key set belongs to one protocol: ask for another key version, or do not ask for a protocol"
        }
        GlobalPlatformError::Refused(refusal) => return of_refusal(refusal),
        GlobalPlatformError::TestKeys { .. } => {
            "anyone can take over such a card: give it keys of its own with PUT KEY, or allow test keys expressly"
        }
        GlobalPlatformError::Transmission { .. } => {
            "whether the card carried the command out is not known: list its content before going on"
        }
        _ => return None,
    };
    Some(text.to_owned())
}

fn of_keys(wrong: &KeysWrong) -> String {
    let data = Hex(&wrong.diversification_data);
    let count = "the keys were compared on this side and EXTERNAL AUTHENTICATE was not sent; cards that count \
                 INITIALIZE UPDATE as an attempt have counted one";
    if wrong.right.is_empty() {
        format!(
            "neither does it under other diversifications of this key or well-known test keys; the card's \
             diversification data is {data}; {count}"
        )
    } else {
        format!("it does verify under {}; {count}", wrong.right.join(", and under "))
    }
}

/// Whether what a status word usually means for a command is a guess among several, which the card's own reason makes
/// idle.
const fn is_guess(step: Step, status: u16) -> bool {
    matches!(
        (step, status),
        (Step::InstallForInstall | Step::InstallForExtradition | Step::InstallForPersonalization, _)
            | (Step::InstallForLoad, 0x6985 | 0x6A88)
            | (Step::Load(_), 0x6985 | 0x6982 | 0x6A80)
            | (Step::SetStatus, 0x6985 | 0x6A80)
            | (Step::StoreData(_) | Step::DeleteKey, _)
            | (Step::Delete, 0x6985)
    )
}

/// What a status word usually means for a command.
fn of_refusal(refusal: &Refusal) -> Option<String> {
    let status = refusal.status.value();
    if refusal.reason.is_some() && is_guess(refusal.step, status) {
        return None;
    }
    if let Some(tries) = refusal.status.as_tries_remaining()
        && refusal.step == Step::ExternalAuthenticate
    {
        return Some(format!(
            "the card counted a failed authentication and allows {tries} more: do not try again with the same keys"
        ));
    }
    let text = match (refusal.step, status) {
        (Step::ExternalAuthenticate, 0x6300 | 0x6982 | 0x6988) => {
            "the card counted a failed authentication; how many it allows is not known (usually 10 to 255, for good): do \
             not try again with the same keys"
        }
        (Step::ExternalAuthenticate | Step::InitializeUpdate, 0x6983) => {
            "too many failed authentications: the security domain opens no more sessions, for good"
        }
        (Step::ExternalAuthenticate, 0x6A86 | 0x6B00) => {
            "the protocol options of the card do not allow this security level: try another"
        }
        (Step::InitializeUpdate, 0x6A88 | 0x6A86) => {
            "the security domain has no key set of this version: its key information (GET DATA 00E0) tells which it has"
        }
        (Step::InitializeUpdate, 0x6985) => {
            "the sequence counter has reached its end, or the card is not in a state for it"
        }
        (Step::InitializeUpdate, 0x6D00 | 0x6E00) => "what is selected is no security domain",
        (Step::InitializeUpdate, 0x6982) => "some cards answer so when authentication is locked",
        (Step::KeyAgreement, 0x6A88) => "the security domain has no SCP11 key of this version and variant",
        (Step::PerformSecurityOperation, 0x6A80 | 0x6982) => {
            "the host's certificate does not verify under the authority's key on the card, or is not allowed"
        }
        (Step::PerformSecurityOperation, 0x6A88) => "the card has no key of this authority",
        (Step::Select, 0x6A82) => "the card has no application of this name, or it is not selectable",
        (Step::Select, 0x6283) => "the card is locked: only the issuer security domain answers",
        (_, 0x6982 | 0x6988) if refusal.step != Step::PutKey => {
            "the secure channel has ended, or the command wants one of a higher level: open it again, with encryption"
        }
        (Step::PutKey, 0x6982 | 0x9485) => {
            "the key check value is wrong: the new key was encrypted under another data encryption key than the card's"
        }
        (Step::PutKey, 0x6A80) => {
            "the key set exists already (say which version is replaced), or the card does not know this key type"
        }
        (Step::PutKey, 0x6A88) => "the card has no key set of the version that is to be replaced",
        (Step::PutKey, 0x9484) => "the card does not know this key type",
        (Step::PutKey, 0x6A84) => "there is no room for another key set",
        (Step::InstallForLoad, 0x6A80) => "a package of this name is on the card already: delete it first",
        (Step::InstallForLoad, 0x6985) => {
            "the security domain may not manage content, or wants a token; or a package of this name is there already"
        }
        (Step::InstallForLoad | Step::InstallForInstall, 0x6A88) => {
            "what the command names is not on the card: security domain, package or module; list the packages"
        }
        (Step::InstallForInstall, 0x6A80) => {
            "an application of this name exists already, or the application does not take these parameters or privileges"
        }
        (Step::InstallForInstall, 0x6985) => {
            "an application of this name exists already, or this security domain may not give these privileges, or the \
             application refused"
        }
        (Step::InstallForExtradition, 0x6985) => {
            "the target does not accept applications, or what is to move belongs to another security domain"
        }
        (Step::InstallForExtradition | Step::InstallForRegistryUpdate, 0x6A88 | 0x6A82) => {
            "the card has no such application or security domain"
        }
        (Step::InstallForPersonalization, 0x6985 | 0x6A88) => {
            "the application is not there, is locked, or belongs to another security domain"
        }
        (Step::Load(0), 0x6985) => "some cards answer so to a package that they do not support",
        (Step::Load(_), 0x6985 | 0x6982) => {
            "a DAP block is missing or wrong, or the card did not expect this block"
        }
        (Step::Load(_), 0x6A80) => {
            "the card does not take the file: it imports a package that is not there or is of another version, was made \
             for a newer Java Card, fails verification, or its hash or signature is wrong"
        }
        (Step::Load(_) | Step::InstallForLoad | Step::InstallForInstall, 0x6A84 | 0x6581) => {
            "the card has not enough memory: delete what is not needed"
        }
        (Step::Load(_), 0x6438 | 0x6424 | 0x6443 | 0x6F00) => {
            "the card's linker does not take the file: an imported package is not there or of another version"
        }
        (Step::Delete, 0x6985) => {
            "something else needs it: delete its instances first (or all together), and packages that import it; what is \
             selected on another channel stays too"
        }
        (Step::Delete | Step::SetStatus, 0x6A88 | 0x6A82) => {
            "the card has no application or package of this name"
        }
        (Step::DeleteKey, 0x6A88 | 0x6A82) => "the security domain has no such key",
        (Step::DeleteKey, 0x6985) => "the last key set that opens sessions cannot be deleted",
        (Step::SetStatus, 0x6A80 | 0x6985) => {
            "there is no such transition from the state that it is in, or this security domain may not ask for it"
        }
        (Step::StoreData(_), 0x6A80) => {
            "the data is not of the form that P1 says, or the application does not take it"
        }
        (Step::StoreData(_), 0x6A88) => "the security domain does not keep this data object",
        (Step::StoreData(_), 0x6985) => "not in this state: is it personalized already?",
        (Step::GetStatus, 0x6A86 | 0x6D00) => "the card does not know GET STATUS in this form",
        (Step::GetData(_), 0x6A88) => "the card does not have this data object",
        (_, 0x6D00 | 0x6E00) => "what is selected does not have this command",
        (_, 0x6283) => "the card is locked",
        _ => return None,
    };
    Some(text.to_owned())
}
