//! Help in the language of the user: headings, usage, defaults and explanations, for every command alike.
//!
//! The explanations stand beside the arguments, in Chinese; [`english`] has the same in English.

mod english;

use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command, CommandFactory};

use crate::arguments::{Arguments, Language};

/// The program's name for shells and pages.
pub(crate) const NAME: &str = "yandu-cli";

/// Words that clap would say in English.
struct Words {
    usage: &'static str,
    options: &'static str,
    shared: &'static str,
    arguments: &'static str,
    commands: &'static str,
    help: &'static str,
    version: &'static str,
    examples: &'static str,
}

const CHINESE: Words = Words {
    usage: "用法：",
    options: "选项",
    shared: "通用选项",
    arguments: "参数",
    commands: "命令",
    help: "显示帮助",
    version: "显示版本",
    examples: "示例：
  yandu-cli import 资料文件夹            导入一个文件夹
  yandu-cli search 创先争优              检索
  yandu-cli documents --year 2015        列出 2015 年的资料
  yandu-cli show a4f6                    显示一篇资料
  yandu-cli export a4f6 -o 讲话.docx     导出为 Word 文件
  yandu-cli help search                  一个命令的全部选项
",
};

const ENGLISH: Words = Words {
    usage: "Usage: ",
    options: "Options",
    shared: "Shared options",
    arguments: "Arguments",
    commands: "Commands",
    help: "Print help",
    version: "Print version",
    examples: "Examples:
  yandu-cli import FOLDER                import a folder
  yandu-cli search 创先争优              search
  yandu-cli documents --year 2015        list what is of 2015
  yandu-cli show a4f6                    show a document
  yandu-cli export a4f6 -o speech.docx   export to Word
  yandu-cli help search                  all options of a command
",
};

/// The command line with its help in a language.
pub(crate) fn dressed(language: Language) -> Command {
    let mut command = dress(Arguments::command(), NAME, language);
    let words = words(language);
    let version = Arg::new("version").short('V').long("version");
    command = command
        .arg(
            version
                .action(ArgAction::Version)
                .help(words.version)
                .help_heading(words.options),
        )
        .after_help(words.examples);
    command
}

fn words(language: Language) -> &'static Words {
    match language {
        Language::Zh => &CHINESE,
        Language::En => &ENGLISH,
    }
}

fn dress(command: Command, path: &str, language: Language) -> Command {
    let words = words(language);
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help);
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_help_heading(words.commands)
        .help_template(format!(
            "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}",
            words.usage
        ));
    if let Some(about) = command.get_about().map(StyledStr::to_string) {
        command = command.about(said(&about, language));
    }
    let arguments: Vec<String> = command
        .get_arguments()
        .map(|a| a.get_id().to_string())
        .collect();
    for id in arguments {
        command = command.mut_arg(id, |argument| dress_argument(argument, language));
    }
    command = command.arg(help.help(words.help).help_heading(words.options));
    let names: Vec<String> = command
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect();
    for name in names {
        let path = format!("{path} {name}");
        command = command.mut_subcommand(name, |inner| dress(inner, &path, language));
    }
    let usage = usage(&command, path, language);
    command.override_usage(usage)
}

/// The explanation in a language; what has no English is shown as it is.
fn said(chinese: &str, language: Language) -> String {
    match language {
        Language::Zh => chinese.to_owned(),
        Language::En => english::of(chinese).unwrap_or(chinese).to_owned(),
    }
}

/// The name of a value, where it is not the same word as an explanation.
fn value_name(chinese: &str, language: Language) -> String {
    let english = english::of(&format!("<{chinese}>")).filter(|_| language == Language::En);
    english.map_or_else(|| said(chinese, language), str::to_owned)
}

fn dress_argument(argument: Arg, language: Language) -> Arg {
    let words = words(language);
    let heading = match (argument.is_positional(), argument.is_global_set()) {
        (true, _) => words.arguments,
        (_, true) => words.shared,
        _ => words.options,
    };
    let mut help = said(
        &argument
            .get_help()
            .map(StyledStr::to_string)
            .unwrap_or_default(),
        language,
    );
    let takes = argument.get_action().takes_values();
    let defaults: Vec<String> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy().into_owned())
        .filter(|value| takes && !value.is_empty())
        .collect();
    if !defaults.is_empty() {
        let defaults = defaults.join(",");
        help.push_str(&match language {
            Language::Zh => format!("（默认 {defaults}）"),
            Language::En => format!(" (default {defaults})"),
        });
    }
    let name = argument
        .get_value_names()
        .and_then(|names| names.first())
        .map(|n| n.to_string());
    let argument = argument.help(help).help_heading(heading);
    if !takes {
        return argument;
    }
    let argument = argument.hide_default_value(true).hide_possible_values(true);
    match name {
        Some(name) => argument.value_name(value_name(&name, language)),
        None => argument,
    }
}

