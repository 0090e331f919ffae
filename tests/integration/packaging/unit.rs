//! The unit of systemd.

use super::file;
use std::process::Command;

const UNIT: &str = "packaging/guildhall.service";
/// Directives that the unit may use, by section: a typing error would be a warning that nobody reads.
const KNOWN: [(&str, &str); 3] = [
    ("Unit", "Description Wants After StartLimitIntervalSec StartLimitBurst"),
    (
        "Service",
        "Type ExecStart User Group Environment EnvironmentFile StateDirectory StateDirectoryMode WorkingDirectory UMask Restart RestartSec TimeoutStopSec \
         LimitNOFILE NoNewPrivileges CapabilityBoundingSet AmbientCapabilities ProtectSystem ProtectHome PrivateTmp PrivateDevices ProtectClock ProtectHostname \
         ProtectControlGroups ProtectKernelLogs ProtectKernelModules ProtectKernelTunables ProtectProc ProcSubset RestrictAddressFamilies RestrictNamespaces \
         RestrictRealtime RestrictSUIDSGID LockPersonality MemoryDenyWriteExecute RemoveIPC SystemCallArchitectures SystemCallFilter SystemCallErrorNumber",
    ),
    ("Install", "WantedBy"),
];

fn directives() -> Vec<(String, String, String)> {
    let mut section = String::new();
    let mut found = Vec::new();
    for line in file(UNIT).lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(name) => name.clone_into(&mut section),
            None => {
                let (name, value) = line.split_once('=').unwrap_or_else(|| panic!("{line} is no directive"));
                found.push((section.clone(), name.to_owned(), value.to_owned()));
            }
        }
    }
    found
}

#[test]
fn every_directive_is_one_of_systemds() {
    for (section, name, _) in directives() {
        let known = KNOWN.iter().find(|(known, _)| *known == section).unwrap_or_else(|| panic!("[{section}]")).1;
        assert!(known.split_whitespace().any(|word| word == name), "{name} in [{section}]");
    }
    // Where systemd is, it is asked itself.
    let scratch = std::env::temp_dir().join(format!("guildhall-unit-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).unwrap();
    let unit = scratch.join("guildhall.service");
    std::fs::write(&unit, file(UNIT).replace("/usr/local/bin/guildhall", env!("CARGO_BIN_EXE_guildhall"))).unwrap();
    if let Ok(output) = Command::new("systemd-analyze").args(["verify", "--man=no"]).arg(&unit).output() {
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let about_ours: Vec<&str> = said.lines().filter(|line| line.contains("guildhall.service")).collect();
        assert!(about_ours.is_empty(), "{said}");
    }
    std::fs::remove_dir_all(&scratch).unwrap();
}

#[test]
fn it_has_no_rights_and_one_folder() {
    let value = |name: &str| directives().into_iter().filter(|(_, known, _)| known == name).map(|(_, _, value)| value).collect::<Vec<_>>().join(" ");
    for (name, expected) in [
        ("User", "guildhall"),
        ("StateDirectory", "guildhall"),
        ("ProtectSystem", "strict"),
        ("ProtectHome", "yes"),
        ("NoNewPrivileges", "yes"),
        ("CapabilityBoundingSet", ""),
        ("Environment", "GUILDHALL_DATA_DIR=/var/lib/guildhall"),
        ("ExecStart", "/usr/local/bin/guildhall serve"),
    ] {
        assert_eq!(value(name), expected, "{name}");
    }
    let seconds: u32 = value("TimeoutStopSec").parse().unwrap();
    assert!(seconds > 10, "it may take ten seconds to end as promised");
}
