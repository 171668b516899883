//! Furniture: the header and the footer, which are the same on all pages that lie equally deep, but for the page of the
//! navigation that one is on.

use std::collections::{BTreeSet, HashMap};
use std::sync::RwLock;

use crate::output::TemplateFailure;

use super::built_in;
use super::made::Html;
use super::stage::Stage;
use super::view::{FurnitureView, SiteView};

/// The way from a page to the site's root, and the page's address if it is one of the navigation.
type Key = (Box<str>, Option<Box<str>>);

/// Headers and footers, each made when the first page asks for it.
#[derive(Default)]
pub struct Furniture {
    navigation: BTreeSet<String>,
    made: RwLock<HashMap<Key, (Html, Html)>>,
}

impl Furniture {
    /// That of a site.
    pub fn new(site: &SiteView<'_>) -> Self {
        let navigation = site.sections.iter().chain(&site.pages).map(|link| link.href.clone());
        Furniture { navigation: navigation.collect(), made: RwLock::default() }
    }

    /// What stands around the page at an address, from which `root` leads to the site's root.
    ///
    /// # Errors
    /// A mistake in a template.
    pub fn around(
        &self,
        stage: &Stage<'_>,
        root: &str,
        address: &str,
    ) -> Result<(Html, Html), TemplateFailure> {
        let href = self.navigation.get(address);
        let key = (root.into(), href.map(|href| href.as_str().into()));
        if let Some(made) = self.made.read().expect("nobody panics with it").get(&key) {
            return Ok(made.clone());
        }
        let view = FurnitureView {
            root,
            href: href.map_or("", String::as_str),
            front: address == "index.html",
        };
        let context = || {
            let mut context = stage.context();
            context.insert("page", &view);
            context
        };
        let header = match stage.built_in(built_in::HEADER) {
            Some(built_in) => Html::shared(&built_in.header(stage.site_view(), &view)),
            None => stage.part("header.html", &context())?,
        };
        let footer = match stage.built_in(built_in::FOOTER) {
            Some(built_in) => Html::shared(&built_in.footer(stage.site_view(), &view)),
            None => stage.part("footer.html", &context())?,
        };
        let made = (header, footer);
        self.made.write().expect("nobody panics with it").insert(key, made.clone());
        Ok(made)
    }
}
