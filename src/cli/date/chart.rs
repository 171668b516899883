//! Dates -> a drawing of them on one scale: what is certain, what is possible, and where an end is open.

use edtf_core::{Date as Part, Edtf, IntervalEndpoint, SetElement, SetKind};

use super::super::Canvas;
use super::calendar::Unit;
use crate::date::{Civil, Date, Day, Grain, Limit, both, element_bounds};

/// A stretch of time of which one thing is to be said; an end that is not a day is beyond the scale.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    from: Limit,
    to: Limit,
    mark: Mark,
}

/// What is said of a stretch, the strongest last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Nothing,
    /// The date may lie here, and its author doubts it or does not know the end.
    Doubtful,
    Possible,
    /// Where one of several alternatives begins.
    Alternative,
    Certain,
}

/// An end that is beyond the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beyond {
    Open,
    Unknown,
}

/// What is drawn for one date.
struct Row<'a> {
    name: &'a str,
    stretches: Vec<Stretch>,
    before: Option<Beyond>,
    after: Option<Beyond>,
}

/// The part of time that is shown.
struct Scale {
    unit: Unit,
    /// The first unit and the last.
    units: (i128, i128),
    columns: usize,
}

/// The longest name that stands beside a bar.
const NAME: usize = 26;

/// All dates on one scale; nothing where there are none.
pub fn chart(dates: &[&Date], canvas: Canvas) -> Option<String> {
    let rows: Vec<Row<'_>> = dates.iter().map(|date| row(date)).collect();
    let days = rows.iter().flat_map(|row| &row.stretches).flat_map(|one| [one.from, one.to]);
    let days: Vec<Day> = days
        .filter_map(|limit| match limit {
            Limit::Day(day) => Some(day),
            Limit::Past | Limit::Future => None,
        })
        .collect();
    let (first, last) = (*days.iter().min()?, *days.iter().max()?);
    // One date needs no name: it stands right above.
    let names = match rows.as_slice() {
        [_] => 0,
        _ => rows.iter().map(|row| row.name.chars().count()).max()?.min(NAME) + 2,
    };
    let columns = canvas.width.saturating_sub(names + 3).max(20);
    // No finer than the finest of the dates: a year is drawn among years.
    let finest = match dates.iter().map(|date| date.grain()).max()? {
        Grain::Year => Unit::Years(1),
        Grain::Half | Grain::Third | Grain::Quarter | Grain::Season | Grain::Month => Unit::Month,
        Grain::Day | Grain::Second => Unit::Day,
    };
    let scale = Scale::new(first, last, finest, columns);
    let mut lines = Vec::new();
    let mut seen = String::new();
    for row in &rows {
        let bar = bar(row, &scale);
        seen.push_str(&bar);
        let name = match names {
            0 => String::new(),
            _ => format!("{:<names$}", shortened(row.name)),
        };
        lines.push(format!("  {name}{}", canvas.accent(bar.trim_end())).trim_end().to_owned());
    }
    let indent = " ".repeat(names + 2);
    for line in scale.axis() {
        lines.push(format!("{indent}{}", canvas.dim(line.trim_end())));
    }
    lines.push(String::new());
    lines.extend(legend(&seen, canvas.width).iter().map(|line| format!("  {}", canvas.dim(line))));
    Some(lines.join("\n"))
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    name.chars().take(NAME - 1).chain(['…']).collect()
}

/// What the marks that were drawn mean, in lines.
fn legend(seen: &str, width: usize) -> Vec<String> {
    let all = [
        ('█', "certain"),
        ('▒', "possible"),
        ('░', "doubtful"),
        ('◆', "one of these"),
        ('◀', "open start"),
        ('▶', "open end"),
        ('?', "not known"),
    ];
    let mut lines = vec![String::new()];
    for (mark, means) in all.into_iter().filter(|(mark, _)| seen.contains(*mark)) {
        let part = format!("{mark} {means}");
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(&part),
            Some(line) if line.chars().count() + 3 + part.chars().count() + 2 <= width => {
                line.push_str("   ");
                line.push_str(&part);
            }
            _ => lines.push(part),
        }
    }
    lines
}

fn row(date: &Date) -> Row<'_> {
    let mut row = Row { name: date.text(), stretches: Vec::new(), before: None, after: None };
    match date.edtf() {
        Edtf::Date(part) => row.stretches.push(some_time(part)),
        Edtf::DateTime(moment) => row.stretches.push(some_time(&moment.date)),
        Edtf::Interval(interval) => span(&mut row, &interval.start, &interval.end),
        Edtf::Set(set) => {
            for element in &set.elements {
                member(&mut row, element, set.kind);
            }
        }
    }
    row
}

