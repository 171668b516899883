//! Steps as `benches/` times them, each with content of any size.

mod cliffs;
mod content;
mod order;
mod passages;
mod steps;

pub use self::cliffs::Cliff;
pub use self::order::Orders;
pub use self::passages::Quoted;
pub use self::steps::{Corpus, Linked, Ordered, Parsed, Plan, Studio};
