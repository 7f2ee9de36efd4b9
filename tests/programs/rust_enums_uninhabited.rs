//! Enums with one variant, none, or variants that cannot exist: nothing stored, and values no variant has.
#![allow(dead_code)]
use std::convert::Infallible;

enum Void {}
enum Single {
    Only(u32, u8),
}
enum SingleStruct {
    Only { x: u16 },
}
enum OneAbsent {
    A(Infallible),
    B(u32),
}
enum AbsentBetween {
    V0(char),
    V1(Infallible),
    V2,
}
enum UninhabitedWithData {
    A(u64, Void),
    B(u8),
    C,
}

struct Holder {
    never: Option<Infallible>,
    result: Result<u32, Infallible>,
    error: Result<Infallible, u64>,
    nested: Option<Result<u8, Void>>,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    keep(&None::<Void>);
    keep(&Single::Only(1, 2));
    keep(&SingleStruct::Only { x: 1 });
    keep(&OneAbsent::B(1));
    keep(&[AbsentBetween::V0('x'), AbsentBetween::V2]);
    keep(&[UninhabitedWithData::B(1), UninhabitedWithData::C]);
    keep(&Holder { never: None, result: Ok(1), error: Err(2), nested: None });
}
