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
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
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
