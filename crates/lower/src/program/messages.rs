//! Publishing and consuming.

use spinout_model::{Delivery as Drawn, Mode, OperationRef, Relationship};
use spinout_network::{
    Acknowledge, Batch, Call, CallPolicy, Consumer, ConsumerGroup, Delivery, Distribution,
    GroupIndex, Outbox, ProgramIndex, Publish, PublishPolicy, Step, key,
};
use spinout_units::{ElementId, RelationshipId};

use super::access::{Access, token};
use super::{Compiler, DESIGN};
use crate::LowerError;
use crate::resilience::retry;
use crate::{distribution, hop, size};

impl<'a> Compiler<'a> {
    /// Gives every queue its consumers, in groups.
    pub(crate) fn consumers(&mut self) -> Result<(), LowerError> {
        let (architecture, places) = (self.worlds[DESIGN].architecture, self.worlds[DESIGN].places);
        for (id, link) in &architecture.relationships {
            if link.mode != Mode::Consumes {
                continue;
            }
            let place = format!("relationships/{id}");
            let queue = places.queue(&link.to.element).ok_or_else(|| {
                LowerError::new(
                    format!("{place}/to"),
                    format!("`{}` is not a queue", link.to),
                    "consume from a queue",
                )
            })?;
            let consumer = self.consumer(id, link)?;
            let name = link.group.clone().unwrap_or_else(|| "default".to_owned());
            let drawn = architecture.elements.get(&link.to.element);
            let rebalance = drawn
                .and_then(|element| element.queue.as_ref()?.rebalance)
                .map_or(0.0, |pause| pause.base());
            let groups = &mut self.network.queues[queue.at()].groups;
            match groups.iter_mut().find(|group| group.name == name) {
                Some(group) => group.consumers.push(consumer),
                None => groups.push(ConsumerGroup {
                    name,
                    rebalance,
                    ..ConsumerGroup::of(consumer)
                }),
            }
        }
        Ok(())
    }

    fn consumer(
        &mut self,
        id: &RelationshipId,
        link: &'a Relationship,
    ) -> Result<Consumer, LowerError> {
        let place = format!("relationships/{id}");
        let (architecture, places) = (self.worlds[DESIGN].architecture, self.worlds[DESIGN].places);
        let group = places.group(&link.from.element).ok_or_else(|| {
            LowerError::new(
                format!("{place}/from"),
                format!("`{}` is not part of a process", link.from),
                "let an operation of a service, a monolith or a component consume",
            )
        })?;
        self.operation(DESIGN, &link.from, &format!("{place}/from"))?;
        let recognises = link.idempotent == Some(true) || link.delivery == Some(Drawn::ExactlyOnce);
        let check = link
            .duplicate_check
            .as_ref()
            .map_or(Ok(Distribution::ZERO), |check| {
                distribution::lower(check, &format!("{place}/duplicate_check"))
            })?;
        Ok(Consumer {
            prefetch: link.prefetch.unwrap_or(0),
            hop: hop::one_way(architecture, id, link)?,
            acknowledge: match link.delivery {
                Some(Drawn::AtMostOnce) => Acknowledge::OnDelivery,
                _ => Acknowledge::AfterWork,
            },
            known: recognises.then_some(check),
            batch: link.batch.as_ref().map(|batch| Batch {
                size: batch.size,
                wait: batch.wait.map_or(0.0, |wait| wait.base()),
            }),
            token: token(link),
            ..self.taker(id, link, group)?
        })
    }

    /// Who takes the messages and does the work: the process; for a function its platform, which asks it once
    /// for each message or batch, at most as often at once as it may run.
    fn taker(
        &mut self,
        id: &RelationshipId,
        link: &'a Relationship,
        group: GroupIndex,
    ) -> Result<Consumer, LowerError> {
        let access = Access::default().behind(self.door(DESIGN, link));
        let program = self.program_for(DESIGN, &link.from, access)?;
        let Some(function) = &self.network.groups[group.at()].function else {
            return Ok(Consumer::new(group, program, link.concurrency.unwrap_or(1)));
        };
        let drawn = self.worlds[DESIGN]
            .architecture
            .elements
            .get(&link.to.element);
        let ramp = crate::function::ramp(link, drawn.and_then(|e| e.queue.as_ref()));
        let most = ramp.map_or(u32::MAX, |(_, most)| most);
        let concurrency = link.concurrency.unwrap_or(function.limit).min(most);
        let element = self.network.add_element(&format!("{id}#poller"));
        let poller = crate::function::poller(&link.from.element, element);
        let poller = self.network.add_group(poller);
        let invoke = Step::call(&format!("{id}#invoke"), group, program);
        let polls = self.network.add_program(element, vec![invoke]);
        Ok(Consumer {
            ramp: ramp.map(|(ramp, _)| ramp),
            ..Consumer::new(poller, polls, concurrency)
        })
    }

