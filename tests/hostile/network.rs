//! Addresses that a project names: nothing of the machine goes to them, and they stall nothing.

use super::{folder, run};

#[test]
fn an_address_is_printed_without_its_user_and_password() {
    let profile = "[[source]]\nurl = \"https://ada:word-of-ada@host.example/inventory\"\n";
    let home = folder(&[("muster.toml", profile), ("servers.yaml", "servers: []\n")]);
    for args in [&["report", ".", "--offline"][..], &["check", ".", "--offline"], &["collect", "."]]
    {
        let ended = run(home.path(), args);
        assert_eq!(ended.code, Some(2), "{args:?}: {}", ended.printed);
        assert!(!ended.printed.contains("word-of-ada"), "{args:?}: {}", ended.printed);
        assert!(!ended.printed.contains("ada:"), "{args:?}: {}", ended.printed);
    }
}
