//! Whose words a text is: the speaker's own, or somebody's about him.
//!
//! A report names its subject again and again with what he did (某某强调, 某某会见); nobody speaks of himself
//! like this. A speech greets its hearers, and its title says that it is one.

use std::sync::LazyLock;

use regex::Regex;

use crate::BlockKind;

/// 在…上的讲话, 政府工作报告, 新年贺词.
static OWN_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?:(?:的|上|时|中|暨|[：:])(?:书面|主旨|重要|闭幕|开幕|视频|即席|总结|祝酒)*(?:讲话|演讲|致辞|致词|发言|祝酒辞|祝辞|说明|谈话|报告|贺信|回信|信)|工作报告|贺词|署名文章)(?:稿|摘要|提纲)?(?:[（(][^（）()]*[）)])?$",
    )
    .expect("constant")
});

/// 某某出席…并发表讲话: what somebody did.
static REPORTING_TITLE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new("(?:会见|会谈|出席|主持|考察|调研|视察|看望|接受|访问|抵达|参加|举行|召开|闭幕|开幕|作出|听取|并发表|致信|致电|通电话|凭吊|回信勉励|指出|强调)")
        .expect("constant")
});

/// 新华社北京6月8日电（记者…）.
static DATELINE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^[^。]{0,24}(?:电|讯)\s*[（(][^（）()]{0,12}(?:记者|通讯员)").expect("constant")
});

/// 中国共产党第十八届中央委员会第三次全体会议公报, and the same as the first words of a text.
static PLENUM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(中国共产党第\p{Han}{1,4}(?:届中央(?:纪律检查)?委员会第\p{Han}{1,4}次全体会议|次全国代表大会))")
        .expect("constant")
});

/// …会议公报, …大会关于…的决议.
static MEETING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\S{4,50}?(?:会议|大会|全会|会晤))(?:关于\S+的)?(?:公报|决议|宣言|公告)$")
        .expect("constant")
});

/// The meeting that adopted a communiqué or resolution, by its title, else by the first words of its text.
pub fn find_meeting(title: &str, text: &str) -> Option<String> {
    let found = MEETING
        .captures(title)
        .or_else(|| PLENUM.captures(title))
        .or_else(|| PLENUM.captures(text))?;
    Some(found[1].to_owned())
}

const TITLES: [&str; 8] = [
    "同志",
    "主席",
    "总书记",
    "总理",
    "书记",
    "部长",
    "省长",
    "主任",
];

const DOES: [&str; 31] = [
    "强调", "指出", "表示", "说", "认为", "提出", "会见", "会谈", "主持", "出席", "听取", "代表",
    "来到", "考察", "要求", "介绍", "同", "向", "对", "首先", "在", "发表", "宣布", "感谢", "接受",
    "访问", "抵达", "观看", "参加", "看望", "希望",
];

/// Reports of one thing a text may hold and still be a speech: a lead, a note of the editors.
const FEW: usize = 4;

/// True if a text is the words of the person who is named as its speaker.
///
/// `own` says that the text is signed or introduced with the name alone; blocks are all of the text.
pub fn is_spoken_by<'a>(
    name: &str,
    title: &str,
    blocks: impl Iterator<Item = (BlockKind, &'a str)>,
) -> bool {
    let (mut reports, mut greets, mut signed, mut dateline, mut text) = (0, false, false, false, 0);
    for (kind, words) in blocks {
        match kind {
            BlockKind::Salutation => greets = true,
            BlockKind::Speaker => signed = true,
            BlockKind::Text | BlockKind::Heading => {
                dateline |= text < 2 && DATELINE.is_match(words);
                reports += reports_in(words, name);
                text += 1;
            }
            _ => {}
        }
    }
    let reporting = REPORTING_TITLE.is_match(title);
    match (OWN_TITLE.is_match(title), greets) {
        (true, true) => reports <= 2 * FEW,
        (true, false) if reporting => reports <= FEW / 2 && !dateline,
        (true, false) => reports <= FEW,
        (false, true) => reports <= FEW / 2,
        (false, false) => signed && reports == 0 && !dateline && !reporting,
    }
}

fn reports_in(text: &str, name: &str) -> usize {
    let does = |(at, _): &(usize, &str)| {
        let behind = &text[at + name.len()..];
        let title = TITLES.iter().find_map(|title| behind.strip_prefix(title));
        let behind = title.unwrap_or(behind);
        DOES.iter().any(|verb| behind.starts_with(verb))
    };
    text.match_indices(name).filter(does).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spoken(title: &str, blocks: &[(BlockKind, &str)]) -> bool {
        is_spoken_by("王建国", title, blocks.iter().copied())
    }

    const GREETS: (BlockKind, &str) = (BlockKind::Salutation, "同志们：");
    const SIGNED: (BlockKind, &str) = (BlockKind::Speaker, "王建国");
    const OWN: (BlockKind, &str) = (BlockKind::Text, "我们要把这件事办好。");
    const NEWS: (BlockKind, &str) = (
        BlockKind::Text,
        "王建国强调，要把这件事办好。王建国指出，王建国还表示，王建国要求，王建国说，王建国会见了代表。",
    );

    #[test]
    fn a_communique_is_by_its_meeting() {
        let find = |title: &str, text: &str| find_meeting(title, text);
        let plenum = "中国共产党第十八届中央委员会第三次全体会议";
        assert_eq!(find(&format!("{plenum}公报"), "").as_deref(), Some(plenum));
        assert_eq!(
            find("公报", &format!("{plenum}，于2013年召开。")).as_deref(),
            Some(plenum)
        );
        assert_eq!(
            find("南坪乡读书会议关于读书的决议", "").as_deref(),
            Some("南坪乡读书会议")
        );
        assert_eq!(find("水渠修到家门口", "会议召开。"), None);
    }

    #[test]
    fn a_speech_is_its_speakers() {
        assert!(spoken("在全市工作会议上的讲话", &[SIGNED, GREETS, OWN]));
        assert!(spoken("王建国在全市工作会议上的讲话（全文）", &[OWN]));
        assert!(spoken("共同创造美好的未来", &[GREETS, OWN]));
        assert!(spoken("政府工作报告", &[SIGNED, OWN]));
        assert!(spoken("读书是一辈子的事", &[SIGNED, OWN]));
    }

    #[test]
    fn news_of_somebody_is_not() {
        assert!(!spoken("王建国会见南坪乡代表", &[NEWS]));
        assert!(!spoken("王建国：把水渠修到家门口", &[NEWS]));
        assert!(!spoken("全市会议召开 王建国出席并发表重要讲话", &[OWN]));
        assert!(!spoken("王建国在会上的讲话", &[NEWS]));
        let dateline = (
            BlockKind::Text,
            "本报南坪6月8日电（记者 周一鸣）会议昨天开幕。",
        );
        assert!(!spoken("各方携手办实事", &[SIGNED, dateline]));
        assert!(!spoken("劳动者可以要求赔偿", &[OWN]));
    }
}
