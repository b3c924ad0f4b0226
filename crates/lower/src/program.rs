pub(crate) mod access;
mod cache;
mod messages;

use std::collections::BTreeMap;

use spinout_model::{Journey, Mode, Operation, OperationRef, Relationship, Sizes};
use spinout_network::{
    Call, CallPolicy, Distribution, ElementIndex, Network, ProgramIndex, Shift, Step, key,
};
use spinout_units::{ElementId, JourneyId, RelationshipId};

use crate::LowerError;
use crate::program::access::Access;
use crate::replicas::Asked;
use crate::resilience;
use crate::steps::{Names, Written};
use crate::world::World;
use crate::{distribution, hop, size};

/// A way through a process that is taken less often than this is cut off: it ends recursion within a
/// process that ends with probability one.
const NEGLIGIBLE: f64 = 1e-9;
/// The most steps of one flattened program.
const MOST_STEPS: usize = 200_000;
/// The deepest nesting of calls within one process.
const DEEPEST: usize = 128;

/// Compiles operations to programs, each once.
pub(crate) struct Compiler<'a> {
    /// The design first, then those that traffic comes from.
    pub(crate) worlds: Vec<World<'a>>,
    /// How large requests are.
    pub(crate) sizes: Sizes,
    pub(crate) network: &'a mut Network,
    programs: BTreeMap<(usize, OperationRef, Access), ProgramIndex>,
    /// Programs that are named already, but whose steps are still to be made: a list rather than a
    /// recursion, as a chain of calls may be as long as a drawing is large.
    pending: Vec<(usize, OperationRef, Access, ProgramIndex)>,
    /// What the looks of relays ask, by relationship.
    polls: BTreeMap<RelationshipId, ProgramIndex>,
}

/// The world of the design that is asked for.
const DESIGN: usize = 0;

/// Where the flattening of one program stands.
pub(crate) struct Flat {
    /// The world that is compiled from.
    pub(crate) world: usize,
    /// How often this way is taken for one request.
    pub(crate) chance: f64,
    /// The operations that are being unfolded, outermost first.
    path: Vec<OperationRef>,
    pub(crate) steps: usize,
}

impl Flat {
    pub(crate) fn new(world: usize) -> Self {
        Self {
            world,
            chance: 1.0,
            path: Vec::new(),
            steps: 0,
        }
    }
}

impl<'a> Compiler<'a> {
    pub(crate) fn new(worlds: Vec<World<'a>>, network: &'a mut Network) -> Self {
        let sizes = worlds.first().map_or_else(Sizes::default, |design| {
            Sizes::of(&design.architecture.journeys)
        });
        Self {
            worlds,
            sizes,
            network,
            programs: BTreeMap::new(),
            pending: Vec::new(),
            polls: BTreeMap::new(),
        }
    }

    /// The client's side of a journey.
    pub(crate) fn journey(
        &mut self,
        id: &JourneyId,
        journey: &Journey,
    ) -> Result<ProgramIndex, LowerError> {
        let place = format!("journeys/{id}/entry");
        let operation = self.operation(DESIGN, &journey.entry, &place)?;
        let element = self.network.add_element(&format!("journey:{id}"));
        let steps = match self.enter(DESIGN, id, &journey.entry)? {
            Some(new) => {
                let leaves = |world: &usize| self.worlds[*world].leaves(&journey.entry.element);
                match (1..self.worlds.len()).find(leaves) {
                    Some(before) => {
                        let old = self.enter(before, id, &journey.entry)?;
                        let key = format!("{id}#cutover");
                        let old = old.into_iter().collect();
                        vec![self.shift(before, &key, element, old, vec![new])]
                    }
                    None => vec![new],
                }
            }
            None => {
                // A client: what it does itself takes time, but no one else's capacity.
                let client = self.worlds[DESIGN]
                    .places
                    .element(&journey.entry.element)
                    .unwrap_or(element);
                let mut flat = Flat::new(DESIGN);
                let steps = self.body(&journey.entry, operation, None, &mut flat)?;
                let key = key::key_of(&format!("{id}#entry"));
                vec![Step::Within {
                    element: client,
                    key,
                    steps,
                }]
            }
        };
        Ok(self.network.add_program(element, steps))
    }

