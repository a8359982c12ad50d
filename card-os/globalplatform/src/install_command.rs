//! INSTALL (GPCS 2.3.1 §11.5).

use alloc::vec::Vec;

use cardamom_apdu::Aid;
use cardamom_apdu::tlv::Reader;
use cardamom_kernel::Privileges;

use crate::data_object::Fields;
use crate::reason::GlobalPlatformReason;

/// What INSTALL is for, with its fields. Fields that a client leaves out at the end are empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InstallCommand<'a> {
    /// [for load] (§11.5.2.3.1).
    Load {
        /// The executable load file.
        load_file: Aid,
        /// The security domain that it is to belong to; `None`: the one that is asked.
        security_domain: Option<Aid>,
        /// Hash of the load file data block, or nothing.
        hash: &'a [u8],
        /// Load parameters.
        parameters: &'a [u8],
    },
    /// [for install], [for make selectable] or both (§11.5.2.3.2).
    Install {
        /// The executable load file.
        load_file: Aid,
        /// The executable module.
        module: Aid,
        /// The name of the instance.
        instance: Aid,
        /// Its privileges.
        privileges: Privileges,
        /// Install parameters.
        parameters: &'a [u8],
        /// It can be selected at once.
        selectable: bool,
    },
    /// [for make selectable] alone (§11.5.2.3.3).
    MakeSelectable {
        /// The instance.
        instance: Aid,
        /// Privileges: Card Reset, or none.
        privileges: Privileges,
    },
    /// [for extradition] (§11.5.2.3.4).
    Extradition {
        /// The security domain that it goes to.
        security_domain: Aid,
        /// The application or executable load file.
        target: Aid,
    },
    /// [for registry update] (§11.5.2.3.5).
    RegistryUpdate {
        /// The security domain that it goes to, where it moves.
        security_domain: Option<Aid>,
        /// The application; `None`: the security domain itself.
        instance: Option<Aid>,
        /// Its privileges, where they change.
        privileges: Option<Privileges>,
        /// The privileges as they came, for the receipt.
        privileges_field: &'a [u8],
        /// Registry update parameters, for the receipt: there are none that this card knows.
        parameters: &'a [u8],
    },
    /// [for personalization] (§11.5.2.3.6).
    Personalization {
        /// The application that STORE DATA is for.
        instance: Aid,
    },
}

/// An INSTALL command with its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Install<'a> {
    /// What it is for.
    pub command: InstallCommand<'a>,
    /// The token, or nothing.
    pub token: &'a [u8],
    /// What a token is computed over, without P1, P2 and Lc: the fields before it (§C.4).
    pub signed: &'a [u8],
}

impl<'a> Install<'a> {
    /// Reads a command from P1 without its chaining bit, P2 and data.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::Parameters`] for a P1 or P2 that is none; [`GlobalPlatformReason::DataField`],
    /// [`GlobalPlatformReason::AidLength`], [`GlobalPlatformReason::PrivilegeCombination`].
    pub fn parse(p1: u8, p2: u8, data: &'a [u8]) -> Result<Self, GlobalPlatformReason> {
        if p2 != 0 {
            return Err(GlobalPlatformReason::Parameters);
        }
        let mut fields = Fields(data);
        let command = match p1 {
            0x02 => InstallCommand::Load {
                load_file: fields.aid()?,
                security_domain: fields.optional_aid()?,
                hash: fields.next()?,
                parameters: fields.next()?,
            },
            0x04 | 0x0C => {
                let (load_file, module) = (fields.aid()?, fields.aid()?);
                InstallCommand::Install {
                    load_file,
                    module,
                    // Without a name the instance has the module's.
                    instance: fields.optional_aid()?.unwrap_or(module),
                    privileges: privileges(fields.next()?)?.unwrap_or(Privileges::NONE),
                    parameters: fields.next()?,
                    selectable: p1 == 0x0C,
                }
            }
            0x08 => {
                let _nothing = (fields.next()?, fields.next()?);
                let command = InstallCommand::MakeSelectable {
                    instance: fields.aid()?,
                    privileges: privileges(fields.next()?)?.unwrap_or(Privileges::NONE),
                };
                fields.next()?;
                command
            }
            0x10 => {
                let security_domain = fields.aid()?;
                fields.next()?;
                let target = fields.aid()?;
                fields.next()?;
                fields.next()?;
                InstallCommand::Extradition { security_domain, target }
            }
            0x40 => {
                let security_domain = fields.optional_aid()?;
                fields.next()?;
                let instance = fields.optional_aid()?;
                let privileges_field = fields.next()?;
                let privileges = privileges(privileges_field)?;
                let parameters = fields.next()?;
                InstallCommand::RegistryUpdate {
                    security_domain,
                    instance,
                    privileges,
                    privileges_field,
                    parameters,
                }
            }
            0x20 => {
                let _nothing = (fields.next()?, fields.next()?);
                let instance = fields.aid()?;
                while !fields.0.is_empty() {
                    if !fields.next()?.is_empty() {
                        return Err(GlobalPlatformReason::DataField);
                    }
                }
                return Ok(Self {
                    command: InstallCommand::Personalization { instance },
                    token: &[],
                    signed: data,
                });
            }
            _ => return Err(GlobalPlatformReason::Parameters),
        };
        let signed = data.get(..data.len() - fields.0.len()).unwrap_or(data);
        // Some clients leave the length of an empty token out.
        let token = if fields.0.is_empty() { &[][..] } else { fields.next()? };
        fields.end()?;
        Ok(Self { command, token, signed })
    }
}

