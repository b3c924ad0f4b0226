//! What a broker does in its own time.

use crate::{engine::Simulation, timer::Chore};

impl Simulation {
    pub(crate) fn chore(&mut self, chore: Chore) {
        match chore {
            Chore::HandOut { lane } => self.hand_out(lane),
            Chore::Grow { lane, who } => {
                self.lanes[lane as usize].grow(who);
                self.hand_out(lane);
            }
            Chore::Lease { lane } => self.lease_ends(lane),
            Chore::Expiry { lane } => self.expire(lane),
            Chore::Relay { policy } => self.relay(policy),
            Chore::Replay { number } => self.replay(number),
        }
    }
}
