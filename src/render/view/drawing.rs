//! What the template of drawings sees.

use std::borrow::Cow;

use serde::Serialize;

use super::super::made::Html;

/// `drawing.html`: a strip of time above a list. What lies along it is given in parts of the width (`12.5%`), sizes and
/// shifts in pixels; where the site is read from right to left, all is mirrored already. A `from` is the least width of
/// the drawing in pixels at which a text fits: 280, 440, 600, 760 or 940; none where it never does.
#[derive(Serialize)]
pub struct DrawingView<'a> {
    pub title: &'a str,
    /// What it shows, in a sentence.
    pub text: String,
    /// What to know of its scale, a sentence each.
    pub notes: Vec<String>,
    /// In pixels, as all that follow.
    pub height: u32,
    /// Where the names of eras end.
    pub head: u32,
    /// Where the axis lies.
    pub axis: u32,
    /// The tones in which something fades out: `ink`, `accent`, `faint`, `line`.
    pub fades: Vec<&'static str>,
    pub eras: Vec<BandView>,
    pub ticks: Vec<TickView>,
    pub breaks: Vec<BreakView>,
    /// The day as of which the content is, where the drawing ends with it.
    pub edge: Option<EdgeView>,
    /// The entries, in order; empty where there are too many.
    pub marks: Vec<MarkView<'a>>,
    /// How many entries there are in each stretch of time; empty where entries are drawn singly.
    pub bars: Vec<BarView>,
    /// Whether it holds so many links that the keyboard needs a way past them.
    pub has_skip: bool,
}

/// An era behind the marks.
#[derive(Serialize)]
pub struct BandView {
    /// Side by side: what is certain of it, and what fades because its begin or its end is vague.
    pub parts: Vec<BandPartView>,
    /// Where it begins, for its name.
    pub start: String,
    /// Its name, in lines.
    pub lines: Vec<String>,
    pub from: Option<u32>,
    /// Where the first line of its name stands.
    pub y: u32,
    /// Every other one, to tell neighbours apart.
    pub is_even: bool,
}

/// A stretch of an era.
#[derive(Serialize)]
pub struct BandPartView {
    pub x: String,
    pub width: String,
    /// Nothing, or the side on which it fades: `left` or `right`.
    pub look: &'static str,
}

/// A line of the calendar.
#[derive(Serialize)]
pub struct TickView {
    pub x: String,
    pub text: String,
    pub from: Option<u32>,
    /// Where its label stands.
    pub y: u32,
    /// Where its line ends: beside its label, or without one shortly below the axis.
    pub foot: u32,
}

/// Where the axis leaves out a silence.
#[derive(Serialize)]
pub struct BreakView {
    /// Its middle.
    pub x: String,
    /// How long it is, in words.
    pub text: String,
}

/// The day as of which the content is.
#[derive(Serialize)]
pub struct EdgeView {
    pub x: String,
    pub text: String,
    /// For `text-anchor`.
    pub anchor: &'static str,
    /// Where its label stands.
    pub y: u32,
}

/// An entry on a drawing.
#[derive(Serialize)]
pub struct MarkView<'a> {
    /// From this page: its card.
    pub href: &'a str,
    /// `ink`, or `accent` of what is claimed or disputed.
    pub tone: &'static str,
    /// A status, or `plain` or `article`: the shape of its dots.
    pub shape: &'static str,
    /// Its middle; its elements count from there.
    pub y: String,
    /// Title, date, and how sure it is.
    pub name: Cow<'a, str>,
    /// Its elements: the line that takes clicks, then its dots, bars, arrows and what joins them.
    pub svg: Html,
    /// Its title, where there is room beside it.
    pub title: Option<TitleView<'a>>,
}

/// A title beside its mark.
#[derive(Serialize)]
pub struct TitleView<'a> {
    pub text: &'a str,
    pub x: String,
    pub shift: String,
    /// For `text-anchor`.
    pub anchor: &'static str,
    pub from: u32,
}

/// The entries of a stretch of time, counted.
#[derive(Serialize)]
pub struct BarView {
    /// Where the first of them stands, from this page.
    pub href: String,
    /// The stretch of time and the count, in words.
    pub name: String,
    /// `solid`, as tall as its count, or `within`, over the time in which its entries may begin.
    pub look: &'static str,
    pub x: String,
    pub width: String,
    pub y: String,
    pub height: String,
    /// The column that takes clicks.
    pub top: u32,
    pub tall: String,
}
