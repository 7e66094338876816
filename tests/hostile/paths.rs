//! Paths that a project names lead to nothing but the project.

use super::{folder, holds, run_with};

#[test]
fn prose_outside_the_project_is_refused_and_not_printed() {
    let home = folder(&[("key.pem", "a word of the machine"), ("p/servers.yaml", "servers: []\n")]);
    let key = home.path().join("key.pem");
    for path in
        ["/proc/self/environ", "../../etc/passwd", "../key.pem", key.to_str().expect("text")]
    {
        let profile = format!("[organisation]\nname = \"N\"\n[report]\nprose = \"{path}\"\n");
        std::fs::write(home.path().join("p/muster.toml"), profile).expect("a file");
        let args = ["report", "p", "--out", "out", "--as-of", "2026-11-22"];
        let ended = run_with(home.path(), &args, &[("PLANTED", "a-word-of-the-environment")]);
        assert_eq!(ended.code, Some(2), "{path}: {}", ended.printed);
        assert!(ended.printed.contains("muster.toml"), "{path}: {}", ended.printed);
        for word in ["a-word-of-the-environment", "a word of the machine", "root:"] {
            assert!(!ended.printed.contains(word), "{path}: {}", ended.printed);
        }
        assert!(!home.path().join("out").exists() || !holds(&home.path().join("out"), "word-of"));
    }
}
