//! 公文版式 after GB/T 9704—2012: what stands where, the same for DOCX and PDF.
//!
//! [`official`] turns pieces into items: 版头 with its red rule, blank lines, 附件说明, 署名 and 成文日期
//! in the form without a seal (§7.3.5.3: an export bears none), 版记 at the foot of the last page. Writers set
//! each item on a grid of 22 lines. Widths are counted in halves of a char, 56 a line.
//!
//! Everything of a text goes in; what is unusual stays a plain piece, so nothing is lost.

use yandu_document::date::find_dates;
use yandu_document::{BlockKind, char_len};

use super::pieces::{Piece, Role};

/// Halves of a char in a line.
pub const LINE_HALVES: u32 = 56;

/// The height of a line in points: 22 of them fill 225 mm.
pub const LINE_POINTS: f64 = 28.95;

/// From the upper edge of a line to the baseline, as a share of its height: LibreOffice sets it so.
pub const BASELINE: f64 = 0.8;

/// Half a char of the body in points: 28 chars are as wide as the type area.
pub const HALF_POINTS: f64 = 442.2 / 56.0;

/// What stands on a page of the official layout, from the top to the bottom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfficialItem {
    /// Begins a page.
    NewPage,
    /// Blank lines.
    Blank {
        /// How many.
        lines: u32,
        /// On one page with the next item.
        keep: bool,
    },
    /// 版头, with the two blank lines below its rule
    Head(OfficialHead),
    /// A piece, dressed by its role.
    Piece {
        /// The piece.
        piece: Piece,
        /// Chars at its beginning that have the face of a heading.
        lead: Option<Lead>,
        /// On one page with the next item.
        keep: bool,
    },
    /// A line of 附件说明
    AttachmentLine {
        /// The piece.
        piece: Piece,
        /// Halves before its first line.
        left: u32,
        /// Halves before its other lines: they stand below the name.
        hang: u32,
        /// On one page with the next item.
        keep: bool,
    },
    /// 署名 or 成文日期
    Signed {
        /// The piece.
        piece: Piece,
        /// Halves before it; `None`: its end is two chars from the right edge.
        left: Option<u32>,
        /// On one page with the next item.
        keep: bool,
    },
    /// 版记: its lowest rule is the lower edge of the type area.
    Imprint(Vec<ImprintRow>),
}

/// 版头 (§7.2)
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OfficialHead {
    /// 份号, 密级和保密期限, 紧急程度: a line each
    pub markings: Vec<String>,
    /// 发文机关标志, a line each
    pub mark: Vec<String>,
    /// 发文字号
    pub number: String,
    /// 签发人 of a document that goes up
    pub signatories: Vec<String>,
    /// The red rule below the number; 命令 has none (§10.2).
    pub rule: bool,
    /// What footnotes on it say.
    pub footnotes: Vec<String>,
}

/// The face of the chars that begin a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lead {
    /// How many chars.
    pub chars: u32,
    /// Their face.
    pub face: LeadFace,
}

/// Faces of headings inside of a paragraph (§7.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeadFace {
    /// 黑体: 一、
    Hei,
    /// 楷体: （一）
    Kai,
}

/// A line of 版记 between two rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImprintRow {
    /// What stands left.
    pub left: String,
    /// 印发日期, right
    pub right: String,
    /// Halves before its other lines: they stand behind the label.
    pub hang: u32,
}

/// Places of 版头 in points from the upper edge of the type area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeadPlaces {
    /// Size of 发文机关标志
    pub size: f64,
    /// The height of its lines.
    pub line: f64,
    /// Space between the markings and its first line.
    pub above: f64,
    /// Space between its last line and the number.
    pub below: f64,
    /// Space between the number's line and the red rule.
    pub to_rule: f64,
}

impl OfficialHead {
    /// §7.2.4: the upper edge of the mark is 35 mm below that of the type area, 20 mm for 命令 (§10.2);
    /// §7.2.5: two lines to the number; §7.2.7: 4 mm from the number to the rule.
    pub fn places(&self) -> HeadPlaces {
        const POINTS: f64 = 72.0 / 25.4;
        let widest = self.mark.iter().map(|line| halves(line)).max().unwrap_or(2);
        let size = (436.0 / (f64::from(widest) / 2.0))
            .floor()
            .clamp(22.0, 44.0);
        let line = (size * 1.3).round();
        let top = if self.rule { 35.0 } else { 20.0 } * POINTS;
        // The ink of a char begins 0.84 em above its baseline.
        let first = top - (BASELINE * line - 0.84 * size);
        let marked = self.markings.len() as f64 * LINE_POINTS;
        let above = (first - marked).max(1.0);
        let end = marked + above + self.mark.len() as f64 * line;
        let number = ((end + 1.6 * LINE_POINTS) / LINE_POINTS).ceil() * LINE_POINTS;
        // Below the baseline a char of 16 pt has 1.9 pt.
        let to_rule = 4.0 * POINTS - (LINE_POINTS * (1.0 - BASELINE) - 1.9);
        HeadPlaces {
            size,
            line,
            above,
            below: number - end,
            to_rule,
        }
    }
}

