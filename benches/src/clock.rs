//! CPU time of the thread and of the process.

use cpu_time::{ProcessTime, ThreadTime};

/// CPU ms that this thread has used.
pub(crate) fn thread_ms() -> f64 {
    ThreadTime::try_now().map_or(0.0, |t| t.as_duration().as_secs_f64() * 1000.0)
}

/// CPU seconds that this process has used, ended threads included.
pub(crate) fn process_s() -> f64 {
    ProcessTime::try_now().map_or(0.0, |t| t.as_duration().as_secs_f64())
}

/// The value below which `share` of the values lie.
pub(crate) fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = ((values.len() as f64 * share) as usize).min(values.len().saturating_sub(1));
    values.get(at).copied().unwrap_or(0.0)
}
