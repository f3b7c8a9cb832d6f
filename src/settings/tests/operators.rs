use super::*;

fn person(name: &str, role: &str) -> String {
    format!("[[operator]]\nname = {name:?}\nrole = {role:?}\npin = \"{}\"\n", hash_of(name))
}

#[test]
fn a_bad_entry_falls_out_alone_and_is_told_by_its_place() {
    let text = [
        person("Mia", "supervisor"),
        person("mia", "clerk"),
        person("Bo", "boss"),
        "[[operator]]\nrole = \"clerk\"\npin = \"1234\"\n".to_owned(),
        "[[operator]]\nname = \"Zoe\"\nrol = \"clerk\"\n".to_owned(),
        person("Ann", "clerk"),
    ]
    .concat();
    let (_folder, store) = store(Some(&text));
    let (settings, notices) = store.load();
    assert_eq!(settings.operators, [entry("Mia", Role::Supervisor), entry("Ann", Role::Clerk)]);
    assert_eq!(
        keys(&notices),
        [
            "operator[2].name",
            "operator[3].role",
            "operator[4].name",
            "operator[4].pin",
            "operator[5].rol",
            "operator[5].role",
            "operator[5].pin",
        ]
    );
    let said = format!("{notices:?}");
    assert!(
        !said.contains("1234") && !said.contains("argon2") && !said.contains("Zoe") && !said.contains("boss"),
        "{said}"
    );
}

#[test]
fn clerks_without_a_supervisor_stay_and_it_is_said() {
    let (_folder, store) = store(Some(&person("Bo", "clerk")));
    let (settings, notices) = store.load();
    assert_eq!(settings.operators, [entry("Bo", Role::Clerk)]);
    assert_eq!(keys(&notices), ["operator"]);
    assert!(notices[0].reason.contains("--role supervisor"), "{notices:?}");
}

#[test]
fn a_file_whose_people_cannot_be_used_opens_its_desk_to_nobody() {
    for text in ["[[operator]]\nname = \"Mia\"\n", "[operator]\nname = \"Mia\"\n", "operator = [{ name = \"Mia\" }]\n"]
    {
        let (_folder, store) = store(Some(text));
        let (settings, notices) = store.load();
        let [shut_out] = &*settings.operators else { panic!("{text}: {settings:?}") };
        assert_eq!((&*shut_out.person.name.0, shut_out.person.role), ("Mia", Role::Clerk));
        assert!(
            !pin::verify("", &shut_out.pin)
                && notices.iter().any(|notice| notice.reason.contains("nobody can sign in"))
        );
        store.save(&settings).unwrap();
        assert_eq!(fs::read_to_string(store.path()).unwrap(), text);
        let loaded = store.change(|settings| settings.operators.push(entry("Ann", Role::Supervisor))).unwrap();
        assert_eq!(loaded.settings.operators, [entry("Ann", Role::Supervisor)]);
    }
}

#[test]
fn what_is_no_list_of_people_locks_nobody_out() {
    let (_folder, store) = store(Some("operator = \"Mia\"\n"));
    let (settings, notices) = store.load();
    assert_eq!((settings, keys(&notices)), (Settings::default(), vec!["operator"]));
}

#[test]
fn changing_one_leaves_the_entries_and_comments_of_the_others() {
    let mia = format!(
        "# the boss\n[[operator]] # first\nname = \"Mia\" # hers\nphone = 12\nrole = \"supervisor\"\npin = \"{HASH}\"\n"
    );
    let text = format!("{mia}\n{}\n[[operator]]\nname = \"Zoe\"\n\n[x]\ny = 1\n", person("Bo", "clerk"));
    let (_folder, store) = store(Some(&text));
    let saved = || fs::read_to_string(store.path()).unwrap();
    store.change(|settings| settings.operators[1].person.role = Role::Supervisor).unwrap();
    assert_eq!(saved(), text.replace("\"clerk\"", "\"supervisor\""));
    store.change(|settings| drop(settings.operators.remove(1))).unwrap();
    assert!(saved().starts_with(&mia) && !saved().contains("Bo") && saved().contains("Zoe"), "{}", saved());
    let loaded = store.change(|settings| settings.operators.push(entry("zoe", Role::Clerk))).unwrap();
    assert_eq!(loaded.settings.operators, [entry("Mia", Role::Supervisor), entry("zoe", Role::Clerk)]);
    assert!(loaded.notices.is_empty(), "{:?}", loaded.notices);
    assert!(saved().starts_with(&mia) && saved().ends_with("[x]\ny = 1\n"), "{}", saved());
    let loaded = store.change(|settings| settings.operators.clear()).unwrap();
    assert_eq!(loaded.settings, Settings::default());
    assert_eq!(saved().trim(), "[x]\ny = 1");
}