/// The width of a text in halves of a char.
pub fn halves(text: &str) -> u32 {
    let wide = |c: char| if (c as u32) < 0x2000 { 1 } else { 2 };
    text.chars().map(wide).sum()
}

/// The items of some pieces, in order.
pub fn official(pieces: &[Piece]) -> Vec<OfficialItem> {
    let mut sheet = Sheet::default();
    let mut rest = pieces;
    while let Some(piece) = rest.first() {
        let taken = sheet.take(piece, rest);
        rest = &rest[taken.max(1)..];
    }
    keep_together(&mut sheet.items);
    sheet.items
}

#[derive(Default)]
struct Sheet {
    items: Vec<OfficialItem>,
}

impl Sheet {
    /// Takes the first piece, with others where they make one item; answers with how many it took.
    fn take(&mut self, piece: &Piece, rest: &[Piece]) -> usize {
        match piece.role {
            Role::TextBegin | Role::PartBegin => {
                if !self.items.is_empty() {
                    self.items.push(OfficialItem::NewPage);
                }
                return 1;
            }
            Role::Title => self.blank(2),
            Role::Text(BlockKind::Marking | BlockKind::IssuerMark | BlockKind::Number, _) => {
                if let Some((head, taken)) = head(rest) {
                    self.items.push(OfficialItem::Head(head));
                    return taken;
                }
            }
            Role::Text(BlockKind::AttachmentList, _) => return self.attachment_list(rest),
            Role::Text(BlockKind::Signature | BlockKind::IssueDate, _) => return self.signed(rest),
            Role::Text(BlockKind::Imprint, _) => {
                let of = |p: &&Piece| matches!(p.role, Role::Text(BlockKind::Imprint, _));
                let rows: Vec<&Piece> = rest.iter().take_while(of).collect();
                self.items.push(OfficialItem::Imprint(imprint(&rows)));
                return rows.len();
            }
            _ => {}
        }
        self.items.push(OfficialItem::Piece {
            piece: piece.clone(),
            lead: lead(piece),
            keep: false,
        });
        if blank_follows(piece, rest.get(1)) {
            self.blank(1);
        }
        1
    }

    fn blank(&mut self, lines: u32) {
        if !matches!(self.items.last(), Some(OfficialItem::Blank { .. })) {
            self.items.push(OfficialItem::Blank { lines, keep: false });
        }
    }

    /// §7.3.4: a blank line, two chars in; a name that goes on in the next line stands below itself.
    fn attachment_list(&mut self, rest: &[Piece]) -> usize {
        self.blank(1);
        let of = |p: &&Piece| matches!(p.role, Role::Text(BlockKind::AttachmentList, _));
        let lines: Vec<&Piece> = rest.iter().take_while(of).collect();
        for piece in &lines {
            let label = piece.text.starts_with("附件");
            let mut left = 4;
            if !label {
                // Below the number behind 附件：
                left += 6;
            }
            let name = name_begins(&piece.text);
            self.items.push(OfficialItem::AttachmentLine {
                piece: (*piece).clone(),
                left,
                hang: left + name,
                keep: false,
            });
        }
        lines.len()
    }

