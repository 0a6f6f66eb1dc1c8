//! The reference example: everything that the circular 创先办〔2010〕2号 must give.

use yandu_document::{Document, Kind, MentionKind, Relation, parse};
use yandu_import::{Options, import};

use crate::shared::shared;

fn seed() -> Option<Document> {
    let path = shared()?.join("seed/创先办〔2010〕2号.txt");
    let bytes = std::fs::read(&path).unwrap();
    Some(parse(
        &import(&bytes, "seed.txt", &Options::default())
            .unwrap()
            .source,
    ))
}

#[test]
fn the_cover() {
    let Some(document) = seed() else { return };
    let f = &document.fields;
    assert_eq!(document.kind, Kind::Official);
    assert_eq!(document.document_type.map(|t| t.chinese()), Some("通知"));
    assert_eq!(document.relation, Some(Relation::Prints));
    let mark = f.issuer_mark.as_ref().unwrap();
    assert_eq!(mark.value, "中央创先争优活动领导小组办公室文件");
    let number = f.document_number.as_ref().unwrap();
    assert_eq!(number.value.to_string(), "创先办〔2010〕2号");
    assert_eq!(
        (
            number.value.issuer_code.as_str(),
            number.value.year,
            number.value.serial
        ),
        ("创先办", Some(2010), 2)
    );
    let title = f.title.as_ref().unwrap();
    assert_eq!(
        title.value,
        "关于印发《李源潮同志在中央创先争优活动领导小组办公室全体人员会议上的讲话》的通知"
    );
    let spans: Vec<(u32, u32)> = title
        .places
        .iter()
        .map(|(block, span)| {
            let offset = document.blocks[*block as usize].offset;
            (offset + span.start, offset + span.end)
        })
        .collect();
    assert_eq!(spans, [(42, 55), (57, 74), (76, 86)]);
    assert_eq!(
        f.recipients.as_ref().unwrap().value,
        [
            "各省、自治区、直辖市党委创先争优活动领导小组办公室",
            "中央和国家机关各部委、各人民团体创先争优活动领导小组（指导小组）办公室",
            "新疆生产建设兵团党委创先争优活动领导小组办公室",
            "中管金融机构、部分国有重要骨干企业、部分高等学校党委（党组）"
        ]
    );
    assert_eq!(
        f.issuers.as_ref().unwrap().value,
        ["中央创先争优活动领导小组办公室"]
    );
    assert_eq!(
        f.issuer_signature.as_ref().unwrap().value,
        "中央创先争优活动领导小组办公室"
    );
    assert_eq!(
        f.issue_date.as_ref().unwrap().value.to_string(),
        "2010-07-23"
    );
    for absent in [
        f.copy_number.is_none(),
        f.classification.is_none(),
        f.urgency.is_none(),
        f.signatory.is_none(),
    ] {
        assert!(absent);
    }
    assert!(
        f.attachment_list.is_none()
            && f.remark.is_none()
            && f.cc_recipients.is_none()
            && f.print_line.is_none()
    );
    let cited: Vec<&str> = document.citations.iter().map(|c| c.text.as_str()).collect();
    assert!(
        cited.is_empty()
            || cited
                .iter()
                .all(|c| c.contains("讲话") || c.contains("创先办")),
        "{cited:?}"
    );
}

#[test]
fn the_attached_speech() {
    let Some(document) = seed() else { return };
    assert_eq!(document.attachments.len(), 1);
    let speech = &document.attachments[0];
    let f = &speech.fields;
    assert_eq!(speech.kind, Kind::Speech);
    assert_eq!(
        f.title.as_ref().unwrap().value,
        "在中央创先争优活动领导小组办公室全体人员会议上的讲话"
    );
    assert_eq!(
        f.occasion.as_ref().unwrap().value,
        "中央创先争优活动领导小组办公室全体人员会议"
    );
    assert_eq!(
        f.issue_date.as_ref().unwrap().value.to_string(),
        "2010-07-19"
    );
    assert_eq!(f.record_note.as_ref().unwrap().value, "根据记录整理");
    let speaker = f.speaker.as_ref().unwrap();
    assert_eq!(
        (speaker.value.as_str(), speaker.confidence),
        ("李源潮", 1.0)
    );
    assert_eq!(
        f.speaker_roles.as_ref().unwrap().value,
        [
            "中共中央政治局委员",
            "中央书记处书记",
            "中央组织部部长",
            "中央创先争优活动领导小组组长"
        ]
    );
}

#[test]
fn the_outline_of_the_speech() {
    let Some(document) = seed() else { return };
    let speech = &document.attachments[0];
    let top: Vec<(&str, &str)> = speech
        .outline
        .iter()
        .filter(|n| n.level == 1)
        .map(|n| (n.numbering.as_str(), n.title.as_str()))
        .collect();
    assert_eq!(
        top,
        [
            ("第一", "要全面推进"),
            ("第二", "要分类指导"),
            ("第三", "要取得实效"),
            ("第四", "要形成风气")
        ]
    );
    let points: Vec<_> = speech.outline.iter().filter(|n| n.level == 2).collect();
    assert_eq!(points.len(), 15);
    let places: Vec<(u32, u32)> = points
        .iter()
        .map(|n| {
            let offset = speech.blocks[n.block as usize].offset;
            (offset + n.span.start, offset + n.span.end)
        })
        .collect();
    assert_eq!(
        places[..4],
        [(990, 1122), (1122, 1273), (1273, 1384), (1384, 1560)]
    );
    assert_eq!(places[8..11], [(2177, 2233), (2233, 2279), (2279, 2376)]);
    assert!(
        points[8]
            .title
            .starts_with("要认真落实胡锦涛总书记的重要指示，把“党组织创先进")
    );
    assert!(speech.opening.is_some() && speech.closing.is_some());
}

#[test]
fn what_the_speech_mentions() {
    let Some(document) = seed() else { return };
    let speech = &document.attachments[0];
    let of = |kind: MentionKind| -> Vec<(&str, u32)> {
        speech
            .mentions
            .iter()
            .filter(|m| m.kind == kind)
            .map(|m| (m.text.as_str(), m.count))
            .collect()
    };
    let persons = of(MentionKind::Person);
    for person in [("胡锦涛", 5), ("习近平", 1), ("秦丰", 1)] {
        assert!(persons.contains(&person), "{person:?} in {persons:?}");
    }
    let partial: Vec<&str> = of(MentionKind::PartialName).iter().map(|m| m.0).collect();
    assert_eq!(partial, ["跃跃", "向群", "思和"]);
    assert_eq!(
        of(MentionKind::Meeting)
            .iter()
            .map(|m| m.0)
            .collect::<Vec<_>>(),
        ["党的十七大", "十七届四中全会"]
    );
    let quotes = of(MentionKind::Quotation);
    for quote in [
        "两张皮",
        "筛选",
        "筛",
        "七·一",
        "党组织创先进、党员干部作表率、人民群众得实惠",
        "山外青山楼外楼，英雄好汉争上游",
    ] {
        assert!(quotes.iter().any(|q| q.0 == quote), "{quote}");
    }
    assert!(
        of(MentionKind::Campaign)
            .iter()
            .any(|c| c.0 == "创先争优活动")
    );
    assert!(of(MentionKind::Campaign).contains(&("学习实践活动", 6)));
    let organs = of(MentionKind::Organ);
    assert!(
        organs.iter().any(|o| o.0 == "组织二局") && organs.iter().any(|o| o.0 == "综合组"),
        "{organs:?}"
    );
    assert!(of(MentionKind::Place).iter().any(|p| p.0 == "小岗村"));
}
