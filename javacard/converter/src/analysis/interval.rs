//! What values an int of the Java virtual machine can have, as far as is known.

use crate::classfile::{ArithmeticOperation as Operation, Comparison};
use crate::types::Type;

/// All values from `low` to `high`, both included; never empty, never beyond int.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Interval {
    pub(crate) low: i64,
    pub(crate) high: i64,
}

const INT_MIN: i64 = i32::MIN as i64;
const INT_MAX: i64 = i32::MAX as i64;

/// Where a bound that keeps growing stops next, so that loops come to an end and the limits of the types of a
/// card are met exactly.
const STEPS: [i64; 17] = [
    INT_MIN, -65536, -32769, -32768, -256, -128, -1, 0, 1, 127, 255, 256, 32766, 32767, 32768, 65535, INT_MAX,
];

impl Interval {
    pub(crate) const INT: Self = Self { low: INT_MIN, high: INT_MAX };
    pub(crate) const SHORT: Self = Self { low: -32768, high: 32767 };
    pub(crate) const BYTE: Self = Self { low: -128, high: 127 };
    /// The length of an array on a card (JCVM specification §2.2.4.3: up to 32767 components).
    pub(crate) const LENGTH: Self = Self { low: 0, high: 32767 };
    pub(crate) const BOOLEAN: Self = Self { low: 0, high: 1 };

    pub(crate) const fn constant(value: i64) -> Self {
        Self { low: value, high: value }
    }

    /// The values of a type. A boolean may come out of an array that the virtual machine takes for one of bytes,
    /// so nothing is built on its being 0 or 1.
    pub(crate) const fn of_type(of: &Type) -> Self {
        match of {
            Type::Boolean | Type::Byte => Self::BYTE,
            Type::Short => Self::SHORT,
            _ => Self::INT,
        }
    }

    pub(crate) const fn within(self, other: Self) -> bool {
        other.low <= self.low && self.high <= other.high
    }

    pub(crate) const fn fits_short(self) -> bool {
        self.within(Self::SHORT)
    }

    pub(crate) const fn fits_byte(self) -> bool {
        self.within(Self::BYTE)
    }

    pub(crate) fn join(self, other: Self) -> Self {
        Self { low: self.low.min(other.low), high: self.high.max(other.high) }
    }

    /// As [`join`](Self::join), with bounds that grew moved on to the next step.
    pub(crate) fn widen(self, other: Self) -> Self {
        let joined = self.join(other);
        let low = if joined.low < self.low {
            STEPS.iter().rev().copied().find(|step| *step <= joined.low).unwrap_or(INT_MIN)
        } else {
            joined.low
        };
        let high = if joined.high > self.high {
            STEPS.iter().copied().find(|step| *step >= joined.high).unwrap_or(INT_MAX)
        } else {
            joined.high
        };
        Self { low, high }
    }

    /// The values that both can have; the first where there are none (code that cannot be reached).
    fn meet(self, other: Self) -> Self {
        let met = Self { low: self.low.max(other.low), high: self.high.min(other.high) };
        if met.low <= met.high { met } else { self }
    }

    /// Within int, or all of int where the operation can wrap around.
    const fn wrapped(low: i64, high: i64) -> Self {
        let result = Self { low, high };
        if result.within(Self::INT) { result } else { Self::INT }
    }

    fn hull(corners: [i64; 4]) -> Self {
        let [first, ..] = corners;
        let low = corners.iter().copied().fold(first, i64::min);
        let high = corners.iter().copied().fold(first, i64::max);
        Self::wrapped(low, high)
    }

    const fn is_not_negative(self) -> bool {
        self.low >= 0
    }

