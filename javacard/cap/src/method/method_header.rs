//! Headers of methods (JCVM 3.0.5 §6.9.2).

use alloc::vec;
use alloc::vec::Vec;

use crate::error::Rule;

const FLAG_EXTENDED: u8 = 0x80;
const FLAG_ABSTRACT: u8 = 0x40;
const FLAGS: u8 = 0xF0;
/// Highest value in a half byte.
const NIBBLE: u8 = 0x0F;

/// `method_header_info` or `extended_method_header_info`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MethodHeader {
    /// How it is written.
    pub form: HeaderForm,
    /// Whether the method has no code.
    pub is_abstract: bool,
    /// Most cells of 16 bits on the operand stack.
    pub max_stack: u8,
    /// Cells of the arguments, the receiver included.
    pub nargs: u8,
    /// Cells of the local variables, without the arguments.
    pub max_locals: u8,
}

/// How a header is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderForm {
    /// In 2 bytes: each figure is at most 15.
    Normal,
    /// In 4 bytes.
    Extended,
}

impl MethodHeader {
    /// The header of a method with code, in the shortest form.
    #[must_use]
    pub const fn new(max_stack: u8, nargs: u8, max_locals: u8) -> Self {
        let fits = max_stack <= NIBBLE && nargs <= NIBBLE && max_locals <= NIBBLE;
        let form = if fits { HeaderForm::Normal } else { HeaderForm::Extended };
        Self { form, is_abstract: false, max_stack, nargs, max_locals }
    }

    /// The header of an abstract method, in the shortest form.
    #[must_use]
    pub const fn new_abstract(nargs: u8) -> Self {
        Self { is_abstract: true, ..Self::new(0, nargs, 0) }
    }

    /// Its bytes, 2 or 4.
    #[must_use]
    pub const fn length(&self) -> usize {
        match self.form {
            HeaderForm::Normal => 2,
            HeaderForm::Extended => 4,
        }
    }

    /// The header at the start of these bytes.
    ///
    /// # Errors
    /// [`Rule::MethodFlags`], [`Rule::Padding`], [`Rule::Truncated`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Rule> {
        let first = *bytes.first().ok_or(Rule::Truncated)?;
        if first & FLAGS & !FLAG_EXTENDED & !FLAG_ABSTRACT != 0 {
            return Err(Rule::MethodFlags);
        }
        let is_abstract = first & FLAG_ABSTRACT != 0;
        match *bytes {
            [_, max_stack, nargs, max_locals, ..] if first & FLAG_EXTENDED != 0 => {
                if first & NIBBLE != 0 {
                    return Err(Rule::Padding);
                }
                Ok(Self { form: HeaderForm::Extended, is_abstract, max_stack, nargs, max_locals })
            }
            [_, second, ..] if first & FLAG_EXTENDED == 0 => Ok(Self {
                form: HeaderForm::Normal,
                is_abstract,
                max_stack: first & NIBBLE,
                nargs: second >> 4,
                max_locals: second & NIBBLE,
            }),
            _ => Err(Rule::Truncated),
        }
    }

    /// The header as it stands before the code. The normal form is left for the extended one where a figure needs
    /// it.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let flag = if self.is_abstract { FLAG_ABSTRACT } else { 0 };
        let fits = self.max_stack <= NIBBLE && self.nargs <= NIBBLE && self.max_locals <= NIBBLE;
        match self.form {
            HeaderForm::Normal if fits => vec![flag | self.max_stack, self.nargs << 4 | self.max_locals],
            _ => vec![FLAG_EXTENDED | flag, self.max_stack, self.nargs, self.max_locals],
        }
    }
}
