//! Folder -> Theme: the built-in theme with the site's own files in place of its files, compiled.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use include_dir::{Dir, DirEntry};
use tera::{ErrorKind, Kwargs, State, Tera};

use crate::config::{Calendar, Language};
use crate::diagnostic::{Diagnostics, Place, did_you_mean, rule};
use crate::document::{At, Documents};
use crate::output::Sketch;
use crate::text::{Folder, Text, TextId};
use crate::theme::{BUILT_IN, Theme, sentence};
use crate::wording::{Messages, Wording, fill, is_locale_of};
use crate::yaml::{self, Entries, Words};

/// What the settings ask of a theme.
pub struct Wanted {
    settings: TextId,
    name: Option<String>,
    language: Language,
    calendars: Vec<Calendar>,
}

impl Wanted {
    /// What those of a site ask for.
    pub fn by(documents: &Documents) -> Self {
        let config = &documents.config;
        Wanted {
            settings: documents.config_text,
            name: config.theme.as_ref().map(|name| name.0.clone()),
            language: config.language.clone(),
            calendars: config.calendars.clone(),
        }
    }

    /// Where they ask for it.
    fn at(&self, key: &str) -> Place {
        At { text: self.settings, item: None }.value([key.into()])
    }
}

/// Compiles the theme that is wanted.
pub fn parse(folder: &Folder, wanted: &Wanted, diagnostics: &mut Diagnostics) -> Theme {
    let own = own_files(folder, wanted, diagnostics);
    let words = Arc::new(wording(&own, wanted, diagnostics));
    let tera = templates(&own, &words, diagnostics);
    let texts: Vec<(&str, &str)> =
        own.iter().map(|(path, (_, text))| (*path, text.content.as_str())).collect();
    let settings = &folder.texts.get(wanted.settings).content;
    Theme {
        sketch: Sketch::of(&(settings, texts)).expect("texts can be written down"),
        tera,
        words,
        css: styles(&own),
        statics: statics(folder, wanted.name.as_deref()),
        texts: own
            .iter()
            .filter_map(|(path, (id, _))| Some((path.strip_prefix("templates/")?.to_owned(), *id)))
            .collect(),
    }
}

/// The theme's files in the site's folder, by their path in the theme.
type Own<'a> = BTreeMap<&'a str, (TextId, &'a Text)>;

fn own_files<'a>(folder: &'a Folder, wanted: &Wanted, diagnostics: &mut Diagnostics) -> Own<'a> {
    let Some(name) = &wanted.name else { return Own::new() };
    let prefix = format!("themes/{name}/");
    let texts = &folder.texts;
    let own: Own<'a> = texts
        .ids()
        .filter_map(|id| Some((texts.path(id).strip_prefix(prefix.as_str())?, (id, texts.get(id)))))
        .collect();
    let has_statics = folder.theme_statics.keys().any(|(theme, _)| theme == name);
    if own.is_empty() && !has_statics && name != "default" {
        let themes: Vec<&str> = texts
            .ids()
            .filter_map(|id| texts.path(id).strip_prefix("themes/")?.split('/').next())
            .chain(["default"])
            .collect();
        diagnostics
            .error(rule::UNKNOWN_THEME, wanted.at("theme"), format!("there is no theme `{name}`"))
            .help(did_you_mean(name, themes).unwrap_or_else(|| {
                format!("put the files that differ from the built-in theme under `themes/{name}/`")
            }));
    }
    own
}