fn privileges(field: &[u8]) -> Result<Option<Privileges>, GlobalPlatformReason> {
    match field {
        [] => Ok(None),
        bytes => Privileges::from_bytes(bytes).map(Some).ok_or(GlobalPlatformReason::PrivilegeCombination),
    }
}

/// Whether an application may have these privileges together (§6.6.1, Table 6-1).
///
/// # Errors
/// [`GlobalPlatformReason::PrivilegeCombination`].
pub fn check_privileges(privileges: Privileges) -> Result<(), GlobalPlatformReason> {
    let [first, second, third] = privileges.to_bytes();
    // Tasks of security domains: DAP Verification, Delegated Management, Mandated DAP Verification; Trusted Path,
    // Authorized Management, Token Verification; Receipt Generation, Ciphered Load File Data Block.
    let domain_task = first & 0x61 | second & 0xE0 | third & 0xC0;
    let has = |privilege| privileges.contains(privilege);
    let task_without_domain = domain_task != 0 && !has(Privileges::SECURITY_DOMAIN);
    let both_managements = has(Privileges::AUTHORIZED_MANAGEMENT) && has(Privileges::DELEGATED_MANAGEMENT);
    let mandated_without_dap = first & 0x41 == 0x01;
    if task_without_domain || both_managements || mandated_without_dap {
        Err(GlobalPlatformReason::PrivilegeCombination)
    } else {
        Ok(())
    }
}

/// Install and load parameters (§11.5.2.3.7, Tables 11-48 and 11-49).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parameters<'a> {
    /// C9: the application's own.
    pub application: &'a [u8],
    /// EF/C6: non-volatile memory that the code needs.
    pub code: Option<u32>,
    /// EF/C7: volatile memory that the instance may have.
    pub volatile: Option<u32>,
    /// EF/C8: non-volatile memory that the instance may have.
    pub non_volatile: Option<u32>,
}

impl<'a> Parameters<'a> {
    /// Reads parameters; objects that this card has no use for are let be.
    ///
    /// # Errors
    /// [`GlobalPlatformReason::DataField`].
    pub fn parse(bytes: &'a [u8]) -> Result<Self, GlobalPlatformReason> {
        let mut parameters = Self::default();
        for object in Reader::new(bytes) {
            let object = object.map_err(|_| GlobalPlatformReason::DataField)?;
            match object.tag().number() {
                0xC9 => parameters.application = object.value(),
                0xEF => {
                    for system in object.objects() {
                        let system = system.map_err(|_| GlobalPlatformReason::DataField)?;
                        let place = match system.tag().number() {
                            0xC6 => &mut parameters.code,
                            0xC7 => &mut parameters.volatile,
                            0xC8 => &mut parameters.non_volatile,
                            _ => continue,
                        };
                        *place = Some(match *system.value() {
                            [a, b] => u32::from(u16::from_be_bytes([a, b])),
                            [a, b, c, d] => u32::from_be_bytes([a, b, c, d]),
                            _ => return Err(GlobalPlatformReason::DataField),
                        });
                    }
                }
                _ => {}
            }
        }
        Ok(parameters)
    }
}

/// The data that a token is computed over (§C.4.1 to §C.4.7): P1, P2, Lc of what follows, the fields before the token.
#[must_use]
pub fn token_data(p1: u8, p2: u8, signed: &[u8]) -> Vec<u8> {
    let mut data = Vec::from([p1, p2]);
    match u8::try_from(signed.len()) {
        Ok(length) => data.push(length),
        Err(_) => {
            data.push(0);
            data.extend_from_slice(&u16::try_from(signed.len()).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    data.extend_from_slice(signed);
    data
}
