//! The words of `docker run`: image, mounts, ports and the command inside. Rights may differ between places.

use super::super::{certificates, package};
use super::collected::Words;
use super::text::Text;
use super::{arguments, neutral};

/// Reads the words behind `run`.
pub(super) fn words(args: &[&str], text: &mut Text, words: &mut Words) {
    let image = package::image_at(args).unwrap_or(args.len());
    let (options, rest) = args.split_at_checked(image).unwrap_or((args, &[]));
    let mut at = 0;
    while let Some(option) = options.get(at) {
        at += 1;
        let (name, value) = match option.split_once('=').filter(|_| option.starts_with("--")) {
            Some((name, value)) => (name, Some(value)),
            None => {
                let alone = package::is_alone(option);
                let value = if alone { None } else { options.get(at).copied() };
                at += usize::from(value.is_some());
                (*option, value)
            }
        };
        if neutral::container(name) {
            continue;
        }
        if matches!(name, "-e" | "--env") {
            // `-e NAME` hands a variable of the client over.
            let value = value.unwrap_or_default();
            let (name, value) = match value.split_once('=') {
                Some((name, value)) => (name, text.value(value)),
                None => (value, format!("${{{value}}}")),
            };
            let word = format!("env {name}={value}");
            match neutral::variable(name) {
                true => {}
                false if certificates::is_switch(name, &value) => words.placement.push(word),
                false if !words.whole.contains(&word) => words.whole.push(word),
                false => {}
            }
            continue;
        }
        let name = match name {
            "-v" => "--volume",
            "-p" => "--publish",
            "-w" => "--workdir",
            "--net" => "--network",
            "-u" => "--user",
            other => other,
        };
        let word = format!("container {name}={}", text.value(value.unwrap_or_default()));
        if neutral::rights(name) { words.placement.push(word) } else { words.whole.push(word) }
    }
    let Some((image, command)) = rest.split_first() else { return };
    words.whole.push(format!("image={}", name(image)));
    words.whole.extend(arguments::words(command, &|_| false, text));
}

/// An image without tag and digest, and without the registry that is meant where none is named.
fn name(image: &str) -> String {
    let image = image.split('@').next().unwrap_or(image);
    let from = image.rfind('/').map_or(0, |at| at + 1);
    let colon = image.get(from..).and_then(|name| name.find(':')).map(|at| from + at);
    let name = colon.and_then(|at| image.get(..at)).unwrap_or(image);
    let name = name.strip_prefix("docker.io/").unwrap_or(name);
    name.strip_prefix("library/").unwrap_or(name).to_string()
}