/// yandu-cli show [选项] <资料编号>
fn usage(command: &Command, path: &str, language: Language) -> String {
    let mut parts = vec![path.to_owned()];
    parts.push(match language {
        Language::Zh => "[选项]".to_owned(),
        Language::En => "[OPTIONS]".to_owned(),
    });
    let name = |argument: &Arg| {
        let names = argument.get_value_names();
        let name = names.and_then(|names| names.first()).map(|n| n.to_string());
        name.unwrap_or_else(|| argument.get_id().to_string())
    };
    let required = command
        .get_arguments()
        .filter(|a| a.is_required_set() && !a.is_positional());
    for argument in required {
        parts.push(format!(
            "--{} <{}>",
            argument.get_long().unwrap_or_default(),
            name(argument)
        ));
    }
    for argument in command.get_positionals() {
        let several = argument
            .get_num_args()
            .is_some_and(|range| range.max_values() > 1)
            || matches!(argument.get_action(), ArgAction::Append);
        let dots = if several { "..." } else { "" };
        parts.push(match argument.is_required_set() {
            true => format!("<{}>{dots}", name(argument)),
            false => format!("[{}]{dots}", name(argument)),
        });
    }
    if command.has_subcommands() {
        parts.push(match language {
            Language::Zh => "<命令>".to_owned(),
            Language::En => "<COMMAND>".to_owned(),
        });
    }
    parts.join(" ")
}

/// The usage of the command that a path of names leads to, as far as it leads.
pub(crate) fn usage_of(words: &[String], language: Language) -> (String, String) {
    let command = dressed(language);
    let (mut at, mut path) = (&command, NAME.to_owned());
    for word in words {
        match at.find_subcommand(word) {
            Some(inner) => {
                at = inner;
                path = format!("{path} {}", inner.get_name());
            }
            None => break,
        }
    }
    (usage(at, &path, language), path)
}

/// The names of the commands below a command.
pub(crate) fn commands_of(path: &[String], language: Language) -> Vec<String> {
    at(&dressed(language), path)
        .get_subcommands()
        .map(|c| c.get_name().to_owned())
        .collect()
}

/// The options of a command, those that all commands have among them, each with its dashes.
pub(crate) fn options_of(path: &[String], language: Language) -> Vec<String> {
    let command = dressed(language);
    let shared = command.get_arguments().filter(|a| a.is_global_set());
    let own = at(&command, path).get_arguments();
    own.chain(shared)
        .filter_map(|a| Some(format!("--{}", a.get_long()?)))
        .collect()
}

fn at<'c>(command: &'c Command, path: &[String]) -> &'c Command {
    let mut at = command;
    for word in path {
        at = at.find_subcommand(word).unwrap_or(at);
    }
    at
}

/// The names of commands among the arguments, from the left; values of the shared options are passed over.
pub(crate) fn path_of(words: &[String]) -> Vec<String> {
    let command = Arguments::command();
    let (mut at, mut path) = (&command, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--library" | "--lang" => {
                words.next();
            }
            option if option.starts_with('-') => {}
            name => match at.find_subcommand(name) {
                Some(inner) => {
                    at = inner;
                    path.push(name.to_owned());
                }
                None => break,
            },
        }
    }
    path
}

/// The help of a command; `Err` with the word that names none, and the names that there are.
pub(crate) fn text(path: &[String], language: Language) -> Result<String, (String, Vec<String>)> {
    let mut command = dressed(language);
    command.build();
    let mut at = &mut command;
    for word in path {
        let names: Vec<String> = at
            .get_subcommands()
            .map(|c| c.get_name().to_owned())
            .collect();
        match names.contains(word) {
            true => {
                let Some(inner) = at.find_subcommand_mut(word) else {
                    return Err((word.clone(), names));
                };
                at = inner;
            }
            false => return Err((word.clone(), names)),
        }
    }
    Ok(at.render_help().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every(command: &Command, path: &str, look: &mut dyn FnMut(&str, &str)) {
        look(
            path,
            &command
                .get_about()
                .map(StyledStr::to_string)
                .unwrap_or_default(),
        );
        for argument in command.get_arguments() {
            let place = format!("{path} {}", argument.get_id());
            look(
                &place,
                &argument
                    .get_help()
                    .map(StyledStr::to_string)
                    .unwrap_or_default(),
            );
        }
        for inner in command.get_subcommands() {
            every(inner, &format!("{path} {}", inner.get_name()), look);
        }
    }

    #[test]
    fn everything_is_explained_in_both_languages() {
        let mut missing = Vec::new();
        every(&Arguments::command(), NAME, &mut |place, chinese| {
            if chinese.is_empty() || english::of(chinese).is_none() {
                missing.push(format!("{place}: {chinese}"));
            }
        });
        assert!(missing.is_empty(), "{}", missing.join("\n"));
    }

    #[test]
    fn clap_agrees_with_the_command_line() {
        dressed(Language::Zh).debug_assert();
        dressed(Language::En).debug_assert();
    }

    #[test]
    fn help_has_no_word_of_the_other_language() {
        let chinese = text(&["search".to_owned()], Language::Zh).unwrap();
        for word in [
            "Usage",
            "Options",
            "Arguments",
            "default",
            "possible values",
            "Print",
        ] {
            assert!(!chinese.contains(word), "{word}: {chinese}");
        }
        assert!(
            chinese.contains("用法：yandu-cli search [选项] [检索式]"),
            "{chinese}"
        );
        assert!(chinese.contains("（默认 20）"), "{chinese}");
        let english = text(&["note".to_owned(), "add".to_owned()], Language::En).unwrap();
        let han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        assert!(!english.contains(han), "{english}");
    }
}
