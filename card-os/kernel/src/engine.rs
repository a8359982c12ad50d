//! Engines and the software that a card is made with.

use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

use crate::applet::Package;
use crate::error::Error;

/// What turns a load file into a package whose applets can be installed: the Java Card engine for CAP files.
pub trait Engine: Send + Sync {
    /// Whether a load file data block is one of this engine's.
    fn accepts(&self, load_file: &[u8]) -> bool;

    /// Checks a load file data block whole and links it against the packages on the card. It is called when the
    /// file was loaded, and at each boot with the same bytes.
    ///
    /// # Errors
    /// Why the file is refused.
    fn open(&self, load_file: &[u8], packages: &[Package]) -> Result<Package, Error>;
}

/// The software of a card that is not in its memory: packages, its "ROM", and the engines for packages that are
/// loaded.
#[derive(Clone, Default)]
pub struct Rom {
    packages: Arc<[Package]>,
    engines: Arc<[Arc<dyn Engine>]>,
}

impl Rom {
    /// Software with these packages and no engine.
    #[must_use]
    pub fn new(packages: Vec<Package>) -> Self {
        Self { packages: packages.into(), engines: Arc::default() }
    }

    /// The same with one more package.
    #[must_use]
    pub fn with_package(self, package: Package) -> Self {
        Self { packages: self.packages.iter().cloned().chain([package]).collect(), ..self }
    }

    /// The same with one more engine; the first that accepts a load file opens it.
    #[must_use]
    pub fn with_engine(self, engine: Arc<dyn Engine>) -> Self {
        Self { engines: self.engines.iter().cloned().chain([engine]).collect(), ..self }
    }

    /// The packages.
    #[must_use]
    pub fn packages(&self) -> &[Package] {
        &self.packages
    }

    pub(crate) fn engine_for(&self, load_file: &[u8]) -> Option<&Arc<dyn Engine>> {
        self.engines.iter().find(|engine| engine.accepts(load_file))
    }
}

impl<const N: usize> From<[Package; N]> for Rom {
    fn from(packages: [Package; N]) -> Self {
        Self::new(packages.into())
    }
}

impl fmt::Debug for Rom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rom").field("packages", &self.packages).field("engines", &self.engines.len()).finish()
    }
}
