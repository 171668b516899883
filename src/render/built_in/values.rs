//! Values: what the types of views do in a compiled template.

use std::borrow::Cow;
use std::io;

use super::super::cards::Card;
use super::super::fill::Filled;
use super::super::made::{Html, Made};
use super::super::moments::Moment;
use super::super::opening::Opening;
use super::super::subject::Strip;
use super::super::tally::Tally;
use super::super::view::*;
use super::super::why::Sentence;
use super::ink::Ink;
use crate::wording::Wording;

/// What can be asked for its truth: what is empty, zero or not there has none.
pub trait Truth {
    fn is_true(&self) -> bool;
}

/// What can be written.
pub trait Show {
    /// Writes it; a text is escaped.
    fn show(&self, ink: &mut Ink<'_>) -> io::Result<()>;

    /// The text, as it is.
    fn text(&self) -> Cow<'_, str>;
}

/// What has fields, or leads to what has them.
pub trait Peel {
    type Of: ?Sized;

    fn peel(&self) -> Option<&Self::Of>;
}

/// A list.
pub trait Items {
    type Item;

    fn items(&self) -> &[Self::Item];
}

/// A number.
pub trait Number {
    fn number(&self) -> Option<u64>;
}

/// Whether there is something, and it is true.
pub fn is<T: Truth + ?Sized>(value: Option<&T>) -> bool {
    value.is_some_and(Truth::is_true)
}

/// What has the fields.
pub fn peel<T: Peel + ?Sized>(value: Option<&T>) -> Option<&T::Of> {
    value?.peel()
}

/// The items of a list; none of no list.
pub fn items<T: Items + ?Sized>(list: Option<&T>) -> &[T::Item] {
    list.map_or(&[], Items::items)
}

/// The text of a value; empty without one.
pub fn text<T: Show + ?Sized>(value: Option<&T>) -> Cow<'_, str> {
    value.map_or(Cow::Borrowed(""), Show::text)
}

/// A number as the language writes it.
pub fn number<T: Number + ?Sized>(words: &Wording, value: Option<&T>) -> Cow<'static, str> {
    value.and_then(Number::number).map_or(Cow::Borrowed(""), |number| words.number(number).into())
}

/// One text behind another.
pub fn concat(one: &str, other: &str) -> Cow<'static, str> {
    [one, other].concat().into()
}

macro_rules! texts {
    ($($type:ty),*) => {$(
        impl Truth for $type {
            fn is_true(&self) -> bool {
                !self.is_empty()
            }
        }

        impl Show for $type {
            fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
                ink.escaped(self)
            }

            fn text(&self) -> Cow<'_, str> {
                Cow::Borrowed(self)
            }
        }
    )*};
}

texts!(str, String, Cow<'_, str>);

macro_rules! numbers {
    ($($type:ty),*) => {$(
        impl Truth for $type {
            fn is_true(&self) -> bool {
                *self != 0
            }
        }

        impl Show for $type {
            fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
                ink.raw(&self.to_string())
            }

            fn text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
        }

        impl Number for $type {
            fn number(&self) -> Option<u64> {
                u64::try_from(*self).ok()
            }
        }
    )*};
}

numbers!(u8, u32, usize);

macro_rules! views {
    ($($type:ty),* $(,)?) => {$(
        impl Truth for $type {
            fn is_true(&self) -> bool {
                true
            }
        }

        impl Peel for $type {
            type Of = Self;

            fn peel(&self) -> Option<&Self> {
                Some(self)
            }
        }
    )*};
}

views!(
    AccountView<'_>,
    ArticleView<'_>,
    BandPartView,
    BandView,
    BarView,
    BreakView,
    CardView<'_>,
    ComparedView<'_>,
    ComparisonView<'_>,
    CorrectedView<'_>,
    CorrectionView<'_>,
    CorrectionsView<'_>,
    DateView,
    DefinedView<'_>,
    DrawingView<'_>,
    EdgeView,
    EntryLink<'_>,
    EraView<'_>,
    EventView<'_>,
    FactView<'_>,
    FigureView,
    FreeView<'_>,
    FurnitureView<'_>,
    IndexItemView<'_>,
    IndexView<'_>,
    Link,
    MarkView<'_>,
    MediaView<'_>,
    MentionView<'_>,
    MetaView<'_>,
    MonthView<'_>,
    MoreView<'_>,
    OriginView<'_>,
    PageView<'_>,
    PassageView,
    PlaceView,
    PositionView<'_>,
    RedirectView<'_>,
    RelationView<'_>,
    RivalDateView<'_>,
    SiteView<'_>,
    SizeView,
    SourceView<'_>,
    SourcesView<'_>,
    SpotView,
    StatusView,
    TellsOfView<'_>,
    TermsView<'_>,
    TickView,
    TimelineView<'_>,
    TitleView<'_>,
    TombstoneView<'_>,
    VocabularyView<'_>,
    YearView<'_>,
);

