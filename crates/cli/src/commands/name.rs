//! `name`: under which name this machine's person writes.

use yandu::Library;

use crate::failure::Failure;
use crate::output::Output;

/// Shows the name, or sets it. What was written before carries it too.
pub(crate) fn run(
    library: &mut Library,
    name: Option<&str>,
    output: &Output,
) -> Result<(), Failure> {
    if let Some(name) = name {
        library.set_my_name(name)?;
    }
    let present = library.signed_name().ok();
    if output.json {
        return output.json(&serde_json::json!({ "name": present }));
    }
    match present {
        Some(name) => output.line(name),
        None => output.note("还没有填写姓名。请运行 yandu-cli name 姓名"),
    }
    Ok(())
}
