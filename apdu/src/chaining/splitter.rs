//! Command chaining on the host.

use core::fmt;

use crate::class::Class;
use crate::command::Command;

/// Cuts a command into short commands of up to `part_length` bytes of data (0 counts as 1): all but the last
/// have the chaining bit set and no Le. A command whose data fit in one part comes out alone. An expected
/// length above 256 becomes 256, and the rest of the answer comes by GET RESPONSE.
///
/// # Errors
/// [`SplitError`] if more than one part is needed and the class cannot carry the chaining bit.
pub fn split(command: Command<'_>, part_length: u8) -> Result<Chain<'_>, SplitError> {
    let part_length = usize::from(part_length.max(1));
    let class = command.class();
    if command.data().len() > part_length && !class.with_chaining(true).is_chained() {
        return Err(SplitError { class });
    }
    Ok(Chain { command, rest: Some(command.data()), part_length })
}

/// The short commands of a chain, in order; made by [`split`].
#[derive(Clone, Debug)]
pub struct Chain<'a> {
    command: Command<'a>,
    /// Data not yet handed out; none after the last command.
    rest: Option<&'a [u8]>,
    part_length: usize,
}

impl<'a> Iterator for Chain<'a> {
    type Item = Command<'a>;

    fn next(&mut self) -> Option<Command<'a>> {
        let rest = self.rest?;
        let [class, instruction, p1, p2] = self.command.header();
        let part = Command::new(class, instruction, p1, p2);
        match rest.split_at_checked(self.part_length) {
            Some((data, rest)) if !rest.is_empty() => {
                self.rest = Some(rest);
                Some(part.with_data(data).with_class(self.command.class().with_chaining(true)))
            }
            _ => {
                self.rest = None;
                let expected_length = self.command.expected_length().unwrap_or(0).min(256);
                Some(part.with_data(rest).with_expected_length(expected_length))
            }
        }
    }
}

/// The class of a command that has to be chained cannot carry the chaining bit: it is reserved, or `EF`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitError {
    /// The class.
    pub class: Class,
}

impl fmt::Display for SplitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a command of class {} cannot be chained", self.class)
    }
}

impl core::error::Error for SplitError {}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    #[test]
    fn only_the_last_part_expects_an_answer() {
        let data = [7; 300];
        let command = Command::new(0x00, 0x2A, 0x80, 0x86).with_data(&data).with_expected_length(65_536);
        let parts: Vec<_> = split(command, 255).unwrap().collect();
        assert_eq!(parts[0], Command::new(0x10, 0x2A, 0x80, 0x86).with_data(&data[..255]));
        assert_eq!(
            parts[1],
            Command::new(0x00, 0x2A, 0x80, 0x86).with_data(&data[..45]).with_expected_length(256)
        );
        assert_eq!(parts.len(), 2);
        assert_eq!(split(command.with_data(&[]), 255).unwrap().count(), 1);
        assert_eq!(split(command.with_data(&data[..255]), 255).unwrap().count(), 1);
    }

    #[test]
    fn a_class_without_chaining_bit_is_refused_only_where_it_matters() {
        let data = [7; 300];
        for class in [0x20, 0xEF] {
            let command = Command::new(class, 0x2A, 0, 0);
            assert!(split(command.with_data(&data), 255).is_err());
            assert_eq!(split(command.with_data(&data[..9]), 255).unwrap().count(), 1);
        }
    }
}