/// A date that lies somewhere within its bounds.
fn some_time(part: &Part) -> Stretch {
    let (from, to) = both(part);
    let mark = match (part.is_uncertain() || part.is_approximate(), from == to) {
        (true, _) => Mark::Doubtful,
        (false, true) => Mark::Certain,
        (false, false) => Mark::Possible,
    };
    Stretch { from, to, mark }
}

/// A span is certain from the latest day on which it can begin to the earliest on which it can end.
fn span(row: &mut Row<'_>, start: &IntervalEndpoint, end: &IntervalEndpoint) {
    let zone = |end: &IntervalEndpoint| match end {
        IntervalEndpoint::Date(part)
        | IntervalEndpoint::OnOrBefore(part)
        | IntervalEndpoint::OnOrAfter(part) => Some(some_time(part)),
        IntervalEndpoint::Open | IntervalEndpoint::Unknown => None,
    };
    let (first, last) = (zone(start), zone(end));
    row.stretches.extend(first);
    row.stretches.extend(last);
    let mut push = |from: Option<Limit>, to: Option<Limit>, mark: Mark| {
        if let (Some(from), Some(to)) = (from, to)
            && from <= to
        {
            row.stretches.push(Stretch { from, to, mark });
        }
    };
    let begun = match start {
        IntervalEndpoint::Open => Some(Limit::Past),
        IntervalEndpoint::Unknown => None,
        _ => first.map(|zone| zone.to),
    };
    let not_ended = match end {
        IntervalEndpoint::Open => Some(Limit::Future),
        IntervalEndpoint::Unknown => None,
        _ => last.map(|zone| zone.from),
    };
    push(begun, not_ended, Mark::Certain);
    match start {
        IntervalEndpoint::Open => row.before = Some(Beyond::Open),
        IntervalEndpoint::OnOrBefore(_) => {
            push(Some(Limit::Past), first.map(|zone| zone.to), Mark::Possible);
            row.before = Some(Beyond::Open);
        }
        IntervalEndpoint::Unknown => {
            push(Some(Limit::Past), last.map(|zone| zone.to), Mark::Doubtful);
            row.before = Some(Beyond::Unknown);
        }
        IntervalEndpoint::Date(_) | IntervalEndpoint::OnOrAfter(_) => {}
    }
    let mut push = |from: Option<Limit>, mark: Mark| {
        if let Some(from) = from {
            row.stretches.push(Stretch { from, to: Limit::Future, mark });
        }
    };
    match end {
        IntervalEndpoint::Open => row.after = Some(Beyond::Open),
        IntervalEndpoint::OnOrAfter(_) => {
            push(last.map(|zone| zone.from), Mark::Possible);
            row.after = Some(Beyond::Open);
        }
        IntervalEndpoint::Unknown => {
            push(first.map(|zone| zone.from), Mark::Doubtful);
            row.after = Some(Beyond::Unknown);
        }
        IntervalEndpoint::Date(_) | IntervalEndpoint::OnOrBefore(_) => {}
    }
}

/// A member of a set; where it is one of several, its ends are marked.
fn member(row: &mut Row<'_>, element: &SetElement, kind: SetKind) {
    let (from, to) = element_bounds(element);
    let stretch = match element {
        SetElement::Date(part) => some_time(part),
        SetElement::Range(..) | SetElement::OnOrBefore(_) | SetElement::OnOrAfter(_) => {
            Stretch { from, to, mark: Mark::Possible }
        }
    };
    row.stretches.push(stretch);
    if from == Limit::Past {
        row.before = Some(Beyond::Open);
    }
    if to == Limit::Future {
        row.after = Some(Beyond::Open);
    }
    if kind == SetKind::OneMember {
        let ends = match element {
            SetElement::Date(_) => vec![from],
            SetElement::Range(..) | SetElement::OnOrBefore(_) | SetElement::OnOrAfter(_) => {
                vec![from, to]
            }
        };
        for end in ends {
            if matches!(end, Limit::Day(_)) {
                row.stretches.push(Stretch { from: end, to: end, mark: Mark::Alternative });
            }
        }
    }
}

impl Scale {
    fn new(first: Day, last: Day, finest: Unit, columns: usize) -> Self {
        // The finest unit of which a dozen are enough, and some of it on both sides, to see where the dates end.
        let count = |unit: Unit| unit.index(last) - unit.index(first) + 1;
        let unit = Unit::all()
            .skip_while(|unit| *unit != finest)
            .find(|unit| count(*unit) <= 12)
            .unwrap_or(Unit::Years(10_i128.pow(19)));
        let beside = ((6 - count(unit)) / 2).max(1);
        Scale { unit, units: (unit.index(first) - beside, unit.index(last) + beside), columns }
    }

