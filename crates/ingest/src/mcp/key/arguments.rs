//! Arguments without their order where it has no meaning: options by name, the others in their own order.

use super::super::words;
use super::collected::sort_name;
use super::neutral;
use super::text::Text;

/// The words of arguments. `skip` names options without bearing, with their values.
pub(super) fn words(args: &[&str], skip: &dyn Fn(&str) -> bool, text: &mut Text) -> Vec<String> {
    let mut found = Vec::new();
    let mut position = 0;
    let mut at = 0;
    let mut options = true;
    while let Some(arg) = args.get(at) {
        at += 1;
        if *arg == "--" && options {
            options = false;
            continue;
        }
        if !options || !is_option(arg) {
            position += 1;
            found.push(format!("argument {position:04}={}", text.value(arg)));
            continue;
        }
        if let Some((name, value)) = words::assignment(arg) {
            if !skip(name) && !neutral::option(name) {
                found.push(format!("option {name}={}", text.value(value)));
            }
            continue;
        }
        if neutral::flag(arg) {
            continue;
        }
        let value = args.get(at).filter(|next| !is_option(next) && **next != "--");
        if neutral::option(arg) || skip(arg) {
            at += usize::from(value.is_some() && takes_value(arg));
            continue;
        }
        match value {
            Some(value) => {
                found.push(format!("option {arg}={}", text.value(value)));
                at += 1;
            }
            None => found.push(format!("option {arg}")),
        }
    }
    found.sort_by(|one, other| sort_name(one).cmp(sort_name(other)));
    found
}

/// Options without bearing that stand alone: what follows them is an argument of its own.
fn takes_value(name: &str) -> bool {
    const ALONE: [&str; 25] = [
        "--refresh",
        "--no-cache",
        "--isolated",
        "--prefer-offline",
        "--prefer-online",
        "--native-tls",
        "--no-progress",
        "--offline",
        "--ignore-existing",
        "-U",
        "--upgrade",
        "--no-install",
        "--bun",
        "-n",
        "--no",
        "--reinstall",
        "--allow-http",
        "--debug",
        "--enable-proxy",
        "--include-attestations",
        "--no-python-downloads",
        "--insecure",
        "-k",
        "--sse",
        "--streamableHttp",
    ];
    !ALONE.contains(&name) && !neutral::MANAGER_SWITCHES.contains(&name)
}

/// Whether an argument is an option: a number below zero is none.
fn is_option(arg: &str) -> bool {
    let mut letters = arg.chars();
    letters.next() == Some('-') && letters.next().is_some_and(|letter| !letter.is_ascii_digit())
}
