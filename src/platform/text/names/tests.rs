use super::*;

fn refused(typed: &str) -> UsernameError {
    match Username::parse(typed) {
        Ok(name) => panic!("{typed:?} was taken as {name:?}"),
        Err(error) => error,
    }
}

#[test]
fn usernames_people_have() {
    for typed in [
        "ann",
        "Ann-Marie",
        "王小明",
        "Bjørn",
        "o.nordmann",
        "shop_24",
        "たなかさん",
        "김민수",
        "Ольга",
        "محمد",
        "रमेश",
        "Zoë",
        "McIntyre",
        "alan",
        "modesty",
        "ali",
        "Hotmeal",
    ] {
        assert_eq!(Username::parse(typed).map(|n| n.as_str().to_owned()).as_deref(), Ok(typed));
    }
}

#[test]
fn usernames_refused_for_their_form() {
    assert_eq!(refused("an"), UsernameError::TooShort);
    assert_eq!(refused(&"a".repeat(31)), UsernameError::TooLong);
    for typed in ["a b c", "ann!", "an\u{200d}n", "a\u{200b}nn", "ann\u{fe0f}", "an/n", "<b>", "ａｎｎ", "ann\u{ad}", "an\u{301}\u{302}\u{303}\u{304}\u{305}n"]
    {
        assert_eq!(refused(typed), UsernameError::BadCharacter, "{typed:?}");
    }
    for typed in [".ann", "ann.", "a..n", "a_-n", "-ann"] {
        assert_eq!(refused(typed), UsernameError::BadPunctuation, "{typed:?}");
    }
    assert_eq!(refused("12345"), UsernameError::NoLetter);
    assert_eq!(refused("\u{430}nn"), UsernameError::MixedScripts);
    assert_eq!(refused("\u{430}dmin"), UsernameError::MixedScripts);
}

#[test]
fn usernames_reserved() {
    for typed in ["admin", "ADMIN", "a.d.m.i.n", "ad-min", "supp0rt", "Guildhall-Staff", "客服中心", "former-12", "管理員", "AdMIn", "guiIdhaII", "støtte"]
    {
        assert_eq!(refused(typed), UsernameError::Reserved, "{typed:?}");
    }
    assert!(imitates_reserved(&skeleton("\u{430}\u{501}min")));
}

#[test]
fn names_that_look_alike_share_a_skeleton() {
    let ann = Username::parse("ann").unwrap();
    for other in ["ann.", "Ann", "\u{430}nn", "a\u{200d}nn", "A_N-N", "ａｎｎ", "a n n"] {
        assert_eq!(skeleton(other), ann.skeleton(), "{other:?}");
    }
    for other in ["anna", "ánn", "amm", "ean"] {
        assert_ne!(skeleton(other), ann.skeleton(), "{other:?}");
    }
    assert_eq!(skeleton("\u{0441}\u{0441}\u{0440}"), skeleton("ccp"));
    assert_eq!(skeleton("modern"), skeleton("rnodern"));
    assert_eq!(skeleton("b0b"), skeleton("Bob"));
}

#[test]
fn keys_fold_case_and_width() {
    assert_eq!(Username::parse("Bjørn").unwrap().key(), "bjørn");
    assert_eq!(username_key("STRASSE"), username_key("straße"));
    assert_eq!(username_key("ΟΔΟΣ"), username_key("οδος"));
    assert_eq!(username_key("ΟΔΟΣ"), username_key("οδοσ"));
}

#[test]
fn shown_names_people_have() {
    for typed in [
        "A",
        "Ann O'Neil",
        "王小明",
        "Bjørn Åse",
        "José 🚲",
        "محمد علی",
        "क्\u{200d}ष",
        "می\u{200c}خواهم",
        "Ann 👩\u{200d}💻",
        "Ali",
        "Al",
        "Support Sørensen Bruk",
    ] {
        assert_eq!(ShownName::parse(typed).map(|n| n.as_str().to_owned()).as_deref(), Ok(typed));
    }
    assert_eq!(ShownName::parse("  Ann \n Lee\u{202e} ").unwrap().as_str(), "Ann Lee");
}

#[test]
fn shown_names_refused() {
    let refused = |typed: &str| ShownName::parse(typed).unwrap_err();
    assert_eq!(refused(" \u{3000}"), NameError::Empty);
    assert_eq!(refused(&"a".repeat(61)), NameError::TooLong);
    assert_eq!(refused("!!! 123"), NameError::NoLetter);
    for typed in ["Ann ✔", "An\u{200b}n", "a\u{200d}nn", "Ann\u{3164}", "Ann \u{f8ff}", "Z\u{300}\u{301}\u{302}\u{303}\u{304}", "\u{2800}Ann"] {
        assert_eq!(refused(typed), NameError::BadCharacter, "{typed:?}");
    }
    for typed in ["Admin", "\u{430}dmin", "Guildhall Support", "O f f i c i a l", "官方 客服", "Moderator.", "«Staff»", "Kundeservice", "guiIdhaII"] {
        assert_eq!(refused(typed), NameError::Reserved, "{typed:?}");
    }
}
