//! Snapshots of the memory, at a cost that follows what was touched.
//!
//! A snapshot is a shared base content and the pages that differ from it. Taking one copies the pages changed
//! since the base was made; going back to one copies those and the pages that the snapshot differs in.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::pages::PAGE_LENGTH;
use super::{Nvm, PowerCut};

/// The content of an [`Nvm`] at one moment.
#[derive(Clone, Debug)]
pub struct NvmSnapshot {
    base: Arc<Vec<u8>>,
    pages: Vec<usize>,
    /// Content of `pages`, one after the other.
    content: Vec<u8>,
    writes: u64,
    power_cut: Option<PowerCut>,
    powered: bool,
}

impl Nvm {
    /// Takes a snapshot.
    pub fn snapshot(&mut self) -> NvmSnapshot {
        let too_many = self.changed_since_base.members().len() * PAGE_LENGTH > self.bytes.len() / 8;
        let base = match &self.base {
            Some(base) if !too_many => Arc::clone(base),
            _ => {
                let base = Arc::new(self.bytes.clone());
                self.base = Some(Arc::clone(&base));
                self.changed_since_base.clear();
                base
            }
        };
        let pages = self.changed_since_base.members().to_vec();
        let mut content = Vec::with_capacity(pages.len() * PAGE_LENGTH);
        for page in &pages {
            content.extend_from_slice(self.page(*page));
        }
        NvmSnapshot {
            base,
            pages,
            content,
            writes: self.writes,
            power_cut: self.power_cut,
            powered: self.powered,
        }
    }

    /// Goes back to a snapshot of this memory, or of another one of the same length.
    pub fn restore(&mut self, snapshot: &NvmSnapshot) {
        let same_base = self.base.as_ref().is_some_and(|base| Arc::ptr_eq(base, &snapshot.base));
        if same_base {
            for page in self.changed_since_base.members() {
                copy_page(&mut self.bytes, *page, page_of(&snapshot.base, *page));
                self.changed_since_save.insert(*page);
            }
        } else {
            self.bytes.clone_from(&snapshot.base);
            self.base = Some(Arc::clone(&snapshot.base));
            self.changed_since_save.insert_range(0, self.bytes.len());
        }
        self.changed_since_base.clear();
        let mut content = snapshot.content.as_slice();
        for page in &snapshot.pages {
            let length = page_of(&self.bytes, *page).len().min(content.len());
            let (this, rest) = content.split_at(length);
            copy_page(&mut self.bytes, *page, this);
            self.changed_since_base.insert(*page);
            self.changed_since_save.insert(*page);
            content = rest;
        }
        self.writes = snapshot.writes;
        self.power_cut = snapshot.power_cut;
        self.powered = snapshot.powered;
    }
}

fn page_of(bytes: &[u8], page: usize) -> &[u8] {
    let start = (page * PAGE_LENGTH).min(bytes.len());
    bytes.get(start..(start + PAGE_LENGTH).min(bytes.len())).unwrap_or(&[])
}

fn copy_page(bytes: &mut [u8], page: usize, content: &[u8]) {
    let start = (page * PAGE_LENGTH).min(bytes.len());
    if let Some(place) = bytes.get_mut(start..(start + content.len()).min(bytes.len()))
        && place.len() == content.len()
    {
        place.copy_from_slice(content);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Step {
        Write(usize, Vec<u8>),
        Snapshot,
        Restore(usize),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            (0usize..4000, prop::collection::vec(any::<u8>(), 1..90)).prop_map(|(o, d)| Step::Write(o, d)),
            Just(Step::Snapshot),
            (0usize..8).prop_map(Step::Restore),
        ]
    }

    proptest! {
        #[test]
        fn restoring_gives_exactly_the_bytes_of_the_snapshot(steps in prop::collection::vec(step(), 1..60)) {
            let mut nvm = Nvm::erased(4096 + 100);
            let mut taken: Vec<(NvmSnapshot, Vec<u8>)> = Vec::new();
            for step in steps {
                match step {
                    Step::Write(offset, data) => nvm.write(offset, &data).unwrap(),
                    Step::Snapshot => {
                        let snapshot = nvm.snapshot();
                        taken.push((snapshot, nvm.bytes().to_vec()));
                    }
                    Step::Restore(index) => {
                        if let Some((snapshot, bytes)) = taken.get(index) {
                            nvm.restore(snapshot);
                            prop_assert_eq!(nvm.bytes(), &bytes[..]);
                        }
                    }
                }
            }
        }
    }
}
