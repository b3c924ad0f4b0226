use std::collections::BTreeSet;

use super::{Field, Form, describe};

fn walk(form: &Form, seen: &mut impl FnMut(&Form)) {
    seen(form);
    match form {
        Form::Group { fields } => fields.iter().for_each(|field| walk(&field.form, seen)),
        Form::List { of } | Form::Map { of } => walk(of, seen),
        Form::Variants { variants } => variants
            .iter()
            .filter_map(|variant| variant.form.as_ref())
            .for_each(|form| walk(form, seen)),
        _ => {}
    }
}

#[test]
fn every_form_that_is_named_is_there() {
    let description = describe();
    let mut missing = BTreeSet::new();
    for form in description.forms.values() {
        walk(form, &mut |form| {
            if let Form::Named { name } = form
                && !description.forms.contains_key(name)
            {
                missing.insert(name.clone());
            }
        });
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn every_group_of_a_kind_is_a_field_of_an_element_with_a_form() {
    let description = describe();
    let Form::Group { fields } = &description.forms["Element"] else {
        panic!("an element is a group of fields");
    };
    for kind in &description.kinds {
        for group in kind.groups {
            let field: Option<&Field> = fields.iter().find(|field| field.key == *group);
            assert!(
                matches!(field.map(|field| &field.form), Some(Form::Named { .. })),
                "{} has no form {group}",
                kind.label
            );
        }
    }
}

#[test]
fn every_kind_and_mode_of_the_schema_is_described_once() {
    let description = describe();
    let Form::Choice { choices } = &description.forms["ElementKind"] else {
        panic!("kinds are words");
    };
    let words: BTreeSet<String> = choices.iter().map(|choice| choice.value.clone()).collect();
    let described: Vec<String> = description
        .kinds
        .iter()
        .map(|kind| {
            serde_json::to_value(kind.kind)
                .unwrap()
                .as_str()
                .unwrap()
                .to_owned()
        })
        .collect();
    assert_eq!(described.iter().cloned().collect::<BTreeSet<_>>(), words);
    assert_eq!(described.len(), words.len());
    let Form::Choice { choices } = &description.forms["Mode"] else {
        panic!("modes are words");
    };
    assert_eq!(choices.len(), description.modes.len());
}

#[test]
fn every_field_that_can_be_said_has_help() {
    for (name, form) in &describe().forms {
        if let Form::Group { fields } = form {
            for field in fields {
                assert!(!field.help.is_empty(), "{name}/{}", field.key);
            }
        }
    }
}

/// A default that is shown is the default that holds: said, it is left out of the file again.
#[test]
fn a_default_that_is_said_is_left_out_of_the_file() {
    let description = describe();
    let mut tried = 0;
    for kind in &description.kinds {
        for group in kind.groups {
            let name = form_of(&description, group);
            let Form::Group { fields } = &description.forms[&name] else {
                continue;
            };
            for field in fields {
                let Some(value) = field
                    .otherwise
                    .as_deref()
                    .and_then(|text| text.parse::<f64>().ok())
                else {
                    continue;
                };
                let number = if value.fract() == 0.0 {
                    serde_json::json!(value as i64)
                } else {
                    serde_json::json!(value)
                };
                let said =
                    serde_json::json!({"kind": kind.kind, *group: {field.key.clone(): number}});
                let element: crate::Element = serde_json::from_value(said).unwrap();
                let written = serde_json::to_value(&element).unwrap();
                assert!(
                    written[*group].get(&field.key).is_none(),
                    "{name}/{}: {value} is not its default",
                    field.key
                );
                tried += 1;
            }
        }
    }
    assert!(tried >= 8, "only {tried} defaults are numbers");
}

/// The name of the form of an element's group.
fn form_of(description: &super::Description, group: &str) -> String {
    let Form::Group { fields } = &description.forms["Element"] else {
        panic!("an element is a group of fields");
    };
    match fields
        .iter()
        .find(|field| field.key == group)
        .map(|field| &field.form)
    {
        Some(Form::Named { name }) => name.clone(),
        other => panic!("{group}: {other:?}"),
    }
}

#[test]
fn a_pattern_is_offered_only_the_ways_that_derive_accepts() {
    for pattern in describe().patterns {
        assert_eq!(pattern.reached_by[0], pattern.pattern.reached_by());
        for by in [crate::ReachedBy::Calls, crate::ReachedBy::Messages] {
            let offered = pattern.reached_by.contains(&by);
            assert_eq!(offered, pattern.pattern.allows(by), "{}", pattern.id);
        }
    }
}
