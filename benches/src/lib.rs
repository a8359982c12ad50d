//! How Cardamom's speed is measured: in CPU time, best of several runs, printed beside the limit it is held to.
//!
//! Run with `cargo bench`. Nothing here fails: timing belongs into no test. The figures of one machine stand in
//! `docs/performance.md`.

#![forbid(unsafe_code)]

use std::time::Duration;

use cpu_time::ProcessTime;

/// Runs of a measurement, of which the best counts: noise only ever makes code slower.
const RUNS: u32 = 7;

/// CPU time, in seconds, of one of `count` repetitions of `work`, in the best of several runs.
#[must_use]
pub fn measure(count: u32, mut work: impl FnMut()) -> f64 {
    let run = |work: &mut dyn FnMut()| {
        let start = ProcessTime::now();
        for _ in 0..count {
            work();
        }
        start.elapsed()
    };
    run(&mut work);
    (0..RUNS).map(|_| run(&mut work)).min().unwrap_or_default().as_secs_f64() / f64::from(count)
}

/// Prints a figure that should be at least its limit.
pub fn report_rate(what: &str, each: f64, limit_per_second: f64) {
    let rate = 1.0 / each;
    let verdict = if rate >= limit_per_second { "reached" } else { "MISSED" };
    println!(
        "{what:<58} {rate:>12.0} /s   goal {limit_per_second:>10.0} /s   x {:>6.2}  {verdict}",
        rate / limit_per_second
    );
}

/// Prints a time that should be at most its limit.
pub fn report_time(what: &str, each: f64, limit: Duration) {
    let verdict = if each <= limit.as_secs_f64() { "reached" } else { "MISSED" };
    println!(
        "{what:<58} {:>12.3} us   goal {:>10.3} us   x {:>6.2}  {verdict}",
        each * 1e6,
        limit.as_secs_f64() * 1e6,
        each / limit.as_secs_f64()
    );
}

/// Prints a time beside that of the work which it cannot do without.
pub fn report_ratio(what: &str, each: f64, least: f64) {
    println!("{what:<58} {:>12.3} us   least {:>9.3} us   x {:>6.2}", each * 1e6, least * 1e6, each / least);
}
