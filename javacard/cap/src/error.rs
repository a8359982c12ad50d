//! Why bytes are not a CAP file: component, offset and rule.

use core::error::Error;
use core::fmt;

use crate::component::ComponentKind;

/// A rule that a CAP file does not follow, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapError {
    /// The component.
    pub component: ComponentKind,
    /// Bytes from the start of the component's info, that is behind its tag and size; for rules about the frame
    /// itself, from its tag.
    pub offset: usize,
    /// What does not hold there.
    pub rule: Rule,
}

impl CapError {
    pub(crate) const fn new(component: ComponentKind, offset: usize, rule: Rule) -> Self {
        Self { component, offset, rule }
    }
}

impl fmt::Display for CapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { component, offset, rule } = self;
        write!(f, "{component}, offset {offset}: {rule} ({})", rule.section(*component))
    }
}

impl Error for CapError {}

macro_rules! rules {
    ($($name:ident $(@ $section:literal)? : $text:literal;)*) => {
        /// What a CAP file has to obey. The text of each completes "component, offset: ...".
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Rule {
            $(#[doc = $text] $name,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Where the rule stands: its own section, or that of the component.
            #[must_use]
            pub const fn section(self, component: ComponentKind) -> &'static str {
                match self {
                    $($(Self::$name => $section,)?)*
                    #[allow(unreachable_patterns, reason = "not every list has a rule without section")]
                    _ => component.section(),
                }
            }

            /// The rule, as the end of a sentence.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

rules! {
    AidLength: "an AID has 5 to 16 bytes";
    ArrayInitializerCount: "more static arrays are initialized than there are static references";
    ArrayInitializerLength: "the length of a static array's values is not a multiple of its element's size";
    ArrayInitializerType: "an initialized static array holds boolean (2), byte (3), short (4) or int (5)";
    ArrayTypeOperand @ "JCVM §7.5": "an array type is 10 to 13, or 0 or 14 with a class";
    ClassReference: "a class reference is internal (0 to 7FFF) or external (80 to FE and a class token)";
    CodeMissing: "a method that is not abstract has no code";
    ComponentMissing @ "JCVM §6.1": "a required component is missing";
    ComponentRepeated @ "JCVM §6.1": "a component occurs twice";
    ConstantTag: "an entry of the constant pool is of none of the tags 1 to 6";
    CustomComponent: "the Directory names each custom component";
    ExportFileConstant @ "JCVM chapter 5": "the entry of the constant pool is missing or of another kind";
    ExportFileConstantTag @ "JCVM chapter 5": "an entry of the constant pool is of none of the tags 1, 3, 7 and 13";
    ExportFileMagic @ "JCVM chapter 5": "an export file begins with 00FACADE";
    ExtendedFormat @ "JCVM 3.1 chapter 6": "the extended CAP format is not supported";
    FieldReference: "a static field has a static reference, an instance field one of its class";
    FieldType: "the type of a field is 8002 to 8005 or the offset of a descriptor";
    Format: "the format is none of 2.1, 2.2 and 2.3";
    ImageSize: "the size of the static image differs from the sum of its segments";
    InstructionCutOff @ "JCVM §7.5": "the method ends within an instruction";
    InterfaceFlags: "the flags of an interface or class are not known";
    Magic: "a Header begins with DECAFFED";
    MethodBounds: "methods do not overlap and end within the component";
    MethodFlags: "the flags of a method header are not known";
    MethodOffset: "an offset does not lead to a method";
    NibbleCount: "a type descriptor ends within a class reference";
    OperandForm @ "JCVM §7.5": "operands do not have the form or range that the opcode wants";
    Padding: "padding is zero";
    ReferenceOrder: "locations of references ascend strictly, and the last delta is below 255";
    ReservedOpcode @ "JCVM §7.2": "impdep1 and impdep2 do not occur in a CAP file";
    SwitchBounds @ "JCVM §7.5": "the low bound of a switch is not above the high one";
    TagMismatch @ "JCVM §6.1": "the tag differs from the name of the component";
    TokenMapLength @ "JCVM 3.1 chapter 6": "a token map has an entry for each public virtual method token";
    TooLong @ "JCVM §6.1": "a component has at most 65535 bytes";
    TooMany: "more items than the count has room for";
    TrailingBytes: "bytes follow the last item";
    Truncated: "the component ends before this item";
    TypeNibble: "a type descriptor has a nibble that is no type";
    UnknownOpcode @ "JCVM §7.5": "there is no instruction of this opcode";
    UnknownTag @ "JCVM §6.1": "there is no component of this tag";
    WordsOperand @ "JCVM §7.5": "dup_x takes m from 1 to 4 and n = 0 or m to m + 4, swap_x m and n 1 or 2";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
