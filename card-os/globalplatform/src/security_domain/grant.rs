//! Which privileges a security domain gives to the content that it manages (GPCS 2.3.1 §6.6.2, §9.1.3.1).

use cardamom_apdu::Aid;
use cardamom_kernel::{Context, Error, Privileges};

use super::SecurityDomain;
use crate::install_command::check_privileges;
use crate::reason::GlobalPlatformReason;

/// Privileges that one application of the card has, the issuer security domain aside.
const EXCLUSIVE: [Privileges; 2] = [Privileges::CARD_RESET, Privileges::FINAL_APPLICATION];

/// Privileges over the card and over the content of others.
const CARD_WIDE: [Privileges; 10] = [
    Privileges::CARD_LOCK,
    Privileges::CARD_TERMINATE,
    Privileges::CVM_MANAGEMENT,
    Privileges::MANDATED_DAP_VERIFICATION,
    Privileges::TOKEN_VERIFICATION,
    Privileges::GLOBAL_DELETE,
    Privileges::GLOBAL_LOCK,
    Privileges::GLOBAL_REGISTRY,
    Privileges::FINAL_APPLICATION,
    Privileges::RECEIPT_GENERATION,
];

impl SecurityDomain {
    /// Whether this security domain may give these privileges (§9.1.3.1, §6.6.2), to something new or to `to`.
    pub(super) fn check_grant(
        &self,
        context: &mut Context<'_>,
        privileges: Privileges,
        to: Option<Aid>,
    ) -> Result<(), Error> {
        check_privileges(privileges)?;
        let is_authorized = context.privileges()?.contains(Privileges::AUTHORIZED_MANAGEMENT);
        let [_, second, third] = privileges.to_bytes();
        // A token speaks for the issuer, who may give anything; the delegate alone may not give what makes it free.
        if !is_authorized && (second & 0x50 != 0 || third & 0x80 != 0) {
            return Err(GlobalPlatformReason::PrivilegeNotAssignable.into());
        }
        let (own, held) = (context.aid()?, context.privileges()?);
        let administration = context.administration()?;
        let issuer = administration.issuer_security_domain().map(|issuer| issuer.aid);
        // What reaches beyond the hierarchy of a security domain is not its own to give: its applications would do to
        // others what it may not.
        let had = to.and_then(|to| administration.instance(&to)).map_or(Privileges::NONE, |to| to.privileges);
        let beyond = CARD_WIDE.iter().any(|privilege| {
            privileges.contains(*privilege) && !held.contains(*privilege) && !had.contains(*privilege)
        });
        if is_authorized && Some(own) != issuer && beyond {
            return Err(GlobalPlatformReason::PrivilegeNotHeld.into());
        }
        let taken = administration.instances().iter().any(|other| {
            let exclusive = EXCLUSIVE
                .iter()
                .any(|privilege| privileges.contains(*privilege) && other.privileges.contains(*privilege));
            exclusive && Some(other.aid) != issuer && Some(other.aid) != to
        });
        if taken { Err(GlobalPlatformReason::CardResetTaken.into()) } else { Ok(()) }
    }
}
