//! Card production life cycle data (tag `9F7F`): no part of GPCS 2.3.1, but every client asks for it; the fields are those
//! that GlobalPlatformPro and gpshell read.

/// Length of the data in bytes.
const LENGTH: usize = 42;

/// A day as the card production life cycle data has it: the last digit of the year, and the day of the year, in four
/// BCD digits. `00 00` says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProductionDate([u8; 2]);

impl ProductionDate {
    /// No date.
    pub const UNKNOWN: Self = Self([0; 2]);

    /// A date; `None` unless `day_of_year` is 1 to 366.
    #[must_use]
    pub const fn new(year: u16, day_of_year: u16) -> Option<Self> {
        if day_of_year < 1 || day_of_year > 366 {
            return None;
        }
        let digits = [year % 10, day_of_year / 100, day_of_year / 10 % 10, day_of_year % 10];
        let [a, b, c, d] = digits;
        Some(Self([low_byte(a << 4 | b), low_byte(c << 4 | d)]))
    }

    /// Its bytes.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 2] {
        self.0
    }
}

/// The low byte of a number.
const fn low_byte(number: u16) -> u8 {
    let [_, low] = number.to_be_bytes();
    low
}

/// Who made a card, when, and with what: 42 bytes, each field as it stands in them. What is not known is zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProductionLifeCycle {
    /// Fabricator of the integrated circuit.
    pub fabricator: [u8; 2],
    /// Type of the integrated circuit.
    pub circuit_type: [u8; 2],
    /// Operating system.
    pub operating_system: [u8; 2],
    /// Release date of the operating system.
    pub operating_system_release_date: ProductionDate,
    /// Release level of the operating system.
    pub operating_system_release_level: [u8; 2],
    /// When the circuit was made.
    pub fabrication_date: ProductionDate,
    /// Serial number of the circuit.
    pub serial_number: [u8; 4],
    /// Its batch.
    pub batch: [u8; 2],
    /// Who put it into a module.
    pub module_fabricator: [u8; 2],
    /// When.
    pub module_packaging_date: ProductionDate,
    /// Who put the module into a card.
    pub card_manufacturer: [u8; 2],
    /// When.
    pub embedding_date: ProductionDate,
    /// Pre-personalizer (2), date (2) and equipment (4), as STORE DATA `9F67` sets them.
    pub pre_personalization: [u8; 8],
    /// Personalizer (2), date (2) and equipment (4), as STORE DATA `9F66` sets them.
    pub personalization: [u8; 8],
}

impl ProductionLifeCycle {
    /// The 42 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; LENGTH] {
        let mut bytes = [0; LENGTH];
        let fields: [&[u8]; 14] = [
            &self.fabricator,
            &self.circuit_type,
            &self.operating_system,
            &self.operating_system_release_date.to_bytes(),
            &self.operating_system_release_level,
            &self.fabrication_date.to_bytes(),
            &self.serial_number,
            &self.batch,
            &self.module_fabricator,
            &self.module_packaging_date.to_bytes(),
            &self.card_manufacturer,
            &self.embedding_date.to_bytes(),
            &self.pre_personalization,
            &self.personalization,
        ];
        for (byte, field) in bytes.iter_mut().zip(fields.iter().flat_map(|field| field.iter())) {
            *byte = *field;
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use cardamom_apdu::hex::decode;

    /// The second sample of getDataTest.c of kaoh/globalplatform, field by field as GlobalPlatformPro names them.
    #[test]
    fn fields_stand_where_clients_look_for_them() {
        let data = ProductionLifeCycle {
            fabricator: [0x40, 0x90],
            circuit_type: [0x19, 0x15],
            operating_system: [0x40, 0x90],
            operating_system_release_date: ProductionDate([0x00, 0x45]),
            operating_system_release_level: [0x01, 0x00],
            fabrication_date: ProductionDate([0x83, 0x01]),
            serial_number: [0xA8, 0x18, 0x68, 0x27],
            batch: [0xA8, 0x22],
            ..ProductionLifeCycle::default()
        };
        let sample = "4090 1915 4090 0045 0100 8301 A8186827 A822 0000";
        assert_eq!(data.to_bytes().split_at(20).0, decode(sample).unwrap());
        assert_eq!(data.to_bytes().split_at(20).1, [0; 22]);
        let personalized =
            ProductionLifeCycle { pre_personalization: [1; 8], personalization: [2; 8], ..data };
        assert_eq!(personalized.to_bytes().split_at(26).1, [[1; 8], [2; 8]].concat());
    }

    /// CPLC.toRelativeDate and dateToBytes of GlobalPlatformPro.
    #[test]
    fn dates_are_a_digit_of_the_year_and_a_day() {
        assert_eq!(ProductionDate::new(2021, 210).map(ProductionDate::to_bytes), Some([0x12, 0x10]));
        assert_eq!(ProductionDate::new(2018, 75).map(ProductionDate::to_bytes), Some([0x80, 0x75]));
        assert_eq!(ProductionDate::new(2030, 1).map(ProductionDate::to_bytes), Some([0x00, 0x01]));
        assert_eq!(ProductionDate::new(2021, 0), None);
        assert_eq!(ProductionDate::new(2021, 367), None);
    }
}
