//! The image: what is copied builds, and its start command runs without rights on a read-only system.

use super::{file, root};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The image's instructions with their arguments; lines that go on are joined.
fn instructions() -> Vec<(String, String)> {
    let joined = file("Dockerfile").lines().filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n").replace("\\\n", " ");
    joined.lines().filter_map(|line| line.trim().split_once(' ')).map(|(word, rest)| (word.to_owned(), rest.trim().to_owned())).collect()
}

fn all(word: &str) -> Vec<String> {
    instructions().into_iter().filter(|(instruction, _)| instruction == word).map(|(_, rest)| rest).collect()
}

/// What is copied from the source into the build.
fn copied() -> Vec<String> {
    let own = all("COPY").into_iter().filter(|rest| !rest.starts_with("--"));
    own.flat_map(|rest| {
        let mut words: Vec<String> = rest.split_whitespace().map(str::to_owned).collect();
        words.pop();
        words
    })
    .collect()
}

/// A list in brackets, as commands are written in an image.
fn words(list: &str) -> Vec<String> {
    serde_json::from_str(list).unwrap_or_else(|error| panic!("{list}: {error}"))
}

/// A folder that goes with the test.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("guildhall-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn what_is_copied_is_all_that_a_build_needs() {
    let ignored: Vec<String> = file(".dockerignore").lines().map(str::to_owned).collect();
    let scratch = Scratch::new("image");
    for source in copied() {
        assert!(root().join(&source).exists(), "{source} is copied and is not there");
        assert!(!ignored.contains(&source), "{source} is copied and left out by .dockerignore");
        std::os::unix::fs::symlink(root().join(&source), scratch.0.join(&source)).unwrap();
    }
    let args = ["metadata", "--offline", "--locked", "--no-deps", "--format-version", "1"];
    let output = Command::new(env!("CARGO")).args(args).current_dir(&scratch.0).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut targets = 0;
    for target in metadata["packages"].as_array().unwrap().iter().flat_map(|package| package["targets"].as_array().unwrap()) {
        assert!(Path::new(target["src_path"].as_str().unwrap()).is_file(), "{target}");
        targets += 1;
    }
    assert!(targets >= 7, "program, library, tests, examples, the crate of tables: {targets}");
    for embedded in embedded() {
        assert!(copied().iter().any(|source| embedded == *source || embedded.starts_with(&format!("{source}/"))), "{embedded} is built in and not copied");
    }
}

/// What is built into the program besides its source.
fn embedded() -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                for mark in ["#[folder = \"", "embed_migrations!(\""] {
                    found.extend(text.split(mark).skip(1).filter_map(|rest| Some(rest.split('"').next()?.to_owned())));
                }
            }
        }
    }
    assert!(found.len() >= 5, "{found:?}");
    found
}

#[test]
fn nothing_in_it_has_rights() {
    let users = all("USER");
    let user = users.last().expect("a user");
    assert!(user.split(':').all(|id| id.parse::<u32>().is_ok_and(|id| id >= 1_000)), "by number, as clusters ask for it: {user}");
    assert!(all("COPY").iter().any(|rest| rest.contains(&format!("--chown={user}")) && rest.ends_with("/data")), "its folder is its own");
    assert_eq!(all("VOLUME"), ["/data"]);
    assert!(all("FROM").last().unwrap().contains("nonroot"));
}

/// The environment that the image gives.
fn environment() -> BTreeMap<String, String> {
    let pairs = all("ENV").join(" ");
    pairs.split_whitespace().filter_map(|pair| pair.split_once('=')).map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

struct Started(Child);

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What this machine lets the test do.
#[derive(Clone, Copy, PartialEq)]
enum Machine {
    /// Root that may mount: everything but one folder becomes read-only, and nobody has rights.
    Whole,
    /// Root in a container: another user, to whom one folder belongs.
    OtherUser,
    /// Somebody without rights already.
    AsIs,
}

impl Machine {
    fn here() -> Self {
        let succeeds = |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success());
        if !Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout.starts_with(b"0\n")) {
            return Self::AsIs;
        }
        let mounts = succeeds(Command::new("unshare").args(["--mount", "--propagation", "private", "true"]));
        let reads = succeeds(Command::new("setpriv").args([READS_ALL, "--", "true"].iter().flat_map(|args| args.split(' '))));
        if mounts && reads { Self::Whole } else { Self::OtherUser }
    }
}

/// A debug build reads its templates where they were built, which another user may not look into: that right stays.
const READS_ALL: &str = "--inh-caps=-all,+dac_read_search --ambient-caps=-all,+dac_read_search --bounding-set=-all,+dac_read_search";
const READS_OWN: &str = "--inh-caps=-all --bounding-set=-all";