    /// The call with which a journey enters a process; none if it does not.
    fn enter(
        &mut self,
        world: usize,
        id: &JourneyId,
        entry: &OperationRef,
    ) -> Result<Option<Step>, LowerError> {
        let Some(group) = self.worlds[world].places.group(&entry.element) else {
            return Ok(None);
        };
        Ok(Some(Step::Call(Call {
            key: key::key_of(&format!("{id}#entry")),
            group,
            program: self.program(world, entry)?,
            out: Distribution::ZERO,
            back: Distribution::ZERO,
            policy: CallPolicy::default(),
        })))
    }

    /// A step that takes so many seconds for each MiB of the request's size.
    pub(crate) fn by_size(
        &self,
        step: fn(&str, f64, Distribution) -> Step,
        name: &str,
        per_mib: f64,
    ) -> Step {
        step(name, per_mib, size::times(&self.sizes, per_mib))
    }

    /// A step that is going over from the world before a cutover.
    fn shift(
        &mut self,
        before: usize,
        name: &str,
        element: ElementIndex,
        old: Vec<Step>,
        new: Vec<Step>,
    ) -> Step {
        let shadow = self.network.add_program(element, new.clone());
        let leaving = self.worlds[before].leaving.as_ref();
        Step::Shift(Box::new(Shift {
            key: key::key_of(name),
            schedule: leaving.map_or(0, |leaving| leaving.schedule),
            old,
            new,
            shadow,
        }))
    }

    /// What an item of the job `id` does.
    pub(crate) fn item(&mut self, id: &ElementId) -> Result<ProgramIndex, LowerError> {
        let at = OperationRef::of(id.clone());
        self.operation(DESIGN, &at, &format!("elements/{id}/operations"))?;
        self.program(DESIGN, &at)
    }