    /// The result of an operation (JVM specification §6.5).
    pub(crate) fn arithmetic(operation: Operation, a: Self, b: Self) -> Self {
        match operation {
            Operation::Add => Self::wrapped(a.low + b.low, a.high + b.high),
            Operation::Subtract => Self::wrapped(a.low - b.high, a.high - b.low),
            Operation::Multiply => {
                Self::hull([a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high])
            }
            Operation::Divide => Self::divide(a, b),
            Operation::Remainder => Self::remainder(a, b),
            Operation::ShiftLeft => match b.shift_count() {
                Some((least, most)) => {
                    Self::hull([a.low << least, a.low << most, a.high << least, a.high << most])
                }
                None => Self::INT,
            },
            Operation::ShiftRight => {
                let (least, most) = b.shift_count().unwrap_or((0, 31));
                Self::hull([a.low >> least, a.low >> most, a.high >> least, a.high >> most])
            }
            Operation::ShiftRightUnsigned => {
                let (least, most) = b.shift_count().unwrap_or((0, 31));
                if a.is_not_negative() {
                    Self { low: a.low >> most, high: a.high >> least }
                } else if least > 0 {
                    Self { low: 0, high: 0xFFFF_FFFF >> least }
                } else {
                    Self::INT
                }
            }
            Operation::And => match (a.is_not_negative(), b.is_not_negative()) {
                (true, true) => Self { low: 0, high: a.high.min(b.high) },
                (true, false) => Self { low: 0, high: a.high },
                (false, true) => Self { low: 0, high: b.high },
                (false, false) => Self::same_bits(a, b),
            },
            Operation::Or | Operation::ExclusiveOr => Self::same_bits(a, b),
        }
    }

    pub(crate) fn negate(self) -> Self {
        Self::wrapped(-self.high, -self.low)
    }

    pub(crate) fn to_byte(self) -> Self {
        if self.fits_byte() { self } else { Self::BYTE }
    }

    pub(crate) fn to_short(self) -> Self {
        if self.fits_short() { self } else { Self::SHORT }
    }

    /// The distances of a shift, where they are known not to be cut to five bits.
    fn shift_count(self) -> Option<(u32, u32)> {
        if !self.within(Self { low: 0, high: 31 }) {
            return None;
        }
        Some((u32::try_from(self.low).ok()?, u32::try_from(self.high).ok()?))
    }

    /// As many bits as the wider of the two has, sign included.
    fn same_bits(a: Self, b: Self) -> Self {
        let both = a.join(b);
        let mut limit = 1_i64;
        while -limit > both.low || limit - 1 < both.high {
            limit <<= 1;
        }
        Self { low: if both.is_not_negative() { 0 } else { -limit }, high: limit - 1 }
    }

    fn divide(a: Self, b: Self) -> Self {
        if b.low > 0 || b.high < 0 {
            return Self::hull([a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high]);
        }
        // A division by 1 or by -1 at the most; one by 0 has no result.
        let largest = a.low.abs().max(a.high.abs());
        if b.is_not_negative() { a.join(Self::constant(0)) } else { Self::wrapped(-largest, largest) }
    }

    fn remainder(a: Self, b: Self) -> Self {
        let divisor = b.low.abs().max(b.high.abs()).saturating_sub(1).max(0);
        Self {
            low: if a.is_not_negative() { 0 } else { a.low.max(-divisor) },
            high: if a.high <= 0 { 0 } else { a.high.min(divisor) },
        }
    }

    /// What `a` and `b` can still be where `a comparison b` holds.
    pub(crate) fn refine(comparison: Comparison, a: Self, b: Self) -> (Self, Self) {
        let up_to = |high| Self { low: INT_MIN, high };
        let from = |low| Self { low, high: INT_MAX };
        match comparison {
            Comparison::Equal => (a.meet(b), b.meet(a)),
            Comparison::NotEqual => (a.without(b), b.without(a)),
            Comparison::Less => (a.meet(up_to(b.high - 1)), b.meet(from(a.low + 1))),
            Comparison::LessOrEqual => (a.meet(up_to(b.high)), b.meet(from(a.low))),
            Comparison::Greater => (a.meet(from(b.low + 1)), b.meet(up_to(a.high - 1))),
            Comparison::GreaterOrEqual => (a.meet(from(b.low)), b.meet(up_to(a.high))),
        }
    }

    /// Without a constant at one of the bounds.
    fn without(self, other: Self) -> Self {
        if other.low != other.high || self.low == self.high {
            self
        } else if self.low == other.low {
            Self { low: self.low + 1, ..self }
        } else if self.high == other.high {
            Self { high: self.high - 1, ..self }
        } else {
            self
        }
    }
}