/// Makes every file system read-only but for one folder.
const READ_ONLY: &str = r#"
mount --bind "$DATA" "$DATA"
while read -r _ place _; do mount -o remount,bind,ro "$place" 2>/dev/null; done </proc/self/mounts
mount -o remount,bind,rw "$DATA"
"#;

/// Gives up every right, sees that nothing else can be written, and becomes the program.
const GIVE_UP: &str = r#"
exec setpriv --reuid "$AS" --regid "$AS" --clear-groups --no-new-privs $RIGHTS -- sh -c '
  if touch "$OUTSIDE/written" 2>/dev/null; then echo "it writes elsewhere"; exit 9; fi
  exec "$@"' sh "$@"
"#;

/// The program as the image runs it: by another user, with one folder to write to.
fn in_image(program: &[String], place: &Place) -> Command {
    let script = match place.machine {
        Machine::Whole => format!("{READ_ONLY}{GIVE_UP}"),
        Machine::OtherUser => GIVE_UP.to_owned(),
        Machine::AsIs => "exec \"$@\"".to_owned(),
    };
    let wrapper: &[&str] = if place.machine == Machine::Whole { &["unshare", "--mount", "--propagation", "private", "sh"] } else { &["sh"] };
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).args(["-c", &script, "sh"]).args(program);
    command.env_clear().env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").envs(environment()).current_dir(&place.data);
    command.env("GUILDHALL_DATA_DIR", &place.data).env("GUILDHALL_LISTEN", format!("0.0.0.0:{}", place.port));
    let rights = if place.machine == Machine::Whole { READS_ALL } else { READS_OWN };
    command.env("DATA", &place.data).env("OUTSIDE", &place.outside).env("AS", user()).env("RIGHTS", rights);
    command
}

/// The user of the image, by number.
fn user() -> String {
    all("USER").last().unwrap().split(':').next().unwrap().to_owned()
}

/// Where the program runs.
struct Place {
    machine: Machine,
    program: String,
    data: PathBuf,
    outside: PathBuf,
    port: u16,
}

impl Place {
    fn new(scratch: &Scratch) -> Self {
        let machine = Machine::here();
        let (data, outside) = (scratch.0.join("data"), scratch.0.join("outside"));
        for folder in [&scratch.0, &data, &outside] {
            std::fs::create_dir_all(folder).unwrap();
            std::fs::set_permissions(folder, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        }
        if machine == Machine::Whole {
            // Everybody may write here, were it not read-only.
            std::fs::set_permissions(&outside, std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
        }
        let mut program = env!("CARGO_BIN_EXE_guildhall").to_owned();
        if machine != Machine::AsIs {
            let id: u32 = user().parse().unwrap();
            std::os::unix::fs::chown(&data, Some(id), Some(id)).unwrap();
        }
        if machine == Machine::OtherUser {
            // Where it was built, another user may not look.
            let copy = scratch.0.join("guildhall");
            std::fs::copy(&program, &copy).unwrap();
            program = copy.to_str().unwrap().to_owned();
        }
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        Self { machine, program, data, outside, port }
    }

    /// A command of the image, with the program that was built here.
    fn ours(&self, list: Vec<String>) -> Vec<String> {
        list.into_iter().map(|word| if word == "/usr/local/bin/guildhall" { self.program.clone() } else { word }).collect()
    }
}

#[test]
fn its_start_command_runs_as_another_user_with_one_folder_to_write_to() {
    let scratch = Scratch::new("start");
    let place = Place::new(&scratch);
    let start = place.ours([words(&all("ENTRYPOINT")[0]), words(&all("CMD")[0])].concat());
    let mut child = Started(in_image(&start, &place).stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let first = lines.next().expect("it says where it listens");
    assert!(first.starts_with("Guildhall listens on"), "{first}");
    assert!(lines.next().unwrap().contains("/set-up/"));
    let check = all("HEALTHCHECK")[0].split_once("CMD ").map(|(_, list)| place.ours(words(list))).unwrap();
    let began = Instant::now();
    loop {
        let output = in_image(&check, &place).output().unwrap();
        if output.status.success() {
            assert_eq!(String::from_utf8_lossy(&output.stdout), "ok\n");
            break;
        }
        assert!(began.elapsed() < Duration::from_secs(20), "{}", String::from_utf8_lossy(&output.stderr));
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(place.data.join("guildhall.db").is_file());
    assert!(std::fs::read_dir(&place.outside).unwrap().next().is_none());
    drop(child);
    // Nobody is there any more: that is said, and the image counts as unwell.
    let output = in_image(&check, &place).output().unwrap();
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && complaint.contains("nothing listens on 127.0.0.1"), "{complaint}");
}