    /// §7.3.5.3, without a seal: the name ends two chars from the right edge, the date begins two chars to
    /// the right of the name; if the date is the longer one, it ends two chars from the edge.
    fn signed(&mut self, rest: &[Piece]) -> usize {
        self.blank(1);
        let date = |p: &Piece| matches!(p.role, Role::Text(BlockKind::IssueDate, _));
        let name = |p: &Piece| matches!(p.role, Role::Text(BlockKind::Signature, _));
        let of = |p: &&Piece| date(p) || name(p);
        let lines: Vec<&Piece> = rest.iter().take_while(of).collect();
        let widest = |dates: bool| {
            let of = lines.iter().filter(|p| date(p) == dates);
            of.map(|p| halves(&p.text)).max()
        };
        let places = match (widest(false), widest(true)) {
            (Some(name), Some(day)) if name + 4 + 4 <= LINE_HALVES && day <= name => {
                let left = LINE_HALVES - 4 - name;
                Some((left, left + 4))
            }
            (Some(_), Some(day)) if day + 8 <= LINE_HALVES => {
                let left = LINE_HALVES - 4 - day;
                Some((left - 4, left))
            }
            // A date without a name is that of a sealed document: four chars from the edge (§7.3.5.1).
            (None, Some(day)) if day + 8 <= LINE_HALVES => Some((0, LINE_HALVES - 8 - day)),
            _ => None,
        };
        for piece in &lines {
            let fits = |left: u32| left + halves(&piece.text) <= LINE_HALVES;
            let both = find_dates(&piece.text).next().is_some() && !date(piece);
            let left = places
                .map(|(name, day)| if date(piece) { day } else { name })
                .filter(|left| fits(*left) && !both);
            self.items.push(OfficialItem::Signed {
                piece: (*piece).clone(),
                left,
                keep: false,
            });
        }
        lines.len()
    }
}

/// A blank line stands below a title with all that belongs to it, and between 附件1 and its title.
fn blank_follows(piece: &Piece, next: Option<&Piece>) -> bool {
    let titled = |role: Role| {
        matches!(
            role,
            Role::Text(
                BlockKind::Title
                    | BlockKind::Subtitle
                    | BlockKind::DateLine
                    | BlockKind::Speaker
                    | BlockKind::Adoption
                    | BlockKind::Number,
                _
            )
        )
    };
    let Some(next) = next else { return false };
    match piece.role {
        Role::Byline => true,
        Role::Text(BlockKind::Marking, _) => next.role == Role::Text(BlockKind::Title, 0),
        role => titled(role) && !titled(next.role),
    }
}

/// The 版头 at the beginning of some pieces, and how many of them it is; `None` without a mark before the
/// title: then the lines are what they are.
fn head(pieces: &[Piece]) -> Option<(OfficialHead, usize)> {
    let kind = |piece: &Piece| match piece.role {
        Role::Text(kind, _) => Some(kind),
        _ => None,
    };
    let mut head = OfficialHead::default();
    let mut taken = 0;
    for piece in pieces {
        let text = piece.text.trim();
        match kind(piece) {
            Some(BlockKind::Marking) => match text.strip_prefix("签发人") {
                Some(names) => head.signatories = signatories(names),
                None => head.markings.push(text.to_owned()),
            },
            Some(BlockKind::IssuerMark) => head.mark.extend(piece.text.lines().map(despaced)),
            Some(BlockKind::Number) if head.number.is_empty() => {
                let (number, names) = text.split_once("签发人").unwrap_or((text, ""));
                head.number = number.trim().to_owned();
                if !names.is_empty() {
                    head.signatories = signatories(names);
                }
            }
            _ => break,
        }
        let notes = piece.footnotes.iter().map(|note| note.text.clone());
        head.footnotes.extend(notes);
        taken += 1;
    }
    let mark = head.mark.concat();
    head.rule = !mark.ends_with('令');
    (!mark.is_empty()).then_some((head, taken))
}

/// ：张三　李四 → 张三, 李四
fn signatories(names: &str) -> Vec<String> {
    let names = names.trim_start_matches(['：', ':', ' ', '\u{3000}']);
    let names = names.split([' ', '\u{3000}', '\u{a0}', '、', '\t']);
    names.filter(|n| !n.is_empty()).map(str::to_owned).collect()
}