impl Comparison {
    /// What holds where this does not.
    pub(crate) const fn negated(self) -> Self {
        match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::GreaterOrEqual => Self::Less,
            Self::Greater => Self::LessOrEqual,
            Self::LessOrEqual => Self::Greater,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const OPERATIONS: [Operation; 11] = [
        Operation::Add,
        Operation::Subtract,
        Operation::Multiply,
        Operation::Divide,
        Operation::Remainder,
        Operation::ShiftLeft,
        Operation::ShiftRight,
        Operation::ShiftRightUnsigned,
        Operation::And,
        Operation::Or,
        Operation::ExclusiveOr,
    ];

    fn run(operation: Operation, a: i32, b: i32) -> Option<i32> {
        let count = (b & 31).cast_unsigned();
        Some(match operation {
            Operation::Add => a.wrapping_add(b),
            Operation::Subtract => a.wrapping_sub(b),
            Operation::Multiply => a.wrapping_mul(b),
            Operation::Divide => (b != 0).then(|| a.wrapping_div(b))?,
            Operation::Remainder => (b != 0).then(|| a.wrapping_rem(b))?,
            Operation::ShiftLeft => a.wrapping_shl(count),
            Operation::ShiftRight => a.wrapping_shr(count),
            Operation::ShiftRightUnsigned => a.cast_unsigned().wrapping_shr(count).cast_signed(),
            Operation::And => a & b,
            Operation::Or => a | b,
            Operation::ExclusiveOr => a ^ b,
        })
    }

    fn values() -> impl Strategy<Value = i32> {
        prop_oneof![
            any::<i32>(),
            any::<i16>().prop_map(i32::from),
            any::<i8>().prop_map(i32::from),
            0..40_i32,
            Just(i32::MIN),
            Just(i32::MAX),
            Just(32768),
            Just(65535),
        ]
    }

    fn intervals() -> impl Strategy<Value = (Interval, i32)> {
        (values(), values(), any::<u64>()).prop_map(|(one, other, seed)| {
            let (low, high) = (i64::from(one.min(other)), i64::from(one.max(other)));
            let inside = low + i64::try_from(seed % u64::try_from(high - low + 1).unwrap()).unwrap();
            (Interval { low, high }, i32::try_from(inside).unwrap())
        })
    }

    proptest! {
        #[test]
        fn a_result_lies_in_the_interval_of_results((a, x) in intervals(), (b, y) in intervals()) {
            for operation in OPERATIONS {
                if let Some(result) = run(operation, x, y) {
                    let interval = Interval::arithmetic(operation, a, b);
                    let inside = interval.low <= i64::from(result) && i64::from(result) <= interval.high;
                    prop_assert!(inside, "{operation:?} {a:?} {b:?}: {x} {y} gives {result}, not in {interval:?}");
                }
            }
            let negated = i64::from(x.wrapping_neg());
            prop_assert!(a.negate().low <= negated && negated <= a.negate().high);
        }

        #[test]
        fn a_comparison_that_holds_leaves_its_operands((a, x) in intervals(), (b, y) in intervals()) {
            for (comparison, holds) in [
                (Comparison::Equal, x == y),
                (Comparison::NotEqual, x != y),
                (Comparison::Less, x < y),
                (Comparison::GreaterOrEqual, x >= y),
                (Comparison::Greater, x > y),
                (Comparison::LessOrEqual, x <= y),
            ] {
                let holding = if holds { comparison } else { comparison.negated() };
                let (a, b) = Interval::refine(holding, a, b);
                prop_assert!(a.low <= i64::from(x) && i64::from(x) <= a.high, "{holding:?} {a:?} {x}");
                prop_assert!(b.low <= i64::from(y) && i64::from(y) <= b.high, "{holding:?} {b:?} {y}");
            }
        }

        #[test]
        fn widening_covers_both((a, _) in intervals(), (b, _) in intervals()) {
            prop_assert!(a.within(a.widen(b)) && b.within(a.widen(b)));
        }
    }
}
