//! The time that reading one file may take on this thread.
//!
//! Readers check it in their loops ([`check`], or [`tick`] where an iteration is short), so every format ends in time,
//! however its file is made. It is thread-local because a reader's loops are many calls away from the options; work
//! that a reader does inside another library cannot be ended by it (see `isolated`).

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::ImportError;

/// Calls of [`tick`] between two looks at the clock.
const TICKS: u32 = 256;

#[derive(Debug, Clone, Copy)]
struct Deadline {
    at: Instant,
    /// Seconds that were allowed, for the message.
    seconds: u64,
}

thread_local! {
    static DEADLINE: Cell<Option<Deadline>> = const { Cell::new(None) };
    static COUNT: Cell<u32> = const { Cell::new(0) };
}

/// Limits this thread until it is dropped.
#[derive(Debug)]
pub(crate) struct Clock {
    before: Option<Deadline>,
}

/// Starts the clock of one file; a file inside another one keeps the earlier deadline.
pub(crate) fn start(time: Duration) -> Clock {
    let new = Deadline {
        at: Instant::now() + time,
        seconds: time.as_secs().max(1),
    };
    let before = DEADLINE.get();
    DEADLINE.set(Some(before.filter(|b| b.at < new.at).unwrap_or(new)));
    Clock { before }
}

impl Drop for Clock {
    fn drop(&mut self) {
        DEADLINE.set(self.before);
    }
}

/// Looks at the clock.
///
/// # Errors
/// [`ImportError::TooSlow`] after the deadline.
pub(crate) fn check() -> Result<(), ImportError> {
    match DEADLINE.get() {
        Some(deadline) if Instant::now() > deadline.at => Err(ImportError::TooSlow {
            seconds: deadline.seconds,
        }),
        _ => Ok(()),
    }
}

/// Looks at the clock once in a while; for loops whose iterations take less than a microsecond.
///
/// # Errors
/// As [`check`].
pub(crate) fn tick() -> Result<(), ImportError> {
    let count = COUNT.get().wrapping_add(1);
    COUNT.set(count);
    if count.is_multiple_of(TICKS) {
        check()
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inner_file_gets_no_more_time_than_the_outer_one() {
        let outer = start(Duration::ZERO);
        let inner = start(Duration::from_secs(60));
        std::thread::sleep(Duration::from_millis(2));
        assert!(matches!(check(), Err(ImportError::TooSlow { seconds: 1 })));
        drop(inner);
        drop(outer);
        assert!(check().is_ok());
        let late = start(Duration::ZERO);
        std::thread::sleep(Duration::from_millis(2));
        assert!((0..=TICKS).any(|_| tick().is_err()));
        drop(late);
    }
}
