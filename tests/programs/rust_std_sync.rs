//! The standard library's threads: Mutex, RwLock, Once, Condvar, Barrier, channels, atomics, handles, time.
#![allow(dead_code)]
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering};
use std::sync::mpsc::{channel, sync_channel, Receiver, Sender, SyncSender};
use std::sync::{Arc, Barrier, Condvar, Mutex, Once, RwLock};
use std::time::{Duration, Instant, SystemTime};

struct Sync {
    mutex: Mutex<Vec<u8>>,
    lock: RwLock<u32>,
    once: Once,
    condition: Condvar,
    barrier: Barrier,
    flag: AtomicBool,
    counter: AtomicU64,
    pointer: AtomicPtr<u8>,
    sender: Sender<(u8, u64)>,
    receiver: Receiver<(u8, u64)>,
    bounded: SyncSender<String>,
    duration: Duration,
    instant: Instant,
    system: SystemTime,
}

#[inline(never)]
fn keep<T>(value: &T) {
    unsafe { std::ptr::read_volatile(&(value as *const T)) };
}

fn main() {
    let (sender, receiver) = channel();
    let (bounded, _other) = sync_channel(1);
    sender.send((1, 2)).unwrap();
    let shared = Arc::new(Mutex::new(1u16));
    let copy = shared.clone();
    let handle = std::thread::spawn(move || *copy.lock().unwrap() + 1);
    keep(&handle.thread().id());
    handle.join().unwrap();
    let sync = Sync {
        mutex: Mutex::new(vec![1]),
        lock: RwLock::new(2),
        once: Once::new(),
        condition: Condvar::new(),
        barrier: Barrier::new(1),
        flag: AtomicBool::new(true),
        counter: AtomicU64::new(3),
        pointer: AtomicPtr::new(std::ptr::null_mut()),
        sender,
        receiver,
        bounded,
        duration: Duration::from_secs(1),
        instant: Instant::now(),
        system: SystemTime::now(),
    };
    sync.once.call_once(|| sync.flag.store(false, Ordering::Relaxed));
    keep(&sync.mutex.lock().unwrap());
    keep(&sync.lock.read().unwrap());
    keep(&sync.receiver.recv());
    keep(&sync.receiver.try_recv());
    keep(&sync);
}
