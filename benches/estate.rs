//! The estate that benchmarks are about: the same for every run.

use passmuster::workspace::Project;

/// Half servers, half secrets, one owner for a hundred of them, a review for every second server.
pub(crate) fn estate(size: usize) -> Project {
    let (mut servers, mut secrets, mut reviews) = (String::new(), String::new(), String::new());
    let mut owners = String::from("id,kind\n");
    for number in 0..size / 2 {
        let owner = number / 100;
        if number % 100 == 0 {
            owners += &format!("owner-{owner},person\n");
        }
        let environment = if number % 3 == 0 { "production" } else { "development" };
        servers += &format!(
            "{{\"id\":\"server-{number}\",\"owner\":\"owner-{owner}\",\"status\":\"active\",\"purpose\":\"Looks up the orders of one customer for support\",\"reach\":[{{\"target\":\"db\",\"kind\":\"database\",\"environment\":\"{environment}\",\"data_class\":\"internal\",\"effect\":\"read\"}}],\"tools\":[{{\"id\":\"find\",\"owner\":\"owner-{owner}\",\"effect\":\"read\"}}]}}\n"
        );
        secrets += &format!(
            "{{\"id\":\"secret-{number}\",\"owner\":\"owner-{owner}\",\"used_by\":[\"server/server-{number}\"],\"last_rotated\":\"2026-09-01\",\"scopes\":[\"orders:read\"],\"status\":\"active\"}}\n"
        );
        if number % 2 == 0 {
            reviews += &format!(
                "{{\"asset\":\"server/server-{number}\",\"status\":\"completed\",\"completed_on\":\"2026-10-01\"}}\n"
            );
        }
    }
    let file = |name: &str, text: String| (name.to_string(), text.into_bytes());
    Project {
        files: vec![
            file("owners.csv", owners),
            file("reviews.ndjson", reviews),
            file("secrets.ndjson", secrets),
            file("servers.ndjson", servers),
        ],
        ..Project::default()
    }
}
