//! A member without a library: asks, is admitted, and writes frames by hand.

use yandu_share::{
    Content, DeviceKey, FrameWriter, GroupFile, GroupKey, Invitation, LogPlace, MembershipChange,
    Put, Request, payload_of, split_frames,
};

use super::member::{GROUP, Member};
use super::storage::SharedFolder;

pub(crate) struct Scribe {
    pub(super) key: DeviceKey,
    pub(super) invitation: Invitation,
    pub(super) place: LogPlace,
    log: Vec<u8>,
    clock: u64,
}

impl Scribe {
    /// Lays a request into the storage, by an invitation of `by`.
    pub(crate) fn ask(by: &Member, folder: &SharedFolder, name: &str) -> Scribe {
        let invitation: Invitation = by.with(|l| l.invite(GROUP).unwrap()).parse().unwrap();
        let key = DeviceKey::generate().unwrap();
        let member = key.public().to_string()[..32].to_owned();
        let request = Request {
            device: key.public(),
            recipient: key.recipient(),
            member,
            name: name.into(),
            replaces: None,
            at: "2026-11-24T00:00:00Z".into(),
        };
        let id = &invitation.charter.id;
        let bytes = request.write(&key, &invitation.door, id).unwrap();
        folder.plant(&GroupFile::Request(key.public()).to_string(), bytes);
        Scribe {
            place: LogPlace::beginning(invitation.charter.root()),
            key,
            invitation,
            log: Vec::new(),
            clock: 1 << 56,
        }
    }

    /// The keys that were sent to it.
    pub(crate) fn keys(&self, folder: &SharedFolder) -> Vec<GroupKey> {
        let root = self.invitation.charter.root();
        let mut keys = Vec::new();
        for bytes in folder.contents().into_values() {
            for (_, frame) in split_frames(&bytes) {
                let opened = Content::open(payload_of(frame), &self.invitation.door, root, true);
                let Ok(Content::Membership(changes)) = opened else {
                    continue;
                };
                for change in changes {
                    if let MembershipChange::Admit { keys: sent, .. }
                    | MembershipChange::Keys { keys: sent }
                    | MembershipChange::Epoch { keys: sent, .. } = change
                    {
                        keys.extend(sent.iter().filter_map(|k| self.key.unwrap_key(k).ok()));
                    }
                }
            }
        }
        keys
    }

    /// What others wrote.
    pub(crate) fn read(&self, folder: &SharedFolder) -> Vec<Put> {
        let (keys, root) = (self.keys(folder), self.invitation.charter.root());
        let mut read = Vec::new();
        for bytes in folder.contents().into_values() {
            for (device, frame) in split_frames(&bytes) {
                let mut opened = keys
                    .iter()
                    .filter_map(|key| Content::open(payload_of(frame), key, root, false).ok());
                if let (Some(Content::Puts(puts)), true) =
                    (opened.next(), device != self.key.public())
                {
                    read.extend(puts);
                }
            }
        }
        read
    }

    /// An annotation of another, to be varied.
    pub(crate) fn model(&self, folder: &SharedFolder) -> Put {
        let puts = self.read(folder).into_iter();
        let mut annotations = puts.filter(|p| p.kind == "annotation" && p.body.is_some());
        annotations.next().unwrap()
    }

    /// Says so many things, twenty a frame.
    pub(crate) fn say(&mut self, folder: &SharedFolder, model: &Put, count: usize) {
        let key = self.keys(folder).pop().unwrap();
        let owner = self.key.public().to_string();
        let puts: Vec<Put> = (0..count)
            .map(|n| {
                let mut put = model.clone();
                put.object = format!("{}{n:012x}", &owner[..20]);
                put.at = self.tick();
                if let Some(body) = &mut put.body {
                    body["comment"] = format!("第{n}点体会：要把学习成果转化为工作成效。").into();
                }
                put
            })
            .collect();
        for frame in puts.chunks(20) {
            self.write(&Content::Puts(frame.to_vec()), &key);
        }
        self.lay(folder);
    }

    pub(super) fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    pub(super) fn write(&mut self, content: &Content, key: &GroupKey) {
        let payload = content.seal(key, self.invitation.charter.root()).unwrap();
        let mut writer = FrameWriter::new(&self.key, self.place);
        self.log.extend(writer.frame(&payload).unwrap());
        self.place = writer.place();
    }

    /// Its log so far.
    pub(super) fn log(&self) -> &[u8] {
        &self.log
    }

    /// Lays its log into the storage.
    pub(super) fn lay(&self, folder: &SharedFolder) {
        folder.plant(
            &GroupFile::Log(self.key.public()).to_string(),
            self.log.clone(),
        );
    }
}
