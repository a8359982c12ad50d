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
    AppletRepeated: "no two applets have the same AID";
    AppletRid: "the AID of an applet begins with the RID of its package";
    ArgumentCells: "a method's type has as many cells of arguments as its header";
    ArrayInitializerCount: "more static arrays are initialized than there are static references";
    ArrayInitializerLength: "the length of a static array's values is not a multiple of its element's size";
    ArrayInitializerType: "an initialized static array holds boolean (2), byte (3), short (4) or int (5)";
    ArrayTypeOperand @ "JCVM §7.5": "an array type is 10 to 13, or 0 or 14 with a class";
    BranchTarget @ "JCVM §7.5": "a branch leads to an instruction of its method";
    CatchType @ "JCVM §6.9": "what a handler catches is a class of the constant pool";
    ClassKind: "a member is one of a class, not of an interface";
    ClassOffset: "an internal class reference leads to a class or an interface";
    ClassReference: "a class reference is internal (0 to 7FFF) or external (80 to FE and a class token)";
    CodeMissing: "a method that is not abstract has no code";
    ComponentMissing @ "JCVM §6.1": "a required component is missing";
    ComponentRepeated @ "JCVM §6.1": "a component occurs twice";
    ConstantTag: "an entry of the constant pool is of none of the tags 1 to 6";
    CustomComponent: "the Directory names each custom component";
    DescriptorClasses: "the Descriptor describes each class and interface once";
    DescriptorKind: "the Descriptor and the Class component agree on what is an interface";
    DescriptorPoolCount: "the Descriptor has a type for each entry of the constant pool";
    DirectoryCount: "the Directory tells another number of imports or applets than there are";
    DirectorySize: "the Directory tells another size than the component has";
    DirectoryStaticField: "the Directory tells other sizes than the StaticField component has";
    ExportFileConstant @ "JCVM chapter 5": "the entry of the constant pool is missing or of another kind";
    ExportFileConstantTag @ "JCVM chapter 5": "an entry of the constant pool is of none of the tags 1, 3, 7 and 13";
    ExportFileMagic @ "JCVM chapter 5": "an export file begins with 00FACADE";
    ExtendedFormat @ "JCVM 3.1 chapter 6": "the extended CAP format is not supported";
    FallsOffEnd @ "JCVM §7.5": "control does not pass the end of a method";
    FieldReference: "a static field has a static reference, an instance field one of its class";
    FieldToken: "an instance field lies within the fields of its class";
    FieldType: "the type of a field is 8002 to 8005 or the offset of a descriptor";
    Format: "the format is none of 2.1, 2.2 and 2.3";
    HandlerInstruction @ "JCVM §6.9": "what a handler covers and its code begin and end with an instruction";
    HandlerRange @ "JCVM §6.9": "an exception handler lies within one method";
    HeaderApplet: "ACC_APPLET is set if and only if there is an Applet component";
    HeaderExport: "ACC_EXPORT is set if and only if there is an Export component";
    HeaderInt: "ACC_INT is set where code uses the type int";
    ImageSize: "the size of the static image differs from the sum of its segments";
    ImportRepeated: "no package is imported twice";
    ImportSelf: "a package does not import itself";
    InstallMethod: "an applet has an install method with three cells of arguments";
    InstanceSize: "the reference fields of a class lie within its fields";
    InstructionCutOff @ "JCVM §7.5": "the method ends within an instruction";
    InterfaceArguments @ "JCVM §7.5": "the receiver of an interface method counts among its arguments";
    InterfaceFlags: "the flags of an interface or class are not known";
    InterfaceIndex: "an interface method is implemented by a public virtual method of the class";
    InterfaceKind: "an interface is one";
    InterfaceMethod: "a method of an interface has no code";
    InterfaceOrder: "interfaces stand before classes";
    LocalIndex @ "JCVM §7.5": "a local variable lies within the method's arguments and local variables";
    Magic: "a Header begins with DECAFFED";
    MethodBounds: "methods do not overlap and end within the component";
    MethodFlags: "the flags of a method header are not known";
    MethodOffset: "an offset does not lead to a method";
    MethodTableBase: "a method table begins within or right behind its superclass's and covers it";
    MethodTableInherited: "a method is inherited from another package only where a superclass is in one";
    MethodTableRange: "virtual method tokens are below 128";
    NibbleCount: "a type descriptor ends within a class reference";
    OperandForm @ "JCVM §7.5": "operands do not have the form or range that the opcode wants";
    PackageToken: "a package token names an imported package";
    Padding: "padding is zero";
    PoolIndex @ "JCVM §7.5": "an index leads to an entry of the constant pool";
    PoolKind @ "JCVM §7.5": "the entry of the constant pool is of the kind that the instruction wants";
    ReferenceExtra @ "JCVM §6.11": "the ReferenceLocation component names a place that is no constant pool index";
    ReferenceMissing @ "JCVM §6.11": "the ReferenceLocation component does not name this constant pool index";
    ReferenceOrder: "locations of references ascend strictly, and the last delta is below 255";
    ReservedOpcode @ "JCVM §7.2": "impdep1 and impdep2 do not occur in a CAP file";
    StaticAccess @ "JCVM §6.10": "a static field is accessed as what it is: reference or primitive, within the image";
    StaticFieldOffset: "a static field lies within the static image, a reference at an even offset";
    SuperMethodClass: "the class of a super method is one of this package";
    SuperclassKind: "a superclass is a class";
    SuperclassOrder: "superclasses and superinterfaces stand before what extends them";
    SwitchBounds @ "JCVM §7.5": "the low bound of a switch is not above the high one";
    SwitchOrder @ "JCVM §7.5": "the numbers of a lookup switch ascend";
    TagMismatch @ "JCVM §6.1": "the tag differs from the name of the component";
    TokenMapLength @ "JCVM 3.1 chapter 6": "a token map has an entry for each public virtual method token";
    TooLong @ "JCVM §6.1": "a component has at most 65535 bytes";
    TooMany: "more items than the count has room for";
    TrailingBytes: "bytes follow the last item";
    Truncated: "the component ends before this item";
    TypeNibble: "a type descriptor has a nibble that is no type";
    TypeOffset: "the offset of a type leads to a type descriptor";
    UnknownOpcode @ "JCVM §7.5": "there is no instruction of this opcode";
    UnknownTag @ "JCVM §6.1": "there is no component of this tag";
    VirtualMethodToken: "a virtual method is one of its class, and a package-visible one is of this package";
    WordsOperand @ "JCVM §7.5": "dup_x takes m from 1 to 4 and n = 0 or m to m + 4, swap_x m and n 1 or 2";
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text())
    }
}
