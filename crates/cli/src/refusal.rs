//! What is wrong with the arguments, said whole and in the language of the user: from clap's kinds and contexts, not from
//! its words.

use std::error::Error as _;
use std::num::{ParseFloatError, ParseIntError};

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::alike::nearest;
use crate::arguments::{BadValue, Language};
use crate::failure::Failure;
use crate::help;

/// What clap knows of an error.
struct Refused<'e> {
    error: &'e clap::Error,
    english: bool,
}

/// The failure that an error of the arguments is.
pub(crate) fn of(error: &clap::Error, words: &[String], language: Language) -> Failure {
    let refused = Refused {
        error,
        english: language == Language::En,
    };
    let path = help::path_of(words);
    let (message, meant) = refused.message(&path, language);
    let (usage, command) = help::usage_of(&path, language);
    let more = match refused.english {
        true => format!("see {command} --help"),
        false => format!("运行 {command} --help 查看用法"),
    };
    let hint = match (meant, refused.english) {
        (Some(meant), true) => format!("did you mean {meant}? Or {more}"),
        (Some(meant), false) => format!("是否要写 {meant}？也可{more}"),
        (None, _) => more,
    };
    Failure {
        usage: Some(usage.into()),
        ..Failure::usage(message, hint)
    }
}

impl Refused<'_> {
    fn strings(&self, kind: ContextKind) -> Vec<String> {
        match self.error.get(kind) {
            Some(ContextValue::String(one)) => vec![one.clone()],
            Some(ContextValue::Strings(all)) => all.clone(),
            Some(ContextValue::StyledStr(one)) => vec![one.to_string()],
            Some(ContextValue::Number(one)) => vec![one.to_string()],
            _ => Vec::new(),
        }
    }

    fn first(&self, kind: ContextKind) -> String {
        self.strings(kind).into_iter().next().unwrap_or_default()
    }

    fn say(&self, chinese: String, english: String) -> String {
        if self.english { english } else { chinese }
    }

    fn list(&self, all: &[String]) -> String {
        all.join(if self.english { ", " } else { "、" })
    }

    /// What is wrong, and what may have been meant.
    fn message(&self, path: &[String], language: Language) -> (String, Option<String>) {
        let argument = self.first(ContextKind::InvalidArg);
        let value = self.first(ContextKind::InvalidValue);
        match self.error.kind() {
            ErrorKind::InvalidValue => self.invalid_value(&argument, &value),
            ErrorKind::ValueValidation => self.bad_value(&argument, &value),
            ErrorKind::UnknownArgument => self.unknown_argument(&argument, path, language),
            ErrorKind::InvalidSubcommand => {
                let name = self.first(ContextKind::InvalidSubcommand);
                self.unknown_command(&name, path, language)
            }
            ErrorKind::MissingSubcommand => {
                let known = self.list(&self.strings(ContextKind::ValidSubcommand));
                (
                    self.say(
                        format!("缺少命令，可用：{known}"),
                        format!("a command is missing; possible: {known}"),
                    ),
                    None,
                )
            }
            ErrorKind::MissingRequiredArgument => {
                let missing = self.list(&self.strings(ContextKind::InvalidArg));
                (
                    self.say(format!("缺少 {missing}"), format!("missing: {missing}")),
                    None,
                )
            }
            ErrorKind::ArgumentConflict => {
                let other = self.list(&self.strings(ContextKind::PriorArg));
                let twice = other.is_empty() || other == argument;
                (
                    match twice {
                        true => self.say(
                            format!("{argument} 只能写一次"),
                            format!("{argument} may be given once only"),
                        ),
                        false => self.say(
                            format!("{argument} 不能与 {other} 同时使用"),
                            format!("{argument} cannot be used with {other}"),
                        ),
                    },
                    None,
                )
            }
            ErrorKind::TooManyValues => (
                self.say(
                    format!("{argument} 的值太多，多出“{value}”"),
                    format!("{argument} has too many values: {value}"),
                ),
                None,
            ),
            ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues | ErrorKind::NoEquals => (
                self.say(
                    format!("{argument} 缺少值"),
                    format!("{argument} needs a value"),
                ),
                None,
            ),
            ErrorKind::InvalidUtf8 => (
                self.say(
                    "参数中有不是 UTF-8 的文字".to_owned(),
                    "an argument is not valid UTF-8".to_owned(),
                ),
                None,
            ),
            _ => (
                self.say("参数不对".to_owned(), "the arguments are wrong".to_owned()),
                None,
            ),
        }
    }

    fn invalid_value(&self, argument: &str, value: &str) -> (String, Option<String>) {
        let known = self.strings(ContextKind::ValidValue);
        let list = self.list(&known);
        if value.is_empty() {
            let message = match known.is_empty() {
                true => self.say(
                    format!("{argument} 缺少值"),
                    format!("{argument} needs a value"),
                ),
                false => self.say(
                    format!("{argument} 缺少值，可用：{list}"),
                    format!("{argument} needs a value; possible: {list}"),
                ),
            };
            return (message, None);
        }
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let meant = nearest(value, &known).map(str::to_owned);
        let message = self.say(
            format!("{argument} 不能是“{value}”，可用：{list}"),
            format!("{argument} cannot be \"{value}\"; possible: {list}"),
        );
        (message, meant)
    }

    fn bad_value(&self, argument: &str, value: &str) -> (String, Option<String>) {
        let Some(source) = self.error.source() else {
            return (
                self.say(
                    format!("{argument} 不能是“{value}”"),
                    format!("{argument} cannot be \"{value}\""),
                ),
                None,
            );
        };
        if let Some(bad) = source.downcast_ref::<BadValue>() {
            return (
                self.say(bad.chinese.clone(), bad.english.clone()),
                bad.meant.clone(),
            );
        }
        let number = source.is::<ParseIntError>() || source.is::<ParseFloatError>();
        let range = source.to_string();
        // clap's own check of numbers has no type of its own.
        let number = number || range.contains("is not in") || range.contains("invalid digit");
        (
            match number {
                true => self.say(
                    format!("{argument} 要写不小于 0 的整数，不能是“{value}”"),
                    format!("{argument} takes a whole number from 0 on, not \"{value}\""),
                ),
                false => self.say(
                    format!("{argument} 不能是“{value}”"),
                    format!("{argument} cannot be \"{value}\": {range}"),
                ),
            },
            None,
        )
    }

    fn unknown_argument(
        &self,
        argument: &str,
        path: &[String],
        language: Language,
    ) -> (String, Option<String>) {
        if !argument.starts_with('-') {
            return (
                self.say(
                    format!("多出了参数“{argument}”；含空格的内容要加引号"),
                    format!("unexpected argument \"{argument}\"; quote what has blanks"),
                ),
                None,
            );
        }
        if argument.len() > 1 && argument[1..].bytes().all(|b| b.is_ascii_digit()) {
            return (
                self.say(
                    format!("数字不能小于 0：{argument}"),
                    format!("a number cannot be below 0: {argument}"),
                ),
                None,
            );
        }
        let suggested = self.strings(ContextKind::SuggestedArg).into_iter().next();
        let near = suggested.or_else(|| {
            let known = help::options_of(path, language);
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            nearest(argument, &known).map(str::to_owned)
        });
        (
            self.say(
                format!("没有这个选项：{argument}"),
                format!("unknown option: {argument}"),
            ),
            near,
        )
    }

    fn unknown_command(
        &self,
        name: &str,
        path: &[String],
        language: Language,
    ) -> (String, Option<String>) {
        let known = help::commands_of(path, language);
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let meant = nearest(name, &names).map(str::to_owned);
        let list = self.list(&known);
        (
            self.say(
                format!("没有“{name}”这个命令，可用：{list}"),
                format!("there is no command \"{name}\"; possible: {list}"),
            ),
            meant,
        )
    }
}
