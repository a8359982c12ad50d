//! The reference interpreter: the specification opcode by opcode, with every check at every step (JCVM 3.0.5
//! chapters 3 and 7).
//!
//! Each cell of stack and locals carries what it holds, references are looked up in the heap at every use, and
//! nothing that a verifier would have to promise is taken on trust. It is the oracle for faster engines and runs
//! code that was not verified.

mod arithmetic;
mod arrays;
mod branches;
mod calls;
mod cell;
mod dispatch;
mod exceptions;
mod fault;
mod fields;
mod frame;
mod objects;
mod stack;
mod statics;
mod trap;
mod value;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use cardamom_cap::opcode::RuntimeException;

pub use self::cell::Cell;
pub use self::fault::{Fault, FaultReport, Stop};
pub use self::value::Value;

use self::dispatch::Next;
use self::frame::Frame;
use self::trap::Trap;
use crate::heap::{Heap, Reference};
use crate::native::Natives;
use crate::program::{MethodId, Program};

/// How much a call may take. Beyond it the applet is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Methods that are running at the same time.
    pub frames: usize,
    /// Cells of stack and locals of all of them together.
    pub cells: usize,
    /// Backward branches, calls and exceptions.
    pub budget: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { frames: 128, cells: 4096, budget: 100_000_000 }
    }
}

/// The interpreter.
#[derive(Debug)]
pub struct Interpreter<'p, H, N> {
    program: &'p Program,
    heap: H,
    natives: N,
    limits: Limits,
    /// The objects that instructions throw, made beforehand: when there is no space any more it is too late.
    exceptions: BTreeMap<RuntimeException, Reference>,
    frames: Vec<Frame<'p>>,
    cells: usize,
    budget: u64,
}

impl<'p, H: Heap, N: Natives<H>> Interpreter<'p, H, N> {
    /// An interpreter for what is linked, on a heap that has the static fields of its packages.
    pub fn new(program: &'p Program, heap: H, natives: N, limits: Limits) -> Self {
        let mut interpreter = Self {
            program,
            heap,
            natives,
            limits,
            exceptions: BTreeMap::new(),
            frames: Vec::new(),
            cells: 0,
            budget: 0,
        };
        interpreter.prepare_exceptions();
        interpreter
    }

    /// The heap.
    pub const fn heap(&self) -> &H {
        &self.heap
    }

    /// The heap, to be changed between calls.
    pub const fn heap_mut(&mut self) -> &mut H {
        &mut self.heap
    }

    /// The native methods.
    pub const fn natives(&self) -> &N {
        &self.natives
    }

    /// Calls a method of bytecode and runs it to its end. A receiver is the first argument.
    ///
    /// # Errors
    /// An exception that nothing caught, or the check that failed.
    pub fn call(&mut self, method: MethodId, arguments: &[Value]) -> Result<Option<Value>, Stop> {
        self.frames.clear();
        self.cells = 0;
        self.budget = self.limits.budget;
        let cells = arguments.iter().flat_map(|value| value.cells()).collect();
        let entered = self.enter(method, cells);
        entered.map_err(|fault| Stop::Fault(FaultReport { fault, method, offset: 0 }))?;
        loop {
            let trap = match self.step() {
                Ok(Next::Finished(value)) => return Ok(value),
                Ok(_) => continue,
                Err(trap) => trap,
            };
            let caught = self.exception_of(trap).and_then(|exception| self.unwind(exception));
            match caught {
                Ok(None) => {}
                Ok(Some(exception)) => return Err(Stop::Exception(exception)),
                Err(fault) => return Err(Stop::Fault(self.report(fault, method))),
            }
        }
    }

    /// Runs the next instruction.
    fn step(&mut self) -> Result<Next, Trap> {
        let frame = self.frames.last().ok_or(Fault::NoFrame)?;
        let (offset, instruction) = frame.current()?;
        let next = self.dispatch(instruction)?;
        match next {
            Next::Instruction => {
                let frame = self.frame()?;
                frame.index = frame.index.saturating_add(1);
            }
            Next::Branch(distance) => {
                let target = offset.checked_add_signed(distance.into()).ok_or(Fault::BranchTarget)?;
                let target = self.frame()?.code.index_at(target).ok_or(Fault::BranchTarget)?;
                self.jump(target)?;
            }
            Next::Index(index) => self.jump(index)?,
            Next::Frame | Next::Finished(_) => {}
        }
        Ok(next)
    }

    fn jump(&mut self, target: usize) -> Result<(), Fault> {
        if target <= self.frame()?.index {
            self.charge()?;
        }
        self.frame()?.index = target;
        Ok(())
    }

    /// Takes one off the budget.
    fn charge(&mut self) -> Result<(), Fault> {
        self.budget = self.budget.checked_sub(1).ok_or(Fault::Budget)?;
        Ok(())
    }

    /// The frame of the method that runs.
    fn frame(&mut self) -> Result<&mut Frame<'p>, Fault> {
        self.frames.last_mut().ok_or(Fault::NoFrame)
    }

    fn report(&self, fault: Fault, entry: MethodId) -> FaultReport {
        match self.frames.last() {
            Some(frame) => FaultReport { fault, method: frame.method, offset: frame.offset() },
            None => FaultReport { fault, method: entry, offset: 0 },
        }
    }
}
