//! A member with a library of its own, made as a copy of one library with a text in it.

use std::cell::RefCell;
use std::path::Path;

use tempfile::TempDir;
use yandu::{
    Address, AnnotationFilter, AnnotationKind, AnnotationOrder, AnnotationView, Colour,
    GroupExchange, ImportOptions, Library, LibraryDoor, LibraryError, NewAnnotation, NewGroup,
    Secret, Storage, SyncReport, TextPositionSelector,
};

pub(crate) const GROUP: &str = "第三学习小组";

/// A folder in memory where there is one: these tests open hundreds of libraries.
pub(crate) fn folder() -> TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        return tempfile::tempdir_in(memory).unwrap();
    }
    tempfile::tempdir().unwrap()
}

/// The folder of a library with one text, to be copied.
pub(crate) fn template() -> TempDir {
    let folder = folder();
    let text = folder.path().join("讲话.txt");
    let lines: Vec<String> = (1..=40)
        .map(|n| format!("第{n}条，要坚持学用结合，把第{n}项任务落到实处。"))
        .collect();
    std::fs::write(&text, format!("在学习会上的讲话\n\n{}\n", lines.join("\n"))).unwrap();
    let mut library = Library::open(&folder.path().join("library")).unwrap();
    let options = ImportOptions::default();
    let report = library
        .import(&[text], &options, &mut |_, _, _| true)
        .unwrap();
    assert_eq!(report.items.len(), 1);
    drop(library);
    folder
}

pub(crate) struct Member {
    library: RefCell<Library>,
    pub(crate) name: String,
    own: std::cell::Cell<i64>,
    _folder: Option<TempDir>,
}

impl LibraryDoor for Member {
    fn enter<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        work(&mut self.library.borrow_mut())
    }
}

impl Member {
    pub(crate) fn new(template: &TempDir, name: &str) -> Member {
        Member::copy_of(&template.path().join("library"), name)
    }

    /// A member who goes on from a copy of a library.
    pub(crate) fn copy_of(library: &Path, name: &str) -> Member {
        let own = folder();
        copy(library, own.path());
        Member::open(own, name)
    }

    pub(crate) fn open(folder: TempDir, name: &str) -> Member {
        let mut member = Member::at(folder.path(), name);
        member._folder = Some(folder);
        member
    }

    /// A member whose library lies where others look after it.
    pub(crate) fn at(folder: &Path, name: &str) -> Member {
        let mut library = Library::open(folder).unwrap();
        library.set_my_name(name).unwrap();
        Member {
            library: RefCell::new(library),
            name: name.to_owned(),
            own: std::cell::Cell::new(0),
            _folder: None,
        }
    }

    pub(crate) fn with<T>(&self, work: impl FnOnce(&mut Library) -> T) -> T {
        work(&mut self.library.borrow_mut())
    }

    /// A copy of the whole folder, the key of the device with it: a cloned machine, or an old backup.
    pub(crate) fn clone_folder(&self) -> TempDir {
        let own = folder();
        self.copy_to(own.path());
        own
    }

    pub(crate) fn copy_to(&self, folder: &Path) {
        self.with(|l| copy(l.folder(), folder));
    }

    pub(crate) fn found(&self, storage: &mut dyn Storage) -> String {
        let new = NewGroup {
            title: GROUP.into(),
            address: Address::Folder("/nowhere".into()),
            secret: Secret::default(),
            texts: true,
        };
        self.exchange(storage, |e| e.found(&new)).unwrap()
    }

    pub(crate) fn join(
        &self,
        storage: &mut dyn Storage,
        code: &str,
    ) -> Result<String, LibraryError> {
        let invitation = code.parse()?;
        self.exchange(storage, |e| e.join(&invitation, &Secret::default()))
    }

    pub(crate) fn sync(&self, storage: &mut dyn Storage) -> Result<SyncReport, LibraryError> {
        self.exchange(storage, |e| e.sync(GROUP))
    }

    pub(crate) fn exchange<T>(
        &self,
        storage: &mut dyn Storage,
        what: impl FnOnce(&mut GroupExchange<'_, Member>) -> T,
    ) -> T {
        let mut exchange = GroupExchange {
            door: self,
            storage,
            progress: &mut |_| true,
            deletions: false,
        };
        what(&mut exchange)
    }

    /// Joins, is admitted by `by`, and exchanges once more.
    pub(crate) fn enter_group(&self, by: &Member, storage: &mut dyn Storage) {
        let code = by.with(|l| l.invite(GROUP).unwrap());
        self.join(storage, &code).unwrap();
        by.sync(storage).unwrap();
        by.with(|l| l.admit(GROUP, &self.name, None).unwrap());
        by.sync(storage).unwrap();
        self.sync(storage).unwrap();
    }

    pub(crate) fn document(&self) -> String {
        self.with(|l| {
            let filter = yandu::DocumentFilter {
                limit: 10,
                ..yandu::DocumentFilter::default()
            };
            let list = l.list_documents(&filter).unwrap();
            list.items[0].id.clone()
        })
    }

    /// Says something about a stretch and shares it.
    pub(crate) fn say(&self, block: u32, words: &str) -> String {
        let document = self.document();
        self.with(|l| {
            let at = TextPositionSelector {
                block,
                start: 0,
                end_block: block,
                end: 6,
            };
            let new = NewAnnotation {
                kind: AnnotationKind::Comment,
                colour: Colour::KeyPoint,
                comment: words.into(),
                tags: Vec::new(),
            };
            let id = l.add_annotation(&document, at, &new).unwrap().id;
            l.share_annotations(GROUP, std::slice::from_ref(&id))
                .unwrap();
            id
        })
    }

    pub(crate) fn annotations(&self) -> Vec<AnnotationView> {
        let filter = AnnotationFilter {
            order: AnnotationOrder::Text,
            ..AnnotationFilter::default()
        };
        self.with(|l| l.list_annotations(&filter).unwrap().items)
    }

    /// Remembers how many annotations of one's own there must be.
    pub(crate) fn count_own(&self, change: i64) {
        self.own.set(self.own.get() + change);
    }

    pub(crate) fn with_own(&self) -> usize {
        self.own.get() as usize
    }

    /// What the group says in the text, as it stands here.
    pub(crate) fn discussion(&self) -> Vec<String> {
        let document = self.document();
        let session = self.with(|l| l.group_session(GROUP, &document).unwrap());
        let comments = session.comments.iter();
        let mut all: Vec<String> = comments
            .map(|c| format!("{} {}", line(&c.annotation), c.discussed))
            .collect();
        all.sort();
        all
    }

    /// Who belongs, and as what.
    pub(crate) fn roster(&self) -> Vec<String> {
        let members = self.with(|l| l.list_group_members(GROUP).unwrap());
        let mut all: Vec<String> = members
            .iter()
            .map(|m| format!("{} {:?} {}", m.name, m.role, m.active))
            .collect();
        all.sort();
        all
    }

    /// What stands here, in an order of its own: author, words, place, replies.
    pub(crate) fn standing(&self) -> Vec<String> {
        let mut all: Vec<String> = self.annotations().iter().map(line).collect();
        all.sort();
        all
    }
}

/// Author, words, place, replies.
fn line(a: &AnnotationView) -> String {
    let replies = a.replies.iter();
    let mut replies: Vec<String> = replies
        .map(|r| format!("{}:{}", r.author, r.comment))
        .collect();
    replies.sort();
    format!(
        "{} {}:{} {} {replies:?}",
        a.block, a.author, a.comment, a.exact
    )
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}
