//! The releases of the platform whose tokens are known.

use crate::model::{AccessFlags, ApiClass, ApiConstant, ApiField, ApiMethod, ApiPackage, Version};

include!(concat!(env!("OUT_DIR"), "/packages.rs"));

/// A release of Java Card Classic.
///
/// A later release has all packages, classes and members of an earlier one under the same tokens. The versions of its
/// packages are what differs: a CAP file that imports those of 2.2.2 links on all cards from 2.2.2 on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Release {
    /// Java Card 2.2.2 (2006): `javacard.framework` 1.3.
    V2_2_2,
    /// Java Card Classic 3.0.5 (2015): `javacard.framework` 1.6. The release of the Java sources.
    #[default]
    V3_0_5,
    /// Java Card 3.2 (2023): `javacard.framework` 1.9.
    V3_2_0,
}

impl Release {
    /// All releases, the oldest first.
    pub const ALL: [Self; 3] = [Self::V2_2_2, Self::V3_0_5, Self::V3_2_0];

    /// The packages of the release, then those of GlobalPlatform and ETSI, which do not depend on it.
    #[must_use]
    pub fn packages(self) -> &'static [&'static ApiPackage] {
        match self {
            Self::V2_2_2 => JAVA_CARD_2_2_2,
            Self::V3_0_5 => JAVA_CARD_3_0_5,
            Self::V3_2_0 => JAVA_CARD_3_2_0,
        }
    }

    /// Finds a package by its name, as in class files: `javacard/framework`.
    #[must_use]
    pub fn package(self, name: &str) -> Option<&'static ApiPackage> {
        self.packages().iter().copied().find(|package| package.name == name)
    }

    /// Finds a package by its AID, as a CAP file imports it.
    #[must_use]
    pub fn package_by_aid(self, aid: &[u8]) -> Option<&'static ApiPackage> {
        self.packages().iter().copied().find(|package| package.aid == aid)
    }

    /// Finds a class by its full name, as in class files, and its package.
    #[must_use]
    pub fn class(self, name: &str) -> Option<(&'static ApiPackage, &'static ApiClass)> {
        let (package, _) = name.rsplit_once('/')?;
        let package = self.package(package)?;
        Some((package, package.class(name)?))
    }
}

/// The packages of the release that the Java sources are of: [`Release::V3_0_5`].
#[must_use]
pub fn packages() -> &'static [&'static ApiPackage] {
    Release::default().packages()
}
