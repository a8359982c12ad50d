//! Component 3, Applet: the applets that can be installed (JCVM 3.0.5 §6.5).

use alloc::vec::Vec;

use cardamom_apdu::Aid;

use crate::component::ComponentKind;
use crate::error::CapError;
use crate::reader::Reader;
use crate::writer::Writer;

/// The Applet component.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AppletComponent {
    /// The applets, at least one, at most 255.
    pub applets: Vec<AppletInfo>,
}

/// An applet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AppletInfo {
    /// Its AID.
    pub aid: Aid,
    /// Offset of the header of `install(byte[], short, byte)` in the Method component's info.
    pub install_method_offset: u16,
}

impl AppletComponent {
    /// Reads the component's info.
    ///
    /// # Errors
    /// What an Applet component does not obey.
    pub fn parse(info: &[u8]) -> Result<Self, CapError> {
        let mut reader = Reader::new(info, ComponentKind::Applet);
        let count = reader.u8()?;
        let mut applets = Vec::new();
        for _ in 0..count {
            applets.push(AppletInfo { aid: reader.aid()?, install_method_offset: reader.u16()? });
        }
        reader.finish()?;
        Ok(Self { applets })
    }

    /// The component's info.
    ///
    /// # Errors
    /// [`TooMany`](crate::Rule::TooMany) for more than 255 applets.
    pub fn write(&self) -> Result<Vec<u8>, CapError> {
        let mut writer = Writer::new(ComponentKind::Applet);
        writer.count8(self.applets.len())?;
        for applet in &self.applets {
            writer.aid(&applet.aid)?;
            writer.u16(applet.install_method_offset);
        }
        writer.finish()
    }
}