fn wording(own: &Own<'_>, wanted: &Wanted, diagnostics: &mut Diagnostics) -> Wording {
    let language = wanted.language.0.as_str();
    let primary = language.split('-').next().unwrap_or(language);
    let mut words = Messages::english();
    let mut is_spoken = primary == "en";
    if let Some(built_in) = Messages::built_in(primary).filter(|_| !is_spoken) {
        words.lay(built_in);
        is_spoken = true;
    }
    let is_built_in = is_spoken;
    let mut translation: Option<(TextId, Messages)> = None;
    let files = if language == primary { vec![primary] } else { vec![primary, language] };
    for file in files {
        let Some((id, text)) = own.get(format!("i18n/{file}.yaml").as_str()) else { continue };
        let more: Option<Entries<Words>> = yaml::read(*id, 0, &text.content, diagnostics);
        let more: BTreeMap<String, String> =
            more.into_iter().flat_map(|all| all.0).map(|(key, words)| (key, words.0)).collect();
        for key in more.keys().filter(|key| !words.knows(key) && !is_asked_for(own, key)) {
            diagnostics
                .warning(
                    rule::UNKNOWN_MESSAGE,
                    Place::key(*id, vec![key.as_str().into()]),
                    format!("no template asks for the words `{key}`"),
                )
                .help(did_you_mean(key, words.0.keys().map(String::as_str)).unwrap_or_else(|| {
                    "the keys are those of the built-in theme's i18n/en.yaml".into()
                }));
        }
        if let Some(tag) = more.get("locale").filter(|tag| !is_locale_of(tag, language)) {
            diagnostics
                .error(
                    rule::BAD_VALUE,
                    Place::key(*id, vec!["locale".into()]),
                    format!("`{tag}` is not a locale of the language `{primary}`"),
                )
                .help(format!("write `{primary}`, with a country if that matters, as in `pt-BR`"));
        }
        let (_, translated) = translation.get_or_insert((*id, Messages::default()));
        translated.amend(Messages(more.clone()));
        match is_spoken {
            true => words.amend(Messages(more)),
            false => words.lay(Messages(more)),
        }
        is_spoken = true;
    }
    if !is_spoken {
        diagnostics
            .warning(rule::NO_MESSAGES, wanted.at("language"), format!("the theme has no words in `{language}`, so its own words are English"))
            .help(format!("translate the built-in theme's i18n/en.yaml to `themes/NAME/i18n/{language}.yaml` and set `theme: NAME`"));
    }
    let wording = Wording::new(language, words, &wanted.calendars);
    if let Some((id, translated)) = translation.filter(|_| !is_built_in) {
        report_missing(id, &translated, &wording, diagnostics);
    }
    wording
}

/// Says which words a translation lacks, the first few by name.
fn report_missing(
    id: TextId,
    translated: &Messages,
    wording: &Wording,
    diagnostics: &mut Diagnostics,
) {
    let endings: Vec<String> =
        wording.categories().iter().map(|category| format!("`_{category}`")).collect();
    let required = Messages::english().required(&wording.categories());
    let missing: Vec<&str> = required
        .iter()
        .map(String::as_str)
        .filter(|key| translated.find(key).is_none())
        // What is said of the file itself can be left out.
        .filter(|key| !matches!(*key, "locale" | "reviewed"))
        .collect();
    let Some(more) = missing.len().checked_sub(1) else { return };
    let first: Vec<String> = missing.iter().take(4).map(|key| format!("`{key}`")).collect();
    let first = first.join(", ");
    let message = match more {
        0 => format!("{first} is not translated: English stands in"),
        1..4 => format!("{first} are not translated: English stands in"),
        _ => format!(
            "{} keys are not translated, {first} and others: English stands in",
            missing.len()
        ),
    };
    diagnostics.warning(rule::MISSING_MESSAGES, Place::file(id), message).help(format!(
        "the keys are those of the built-in theme's i18n/en.yaml; this language counts with the endings {}",
        endings.join(", ")
    ));
}

/// Whether the site's own templates ask for some words.
fn is_asked_for(own: &Own<'_>, key: &str) -> bool {
    let mut templates = own.iter().filter(|(path, _)| path.starts_with("templates/"));
    templates.any(|(_, (_, text))| text.content.contains(key))
}

