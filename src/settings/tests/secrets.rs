use super::{policy::with_policy, *};

const WORDS: &str = "looks like a key to Seam";

fn secrets(notices: &[SettingNotice]) -> Vec<&str> {
    assert!(!format!("{notices:?}").contains("canary"), "{notices:?}");
    notices.iter().filter(|notice| notice.reason.contains(WORDS)).filter_map(|notice| notice.key.as_deref()).collect()
}

#[test]
fn a_key_to_seam_is_told_wherever_it_stands_in_either_file_and_never_shown() {
    for (text, key) in [
        ("[connection]\napi_key = \"canary\"\n", "connection.api_key"),
        ("connection = { API-Key = \"canary\" }\n", "connection.API-Key"),
        ("[seam]\ntoken = \"canary\"\n", "seam.token"),
        ("SEAM_API_KEY = \"canary\"\n", "SEAM_API_KEY"),
        ("[connection]\npersonal_access_token = \"canary\"\n", "connection.personal_access_token"),
        ("[a.b]\nc = [1, [\"seam_canary\"]]\n", "a.b.c"),
        ("[a]\nb = [{ c = \" Seam_canary\" }]\n", "a.b"),
        ("[desk]\nname = \"seam_canary\"\n", "desk.name"),
        ("[[plugin]]\n[[plugin]]\nx = \"seam_canary\"\n", "plugin[2].x"),
    ] {
        let (_folder, store) = store(Some(text));
        assert_eq!(secrets(&store.load().1), [key], "{text}");
        assert_eq!(store.load().1.len(), 1, "{text}");
        let (_folder, store) = with_policy("", text);
        assert_eq!(secrets(&store.load().1), [key], "{text}");
    }
    let (_folder, store) =
        with_policy("", "[computer.Front-1.x]\ny = \"seam_canary\"\n[computer.bar.x]\ny = \"seam_canary\"\n");
    assert_eq!(secrets(&store.load().1), ["computer.Front-1.x.y"]);
    assert_eq!(secrets(&store.look().notices), ["computer.Front-1.x.y", "computer.bar.x.y"]);
}

#[test]
fn what_is_no_key_to_seam_is_none() {
    for text in [
        "[ui]\nkeyboard = 1\nmonkey = \"x\"\n",
        "[desk]\nname = \"Seam desk\"\nencoder = \"e\"\n",
        "[plugin]\nname = \"unseam_\"\nlegacy_tokens = 1\n",
        "[token]\nx = 1\n",
    ] {
        let (_folder, store) = store(Some(text));
        assert_eq!(store.load().1, vec![], "{text}");
    }
}

#[test]
fn a_line_of_a_policy_that_does_nothing_is_told_and_one_of_a_desk_is_not() {
    let text = "future = 1\n[plugin]\nx = 1\n[ui]\nplugin = 2\n[[operator]]\nphone = 1\n";
    let (_folder, store) = store(Some(text));
    assert!(!format!("{:?}", store.load().1).contains("is not known"));
    let (_folder, store) = with_policy("", &format!("{text}[computer.front-1.desk]\nmore = 1\n"));
    let notices = store.load().1;
    let unknown: Vec<_> = notices.iter().filter(|notice| notice.reason.contains("does nothing")).cloned().collect();
    assert_eq!(keys(&unknown), ["ui.plugin", "operator[1].phone", "future", "plugin", "computer.front-1.desk.more"]);
}
