//! Futures: async functions with several states, locals kept across awaits, arguments stored twice, async blocks.
#![allow(dead_code)]
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, RawWaker, RawWakerVTable, Waker};

struct Yield(u8);
impl Future for Yield {
    type Output = u32;
    fn poll(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        if self.0 == 0 {
            return Poll::Ready(1);
        }
        self.0 -= 1;
        Poll::Pending
    }
}

async fn leaf(byte: u8) -> u32 {
    Yield(byte).await
}

async fn states(bytes: [u8; 40], text: String) -> u32 {
    let first = leaf(bytes[0]).await;
    let kept = [first; 10];
    let second = leaf(bytes[1]).await;
    {
        let scoped = [second as u64; 4];
        leaf(2).await;
        drop(scoped);
    }
    text.len() as u32 + kept[0] + bytes[2] as u32
}

async fn generic<T: Copy + Into<u32>>(value: T) -> u32 {
    Yield(1).await + value.into()
}

async fn borrows(text: &str) -> usize {
    Yield(1).await;
    text.len()
}

fn block(number: u16) -> impl Future<Output = u32> {
    async move {
        let a = Yield(1).await;
        a + number as u32
    }
}

async fn empty() {}

fn clone(_: *const ()) -> RawWaker {
    RawWaker::new(std::ptr::null(), &VTABLE)
}
fn nothing(_: *const ()) {}
static VTABLE: RawWakerVTable = RawWakerVTable::new(clone, nothing, nothing, nothing);

fn run<F: Future>(future: F) -> F::Output {
    let waker = unsafe { Waker::from_raw(RawWaker::new(std::ptr::null(), &VTABLE)) };
    let mut context = Context::from_waker(&waker);
    let mut future = Box::pin(future);
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

fn main() {
    run(leaf(1));
    run(states([1; 40], String::from("text")));
    run(generic(1u8));
    run(generic(2u32));
    run(borrows("borrowed"));
    run(block(3));
    run(empty());
}
