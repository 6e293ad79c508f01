//! The command line.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use lexopt::prelude::*;
use payments_sandbox::vepay::CallbackFields;
use payments_sandbox::{Builder, Provider, Sandbox, ScriptError, bank131, vepay};

pub(crate) const HELP: &str = "\
Simulates payment providers on this machine. No real money.

Usage: payments-sandbox [OPTIONS]

Options:
  --listen IP:PORT         Where the first provider (bank131) listens; port 0 is any free one.
                           The next ones (payneteasy, vepay, kvell) and the workbench, the pages
                           that show what happened, take the next free ports.
                           [default: 127.0.0.1:0]
  --announce text|json|env How the first output on stdout tells addresses and credentials;
                           json is exactly one line, env is for a shell to read. [default: text]
  --announce-host HOST     The host name under which clients reach the sandbox, such as that of a
                           container. [default: the address of --listen]
  --callback PROVIDER=URL  Where the callbacks of a provider go: plain http to this machine.
                           May be given once for each provider. Without it payneteasy calls the
                           address in the request, if that is plain http to this machine.
  --allow-callback-host HOST
                           A host that callbacks may go to besides this machine. May be given often.
  --faults PROVIDER=SCRIPT What the connections to a provider meet, one after another: steps such as
                           drop-answer,pass,429:2,drip:50ms. May be given once for each provider.
                           Steps: pass, refuse:TIME, close, reset, close-mid-request:BYTES,
                           drop-answer, 502, 502:acted, 429:SECONDS, 429:date:SECONDS,
                           truncate-body, drip:TIME, silence, oversize:BYTES, wrong-content-type,
                           unreadable, answers-about-another, redirect:URL, stale,
                           random:SEED:LENGTH. A time is 50ms or 2s.
  --callback-faults PROVIDER=SCRIPT
                           What its callbacks meet. Steps: pass, duplicate, reorder,
                           before-the-answer, tamper, replay, random:SEED:LENGTH.
  --speed N                How many times faster than real time delays pass. [default: 1]
  --on-duplicate PROVIDER=POLICY What is answered when an idempotency key (bank131) or an extid (vepay)
                           is used again: refused or same-answer. [default: refused]
  --skew payneteasy=SECONDS
                           How far oauth_timestamp may be from now. [default: payneteasy=300]
  --fields vepay=WHICH     What callbacks tell: basic, or all the fields there are.
                           [default: vepay=basic]
  --sign kvell=yes|no      Whether callbacks carry X-Signature. [default: kvell=yes]
  --help                   Print this help.
  --version                Print the version.

It runs until ctrl-c or SIGTERM. Logs go to stderr, as much as RUST_LOG says. [default: info]
";

/// What the command line asks for.
pub(crate) enum Command {
    Run { builder: Box<Builder>, announce: Announce },
    Help,
    Version,
}

/// How to announce.
#[derive(Clone, Copy)]
pub(crate) enum Announce {
    Text,
    Json,
    Env,
}

