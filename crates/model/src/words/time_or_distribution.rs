/// A type that is written as a time or as a distribution of times.
macro_rules! time_or_distribution {
    ($(#[$doc:meta])* $name:ident, $(#[$doc_time:meta])* $time:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, ts_rs::TS)]
        #[ts(untagged)]
        pub enum $name {
            $(#[$doc_time])*
            $time(spinout_units::Duration),
            /// Different each time.
            Drawn($crate::Distribution),
        }

        const _: () = {
            use serde::{Deserialize, Deserializer, Serialize, Serializer};
            use serde::de::{MapAccess, Visitor, value::MapAccessDeserializer};

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    match self {
                        Self::$time(time) => time.serialize(serializer),
                        Self::Drawn(distribution) => distribution.serialize(serializer),
                    }
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    deserializer.deserialize_any(Either)
                }
            }

            struct Either;

            impl<'de> Visitor<'de> for Either {
                type Value = $name;

                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    write!(f, "a duration like \"30s\", or a distribution")
                }

                fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<$name, E> {
                    text.parse().map($name::$time).map_err(E::custom)
                }

                fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$name, A::Error> {
                    let drawn = $crate::Distribution::deserialize(MapAccessDeserializer::new(map));
                    drawn.map($name::Drawn)
                }
            }

            impl schemars::JsonSchema for $name {
                fn schema_name() -> std::borrow::Cow<'static, str> {
                    stringify!($name).into()
                }

                fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                    let time = generator.subschema_for::<spinout_units::Duration>();
                    let distribution = generator.subschema_for::<$crate::Distribution>();
                    schemars::json_schema!({
                        "description": "A time, or a distribution.",
                        "anyOf": [time, distribution]
                    })
                }
            }
        };
    };
}
