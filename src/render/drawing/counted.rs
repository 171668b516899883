//! Entries counted: bars by the calendar, and above them, hollow, those that may begin in several bars.

use super::super::view::{BarView, DrawingView};
use super::density::{self, Bucket};
use super::lanes::{Footprint, assign};
use super::layout::NARROW;
use super::pen::number;
use super::{Drawn, Plot, Sheet};

/// The least width of a bar that counts; its calendar may go on where the drawing ends.
const LEAST_BAR: f64 = 0.012;
/// The height of the bars that count.
const BARS: f64 = 88.0;
/// Of the bars of what may begin in several of these: the height of a row, and how many there are at most.
const ROW: u32 = 16;
const MOST_ROWS: usize = 5;

impl<'s> Sheet<'_, 's, '_> {
    /// Entries by the calendar, each bar as tall as its count; above them, hollow, those that may begin in several bars.
    pub fn density(&self, plot: &Plot<'_>, drawn: &[Drawn<'_>]) -> DrawingView<'s> {
        let begins: Vec<density::Begins> =
            drawn.iter().map(|one| (one.position, one.begins)).collect();
        let (buckets, rest) = density::buckets(self.scale, &begins);
        let most = buckets.iter().map(|bucket| bucket.count).max().unwrap_or(1) as f64;
        let (eras, head) = self.bands();
        let (groups, lanes, rows) = self.rows(&rest);
        let top = head + if rows == 0 { 0 } else { ROW * rows as u32 + 6 };
        let axis = f64::from(top) + 8.0 + if buckets.is_empty() { 0.0 } else { BARS };
        let hollow = groups.iter().zip(lanes).map(|(group, lane)| {
            let (left, right) = self.place(group);
            let (x, width) = self.pen.stretch(left, right);
            let own = head + 4 + ROW * lane as u32;
            let span = self.bucket_name(group);
            let name = self.stage.words().fill("drawing_within", &[("span", &span)]);
            BarView {
                href: (plot.href)(group.first),
                name: self.counted(name, group.count),
                look: "within",
                x,
                width,
                y: number(f64::from(own) + 4.0),
                height: number(f64::from(ROW) - 8.0),
                top: own,
                tall: number(f64::from(ROW)),
            }
        });
        let solid = buckets.iter().map(|bucket| {
            let (left, right) = self.place(bucket);
            let (x, width) = self.pen.stretch(left, right);
            let height = (bucket.count as f64 / most * BARS).max(2.0);
            BarView {
                href: (plot.href)(bucket.first),
                name: self.counted(self.bucket_name(bucket), bucket.count),
                look: "solid",
                x,
                width,
                y: number(axis - height),
                height: number(height),
                top,
                tall: number(axis - f64::from(top)),
            }
        });
        let bars = hollow.chain(solid).collect();
        let mut view = self.view(plot, drawn, eras, head, axis.round() as u32);
        view.bars = bars;
        let words = self.stage.words();
        if !buckets.is_empty() {
            view.notes.push(words.get("drawing_density").to_owned());
        }
        if !groups.is_empty() {
            view.notes.push(words.get("drawing_rows").to_owned());
        }
        view
    }

    /// Entries by the stretches that they may begin in, as fine as there is room for, with the row of each.
    fn rows(&self, rest: &[density::Begins]) -> (Vec<Bucket>, Vec<usize>, usize) {
        let mut least = 0;
        loop {
            let groups = density::groups(rest, least);
            let rooms: Vec<Footprint> = groups
                .iter()
                .map(|group| {
                    let (from, to) = self.place(group);
                    Footprint { from, to, before: 1.0, after: 1.0 }
                })
                .collect();
            let (lanes, rows) = assign(&rooms, NARROW, 1.0);
            if rows <= MOST_ROWS || least == 18 {
                return (groups, lanes, rows);
            }
            least += 1;
        }
    }

    /// Where a stretch of the calendar lies, as far as the drawing shows it.
    fn place(&self, bucket: &Bucket) -> (f64, f64) {
        let (from, to) = self.span;
        let left = self.scale.at(bucket.from.clamp(from, to));
        (left, self.scale.at(bucket.to.clamp(from, to)).max(left + LEAST_BAR).min(1.0))
    }

    fn counted(&self, span: String, count: usize) -> String {
        format!("{span}{}{}", self.stage.words().get("colon"), self.many(count))
    }

    fn many(&self, count: usize) -> String {
        self.stage.words().count("drawing_count", count)
    }
}
