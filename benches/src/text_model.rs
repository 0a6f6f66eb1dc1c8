//! Made study materials, as many as a measurement wants: an own model over words, no foreign text.
//!
//! Words are drawn by rank as in real texts (Zipf), names of places and people are put together from syllables, so
//! that every text has strings that few others have. The same number gives the same text in every run.

use std::fmt::Write;

const VERBS: &str = "推进 加强 完善 落实 深化 健全 提升 坚持 优化 建立 改进 巩固 拓展 规范 强化 统筹 创新 引导 支持 保障 培育 检查 督促 总结 部署 开展 组织 动员 宣传 服务 化解 排查 整治 修订 汇总 通报 评估 帮扶 走访 调研 协调 公开 公示 试点 推广 完成 明确 细化 分解 对接 汇报 听取 回应 解决 防范 压实 盘活 下沉 参与 培训 考核 激励 约束 监督 保护 修复 改造 建设 管护 打造 延伸 畅通 简化 缩短 降低 扩大 增加 稳定 提高 促进 带动 联系 发挥 抓好 抓实 做细 做实";
const NOUNS: &str = "机制 制度 责任 措施 任务 队伍 阵地 平台 网格 清单 台账 方案 标准 流程 事项 窗口 项目 资金 资源 力量 群众 党员 干部 村民 居民 企业 合作社 学校 医院 社区 支部 站点 设施 道路 管网 水源 河道 农田 种子 粮仓 仓库 车间 园区 市场 商户 老人 儿童 青年 志愿者 教师 医生 技术员 线索 问题 矛盾 诉求 意见 建议 数据 档案 报表 信息 系统 经验 做法 成效 作风 能力 水平 效率 质量 环境 氛围 基础 短板 弱项 重点 难点 堵点 痛点 底线 红线 台阶 格局 活力 动力 合力 实效 秩序 安全 风险 隐患 灾情 物资 预案 演练 岗位 编制 待遇 荣誉 典型 榜样";
const FIELDS: &str = "基层党建 乡村治理 河湖长制 粮食生产 安全生产 防汛抗旱 森林防火 食品安全 义务教育 就业服务 养老服务 医疗保障 政务服务 营商环境 人居环境 厕所改造 垃圾分类 志愿服务 文化下乡 全民阅读 调查研究 主题学习 干部培训 人才引进 产业发展 集体经济 农技推广 冷链物流 电子商务 信访接待 矛盾调解 法律援助 社区矫正 道路养护 老旧小区改造 供水保障 节能降耗 污染防治 水土保持 档案管理 保密教育 政务公开 值班值守 疫病防控 校园安全 消防演练 统计调查 财务管理 资产清查 工程招标 志书编修 档案移交 妇女工作 青年工作 老年工作 残疾人服务 退役军人服务 工会工作 科普宣传 防灾减灾";
const MODIFIERS: &str = "扎实 有效 全面 持续 深入 稳步 主动 及时 切实 认真 严格 精准 规范 常态化 制度化 分类 逐级 联合 定期 随时 带头 逐户 逐项 现场 上门 集中 重点 统一 公开 公平 长期 首次 再次 当场 限期";
const SYLLABLES: &str = "青 河 石 松 云 清 南 北 平 安 和 永 宁 丰 金 龙 凤 柳 杨 桥 湾 岭 坪 溪 泉 塘 洲 沙 白 紫 红 长 大 东 西 新 古 高 福 兴 林 禾 岚 泽 郁 望 朝 临 定 昌 裕 谷 陵 渡 渠 圩 埠 垭 岙 坳";
const UNITS: &str = "村 镇 乡 街道 县 市 区 社区 农场 园区";
const SURNAMES: &str = "王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎 余 潘 杜 戴 夏 钟 汪 田 任 姜";
const GIVEN: &str = "明 华 建 国 文 志 强 军 平 英 丽 芳 敏 静 秀 兰 玉 红 霞 燕 玲 桂 珍 淑 云 春 梅 荣 忠 诚 德 义 礼 智 信 勇 刚 伟 峰 磊 洋 波 涛 林 森 山 川 江 河 海 宁 安 康 健 乐 思 远 望 达 通";

/// Sentences. V verb, N noun, F field, M modifier, P place, H person, D number.
const SENTENCES: [&str; 24] = [
    "要MVN，MVN，推动F再上新台阶。",
    "PVN，把F的NVN到每一个N。",
    "截至目前，全P共VN D个，VN D件，N明显改善。",
    "H同志指出，FMVN，关键在于VN。",
    "对N中反映的N，要MV、MV，不能一拖了之。",
    "各N要结合实际MVN，于D月底前将N报P办公室。",
    "P坚持以N为重点，VN与VN同步推进。",
    "一些N还不够MV，N与N之间仍有N。",
    "去年以来，PVND项，带动D户NV增收。",
    "HVN时说，N的事再小，也要MV。",
    "建立“N+N+N”N，MV每一条N。",
    "没有N的N，就没有F的N。",
    "第D网格的HMVN，D天内VND处N。",
    "会议要求，FN要VN、VN、VN，形成N。",
    "N是N的N，N是N的N，必须MV。",
    "通过VN、VN，P的FND由全P第D位升至第D位。",
    "对MVN的，予以通报；对MVN的，严肃追究N。",
    "在P，H带着NMVN，D个N当场VN。",
    "我们要MVN，也要MVN，两手都要V。",
    "这项N由P牵头，P、P配合，D年D月完成。",
    "走进P，N整齐，N有序，NVN。",
    "要从VNV起，从VNV起，从每一件N做起。",
    "经MV，P现有ND处、ND人、ND万元。",
    "实践证明，F只有VN，才能VN。",
];

