//! Access tokens: each visit, branch and message has one, or none, and who is asked may look at it.
//!
//! A request's own token was issued when it came. Of all others, what they have lies in a table beside the
//! frames, which is kept only where somebody looks.

use spinout_network::Token;

use crate::{
    compile::{Code, Op},
    engine::Simulation,
    frames::{DENIED, Frames, NONE, REFUSED, REQUEST},
    visit::Next,
};

/// In place of a time of issue: there is no token.
const LOST: u64 = u64::MAX;

/// When the tokens were issued, in nanoseconds, by frame.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    /// Whether anybody looks at them.
    pub(crate) matter: bool,
    issued: Vec<u64>,
}

impl Frames {
    /// When the token of a frame was issued.
    pub(crate) fn token_of(&self, id: u32) -> u64 {
        let frame = &self[id];
        if frame.is(REQUEST) {
            return frame.stamp;
        }
        self.tokens.issued.get(id as usize).copied().unwrap_or(LOST)
    }

    /// A frame has a token that was issued at a time.
    pub(crate) fn give_token(&mut self, id: u32, issued: u64) {
        let place = id as usize;
        let table = &mut self.tokens.issued;
        if table.len() <= place {
            table.resize(place + 1, LOST);
        }
        table[place] = issued;
    }

    /// A frame has the token of another, if anybody looks at it.
    #[inline]
    pub(crate) fn share_token(&mut self, from: u32, to: u32) {
        if self.tokens.matter {
            self.give_token(to, self.token_of(from));
        }
    }
}

impl Code {
    /// Where tokens are looked at, all calls go by where they are given.
    pub(crate) fn give_tokens(&mut self) {
        self.tokens = self.ops.iter().any(|op| matches!(op, Op::Authenticate(_)));
        if !self.tokens {
            return;
        }
        let at_once = self.samplers.add(&spinout_network::Distribution::ZERO);
        for call in &mut self.calls {
            if call.out == NONE {
                call.out = at_once;
            }
        }
    }
}

impl Simulation {
    /// What sets out from a frame has its token, or another.
    #[cold]
    #[inline(never)]
    pub(crate) fn pass_token(&mut self, from: u32, to: u32, token: Token) {
        let issued = match token {
            Token::PassedOn => self.frames.token_of(from),
            Token::Lost => LOST,
            Token::Renewed => self.now,
        };
        self.frames.give_token(to, issued);
    }

    /// A visit, or a message, shows its token: none and it goes on, or it is denied.
    #[cold]
    #[inline(never)]
    pub(crate) fn authenticate(&mut self, id: u32, lifetime: u64) -> Option<Next> {
        let issued = self.frames.token_of(id);
        if issued != LOST && self.now - issued <= lifetime {
            self.frames[id].pc += 1;
            return None;
        }
        let frame = &mut self.frames[id];
        frame.flags |= REFUSED | DENIED;
        if let Some(station) = self.stations.get(frame.station as usize) {
            let group = &mut self.groups[station.group as usize];
            group.denied += 1;
            if issued == LOST {
                group.without_token += 1;
            } else {
                group.with_old_token += 1;
            }
        }
        Some(Next::Fail(id))
    }
}