impl Truth for bool {
    fn is_true(&self) -> bool {
        *self
    }
}

// --- What holds a value

impl<T: Truth + ?Sized> Truth for &T {
    fn is_true(&self) -> bool {
        (**self).is_true()
    }
}

impl<T: Show + ?Sized> Show for &T {
    fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
        (**self).show(ink)
    }

    fn text(&self) -> Cow<'_, str> {
        (**self).text()
    }
}

impl<T: Number + ?Sized> Number for &T {
    fn number(&self) -> Option<u64> {
        (**self).number()
    }
}

impl<T: Truth> Truth for Option<T> {
    fn is_true(&self) -> bool {
        self.as_ref().is_some_and(Truth::is_true)
    }
}

impl<T: Show> Show for Option<T> {
    fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
        ink.show(self.as_ref())
    }

    fn text(&self) -> Cow<'_, str> {
        text(self.as_ref())
    }
}

impl<T: Number> Number for Option<T> {
    fn number(&self) -> Option<u64> {
        self.as_ref()?.number()
    }
}

impl<T: Peel> Peel for Option<T> {
    type Of = T::Of;

    fn peel(&self) -> Option<&T::Of> {
        self.as_ref()?.peel()
    }
}

impl<T: Truth> Truth for Box<T> {
    fn is_true(&self) -> bool {
        (**self).is_true()
    }
}

impl<T: Peel> Peel for Box<T> {
    type Of = T::Of;

    fn peel(&self) -> Option<&T::Of> {
        (**self).peel()
    }
}

impl<T> Truth for Vec<T> {
    fn is_true(&self) -> bool {
        !self.is_empty()
    }
}

impl<T> Items for Vec<T> {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }
}

impl<T, const N: usize> Truth for [T; N] {
    fn is_true(&self) -> bool {
        N > 0
    }
}

impl<T, const N: usize> Items for [T; N] {
    type Item = T;

    fn items(&self) -> &[T] {
        self
    }
}

impl<V> Truth for Made<V> {
    fn is_true(&self) -> bool {
        true
    }
}

impl<V> Peel for Made<V> {
    type Of = V;

    fn peel(&self) -> Option<&V> {
        Some(self.view())
    }
}

// --- What is made when it is asked for

impl Truth for Moment<'_> {
    fn is_true(&self) -> bool {
        true
    }
}

impl Peel for Moment<'_> {
    type Of = DateView;

    fn peel(&self) -> Option<&DateView> {
        Some(self.worded().view())
    }
}

impl Truth for Strip<'_> {
    fn is_true(&self) -> bool {
        self.drawing().is_some()
    }
}

impl<'s> Peel for Strip<'s> {
    type Of = DrawingView<'s>;

    fn peel(&self) -> Option<&DrawingView<'s>> {
        self.drawing()
    }
}

impl Truth for Html {
    fn is_true(&self) -> bool {
        !self.as_str().is_empty()
    }
}

impl Show for Html {
    fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
        ink.raw(self.as_str())
    }

    fn text(&self) -> Cow<'_, str> {
        Cow::Borrowed(self.as_str())
    }
}

/// What is none is not even made.
macro_rules! made_html {
    ($($type:ty),*) => {$(
        impl Truth for $type {
            fn is_true(&self) -> bool {
                true
            }
        }

        impl Show for $type {
            fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
                ink.raw(&self.html())
            }

            fn text(&self) -> Cow<'_, str> {
                self.html().into()
            }
        }
    )*};
}

made_html!(Filled<'_>, Sentence<'_>);

impl Show for Card<'_> {
    fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
        self.html().show(ink)
    }

    fn text(&self) -> Cow<'_, str> {
        self.html().as_str().to_owned().into()
    }
}

impl Truth for Opening<'_> {
    fn is_true(&self) -> bool {
        self.text().is_some()
    }
}

impl Show for Opening<'_> {
    fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
        ink.show(self.text())
    }

    fn text(&self) -> Cow<'_, str> {
        self.text().unwrap_or_default().into()
    }
}

impl Truth for Tally<'_> {
    fn is_true(&self) -> bool {
        true
    }
}

impl Show for Tally<'_> {
    fn show(&self, ink: &mut Ink<'_>) -> io::Result<()> {
        ink.escaped(self.worded().view())
    }

    fn text(&self) -> Cow<'_, str> {
        self.worded().view().clone().into()
    }
}