#[test]
fn somebody_whose_pin_cannot_be_checked_is_no_supervisor() {
    let bad =
        format!("[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"471183\"\n{}", person("Bo", "clerk"));
    let (_folder, store) = store(Some(&bad));
    let (settings, notices) = store.load();
    assert_eq!(settings.operators, [entry("Bo", Role::Clerk)]);
    assert_eq!(keys(&notices), ["operator[1].pin", "operator"], "{notices:?}");
    let stand_in = OperatorEntry { pin: PinHash("".into()), ..entry("Mia", Role::Supervisor) };
    assert!(!has_supervisor(&[entry("Bo", Role::Clerk), stand_in.clone()]) && !has_supervisor(&[]));
    assert!(has_supervisor(&[stand_in, entry("Ann", Role::Supervisor)]));
}

#[test]
fn the_last_who_can_sign_in_stays_while_entries_of_others_cannot_be_used() {
    for other in ["[[operator]]\nname = \"Bo\"\nrole = \"supervisor\"\npin = \"x\"\n", "[[operator]]\n"] {
        let text = person("Mia", "supervisor") + other;
        let (_folder, store) = store(Some(&text));
        let refused = store.change(|settings| settings.operators.clear()).unwrap_err();
        assert!(matches!(refused, SettingsError::LastUsable { .. }), "{refused}");
        assert_eq!(fs::read_to_string(store.path()).unwrap(), text);
        store.change(|settings| settings.ui.sounds = true).unwrap();
        fs::write(store.path(), person("Mia", "supervisor")).unwrap();
        assert_eq!(store.change(|settings| settings.operators.clear()).unwrap().settings.operators, []);
    }
    let inline = format!("operator = [7, {{ name = \"Mia\", role = \"supervisor\", pin = \"{HASH}\" }}]\n");
    let (_folder, store) = store(Some(&inline));
    assert!(store.change(|settings| settings.operators.clear()).is_err());
}

#[test]
fn who_cannot_sign_in_keeps_the_role_of_the_file_and_may_do_nothing_with_it() {
    let (_folder, store) = store(Some("[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"x\"\n"));
    let (settings, notices) = store.load();
    let [mia] = &*settings.operators else { panic!("{settings:?}") };
    assert_eq!(mia.person.role, Role::Supervisor);
    assert!(!has_supervisor(&settings.operators) && !pin::verify("", &mia.pin));
    assert!(notices.iter().any(|notice| notice.reason.contains("`keydesk operators add")), "{notices:?}");
}

#[test]
fn people_of_a_policy_are_mended_in_the_policy() {
    for lock in ["locked = [\"operator\"]\n", ""] {
        let policy = format!("{lock}[[operator]]\nname = \"Mia\"\nrole = \"supervisor\"\npin = \"x\"\n");
        let (_folder, store) = super::policy::with_policy("", &policy);
        let said = format!("{:?}", store.load().1);
        assert!(said.contains("operators hash --role supervisor") && !said.contains("operators add"), "{said}");
    }
    let (_folder, store) = super::policy::with_policy("", &person("Bo", "clerk"));
    let said = format!("{:?}", store.load().1);
    assert!(said.contains("has no supervisor") && !said.contains("operators add"), "{said}");
}

#[test]
fn names_that_only_seem_the_same_count_both_and_are_told() {
    let named =
        |name: &str| format!("[[operator]]\nname = \"{name}\"\nrole = \"supervisor\"\npin = \"{}\"\n", hash_of(name));
    let text = named("José") + &named("Jose\u{301}");
    let (_folder, store) = store(Some(&text));
    let loaded = store.load_all();
    assert_eq!(loaded.settings.operators.len(), 2, "{:?}", loaded.notices);
    assert!(loaded.notices.iter().any(|notice| notice.reason.contains("looks like")), "{:?}", loaded.notices);
    let pin = loaded.settings.operators[1].pin.clone();
    let loaded = store.change(|settings| settings.operators[0].person.role = Role::Clerk).unwrap();
    let [first, second] = &*loaded.settings.operators else { panic!("{loaded:?}") };
    assert_eq!((first.person.role, second.person.role, &second.pin), (Role::Clerk, Role::Supervisor, &pin));
    let loaded = store.change(|settings| drop(settings.operators.remove(0))).unwrap();
    assert_eq!(loaded.settings.operators.len(), 1);
    assert_eq!(&*loaded.settings.operators[0].person.name.0, "Jose\u{301}");
}

#[test]
fn whose_name_holds_what_nobody_sees_signs_in_all_the_same_and_is_told() {
    let text = format!("[[operator]]\nname = \"Mia Berg\\u200B\"\nrole = \"supervisor\"\npin = \"{HASH}\"\n");
    let (_folder, store) = store(Some(&text));
    let loaded = store.load_all();
    assert_eq!(&*loaded.settings.operators[0].person.name.0, "Mia Berg\u{200b}");
    assert_eq!(keys(&loaded.notices), ["operator[1].name"]);
    assert!(loaded.notices[0].reason.contains("this entry counts"), "{:?}", loaded.notices);
}