/// Numbers that are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit.max(1) as u64) as usize
    }

    /// A rank below `limit`; the first ones come far more often (Zipf with exponent 1).
    fn rank(&mut self, limit: usize) -> usize {
        let share = self.below(1 << 20) as f64 / (1 << 20) as f64;
        ((limit as f64 + 1.0).powf(share) - 1.0) as usize
    }
}

/// The words of the model, cut once.
pub(crate) struct TextModel {
    verbs: Vec<&'static str>,
    nouns: Vec<&'static str>,
    fields: Vec<&'static str>,
    modifiers: Vec<&'static str>,
    syllables: Vec<&'static str>,
    units: Vec<&'static str>,
    surnames: Vec<&'static str>,
    given: Vec<&'static str>,
}

impl TextModel {
    pub(crate) fn new() -> Self {
        let cut = |words: &'static str| words.split(' ').collect();
        TextModel {
            verbs: cut(VERBS),
            nouns: cut(NOUNS),
            fields: cut(FIELDS),
            modifiers: cut(MODIFIERS),
            syllables: cut(SYLLABLES),
            units: cut(UNITS),
            surnames: cut(SURNAMES),
            given: cut(GIVEN),
        }
    }

    /// The text with this number: a speech, a circular or a typical example of 300 to 900 chars.
    pub(crate) fn text(&self, number: u64) -> String {
        let mut dice = Dice(number.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(7));
        let place = self.place(&mut dice);
        let field = self.fields[dice.rank(self.fields.len())];
        let verb = self.verbs[dice.rank(self.verbs.len())];
        let (year, month, day) = (
            1990 + dice.below(36),
            1 + dice.below(12),
            1 + dice.below(28),
        );
        let date = format!("{year}年{month}月{day}日");
        match number % 20 {
            0..8 => {
                let speaker = self.person(&mut dice);
                let body = self.body(&mut dice, "同志们：\n\n");
                format!("在{place}{field}工作会议上的讲话\n\n{speaker}\n\n（{date}）\n\n{body}")
            }
            8..15 => {
                let initial: String = place.chars().take(2).collect();
                let n = 1 + dice.below(300);
                let body = self.body(&mut dice, "各乡镇人民政府、街道办事处，各有关单位：\n\n");
                format!(
                    "{initial}政办发〔{year}〕{n}号\n\n{place}人民政府办公室关于{verb}{field}工作的通知\n\n{body}\n\n{place}人民政府办公室\n\n{date}"
                )
            }
            _ => {
                let body = self.body(&mut dice, "");
                format!("{place}{verb}{field}的做法\n\n{body}")
            }
        }
    }

    fn body(&self, dice: &mut Dice, opening: &str) -> String {
        let mut body = opening.to_owned();
        for (n, numeral) in ["一", "二", "三"].into_iter().enumerate() {
            let heading = format!(
                "{numeral}、{}{}",
                self.modifiers[dice.rank(self.modifiers.len())],
                self.fields[dice.rank(self.fields.len())]
            );
            let _ = writeln!(body, "{heading}\n");
            for _ in 0..1 + dice.below(2 + n) {
                (0..3 + dice.below(4)).for_each(|_| self.sentence(dice, &mut body));
                body.push_str("\n\n");
            }
        }
        body.truncate(body.trim_end().len());
        body
    }

    fn sentence(&self, dice: &mut Dice, into: &mut String) {
        for slot in SENTENCES[dice.rank(SENTENCES.len())].chars() {
            match slot {
                'V' => into.push_str(self.verbs[dice.rank(self.verbs.len())]),
                'N' => into.push_str(self.nouns[dice.rank(self.nouns.len())]),
                'F' => into.push_str(self.fields[dice.rank(self.fields.len())]),
                'M' => into.push_str(self.modifiers[dice.rank(self.modifiers.len())]),
                'P' => into.push_str(&self.place(dice)),
                'H' => into.push_str(&self.person(dice)),
                'D' => {
                    let _ = write!(into, "{}", 1 + dice.rank(9_000));
                }
                mark => into.push(mark),
            }
        }
    }

    fn place(&self, dice: &mut Dice) -> String {
        let (a, b) = (
            dice.below(self.syllables.len()),
            dice.below(self.syllables.len()),
        );
        let unit = self.units[dice.rank(self.units.len())];
        format!("{}{}{unit}", self.syllables[a], self.syllables[b])
    }

    fn person(&self, dice: &mut Dice) -> String {
        let surname = self.surnames[dice.rank(self.surnames.len())];
        let (a, b) = (dice.below(self.given.len()), dice.below(self.given.len()));
        format!("{surname}{}{}", self.given[a], self.given[b])
    }
}