/// 中 央 文 件 → 中央文件: the spaces of a mark were its layout.
fn despaced(line: &str) -> String {
    line.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Halves before the name in a line of 附件说明: 附件：1. 名单
fn name_begins(text: &str) -> u32 {
    let rest = text.strip_prefix("附件").unwrap_or(text);
    let rest = rest.trim_start_matches(['：', ':', ' ', '\u{3000}']);
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = match digits.strip_prefix(['.', '．', '、']) {
        Some(name) if digits.len() < rest.len() => name.trim_start(),
        _ => rest,
    };
    halves(&text[..text.len() - name.len()])
}

/// §7.3.3: 一、 in 黑体, （一） in 楷体, as far as the heading goes; of an article its number.
fn lead(piece: &Piece) -> Option<Lead> {
    let heading = matches!(piece.role, Role::Text(BlockKind::Heading, _));
    let text = piece.text.as_str();
    if !piece.run_in && !heading {
        return None;
    }
    if let Some(chars) = article(text) {
        let face = LeadFace::Hei;
        return Some(Lead { chars, face });
    }
    if heading {
        return None;
    }
    let face = numbering(text)?;
    let ends = |c: char| matches!(c, '。' | '：' | '；');
    let chars = text.chars().position(ends)? as u32 + 1;
    (chars < char_len(text)).then_some(Lead { chars, face })
}

/// The face that a numbering asks for; `None`: that of the text.
pub fn numbering(text: &str) -> Option<LeadFace> {
    let numeral = |c: char| "一二三四五六七八九十百〇零".contains(c);
    let rest = text.trim_start_matches(numeral);
    if rest.len() < text.len() && rest.starts_with('、') {
        return Some(LeadFace::Hei);
    }
    let inner = text.strip_prefix(['（', '('])?;
    let rest = inner.trim_start_matches(numeral);
    (rest.len() < inner.len() && rest.starts_with(['）', ')'])).then_some(LeadFace::Kai)
}

/// Chars of 第三条 at the beginning of an article.
fn article(text: &str) -> Option<u32> {
    let inner = text.strip_prefix('第')?;
    let numeral = |c: char| "一二三四五六七八九十百千〇零".contains(c) || c.is_ascii_digit();
    let rest = inner.trim_start_matches(numeral);
    let number = inner.len() - rest.len();
    let article = number > 0 && rest.starts_with('条');
    article.then(|| char_len(&inner[..number]) + 2)
}

/// 抄送 behind its label; 印发机关 left, 印发日期 right, from one line or from two.
fn imprint(pieces: &[&Piece]) -> Vec<ImprintRow> {
    let mut rows: Vec<ImprintRow> = Vec::new();
    for piece in pieces {
        let mut text = piece.text.trim().to_owned();
        for note in &piece.footnotes {
            text.push_str(&note.text);
        }
        let printed = find_dates(&text).last().map(|(_, from, _)| from);
        let printed = printed.filter(|_| text.trim_end_matches('。').ends_with("印发"));
        match (printed, rows.last_mut()) {
            (Some(0), Some(row)) if row.right.is_empty() && row.hang == 0 => row.right = text,
            (Some(from), _) => rows.push(ImprintRow {
                left: text[..from].trim().to_owned(),
                right: text[from..].to_owned(),
                hang: 0,
            }),
            (None, _) => {
                let label = text.find('：').filter(|at| *at <= 15);
                rows.push(ImprintRow {
                    hang: label.map_or(0, |at| halves(&text[..at]) + 2),
                    left: text,
                    right: String::new(),
                });
            }
        }
    }
    rows
}

/// §7.3.5.4: no page has nothing but a signature. What stands before it goes with it.
fn keep_together(items: &mut [OfficialItem]) {
    for n in (1..items.len()).rev() {
        let closing = |item: &OfficialItem| match item {
            OfficialItem::Signed { .. } | OfficialItem::AttachmentLine { .. } => true,
            OfficialItem::Blank { keep, .. } => *keep,
            _ => false,
        };
        if !closing(&items[n]) {
            continue;
        }
        match &mut items[n - 1] {
            OfficialItem::Blank { keep, .. }
            | OfficialItem::Piece { keep, .. }
            | OfficialItem::AttachmentLine { keep, .. }
            | OfficialItem::Signed { keep, .. } => *keep = true,
            OfficialItem::NewPage | OfficialItem::Head(_) | OfficialItem::Imprint(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(kind: BlockKind, text: &str) -> Piece {
        Piece {
            role: Role::Text(kind, 0),
            text: text.to_owned(),
            footnotes: Vec::new(),
            entry: Some(0),
            part: 0,
            run_in: kind == BlockKind::Text,
        }
    }

    #[test]
    fn the_date_begins_two_chars_behind_the_name_or_ends_two_before_the_edge() {
        let places = |name: &str, day: &str| -> Vec<Option<u32>> {
            let pieces = [
                piece(BlockKind::Text, "特此通知。"),
                piece(BlockKind::Signature, name),
                piece(BlockKind::IssueDate, day),
            ];
            let items = official(&pieces);
            let left = |item: &OfficialItem| match item {
                OfficialItem::Signed { left, .. } => Some(*left),
                _ => None,
            };
            items.iter().filter_map(left).collect()
        };
        // 15 chars: 30 halves; 56 - 4 - 30 = 22.
        let long = places("中央创先争优活动领导小组办公室", "2010年7月23日");
        assert_eq!(long, [Some(22), Some(26)]);
        // The date has 13 halves and begins at 39, the name two chars to the left of it.
        assert_eq!(places("乡政府", "2010年7月23日"), [Some(35), Some(39)]);
        assert_eq!(places("县政府2010年7月23日", "2010年7月23日")[0], None);
    }

    #[test]
    fn what_belongs_together_is_kept_on_one_page() {
        let pieces = [
            piece(BlockKind::Text, "现印发给你们。"),
            piece(BlockKind::AttachmentList, "附件：1. 方案"),
            piece(BlockKind::AttachmentList, "2. 名单"),
            piece(BlockKind::Signature, "县政府"),
            piece(BlockKind::IssueDate, "2020年3月1日"),
            piece(BlockKind::Remark, "（此件公开发布）"),
        ];
        let kept: Vec<bool> = official(&pieces)
            .iter()
            .map(|item| match item {
                OfficialItem::Piece { keep, .. }
                | OfficialItem::Blank { keep, .. }
                | OfficialItem::AttachmentLine { keep, .. }
                | OfficialItem::Signed { keep, .. } => *keep,
                _ => false,
            })
            .collect();
        // Text, blank, 附件, 附件, blank, name, date, remark
        let expected = [true, true, true, true, true, true, false, false];
        assert_eq!(kept, expected);
        let lines: Vec<(u32, u32)> = official(&pieces)
            .iter()
            .filter_map(|item| match item {
                OfficialItem::AttachmentLine { left, hang, .. } => Some((*left, *hang)),
                _ => None,
            })
            .collect();
        // 附件： are three chars, "1. " three halves.
        assert_eq!(lines, [(4, 13), (10, 13)]);
    }

    #[test]
    fn a_head_has_its_rule_and_its_signatories() {
        let pieces = [
            piece(BlockKind::Marking, "000012"),
            piece(BlockKind::IssuerMark, "南 坪 乡 人 民 政 府 文 件"),
            piece(
                BlockKind::Number,
                "南政发〔2020〕6号　　签发人：李建国　王芳",
            ),
            piece(BlockKind::Title, "关于治理的请示"),
        ];
        let items = official(&pieces);
        let OfficialItem::Head(head) = &items[0] else {
            panic!("{items:?}");
        };
        assert_eq!(head.mark, ["南坪乡人民政府文件"]);
        assert_eq!(head.number, "南政发〔2020〕6号");
        assert_eq!(head.signatories, ["李建国", "王芳"]);
        assert!(head.rule);
        let order = [piece(BlockKind::IssuerMark, "中华人民共和国国务院令")];
        assert!(matches!(&official(&order)[0], OfficialItem::Head(h) if !h.rule));
        let places = head.places();
        let to_number = LINE_POINTS + places.above + places.line + places.below;
        let lines = to_number / LINE_POINTS;
        assert!(
            (lines - lines.round()).abs() < 1e-9,
            "off the grid: {lines}"
        );
    }

    #[test]
    fn headings_inside_of_a_paragraph_have_their_faces() {
        let lead_of = |text: &str| lead(&piece(BlockKind::Text, text));
        let kai = |chars| {
            Some(Lead {
                chars,
                face: LeadFace::Kai,
            })
        };
        let hei = |chars| {
            Some(Lead {
                chars,
                face: LeadFace::Hei,
            })
        };
        assert_eq!(lead_of("（一）加强领导。各村要成立专班。"), kai(8));
        assert_eq!(lead_of("一、总体要求。坚持分类。"), hei(7));
        assert_eq!(lead_of("第三条 本办法适用于全乡。"), hei(3));
        assert_eq!(lead_of("1. 抓好改造。逐户建账。"), None);
        assert_eq!(lead_of("三五百字。写成文章。"), None);
    }

    #[test]
    fn the_imprint_has_its_date_at_the_right() {
        let rows = |lines: &[&str]| -> Vec<(String, String, u32)> {
            let pieces: Vec<Piece> = lines.iter().map(|l| piece(BlockKind::Imprint, l)).collect();
            let rows = imprint(&pieces.iter().collect::<Vec<_>>());
            rows.into_iter()
                .map(|r| (r.left, r.right, r.hang))
                .collect()
        };
        let expected = [
            ("抄送：县委，县人大。".to_owned(), String::new(), 6),
            ("县政府办公室".to_owned(), "2020年3月2日印发".to_owned(), 0),
        ];
        let one = rows(&["抄送：县委，县人大。", "县政府办公室　　2020年3月2日印发"]);
        assert_eq!(one, expected);
        let two = rows(&["抄送：县委，县人大。", "县政府办公室", "2020年3月2日印发"]);
        assert_eq!(two, expected);
    }
}
