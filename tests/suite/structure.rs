//! The structure parser against the expected outputs of the samples.

use serde_json::Value;
use yandu_document::{Document, OutlineNode, parse};
use yandu_import::{Options, import};

use crate::shared::{rows, shared, squeeze};

fn read(path: &std::path::Path) -> Document {
    let bytes = std::fs::read(path).unwrap();
    parse(
        &import(&bytes, &path.to_string_lossy(), &Options::default())
            .unwrap()
            .source,
    )
}

/// [mark, heading, [children]] as a flat list of level, mark and heading.
fn flatten(nodes: &Value, level: u8, flat: &mut Vec<(u8, String, String)>) {
    for node in nodes.as_array().unwrap() {
        let text = |n: usize| node[n].as_str().unwrap_or_default().to_owned();
        flat.push((level, text(0), text(1)));
        if let Some(children) = node.get(2) {
            flatten(children, level + 1, flat);
        }
    }
}

fn outline(nodes: &[OutlineNode]) -> Vec<(u8, String, String)> {
    nodes
        .iter()
        .map(|n| (n.level, n.numbering.clone(), n.title.clone()))
        .collect()
}

#[test]
fn own_samples_give_their_outline_and_elements() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("samples/structure");
    let truth: Value =
        serde_json::from_str(&std::fs::read_to_string(folder.join("truth.json")).unwrap()).unwrap();
    for file in ["yijian.txt", "speech.txt"] {
        let document = read(&folder.join(file));
        let mut expected = Vec::new();
        flatten(&truth[file]["outline"], 1, &mut expected);
        assert_eq!(outline(&document.outline), expected, "{file}");
        let cited: Vec<(String, Option<String>)> = document
            .citations
            .iter()
            .filter(|c| c.kind != yandu_document::CitationKind::Number)
            .map(|c| (c.text.clone(), c.number.clone()))
            .collect();
        for entry in truth[file]["cited"].as_array().unwrap() {
            let want = (
                entry[0].as_str().unwrap().to_owned(),
                entry[1].as_str().map(str::to_owned),
            );
            assert!(cited.contains(&want), "{want:?} in {cited:?}");
        }
    }
}

#[test]
fn elements_of_an_opinion() {
    let Some(shared) = shared() else { return };
    let document = read(&shared.join("samples/structure/yijian.txt"));
    let f = &document.fields;
    assert_eq!(f.copy_number.as_ref().unwrap().value, "000017");
    let classification = &f.classification.as_ref().unwrap().value;
    assert_eq!(
        (
            classification.level.chinese(),
            classification.period.as_deref()
        ),
        ("机密", Some("1年"))
    );
    assert_eq!(f.urgency.as_ref().unwrap().value.chinese(), "特急");
    assert_eq!(
        f.issuer_mark.as_ref().unwrap().value,
        "青河市人民政府办公室文件"
    );
    assert_eq!(
        f.document_number.as_ref().unwrap().value.to_string(),
        "青政办发〔2021〕18号"
    );
    assert_eq!(
        f.title.as_ref().unwrap().value,
        "青河市人民政府办公室关于加强基层调查研究工作的实施意见"
    );
    assert_eq!(
        f.recipients.as_ref().unwrap().value,
        ["各县（区）人民政府", "市政府各部门、各直属机构"]
    );
    assert_eq!(
        f.attachment_list.as_ref().unwrap().value,
        ["2021年重点调研课题安排表", "调研报告评分标准"]
    );
    assert_eq!(
        f.issuer_signature.as_ref().unwrap().value,
        "青河市人民政府办公室"
    );
    assert_eq!(
        f.issue_date.as_ref().unwrap().value.to_string(),
        "2021-04-06"
    );
    assert_eq!(f.remark.as_ref().unwrap().value, "此件公开发布");
    assert_eq!(
        f.cc_recipients.as_ref().unwrap().value,
        [
            "市委各部门",
            "市人大常委会办公室",
            "市政协办公室",
            "市法院",
            "市检察院"
        ]
    );
    let print = &f.print_line.as_ref().unwrap().value;
    assert_eq!(
        (print.office.as_str(), print.date.to_string().as_str()),
        ("青河市人民政府办公室", "2021-04-07")
    );
}

#[test]
fn elements_of_a_speech_and_of_a_newspaper_article() {
    let Some(shared) = shared() else { return };
    let speech = read(&shared.join("samples/structure/speech.txt"));
    let f = &speech.fields;
    assert_eq!(f.speaker.as_ref().unwrap().value, "周明远");
    assert_eq!(
        f.occasion.as_ref().unwrap().value,
        "全市青年干部读书班开班式"
    );
    assert_eq!(
        f.issue_date.as_ref().unwrap().value.to_string(),
        "2019-09-03"
    );
    let news = read(&shared.join("samples/structure/news.txt"));
    let f = &news.fields;
    assert_eq!(f.title.as_ref().unwrap().value, "深入基层才能摸清实情");
    assert_eq!(
        f.subtitle.as_ref().unwrap().value,
        "青河市开展“千名干部下基层”活动纪实"
    );
    assert_eq!(f.publisher.as_ref().unwrap().value, "青河日报");
    assert_eq!(f.authors.as_ref().unwrap().value, ["王晓东", "李静"]);
    assert_eq!(news.date().unwrap().to_string(), "2020-05-12");
}

#[test]
fn state_council_pages() {
    let Some(shared) = shared() else { return };
    let folder = shared.join("samples/html");
    let rows = rows(&folder.join("gov-truth.tsv"));
    let mut wrong = Vec::new();
    for row in &rows {
        let Some(file) = row.values().find(|v| v.ends_with(".html")) else {
            continue;
        };
        if !folder.join(file).exists() {
            continue;
        }
        let document = read(&folder.join(file));
        let f = &document.fields;
        let values: Vec<String> = row.values().map(|v| squeeze(v)).collect();
        for value in [
            f.document_number.as_ref().map(|n| n.value.to_string()),
            f.title.as_ref().map(|t| t.value.clone()),
            f.issuers.as_ref().map(|i| i.value.join("、")),
        ] {
            let value = squeeze(&value.unwrap_or_default());
            let loose = |s: &str| s.replace(['、', ' '], "");
            if !values.iter().any(|v| loose(v) == loose(&value)) {
                wrong.push(format!("{file}: {value}"));
            }
        }
    }
    assert!(wrong.len() * 50 <= rows.len() * 3, "{}", wrong.join("\n"));
}
