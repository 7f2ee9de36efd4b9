//! Generic instances: by type, by lifetime, by constant, nested, with defaults, associated types.
#![allow(dead_code)]
use std::marker::PhantomData;

struct Wrapper<T> {
    byte: u8,
    value: T,
}
struct Fixed<T, const N: usize> {
    used: u8,
    items: [T; N],
}
struct Flag<const ON: bool, const LETTER: char>(u16);
struct Negative<const N: i32>(u8);
struct Borrowing<'a, T> {
    value: &'a T,
    count: u8,
}
struct Defaulted<T = u32> {
    value: T,
}
struct Marked<T> {
    _marker: PhantomData<T>,
    n: u32,
}
trait HasPart {
    type Part;
}
impl HasPart for u8 {
    type Part = u64;
}
struct Associated<T: HasPart> {
    part: T::Part,
    whole: T,
}
enum Tree<K, V> {
    Leaf,
    Node { key: K, value: V, children: Box<[Tree<K, V>; 2]> },
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&Wrapper { byte: 1, value: 2u8 });
    keep(&Wrapper { byte: 1, value: 2u64 });
    keep(&Wrapper { byte: 1, value: Wrapper { byte: 2, value: (3u16, 'c') } });
    keep(&Wrapper { byte: 1, value: "text" });
    keep(&Fixed { used: 1, items: [2u16; 3] });
    keep(&Fixed { used: 1, items: [2u16; 4] });
    keep(&Flag::<true, 'x'>(1));
    keep(&Flag::<false, '>'>(1));
    keep(&Negative::<-5>(1));
    keep(&Borrowing { value: &1u32, count: 2 });
    keep(&Defaulted::<u32> { value: 1 });
    keep(&Marked::<String> { _marker: PhantomData, n: 1 });
    keep(&Associated::<u8> { part: 1, whole: 2 });
    keep(&Tree::Node { key: 1u8, value: String::new(), children: Box::new([Tree::Leaf, Tree::Leaf]) });
}
