//! Parts -> SVG: the elements that a mark consists of.

use super::layout::{Look, Part};
use super::marks::Join;
use super::pen::{Pen, look_of, moved, push_number, push_share};

/// What a pen's tip makes of a weight: the scale of a dot, the height of a bar.
const SIZES: [f64; 5] = [0.7, 0.8, 0.9, 1.1, 1.35];
const HEIGHTS: [f64; 5] = [2.5, 3.0, 4.0, 5.0, 6.0];

/// The scale of the dots of a mark.
pub fn size(weight: u8) -> f64 {
    SIZES[usize::from(weight.clamp(1, 5)) - 1]
}

/// How a mark is drawn.
pub struct Brush<'d> {
    pub pen: &'d Pen,
    pub weight: u8,
    /// What its dots look like, and its tone: names of what the template defines.
    pub shape: &'static str,
    pub tone: &'static str,
}

impl Brush<'_> {
    /// The line that takes clicks, from one end of a mark to the other, and so thick.
    pub fn hit(&self, svg: &mut String, from: f64, to: f64, width: f64) {
        svg.push_str("<line class=\"hit\"");
        self.x(svg, "x1", from);
        self.x(svg, "x2", to);
        pixels(svg, "stroke-width", width);
        svg.push_str("/>");
    }

    /// A part of a mark.
    pub fn part(&self, svg: &mut String, part: Part) {
        let pen = self.pen;
        let join = |join: Join| if join == Join::Or { "or" } else { "and" };
        match part {
            Part::Dot { at } => {
                self.at(svg, at);
                svg.push_str("<use href=\"#drawing:");
                svg.push_str(self.shape);
                svg.push_str("\" transform=\"scale(");
                push_number(svg, size(self.weight));
                svg.push_str(")\"/></svg>");
            }
            Part::Ring { at, shift } => {
                svg.push_str("<circle class=\"ring\"");
                self.x(svg, "cx", at);
                svg.push_str(" r=\"3.5\"");
                shifted(svg, pen.shift(shift));
                svg.push_str("/>");
            }
            Part::Bar { from, to, look } => {
                self.rect(svg, look);
                self.x(svg, "x", if pen.mirrored { to } else { from });
                svg.push_str(" width=\"");
                push_share(svg, to - from);
                svg.push('"');
                self.tall(svg);
                svg.push_str("/>");
            }
            Part::Stub { at, before, after, look } => {
                self.rect(svg, look);
                self.x(svg, "x", at);
                pixels(svg, "width", before + after);
                self.tall(svg);
                shifted(svg, -if pen.mirrored { after } else { before });
                svg.push_str("/>");
            }
            Part::Arrow { at, later } => {
                self.at(svg, at);
                let is_right = later != pen.mirrored;
                svg.push_str("<use href=\"#drawing:arrow-");
                svg.push_str(if is_right { "right" } else { "left" });
                svg.push_str("\"/></svg>");
            }
            Part::Line { from, to, shift, join: how } => {
                svg.push_str("<line class=\"");
                svg.push_str(join(how));
                svg.push('"');
                self.x(svg, "x1", from);
                self.x(svg, "x2", to);
                shifted(svg, pen.shift(shift));
                svg.push_str("/>");
            }
            Part::Tie { at, before, after, join: how } => {
                self.at(svg, at);
                svg.push_str("<path class=\"");
                svg.push_str(join(how));
                svg.push_str("\" d=\"M");
                push_number(svg, pen.shift(-before));
                svg.push_str(" 0H");
                push_number(svg, pen.shift(after));
                svg.push_str("\"/></svg>");
            }
        }
    }

    /// Opens a drawing of its own at a place on the width, within which pixels count.
    fn at(&self, svg: &mut String, at: f64) {
        svg.push_str("<svg");
        self.x(svg, "x", at);
        svg.push('>');
    }

    fn x(&self, svg: &mut String, name: &str, at: f64) {
        attribute(svg, name, |svg| self.pen.push_x(svg, at));
    }

    fn rect(&self, svg: &mut String, look: Look) {
        match look_of(look, self.pen.mirrored) {
            side @ ("left" | "right" | "both") => {
                svg.push_str("<rect fill=\"url(#drawing:");
                svg.push_str(self.tone);
                svg.push('-');
                svg.push_str(side);
                svg.push_str(")\"");
            }
            look => {
                svg.push_str("<rect class=\"");
                svg.push_str(look);
                svg.push('"');
            }
        }
    }

    /// The upper end and the height of a bar.
    fn tall(&self, svg: &mut String) {
        let height = HEIGHTS[usize::from(self.weight.clamp(1, 5)) - 1];
        pixels(svg, "y", -height / 2.0);
        pixels(svg, "height", height);
    }
}

fn pixels(svg: &mut String, name: &str, value: f64) {
    attribute(svg, name, |svg| push_number(svg, value));
}

fn attribute(svg: &mut String, name: &str, value: impl FnOnce(&mut String)) {
    svg.push(' ');
    svg.push_str(name);
    svg.push_str("=\"");
    value(svg);
    svg.push('"');
}

/// A shift by pixels; nothing where there is none.
fn shifted(svg: &mut String, by: f64) {
    let by = moved(by);
    if !by.is_empty() {
        svg.push_str(" transform=\"translate(");
        svg.push_str(&by);
        svg.push_str(")\"");
    }
}
