//! Optional content: layers that the file shows or hides (ISO 32000-1, 8.11).

use std::collections::HashSet;

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Object, ObjectIdentifier};

use super::objects::{as_dictionary, dictionary, items, name, value};

/// Conditions inside conditions.
const DEPTH: usize = 16;

/// The layers that are switched off when the file is opened.
#[derive(Debug, Default)]
pub(super) struct Layers {
    off: HashSet<ObjectIdentifier>,
}

impl Layers {
    /// Reads the default configuration.
    pub(super) fn of(root: Option<&Dict<'_>>) -> Layers {
        let Some(about) = root.and_then(|r| dictionary(r, b"OCProperties")) else {
            return Layers::default();
        };
        let usual = dictionary(&about, b"D").unwrap_or_default();
        let groups = |of: &Dict<'_>, key: &[u8]| -> Vec<ObjectIdentifier> {
            let list = of.get::<Array<'_>>(key);
            let list = list.into_iter().flat_map(|l| l.raw_iter());
            list.filter_map(|item| item.as_obj_ref())
                .map(ObjectIdentifier::from)
                .collect()
        };
        let mut off = HashSet::new();
        if name(&usual, b"BaseState").as_deref() == Some(b"OFF") {
            off.extend(groups(&about, b"OCGs"));
            groups(&usual, b"ON").iter().for_each(|id| {
                off.remove(id);
            });
        }
        off.extend(groups(&usual, b"OFF"));
        Layers { off }
    }

    /// True if the file hides what belongs to this layer or condition.
    pub(super) fn hides(&self, pdf: &Pdf, layer: &Dict<'_>) -> bool {
        !self.off.is_empty() && !self.shows(pdf, layer)
    }

    fn shows(&self, pdf: &Pdf, layer: &Dict<'_>) -> bool {
        if name(layer, b"Type").as_deref() != Some(b"OCMD") {
            return layer.obj_id().is_none_or(|id| !self.off.contains(&id));
        }
        if let Some(Object::Array(condition)) = value(layer, b"VE") {
            return self.holds(pdf, &condition, 0);
        }
        let members: Vec<Dict<'_>> = match value(layer, b"OCGs") {
            Some(Object::Array(list)) => items(pdf, &list)
                .into_iter()
                .filter_map(as_dictionary)
                .collect(),
            Some(Object::Dict(one)) => vec![one],
            _ => return true,
        };
        let mut shown = members
            .iter()
            .map(|m| m.obj_id().is_none_or(|id| !self.off.contains(&id)));
        match name(layer, b"P").as_deref() {
            _ if members.is_empty() => true,
            Some(b"AllOn") => shown.all(|on| on),
            Some(b"AnyOff") => shown.any(|on| !on),
            Some(b"AllOff") => shown.all(|on| !on),
            _ => shown.any(|on| on),
        }
    }

    /// A visibility expression: an operator and its operands (8.11.2.2).
    fn holds(&self, pdf: &Pdf, condition: &Array<'_>, depth: usize) -> bool {
        let mut parts = items(pdf, condition).into_iter();
        let operator = parts.next().and_then(Object::into_name);
        let mut operands = parts.map(|part| match part {
            Object::Array(inner) => depth >= DEPTH || self.holds(pdf, &inner, depth + 1),
            other => as_dictionary(other).is_none_or(|layer| self.shows(pdf, &layer)),
        });
        match operator.as_deref() {
            Some(b"Not") => !operands.next().unwrap_or(false),
            Some(b"And") => operands.all(|on| on),
            Some(b"Or") => operands.any(|on| on),
            _ => true,
        }
    }
}
