//! Work that is shared by the cores. What is small stays on this thread: a thread costs 30–50 µs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// Things below which nothing is shared.
const FEW: usize = 50_000;

fn cores() -> usize {
    std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(4)
}

/// Works on stretches of a slice, in its order.
pub(crate) fn in_parts<T: Sync, R: Send>(all: &[T], work: impl Fn(&[T]) -> R + Sync) -> Vec<R> {
    let cores = cores();
    if all.len() < FEW || cores == 1 {
        return vec![work(all)];
    }
    let parts: Vec<&[T]> = all.chunks(all.len().div_ceil(cores)).collect();
    each(&parts, cores, |part| work(part))
}

/// Changes each of several things of different size.
pub(crate) fn change_each<T: Send>(all: &mut [T], threads: usize, work: impl Fn(&mut T) + Sync) {
    let threads = threads.min(all.len());
    let left = Mutex::new(all.iter_mut());
    let next = || left.lock().unwrap_or_else(PoisonError::into_inner).next();
    let change = || {
        while let Some(one) = next() {
            work(one);
        }
    };
    std::thread::scope(|scope| {
        (1..threads).for_each(|_| drop(scope.spawn(change)));
        change();
    });
}

/// Works on each of several things of different size, answers in their order.
pub(crate) fn each<T: Sync, R: Send>(
    all: &[T],
    threads: usize,
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let take = || {
        let mut done = Vec::new();
        while let Some((at, one)) = take_next(&next, all) {
            done.push((at, work(one)));
        }
        done
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(all.len()))
            .map(|_| scope.spawn(take))
            .collect();
        let mut done = take();
        for other in others {
            match other.join() {
                Ok(part) => done.extend(part),
                // A panic over damaged files is one of this thread, whose caller knows what to do.
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, one)| one).collect()
}

fn take_next<'t, T>(next: &AtomicUsize, all: &'t [T]) -> Option<(usize, &'t T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    all.get(at).map(|one| (at, one))
}

/// Threads for segments that hold so many documents.
pub(crate) fn threads_for(documents: u64) -> usize {
    match documents < FEW as u64 {
        true => 1,
        false => cores(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_keep_their_order_and_leave_nothing_out() {
        let all: Vec<u32> = (0..200_001).collect();
        let sums = in_parts(&all, |part| part.iter().map(|n| u64::from(*n)).sum::<u64>());
        assert_eq!(sums.iter().sum::<u64>(), 200_000 * 200_001 / 2);
        let doubled = each(&all[..100], 3, |n| n * 2);
        assert!(doubled.iter().zip(&all).all(|(double, n)| *double == n * 2));
        let mut all = all[..1000].to_vec();
        change_each(&mut all, 3, |n| *n += 1);
        assert!((1..).zip(&all).all(|(next, n)| *n == next));
    }
}