/// The engine with all templates; none where all are the built-in ones, which are compiled.
fn templates(own: &Own<'_>, words: &Arc<Wording>, diagnostics: &mut Diagnostics) -> Option<Tera> {
    let mut overriding: BTreeMap<&str, (TextId, &Text)> = own
        .iter()
        .filter_map(|(path, file)| Some((path.strip_prefix("templates/")?, *file)))
        .filter(|(_, (_, text))| !text.damaged)
        .collect();
    if overriding.is_empty() {
        return None;
    }
    loop {
        let mut tera = Tera::default();
        register(&mut tera, words);
        let mut all = built_in_templates();
        all.extend(overriding.iter().map(|(name, (_, text))| (*name, text.content.as_str())));
        let Err(error) = tera.add_raw_templates(all) else { return Some(tera) };
        assert!(!overriding.is_empty(), "the built-in templates compile: {error}");
        let to_blame = report(&error, &overriding, diagnostics);
        if to_blame.is_empty() {
            // What is left is the built-in theme, which always compiles.
            overriding.clear();
        }
        for name in to_blame {
            overriding.remove(name.as_str());
        }
    }
}

/// What is wrong with a template.
struct Mistake {
    template: String,
    range: Option<Range<usize>>,
    message: String,
}

/// Reports templates that do not compile and names them, so that the rest can be compiled without them.
fn report(
    error: &tera::Error,
    own: &BTreeMap<&str, (TextId, &Text)>,
    diagnostics: &mut Diagnostics,
) -> Vec<String> {
    let one = |template: &str, message: String| {
        vec![Mistake { template: template.to_owned(), range: None, message }]
    };
    let mistakes = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => vec![Mistake {
            template: report.filename().to_owned(),
            range: Some(report.span().range.clone()),
            message: report.message().to_owned(),
        }],
        ErrorKind::CircularExtend { tpl, .. } => one(tpl, "this template extends itself".into()),
        ErrorKind::CircularInclude { tpl, .. } => one(tpl, "this template includes itself".into()),
        ErrorKind::MissingParent { current, parent } => {
            one(current, format!("there is no template `{parent}` to extend"))
        }
        ErrorKind::Msg(reports) if reports.starts_with("error: ") => unknown_names(reports, own),
        other => one("", other.to_string()),
    };
    let mut to_blame: Vec<String> = Vec::new();
    let mut tell = |name: &str, range: Option<Range<usize>>, message: &str| {
        let (id, text) = own[name];
        let place = match range {
            Some(range) if range.end <= text.content.len() => Place::range(id, range),
            _ => Place::file(id),
        };
        diagnostics
            .error(rule::TEMPLATE, place, sentence(message))
            .help("the templates are Tera's, version 2; docs/themes.md tells what each one sees");
    };
    // A component that the built-in theme has can only be lacking where one of the site's files replaced it.
    let mut lost: BTreeMap<&str, (&str, &Mistake)> = BTreeMap::new();
    let mut others: Vec<&Mistake> = Vec::new();
    for mistake in &mistakes {
        let component = mistake.message.split('`').nth(1).unwrap_or_default();
        match home(component).filter(|file| own.contains_key(file)) {
            Some(file) if mistake.message.contains("component") => {
                lost.entry(component).or_insert((file, mistake));
            }
            _ => others.push(mistake),
        }
    }
    for (component, (file, mistake)) in lost {
        let message = format!(
            "this file has no component `{component}`, which `{}` asks for",
            mistake.template
        );
        tell(file, None, &message);
        to_blame.push(file.to_owned());
    }
    let (in_own, in_built_in): (Vec<&Mistake>, Vec<&Mistake>) =
        others.into_iter().partition(|one| own.contains_key(one.template.as_str()));
    for Mistake { template, range, message } in in_own {
        tell(template, range.clone(), message);
        to_blame.push(template.clone());
    }
    if let (Some(mistake), Some((name, _)), true) =
        (in_built_in.first(), own.first_key_value(), to_blame.is_empty())
    {
        tell(name, None, &mistake.message);
    }
    to_blame
}

/// The built-in template that defines a component.
fn home(component: &str) -> Option<&'static str> {
    let begin = format!("component {component}(");
    built_in_templates().into_iter().find(|(_, text)| text.contains(&begin)).map(|(name, _)| name)
}

