use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use ts_rs::{Config, TS};

use crate::dimension::Dimension;

/// A finite, non-negative number with the unit its author chose. Written in one canonical form, number
/// then unit without a space, in the shortest decimal form: `1.5s`, `200/min`, `2GiB`.
#[derive(Clone, Copy)]
pub struct Quantity<D> {
    value: f64,
    unit: u8,
    dimension: PhantomData<D>,
}

/// Why a text is not a quantity of the dimension asked for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {wanted}: {why}; write it like \"{example}\"")]
pub struct QuantityError {
    text: String,
    wanted: &'static str,
    why: String,
    example: &'static str,
}

impl<D: Dimension> Quantity<D> {
    /// `value` of the unit `symbol`. Fails for an unknown unit or a value that is negative or not finite.
    pub fn new(value: f64, symbol: &str) -> Result<Self, QuantityError> {
        let fail = |why: String| QuantityError {
            text: format!("{value}{symbol}"),
            wanted: D::NAME,
            why,
            example: D::EXAMPLE,
        };
        if !value.is_finite() || value < 0.0 {
            return Err(fail("it must be zero or more, and finite".to_owned()));
        }
        let unit = D::UNITS
            .iter()
            .position(|(known, _)| *known == symbol)
            .ok_or_else(|| fail(unit_hint::<D>(symbol)))?;
        if !(value * D::UNITS[unit].1).is_finite() {
            return Err(fail("it is too large".to_owned()));
        }
        Ok(Self {
            value,
            unit: unit as u8,
            dimension: PhantomData,
        })
    }

    /// The number in the author's unit.
    #[must_use]
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The author's unit.
    #[must_use]
    pub fn unit(&self) -> &'static str {
        D::UNITS[self.unit as usize].0
    }

    /// The quantity in the base unit of its dimension (seconds, per second, bytes).
    #[must_use]
    pub fn base(&self) -> f64 {
        self.value * D::UNITS[self.unit as usize].1
    }
}

fn unit_hint<D: Dimension>(symbol: &str) -> String {
    let known: Vec<&str> = D::UNITS.iter().map(|(s, _)| *s).collect();
    if symbol.is_empty() {
        format!("the unit is missing, one of {}", known.join(", "))
    } else {
        format!("unknown unit `{symbol}`, use one of {}", known.join(", "))
    }
}

impl<D: Dimension> FromStr for Quantity<D> {
    type Err = QuantityError;

    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let trimmed = text.trim();
        let end = trimmed
            .find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '-' || c == '+'))
            .unwrap_or(trimmed.len());
        let (number, symbol) = trimmed.split_at(end);
        let value: f64 = number.parse().map_err(|_| QuantityError {
            text: text.chars().take(40).collect(),
            wanted: D::NAME,
            why: "it must start with a number".to_owned(),
            example: D::EXAMPLE,
        })?;
        Self::new(value, symbol.trim())
    }
}

impl<D: Dimension> fmt::Display for Quantity<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.value, self.unit())
    }
}

impl<D: Dimension> fmt::Debug for Quantity<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Two quantities are equal when they are written alike: `1s` and `1000ms` differ as text in a file.
impl<D> PartialEq for Quantity<D> {
    fn eq(&self, other: &Self) -> bool {
        self.value.to_bits() == other.value.to_bits() && self.unit == other.unit
    }
}

impl<D> Eq for Quantity<D> {}

impl<D: Dimension> Serialize for Quantity<D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de, D: Dimension> Deserialize<'de> for Quantity<D> {
    fn deserialize<De: Deserializer<'de>>(deserializer: De) -> Result<Self, De::Error> {
        deserializer.deserialize_any(QuantityVisitor(PhantomData))
    }
}

struct QuantityVisitor<D>(PhantomData<D>);

impl<D: Dimension> Visitor<'_> for QuantityVisitor<D> {
    type Value = Quantity<D>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} with its unit, like \"{}\"", D::NAME, D::EXAMPLE)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, number: f64) -> Result<Self::Value, E> {
        Err(bare_number::<D, E>(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Self::Value, E> {
        Err(bare_number::<D, E>(number as f64))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Self::Value, E> {
        Err(bare_number::<D, E>(number as f64))
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Self::Value, E> {
        Err(E::invalid_type(Unexpected::Bool(value), &self))
    }
}

fn bare_number<D: Dimension, E: serde::de::Error>(number: f64) -> E {
    let wanted = D::NAME;
    let example = D::EXAMPLE;
    let guess = D::UNITS
        .iter()
        .find(|(_, size)| *size == 1.0)
        .map_or("", |(s, _)| *s);
    E::custom(format!(
        "a bare number where {wanted} belongs: add the unit, like \"{number}{guess}\" or \"{example}\""
    ))
}

impl<D: Dimension> JsonSchema for Quantity<D> {
    fn schema_name() -> Cow<'static, str> {
        let mut name = D::NAME.split(' ').next_back().unwrap_or(D::NAME).to_owned();
        name[..1].make_ascii_uppercase();
        Cow::Owned(name)
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let units: Vec<&str> = D::UNITS.iter().map(|(s, _)| *s).collect();
        json_schema!({
            "type": "string",
            "description": format!("{} with its unit, like \"{}\"", D::NAME, D::EXAMPLE),
            "pattern": format!(r"^\s*\+?(\d+(\.\d*)?|\.\d+)\s*({})\s*$", units.join("|")),
            "examples": [D::EXAMPLE],
        })
    }
}

/// On a screen a quantity is the text that stands in the file.
impl<D: Dimension> TS for Quantity<D> {
    type WithoutGenerics = String;
    type OptionInnerType = Self;

    fn name(_: &Config) -> String {
        "string".to_owned()
    }

    fn inline(config: &Config) -> String {
        Self::name(config)
    }
}

#[cfg(test)]
mod tests {
    use crate::{Duration, Rate, Size};

    #[test]
    fn keeps_the_authors_unit_and_gives_the_base_value() {
        let half_minute: Duration = "0.5min".parse().unwrap();
        assert_eq!(half_minute.to_string(), "0.5min");
        assert_eq!(half_minute.base(), 30.0);
        assert_eq!("2 GiB".parse::<Size>().unwrap().to_string(), "2GiB");
        assert_eq!("120/min".parse::<Rate>().unwrap().base(), 2.0);
    }

    #[test]
    fn what_is_written_is_read_back_exactly() {
        for value in [
            0.1 + 0.2,
            1e-300,
            5e-324,
            1.0 / 3.0,
            123_456_789.123_456_78,
            1e22,
        ] {
            for unit in ["ns", "ms", "d"] {
                let quantity = Duration::new(value, unit).unwrap();
                assert_eq!(quantity.to_string().parse::<Duration>().unwrap(), quantity);
            }
        }
    }

    #[test]
    fn refuses_what_has_no_unit_or_no_sense() {
        for bad in [
            "40",
            "ms",
            "-1ms",
            "40 parsecs",
            "1e3ms",
            "NaNms",
            "",
            "1..2s",
            &format!("1{}d", "0".repeat(307)),
        ] {
            assert!(bad.parse::<Duration>().is_err(), "{bad}");
        }
        let error = serde_json::from_str::<Duration>("40")
            .unwrap_err()
            .to_string();
        assert!(error.contains("\"40s\""), "{error}");
    }
}
