//! Bytes as hexadecimal text in JSON.

use cardamom_apdu::{Aid, hex};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};

/// A value that is a string of bytes.
pub(super) trait ByteString: Sized {
    fn bytes(&self) -> &[u8];
    fn from_bytes(bytes: Vec<u8>) -> Result<Self, String>;
}

impl ByteString for Vec<u8> {
    fn bytes(&self) -> &[u8] {
        self
    }

    fn from_bytes(bytes: Vec<u8>) -> Result<Self, String> {
        Ok(bytes)
    }
}

impl ByteString for Aid {
    fn bytes(&self) -> &[u8] {
        self.as_bytes()
    }

    fn from_bytes(bytes: Vec<u8>) -> Result<Self, String> {
        Self::new(&bytes).map_err(|error| error.to_string())
    }
}

pub(super) fn serialize<T: ByteString, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex::encode(value.bytes()))
}

pub(super) fn deserialize<'de, T: ByteString, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let text = String::deserialize(deserializer)?;
    let bytes = hex::decode(&text).map_err(D::Error::custom)?;
    T::from_bytes(bytes).map_err(D::Error::custom)
}

/// The same for a value that may be missing.
pub(super) mod optional {
    use super::{ByteString, Deserialize, Deserializer, Error, Serializer, hex};

    pub(in super::super) fn serialize<T: ByteString, S: Serializer>(
        value: &Option<T>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.serialize_some(&hex::encode(value.bytes())),
            None => serializer.serialize_none(),
        }
    }

    pub(in super::super) fn deserialize<'de, T: ByteString, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<T>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else { return Ok(None) };
        let bytes = hex::decode(&text).map_err(D::Error::custom)?;
        T::from_bytes(bytes).map(Some).map_err(D::Error::custom)
    }
}
