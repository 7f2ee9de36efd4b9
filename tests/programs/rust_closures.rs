//! Closures: nothing captured, by reference, by mutable reference, by move, disjoint fields, nested, generic, boxed.
#![allow(dead_code)]

struct Parts {
    text: String,
    number: u32,
}

#[inline(never)]
fn call<F: FnOnce(u32) -> u32>(f: F) -> u32 {
    f(1)
}

#[inline(never)]
fn generic<T: Copy + Into<u64>>(value: T) -> u64 {
    let f = move |n: u64| n + value.into();
    f(1)
}

#[inline(never)]
fn boxed(byte: u8) -> Box<dyn Fn(u32) -> u32> {
    Box::new(move |n| n + byte as u32)
}

#[inline(never)]
fn returned(word: u64) -> impl Fn(u32) -> u64 {
    move |n| word + n as u64
}

fn main() {
    let byte = 1u8;
    let mut total = 2u32;
    let text = String::from("moved");
    let parts = Parts { text: String::from("part"), number: 3 };
    call(|n| n);
    call(|n| n + byte as u32);
    call(|n| {
        total += n;
        total
    });
    call(move |n| n + byte as u32 + text.len() as u32);
    call(|n| n + parts.number);
    let Parts { number, .. } = parts;
    call(move |n| {
        let inner = move |m: u32| m + n + number;
        call(inner)
    });
    generic(5u8);
    generic(6u32);
    boxed(7)(8);
    returned(9)(10);
}
