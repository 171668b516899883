//! Numbers -> attributes: places as parts of the width, sizes in pixels; from right to left where the site is read so.

use super::layout::Look;

/// Turns places into attributes.
pub struct Pen {
    pub mirrored: bool,
}

impl Pen {
    pub fn x(&self, at: f64) -> String {
        share(if self.mirrored { 1.0 - at } else { at })
    }

    /// The left end and the width of a stretch.
    pub fn stretch(&self, from: f64, to: f64) -> (String, String) {
        (self.x(if self.mirrored { to } else { from }), share(to - from))
    }

    pub fn shift(&self, by: f64) -> f64 {
        if self.mirrored { -by } else { by }
    }
}

/// A part of the width as a percentage.
fn share(part: f64) -> String {
    format!("{}%", number(part * 100.0))
}

/// A number with two decimals at most.
pub fn number(value: f64) -> String {
    let hundredths = value * 100.0;
    let is_between = (hundredths.fract().abs() - 0.5).abs() < 1e-6;
    if is_between || hundredths.abs() > 1e12 {
        // Exactly between two numbers their binary form decides, which only the long way tells.
        return trimmed(&format!("{value:.2}")).to_owned();
    }
    let hundredths = hundredths.round() as i64;
    let (whole, part) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let sign = if hundredths < 0 { "-" } else { "" };
    match (part, part % 10) {
        (0, _) => format!("{sign}{whole}"),
        (_, 0) => format!("{sign}{whole}.{}", part / 10),
        _ => format!("{sign}{whole}.{part:02}"),
    }
}

fn trimmed(text: &str) -> &str {
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }
}

pub fn look_of(look: Look, mirrored: bool) -> &'static str {
    match (look, mirrored) {
        (Look::Solid, _) => "solid",
        (Look::Even, _) => "within",
        (Look::Frame, _) => "frame",
        (Look::Fades, _) => "both",
        (Look::FadesIn, false) | (Look::FadesOut, true) => "left",
        (Look::FadesOut, false) | (Look::FadesIn, true) => "right",
    }
}

/// A shift in pixels; none where there is none.
pub fn moved(by: f64) -> String {
    let text = number(by);
    if text == "0" { String::new() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_are_rounded_as_rust_rounds_them(value in -2000.0_f64..2000.0, step in -80_000_i32..80_000) {
            for value in [value, f64::from(step) / 8.0, f64::from(step) / 200.0, f64::from(step) * 1e9] {
                let text = format!("{value:.2}");
                prop_assert_eq!(number(value), trimmed(&text));
            }
        }
    }
}
