//! A study group in the window: made, joined by another library, talked in, written up.

use std::cell::RefCell;
use std::path::Path;

use anyhow::bail;
use yandu::{
    Address, AnnotationKind, Colour, DocumentFilter, GroupExchange, GroupStanding, ImportOptions,
    Library, LibraryDoor, LibraryError, NewAnnotation, RemoteStorage, Secret, TextPositionSelector,
};
use yandu_e2e::{Done, Window, project};

use crate::on_sample;

/// Another member, without a window.
struct Member(RefCell<Library>);

impl LibraryDoor for Member {
    fn enter<T>(
        &self,
        work: impl FnOnce(&mut Library) -> Result<T, LibraryError>,
    ) -> Result<T, LibraryError> {
        work(&mut self.0.borrow_mut())
    }
}

impl Member {
    fn new(folder: &Path) -> Done<Member> {
        let mut library = Library::open(folder)?;
        let sample = project().join("assets/sample");
        library.import(&[sample], &ImportOptions::default(), &mut |_, _, _| true)?;
        library.set_my_name("李四")?;
        Ok(Member(RefCell::new(library)))
    }

    fn exchange<T>(
        &self,
        place: &Path,
        what: impl FnOnce(&mut GroupExchange<'_, Member>) -> Result<T, LibraryError>,
    ) -> Done<T> {
        let address = Address::Folder(place.to_string_lossy().into_owned());
        let mut storage = RemoteStorage::new(&address, &Secret::default())?;
        let mut exchange = GroupExchange {
            door: self,
            storage: &mut storage,
            progress: &mut |_| true,
            deletions: false,
        };
        Ok(what(&mut exchange)?)
    }

    /// Exchanges until the admission has come.
    async fn until_admitted(&self, group: &str, place: &Path) -> Done {
        for _ in 0..60 {
            self.exchange(place, |e| e.sync(group))?;
            if self.enter(|library| library.get_group(group))?.standing == GroupStanding::Member {
                return Ok(());
            }
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        }
        bail!("the admission did not come")
    }

    /// Says two things in the document with this title, and shares them.
    fn speak(&self, group: &str, title: &str) -> Done {
        Ok(self.enter(|library| {
            let filter = DocumentFilter {
                limit: 100,
                ..DocumentFilter::default()
            };
            let items = library.list_documents(&filter)?.items;
            let found = items.into_iter().find(|d| d.title.contains(title));
            let document = found.map(|d| d.id).unwrap_or_default();
            let said = [
                (6, AnnotationKind::Comment, "我们支部可以先从第一本账做起。"),
                (8, AnnotationKind::Question, "这件事由谁牵头？"),
            ];
            for (block, kind, comment) in said {
                let at = TextPositionSelector {
                    block,
                    start: 0,
                    end_block: block,
                    end: 8,
                };
                let new = NewAnnotation {
                    kind,
                    colour: Colour::Practice,
                    comment: comment.into(),
                    tags: Vec::new(),
                };
                let annotation = library.add_annotation(&document, at, &new)?;
                library.share_annotations(group, &[annotation.id])?;
            }
            Ok(())
        })?)
    }
}

async fn command(window: &Window, name: &str) -> Done {
    window.press("Control+k").await?;
    window
        .until("document.querySelector('dialog input')")
        .await?;
    window.type_text(name).await?;
    window
        .until(&format!(
            "document.querySelector('dialog')?.textContent.includes('{name}')"
        ))
        .await?;
    window.press("Enter").await
}

#[tokio::test]
async fn a_group_is_made_joined_talked_in_and_written_up() -> Done {
    let (home, window) = on_sample().await?;
    let place = home.path().join("group");
    std::fs::create_dir(&place)?;
    make(&window, &place).await?;
    share(&window).await?;
    let member = Member::new(&home.path().join("other"))?;
    let id = admit(&window, &member, &place).await?;
    talk(&window).await?;
    // The mark has gone out by itself.
    let mut told = false;
    for _ in 0..60 {
        member.exchange(&place, |e| e.sync(&id))?;
        let materials = member.enter(|l| l.list_group_materials(&id))?;
        told = materials
            .iter()
            .any(|m| m.undiscussed == 1 && m.annotations == 2);
        if told {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    }
    assert!(told, "the mark did not reach the other member");
    window.close().await
}

/// Makes a group in the window.
async fn make(window: &Window, place: &Path) -> Done {
    window.click("[id='node-groups']").await?;
    window
        .until("document.body.textContent.includes('还没有学习小组')")
        .await?;
    assert!(
        window
            .text("document.body.textContent")
            .await?
            .contains("网络：从不")
    );
    window.screenshot("groups-empty").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.click_text("建立小组").await?;
    window
        .until("document.querySelector('#group-title')")
        .await?;
    window.focus("#group-title").await?;
    window.type_text("disan").await?;
    window.focus("#group-address").await?;
    window.type_text(&place.to_string_lossy()).await?;
    window.screenshot("group-new").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.press("Enter").await?;
    // A group shows who its members are: the name is asked for once.
    window.until("document.querySelector('#my-name')").await?;
    window.focus("#my-name").await?;
    window.type_text("lifang").await?;
    window.press("Enter").await?;
    window
        .until("document.body.textContent.includes('小组已建立')")
        .await
}

/// Lets the group read a document.
async fn share(window: &Window) -> Done {
    window.click("[id='node-all']").await?;
    window
        .until("[...document.querySelectorAll('[role=option]')].some((r) => r.textContent.includes('三本账'))")
        .await?;
    window
        .run("[...document.querySelectorAll('[role=option]')].find((r) => r.textContent.includes('三本账')).click()")
        .await?;
    command(window, "共享到小组").await?;
    window
        .until("document.querySelector('#share-group')")
        .await?;
    window.screenshot("group-share").await?;
    window
        .run("document.querySelector('dialog button.primary').click()")
        .await?;
    window
        .until("document.body.textContent.includes('已共享')")
        .await
}

/// The other member asks, is admitted, and speaks; answers with the id of the group.
async fn admit(window: &Window, member: &Member, place: &Path) -> Done<String> {
    let id = window
        .wait_for("const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('list_groups').then((all) => done(all[0].id))")
        .await?;
    let id = id.as_str().unwrap_or_default().to_owned();
    let ask = format!(
        "const done = arguments[0]; window.__TAURI_INTERNALS__.invoke('invite_to_group', {{ id: '{id}' }}).then(done)"
    );
    let code = window.wait_for(&ask).await?;
    let code = code.as_str().unwrap_or_default().to_owned();
    let invitation = code.parse()?;
    member.exchange(place, |e| e.join(&invitation, &Secret::default()))?;

    window.click("[id='node-groups']").await?;
    window.click_text("disan").await?;
    window
        .until("[...document.querySelectorAll('button')].some((b) => b.textContent === '同步')")
        .await?;
    window.click_text("同步").await?;
    window
        .until("document.body.textContent.includes('加入申请')")
        .await?;
    window.screenshot("group-request").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.click_text("接纳").await?;
    window
        .until("document.body.textContent.includes('已接纳')")
        .await?;
    window.click_text("同步").await?;
    member.until_admitted(&id, place).await?;
    member.speak(&id, "三本账")?;
    member.exchange(place, |e| e.sync(&id))?;
    window.click_text("同步").await?;
    window
        .until("document.body.textContent.includes('2 条批注，2 条未讨论')")
        .await?;
    window.screenshot("group").await?;
    Ok(id)
}

/// Goes through what was said, marks it, and looks at the minutes.
async fn talk(window: &Window) -> Done {
    window.click_text("学习会").await?;
    window
        .until("document.querySelector('.session')?.textContent.includes('第一本账做起')")
        .await?;
    window.screenshot("group-session").await?;
    assert_eq!(window.axe().await?, Vec::<String>::new());
    window.press("d").await?;
    window
        .until("document.querySelector('.session').textContent.includes('改回未讨论')")
        .await?;
    window.press("ArrowRight").await?;
    window
        .until("document.querySelector('.session').textContent.includes('由谁牵头')")
        .await?;
    window.press("Escape").await?;
    window.until("!document.querySelector('.session')").await?;
    window.click_text("学习纪要").await?;
    window
        .until("document.querySelector('dialog')?.textContent.includes('待研究的问题')")
        .await?;
    window.screenshot("group-minutes").await?;
    window.press("Escape").await
}
