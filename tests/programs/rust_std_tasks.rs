//! The standard library's tasks: Pin, Poll, Context, Waker, RawWaker and its vtable; errors, ranges, formatting.
#![allow(dead_code)]
use std::error::Error;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

struct Tasks<'a, 'b> {
    pinned: Pin<Box<dyn Future<Output = u8>>>,
    pinned_reference: Pin<&'a mut u32>,
    poll: Poll<Option<u16>>,
    poll_result: Poll<Result<u32, Box<dyn Error + Send>>>,
    context: &'a mut Context<'b>,
    waker: Waker,
}

struct Others {
    range: std::ops::Range<u8>,
    inclusive: std::ops::RangeInclusive<u32>,
    bound: std::ops::Bound<u16>,
    error: std::io::Error,
    kind: std::io::ErrorKind,
    parse: Result<u8, std::num::ParseIntError>,
    address: Option<std::net::IpAddr>,
    socket: std::net::SocketAddr,
    layout: std::alloc::Layout,
}

fn clone(_: *const ()) -> RawWaker {
    RawWaker::new(std::ptr::null(), &VTABLE)
}
fn nothing(_: *const ()) {}
static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, nothing, nothing, nothing);

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    let waker = unsafe { Waker::from_raw(clone(std::ptr::null())) };
    let mut context = Context::from_waker(&waker);
    let mut number = 1;
    keep(&Tasks {
        pinned: Box::pin(async { 1 }),
        pinned_reference: Pin::new(&mut number),
        poll: Poll::Pending,
        poll_result: Poll::Ready(Ok(1)),
        context: &mut context,
        waker: waker.clone(),
    });
    keep(&Others {
        range: 0..1,
        inclusive: 0..=1,
        bound: std::ops::Bound::Unbounded,
        error: std::io::Error::from_raw_os_error(1),
        kind: std::io::ErrorKind::NotFound,
        parse: "1".parse(),
        address: None,
        socket: ([127, 0, 0, 1], 80).into(),
        layout: std::alloc::Layout::new::<u64>(),
    });
}
