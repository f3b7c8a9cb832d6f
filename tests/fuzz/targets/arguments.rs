#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| keydesk::fuzz::arguments(data));
