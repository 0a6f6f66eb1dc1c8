//! A group of fifty with a million annotations: how long a newcomer's library verifies and merges them, and in how much
//! memory. The group is made in one process, the newcomer reads in another, so that its memory is its own.

use std::cell::RefCell;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use cpu_time::ProcessTime;
use yandu::{
    Address, AnnotationKind, Colour, DocumentFilter, GroupExchange, ImportOptions, Library,
    LibraryDoor, LibraryError, NewAnnotation, NewGroup, RemoteStorage, Secret, Storage,
    TextPositionSelector,
};
use yandu_share::{
    Content, DeviceKey, FrameWriter, GroupFile, GroupKey, Invitation, LogPlace, MembershipChange,
    Put, Request, payload_of, split_frames,
};

const MEMBERS: usize = 50;
const EACH: usize = 20_000;
const FRAME: usize = 20;
const GROUP: &str = "测量";

struct Door(RefCell<Library>);

impl LibraryDoor for Door {
    fn enter<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        work(&mut self.0.borrow_mut())
    }
}

/// Makes the group and has a newcomer read it.
pub(crate) fn run() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let storage = folder.path().join("storage");
    std::fs::create_dir(&storage)?;
    let made = Instant::now();
    make(folder.path(), &storage)?;
    println!(
        "{} annotations of {MEMBERS} members made in {:.0?}",
        MEMBERS * EACH,
        made.elapsed()
    );
    let program = std::env::current_exe()?;
    let status = Command::new(program)
        .args(["merge".as_ref(), folder.path().as_os_str()])
        .status()?;
    if !status.success() {
        bail!("the newcomer failed");
    }
    Ok(())
}

/// The newcomer's exchange, in a process of its own.
pub(crate) fn merge(folder: &Path) -> Result<()> {
    let door = open(&folder.join("newcomer"))?;
    let mut storage = way(&folder.join("storage"))?;
    let begin = ProcessTime::now();
    let report = sync(&door, &mut storage)?;
    let merged = begin.elapsed();
    let again = ProcessTime::now();
    sync(&door, &mut storage)?;
    println!(
        "{} things came: {:.1} CPU s (at most 60), {} MB (at most 500), {} requests; nothing new: {:.2} CPU s",
        report.received,
        merged.as_secs_f64(),
        peak_memory()? >> 20,
        report.requests,
        again.elapsed().as_secs_f64(),
    );
    Ok(())
}

fn make(folder: &Path, place: &Path) -> Result<()> {
    let founder = open(&folder.join("founder"))?;
    let newcomer = open(&folder.join("newcomer"))?;
    let mut storage = way(place)?;
    let new = NewGroup {
        title: GROUP.into(),
        address: Address::Folder(place.to_string_lossy().into_owned()),
        secret: Secret::default(),
        texts: false,
    };
    exchange(&founder, &mut storage, |e| e.found(&new))?;
    say_first(&founder)?;
    let code = founder.enter(|l| l.invite(GROUP))?;
    let invitation: Invitation = code.parse()?;
    exchange(&newcomer, &mut storage, |e| {
        e.join(&invitation, &Secret::default())
    })?;
    let keys: Vec<DeviceKey> = (0..MEMBERS)
        .map(|_| DeviceKey::generate())
        .collect::<Result<_, _>>()?;
    for (n, key) in keys.iter().enumerate() {
        let request = Request {
            device: key.public(),
            recipient: key.recipient(),
            member: key.public().to_string()[..32].to_owned(),
            name: format!("组员{n}"),
            replaces: None,
            at: "2026-11-24T00:00:00Z".into(),
        };
        let bytes = request.write(key, &invitation.door, &invitation.charter.id)?;
        storage.write(&GroupFile::Request(key.public()).to_string(), &bytes)?;
    }
    sync(&founder, &mut storage)?;
    let requests = founder.enter(|l| l.list_group_requests(GROUP))?;
    for request in requests {
        founder.enter(|l| l.admit(GROUP, &request.device, None))?;
    }
    sync(&founder, &mut storage)?;
    let log = storage.read(&GroupFile::Log(invitation.charter.founder).to_string(), 0)?;
    for key in &keys {
        let written = write_log(key, &log, &invitation)?;
        storage.write(&GroupFile::Log(key.public()).to_string(), &written)?;
    }
    Ok(())
}

