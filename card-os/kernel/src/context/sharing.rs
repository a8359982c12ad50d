//! Shareable interfaces (JCRE 3.0.5 §6.2.4): the only way from one context into another.

use alloc::sync::Arc;
use alloc::vec::Vec;

use cardamom_apdu::Aid;

use super::{Context, MAXIMUM_CALL_DEPTH};
use crate::applet::Call;
use crate::error::{Error, Fault};
use crate::kernel::Frame;
use crate::object::InstanceId;

/// A shareable interface of another applet, as its server granted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareableInterface {
    server: InstanceId,
    /// When the server was installed: its successor under the same number is not the server.
    order: u32,
    interface: u16,
}

impl Context<'_> {
    /// Asks another applet for a shareable interface (`JCSystem.getAppletShareableInterfaceObject`); `None` when
    /// there is no such applet, or it declines.
    ///
    /// # Errors
    /// [`Fault::CallTooDeep`].
    pub fn shareable_interface(
        &mut self,
        server: &Aid,
        parameter: u8,
    ) -> Result<Option<ShareableInterface>, Error> {
        self.charge()?;
        let client = self.aid()?;
        let Some(instance) = self.kernel.registry.by_aid(server) else { return Ok(None) };
        let (id, order) = (instance.id, instance.order);
        let applet = Arc::clone(&instance.applet);
        let frame = Frame { instance: id, context: instance.context, aid: instance.aid };
        let granted =
            self.in_frame(frame, |context| Ok(applet.shareable_interface(context, &client, parameter)))?;
        Ok(granted.map(|interface| ShareableInterface { server: id, order, interface }))
    }

    /// Calls a method of a shareable interface. The server runs in its own context and sees the caller's name.
    ///
    /// # Errors
    /// [`Fault::NoSuchInterface`] when the server is gone; [`Fault::CallTooDeep`]; what the method refuses.
    pub fn invoke(&mut self, target: ShareableInterface, method: u8, input: &[u8]) -> Result<Vec<u8>, Error> {
        self.charge()?;
        let server = self.kernel.registry.by_id(target.server).filter(|server| server.order == target.order);
        let Some(instance) = server else { return Err(Fault::NoSuchInterface.into()) };
        let applet = Arc::clone(&instance.applet);
        let frame = Frame { instance: instance.id, context: instance.context, aid: instance.aid };
        let call = Call { interface: target.interface, method, input };
        self.in_frame(frame, |context| {
            let mut output = Vec::new();
            applet.invoke(context, call, &mut output)?;
            Ok(output)
        })
    }

    fn in_frame<T>(
        &mut self,
        frame: Frame,
        body: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.kernel.frames.len() >= MAXIMUM_CALL_DEPTH {
            return Err(self.kernel.fault(Fault::CallTooDeep));
        }
        self.kernel.frames.push(frame);
        let result = body(self);
        self.kernel.frames.pop();
        result
    }
}
