//! Shareable interfaces (JCRE 3.0.5 §6.2.4): the only way from one context into another.

use alloc::sync::Arc;
use alloc::vec::Vec;

use cardamom_apdu::Aid;

use super::{Context, MAXIMUM_CALL_DEPTH};
use crate::applet::{Applet, Call};
use crate::error::{Error, Fault};
use crate::kernel::Frame;
use crate::object::{InstanceId, ObjectRef};

/// A shareable interface of another applet, as its server granted it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ShareableInterface {
    server: InstanceId,
    /// Its entry in the registry: a successor under the same number has another one.
    entry: ObjectRef,
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
        let Some((id, entry)) = self.kernel.registry.by_aid(server).map(|found| (found.id, found.entry))
        else {
            return Ok(None);
        };
        let (frame, applet) = self.server(id)?;
        let granted =
            self.in_frame(frame, |context| Ok(applet.shareable_interface(context, &client, parameter)))?;
        Ok(granted.map(|interface| ShareableInterface { server: id, entry, interface }))
    }

    /// Calls a method of a shareable interface. The server runs in its own context and sees the caller's name.
    ///
    /// # Errors
    /// [`Fault::NoSuchInterface`] when the server is gone; [`Fault::CallTooDeep`]; what the method refuses.
    pub fn invoke(&mut self, target: ShareableInterface, method: u8, input: &[u8]) -> Result<Vec<u8>, Error> {
        self.charge()?;
        if self.kernel.registry.by_id(target.server).is_none_or(|server| server.entry != target.entry) {
            return Err(Fault::NoSuchInterface.into());
        }
        let (frame, applet) = self.server(target.server)?;
        let call = Call { interface: target.interface, method, input };
        self.in_frame(frame, |context| {
            let mut output = Vec::new();
            applet.invoke(context, call, &mut output)?;
            Ok(output)
        })
    }

    /// The server of an interface, unless it is selected elsewhere and cannot stand a second caller.
    fn server(&mut self, id: InstanceId) -> Result<(Frame, Arc<dyn Applet>), Error> {
        let instance = self.kernel.registry.by_id(id).ok_or(Fault::NoSuchInterface)?;
        let frame = Frame { instance: id, context: instance.context, aid: instance.aid };
        let applet = Arc::clone(&instance.applet);
        let busy = !applet.is_multi_selectable()
            && frame.context != self.selected
            && self.kernel.channels.selected_elsewhere(self.channel).any(|(selected, _)| selected == id);
        if busy { Err(self.kernel.fault(Fault::ServerBusy)) } else { Ok((frame, applet)) }
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
