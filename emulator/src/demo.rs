//! The main job shown in a few seconds: a purse and a PSAM are issued through readers, seen by PC/SC programs that
//! others wrote, loaded, and paid with; then the power fails at the worst moments, and no money is made or lost.
//!
//! [`run`] needs a process whose `PCSCLITE_CSOCK_NAME` named the socket from its start: libpcsclite reads it once.

mod narrator;
mod programs;
mod shown_connection;
mod stage;

use std::error::Error;
use std::io::Write;
use std::path::Path;

use cardamom_card_os::nvm::Tear;
use cardamom_secure_channel::edep::Amount;

use self::narrator::Narrator;
use self::stage::Stage;
use crate::faulty_card::Fault;
use crate::terminal::{Money, Outcome, Recovery, TerminalError, sum_text};

/// Instruction byte of DEBIT FOR PURCHASE.
const DEBIT: u8 = 0x54;

/// What the demonstration failed with: it should not.
pub type DemoError = Box<dyn Error + Send + Sync>;

const LOAD: Amount = Amount::new(5_000);
const FIRST_PRICE: Amount = Amount::new(1_234);
const SECOND_PRICE: Amount = Amount::new(500);
const THIRD_PRICE: Amount = Amount::new(766);

/// Shows everything. `home` becomes the folder of cards, issuer and journal; `socket` is where PC/SC programs find
/// the readers, and what `PCSCLITE_CSOCK_NAME` says.
///
/// # Errors
/// Whatever goes wrong, with what was being done.
pub fn run(home: &Path, socket: &Path, out: &mut dyn Write, colours: bool) -> Result<(), DemoError> {
    let mut tell = Narrator::new(out, colours);
    tell.step("A blank purse and a blank PSAM, each in a virtual reader")?;
    let mut stage = Stage::set_up(home, socket)?;
    tell.say(&format!("cards      {}", home.join("cards").display()))?;
    for reader in stage.reader_names()? {
        tell.say(&format!("reader     {reader}"))?;
    }
    tell.say(&format!("PC/SC      {} (built in; no pcscd, no privileges)", socket.display()))?;
    tell.say("content    installed by the issuer security domain of each card, in an SCP03 session")?;

    tell.step("Issue both, over APDUs alone: test keys, diversified for each card")?;
    let count = stage.issue_purse()?;
    tell.say(&format!("purse      personalized in {count} commands; the holder's account holds 100.00"))?;
    let count = stage.issue_psam()?;
    tell.say(&format!("PSAM       personalized in {count} commands; it is terminal 000000004711"))?;

    tell.step("Programs that know nothing of Cardamom see the cards")?;
    programs::show(&mut tell)?;

    tell.step(&format!("Load {} from the account", Money(LOAD)))?;
    let outcome = stage.load(LOAD, &mut tell)?;
    tell.text(&outcome.receipt().to_string())?;

    tell.step(&format!(
        "Pay {}: no PIN, no network, two cards that convince each other",
        Money(FIRST_PRICE)
    ))?;
    let outcome = stage.pay(FIRST_PRICE, Some(&mut tell))?;
    tell.text(&outcome.receipt().to_string())?;
    tell.say(&format!("balance    {}", Money(stage.balance()?)))?;
    for line in stage.log()? {
        tell.say(&format!("log        {line}"))?;
    }

    tell.step(&format!("Pay {}, and pull the card at the worst moment", Money(SECOND_PRICE)))?;
    tell.say("the card is debited, and its answer does not arrive")?;
    interrupted(&mut stage, &mut tell, SECOND_PRICE, Fault::AnswerLost)?;

    tell.step(&format!("Pay {}, and cut the power in the middle of a memory write", Money(THIRD_PRICE)))?;
    tell.say("half of the third write of DEBIT reaches the card's memory")?;
    interrupted(&mut stage, &mut tell, THIRD_PRICE, Fault::PowerCut { writes: 2, tear: Tear::HalfDone })?;

    tell.step("Where the money is")?;
    let books = stage.books()?;
    for (what, sum) in [("account", books.account), ("card", books.card), ("merchant", books.merchant)] {
        tell.say(&format!("{what:<10} {:>8}", sum_text(sum)))?;
    }
    let total = books.account + books.card + books.merchant;
    tell.say(&format!("{:<10} {:>8}", "together", sum_text(total)))?;
    if total != stage::ACCOUNT || books.merchant != expected_sales() || books.unsettled != 0 {
        return Err("money was made or lost".into());
    }
    tell.say("")?;
    tell.good(&format!(
        "{} at the beginning, {} now: nothing was lost, nothing was paid twice.",
        sum_text(stage::ACCOUNT),
        sum_text(total)
    ))?;
    Ok(())
}

fn expected_sales() -> u64 {
    [FIRST_PRICE, SECOND_PRICE, THIRD_PRICE].map(|price| u64::from(price.units())).into_iter().sum()
}

/// Pays, with a fault; presents the card again; pays again where the card was not debited.
fn interrupted(
    stage: &mut Stage,
    tell: &mut Narrator<'_>,
    price: Amount,
    fault: Fault,
) -> Result<(), DemoError> {
    stage.fault.arm(DEBIT, fault);
    match stage.pay(price, None) {
        Err(error) if matches!(error.downcast_ref(), Some(TerminalError::AnswerLost { .. })) => {
            tell.bad(&error.to_string())?;
        }
        outcome => return Err(format!("the power was cut, and yet: {outcome:?}").into()),
    }
    tell.say("the card is presented again; the terminal looks into its journal and asks the card first:")?;
    stage.present_again()?;
    for recovery in stage.recover(tell)? {
        match recovery {
            Recovery::Completed(receipt) => {
                tell.good("the card was debited, and proves it:")?;
                tell.text(&receipt.to_string())?;
            }
            Recovery::NotDone(_) => {
                tell.good(&format!(
                    "the card was not debited: it still holds {}. Pay again:",
                    Money(stage.balance()?)
                ))?;
                let Outcome::Done(receipt) = stage.pay(price, None)? else {
                    return Err("nothing should have been pending".into());
                };
                tell.text(&receipt.to_string())?;
            }
            Recovery::SetAside(set_aside) => return Err(format!("it was set aside: {set_aside}").into()),
        }
    }
    tell.say(&format!("balance    {}", Money(stage.balance()?)))?;
    Ok(())
}
