//! Numbers -> attributes: places as parts of the width, sizes in pixels; from right to left where the site is read so.

use super::layout::Look;

/// Turns places into attributes.
pub struct Pen {
    pub mirrored: bool,
}

impl Pen {
    pub fn x(&self, at: f64) -> String {
        let mut text = String::with_capacity(16);
        self.push_x(&mut text, at);
        text
    }

    pub fn push_x(&self, to: &mut String, at: f64) {
        push_share(to, if self.mirrored { 1.0 - at } else { at });
    }

    /// The left end and the width of a stretch.
    pub fn stretch(&self, from: f64, to: f64) -> (String, String) {
        let mut width = String::with_capacity(16);
        push_share(&mut width, to - from);
        (self.x(if self.mirrored { to } else { from }), width)
    }

    pub fn shift(&self, by: f64) -> f64 {
        if self.mirrored { -by } else { by }
    }
}

/// A part of the width as a percentage.
pub fn push_share(to: &mut String, part: f64) {
    push_number(to, part * 100.0);
    to.push('%');
}

/// A number with two decimals at most.
pub fn number(value: f64) -> String {
    let mut text = String::with_capacity(16);
    push_number(&mut text, value);
    text
}

/// The same behind what there is already.
pub fn push_number(to: &mut String, value: f64) {
    let hundredths = value * 100.0;
    let is_between = (hundredths.fract().abs() - 0.5).abs() < 1e-6;
    if is_between || hundredths.abs() > 1e12 {
        // Exactly between two numbers their binary form decides, which only the long way tells.
        to.push_str(trimmed(&format!("{value:.2}")));
        return;
    }
    let hundredths = hundredths.round() as i64;
    let (whole, part) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
    if hundredths < 0 {
        to.push('-');
    }
    push_digits(to, whole);
    if part > 0 {
        to.push('.');
        to.push(digit(part / 10));
    }
    if part % 10 > 0 {
        to.push(digit(part));
    }
}

fn push_digits(text: &mut String, number: u64) {
    if number > 9 {
        push_digits(text, number / 10);
    }
    text.push(digit(number));
}

/// The last digit of a number.
fn digit(number: u64) -> char {
    char::from(b'0' + (number % 10) as u8)
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
