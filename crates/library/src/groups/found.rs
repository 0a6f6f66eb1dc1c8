//! Making a group and joining one: the rows here, and what is written into the storage.

use rusqlite::params;
use yandu_share::{Address, Charter, GroupKey, Invitation, PublicKey, Request, Secret};

use super::row::Group;
use super::status::GroupStatus;
use crate::identity::write_private;
use crate::people::{me, person_uid};
use crate::store::now;
use crate::{Library, LibraryError};

/// A group that is to be made.
#[derive(Debug, Clone)]
pub struct NewGroup {
    /// 名称
    pub title: String,
    /// Where it shall lie.
    pub address: Address,
    /// Name and password for that.
    pub secret: Secret,
    /// The texts of shared materials go into the storage too, sealed.
    pub texts: bool,
}

impl Library {
    /// The charter of a new group, with the key of its door.
    pub(super) fn draft_charter(
        &self,
        new: &NewGroup,
    ) -> Result<(Charter, GroupKey), LibraryError> {
        let title = new.title.trim();
        if title.is_empty() {
            return Err(LibraryError::InvalidValue {
                field: "标题",
                value: String::new(),
            });
        }
        let device = self.device_key()?;
        let charter = Charter {
            id: uuid::Uuid::new_v4().simple().to_string(),
            title: title.to_owned(),
            founder: device.public(),
            recipient: device.recipient(),
            member: self.my_uid()?,
            name: self.signed_name()?,
            texts: new.texts,
            created_at: now(),
        };
        Ok((charter, GroupKey::generate()?))
    }

    /// Writes down a group that this device made or asks to join.
    pub(super) fn add_group(
        &mut self,
        invitation: &Invitation,
        secret: &Secret,
        member: &str,
    ) -> Result<Group, LibraryError> {
        let charter = &invitation.charter;
        let id = &charter.id;
        let known = self.groups()?.into_iter().find(|g| g.charter.id == *id);
        let device = match &known {
            // Who left comes back with the same log.
            Some(group) if group.left_at.is_some() => group.device,
            Some(_) => return Err(LibraryError::GroupExists),
            None => self.device_key()?.public(),
        };
        let sql = "INSERT INTO study_group (uid, charter, door, address, member, device, background, clock,
                     uploaded, status, joined_at)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 0, 0, ?7, ?8)
                   ON CONFLICT (uid) DO UPDATE SET left_at = NULL, address = excluded.address";
        let row = params![
            id,
            serde_json::to_string(charter)?,
            serde_json::to_string(&invitation.door)?,
            invitation.address.to_string(),
            member,
            device.to_string(),
            serde_json::to_string(&GroupStatus::default())?,
            now()
        ];
        self.connection.execute(sql, row)?;
        self.keep_secret(id, secret)?;
        self.group(id)
    }

    /// The request of this device.
    pub(super) fn request_for(
        &self,
        group: &Group,
        replaces: Option<PublicKey>,
    ) -> Result<Vec<u8>, LibraryError> {
        let device = self.device_key_of(&group.device)?;
        let request = Request {
            device: device.public(),
            recipient: device.recipient(),
            member: group.member.clone(),
            name: self.signed_name()?,
            replaces,
            at: now(),
        };
        Ok(request.write(&device, &group.door, &group.charter.id)?)
    }

    /// An invitation to a group, as a code that is also the content of an invitation file.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn invite(&self, group: &str) -> Result<String, LibraryError> {
        let group = self.group(group)?;
        let invitation = Invitation {
            charter: group.charter,
            door: group.door,
            address: group.address,
        };
        Ok(invitation.to_string())
    }

    /// Where a group lies, with name and password.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], the disk.
    pub fn group_place(&self, group: &str) -> Result<(Address, Secret), LibraryError> {
        let group = self.group(group)?;
        let path = self.secret_path(&group.charter.id);
        let secret = match std::fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Secret::default(),
            Err(error) => return Err(LibraryError::io("读取小组密码", &path)(error)),
        };
        Ok((group.address, secret))
    }

    /// Another address or password, after a group moved.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`], the disk.
    pub fn move_group(
        &mut self,
        group: &str,
        address: &Address,
        secret: &Secret,
    ) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let sql = "UPDATE study_group SET address = ?2, uploaded = 0 WHERE id = ?1";
        self.connection
            .execute(sql, params![group.key, address.to_string()])?;
        self.keep_secret(&group.charter.id, secret)
    }

    /// Exchange with a group in the background too, or only by hand.
    ///
    /// # Errors
    /// [`LibraryError::NothingThere`].
    pub fn set_background(&mut self, group: &str, on: bool) -> Result<(), LibraryError> {
        let group = self.group(group)?;
        let sql = "UPDATE study_group SET background = ?2 WHERE id = ?1";
        self.connection.execute(sql, params![group.key, on])?;
        Ok(())
    }

    /// The password stays out of the database, of backups, and of invitations.
    fn keep_secret(&self, id: &str, secret: &Secret) -> Result<(), LibraryError> {
        let path = self.secret_path(id);
        if path.exists() {
            std::fs::remove_file(&path).map_err(LibraryError::io("更换小组密码", &path))?;
        }
        if *secret == Secret::default() {
            return Ok(());
        }
        write_private(&path, &serde_json::to_vec(secret)?)
    }

    fn secret_path(&self, id: &str) -> std::path::PathBuf {
        self.folder.join(format!("group-{id}.secret"))
    }

    /// The id of this machine's person.
    fn my_uid(&self) -> Result<String, LibraryError> {
        person_uid(&self.connection, me(&self.connection)?)
    }

    /// The member that this person is in a group to be joined.
    pub(super) fn my_member(&self) -> Result<String, LibraryError> {
        self.my_uid()
    }

    /// The key of this device in a group is another's too: a new one takes its place, and asks to be admitted.
    pub(super) fn replace_group_device(&mut self, group: &Group) -> Result<Group, LibraryError> {
        let key = self.replace_device_key(&group.device)?;
        let sql = "UPDATE study_group SET device = ?2, uploaded = 0 WHERE id = ?1";
        let row = params![group.key, key.public().to_string()];
        self.connection.execute(sql, row)?;
        self.group(&group.charter.id)
    }
}
