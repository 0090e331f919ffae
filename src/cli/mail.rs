//! `guildhall mail`: tries whether mail leaves, and takes in what came back.

use anyhow::{Context as _, bail};
use std::io::{Read, Write};

use super::database;
use crate::accounts::Acting;
use crate::accounts::deliveries::bounce;
use crate::platform::clock::Clock;
use crate::platform::config::Config;
use crate::platform::db::{Db, Durability};
use crate::platform::i18n::I18n;
use crate::platform::mail::{Context, Mail, MailError, Mailer};
use crate::platform::settings::Settings;
use crate::platform::text::EmailAddress;
use crate::platform::web::Templates;

/// What came back is no longer than this: servers cut what they return.
const LONGEST: u64 = 20 << 20;

/// What `guildhall mail` does.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Send a test mail in the way that is configured, and say what happened.
    Test {
        /// Where to.
        address: String,
    },
    /// Read a mail that came back from the input, and note whom ours did not reach: `guildhall mail bounce < message`.
    Bounce,
}

/// Does what was asked.
pub(super) fn run(args: &Args, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let db = database::open(config)?;
    match &args.what {
        What::Test { address } => test(&db, config, address, out),
        What::Bounce => take_back(&db, config, out),
    }
}

fn mailer(config: &Config) -> anyhow::Result<Mailer> {
    let i18n = I18n::load()?;
    let templates = Templates::load(&i18n, "")?;
    Ok(Mailer::configured(config, Clock::System, i18n, templates)?)
}

fn test(db: &Db, config: &Config, address: &str, out: &mut dyn Write) -> anyhow::Result<()> {
    let address = EmailAddress::parse(address).ok().with_context(|| format!("{address:?} is no mail address"))?;
    let settings = db.read_blocking(Settings::load)?;
    let mail = Mail {
        to: address.as_str(),
        lang: settings.language(),
        name: "test",
        community: &settings.name,
        context: Context::new(),
        subject: &[("community", settings.name.as_str().into())],
        stop_url: None,
        further_stops: &[],
        thread: None,
    };
    let server = config.smtp_url.as_ref().and_then(|url| url.host_str());
    match (mailer(config)?.send(&mail), server) {
        (Ok(()), Some(server)) => {
            Ok(writeln!(out, "{server} took the mail for {}. Look whether it arrives, and whether it is taken for unwanted.", address.as_str())?)
        }
        (Ok(()), None) => Ok(writeln!(
            out,
            "No mail server is configured (GUILDHALL_SMTP_URL): the mail for {} is a file in {}.",
            address.as_str(),
            config.data_dir.join("mail").display()
        )?),
        (Err(error), server) => bail!("{error}{}", advice(&error, server)),
    }
}

fn advice(error: &MailError, server: Option<&str>) -> String {
    let server = server.unwrap_or("the folder");
    match error {
        MailError::Later(_) => format!(": is the address of {server} right, does it answer, does it know the user and the password?"),
        MailError::Refused(_) => format!(": {server} says that there is no such letter box, or that it is not for it"),
        MailError::Rejected(_) => {
            format!(": {server} does not want this sender or these words; does the sender's domain name it (SPF), is the mail signed (DKIM)?")
        }
        MailError::InDoubt(_) => ": look whether it arrives before you try again".into(),
        MailError::Address | MailError::Writing(_) | MailError::Key(_) | MailError::File(_) => String::new(),
    }
}

fn take_back(db: &Db, config: &Config, out: &mut dyn Write) -> anyhow::Result<()> {
    let mut raw = Vec::new();
    std::io::stdin().lock().take(LONGEST).read_to_end(&mut raw).context("the mail could not be read")?;
    let Some(report) = bounce::read(&raw) else { bail!("this is no report of a mail that did not arrive (RFC 3464); nothing was noted") };
    let host = mailer(config)?.host().to_owned();
    let noted = db.write_blocking(Acting::Command, Durability::Full, move |tx, _| bounce::note(tx, &report, &host))?;
    match noted {
        0 => bail!("the report is about no mail of ours; nothing was noted"),
        1 => Ok(writeln!(out, "1 mail came back; noted.")?),
        number => Ok(writeln!(out, "{number} mails came back; noted.")?),
    }
}
