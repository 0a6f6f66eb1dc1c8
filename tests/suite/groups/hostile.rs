//! A member of bad will: belongs to the group, has its keys, and writes what no honest program would.

use serde_json::json;
use yandu_share::{
    AdmissionEnd, ChangeId, Content, DeviceKey, GroupFile, GroupRole, MembershipChange, PublicKey,
    Put,
};

use super::member::{GROUP, Member};
use super::scribe::Scribe;
use super::storage::SharedFolder;
use crate::shared::Dice;

pub(crate) struct Hostile(Scribe);

impl Hostile {
    /// Is admitted by `by`, who does not know better.
    pub(crate) fn enter(by: &Member, folder: &SharedFolder) -> Hostile {
        let scribe = Scribe::ask(by, folder, "不怀好意");
        by.sync(&mut folder.open()).unwrap();
        by.with(|l| l.admit(GROUP, "不怀好意", None).unwrap());
        by.sync(&mut folder.open()).unwrap();
        Hostile(scribe)
    }

    /// Claims to change, to delete and to hide what another wrote, and to rule the group.
    pub(crate) fn attack(&mut self, victim: &Member, folder: &SharedFolder, dice: &mut Dice) {
        let member = victim.with(|l| {
            let members = l.list_group_members(GROUP).unwrap();
            members.into_iter().find(|m| m.me).map(|m| m.id)
        });
        let member = member.unwrap_or_default();
        if let Some(key) = self.0.keys(folder).last().cloned() {
            let puts = self.forgeries(&member, folder, dice);
            self.0.write(&Content::Puts(puts), &key);
        }
        self.0.write(
            &Content::Membership(self.coup(member)),
            &self.0.invitation.door.clone(),
        );
        self.0.lay(folder);
        self.spoil(folder, dice);
    }

    /// What others wrote, under the same names with other words, as tombstones, and as hidden.
    fn forgeries(&mut self, member: &str, folder: &SharedFolder, dice: &mut Dice) -> Vec<Put> {
        let mut forged = Vec::new();
        for mut put in self.0.read(folder) {
            put.at = self.0.tick();
            forged.push(Put {
                object: format!("hidden:{member}/{}", put.object),
                kind: "hidden".to_owned(),
                at: put.at,
                body: Some(json!({ "reason": "x" })),
            });
            match &mut put.body {
                Some(body) if body.is_object() && !dice.chance(30) => {
                    body["comment"] = json!("被篡改");
                }
                body => *body = None,
            }
            forged.push(put);
        }
        forged
    }

    /// To be the victim, to rule, and to end the founder.
    fn coup(&self, member: String) -> Vec<MembershipChange> {
        let first = ChangeId {
            device: self.0.invitation.charter.founder,
            sequence: 0,
            line: u32::MAX,
        };
        let admit = MembershipChange::Admit {
            device: self.0.key.public(),
            recipient: self.0.key.recipient(),
            member,
            name: "被冒充".into(),
            role: GroupRole::Founder,
            from: 0,
            keys: Vec::new(),
        };
        let ends = vec![AdmissionEnd {
            admission: first,
            last: None,
        }];
        vec![admit, MembershipChange::Remove { ends }]
    }

    /// Writes over what others have in the storage, as anyone with access can.
    fn spoil(&self, folder: &SharedFolder, dice: &mut Dice) {
        let stranger: PublicKey = DeviceKey::generate().unwrap().public();
        let name = GroupFile::Log(stranger).to_string();
        folder.plant(&name, self.0.log().to_vec());
        let victim = GroupFile::Log(self.0.invitation.charter.founder).to_string();
        if let Some(mut bytes) = folder.contents().remove(&victim).filter(|b| !b.is_empty()) {
            match dice.below(4) {
                0 => bytes.truncate(dice.below(bytes.len())),
                1 => {
                    let at = dice.below(bytes.len());
                    bytes[at] ^= 1;
                }
                2 => bytes.extend_from_slice(self.0.log()),
                _ => return folder.lose(&victim),
            }
            folder.plant(&victim, bytes);
        }
    }
}