    /// A publication, with what its publisher waits for.
    pub(super) fn publication(
        &mut self,
        world: usize,
        (id, name): (&RelationshipId, &str),
        link: &'a Relationship,
        steps: &mut Vec<Step>,
    ) -> Result<(), LowerError> {
        let (architecture, places) = (self.worlds[world].architecture, self.worlds[world].places);
        let hop = hop::one_way(architecture, id, link)?;
        let queue = places.queue(&link.to.element).ok_or_else(|| {
            LowerError::new(
                format!("relationships/{id}/to"),
                format!("`{}` is not a queue", link.to),
                "publish to a queue",
            )
        })?;
        // What goes by an outbox is carried by its relay.
        let transfer = size::transfer(link, false);
        if let Some(transfer) = transfer.filter(|_| link.outbox.is_none()) {
            let name = format!("{name}#transfer");
            steps.push(if transfer.per_mib > 0.0 {
                self.by_size(Step::delay_by_size, &name, transfer.per_mib)
            } else {
                Step::delay(&name, Distribution::constant(transfer.fixed))
            });
        }
        let row = link
            .outbox
            .as_ref()
            .and_then(|outbox| outbox.store.as_ref());
        if let Some(row) = row {
            self.outbox_row(world, (id, name), link, row, steps)?;
        }
        let delivery = match link.delivery {
            Some(Drawn::AtMostOnce) => Delivery::AtMostOnce,
            Some(Drawn::AtLeastOnce) | None => Delivery::AtLeastOnce,
            Some(Drawn::ExactlyOnce) => Delivery::ExactlyOnce,
        };
        let poll = link.outbox.as_ref().and_then(|outbox| outbox.poll.as_ref());
        let poll = poll
            .map(|poll| self.poll(world, id, link, poll))
            .transpose()?;
        let plain = link.timeout.is_none()
            && link.retry.is_none()
            && link.outbox.is_none()
            && delivery == Delivery::AtLeastOnce;
        let policy = PublishPolicy {
            delivery,
            timeout: link.timeout.map(|time| time.base()),
            back: (!hop.is_zero()).then(|| hop.clone()),
            retry: link.retry.as_ref().map(retry),
            outbox: link.outbox.as_ref().map(|outbox| Outbox {
                interval: outbox.interval.base(),
                batch: outbox.batch,
                repeats: outbox.repeat_rate,
                transfer,
                poll,
            }),
        };
        steps.push(Step::Publish(Publish {
            key: key::key_of(name),
            queue,
            ack: self.acknowledgement(&link.to.element)?,
            hop: hop.clone(),
            policy: (!plain).then_some(policy),
            token: token(link),
        }));
        if plain && !hop.is_zero() {
            // The acknowledgement's way back.
            steps.push(Step::delay(&format!("{name}#back"), hop));
        }
        Ok(())
    }

    /// The publisher writes a row into its outbox.
    fn outbox_row(
        &mut self,
        world: usize,
        (id, name): (&RelationshipId, &str),
        link: &'a Relationship,
        row: &OperationRef,
        steps: &mut Vec<Step>,
    ) -> Result<(), LowerError> {
        let write = Relationship::new(link.from.clone(), row.clone(), Mode::Writes);
        let place = format!("relationships/{id}/outbox/store");
        let call = self.plain_call(world, id, &format!("{name}#outbox"), (&write, &place))?;
        steps.push(call);
        Ok(())
    }

    /// What a word of a relationship asks of a store, without any policy.
    pub(super) fn plain_call(
        &mut self,
        world: usize,
        id: &RelationshipId,
        name: &str,
        (ask, place): (&Relationship, &str),
    ) -> Result<Step, LowerError> {
        let hop = hop::one_way(self.worlds[world].architecture, id, ask)?;
        let group = self.worlds[world].places.group(&ask.to.element);
        let group = group.ok_or_else(|| {
            LowerError::new(
                place,
                format!("`{}` cannot be called", ask.to),
                "name an operation of a store",
            )
        })?;
        self.operation(world, &ask.to, place)?;
        Ok(Step::Call(Call {
            key: key::key_of(name),
            group,
            program: self.program_for(world, &ask.to, Access::of(ask))?,
            out: hop.clone(),
            back: hop,
            policy: CallPolicy::default(),
        }))
    }

    /// What each look of an outbox's relay asks: one relay for the relationship, wherever it is followed.
    fn poll(
        &mut self,
        world: usize,
        id: &RelationshipId,
        link: &'a Relationship,
        poll: &OperationRef,
    ) -> Result<ProgramIndex, LowerError> {
        if let Some(known) = self.polls.get(id) {
            return Ok(*known);
        }
        let ask = Relationship::new(link.from.clone(), poll.clone(), Mode::Reads);
        let place = format!("relationships/{id}/outbox/poll");
        let call = self.plain_call(world, id, &format!("{id}#poll"), (&ask, &place))?;
        let element = self.network.add_element(&format!("{id}#relay"));
        let program = self.network.add_program(element, vec![call]);
        self.polls.insert(id.clone(), program);
        Ok(program)
    }

    /// From the broker's receipt until it has stored the message.
    fn acknowledgement(&self, queue: &ElementId) -> Result<Distribution, LowerError> {
        let drawn = self.worlds[DESIGN]
            .architecture
            .elements
            .get(queue)
            .and_then(|e| e.queue.as_ref());
        match drawn.and_then(|queue| queue.acknowledgement.as_ref()) {
            Some(own) => {
                distribution::lower(own, &format!("elements/{queue}/queue/acknowledgement"))
            }
            None => Ok(Distribution::ZERO),
        }
    }
}
