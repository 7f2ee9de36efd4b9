//! The standard library's collections: HashMap, HashSet, BTreeMap, BTreeSet, VecDeque, LinkedList, BinaryHeap, iterators.
#![allow(dead_code)]
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};

struct Collections {
    hash_map: HashMap<String, u32>,
    hash_set: HashSet<u64>,
    tree_map: BTreeMap<u16, String>,
    tree_set: BTreeSet<u8>,
    deque: VecDeque<u32>,
    list: LinkedList<u8>,
    heap: BinaryHeap<(u8, u32)>,
    nested: HashMap<u8, BTreeMap<String, Vec<Option<Box<u32>>>>>,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    let mut c = Collections {
        hash_map: HashMap::new(),
        hash_set: HashSet::new(),
        tree_map: BTreeMap::new(),
        tree_set: BTreeSet::new(),
        deque: VecDeque::new(),
        list: LinkedList::new(),
        heap: BinaryHeap::new(),
        nested: HashMap::new(),
    };
    c.hash_map.insert(String::from("one"), 1);
    c.hash_set.insert(1);
    c.tree_map.insert(1, String::from("one"));
    c.tree_set.insert(1);
    c.deque.push_back(1);
    c.list.push_back(1);
    c.heap.push((1, 2));
    c.nested.entry(1).or_default().insert(String::new(), vec![None]);
    keep(&c.hash_map.iter().map(|(k, v)| k.len() as u32 + v).sum::<u32>());
    keep(&c.tree_map.range(0..5).count());
    keep(&c.deque.iter().rev().take(3).collect::<Vec<_>>());
    keep(&c);
}
