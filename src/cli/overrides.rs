//! A flag for each configuration key, made from the list of keys.

use clap::{Arg, ArgMatches, Args, Command, FromArgMatches};

use crate::platform::config::keys::KEYS;

/// Under this they stand in `--help`.
pub(super) const HEADING: &str = "Configuration";

/// What the command line says of the configuration.
#[derive(Clone, Debug, Default)]
pub(super) struct Overrides {
    /// Values by key.
    pub values: Vec<(&'static str, String)>,
}

impl Args for Overrides {
    fn augment_args(command: Command) -> Command {
        // Short help stays short: `-h` leaves them out, `--help` lists them.
        KEYS.iter().fold(command, |command, key| {
            command.arg(Arg::new(key.name).long(key.flag).value_name("VALUE").help(key.about).global(true).hide_short_help(true).help_heading(HEADING))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Overrides {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let values = KEYS.iter().filter_map(|key| Some((key.name, matches.get_one::<String>(key.name)?.clone()))).collect();
        Ok(Self { values })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
