//! Making supplementary security domains (GPCS 2.3.1 §7.2, UICC configuration §10.1).

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::{Tag, append_object};

use super::card_data::ScpOption;
use super::error::GlobalPlatformError;
use super::install::{Install, InstallParameters};
use super::privileges::Privileges;
use super::session::Session;
use super::signing::Receipt;

/// Package and module of security domains, by the names that cards list them under: GlobalPlatform's and Visa's.
const PACKAGES: [(Aid, Aid); 2] = [
    (
        Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50]),
        Aid::from_array([0xA0, 0x00, 0x00, 0x01, 0x51, 0x53, 0x50, 0x41]),
    ),
    (
        Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x53, 0x50]),
        Aid::from_array([0xA0, 0x00, 0x00, 0x00, 0x03, 0x53, 0x50, 0x41]),
    ),
];

/// A supplementary security domain that is to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSecurityDomain {
    /// Its name.
    pub aid: Aid,
    /// Package and module; `None`: what the card lists under the usual names.
    pub module: Option<(Aid, Aid)>,
    /// Its privileges; that of a security domain comes by itself.
    pub privileges: Privileges,
    /// Its secure channel protocols; without any, those of the security domain that it belongs to.
    pub protocols: Vec<ScpOption>,
    /// Applications may be extradited to it.
    pub accepts_extradition: bool,
    /// Applications may be extradited from it.
    pub allows_extradition: bool,
    /// More parameters of its own, as they are.
    pub more: Vec<u8>,
}

impl NewSecurityDomain {
    /// One of this name, without privileges of its own, that applications may be extradited to and from.
    #[must_use]
    pub fn new(aid: Aid) -> Self {
        Self {
            aid,
            module: None,
            privileges: Privileges::NONE,
            protocols: Vec::new(),
            accepts_extradition: true,
            allows_extradition: true,
            more: Vec::new(),
        }
    }

    /// Its install parameters: the protocols (81), whether it accepts applications (82) and lets them go (87). What
    /// cards do by default is not said; GPPro and cards agree on `2020` for yes (UICC configuration §10.1).
    #[must_use]
    pub fn parameters(&self) -> InstallParameters {
        let mut parameters = Vec::new();
        for option in &self.protocols {
            append_object(&mut parameters, Tag::literal::<0x81>(), &[option.protocol, option.options]);
        }
        let extradition = |allowed: bool| if allowed { [0x20, 0x20] } else { [0x00, 0x00] };
        append_object(&mut parameters, Tag::literal::<0x82>(), &extradition(self.accepts_extradition));
        append_object(&mut parameters, Tag::literal::<0x87>(), &extradition(self.allows_extradition));
        parameters.extend_from_slice(&self.more);
        InstallParameters::of(&parameters)
    }

    /// The command, given package and module.
    #[must_use]
    pub fn install(&self, (package, module): (Aid, Aid)) -> Install {
        let privileges = self.privileges.with(Privileges::SECURITY_DOMAIN);
        Install::for_install(&package, &module, &self.aid, privileges, &self.parameters(), true)
    }
}

impl Session<'_> {
    /// Package and module of security domains on this card: those of a usual name that it lists, else the first.
    ///
    /// # Errors
    /// [`GlobalPlatformError`].
    pub fn security_domain_module(&mut self) -> Result<(Aid, Aid), GlobalPlatformError> {
        let listed = self.packages()?;
        let [first, _] = PACKAGES;
        let is_listed = |(package, _): &(Aid, Aid)| listed.iter().any(|entry| entry.aid == *package);
        Ok(PACKAGES.into_iter().find(is_listed).unwrap_or(first))
    }

    /// Makes a supplementary security domain. Gives the receipt, if there is one.
    ///
    /// # Errors
    /// [`GlobalPlatformError`].
    pub fn create_security_domain(
        &mut self,
        domain: &NewSecurityDomain,
        token: &[u8],
    ) -> Result<Option<Receipt>, GlobalPlatformError> {
        let module = match domain.module {
            Some(module) => module,
            None => self.security_domain_module()?,
        };
        self.install(&domain.install(module), token)
    }
}
