//! What pages are made of, by itself: for `benches/`.

use crate::theme::Theme;
use crate::timeline::Timeline;

use super::captions::own_href;
use super::drawing::{Plot, drawing};
use super::stage::Stage;
use super::{pages, term_positions};

/// A stage on which nothing was made yet.
pub struct Studio<'a> {
    stage: Stage<'a>,
}

impl<'a> Studio<'a> {
    /// Sets the stage.
    pub fn new(timeline: &'a Timeline<'a>, theme: &'a Theme) -> Self {
        let mut stage = Stage::new(timeline, theme, true);
        let view = pages::site_view(&stage, &term_positions(timeline));
        stage.furnish(view);
        Studio { stage }
    }

    /// Makes the cards of the first so many entries; how many bytes they have.
    ///
    /// # Panics
    ///
    /// If there are fewer, or the theme is not the built-in one and fails.
    pub fn cards(&self, count: u32) -> usize {
        (0..count).map(|position| self.stage.card(position).html().as_str().len()).sum()
    }

    /// Draws the first so many entries; whether there was anything to draw.
    pub fn drawing(&self, count: u32) -> bool {
        let positions: Vec<u32> = (0..count).collect();
        let plot = Plot {
            year: None,
            is_timeline: true,
            is_front: false,
            positions: &positions,
            href: &|position| own_href(&self.stage, self.stage.gist(position).entry),
            is_whole: true,
        };
        drawing(&self.stage, &plot).is_some()
    }
}