/// Names that templates use and nothing defines: Tera gives all of them as one text, each as
/// ``error: Unknown filter `shout` `` and, on the next line, `--> footer.html:1:53`.
fn unknown_names(reports: &str, own: &BTreeMap<&str, (TextId, &Text)>) -> Vec<Mistake> {
    let lines: Vec<&str> = reports.lines().collect();
    let mistake = |pair: &[&str]| {
        let message = pair[0].strip_prefix("error: ")?;
        let mut place = pair[1].trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let column: usize = place.next()?.parse().ok()?;
        let line: usize = place.next()?.parse().ok()?;
        let template = place.next()?;
        let word = message.split('`').nth(1).unwrap_or_default();
        let range = own.get(template).and_then(|(_, text)| find(&text.content, line, column, word));
        Some(Mistake { template: template.to_owned(), range, message: message.to_owned() })
    };
    lines.windows(2).filter_map(mistake).collect()
}

/// The bytes of a word that stands at or behind a column of a line, both counted from 1.
fn find(content: &str, line: usize, column: usize, word: &str) -> Option<Range<usize>> {
    let whole = content.split_inclusive('\n').nth(line.checked_sub(1)?)?;
    let start = whole.as_ptr() as usize - content.as_ptr() as usize;
    let at = whole.char_indices().nth(column.checked_sub(1)?).map(|(at, _)| at)?;
    let at = start + at + whole[at..].find(word)?;
    Some(at..at + word.len())
}

fn built_in_templates() -> Vec<(&'static str, &'static str)> {
    let templates = BUILT_IN.get_dir("templates").expect("the built-in theme has templates");
    templates
        .files()
        .map(|file| {
            let name =
                file.path().file_name().and_then(|name| name.to_str()).expect("a plain name");
            (name, file.contents_utf8().expect("the built-in theme is UTF-8"))
        })
        .collect()
}

fn register(tera: &mut Tera, words: &Arc<Wording>) {
    tera.register_filter("fill", |message: &str, values: Kwargs, _: &State| {
        let values: Vec<(String, String)> =
            values.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let values: Vec<(&str, &str)> =
            values.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        fill(message, &values)
    });
    let numbers = words.clone();
    tera.register_filter("number", move |number: u64, _: Kwargs, _: &State| numbers.number(number));
    let counts = words.clone();
    tera.register_function("count", move |values: Kwargs, _: &State| -> tera::TeraResult<String> {
        let of: String = values.must_get("of")?;
        let number: usize = values.must_get("n")?;
        Ok(counts.count(&of, number))
    });
}

/// All of `css/` in the order of names: the site's own file in place of the built-in one of its name.
fn styles(own: &Own<'_>) -> String {
    let built_in = BUILT_IN.get_dir("css").expect("the built-in theme has styles");
    let mut files: BTreeMap<String, &str> = built_in
        .files()
        .map(|file| {
            let path = file.path().to_string_lossy().into_owned();
            (path, file.contents_utf8().expect("the built-in theme is UTF-8"))
        })
        .collect();
    files.extend(
        own.iter()
            .filter(|(path, _)| path.starts_with("css/"))
            .map(|(path, (_, text))| ((*path).to_owned(), text.content.as_str())),
    );
    files.into_values().collect()
}

fn statics(folder: &Folder, theme: Option<&str>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    if let Some(dir) = BUILT_IN.get_dir("static") {
        collect(dir, &mut files);
    }
    for ((name, path), bytes) in &folder.theme_statics {
        if Some(name.as_str()) == theme {
            files.insert(path.clone(), bytes.clone());
        }
    }
    files
}

fn collect(dir: &Dir<'_>, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in dir.entries() {
        match entry {
            DirEntry::Dir(dir) => collect(dir, files),
            DirEntry::File(file) => {
                let path = file
                    .path()
                    .strip_prefix("static")
                    .expect("below static")
                    .to_string_lossy()
                    .into_owned();
                files.insert(path, file.contents().to_vec());
            }
        }
    }
}
