//! RFC 4180 by its grammar, and strictly: what it does not allow is a panic.

/// The fields of every line.
pub fn sheet(text: &str) -> Vec<Vec<String>> {
    let mut letters = text.chars().peekable();
    let (mut lines, mut line) = (Vec::new(), Vec::new());
    while letters.peek().is_some() {
        let mut field = String::new();
        if letters.peek() == Some(&'"') {
            letters.next();
            loop {
                match letters.next().expect("a quote is not closed") {
                    '"' if letters.peek() == Some(&'"') => field.extend(letters.next()),
                    '"' => break,
                    letter => field.push(letter),
                }
            }
        } else {
            while let Some(letter) = letters.next_if(|letter| !matches!(letter, ',' | '\r')) {
                assert!(!matches!(letter, '"' | '\n'), "a bare field holds {letter:?}");
                field.push(letter);
            }
        }
        line.push(field);
        match letters.next().expect("the last line has no end") {
            ',' => {}
            '\r' => {
                assert_eq!(letters.next(), Some('\n'));
                lines.push(std::mem::take(&mut line));
            }
            letter => panic!("{letter:?} follows a field"),
        }
    }
    assert!(line.is_empty(), "the last line breaks off");
    assert!(lines.windows(2).all(|pair| pair[0].len() == pair[1].len()), "lines differ in length");
    lines
}
