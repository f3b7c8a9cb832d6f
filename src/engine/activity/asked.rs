//! The numbers by which an answer finds its question.

/// Which question something is the answer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Asked(u64);

/// Counts every question of an engine, whoever looks at whatever. An answer that waits in line while nobody looks any more, or
/// somebody with other rights, then fits no later question.
#[derive(Debug, Default)]
pub(in crate::engine) struct Numbers(u64);

impl Numbers {
    pub(super) fn next(&mut self) -> Asked {
        self.0 += 1;
        Asked(self.0)
    }
}