    pub(crate) fn operation(
        &self,
        world: usize,
        at: &OperationRef,
        place: &str,
    ) -> Result<&'a Operation, LowerError> {
        let architecture = self.worlds[world].architecture;
        architecture
            .elements
            .get(&at.element)
            .and_then(|element| element.operations.get(&at.operation))
            .ok_or_else(|| {
                LowerError::new(
                    place,
                    format!("there is no operation `{at}`"),
                    "name an operation as element/operation",
                )
            })
    }

    /// The program of an operation in a process of its own: what a call from outside runs.
    fn program(&mut self, world: usize, at: &OperationRef) -> Result<ProgramIndex, LowerError> {
        self.program_for(world, at, Access::default())
    }

    /// The same, asked by a relationship that adds something to it.
    fn program_for(
        &mut self,
        world: usize,
        at: &OperationRef,
        access: Access,
    ) -> Result<ProgramIndex, LowerError> {
        // What stays is one and the same, whoever calls it.
        let there = self.worlds[DESIGN].architecture.elements.get(&at.element);
        let world = match there {
            Some(_) if !self.worlds[world].leaves(&at.element) => DESIGN,
            _ => world,
        };
        let access = self.relevant(world, at, access);
        let known = (world, at.clone(), access.clone());
        if let Some(known) = self.programs.get(&known) {
            return Ok(*known);
        }
        let copies = self
            .copies(world, &at.element)?
            .filter(|_| access.is_of_copy());
        let element = match copies {
            Some((_, element, _)) => element,
            None => self.element(&at.element)?,
        };
        self.operation(world, at, &format!("elements/{}", at.element))?;
        // Reserved before its body, so that a recursion over processes finds it.
        let index = self.network.add_program(element, Vec::new());
        self.programs.insert(known, index);
        self.pending.push((world, at.clone(), access, index));
        Ok(index)
    }

    /// Makes the steps of every program that was named.
    pub(crate) fn finish(&mut self) -> Result<(), LowerError> {
        while let Some((world, at, access, index)) = self.pending.pop() {
            let operation = self.operation(world, &at, &format!("elements/{}", at.element))?;
            let mut flat = Flat::new(world);
            let steps = self.body(&at, operation, Some(&access), &mut flat)?;
            let steps = self.accessed(world, &at, &access, steps)?;
            self.network.programs[index.at()].steps = steps;
        }
        Ok(())
    }

    pub(crate) fn element(&self, id: &ElementId) -> Result<ElementIndex, LowerError> {
        self.worlds[DESIGN].places.element(id).ok_or_else(|| {
            LowerError::new(
                format!("elements/{id}"),
                format!("there is no element `{id}`"),
                "add it, or name another",
            )
        })
    }

    pub(crate) fn body(
        &mut self,
        at: &OperationRef,
        operation: &'a Operation,
        access: Option<&Access>,
        flat: &mut Flat,
    ) -> Result<Vec<Step>, LowerError> {
        let place = format!("elements/{}/operations/{}", at.element, at.operation);
        let original = operation.origin.as_ref().unwrap_or(at).to_string();
        let mut steps = Vec::new();
        if let Some(demand) = &operation.demand {
            let demand = distribution::lower(demand, &format!("{place}/demand"))?;
            steps.push(Step::cpu(&format!("{original}#demand"), demand));
        }
        if let Some(work) = &operation.demand_per_mib {
            steps.push(self.by_size(Step::cpu_by_size, &format!("{original}#size"), work.base()));
        }
        let group = self.worlds[flat.world].places.group(&at.element);
        if let Some(batch) = &operation.batch {
            steps.push(self.batched(at, (batch, &original), group)?);
        }
        let mut names = Names::new(original.clone());
        if operation.steps.is_empty() {
            for (id, link) in self.worlds[flat.world].links(at) {
                self.follow(&names.next(id), id, link, &mut steps, flat)?;
            }
        }
        let written = Written {
            at,
            steps: &operation.steps,
            number: String::new(),
            place: format!("{place}/steps"),
        };
        steps.extend(self.written(&written, &mut names, flat)?);
        if let Some(access) = access {
            steps.extend(self.on_device(flat.world, at, (operation.io, access))?);
        }
        if operation.failure_rate > 0.0 {
            steps.push(Step::Fail {
                probability: operation.failure_rate,
                key: key::key_of(&format!("{original}#failure")),
            });
        }
        if let Some(lock) = &operation.lock {
            let place = format!("{place}/lock");
            steps = vec![self.locked(flat.world, (&at.element, lock), steps, &place)?];
        }
        flat.steps += steps.len();
        if flat.steps > MOST_STEPS {
            return Err(LowerError::new(
                place,
                format!("the calls within its process unfold to more than {MOST_STEPS} steps"),
                "draw fewer ways through the process, or larger components",
            ));
        }
        Ok(steps)
    }

    /// Follows a relationship; `name` is what its draws are keyed by.
    pub(crate) fn follow(
        &mut self,
        name: &str,
        id: &RelationshipId,
        link: &'a Relationship,
        steps: &mut Vec<Step>,
        flat: &mut Flat,
    ) -> Result<(), LowerError> {
        let chance = flat.chance * link.per_request;
        if link.per_request <= 0.0 || chance < NEGLIGIBLE {
            return Ok(());
        }
        let mut once = self.once(name, id, link, chance, flat)?;
        if flat.world == DESIGN {
            let before = (1..self.worlds.len())
                .find_map(|world| Some((world, self.worlds[world].leads_over(id)?)));
            if let Some((before, link)) = before {
                flat.world = before;
                let old = self.once(name, id, link, chance, flat)?;
                flat.world = DESIGN;
                let element = self.element(&link.from.element)?;
                let key = format!("{name}#cutover");
                once = vec![self.shift(before, &key, element, old, once)];
            }
        }
        if link.per_request == 1.0 {
            steps.extend(once);
        } else {
            steps.push(Step::repeat(
                &format!("{name}#repeat"),
                link.per_request,
                once,
            ));
        }
        Ok(())
    }

    /// A relationship followed once.
    fn once(
        &mut self,
        name: &str,
        id: &RelationshipId,
        link: &'a Relationship,
        chance: f64,
        flat: &mut Flat,
    ) -> Result<Vec<Step>, LowerError> {
        let places = self.worlds[flat.world].places;
        let outer = std::mem::replace(&mut flat.chance, chance);
        let within = places.same_process(&link.from.element, &link.to.element);
        let steps = if within && !resilience::has_policy(link) && link.pool.is_none() {
            self.within(name, id, link, flat)
        } else if within {
            let free = Distribution::ZERO;
            self.call(flat.world, (id, name), link, (free, Asked::Inside))
                .map(|call| vec![call])
        } else {
            self.across(flat.world, name, id, link)
        };
        let steps = steps.and_then(|steps| self.kept(flat.world, (id, name), link, steps));
        let steps = steps.and_then(|steps| self.or_else(name, link, steps, flat));
        flat.chance = outer;
        steps
    }

    /// A call within one process: no hop, no other thread.
    fn within(
        &mut self,
        name: &str,
        id: &RelationshipId,
        link: &'a Relationship,
        flat: &mut Flat,
    ) -> Result<Vec<Step>, LowerError> {
        if flat.path.len() >= DEEPEST {
            let place = format!("relationships/{id}");
            return Err(if flat.path.contains(&link.to) {
                LowerError::new(
                    place,
                    format!("`{}` calls itself, and that never ends", link.to),
                    "let one call of the circle happen less than once a request (per_request below 1)",
                )
            } else {
                LowerError::new(
                    place,
                    format!("more than {DEEPEST} calls stand within each other in one process"),
                    "draw fewer, larger components",
                )
            });
        }
        let place = format!("relationships/{id}/to");
        let operation = self.operation(flat.world, &link.to, &place)?;
        let element = self.element(&link.to.element)?;
        flat.path.push(link.to.clone());
        let access = Access::of(link);
        let body = self.body(&link.to, operation, Some(&access), flat)?;
        let body = self.accessed(flat.world, &link.to, &access, body)?;
        flat.path.pop();
        Ok(vec![Step::Within {
            element,
            key: key::key_of(name),
            steps: body,
        }])
    }

    /// A call or a publication that leaves the process.
    fn across(
        &mut self,
        world: usize,
        name: &str,
        id: &RelationshipId,
        link: &'a Relationship,
    ) -> Result<Vec<Step>, LowerError> {
        let place = format!("relationships/{id}");
        let architecture = self.worlds[world].architecture;
        let mut steps = Vec::new();
        if let Some(work) = &link.serialization {
            let work = distribution::lower(work, &format!("{place}/serialization"))?;
            steps.push(Step::cpu(&format!("{name}#serialization"), work));
        }
        if link.mode == Mode::Publishes {
            self.publication(world, (id, name), link, &mut steps)?;
            return Ok(steps);
        }
        let hop = hop::one_way(architecture, id, link)?;
        steps.push(self.asked(world, (id, name), link, hop)?);
        Ok(steps)
    }

    /// A call that waits for its answer, with what its caller does about trouble.
    pub(crate) fn call(
        &mut self,
        world: usize,
        (id, name): (&RelationshipId, &str),
        link: &'a Relationship,
        (hop, asked): (Distribution, Asked),
    ) -> Result<Step, LowerError> {
        let place = format!("relationships/{id}");
        let places = self.worlds[world].places;
        let group = places.group(&link.to.element).ok_or_else(|| {
            LowerError::new(
                format!("{place}/to"),
                format!("`{}` cannot be called", link.to),
                "call an operation of a process, a component, a store or an external",
            )
        })?;
        self.operation(world, &link.to, &format!("{place}/to"))?;
        let (group, access) = self.reached(world, link, (group, asked))?;
        let inside = asked == Asked::Inside;
        let caller = places.group(&link.from.element);
        let policy = CallPolicy {
            timeout: link.timeout.map(|time| time.base()),
            cancel: link.cancel_on_timeout,
            retry: link.retry.as_ref().map(resilience::retry),
            link: self.guard(id, link, caller),
            transfer: size::transfer(link, link.mode == Mode::Reads).filter(|_| !inside),
            inside,
            token: access::token(link),
        };
        let call = Step::Call(Call {
            key: key::key_of(name),
            group,
            program: self.program_for(world, &link.to, access)?,
            out: hop.clone(),
            back: hop,
            policy,
        });
        let call = match &link.pool {
            Some(pool) => {
                let from = &link.from.element;
                self.pooled(from, (id, pool), caller, call)?
            }
            None => call,
        };
        Ok(match &link.hedge {
            Some(hedge) => resilience::hedged(name, hedge, call),
            None => call,
        })
    }
}