/// A member's log: the founder's annotation, varied.
fn write_log(device: &DeviceKey, founder: &[u8], invitation: &Invitation) -> Result<Vec<u8>> {
    let root = invitation.charter.root();
    let mut secret: Option<GroupKey> = None;
    let mut model: Option<Put> = None;
    for (_, frame) in split_frames(founder) {
        if let Ok(Content::Membership(changes)) =
            Content::open(payload_of(frame), &invitation.door, root, true)
        {
            for change in changes {
                if let MembershipChange::Admit { keys, .. } = change {
                    secret = keys
                        .iter()
                        .find_map(|k| device.unwrap_key(k).ok())
                        .or(secret);
                }
            }
        }
    }
    let secret = secret.context("no key was sent")?;
    for (_, frame) in split_frames(founder) {
        if let Ok(Content::Puts(puts)) = Content::open(payload_of(frame), &secret, root, false) {
            model = puts.into_iter().find(|p| p.kind == "annotation").or(model);
        }
    }
    let model = model.context("the founder said nothing")?;
    let mut writer = FrameWriter::new(device, LogPlace::beginning(root));
    let owner = device.public().to_string();
    let mut log = Vec::new();
    for frame in 0..EACH / FRAME {
        let puts = (0..FRAME).map(|n| {
            let number = frame * FRAME + n;
            let mut put = model.clone();
            put.object = format!("{}{number:012x}", &owner[..20]);
            put.at = (1 << 56) + number as u64;
            if let Some(body) = &mut put.body {
                let words = format!("第{number}点体会：要把学习成果转化为推动工作的实际成效。");
                body["comment"] = words.into();
            }
            put
        });
        let payload = Content::Puts(puts.collect()).seal(&secret, root)?;
        log.extend(writer.frame(&payload)?);
    }
    Ok(log)
}

fn say_first(founder: &Door) -> Result<()> {
    Ok(founder.enter(|l| {
        let filter = DocumentFilter {
            limit: 1,
            ..DocumentFilter::default()
        };
        let document = l.list_documents(&filter)?.items.remove(0).id;
        let at = TextPositionSelector {
            block: 3,
            start: 0,
            end_block: 3,
            end: 8,
        };
        let new = NewAnnotation {
            kind: AnnotationKind::Comment,
            colour: Colour::KeyPoint,
            comment: "请谈体会".into(),
            tags: Vec::new(),
        };
        let annotation = l.add_annotation(&document, at, &new)?;
        l.share_annotations(GROUP, &[annotation.id])
    })?)
}

fn open(folder: &Path) -> Result<Door> {
    let mut library = Library::open(folder)?;
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/sample");
    library.import(&[sample], &ImportOptions::default(), &mut |_, _, _| true)?;
    Ok(Door(RefCell::new(library)))
}

fn way(place: &Path) -> Result<RemoteStorage> {
    let address = Address::Folder(place.to_string_lossy().into_owned());
    Ok(RemoteStorage::new(&address, &Secret::default())?)
}

fn sync(door: &Door, storage: &mut RemoteStorage) -> Result<yandu::SyncReport> {
    exchange(door, storage, |e| e.sync(GROUP))
}

fn exchange<T>(
    door: &Door,
    storage: &mut RemoteStorage,
    what: impl FnOnce(&mut GroupExchange<'_, Door>) -> Result<T, LibraryError>,
) -> Result<T> {
    let mut exchange = GroupExchange {
        door,
        storage,
        progress: &mut |_| true,
        deletions: false,
    };
    Ok(what(&mut exchange)?)
}

/// The most memory that this process had, bytes; Linux only.
fn peak_memory() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find(|l| l.starts_with("VmHWM"))
        .context("VmHWM")?;
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    Ok(digits.parse::<u64>()? << 10)
}