/// Reads the arguments; an error is one line that names the option.
pub(crate) fn parse(mut parser: lexopt::Parser) -> Result<Command, String> {
    let mut builder = Sandbox::builder();
    let mut announce = Announce::Text;
    while let Some(argument) = parser.next().map_err(|error| error.to_string())? {
        match argument {
            Long("listen") => {
                let address: SocketAddr = value(&mut parser, "--listen", "an address such as 127.0.0.1:8131")?;
                builder = builder.listen(address);
            }
            Long("announce") => announce = announcement(&mut parser)?,
            Long("announce-host") => builder = builder.announce_host(text(&mut parser, "--announce-host")?),
            Long("allow-callback-host") => {
                builder = builder.allow_callback_host(&text(&mut parser, "--allow-callback-host")?);
            }
            Long("callback") => {
                let (provider, url) = for_provider(&mut parser, "--callback")?;
                builder = builder.callback(provider, url);
            }
            Long("faults") => {
                let (provider, script) = for_provider(&mut parser, "--faults")?;
                builder = builder.faults(provider, script_of("--faults", &script)?);
            }
            Long("callback-faults") => {
                let (provider, script) = for_provider(&mut parser, "--callback-faults")?;
                builder = builder.callback_faults(provider, script_of("--callback-faults", &script)?);
            }
            Long("speed") => {
                let factor: NonZeroU32 = value(&mut parser, "--speed", "a whole number from 1")?;
                builder = builder.speed(factor);
            }
            Long("on-duplicate") => {
                builder = match for_provider(&mut parser, "--on-duplicate")? {
                    (Provider::Bank131, policy) => builder.bank131_on_duplicate(repeat(
                        &policy,
                        bank131::OnDuplicate::Refused,
                        bank131::OnDuplicate::SameAnswer,
                    )?),
                    (Provider::Vepay, policy) => builder.vepay_on_duplicate(repeat(
                        &policy,
                        vepay::OnDuplicate::Refused,
                        vepay::OnDuplicate::SameAnswer,
                    )?),
                    _ => return Err("--on-duplicate: only bank131 and vepay have this option".to_owned()),
                };
            }
            Long("skew") => {
                let (Provider::PaynetEasy, seconds) = for_provider(&mut parser, "--skew")? else {
                    return Err("--skew: only payneteasy has this option".to_owned());
                };
                builder = builder.payneteasy_skew(skew(&seconds)?);
            }
            Long("fields") => {
                let (Provider::Vepay, which) = for_provider(&mut parser, "--fields")? else {
                    return Err("--fields: only vepay has this option".to_owned());
                };
                builder = builder.vepay_callback_fields(fields(&which)?);
            }
            Long("sign") => {
                let (Provider::Kvell, answer) = for_provider(&mut parser, "--sign")? else {
                    return Err("--sign: only kvell has this option".to_owned());
                };
                builder = builder.kvell_signs_callbacks(yes_or_no("--sign", &answer)?);
            }
            Long("help") | Short('h') => return Ok(Command::Help),
            Long("version") | Short('V') => return Ok(Command::Version),
            other => return Err(other.unexpected().to_string()),
        }
    }
    Ok(Command::Run { builder: Box::new(builder), announce })
}

fn text(parser: &mut lexopt::Parser, option: &str) -> Result<String, String> {
    parser.value().and_then(ValueExt::string).map_err(|error| format!("{option}: {error}"))
}

fn value<T: std::str::FromStr>(parser: &mut lexopt::Parser, option: &str, wanted: &str) -> Result<T, String> {
    let text = text(parser, option)?;
    text.parse().map_err(|_| format!("{option}: `{text}` is not {wanted}"))
}

fn announcement(parser: &mut lexopt::Parser) -> Result<Announce, String> {
    match text(parser, "--announce")?.as_str() {
        "text" => Ok(Announce::Text),
        "json" => Ok(Announce::Json),
        "env" => Ok(Announce::Env),
        other => Err(format!("--announce: `{other}` is none of text, json and env")),
    }
}

fn for_provider(parser: &mut lexopt::Parser, option: &str) -> Result<(Provider, String), String> {
    let text = text(parser, option)?;
    let Some((name, rest)) = text.split_once('=') else {
        return Err(format!("{option}: `{text}` is not PROVIDER=VALUE"));
    };
    let provider = name.parse().map_err(|error| format!("{option}: `{name}`: {error}"))?;
    Ok((provider, rest.to_owned()))
}

fn script_of<T: std::str::FromStr<Err = ScriptError>>(option: &str, script: &str) -> Result<T, String> {
    script.parse().map_err(|error| format!("{option}: {error}"))
}

fn skew(seconds: &str) -> Result<Duration, String> {
    let seconds: u32 = seconds.parse().map_err(|_| format!("--skew: `{seconds}` is not a number of seconds"))?;
    Ok(Duration::from_secs(seconds.into()))
}

fn yes_or_no(option: &str, answer: &str) -> Result<bool, String> {
    match answer {
        "yes" => Ok(true),
        "no" => Ok(false),
        other => Err(format!("{option}: `{other}` is neither yes nor no")),
    }
}

fn fields(which: &str) -> Result<CallbackFields, String> {
    match which {
        "basic" => Ok(CallbackFields::Basic),
        "all" => Ok(CallbackFields::All),
        other => Err(format!("--fields: `{other}` is neither basic nor all")),
    }
}

fn repeat<T>(policy: &str, refused: T, same_answer: T) -> Result<T, String> {
    match policy {
        "refused" => Ok(refused),
        "same-answer" => Ok(same_answer),
        other => Err(format!("--on-duplicate: `{other}` is neither refused nor same-answer")),
    }
}
