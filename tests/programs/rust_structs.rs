//! Structs: named, tuple, unit, nested, zero-sized members, modules, types local to functions and impls.
#![allow(dead_code)]
use std::marker::PhantomData;

struct Named {
    small: u8,
    large: u64,
    medium: u16,
}
struct Tuple(u8, u64, u16);
struct Unit;
struct Newtype(u32);

struct WithZeroSized<'a> {
    marker: PhantomData<&'a u64>,
    unit: Unit,
    byte: u8,
    empty: [u32; 0],
    word: u32,
}

mod shop {
    pub struct Item {
        pub price: u32,
        pub name: &'static str,
    }
    pub mod deep {
        pub struct Item {
            pub weight: f32,
            pub flag: bool,
        }
    }
}

struct Nested {
    byte: u8,
    named: Named,
    tuple: Tuple,
    item: shop::Item,
    deep: shop::deep::Item,
}

trait Make {
    fn make(&self) -> u32;
}
impl Make for Unit {
    fn make(&self) -> u32 {
        struct Local {
            in_impl: u8,
            wide: u32,
        }
        let l = Local { in_impl: 1, wide: 2 };
        keep(&l);
        l.wide
    }
}

fn local() -> u64 {
    struct Local {
        in_function: u64,
        byte: u8,
    }
    let l = Local { in_function: 1, byte: 2 };
    keep(&l);
    l.in_function
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    let item = || shop::Item { price: 1, name: "n" };
    keep(&Named { small: 1, large: 2, medium: 3 });
    keep(&Tuple(1, 2, 3));
    keep(&Unit);
    keep(&Newtype(1));
    keep(&WithZeroSized { marker: PhantomData, unit: Unit, byte: 1, empty: [], word: 2 });
    keep(&item());
    keep(&shop::deep::Item { weight: 1.0, flag: true });
    keep(&Nested {
        byte: 1,
        named: Named { small: 1, large: 2, medium: 3 },
        tuple: Tuple(1, 2, 3),
        item: item(),
        deep: shop::deep::Item { weight: 1.0, flag: true },
    });
    keep(&Unit.make());
    keep(&local());
}
