//! The Java Card Classic API, for those who compile and convert applets.
//!
//! - [`sources`] are Java sources of the API 3.0.5 in our own words: declarations, constants and documentation. An
//!   applet is compiled against them; the card brings the implementation.
//! - [`Release::packages`] is the same API as tokens: what a converter writes into a CAP file in the place of names.
//!   Tables of the releases 2.2.2 and 3.2 stand beside that of 3.0.5, so that an applet can be linked for an older
//!   or newer card; later releases only add.
//! - [`export_file`] writes them as the export file that other converters read.
//!
//! ```
//! use cardamom_java_card_api::{Release, packages};
//!
//! let framework = Release::V3_0_5.package("javacard/framework").unwrap();
//! assert_eq!(framework.aid, [0xA0, 0, 0, 0, 0x62, 0x01, 0x01]);
//! let process = framework
//!     .class("javacard/framework/Applet")
//!     .and_then(|applet| applet.virtual_method("process", "(Ljavacard/framework/APDU;)V"))
//!     .unwrap();
//! assert_eq!(process.token, 7);
//! assert!(packages().iter().any(|package| package.name == "org/globalplatform"));
//! ```

#![no_std]
#![forbid(unsafe_code)]

mod export_file;
mod model;
mod release;
mod sources;

pub use export_file::{ExportError, export_file};
pub use model::{AccessFlags, ApiClass, ApiConstant, ApiField, ApiMethod, ApiPackage, Version};
pub use release::{Release, packages};
pub use sources::{compiler_sources, sources};
