//! Addresses: where a block stands, in words that a reader would use and that survive a re-import.

use crate::{Block, BlockKind, OutlineNode};

/// Writes the address of every block.
pub(crate) fn write_addresses(blocks: &mut [Block], outline: &[OutlineNode], closing: Option<u32>) {
    let mut place = Place::default();
    let mut nodes = outline
        .iter()
        .filter(|n| n.span.start == 0 && n.level <= 2)
        .peekable();
    for (index, block) in blocks.iter_mut().enumerate() {
        let index = index as u32;
        while let Some(node) = nodes.next_if(|n| n.block <= index) {
            if node.block == index
                && block.level > 0
                && u32::from(node.level) == u32::from(block.level)
            {
                place.enter(node);
            }
        }
        if closing == Some(index) {
            place.close();
        }
        block.address = place.address(block.kind);
    }
}

#[derive(Default)]
struct Place {
    section: Option<String>,
    sections: u32,
    article: bool,
    closed: bool,
    paragraph: u32,
    footnotes: u32,
}

impl Place {
    fn enter(&mut self, node: &OutlineNode) {
        let law_article = node.numbering.ends_with('条');
        if node.level == 1 && !law_article {
            self.sections += 1;
        }
        if law_article {
            self.section = Some(
                node.numbering
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect(),
            );
            self.article = true;
            self.paragraph = 0;
        } else if node.level == 1 {
            let chapter =
                node.numbering.starts_with('第') && node.numbering.ends_with(['章', '编', '节']);
            self.section = Some(match chapter {
                true => node
                    .numbering
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect(),
                false => format!("第{}部分", chinese(self.sections)),
            });
            self.article = false;
            self.paragraph = 0;
        }
        self.closed = false;
    }

    fn close(&mut self) {
        self.closed = true;
        self.paragraph = 0;
    }

    fn address(&mut self, kind: BlockKind) -> String {
        if let Some(name) = fixed_name(kind) {
            return name.to_owned();
        }
        if kind == BlockKind::Footnote {
            self.footnotes += 1;
            return format!("脚注{}", self.footnotes);
        }
        self.paragraph += 1;
        let n = self.paragraph;
        match (&self.section, self.closed) {
            (_, true) => format!("结尾·第{n}段"),
            (Some(section), _) if self.article && n == 1 => section.clone(),
            (Some(section), _) if self.article => format!("{section}·第{n}款"),
            (Some(section), _) => format!("{section}·第{n}段"),
            (None, _) => format!("第{n}段"),
        }
    }
}

fn fixed_name(kind: BlockKind) -> Option<&'static str> {
    Some(match kind {
        BlockKind::Marking => "版头",
        BlockKind::IssuerMark => "发文机关标志",
        BlockKind::Number => "发文字号",
        BlockKind::Title => "标题",
        BlockKind::Subtitle => "副标题",
        BlockKind::Adoption => "题注",
        BlockKind::Recipients => "主送机关",
        BlockKind::DateLine => "日期",
        BlockKind::Speaker => "讲话人",
        BlockKind::Salutation => "称呼",
        BlockKind::AttachmentList => "附件说明",
        BlockKind::Signature | BlockKind::IssueDate => "落款",
        BlockKind::Remark => "附注",
        BlockKind::Imprint => "版记",
        BlockKind::Aside => "页面信息",
        BlockKind::Heading | BlockKind::Text | BlockKind::TableRow | BlockKind::Footnote => {
            return None;
        }
    })
}

/// 1 → 一, 12 → 十二; from 100 on in digits.
fn chinese(n: u32) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = ((n / 10) as usize, (n % 10) as usize);
    match tens {
        0 => DIGITS[ones].to_owned(),
        1 => format!("十{}", DIGITS[ones]),
        2..=9 => format!("{}十{}", DIGITS[tens], DIGITS[ones]),
        _ => n.to_string(),
    }
}