    fn first(&self) -> i128 {
        self.unit.start(self.units.0)
    }

    fn length(&self) -> i128 {
        self.unit.start(self.units.1 + 1) - self.first()
    }

    /// The columns that some days take, at least one.
    fn columns(&self, from: i128, to: i128) -> (usize, usize) {
        let columns = self.columns as i128;
        let begin = (from - self.first()) * columns / self.length();
        let end = ((to + 1 - self.first()) * columns + self.length() - 1) / self.length() - 1;
        let within = |column: i128| usize::try_from(column.clamp(0, columns - 1)).unwrap_or(0);
        (within(begin), within(end.max(begin)))
    }

    /// The columns that some days fill.
    fn whole_columns(&self, from: i128, to: i128) -> Option<(usize, usize)> {
        let columns = self.columns as i128;
        let begin = ((from - self.first()) * columns + self.length() - 1) / self.length();
        let end = (to + 1 - self.first()) * columns / self.length() - 1;
        (begin <= end).then_some((usize::try_from(begin).ok()?, usize::try_from(end).ok()?))
    }

    /// The line with its ticks, and the names of the units below it.
    fn axis(&self) -> [String; 2] {
        let mut line: Vec<char> = vec!['─'; self.columns];
        let mut labels: Vec<char> = vec![' '; self.columns];
        let mut put = |at: usize, label: &str| {
            for (cell, char) in labels[at..].iter_mut().zip(label.chars()) {
                *cell = char;
            }
        };
        let (first, last) = (self.unit.label(self.units.0), self.unit.label(self.units.1));
        let last_at = self.columns.saturating_sub(last.len());
        put(0, &first);
        put(last_at, &last);
        // Every unit is named, or every second, or as many as there is room for.
        let ticks = |step: usize| -> Vec<(usize, String)> {
            (self.units.0..self.units.1)
                .step_by(step)
                .map(|index| {
                    let start = self.unit.start(index);
                    (self.columns(start, start).0, self.unit.label(index))
                })
                .collect()
        };
        let has_room = |ticks: &Vec<(usize, String)>| {
            ticks.windows(2).all(|two| two[0].0 + two[0].1.len() + 2 <= two[1].0)
        };
        let ticks = (1..).map(ticks).find(has_room).unwrap_or_default();
        for (at, label) in ticks.into_iter().skip(1) {
            if at + label.len() + 2 <= last_at {
                put(at, &label);
                line[at] = '┬';
            }
        }
        line[0] = '├';
        line[self.columns - 1] = '┤';
        [line.into_iter().collect(), labels.into_iter().collect()]
    }
}

fn bar(row: &Row<'_>, scale: &Scale) -> String {
    let mut marks = vec![Mark::Nothing; scale.columns];
    for stretch in &row.stretches {
        let from = match stretch.from {
            Limit::Day(day) => Civil::from(day).number(),
            Limit::Past | Limit::Future => scale.first(),
        };
        let to = match stretch.to {
            Limit::Day(day) => Civil::from(day).number(),
            Limit::Past | Limit::Future => scale.first() + scale.length() - 1,
        };
        let (mut begin, mut end) = scale.columns(from, to);
        match stretch.mark {
            // The mark of an alternative takes one column, however wide its day is.
            Mark::Alternative => {
                begin = usize::midpoint(begin, end);
                end = begin;
            }
            // A column that is not certain from its begin to its end is only possible; what a span's ends are is
            // drawn by themselves.
            Mark::Certain if from < to => match scale.whole_columns(from, to) {
                Some(whole) => (begin, end) = whole,
                None => continue,
            },
            Mark::Nothing | Mark::Doubtful | Mark::Possible | Mark::Certain => {}
        }
        for mark in &mut marks[begin..=end] {
            *mark = stretch.mark.max(*mark);
        }
    }
    let mut cells: Vec<char> = marks
        .into_iter()
        .map(|mark| match mark {
            Mark::Nothing => ' ',
            Mark::Doubtful => '░',
            Mark::Possible => '▒',
            Mark::Alternative => '◆',
            Mark::Certain => '█',
        })
        .collect();
    let last = cells.len() - 1;
    for (at, beyond, arrow) in [(0, row.before, '◀'), (last, row.after, '▶')] {
        match beyond {
            Some(Beyond::Open) => cells[at] = arrow,
            Some(Beyond::Unknown) => cells[at] = '?',
            None => {}
        }
    }
    cells.into_iter().collect()
}
