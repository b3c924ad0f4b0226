// Generated from crates/commands: `cargo run -p spinout-commands --example typescript`.

/**
 * Elements and relationships that are added. Their ids must be new.
 */
export type Addition = { 
/**
 * New elements.
 */
elements?: { [key in ElementId]: Element }, 
/**
 * New relationships.
 */
relationships?: { [key in RelationshipId]: Relationship }, };

/**
 * Something that goes as well, or no longer fits.
 */
export type Also = { 
/**
 * What it is.
 */
what: AlsoKind, 
/**
 * What it is called.
 */
name: string, 
/**
 * What becomes of it, where that is not that it goes.
 */
why: string | null, };

/**
 * What can go with an element.
 */
export type AlsoKind = "element" | "relationship" | "journey" | "data" | "contract" | "unit" | "option" | "scenario" | "note" | "evidence" | "slide" | "other";

/**
 * Yes or no, and how one knows.
 */
export type Answer = { 
/**
 * The answer.
 */
is: Verdict, 
/**
 * How one knows: a link, a name, a date.
 */
evidence?: string | null, };

/**
 * A model was changed. Exactly one of `patch` and `view` is there.
 */
export type Applied = { 
/**
 * The model's revision now.
 */
revision: number, 
/**
 * The option that was touched: the one to show.
 */
option: OptionId, 
/**
 * What was done, such as `Move 3 elements`.
 */
title: string, 
/**
 * The id of the change of the option that was added, if one was.
 */
change: ChangeId | null, 
/**
 * What to do to the view that the client has.
 */
patch: Array<PatchOperation> | null, 
/**
 * The whole view to show, where the client's is of another option or revision.
 */
view: View | null, };

/**
 * Asks to change a model.
 */
export type Apply = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option in whose tab the change is made. Only the baseline's tab changes the baseline.
 */
option: OptionId, 
/**
 * The revision that the client saw. A change that touches what was changed since is refused with
 * kind `stale`.
 */
revision: number, 
/**
 * Changes of the same gesture, such as one drag, are one step of undo. Each gesture has its own
 * text; a change without one is a step of its own.
 */
gesture?: string | null, 
/**
 * What to change.
 */
edit: Edit, };

/**
 * Asks to write the files of an export.
 */
export type ApplyExport = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option. Where left out and the model has several and none is chosen, the problem is
 * `choice_needed`.
 */
option?: OptionId | null, 
/**
 * The folders to write into.
 */
into: ExportInto, 
/**
 * Also take the place of another design that a folder holds.
 */
replace?: boolean, 
/**
 * Also write what somebody changed by hand.
 */
force?: boolean, };

/**
 * A design with all its changes applied: what is drawn, checked, simulated and exported.
 */
export type Architecture = { 
/**
 * The option; `baseline` for the baseline.
 */
option: OptionId, 
/**
 * Its elements.
 */
elements: { [key in ElementId]: Element }, 
/**
 * Its relationships.
 */
relationships: { [key in RelationshipId]: Relationship }, 
/**
 * Its journeys.
 */
journeys: { [key in JourneyId]: Journey }, 
/**
 * Its teams.
 */
teams: { [key in TeamId]: Team }, 
/**
 * Its data.
 */
data: { [key in DataId]: DataSet }, 
/**
 * Its contracts.
 */
contracts: { [key in ContractId]: Contract }, 
/**
 * Its units.
 */
units: { [key in ElementId]: Unit }, 
/**
 * How traffic goes over, by the `spin_out` it goes over to.
 */
cutovers: { [key in ChangeId]: Cutover }, 
/**
 * Units that a `spin_out` made.
 */
spinouts: { [key in ChangeId]: Origin }, 
/**
 * What differs from the baseline.
 */
marks: { [key in ElementId]: Mark }, 
/**
 * What differs from the baseline, for relationships.
 */
relationship_marks: { [key in RelationshipId]: Mark }, 
/**
 * Where things stand, with a place for every element.
 */
layout: { [key in ElementId]: Position }, 
/**
 * What could not be applied, and what a reviewer would ask about the changes.
 */
findings: Array<Finding>, };

/**
 * One way of several.
 */
export type Arm = { 
/**
 * How probable it is, 0 to 1; all arms together at most 1.
 */
probability?: number, 
/**
 * In place of a probability: it is chosen where this holds, and did for no arm before. An arm with
 * neither is chosen where no other is, and stands last.
 */
when?: When, 
/**
 * What is done.
 */
steps: Array<Step>, };

/**
 * A file and what is said of it.
 */
export type ArtifactNote = { 
/**
 * Its path within the folder, with slashes.
 */
path: string, 
/**
 * Its folder.
 */
dir: string, 
/**
 * What was or would be done with it.
 */
state: ArtifactState, 
/**
 * What that means, for a person; empty where there is no more to say.
 */
why: string, };

/**
 * How an artifact stands to what is in the folder.
 */
export type ArtifactState = "new" | "same" | "changed" | "kept" | "merged" | "conflict" | "removed";

/**
 * Asks for the bill of a month.
 */
export type AskBill = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option; the chosen one, or the baseline, where left out.
 */
option?: OptionId | null, };

/**
 * Asks what fails when an element fails.
 */
export type AskBlast = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option; the chosen one, or the baseline, where left out.
 */
option?: OptionId | null, };

/**
 * Asks what can be said of an option's spinouts.
 */
export type AskDecision = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option; the chosen one where left out.
 */
option?: OptionId | null, };

/**
 * Asks what can be said in a model.
 */
export type AskDescription = Record<symbol, never>;

/**
 * Asks what a distribution looks like, and what it becomes when its mean, its tail or its family is moved.
 */
export type AskDistribution = { 
/**
 * The distribution, as it stands in the file.
 */
distribution: unknown, 
/**
 * Is it one of sizes? Of times where left out.
 */
sizes?: boolean, 
/**
 * The family that it shall be of, with its mean and its 99th percentile as near as that family has them.
 */
family?: DistributionFamily | null, 
/**
 * The mean that it shall have, in seconds or bytes.
 */
mean?: number | null, 
/**
 * The 99th percentile that it shall have, in seconds or bytes.
 */
p99?: number | null, 
/**
 * Where the picture ends; a little beyond the 99th percentile where left out.
 */
to?: number | null, };

/**
 * Asks where a model was exported to last on this machine.
 */
export type AskExportFolders = { 
/**
 * The model.
 */
document: DocumentId, };

/**
 * Asks what the work of a request is, from what people know of an element. Any of it may be left out.
 */
export type AskKnown = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option; the chosen one, or the baseline, where left out.
 */
option?: OptionId | null, 
/**
 * The element.
 */
element: ElementId, 
/**
 * Its operation; its only one where left out.
 */
operation?: OperationId | null, 
/**
 * Requests over time, to all instances together.
 */
rate?: string | null, 
/**
 * The busy share of the cores, 0 to 1.
 */
cpu?: number | null, 
/**
 * Instances; those of the model where left out.
 */
instances?: number | null, 
/**
 * Cores of an instance; those of the model where left out.
 */
cores?: number | null, 
/**
 * The median of the response.
 */
p50?: string | null, 
/**
 * The 95th percentile of the response.
 */
p95?: string | null, };

/**
 * Asks for scenarios to start from.
 */
export type AskPresets = { 
/**
 * The document.
 */
document: DocumentId, 
/**
 * The option whose design they are for; the chosen one where left out.
 */
option?: OptionId | null, };

/**
 * Asks what an option does under a scenario by formula, fast enough to follow a slider.
 */
export type AskPreview = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option; the chosen one, or the baseline, where left out.
 */
option?: OptionId | null, 
/**
 * The scenario; the default one where left out.
 */
scenario?: ScenarioId | null, };

/**
 * Asks for the prices that hold for a model.
 */
export type AskPrices = { 
/**
 * The model.
 */
document: DocumentId, };

/**
 * Asks what else would go with an edit that takes something away. Changes nothing.
 */
export type AskRemoval = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option in whose tab it is made.
 */
option: OptionId, 
/**
 * The edit: `remove`, `remove_option`, or a `set` to `null`.
 */
edit: Edit, };

/**
 * Asks for a JSON Schema.
 */
export type AskSchema = { 
/**
 * Of what.
 */
of: SchemaOf, };

/**
 * Asks for what a person set up.
 */
export type AskSettings = Record<symbol, never>;

/**
 * Asks for a part of the history of edits.
 */
export type AskSteps = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The number of the first step that is wanted, the oldest being 0.
 */
from: number, 
/**
 * How many are wanted, at most 500.
 */
count: number, };

/**
 * Asks for the drawing of a template.
 */
export type AskTemplatePicture = { 
/**
 * The template.
 */
template: string, };

/**
 * Asks for what the screen shows of an option.
 */
export type AskView = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option; the chosen one, or the baseline, where left out.
 */
option?: OptionId | null, };

/**
 * What changes the number of instances under load. Without a `rule` the Horizontal Pod Autoscaler of
 * Kubernetes: desired = ceil(instances × current ÷ target), nothing within the tolerance.
 */
export type Autoscaler = { 
/**
 * The fewest instances; at least 1, or 0 for `keda`, `knative` and `scheduled`.
 */
min: number, 
/**
 * The most instances. Without one the bill has no bound, so there is no default.
 */
max: number, 
/**
 * What it looks at, and the value for one instance that it steers to. Only `scheduled` needs none.
 */
target?: ScalingMetric | null, 
/**
 * The rule that it follows. Default `hpa`.
 */
rule?: ScalingRule, 
/**
 * HPA and KEDA: time between two looks. Default 15s (HPA).
 */
interval?: string, 
/**
 * Time until a new instance takes work, or its distribution. Default 30s.
 */
start_up?: StartUp, 
/**
 * HPA and KEDA: no change while current ÷ target is this near to 1. Default 0.1 (HPA).
 */
tolerance?: number, 
/**
 * HPA and KEDA: the lowest wish of this window counts when scaling up. Default 0s (HPA).
 */
scale_up_window?: string, 
/**
 * HPA and KEDA: the highest wish of this window counts when scaling down. Default 300s (HPA).
 */
scale_down_window?: string, 
/**
 * HPA and KEDA: how much may be added in a time. Default the larger of 100 % and 4 pods in 15s.
 */
scale_up?: ScalingBehaviour | null, 
/**
 * HPA and KEDA: how much may be taken away in a time. Default 100 % in 15s.
 */
scale_down?: ScalingBehaviour | null, 
/**
 * HPA and KEDA: time from its start in which an instance that was not ready for a whole interval
 * counts as idle when scaling up. Default 5min (HPA's CPU initialisation period).
 */
initialization?: string, 
/**
 * Bounds that change at times of a terminating scenario.
 */
schedule?: Array<ScheduledScaling>, 
/**
 * A stop for spending.
 */
budget?: ScalingBudget | null, };

/**
 * How requests are spread over the instances of a process.
 */
export type Balancing = "round_robin" | "random" | "least_connections" | "two_choices";

/**
 * A figure over time: the mean over replications, with its interval. NaN never; null where nothing
 * happened.
 */
export type Band = { 
/**
 * The mean.
 */
value: Array<number | null>, 
/**
 * The lower end.
 */
low: Array<number | null>, 
/**
 * The upper end.
 */
high: Array<number | null>, };

/**
 * Where a figure comes from.
 */
export type Basis = { 
/**
 * How sure it is.
 */
kind: BasisKind, 
/**
 * Who says so: a link, a name, a date.
 */
source?: string | null, };

/**
 * How sure a figure is. A figure without a basis that was left out of the file is a default.
 */
export type BasisKind = "guess" | "measured" | "vendor";

/**
 * How many requests come at once.
 */
export type BatchSize = { "constant": number } | { "geometric": { 
/**
 * The mean, at least 1.
 */
mean: number, } };

/**
 * Requests that are collected and worked on together, as a GPU does: a batch begins when a worker is free
 * and it is full or its first request has waited long enough.
 */
export type BatchWork = { 
/**
 * The most requests of a batch; at least 1.
 */
most: number, 
/**
 * How long the first one waits for more. Not at all if left out.
 */
wait?: string | null, 
/**
 * Work for a batch, however large.
 */
set_up: Distribution, 
/**
 * Work more for each request in it.
 */
per_item: Distribution, 
/**
 * Workers of an instance, each with a batch at a time. Default 1.
 */
workers?: number, };

/**
 * What a month costs.
 */
export type Bill = { 
/**
 * The currency of all amounts, `USD`.
 */
currency: string, 
/**
 * The sum of the lines.
 */
per_month: number, 
/**
 * Month ÷ successful requests of the month; null where there are none.
 */
per_transaction: number | null, 
/**
 * Successful requests of the month.
 */
transactions_per_month: number, 
/**
 * The mix that the month is made of: scenario and its hours. A scenario that was not run is left
 * out, and `notes` says so.
 */
mix: Array<[ScenarioId, number]>, 
/**
 * The lines, by element.
 */
lines: Array<BillLine>, 
/**
 * What the bill leaves out or assumes.
 */
notes: Array<string>, 
/**
 * The stores that grow, by element.
 */
storage?: { [key in ElementId]: StorageGrowth }, };

/**
 * A line of the bill: quantity × unit price.
 */
export type BillLine = { 
/**
 * The element that causes it; none for what all share.
 */
element: ElementId | null, 
/**
 * What is paid for.
 */
what: string, 
/**
 * How much of it in a month.
 */
quantity: number, 
/**
 * What is counted, such as `instance hours`.
 */
unit: string, 
/**
 * The price of one.
 */
unit_price: number, 
/**
 * Quantity × unit price.
 */
amount: number, 
/**
 * The catalogue item, such as `ec2/m6i.large`.
 */
item: string, 
/**
 * Where the price is from.
 */
source: string, 
/**
 * When it was read, `YYYY-MM-DD`.
 */
date: string, 
/**
 * How the quantity came about.
 */
explanation: string, };

/**
 * What fails when an element fails, by structure.
 */
export type BlastRadius = { 
/**
 * The element whose failure loses most, and what it loses. Boundaries, which take all they hold along,
 * don't count here.
 */
worst: Failure | null, 
/**
 * Every element that can fail, worst first.
 */
failures: Array<Failure>, 
/**
 * Elements that every way of some journey leads through, with no second instance.
 */
single_points_of_failure: Array<ElementId>, };

/**
 * What is lost when an element fails, by simulation: what `blast --json` prints. A request is lost to
 * a fault if it is good (a success that meets every objective of its journey) in the run without the
 * fault and not in the run with it, under the same draws.
 */
export type BlastRun = { 
/**
 * The version of this shape, 1.
 */
format: number, 
/**
 * What the model is called.
 */
model: string, 
/**
 * The scenario whose load is used; its own faults are left out.
 */
scenario: ScenarioId, 
/**
 * The seed of all random draws.
 */
seed: number, 
/**
 * The version of the engine.
 */
engine: string, 
/**
 * The confidence of every interval, 0.95.
 */
confidence: number, 
/**
 * What happens to each element: `crash`, all of it is down.
 */
fault: string, 
/**
 * When it happens, seconds since the scenario's start.
 */
at_s: number, 
/**
 * How long it lasts, seconds.
 */
duration_s: number, 
/**
 * Independent replications.
 */
replications: number, 
/**
 * Events of the engine, over all runs.
 */
events: number, 
/**
 * Why it ended. A run stopped for time or by hand is not reproducible.
 */
stop: Stop, 
/**
 * The option.
 */
option: OptionLosses, 
/**
 * The baseline under the same users; none where the option is the baseline.
 */
baseline: OptionLosses | null, 
/**
 * The loss at the worst element, option − baseline, paired by replication.
 */
difference: Estimate | null, };

/**
 * What fails when an element fails, beside the baseline.
 */
export type BlastView = { 
/**
 * The option.
 */
option: OptionId, 
/**
 * What fails in the option.
 */
blast_radius: BlastRadius, 
/**
 * What fails in the baseline; none where the option is the baseline.
 */
baseline: BlastRadius | null, };

/**
 * On which side of a target's figure a value must lie.
 */
export type Bound = "below" | "at_most" | "at_least";

/**
 * A boundary of deployment.
 */
export type Boundary = { 
/**
 * The level that it stands for.
 */
of: BoundaryOf, 
/**
 * What the processes within may have together. Unbounded if left out.
 */
quota?: ResourceQuota | null, 
/**
 * For a cluster or node pool: the nodes that the processes within run on. Enough if left out.
 */
nodes?: NodePool | null, 
/**
 * The service mesh that its processes are in. None if left out.
 */
mesh?: Mesh | null, };

/**
 * The levels of deployment.
 */
export type BoundaryOf = "region" | "zone" | "account" | "cluster" | "namespace";

/**
 * Instances that stop by themselves now and then.
 */
export type Breakdowns = { 
/**
 * Time that an instance is up in between (its mean is the MTBF).
 */
after: Distribution, 
/**
 * Time that it is down (its mean is the MTTR).
 */
lasts: Distribution, 
/**
 * Does what it works on fail, and go new requests elsewhere? Else its cores only stand still, as in a
 * collector's pause, and go on where they were. Default true.
 */
loses_work?: boolean, };

/**
 * A circuit breaker in each instance of the caller: closed, open, half-open. Its defaults are those of
 * resilience4j.
 */
export type Breaker = { 
/**
 * The latest calls, so many, are looked at. Default 100.
 */
window?: number, 
/**
 * It opens when this share of them has failed, above 0 and at most 1. Default 0.5.
 */
failure_ratio?: number, 
/**
 * Answers before the share means anything. As many as the window if left out.
 */
min_calls: number | null, 
/**
 * It opens after so many failures in a row, too.
 */
consecutive: number | null, 
/**
 * How long it stays open and refuses every call. Default 60s.
 */
open?: string, 
/**
 * Calls that pass then, half-open; their failed share decides. Default 10.
 */
trials?: number, 
/**
 * Calls that take too long count against it as failures do, by a share of their own. None do if left out.
 */
slow_calls?: SlowCalls, };

/**
 * Where the breakers of a relationship stood, mean over the caller's instances.
 */
export type BreakerResult = { 
/**
 * Share of time closed.
 */
closed: Estimate | null, 
/**
 * Share of time open.
 */
open: Estimate | null, 
/**
 * Share of time half-open.
 */
half_open: Estimate | null, 
/**
 * Times that a closed one opened, per replication, all instances together.
 */
opened: Estimate | null, 
/**
 * Times that a half-open one opened again.
 */
reopened: Estimate | null, };

/**
 * An answer that is slow and not always there.
 */
export type Brownout = { 
/**
 * Everything takes this many times as long; at least 1.
 */
slow: number, 
/**
 * The share of what it is asked that fails after its work, 0 to 1.
 */
errors: number, };

/**
 * What happens once a budget is spent.
 */
export type BudgetStop = "hold" | "min";

/**
 * A bound on calls at once, of each instance of the caller.
 */
export type Bulkhead = { 
/**
 * Calls at once; at least 1.
 */
concurrent: number, 
/**
 * How long a further call waits for its turn before it is refused. Not at all if left out.
 */
wait?: string | null, 
/**
 * Does it wait for as long as it takes, as at a semaphore, in place of `wait`?
 */
unbounded_wait?: boolean, };

/**
 * How fast environments may be added: a token bucket.
 */
export type Burst = { 
/**
 * So many at once.
 */
initial: number, 
/**
 * And so many on top in a time, such as "500/min".
 */
rate: string, };

/**
 * Answers that are kept, so that what is behind need not be asked again. The least recently used entry gives
 * way to a new one; a cache is empty at first, and after its instance has died.
 */
export type Cache = { 
/**
 * The operation of a store that keeps the answers: each look-up asks it first, and one that fails is a
 * miss. Left out, each instance of the caller keeps its own, and a look-up takes no time.
 */
in?: OperationRef | null, 
/**
 * The operation of that store that a new answer is written with, before the caller goes on. Nothing if
 * left out.
 */
fill?: OperationRef | null, 
/**
 * What is asked for, and how often. Each request draws its key.
 */
keys?: Keys | null, 
/**
 * Most entries. As many as there are keys if left out.
 */
entries?: number | null, 
/**
 * What an entry takes of the memory of the instance that keeps it, for a cache without `in`: as many as may be
 * in all its caches together. Nothing if left out.
 */
entry_size?: string | null, 
/**
 * How long an entry answers after it was filled. For ever if left out.
 */
ttl?: string | null, 
/**
 * Does an entry that is too old answer where what is behind has failed for good?
 */
serve_stale_on_failure?: boolean, 
/**
 * Do those who miss the same key at once wait for one of them to ask?
 */
coalesce?: boolean, 
/**
 * In place of keys: the share of look-ups that hit, 0 to 1, where it is known.
 */
hit_ratio?: number | null, };

/**
 * What became of the look-ups of a cache.
 */
export type CacheResult = { 
/**
 * Look-ups per second.
 */
look_ups_per_s: Estimate | null, 
/**
 * Look-ups that had an answer ÷ all.
 */
hit_ratio: Estimate | null, 
/**
 * Look-ups that were answered by an entry that was too old, as what is behind had failed ÷ all.
 */
stale: Estimate | null, 
/**
 * Look-ups that waited for the answer that another asked for ÷ all.
 */
coalesced: Estimate | null, };

/**
 * Asks to stop a run. What it has so far is thrown away, and its command ends as `cancelled`.
 */
export type Cancel = { 
/**
 * The number that the client gave it.
 */
run: number, };

/**
 * A change of an option.
 */
export type Change = { 
/**
 * Where it stands among the changes of its option: by this key, then by id.
 */
order?: string, 
/**
 * Is it kept but not applied?
 */
off?: boolean, 
/**
 * Why, for a reader.
 */
note?: string | null, 
/**
 * What it does.
 */
do: Do, };

/**
 * Names a change within its option.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type ChangeId = string;

/**
 * A change of an option.
 */
export type ChangeView = { 
/**
 * Its id.
 */
id: ChangeId, 
/**
 * What it does, in a few words: `Spin out Image processing`.
 */
title: string, 
/**
 * The change.
 */
change: Change, };

/**
 * Asks for all findings of a model.
 */
export type CheckDocument = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * Only this option; all options where left out.
 */
option?: OptionId | null, };

/**
 * Asks to compare the files of an export with what is there.
 */
export type CheckExport = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option. Where left out and the model has several and none is chosen, the problem is
 * `choice_needed`.
 */
option?: OptionId | null, 
/**
 * The folders to compare with.
 */
into: ExportInto, };

/**
 * All findings of a model. A finding that several options share is told once, for the first of them.
 */
export type CheckReport = { 
/**
 * The version of this shape, 1.
 */
format: number, 
/**
 * What the model is called.
 */
model: string, 
/**
 * The findings, worst first.
 */
findings: Array<LocatedFinding>, };

/**
 * A word that can be chosen.
 */
export type Choice = { 
/**
 * As it stands in the file.
 */
value: string, 
/**
 * As it is shown.
 */
label: string, 
/**
 * What it means.
 */
help: string, };

/**
 * What a spinout is, or what it is mistaken for.
 */
export type Class = "Spinout" | "T2" | "T7" | "T8";

/**
 * Asks to let go of a model.
 */
export type CloseDocument = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * Throw unsaved work away; without it, unsaved work is a problem of kind `unsaved`.
 */
discard?: boolean, };

/**
 * Controlled delay (CoDel, RFC 8289): who has waited too long is turned away once the wait has been too
 * long for a while.
 */
export type Codel = { 
/**
 * The wait that is acceptable. Default 5ms.
 */
target?: string, 
/**
 * The while. Default 100ms.
 */
interval?: string, };

/**
 * Asks to run two options under the same users and the same work.
 */
export type Compare = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * A number of the client's own, for progress and cancel.
 */
run: number, 
/**
 * What to compare with; the baseline where left out.
 */
base?: OptionId | null, 
/**
 * What to compare; the chosen option where left out.
 */
option?: OptionId | null, 
/**
 * The scenario; the default one where left out.
 */
scenario?: ScenarioId | null, 
/**
 * How.
 */
settings: RunSettings, };

/**
 * Two options under the same users and the same work, paired by replication.
 */
export type Comparison = { 
/**
 * The version of this shape, 1.
 */
format: number, 
/**
 * The scenario.
 */
scenario: ScenarioId, 
/**
 * What is compared with.
 */
base: OptionId, 
/**
 * What is compared.
 */
option: OptionId, 
/**
 * By journey: option − base.
 */
journeys: { [key in JourneyId]: JourneyDifference }, 
/**
 * Cost of the month, option − base; null where one is not known.
 */
cost_per_month: number | null, 
/**
 * Value lost at the worst failure, option − base.
 */
worst_value_lost: number | null, 
/**
 * The two runs, base first.
 */
runs: Array<Run>, 
/**
 * What is to be said after each of them, in the same order, worst first.
 */
findings: Array<Array<Finding>>, };

/**
 * Who may answer a read.
 */
export type Consistency = "eventual" | "primary" | "read_your_writes";

/**
 * A consumer group of a queue.
 */
export type ConsumerGroupResult = { 
/**
 * Its lag: messages that it has not finished, over time.
 */
lag: Estimate | null, 
/**
 * Messages that it had not finished at the end, per replication.
 */
lag_end: number, 
/**
 * What became of its messages.
 */
messages: MessageResult, };

/**
 * What is promised at an operation or a queue. A draft is derived where none is written.
 */
export type Contract = { 
/**
 * The operation, or the queue, that promises. A component's contract moves with it.
 */
of: OperationRef, 
/**
 * What it does, in a line.
 */
summary?: string | null, 
/**
 * The version of the promise, `major.minor.patch`.
 */
version?: string, 
/**
 * For a request over HTTP.
 */
http?: Http | null, 
/**
 * For messages over a broker.
 */
message?: Message | null, 
/**
 * The JSON Schema (2020-12) of what is sent.
 */
request?: JsonValue | null, 
/**
 * The JSON Schema (2020-12) of what comes back.
 */
response?: JsonValue | null, 
/**
 * Examples of what is sent, by name.
 */
examples?: { [key in string]: JsonValue }, 
/**
 * What can go wrong, by HTTP status or error code.
 */
errors?: { [key in string]: ContractError }, 
/**
 * The OAuth scope a caller needs.
 */
scope?: string | null, };

/**
 * An error that a caller must expect.
 */
export type ContractError = { 
/**
 * When it comes, and what the caller should do.
 */
description: string, };

/**
 * Names a contract.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type ContractId = string;

/**
 * A copy of a store.
 */
export type Copied = { 
/**
 * The store that it is a copy of.
 */
of: ElementId, 
/**
 * Where a stream of changes keeps it: the queues that carry them, and the component that applies them.
 */
kept_by: Array<ElementId>, };

/**
 * A limit on the use of the cores, as Linux' scheduler enforces it for a container: in each period the
 * instance may use `cores` × `period` of the cores that it has, and stands still once that is used up.
 */
export type CpuLimit = { 
/**
 * Cores that may be used on average; above 0.
 */
cores: number, 
/**
 * The period. Default 100ms.
 */
period?: string, };

/**
 * How traffic goes over to a unit, step by step.
 */
export type Cutover = { 
/**
 * The `spin_out` that is cut over to.
 */
of: ChangeId, 
/**
 * The phases, first to last.
 */
phases: Array<CutoverPhase>, 
/**
 * How long after the last phase the flag and the old way are taken away. Unknown if left out.
 */
remove_flag?: string | null, };

/**
 * One phase of a cutover.
 */
export type CutoverPhase = { 
/**
 * The share of traffic that the unit answers, 0 to 1; 0 is a shadow: it works, but is not heard.
 */
share: number, 
/**
 * The least time in this phase.
 */
at_least?: string | null, 
/**
 * The objectives that must hold before the next phase.
 */
gate?: Array<Gate>, 
/**
 * How to go back.
 */
way_back?: string | null, };

/**
 * When the phases of a cutover begin.
 */
export type CutoverTimes = { 
/**
 * The beginning of each phase, first to last, since the scenario's start: as many as the cutover
 * has, or fewer. Until the first, everything goes the old way.
 */
at: Array<string>, 
/**
 * When everything goes back to the old way, if it does.
 */
back?: string | null, };

/**
 * Classes of data that rules apply to.
 */
export type DataClass = "public" | "internal" | "pii" | "pci" | "health";

/**
 * Names a data set.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type DataId = string;

/**
 * Data with an owner.
 */
export type DataSet = { 
/**
 * What the data are called.
 */
name: string, 
/**
 * The store that keeps them.
 */
store: ElementId, 
/**
 * Their classes.
 */
classes?: Array<DataClass>, 
/**
 * The team that answers for them.
 */
owner?: TeamId | null, 
/**
 * The elements that may write them.
 */
writers?: Array<ElementId>, };

/**
 * Where the data of a spun-out component lie.
 */
export type DataStrategy = "shared" | "own_schema" | "own_store" | "replica" | "call_parent";

/**
 * Where messages go that failed too often.
 */
export type DeadLetter = { 
/**
 * The queue that takes them.
 */
to: ElementId, 
/**
 * How often a message is delivered before it goes there; at least 1.
 */
max_receives: number, };

/**
 * What can be said of an option.
 */
export type Decision = { 
/**
 * The option.
 */
option: OptionId, 
/**
 * The scenarios that both it and the baseline were run under.
 */
compared: Array<ScenarioId>, 
/**
 * It changes the design, and takes nothing out of its process: a refactor (T1).
 */
refactor: boolean, 
/**
 * Its spinouts.
 */
spinouts: Array<SpinOutDecision>, };

/**
 * Asks to take a run out of the history.
 */
export type DeleteRun = { 
/**
 * Its id.
 */
id: number, };

/**
 * What is guaranteed of a message on a link.
 */
export type Delivery = "at_most_once" | "at_least_once" | "exactly_once";

/**
 * A bad version of a process is rolled out, instance by instance, and goes back the same way once it is
 * noticed.
 */
export type Deploy = { 
/**
 * Share of what an instance with it is asked that fails after its work, 0 to 1.
 */
errors?: number, 
/**
 * Everything takes this many times as long at an instance with it; at least 1. Default 1.
 */
slow?: number, 
/**
 * Share of the instances that get it, above 0 and at most 1: a canary, while it is below 1. Default 1.
 */
share?: number, 
/**
 * Instances replaced at once beside which others are started first, so that nothing is missed. Default 1.
 */
max_surge?: number, 
/**
 * Instances replaced at once that take no requests for their `start_up`.
 */
max_unavailable?: number, 
/**
 * How long those are out. Default 30s.
 */
start_up?: string, 
/**
 * From one batch to the next. Default 30s.
 */
step?: string, 
/**
 * The same on the way back. As `step` if left out.
 */
roll_back_step?: string, 
/**
 * From the first batch until somebody notices, and it goes back. Nobody does if left out.
 */
detect?: string, 
/**
 * What notices by itself.
 */
gate?: DeployGate, };

/**
 * An automatic roll-back: it looks at the errors of the new version's instances at the end of each window.
 */
export type DeployGate = { 
/**
 * The share of failed requests there at which it goes back, above 0 and at most 1.
 */
errors: number, 
/**
 * How long a window is. Default 1min.
 */
window?: string, 
/**
 * Requests below which a window says nothing. Default 20.
 */
min_requests?: number, };

/**
 * What became of a bad version that was rolled out.
 */
export type DeployResult = { 
/**
 * Most instances that had it at once.
 */
instances: Estimate | null, 
/**
 * Share of the replications in which it was noticed, by people or by its gate.
 */
noticed: number, 
/**
 * When, seconds since the scenario's start, in those in which it was.
 */
noticed_s: Estimate | null, 
/**
 * When the last instance was rid of it, seconds since the scenario's start.
 */
over_s: Estimate | null, };

/**
 * Everything that can be said in a model.
 */
export type Description = { 
/**
 * Kinds of elements, as a palette lists them.
 */
kinds: Array<KindDescription>, 
/**
 * Modes of relationships, as a menu lists them.
 */
modes: Array<ModeDescription>, 
/**
 * Patterns of a spinout, as a dialog offers them.
 */
patterns: Array<PatternDescription>, 
/**
 * The usual phases of a cutover: a shadow, 1 %, 10 %, 50 % and all, each with its way back.
 */
phases: Array<CutoverPhase>, 
/**
 * Forms by the name that [`Form::Named`] refers to.
 */
forms: { [key in string]: Form }, };

/**
 * A paired difference.
 */
export type Difference = { 
/**
 * In the base.
 */
base: number, 
/**
 * In the option.
 */
option: number, 
/**
 * Option − base with the interval of the paired difference.
 */
difference: Estimate, 
/**
 * Is the interval wholly on one side of zero?
 */
certain: boolean, };

/**
 * What a quantity measures.
 */
export type Dimension = "time" | "rate" | "size" | "price";

/**
 * Asks to throw unsaved work away.
 */
export type DiscardRecovery = { 
/**
 * Which.
 */
key: string, };

/**
 * Who of those that wait for a thread or a connection is next.
 */
export type Discipline = "fifo" | "lifo" | "priority" | "priority_preemptive" | "random";

/**
 * A distribution of times, named by what people know of it.
 */
export type Distribution = { "constant": string } | { "exponential": { 
/**
 * The mean.
 */
mean: string, } } | { "erlang": { 
/**
 * The mean of the sum.
 */
mean: string, 
/**
 * The number of stages, 1 to 1000.
 */
stages: number, } } | { "gamma": Spread } | { "lognormal": Spread } | { "weibull": Spread } | { "hyperexponential": { 
/**
 * The mean.
 */
mean: string, 
/**
 * The squared coefficient of variation, at least 1.
 */
scv: number, } } | { "bounded_pareto": { 
/**
 * The exponent of the tail, above 0; the smaller, the heavier.
 */
shape: number, 
/**
 * The smallest, above 0.
 */
min: string, 
/**
 * The largest, above `min`.
 */
max: string, } } | { "quantiles": { [key in string]: string } };

/**
 * A family of distributions, by its word in the file.
 */
export type DistributionFamily = "constant" | "exponential" | "erlang" | "gamma" | "lognormal" | "weibull" | "hyperexponential" | "bounded_pareto" | "quantiles";

/**
 * A distribution as it is drawn; values in seconds or bytes.
 */
export type DistributionPicture = { 
/**
 * The mean.
 */
mean: number, 
/**
 * The median.
 */
p50: number, 
/**
 * The 95th percentile.
 */
p95: number, 
/**
 * The 99th percentile.
 */
p99: number, 
/**
 * Where the picture ends; it begins at 0.
 */
to: number, 
/**
 * The share of the values in each of equally wide bins from 0 to `to`. What they lack of 1 lies beyond.
 */
shares: Array<number>, };

/**
 * A distribution and its picture.
 */
export type DistributionView = { 
/**
 * The distribution, as it would stand in the file.
 */
distribution: unknown, 
/**
 * The family that it is of.
 */
family: DistributionFamily, 
/**
 * How it looks.
 */
picture: DistributionPicture, };

/**
 * What a change does.
 */
export type Do = { "spin_out": SpinOut } | { "fold_back": FoldBack } | { "add": Addition } | { "set": Set } | { "remove": Remove } | { "move": Move } | { "cutover": Cutover };

/**
 * Names an open model until it is closed.
 */
export type DocumentId = number;

/**
 * Nothing more to say.
 */
export type Done = Record<symbol, never>;

/**
 * A change of a model.
 */
export type Edit = { "kind": "place", 
/**
 * The new places.
 */
positions: { [key in ElementId]: Position }, } | { "kind": "set", 
/**
 * The path of the value, such as `elements/shop/process/threads`.
 */
path: string, 
/**
 * The value; `null` takes it away.
 */
value: JsonValue, } | { "kind": "set_all", 
/**
 * What that does, for a person.
 */
title: string, 
/**
 * The values by their paths; `null` takes one away.
 */
values: { [key in string]: JsonValue }, } | { "kind": "add", 
/**
 * New elements.
 */
elements: { [key in ElementId]: Element }, 
/**
 * New relationships.
 */
relationships: { [key in RelationshipId]: Relationship }, 
/**
 * Where new elements stand; the others find a place beside what they work with.
 */
positions: { [key in ElementId]: Position }, } | { "kind": "remove", 
/**
 * Elements.
 */
elements: Array<ElementId>, 
/**
 * Relationships.
 */
relationships: Array<RelationshipId>, } | { "kind": "move_into", 
/**
 * The elements.
 */
elements: Array<ElementId>, 
/**
 * What they are put into; the top level where left out.
 */
to?: ElementId | null, } | { "kind": "merge", } | { "kind": "duplicate", 
/**
 * What the copy is called.
 */
name: string, } | { "kind": "spin_out", 
/**
 * The new option's name, where one is made.
 */
option_name?: string | null, 
/**
 * What is taken out, and how.
 */
spin_out: SpinOut, 
/**
 * The phases by which traffic goes over, in the same step; a change of their own. None if left out.
 */
cutover?: Array<CutoverPhase>, } | { "kind": "put_change", 
/**
 * Its id.
 */
id: ChangeId, 
/**
 * The change.
 */
change: Change, } | { "kind": "remove_change", 
/**
 * Its id.
 */
id: ChangeId, } | { "kind": "switch_change", 
/**
 * Its id.
 */
id: ChangeId, 
/**
 * Is it off?
 */
off: boolean, } | { "kind": "order_change", 
/**
 * Its id.
 */
id: ChangeId, 
/**
 * The change that it shall stand before; the end where left out.
 */
before?: ChangeId | null, } | { "kind": "add_option", 
/**
 * What it is called.
 */
name: string, } | { "kind": "remove_option", } | { "kind": "add_slide", 
/**
 * The slide.
 */
slide: Slide, } | { "kind": "order_slide", 
/**
 * Its id.
 */
id: SlideId, 
/**
 * The slide that it shall stand before; the end where left out.
 */
before?: SlideId | null, };

/**
 * A thing on the canvas. Which of the groups `process`, `function`, `queue`, `store` and `boundary` it may carry
 * follows from its kind.
 */
export type Element = { 
/**
 * What it is.
 */
kind: ElementKind, 
/**
 * What it is called; its id where left out.
 */
name?: string | null, 
/**
 * What it does, for a reader.
 */
description?: string | null, 
/**
 * The boundary around it, or for a component the process that it is part of.
 */
in?: ElementId | null, 
/**
 * The team that owns it.
 */
team?: TeamId | null, 
/**
 * The classes of data it handles.
 */
data?: Array<DataClass>, 
/**
 * Its capacity, for a monolith or a service.
 */
process?: Process | null, 
/**
 * What its platform does for it, for a function.
 */
function?: Function | null, 
/**
 * When it runs and what with, for a job.
 */
job?: Job | null, 
/**
 * Its delivery rules, for a queue.
 */
queue?: Queue | null, 
/**
 * Its capacity, for a store.
 */
store?: Store | null, 
/**
 * What it stands for, for a boundary.
 */
boundary?: Boundary | null, 
/**
 * Locks that its operations take.
 */
locks?: { [key in LockId]: Lock }, 
/**
 * What it does when asked. A queue has none.
 */
operations?: { [key in OperationId]: Operation }, };

/**
 * Names an element.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type ElementId = string;

/**
 * What an element is.
 */
export type ElementKind = "client" | "frontend" | "edge" | "monolith" | "service" | "gateway" | "function" | "job" | "component" | "queue" | "store" | "external" | "boundary";

/**
 * What an element went through.
 */
export type ElementResult = { 
/**
 * What the element is called.
 */
name: string, 
/**
 * The scarcest of its resources, which `utilization` is of; none where it has none.
 */
resource: string | null, 
/**
 * Busy ÷ available of the scarcest resource, over time.
 */
utilization: Estimate | null, 
/**
 * Finished visits per second.
 */
throughput_per_s: Estimate | null, 
/**
 * A visit with the calls it makes, from arrival to answer.
 */
response_s: Latency, 
/**
 * A visit without the calls it makes and without waiting, seconds.
 */
own_s: Estimate | null, 
/**
 * Waiting of a visit for threads, cores and connections.
 */
wait_s: Latency, 
/**
 * Visits waiting, over time.
 */
queue_length: Estimate | null, 
/**
 * Instances, over time.
 */
replicas: Estimate | null, 
/**
 * The most instances at once.
 */
replicas_max: number, 
/**
 * Visits that were turned away at its door because the caller was not let in ÷ all that came to it.
 */
denied?: Estimate | null, 
/**
 * Of these, those without a token ÷ all that came.
 */
without_token?: Estimate | null, 
/**
 * The same with a token that was too old when the work was to begin.
 */
with_old_token?: Estimate | null, 
/**
 * Visits that were turned away, for whatever reason, denials among them ÷ all that came.
 */
refused?: Estimate | null, 
/**
 * Visits whose patience ended while they waited ÷ all that came.
 */
abandoned?: Estimate | null, 
/**
 * Instances that died by themselves, out of memory or broken down, per replication.
 */
killed?: Estimate | null, 
/**
 * Each resource by its name: `cores`, `threads`, `connections`.
 */
resources: { [key in string]: ResourceResult }, 
/**
 * For a queue.
 */
queue: QueueResult | null, 
/**
 * For a queue: what became of its messages, in all its consumer groups together.
 */
messages: MessageResult | null, 
/**
 * Where an autoscaler steers: what held it back.
 */
scaling: ScalingResult | null, 
/**
 * For a function: its environments.
 */
function: FunctionResult | null, 
/**
 * For a store: its copies.
 */
read_replicas?: ReadReplicasResult | null, 
/**
 * The caches of its relationships, by these.
 */
caches?: { [key in string]: CacheResult }, 
/**
 * For a process whose instances share quotas or nodes, or are on machines that are taken back.
 */
placement: PlacementResult | null, 
/**
 * For a boundary with nodes.
 */
nodes: NodesResult | null, 
/**
 * For a job: its runs.
 */
job: JobResult | null, };

/**
 * An element over time.
 */
export type ElementSeries = { 
/**
 * Visits or messages waiting.
 */
queue_length: Band, 
/**
 * Use of the scarcest resource.
 */
utilization: Band, 
/**
 * Instances.
 */
replicas: Band, 
/**
 * M5 over time: messages of a queue that were given up since the start. Empty where none can be.
 */
dead_letters?: Band, 
/**
 * M10 over time: those who were not let in, per second. Empty where nobody was.
 */
denied_per_s?: Band, 
/**
 * Instances that wait for a node. Empty where what runs is not on nodes.
 */
pending?: Band, 
/**
 * Nodes of a boundary. Empty where it has none.
 */
nodes?: Band, 
/**
 * Environments of a function that were started for a request, per second. Empty for others.
 */
cold_starts_per_s?: Band, 
/**
 * Throttled requests of a function, per second. Empty for others.
 */
throttled_per_s?: Band, 
/**
 * Look-ups that had an answer ÷ all, by the relationship that a cache stands before.
 */
hit_ratio?: { [key in string]: Band }, };

/**
 * A value with the interval that covers the truth at the stated confidence. The interval speaks of
 * simulation noise only, not of how good the model's figures are.
 */
export type Estimate = { 
/**
 * The best single figure.
 */
value: number, 
/**
 * The interval's lower end.
 */
low: number, 
/**
 * The interval's upper end.
 */
high: number, };

/**
 * What a client is told without having asked.
 */
export type Event = { "event": "progress" } & RunProgress | { "event": "interim" } & RunInterim | { "event": "warning", 
/**
 * What.
 */
problem: Problem, };

/**
 * Names a piece of evidence.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type EvidenceId = string;

/**
 * A run whose summary travels with the file.
 */
export type EvidenceView = { 
/**
 * The option that was run.
 */
option: OptionId, 
/**
 * The scenario that it was run under.
 */
scenario: ScenarioId, 
/**
 * The seed.
 */
seed: number, 
/**
 * The version of the engine.
 */
engine: string, 
/**
 * Independent replications.
 */
replications: number, 
/**
 * The digest of the network that was run. The evidence is stale where that is not the option's any
 * more.
 */
digest: string, };

/**
 * Where a model was exported to last on this machine.
 */
export type ExportFolders = { 
/**
 * The folder of whatever has none of its own.
 */
dir: string | null, 
/**
 * The folders of kinds of repository.
 */
targets: Array<TargetFolder>, };

/**
 * A format that can be exported.
 */
export type ExportFormat = { 
/**
 * Names it, such as `openapi`.
 */
id: string, 
/**
 * What it gives.
 */
about: string, 
/**
 * The tools that accept its files.
 */
accepted_by: Array<string>, };

/**
 * Where an export goes and what it is to say that the model does not.
 */
export type ExportInto = { 
/**
 * The folder of whatever has none of its own; made where it is missing.
 */
dir?: string, 
/**
 * The folders of kinds of repository; those without one, here or in `dir`, are left out.
 */
targets?: Array<TargetFolder>, 
/**
 * The folder of the team's own templates of documents; the built-in ones where left out.
 */
templates?: string, 
/**
 * The address under which runbooks stand, one by the name of each service.
 */
runbooks?: string, 
/**
 * The address of the dashboards, one by the name of each service.
 */
dashboards?: string, 
/**
 * Where callers get their tokens.
 */
token_url?: string, };

/**
 * What an export would write.
 */
export type ExportPlan = { 
/**
 * The option.
 */
option: OptionId, 
/**
 * The formats there are.
 */
formats: Array<ExportFormat>, 
/**
 * The files, by path.
 */
artifacts: Array<PlannedArtifact>, 
/**
 * Files that an earlier export wrote and that this one would remove or leave behind.
 */
others: Array<ArtifactNote>, 
/**
 * Folders that hold another design, each with what it holds: writing must be told to take its place.
 */
held: Array<HeldFolder>, 
/**
 * What a reader should know of the figures in the files, such as evidence that is stale.
 */
notes: Array<string>, };

/**
 * What an export did, or would do.
 */
export type ExportReport = { 
/**
 * The version of this shape, 1.
 */
format: number, 
/**
 * The option.
 */
option: OptionId, 
/**
 * The files, by folder and path; those that are the same too.
 */
files: Array<ArtifactNote>, 
/**
 * What a reader should know of the figures in the files, such as evidence that is stale.
 */
notes: Array<string>, };

/**
 * The failure of one element.
 */
export type Failure = { 
/**
 * The element.
 */
element: ElementId, 
/**
 * What the element is called.
 */
name: string, 
/**
 * Value of the requests that cannot succeed ÷ value offered, 0 to 1, by the journeys' shares.
 */
value_lost: number, 
/**
 * Value of the requests that succeed, but whose consequences come late or never ÷ value offered.
 */
value_degraded: number, 
/**
 * The journeys behind the numbers.
 */
journeys: Array<Impact>, };

/**
 * How a call can fail.
 */
export type FailureKind = "timeout" | "refused" | "error";

/**
 * A failure mode that a run shows, by the signal that operators would see it by.
 */
export type FailureMode = { 
/**
 * What it is called.
 */
name: string, 
/**
 * What it is seen by.
 */
signal: string, 
/**
 * What the signal is counted in.
 */
unit: string, 
/**
 * What is done about it.
 */
response: string, 
/**
 * Where it is seen; at least once.
 */
seen: Array<Seen>, };

/**
 * The eight ways in which spinouts fail.
 */
export type FailureModeId = "F1" | "F2" | "F3" | "F4" | "F5" | "F6" | "F7" | "F8";

/**
 * What is done where a call has failed for good.
 */
export type Fallback = "answer" | { "follow": RelationshipId };

/**
 * Something that breaks for a while.
 */
export type Fault = { 
/**
 * The element that it hits.
 */
element: ElementId, 
/**
 * When it begins, since the scenario's start.
 */
at: string, 
/**
 * How long it lasts.
 */
duration: string, 
/**
 * What happens.
 */
kind: FaultKind, };

/**
 * Names a fault within its scenario.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type FaultId = string;

/**
 * What happens in a fault. A fault of a boundary hits everything in it: the crash of a zone is its loss.
 */
export type FaultKind = { "crash": number | null } | { "slow": number } | { "errors": number } | { "brownout": Brownout } | { "outage": Outage } | { "denial": number } | { "deploy": Deploy } | { "poison": number } | { "partition": ElementId | null } | { "packet_loss": number } | { "delay": Distribution } | { "lost_traces": number } | { "lost_telemetry": number } | { "failed_runs": number };

/**
 * A field of a group.
 */
export type Field = { 
/**
 * Its word in the file.
 */
key: string, 
/**
 * As it is shown.
 */
label: string, 
/**
 * What it means, with where a default comes from.
 */
help: string, 
/**
 * It cannot be left out.
 */
required: boolean, 
/**
 * What holds when nothing is said, as it is shown.
 */
otherwise: string | null, 
/**
 * What is counted or measured, behind the value.
 */
unit: string | null, 
/**
 * Where the default comes from.
 */
source: string | null, 
/**
 * Among the first that anybody asks for: shown before the rest is asked for.
 */
common: boolean, 
/**
 * An item of the price catalogue.
 */
billed: boolean, 
/**
 * The kinds or modes that it has a meaning for; all where empty.
 */
only: Array<string>, 
/**
 * What to begin with where it is said for the first time.
 */
start: unknown, 
/**
 * How it is said.
 */
form: Form, };

/**
 * The file of a model.
 */
export type FileView = { 
/**
 * Its path; none before the first save.
 */
path: string | null, 
/**
 * Is there unsaved work?
 */
dirty: boolean, 
/**
 * Is the file not in canonical form? It will be with the next save.
 */
normalises: boolean, 
/**
 * Fields that this version does not know. They are kept.
 */
unknown: Array<string>, };

/**
 * What a check says about one place in a model.
 */
export type Finding = { 
/**
 * The check that says it: a stable id such as `A3`, `B17` or `recursion-without-end`.
 */
id: string, 
/**
 * How much it matters.
 */
severity: Severity, 
/**
 * The place in the model as a slash-separated path of keys, such as `elements/shop/process`.
 */
place: string, 
/**
 * What is wrong and why it matters, for a person.
 */
why: string, 
/**
 * What to do about it.
 */
fix: string, };

/**
 * Asks to stop a run and keep what it has: its command answers with the replications that are done,
 * labelled as stopped. It ends as `cancelled` where there is nothing yet.
 */
export type Finish = { 
/**
 * The number that the client gave it.
 */
run: number, };

/**
 * Branches of which the first success counts.
 */
export type FirstOf = { 
/**
 * What is done side by side; each branch is a sequence of steps.
 */
branches: Array<Array<Step>>, 
/**
 * So many copies of the branches. Default 1.
 */
times?: number, 
/**
 * Time from the start of one branch to that of the next; a branch that fails starts the next at
 * once. All start together if left out.
 */
after?: string | null, 
/**
 * What becomes of the others when one has succeeded. Default `leave`.
 */
others?: Others, };

/**
 * Puts a process' components back into another process; queues between the two go, and what was
 * published is called again.
 */
export type FoldBack = { 
/**
 * The process that goes away.
 */
unit: ElementId, 
/**
 * The process that takes its components.
 */
into: ElementId, };

/**
 * How a value is said.
 */
export type Form = { "form": "text" } | { "form": "flag" } | { "form": "number", 
/**
 * The least that is accepted.
 */
least: number | null, 
/**
 * The most that is accepted.
 */
most: number | null, 
/**
 * Without a fraction.
 */
whole: boolean, } | { "form": "quantity", 
/**
 * What is measured.
 */
dimension: Dimension, } | { "form": "distribution", 
/**
 * What is drawn: a time or a size.
 */
dimension: Dimension, 
/**
 * A plain time will do.
 */
or_time: boolean, } | { "form": "choice", 
/**
 * The words.
 */
choices: Array<Choice>, } | { "form": "variants", 
/**
 * The things.
 */
variants: Array<Variant>, } | { "form": "group", 
/**
 * In the order in which they are shown.
 */
fields: Array<Field>, } | { "form": "list", 
/**
 * What each is.
 */
of: Form, } | { "form": "map", 
/**
 * What each is.
 */
of: Form, } | { "form": "reference", 
/**
 * What is named.
 */
to: string, } | { "form": "named", 
/**
 * Its name.
 */
name: string, } | { "form": "json" };

/**
 * How much there is to a figure.
 */
export type Found = "simulated" | "computed" | "assumed";

/**
 * What a platform does for a function: an environment for each request inside.
 */
export type Function = { 
/**
 * The catalogue item that it is billed as, such as `lambda/x86`.
 */
service: string | null, 
/**
 * Memory of an environment, for the bill. Default 128MiB. Its demand is the time that it takes with it.
 */
memory?: string, 
/**
 * The most environments at once; more requests are throttled. Default 1000 (an AWS account's).
 */
concurrency?: number, 
/**
 * Environments that only it can have: its most, and taken out of what is left to the other functions of
 * its account. None if left out.
 */
reserved: number | null, 
/**
 * Environments that are always there.
 */
provisioned?: number, 
/**
 * How fast environments may be added. Default 1000 at once and 100/s on top (AWS: 1,000 each 10 s).
 */
burst?: Burst, 
/**
 * Time until a new environment runs its first request, or its distribution. Default 500ms, a guess.
 */
cold_start?: StartUp, 
/**
 * Time without a request until an environment goes, or its distribution. Default 10min, as measured.
 */
idle_expiry?: StartUp, 
/**
 * Time after which a request is ended as failed, and its environment with it. Default 15min (AWS).
 */
time_limit?: string, };

/**
 * The environments of a function.
 */
export type FunctionResult = { 
/**
 * Requests that were run, per second.
 */
invocations_per_s: Estimate | null, 
/**
 * Requests that an environment was started for ÷ requests that got one.
 */
cold_starts: Estimate | null, 
/**
 * Throttled requests ÷ all requests.
 */
throttled: Estimate | null, 
/**
 * Requests that were ended at the time limit ÷ requests that were run.
 */
timed_out: Estimate | null, 
/**
 * Seconds that are billed, per second: each run in whole milliseconds, its cold start left out.
 */
billed_s_per_s: Estimate | null, 
/**
 * Requests that were throttled although the function might have run more, as its account did not let it
 * ÷ all requests.
 */
throttled_by_account?: Estimate | null, 
/**
 * Of the seconds that are billed, those of provisioned environments, per second.
 */
provisioned_s_per_s?: Estimate | null, 
/**
 * Seconds of cold starts, per second: what they add to the whole milliseconds of their runs.
 */
starting_s_per_s?: Estimate | null, };

/**
 * An objective that must hold.
 */
export type Gate = { 
/**
 * The journey.
 */
journey: JourneyId, 
/**
 * Its objective.
 */
objective: ObjectiveId, };

/**
 * Asks for a run of the history.
 */
export type GetRun = { 
/**
 * Its id.
 */
id: number, };

/**
 * Asks to go to a place in the history of edits.
 */
export type GoToStep = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option on screen.
 */
option: OptionId, 
/**
 * The revision that the client saw.
 */
revision: number, 
/**
 * How many steps shall be done.
 */
at: number, };

/**
 * How a store grows by what is written.
 */
export type Growth = { 
/**
 * The part of the bytes written that it grows by: less than 1 where some replace others or are deleted, more
 * with indices. Default 1.
 */
kept?: number, 
/**
 * The age at which data are deleted. Never if left out.
 */
expiry: string | null, };

/**
 * Further attempts before the first has failed: the first answer wins.
 */
export type Hedge = { 
/**
 * Time after which the next attempt starts; one that fails starts the next at once.
 */
after: string, 
/**
 * Attempts in all, the first one among them; at least 2. Default 2.
 */
attempts?: number, 
/**
 * Whether the others are cancelled when one has succeeded. They go on if left out.
 */
cancel?: boolean, };

/**
 * A folder that holds another design.
 */
export type HeldFolder = { 
/**
 * The folder.
 */
dir: string, 
/**
 * The model whose design it holds.
 */
model: string, 
/**
 * Its option.
 */
option: string, };

/**
 * A run of the history, in short.
 */
export type HistoryEntry = { 
/**
 * Names it.
 */
id: number, 
/**
 * When it ended, milliseconds since 1970 UTC.
 */
at_ms: number, 
/**
 * What the model was called.
 */
model: string, 
/**
 * The option.
 */
option: string, 
/**
 * The scenario.
 */
scenario: string, 
/**
 * The kind of scenario.
 */
kind: RunKind, 
/**
 * The seed.
 */
seed: number, 
/**
 * The version of the engine.
 */
engine: string, 
/**
 * The digest of the network that was run.
 */
digest: string, 
/**
 * Replications.
 */
replications: number, 
/**
 * Requests, over all replications.
 */
requests: number, 
/**
 * Objectives that were met.
 */
objectives_met: number, 
/**
 * All objectives.
 */
objectives: number, 
/**
 * The element that could not keep up, if one could not.
 */
overload: string | null, 
/**
 * The greatest 99th percentile of a journey's response, in seconds; none where not known.
 */
worst_p99_s: number | null, 
/**
 * Cost of a month; none where not known.
 */
cost_per_month: number | null, };

/**
 * The runs of the history.
 */
export type HistoryList = { 
/**
 * The latest first.
 */
runs: Array<HistoryEntry>, };

/**
 * How a request is made over HTTP.
 */
export type Http = { 
/**
 * The method in capitals.
 */
method: string, 
/**
 * The path with its parameters in braces, such as `/images/{id}`.
 */
path: string, };

/**
 * What an instance does once it has nothing to do.
 */
export type Idle = { "set_up": Distribution } | { "vacation": Distribution };

/**
 * What a failure does to a journey.
 */
export type Impact = { 
/**
 * The journey.
 */
journey: JourneyId, 
/**
 * What becomes of it; `lost` if any of its requests are.
 */
kind: ImpactKind, 
/**
 * The share of its requests that cannot succeed, 0 to 1.
 */
lost: number, 
/**
 * The share of its requests that are answered, but whose consequences come late or never, 0 to 1.
 */
degraded: number, 
/**
 * The elements from the journey's entry to the failed one.
 */
path: Array<ElementId>, };

/**
 * What becomes of a journey.
 */
export type ImpactKind = "lost" | "degraded";

/**
 * The device of a store: it does one operation after the other.
 */
export type Io = { 
/**
 * How many operations it does in a time.
 */
rate: string, 
/**
 * Operations for each one that a relationship `writes`: pages, logs and indices beside the row. Default 1.
 */
write_amplification?: number, };

/**
 * How many items a run has.
 */
export type Items = number | { 
/**
 * The fewest.
 */
min: number, 
/**
 * The most.
 */
max: number, };

/**
 * Work by the clock. Each run works through its items, each of which does the operation `default`.
 */
export type Job = { 
/**
 * When it runs first, since a scenario's start. A steady scenario has no start: there it runs at any time of
 * its period. Default 0s.
 */
at?: string, 
/**
 * How often it runs, such as "24h". Once if left out.
 */
every: string | null, 
/**
 * Items of a run. Default 1.
 */
items?: Items, 
/**
 * Instances of a run, each of which works on one item after the other. Default 1.
 */
parallelism?: number, 
/**
 * What becomes of a run that is due while another is not done. Default `allow` (Kubernetes).
 */
overlap?: Overlap, 
/**
 * Items that are worked on once more in a run because they failed. Default 6 (Kubernetes).
 */
retries?: number, };

/**
 * The runs of a job that began in the scenario. Counts are those of one replication, mean over all; what is
 * neither finished nor replaced was not done at the end.
 */
export type JobResult = { 
/**
 * Runs that began.
 */
started: number, 
/**
 * Those that were done.
 */
finished: number, 
/**
 * Those that were due, but did not take place because another one was not done.
 */
missed: number, 
/**
 * Those that were ended by the next one.
 */
replaced: number, 
/**
 * Items that were done.
 */
items: number, 
/**
 * Items that failed for good.
 */
failed: number, 
/**
 * Failures of items that were tried once more.
 */
retried: number, 
/**
 * Job time: from the start of a run to its end, seconds, of those that were done.
 */
duration_s: Estimate | null, 
/**
 * The longest of all replications, seconds.
 */
duration_max_s: number, };

/**
 * A kind of user request.
 */
export type Journey = { 
/**
 * What it is called; its id where left out.
 */
name?: string | null, 
/**
 * What the user wants, for a reader.
 */
description?: string | null, 
/**
 * The operation that is asked first.
 */
entry: OperationRef, 
/**
 * Its part of a scenario's load, relative to the other journeys' shares. Default 1.
 */
share?: number, 
/**
 * Who asks.
 */
traffic?: TrafficClass | null, 
/**
 * How large what it carries is: drawn once for each request, for everything that is done for it.
 */
size?: SizeDistribution | null, 
/**
 * What a good request is worth, relative to those of other journeys. Default 1.
 */
value?: number, 
/**
 * What is promised of it.
 */
objectives?: { [key in ObjectiveId]: Objective }, };

/**
 * Option − base for one journey.
 */
export type JourneyDifference = { 
/**
 * Over the whole run, by figure: `response_s/mean`, `response_s/p99`, `success_rate`, …
 */
whole: { [key in string]: Difference }, 
/**
 * By window of arrival.
 */
windows: { [key in WindowId]: { [key in string]: Difference } }, };

/**
 * Names a journey.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type JourneyId = string;

/**
 * What a journey loses.
 */
export type JourneyLoss = { 
/**
 * The journey.
 */
journey: JourneyId, 
/**
 * The share of its requests that are lost.
 */
loss: Estimate, };

/**
 * What a journey's users got.
 */
export type JourneyResult = { 
/**
 * What the journey is called.
 */
name: string, 
/**
 * The operation that it asks first.
 */
entry: OperationRef, 
/**
 * Until the caller has its answer, failures included with the time at which they failed.
 */
response_s: Latency, 
/**
 * Until the last asynchronous consequence is done.
 */
completion_s: Latency, 
/**
 * Response of successful requests only.
 */
success_response_s: Latency, 
/**
 * Finished requests per second.
 */
throughput_per_s: Estimate | null, 
/**
 * Successful ÷ finished.
 */
success_rate: Estimate | null, 
/**
 * Requests followed, over all replications.
 */
requests: number, 
/**
 * Of those, the ones that had not finished when the run ended.
 */
censored: number, 
/**
 * What was promised, and whether it was kept.
 */
objectives: Array<ObjectiveResult>, 
/**
 * Where the time of a request goes until it is complete, greatest first.
 */
where_it_goes: Array<Share>, 
/**
 * What became of the messages of its requests, where they publish any.
 */
messages: MessageResult | null, 
/**
 * For a terminating scenario: the same by windows of arrival.
 */
windows: { [key in WindowId]: WindowResult }, };

/**
 * A journey over time, by the time of arrivals and answers.
 */
export type JourneySeries = { 
/**
 * Arrivals per second.
 */
arrivals_per_s: Band, 
/**
 * Mean response, seconds.
 */
response_mean_s: Band, 
/**
 * 99th percentile of the response, seconds: the mean of the replications' own.
 */
response_p99_s: Band, 
/**
 * Failures per second.
 */
failures_per_s: Band, 
/**
 * M12 over time, by objective: share of bad requests ÷ (1 − target), 1 spends the budget exactly.
 */
burn_rate?: { [key in ObjectiveId]: Band }, 
/**
 * M9 over time: share of requests that leave one whole trace. Empty where it is not known, or no fault
 * changes it.
 */
trace_join_rate?: Array<number | null>, };

export type JsonValue = number | string | boolean | Array<JsonValue> | { [key in string]: JsonValue } | null;

/**
 * What KEDA adds to HPA.
 */
export type KedaRule = { 
/**
 * Time between looks at the trigger. Default 30s.
 */
polling_interval?: string, 
/**
 * Time without activity until the last instance stops, where `min` is 0. Default 300s.
 */
cooldown?: string, 
/**
 * The trigger is active above this figure, of all instances together. Default 0.
 */
activation?: number, };

/**
 * Asks to put the summary of a run into the file.
 */
export type KeepEvidence = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option on screen.
 */
option: OptionId, 
/**
 * The revision that the client saw.
 */
revision: number, 
/**
 * The run's id in the history.
 */
run: number, };

/**
 * How keys are spread: those of messages, of rows, of what is asked for. Key number 0 is the most popular; of
 * messages, key number i belongs to partition i modulo the number of partitions.
 */
export type Keys = { "uniform": number } | { "zipf": Zipf };

/**
 * A kind of element, for palettes, canvases and inspectors.
 */
export type KindDescription = { 
/**
 * The kind.
 */
kind: ElementKind, 
/**
 * As it is shown.
 */
label: string, 
/**
 * What it stands for.
 */
help: string, 
/**
 * Where a palette lists it.
 */
section: Section, 
/**
 * Its groups of figures: the words under which they stand.
 */
groups: Array<string>, 
/**
 * What it may stand in, beside nothing; none for what stands nowhere.
 */
inside: Array<ElementKind>, 
/**
 * It has operations.
 */
operations: boolean, 
/**
 * The outline by which it is told from others on a canvas.
 */
shape: Shape, };

/**
 * The Knative pod autoscaler.
 */
export type KnativeRule = { 
/**
 * The part of the target that is aimed at. Default 0.7.
 */
utilization?: number, 
/**
 * The window that ordinarily counts. Default 60s.
 */
stable_window?: string, 
/**
 * The window that sees a burst. Default 6s.
 */
panic_window?: string, 
/**
 * It panics when the panic window asks for so many times the ready instances. Default 2.
 */
panic_threshold?: number, 
/**
 * In one decision at most so many times the ready instances. Default 1000.
 */
max_scale_up_rate?: number, 
/**
 * In one decision no fewer than the ready instances ÷ this. Default 2.
 */
max_scale_down_rate?: number, 
/**
 * Time that the last instance stays after nothing is asked of it. Default 30s.
 */
scale_to_zero_grace?: string, 
/**
 * Requests that are held while no instance is there; more are refused. Default 10000.
 */
held_requests?: number, };

/**
 * What follows from what is known.
 */
export type Known = { 
/**
 * The figures for the model; none where what is known contradicts itself or is too little.
 */
figures: Array<KnownFigure>, 
/**
 * How they were found, with the formula.
 */
found: Array<string>, 
/**
 * What cannot all be true.
 */
conflicts: Array<string>, 
/**
 * What is not known, or only nearly so.
 */
limits: Array<string>, 
/**
 * What was known, in a line: where the figures come from.
 */
source: string, };

/**
 * A figure for the model.
 */
export type KnownFigure = { 
/**
 * Its path in the model.
 */
path: string, 
/**
 * What it is, for a person.
 */
label: string, 
/**
 * The path of its basis; none in an option, whose figures have none of their own.
 */
basis: string | null, 
/**
 * As it would stand in the file.
 */
value: unknown, 
/**
 * For a person.
 */
text: string, };

/**
 * A latency in seconds. A figure is null where too few requests lie beyond it, or none were seen.
 */
export type Latency = { 
/**
 * The mean.
 */
mean: Estimate | null, 
/**
 * The median.
 */
p50: Estimate | null, 
/**
 * The 90th percentile.
 */
p90: Estimate | null, 
/**
 * The 95th percentile.
 */
p95: Estimate | null, 
/**
 * The 99th percentile.
 */
p99: Estimate | null, 
/**
 * The 99.9th percentile.
 */
p999: Estimate | null, };

/**
 * Where a unit sits, L1 to L11.
 */
export type Layer = "edge" | "gateway" | "service" | "front_end" | "data" | "infrastructure" | "kubernetes" | "serverless" | "delivery" | "observability" | "security";

/**
 * What the calls of a relationship with a policy met. Attempts = calls + retries + hedges, exactly.
 */
export type LinkResult = { 
/**
 * Calls per second: retries and hedges left out.
 */
calls_per_s: Estimate | null, 
/**
 * Attempts per second, refused ones included.
 */
attempts_per_s: Estimate | null, 
/**
 * Attempts ÷ calls.
 */
amplification: Estimate | null, 
/**
 * Retries per second.
 */
retries_per_s: Estimate | null, 
/**
 * Attempts before the first had an answer, per second.
 */
hedges_per_s: Estimate | null, 
/**
 * Failed attempts per second, for whatever reason.
 */
failed_per_s: Estimate | null, 
/**
 * Failed ÷ all attempts.
 */
failure_rate: Estimate | null, 
/**
 * Attempts that took too long, per second.
 */
timeouts_per_s: Estimate | null, 
/**
 * Attempts that were not let in, per second.
 */
denied_per_s?: Estimate | null, 
/**
 * Retries that the budget did not allow, per second.
 */
out_of_budget_per_s: Estimate | null, 
/**
 * Attempts that the breaker refused, per second.
 */
refused_by_breaker_per_s: Estimate | null, 
/**
 * Attempts that the rate limit refused, per second.
 */
refused_by_rate_limit_per_s: Estimate | null, 
/**
 * Attempts that the bulkhead refused, per second.
 */
refused_by_bulkhead_per_s: Estimate | null, 
/**
 * Calls that failed for good and in whose place the fallback was done, per second.
 */
fallbacks_per_s: Estimate | null, 
/**
 * Its breaker, where it has one.
 */
breaker: BreakerResult | null, };

/**
 * A relationship with a policy over time.
 */
export type LinkSeries = { 
/**
 * Attempts per second.
 */
attempts_per_s: Band, 
/**
 * Retries per second.
 */
retries_per_s: Band, 
/**
 * Failed attempts per second.
 */
failed_per_s: Band, 
/**
 * Attempts per second that breaker, rate limit or bulkhead refused.
 */
refused_per_s: Band, 
/**
 * Share of the caller's instances whose breaker is not closed.
 */
open: Band, };

/**
 * Asks for the runs of the history.
 */
export type ListHistory = { 
/**
 * Only those of models of this name.
 */
model?: string | null, 
/**
 * The most entries. Default 200.
 */
limit?: number | null, };

/**
 * Asks for the files opened lately.
 */
export type ListRecent = Record<symbol, never>;

/**
 * Asks for unsaved work.
 */
export type ListRecoverable = Record<symbol, never>;

/**
 * Asks for the templates.
 */
export type ListTemplates = Record<symbol, never>;

/**
 * A price.
 */
export type ListedPrice = { 
/**
 * What is billed, such as `ec2/m6i.large`.
 */
item: string, 
/**
 * The price with what it is for, such as `0.096USD/h`.
 */
price: string, };

/**
 * How many requests come over time. Arrivals are a Poisson process of this rate, except where the kind of
 * load says otherwise.
 */
export type Load = { "constant": string } | { "curve": Array<LoadPoint> } | { "spike": { 
/**
 * The rate outside the spike.
 */
base: string, 
/**
 * The rate within it.
 */
peak: string, 
/**
 * When it begins.
 */
at: string, 
/**
 * How long it lasts.
 */
duration: string, } } | { "day": { 
/**
 * The rate at night.
 */
low: string, 
/**
 * The rate in the afternoon.
 */
high: string, } } | { "series": Series } | { "interarrival": Distribution } | { "batches": { 
/**
 * How often a batch comes.
 */
rate: string, 
/**
 * How many requests it has.
 */
size: BatchSize, } } | { "bursts": Array<LoadLevel> } | { "closed": { 
/**
 * The number of users.
 */
population: number, 
/**
 * The time between an answer and the next request: the mean of an exponential one, or a
 * distribution.
 */
think: Think, } };

/**
 * A rate that lasts for a while.
 */
export type LoadLevel = { 
/**
 * The rate meanwhile.
 */
rate: string, 
/**
 * How long it lasts each time.
 */
lasts: Distribution, };

/**
 * A point of a curve.
 */
export type LoadPoint = { 
/**
 * Time since the scenario's start.
 */
at: string, 
/**
 * The rate then.
 */
rate: string, };

/**
 * A finding and where it stands in the file.
 */
export type LocatedFinding = { 
/**
 * The option that it was found in; `baseline` for what holds for all.
 */
option: OptionId, 
/**
 * The line, from 1; none where the place is not in the file.
 */
line: number | null, 
/**
 * The column in characters, from 1.
 */
column: number | null, 
/**
 * The finding.
 */
finding: Finding, };

/**
 * A lock of an element, which operations take for as long as they last, keeping their thread.
 */
export type Lock = { 
/**
 * How many requests may have it at once. Default 1.
 */
capacity?: number, 
/**
 * How long a request waits for it before it fails. For ever if left out.
 */
max_wait?: string | null, 
/**
 * Is it one and the same for all instances? Else each has its own.
 */
shared?: boolean, };

/**
 * Names a lock within its element.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type LockId = string;

/**
 * Steps under a lock.
 */
export type Locked = { 
/**
 * The lock: one of this element, or of an element around it.
 */
name: LockId, 
/**
 * What is done while it is held.
 */
steps: Array<Step>, };

/**
 * What is lost when one element fails.
 */
export type Loss = { 
/**
 * The element.
 */
element: ElementId, 
/**
 * What the element is called.
 */
name: string, 
/**
 * Value of the requests lost ÷ value offered, from the fault's start until its backlog is gone.
 */
loss: Estimate | null, 
/**
 * The loss minus that in the baseline, paired by replication; none where the baseline does not have
 * the element.
 */
than_baseline: Estimate | null, 
/**
 * Requests offered in that time, mean of the replications.
 */
offered: number, 
/**
 * How long after the fault's end its backlog is gone, seconds; none where it was not in some
 * replication.
 */
recovery_s: Estimate | null, 
/**
 * Replications in which the backlog was still there at the end of the longest run.
 */
not_recovered: number, 
/**
 * The journeys that lose requests, worst first.
 */
journeys: Array<JourneyLoss>, };

/**
 * How an element or relationship of an option differs from the baseline.
 */
export type Mark = "new" | "changed" | "gone";

/**
 * How far the operation of a unit has come.
 */
export type Maturity = "beginner" | "intermediate" | "advanced";

/**
 * Memory of an instance. Past its limit the instance is killed: what it works on fails.
 */
export type Memory = { 
/**
 * What it may use.
 */
limit: string, 
/**
 * What it uses when nothing is asked of it. Default none.
 */
base?: string | null, 
/**
 * What each request takes, in flight or waiting.
 */
per_request: string, 
/**
 * Time from the kill until it takes requests again.
 */
restart: Distribution, };

/**
 * A proxy beside each instance, through which all that crosses its process goes.
 */
export type Mesh = { 
/**
 * What one proxy adds to each crossing, one way: where both ends are in the mesh it is added twice. Not
 * beside a `latency` of the link, which is the whole way. Nothing if left out.
 */
latency?: string | null, };

/**
 * How a message travels.
 */
export type Message = { 
/**
 * The topic or queue by its name at the broker.
 */
topic: string, 
/**
 * The field of the payload that keeps order, and that tells a message from its repetition.
 */
key?: string | null, };

/**
 * Messages that are taken together: one run of the operation works on all of them.
 */
export type MessageBatch = { 
/**
 * Most messages at once; at least 1.
 */
size: number, 
/**
 * How long the oldest waits until there are so many. Not at all if left out.
 */
wait?: string | null, };

/**
 * What became of messages: counts of a replication, mean over all of them. In each consumer group,
 * published = acknowledged + dead letters + expired + dropped + what is not finished at the end, where a
 * message that was acknowledged before a failed work counts as acknowledged and as lost.
 */
export type MessageResult = { 
/**
 * Messages that a consumer group got; for a journey: publications that a broker took.
 */
published: number, 
/**
 * Deliveries, each attempt.
 */
delivered: number, 
/**
 * Messages done.
 */
acknowledged: number, 
/**
 * Deliveries that failed or took longer than the visibility time-out, after which the message came again.
 */
redelivered: number, 
/**
 * Messages given up after their last delivery.
 */
dead_letters: number, 
/**
 * Messages that outlived their retention.
 */
expired: number, 
/**
 * Messages that a full queue dropped for newer ones.
 */
dropped: number, 
/**
 * Messages that will never have their effect and lie nowhere: expired, dropped, failed after they were
 * acknowledged on delivery, or refused when their publisher did not wait.
 */
lost: number, 
/**
 * Times that a message had its effect again.
 */
duplicated: number, 
/**
 * Repetitions that an idempotent consumer recognised.
 */
recognised: number, 
/**
 * Dual writes of which only one half took effect.
 */
inconsistent: number, };

/**
 * How a run is made.
 */
export type Method = "events" | "fluid";

/**
 * A metric, for everything in the design that has it.
 */
export type Metric = { 
/**
 * What it is called.
 */
name: string, 
/**
 * What its values are counted in: `s`, `share`, `messages`, `per week`, a currency, or `×` of a budget.
 */
unit: string, 
/**
 * What it is measured by.
 */
measured_by: string, 
/**
 * What to start from; depends on the workload. None for what is only tracked against the baseline.
 */
target: MetricTarget | null, 
/**
 * By what has it.
 */
values: Array<MetricValue>, };

/**
 * The twelve metrics that a spinout is steered by.
 */
export type MetricId = "M1" | "M2" | "M3" | "M4" | "M5" | "M6" | "M7" | "M8" | "M9" | "M10" | "M11" | "M12";

/**
 * What to start from.
 */
export type MetricTarget = { 
/**
 * On which side of the figure a value must lie.
 */
bound: Bound, 
/**
 * The figure, in the metric's unit.
 */
value: number, };

/**
 * A metric of one journey or element.
 */
export type MetricValue = { 
/**
 * What it is of, for a reader.
 */
name: string, 
/**
 * The journey, where it is of one.
 */
journey: JourneyId | null, 
/**
 * The objective of the journey, where it is of one.
 */
objective: ObjectiveId | null, 
/**
 * The element, where it is of one.
 */
element: ElementId | null, 
/**
 * The figure; without width where it is no estimate. Null where it is not known.
 */
value: Estimate | null, 
/**
 * Does it meet the target? Null without a figure or a target.
 */
met: boolean | null, 
/**
 * How much there is to it.
 */
found: Found, 
/**
 * How it came about.
 */
how: string, 
/**
 * What would have to be said for it to be known, or better known: paths in the model, or words.
 */
missing: Array<string>, };

/**
 * How data get to their new place.
 */
export type Migration = "backfill" | "dual_write" | "outbox" | "cdc";

/**
 * What a link does.
 */
export type Mode = "calls" | "publishes" | "consumes" | "reads" | "writes";

/**
 * A mode of relationship, for inspectors and for drawing.
 */
export type ModeDescription = { 
/**
 * The mode.
 */
mode: Mode, 
/**
 * What the caller does.
 */
help: string, 
/**
 * The kinds that it can begin at.
 */
from: Array<ElementKind>, 
/**
 * The kinds that it can end at.
 */
to: Array<ElementKind>, };

/**
 * Puts an element somewhere else.
 */
export type Move = { 
/**
 * The element.
 */
element: ElementId, 
/**
 * Its new boundary, or for a component its new process; nothing for the top level.
 */
to: ElementId | null, };

/**
 * What lies between two processes. The defaults are round trips: halves are added each way.
 */
export type NetworkClass = "local" | "zone" | "region" | "world" | "internet";

/**
 * Asks for a new model.
 */
export type NewDocument = { 
/**
 * The template; a blank model where left out.
 */
template?: string | null, };

/**
 * Equal nodes that come and go with what has to run on them.
 */
export type NodePool = { 
/**
 * The catalogue item each node is billed as, such as `ec2/m6i.large`.
 */
instance?: string | null, 
/**
 * Cores of a node that instances can have.
 */
cores: number, 
/**
 * Memory of a node that instances can have. Enough if left out.
 */
memory?: string | null, 
/**
 * The most instances on a node. Default 110 (Kubernetes).
 */
pods?: number, 
/**
 * The fewest nodes. Default 0.
 */
min?: number, 
/**
 * The most nodes. Without one the bill has no bound, so there is no default.
 */
max: number, 
/**
 * Time until a new node takes instances, or its distribution. Default 1min, a guess.
 */
provision?: StartUp, 
/**
 * Time without an instance until a node goes. Default 10min (the cluster autoscaler's).
 */
scale_down_delay?: string, 
/**
 * Nodes that the platform takes back.
 */
spot?: Spot | null, };

/**
 * The nodes of a boundary.
 */
export type NodesResult = { 
/**
 * Nodes that are there, from the decision to add them, over time.
 */
count: Estimate | null, 
/**
 * The most at once.
 */
count_max: number, 
/**
 * Nodes that were taken back, per replication.
 */
lost: number, };

/**
 * Names a note on the canvas.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type NoteId = string;

/**
 * A note on the canvas. It is changed by setting `notes/ID`, and moved by setting `layout/notes/ID`.
 */
export type NoteView = { 
/**
 * What it says.
 */
text: string, 
/**
 * The element that it is about; none where that is the whole drawing.
 */
element: ElementId | null, 
/**
 * The option that it belongs to; none where it is shown in all.
 */
option: OptionId | null, 
/**
 * Where it stands.
 */
position: Position, };

/**
 * What is promised: of all requests of the window, the share `target` is good.
 */
export type Objective = { 
/**
 * What is looked at, and what counts as good.
 */
sli: Sli, 
/**
 * The share of requests that must be good, above 0 and below 1.
 */
target: number, 
/**
 * The share that was promised by contract to those who pay (a service level agreement), if any: below the
 * target, so that the alarm comes before the penalty.
 */
agreed?: number | null, 
/**
 * Over how long. Default 30d.
 */
window?: string, };

/**
 * Names an objective within its journey.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type ObjectiveId = string;

/**
 * An objective and what became of it.
 */
export type ObjectiveResult = { 
/**
 * Its id.
 */
id: ObjectiveId, 
/**
 * What was promised.
 */
objective: Objective, 
/**
 * The share of good requests.
 */
good: Estimate | null, 
/**
 * Is the share at least the target? Null where it could not be estimated.
 */
met: boolean | null, 
/**
 * Is the interval wholly on one side of the target?
 */
certain: boolean, 
/**
 * (1 − good) ÷ (1 − target): 1 spends the error budget exactly over its window.
 */
burn_rate: number | null, 
/**
 * What is left of the error budget if the whole window were like this, 1 is all; may be negative.
 */
budget_left: number | null, };

/**
 * Something that is open.
 */
export type Open = { 
/**
 * What.
 */
what: string, 
/**
 * Where it would be said in the file; nothing where a run would say it.
 */
place: string | null, };

/**
 * Asks to open a file.
 */
export type OpenFile = { 
/**
 * Its path.
 */
path: string, };

/**
 * Asks to open a model from its text.
 */
export type OpenText = { 
/**
 * What the text is called in messages, such as the name of the dropped file.
 */
name: string, 
/**
 * The text of a model file.
 */
text: string, };

/**
 * An opened model.
 */
export type Opened = { 
/**
 * Names it from now on.
 */
document: DocumentId, 
/**
 * The chosen option, or the baseline.
 */
view: View, };

/**
 * What an element does when asked.
 *
 * With `steps` left out it computes its `demand`, then follows each of its relationships in their
 * order. With `steps` given, those say everything.
 */
export type Operation = { 
/**
 * What it is called; its id where left out.
 */
name?: string | null, 
/**
 * The work of one request: on the cores of the process around it; for a store without `cores`, an
 * external and a client: time that passes.
 */
demand?: Distribution | null, 
/**
 * Work more for each MiB of the request's size.
 */
demand_per_mib?: string | null, 
/**
 * Operations of the device of its store that a request takes, after its demand and steps. None if left out.
 */
io?: number, 
/**
 * The lock of its element that it holds from its beginning to its end.
 */
lock?: LockId | null, 
/**
 * How requests are worked on together, after `demand`.
 */
batch?: BatchWork | null, 
/**
 * The sequence, where demand first and relationships after is not it.
 */
steps?: Array<Step>, 
/**
 * The share of requests on which it fails after its work, 0 to 1.
 */
failure_rate?: number, };

/**
 * Names an operation within its element.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type OperationId = string;

/**
 * An operation of an element, written `element/operation`, or `element` for the operation `default`.
 */
export type OperationRef = string;

/**
 * Names an option.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type OptionId = string;

/**
 * What is lost in one option.
 */
export type OptionLosses = { 
/**
 * The option.
 */
option: OptionId, 
/**
 * The headline: the element whose fault loses most, and what is lost. Boundaries, which take all
 * they hold along, don't count here.
 */
worst: Loss | null, 
/**
 * Every element that can fail, worst first.
 */
failures: Array<Loss>, 
/**
 * Elements that every way of some journey leads through, with no second instance, by structure.
 */
single_points_of_failure: Array<ElementId>, };

/**
 * An option on its tab.
 */
export type OptionView = { 
/**
 * Its id; `baseline` for the baseline.
 */
id: OptionId, 
/**
 * What it is called.
 */
name: string, 
/**
 * Why one would want it.
 */
description: string | null, 
/**
 * The option that it stands on; none for the baseline.
 */
on: OptionId | null, 
/**
 * Its changes in the order in which they are applied.
 */
changes: Array<ChangeView>, };

/**
 * What a `spin_out` made.
 */
export type Origin = { 
/**
 * The new process.
 */
unit: ElementId, 
/**
 * The process that its components came from.
 */
parent: ElementId, 
/**
 * The shape it was given.
 */
pattern: Pattern, 
/**
 * The components that were taken out.
 */
components: Array<ElementId>, 
/**
 * The gateway in front of it.
 */
gateway: ElementId | null, 
/**
 * The namespace or account that was made for it.
 */
boundary: ElementId | null, 
/**
 * The queues in front of it.
 */
queues: Array<ElementId>, 
/**
 * What became of each store that the components used.
 */
data: { [key in ElementId]: [DataStrategy, Migration | null] }, 
/**
 * The copies of stores that were made for it, and what keeps them.
 */
copies: { [key in ElementId]: Copied }, };

/**
 * What becomes of branches that no longer matter.
 */
export type Others = "await" | "leave" | "cancel";

/**
 * How it is that nobody reaches something.
 */
export type Outage = "refused" | "silent";

/**
 * The table in which a publisher leaves its messages, within the transaction of its data, and from which a
 * relay publishes them.
 */
export type Outbox = { 
/**
 * The operation of the store that writes the row. The publisher waits for it, and not for the broker.
 * Left out, the relay follows the store's own log (change data capture), and the publisher waits for
 * nothing more.
 */
store?: OperationRef | null, 
/**
 * Time between two looks of the relay.
 */
interval: string, 
/**
 * The operation of the store that each look asks, whether there is something to publish or not; a look
 * whose answer fails finds nothing. A look costs the store nothing if left out.
 */
poll?: OperationRef | null, 
/**
 * Most messages that it publishes at one look. Default 100.
 */
batch?: number, 
/**
 * The share of publications after which the relay fails to note that they are done, and which it makes
 * again, 0 to below 1.
 */
repeat_rate?: number, };

/**
 * What a full queue does with a publication.
 */
export type Overflow = "reject" | "drop_head";

/**
 * What becomes of a run that is due while another is not done, as a CronJob's `concurrencyPolicy` says.
 */
export type Overlap = "allow" | "forbid" | "replace";

/**
 * An element that could not keep up.
 */
export type Overload = { 
/**
 * The element.
 */
element: ElementId, 
/**
 * What the element is called.
 */
name: string, 
/**
 * The resource that ran out: `cores`, `threads`, `connections`, `consumers`, or `deadlock` where
 * visits wait for each other in a circle.
 */
resource: string, 
/**
 * Waiting visits or messages more each second.
 */
growth_per_s: number, 
/**
 * Since when, seconds.
 */
since_s: number, 
/**
 * Replications that it was seen in.
 */
replications: number, };

/**
 * How a read finds what its own request has written.
 */
export type OwnWrites = { "primary": string } | "wait" | "nothing";

/**
 * Branches of which all are needed. They share the thread of the request and the cores of its instance.
 */
export type Parallel = { 
/**
 * What is done side by side; each branch is a sequence of steps.
 */
branches: Array<Array<Step>>, 
/**
 * So many copies of the branches. Default 1.
 */
times?: number, 
/**
 * What becomes of the others when one fails. Default `await`.
 */
others?: Others, };

/**
 * Sets or takes away one value of a view.
 */
export type PatchOperation = { 
/**
 * The keys from the top of the view.
 */
path: Array<string>, 
/**
 * The new value. Taken away where the field is left out; `null` is a value.
 */
value?: JsonValue | null, };

/**
 * The shapes of a spinout.
 */
export type Pattern = "event_driven_worker" | "api_facade" | "namespace" | "account" | "function" | "data_pipeline";

/**
 * A shape that a spinout can be given.
 */
export type PatternDescription = { 
/**
 * Its word in the file.
 */
pattern: Pattern, 
/**
 * Its id in the domain, `P1` to `P6`.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What it makes, in a sentence or two.
 */
help: string, 
/**
 * What its unit is called after its component, such as `worker`.
 */
unit: string, 
/**
 * How what stays can reach it, the usual way first.
 */
reached_by: Array<ReachedBy>, };

/**
 * What a drawing can be looked at for.
 */
export type Perspective = "teams" | "deployment" | "compliance" | "data" | "basis";

/**
 * What releases a unit.
 */
export type Pipeline = { 
/**
 * Is it shared with other units?
 */
shared?: boolean, 
/**
 * From commit to production, where no `stages` are given.
 */
duration?: string | null, 
/**
 * What a run goes through, in this order.
 */
stages?: Array<Stage>, 
/**
 * Does it release to a few users first?
 */
canary?: Answer | null, 
/**
 * Does it go back by itself?
 */
rollback?: Answer | null, };

/**
 * Where a problem lies, as far as it is known.
 */
export type Place = { 
/**
 * The file.
 */
file: string | null, 
/**
 * The line, from 1.
 */
line: number | null, 
/**
 * The column in characters, from 1.
 */
column: number | null, 
/**
 * The place in the model, such as `elements/shop/process`.
 */
path: string | null, };

/**
 * What became of instances that share something.
 */
export type PlacementResult = { 
/**
 * Share of time in which more instances were wanted than the quotas around it allow.
 */
at_quota: Estimate | null, 
/**
 * Instances that wait for a node, over time.
 */
pending: Estimate | null, 
/**
 * Instances lost with their machine, per replication.
 */
lost: number, };

/**
 * Asks what an export would write.
 */
export type PlanExport = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option. Where left out and the model has several and none is chosen, the problem is
 * `choice_needed`.
 */
option?: OptionId | null, 
/**
 * The folders to compare with; what has none is shown as new.
 */
into: ExportInto, };

/**
 * A file of an export.
 */
export type PlannedArtifact = { 
/**
 * Its path within the folder, with slashes.
 */
path: string, 
/**
 * The kind of repository that it goes to.
 */
target: Target, 
/**
 * Its folder; none where none is named for its kind.
 */
dir: string | null, 
/**
 * What it is, in a line.
 */
about: string, 
/**
 * The tools that accept it.
 */
accepted_by: Array<string>, 
/**
 * What would be written.
 */
text: string, 
/**
 * How it stands to what is in the folder.
 */
state: ArtifactState, 
/**
 * For a file that would be left as it is: why, and what a person can do.
 */
why: string | null, 
/**
 * What is in the folder, where it differs.
 */
existing: string | null, };

/**
 * Which of several policies counts.
 */
export type PolicyChoice = "max" | "min" | "disabled";

/**
 * How a platform asks a function for the messages of a queue: for few at once at first, and while more wait for
 * more and more. When few are left it begins anew.
 */
export type Poller = { 
/**
 * Messages (or batches) at once at first. Default 5.
 */
initial?: number, 
/**
 * So many more in a time. Default 300/min.
 */
rate?: string, 
/**
 * The most at once. Default 1000.
 */
most?: number, };

/**
 * Connections that a caller keeps for a relationship: each call takes one, and holds it over its further
 * attempts until it has its answer.
 */
export type Pool = { 
/**
 * Connections of one instance of the caller; at least 1.
 */
size: number, 
/**
 * How long a request waits for one before the call fails. For ever if left out.
 */
max_wait?: string | null, };

/**
 * A rectangle on the canvas, in pixels at zoom 1, from the top left of the drawing (not of the parent).
 */
export type Position = { 
/**
 * Left edge.
 */
x: number, 
/**
 * Top edge.
 */
y: number, 
/**
 * Width.
 */
width: number, 
/**
 * Height.
 */
height: number, };

/**
 * A scenario to start from, made for a model.
 */
export type Preset = { 
/**
 * Which it is, such as `spike`.
 */
id: string, 
/**
 * An id for it that no scenario of the model has.
 */
free_id: ScenarioId, 
/**
 * The scenario, with its name and what it asks.
 */
scenario: Scenario, };

/**
 * Scenarios to start from.
 */
export type PresetList = { 
/**
 * In the order of a menu.
 */
presets: Array<Preset>, };

/**
 * A resource of an element.
 */
export type PreviewBottleneck = { 
/**
 * The element.
 */
element: ElementId | null, 
/**
 * What the element is called.
 */
name: string, 
/**
 * `cores`, `slots` (threads, connections) or `consumers`.
 */
resource: string, 
/**
 * Busy ÷ available; 1 or more where it cannot keep up.
 */
utilization: number, };

/**
 * An element under one level of the load.
 */
export type PreviewElement = { 
/**
 * What the element is called.
 */
name: string, 
/**
 * Visits (or messages) a second.
 */
throughput_per_s: number | null, 
/**
 * A visit with the calls that it makes, mean seconds.
 */
response_s: number | null, 
/**
 * Waiting of a visit, mean seconds.
 */
wait_s: number | null, 
/**
 * The busiest of its resources, which `utilization` is of.
 */
resource: string | null, 
/**
 * Busy ÷ available.
 */
utilization: number | null, };

/**
 * A figure by formula. Its band is how far formulas were from the engine, no interval of a run.
 */
export type PreviewFigure = { 
/**
 * The figure.
 */
value: number, 
/**
 * The band's lower end; none where too few cases of the kind were measured.
 */
low: number | null, 
/**
 * Its upper end.
 */
high: number | null, };

/**
 * A journey under one level of the load.
 */
export type PreviewJourney = { 
/**
 * What the journey is called.
 */
name: string, 
/**
 * Answered requests a second.
 */
throughput_per_s: number | null, 
/**
 * Share of requests that succeed.
 */
success_rate: number | null, 
/**
 * Until the caller has its answer; none where something is saturated, or the preview does not apply.
 */
response_s: PreviewTimes | null, 
/**
 * Until the last asynchronous consequence is done; none as above.
 */
completion_s: PreviewTimes | null, 
/**
 * Mean response without any waiting, seconds: it cannot be less.
 */
least_response_s: number | null, 
/**
 * Requests a second at which the first resource is used up: there cannot be more.
 */
most_throughput_per_s: number | null, 
/**
 * Why there is no figure, in words; empty where all are there.
 */
reasons: Array<string>, };

/**
 * What happens under one level of the load.
 */
export type PreviewLevel = { 
/**
 * When the scenario has this load, seconds from its start.
 */
at_s: number, 
/**
 * Requests of open journeys a second.
 */
load_per_s: number, 
/**
 * What cannot keep up, if anything: then there are no times.
 */
saturated: PreviewBottleneck | null, 
/**
 * The busiest resource.
 */
bottleneck: PreviewBottleneck | null, 
/**
 * By journey.
 */
journeys: { [key in JourneyId]: PreviewJourney }, 
/**
 * By element that is visited.
 */
elements: { [key in ElementId]: PreviewElement }, };

/**
 * Asks what a spinout would change.
 */
export type PreviewSpinOut = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option that it would be made in.
 */
option: OptionId, 
/**
 * What would be taken out, and how.
 */
spin_out: SpinOut, };

/**
 * Times in seconds, each with the band in which 95 % of simulated cases like this one lay.
 */
export type PreviewTimes = { 
/**
 * The kind of case that the band is of, such as `open, medium`.
 */
class: string, 
/**
 * The mean.
 */
mean: PreviewFigure, 
/**
 * The median.
 */
p50: PreviewFigure, 
/**
 * The 90th percentile.
 */
p90: PreviewFigure, 
/**
 * The 95th percentile.
 */
p95: PreviewFigure, 
/**
 * The 99th percentile.
 */
p99: PreviewFigure, };

/**
 * What an option does under a scenario by formula. Nothing in it is simulated.
 */
export type PreviewView = { 
/**
 * The model's name.
 */
model: string, 
/**
 * The option.
 */
option: OptionId, 
/**
 * The scenario.
 */
scenario: ScenarioId, 
/**
 * Always `preview`: these figures are not of a run.
 */
method: string, 
/**
 * One for a steady load, else one for each level of it, each as if it lasted.
 */
levels: Array<PreviewLevel>, 
/**
 * What is to be said of all levels.
 */
notes: Array<string>, };

/**
 * The prices that hold for a model.
 */
export type PriceList = { 
/**
 * By item, in the order of their names.
 */
prices: Array<ListedPrice>, };

/**
 * Why a command was not carried out.
 */
export type Problem = { 
/**
 * What sort of problem it is.
 */
kind: ProblemKind, 
/**
 * Where it lies.
 */
place: Place, 
/**
 * What is wrong, for a person.
 */
why: string, 
/**
 * What to do about it, for a person; may be empty.
 */
fix: string, };

/**
 * The sorts of problems. A client decides by this, never by the text.
 */
export type ProblemKind = "bad_input" | "not_found" | "file" | "changed_on_disk" | "unsaved" | "stale" | "refused" | "has_errors" | "choice_needed" | "cancelled" | "storage" | "internal";

/**
 * The capacity of a monolith or a service. Figures are for one instance unless said otherwise.
 */
export type Process = { 
/**
 * The catalogue item each instance is billed as, such as `ec2/m6i.large`.
 */
instance?: string | null, 
/**
 * How many instances run, or run at first where an autoscaler steers; at least 1, or 0 where that may
 * scale to none.
 */
replicas?: number, 
/**
 * Cores of an instance, shared by what runs on it; above 0, and may be a fraction.
 */
cores?: number, 
/**
 * Threads of an instance; each is held over synchronous calls. With at most as many threads as
 * cores an instance is a first-come-first-served multi-server station. Default 200.
 */
threads?: number, 
/**
 * For an asynchronous runtime: the limit of requests in flight, in place of threads.
 */
in_flight?: number | null, 
/**
 * Requests that may wait for a thread before more are refused. Default 4096.
 */
accept_queue?: number, 
/**
 * Who of those that wait for a thread is next.
 */
discipline?: Discipline, 
/**
 * How long a request waits for a thread before it fails. For ever if left out; messages always.
 */
patience?: Distribution | null, 
/**
 * Its memory. Enough if left out.
 */
memory?: Memory | null, 
/**
 * A limit below its cores, enforced by throttling.
 */
cpu_limit?: CpuLimit | null, 
/**
 * What an instance does once it has nothing to do.
 */
idle?: Idle | null, 
/**
 * How instances stop by themselves.
 */
breakdowns?: Breakdowns | null, 
/**
 * How requests are spread over the instances.
 */
balancing?: Balancing, 
/**
 * How many requests all instances together take over time.
 */
rate_limit?: RateLimit | null, 
/**
 * Who is refused first while an instance has much in it; messages never are.
 */
shedding?: Array<Shedding>, 
/**
 * What keeps the wait for a thread short in an overload.
 */
codel?: Codel | null, 
/**
 * What changes the number of instances under load.
 */
autoscaler?: Autoscaler | null, 
/**
 * Instances on machines that the platform takes back.
 */
spot?: Spot | null, 
/**
 * Time until an instance takes work that replaces one which was lost with its machine. That of the
 * autoscaler if left out, or 30s.
 */
start_up?: StartUp | null, };

/**
 * A property and how one knows.
 */
export type Property = { 
/**
 * Which.
 */
id: PropertyId, 
/**
 * What it is called.
 */
name: string, 
/**
 * Is it there?
 */
state: State, 
/**
 * How one knows.
 */
evidence: Array<string>, 
/**
 * What is not so, or was not said.
 */
open: Array<Open>, };

/**
 * What makes a spinout one.
 */
export type PropertyId = "K1" | "K2" | "K3" | "K4" | "K5" | "K6";

/**
 * The delivery rules of a queue.
 */
export type Queue = { 
/**
 * The catalogue item it is billed as, such as `sqs/standard`.
 */
service?: string | null, 
/**
 * The most messages it holds; more are refused at the publisher. Unbounded if left out.
 */
capacity?: number | null, 
/**
 * Time until the broker has acknowledged a publication. Nothing if left out.
 */
acknowledgement?: Distribution | null, 
/**
 * What happens to a publication beyond its capacity.
 */
overflow?: Overflow, 
/**
 * Lanes that keep their order: each is handed to one instance of a group at a time, which works on one
 * of its messages after the other. No order if left out.
 */
partitions?: number | null, 
/**
 * How messages are spread over the partitions: by their keys. Evenly, at random, if left out.
 */
keys?: Keys | null, 
/**
 * How long nothing is handed to a group after one of its instances came or went. Not at all if left
 * out; only with partitions.
 */
rebalance?: string | null, 
/**
 * Time from a publication until a message can be delivered. At once if left out.
 */
delivery_delay?: string | null, 
/**
 * A message that is not acknowledged within this time can be delivered again, while the first consumer
 * may still work on it. Never if left out.
 */
visibility_timeout?: string | null, 
/**
 * Time until a failed message is delivered again. At the end of the visibility time-out if left out, and
 * at once without one.
 */
redelivery_delay?: string | null, 
/**
 * Factor between one such time and the next. Default 1.
 */
redelivery_multiplier?: number, 
/**
 * The longest such time.
 */
redelivery_limit?: string | null, 
/**
 * How long a message is kept. What nobody has finished by then is lost. For ever if left out.
 */
retention?: string | null, 
/**
 * The share of its messages that fail whenever they are worked on, 0 to 1.
 */
poison_rate?: number, 
/**
 * Where messages go that failed too often. They are tried for ever if left out.
 */
dead_letter?: DeadLetter | null, };

/**
 * What went through a queue.
 */
export type QueueResult = { 
/**
 * Messages waiting, over time.
 */
depth: Estimate | null, 
/**
 * The most messages waiting, mean over replications.
 */
depth_max: number, 
/**
 * Messages published per second.
 */
published_per_s: Estimate | null, 
/**
 * Deliveries after the first, per replication.
 */
redeliveries: number, 
/**
 * Messages that became dead letters, per replication.
 */
dead_letters: number, 
/**
 * Messages refused because the queue was full, per replication.
 */
refused: number, 
/**
 * Messages published once more by a replay, per replication.
 */
replayed: number, 
/**
 * Its consumer groups by name; `default` is that of consumers without a group.
 */
consumer_groups: { [key in string]: ConsumerGroupResult }, };

/**
 * Branches of which some are needed.
 */
export type Quorum = { 
/**
 * Successes that are enough; at least 1, at most all copies of all branches.
 */
need: number, 
/**
 * What is done side by side; each branch is a sequence of steps.
 */
branches: Array<Array<Step>>, 
/**
 * So many copies of the branches. Default 1.
 */
times?: number, 
/**
 * What becomes of the others when enough have succeeded, or too many have failed. Default `leave`.
 */
others?: Others, };

/**
 * How often something happens that hardly ever does, by splitting (RESTART).
 */
export type RareResult = { 
/**
 * What, as it was asked for: `JOURNEY>5s`, `JOURNEY fails` or `ELEMENT>=50`.
 */
what: string, 
/**
 * The probability that a request of the journey is answered later, or fails; or the share of time in
 * which so many visits and messages are at the element. Null where it was never seen.
 */
probability: Estimate | null, 
/**
 * Levels of closeness at which runs were split.
 */
levels: number, 
/**
 * Independent replications.
 */
replications: number, 
/**
 * Events of the engine.
 */
events: number, 
/**
 * Why it ended.
 */
stop: Stop, };

/**
 * How often things happen that hardly ever do.
 */
export type RareRun = { 
/**
 * The option.
 */
option: OptionId, 
/**
 * The scenario.
 */
scenario: ScenarioId, 
/**
 * The confidence of every interval, 0.95.
 */
confidence: number, 
/**
 * What was found in the option, in the order asked.
 */
outcomes: Array<RareResult>, 
/**
 * The same of the baseline, without what it does not have; none where the option is the baseline.
 */
baseline: Array<RareResult> | null, };

/**
 * A bound on calls over time by a token bucket: in t seconds at most rate × t + burst pass.
 */
export type RateLimit = { 
/**
 * Calls a second in the long run.
 */
rate: string, 
/**
 * Calls that may come at once after a pause. Default 1.
 */
burst?: number, 
/**
 * How long a call waits for its turn before it is refused. Not at all if left out; never at the
 * entrance of a process.
 */
wait?: string | null, };

/**
 * How what stays reaches what is spun out.
 */
export type ReachedBy = "calls" | "messages";

/**
 * Copies of a store that answer reads, each with the capacity of the store itself. What is written goes to the
 * primary, and to each copy later.
 */
export type ReadReplicas = { 
/**
 * How many; a read goes to one after the other.
 */
count: number, 
/**
 * How far behind a copy is when it is read. Not at all if left out.
 */
lag?: Distribution | null, 
/**
 * The rows that are written and read: a read is stale if its own row was written within the lag. One row,
 * so that every write makes every read stale, if left out.
 */
keys?: Keys | null, 
/**
 * How long it takes until a copy is the primary after the primary is lost. Not before the primary is back
 * if left out.
 */
promotion?: string | null, 
/**
 * The work of each write that a copy does to have it too, on its cores and its device, as a part of what the
 * primary does. Default 1.
 */
apply?: number, 
/**
 * How reads with `"consistency": "read_your_writes"` find what their request has written. Default the primary
 * for 2 s.
 */
own_writes?: OwnWrites, };

/**
 * The copies of a store.
 */
export type ReadReplicasResult = { 
/**
 * Reads of all of them together, per second.
 */
reads_per_s: Estimate | null, 
/**
 * Reads that missed the last write of their row, or of their own request ÷ all reads of copies.
 */
stale: Estimate | null, 
/**
 * Of the reads that must find what their request had written, the share that missed it.
 */
own_missed?: Estimate | null, 
/**
 * From the end of a write until a copy has done its work for it, mean seconds.
 */
apply_s?: Estimate | null, 
/**
 * Each resource by its name, all copies together.
 */
resources: { [key in string]: ResourceResult }, };

/**
 * A file opened lately.
 */
export type Recent = { 
/**
 * Its path.
 */
path: string, 
/**
 * What the model was called.
 */
name: string, 
/**
 * When it was opened, milliseconds since 1970 UTC.
 */
at_ms: number, };

/**
 * The files opened lately.
 */
export type RecentList = { 
/**
 * The latest first.
 */
files: Array<Recent>, };

/**
 * Asks to open unsaved work again.
 */
export type RecoverDocument = { 
/**
 * Which.
 */
key: string, };

/**
 * A model with work that was not saved when the application ended.
 */
export type Recoverable = { 
/**
 * Names it for `recover` and `discard_recovery`.
 */
key: string, 
/**
 * Its file, if it had one.
 */
path: string | null, 
/**
 * What the model was called.
 */
name: string, 
/**
 * The number of unsaved changes.
 */
changes: number, 
/**
 * When the last one was made, milliseconds since 1970 UTC.
 */
at_ms: number, };

/**
 * Unsaved work.
 */
export type RecoverableList = { 
/**
 * The latest first.
 */
documents: Array<Recoverable>, };

/**
 * How long people take in an incident. What is left out is assumed, and the results say so.
 */
export type Recovery = { 
/**
 * From the alert until somebody looks at it.
 */
acknowledge?: string | null, 
/**
 * Until the cause is found, with traces that join and a runbook.
 */
diagnose?: string | null, 
/**
 * Until the version before runs again, where the pipeline can go back.
 */
roll_back?: string | null, 
/**
 * Until a fix is ready to be released, where it cannot.
 */
fix?: string | null, };

/**
 * Asks to take the last undo back.
 */
export type Redo = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option on screen.
 */
option: OptionId, 
/**
 * The revision that the client saw.
 */
revision: number, };

/**
 * A link from an operation to an operation. For `publishes` the target is a queue; for `consumes` the
 * source is the consuming operation and the target the queue.
 */
export type Relationship = { 
/**
 * The operation that needs the other.
 */
from: OperationRef, 
/**
 * The operation, or the queue, that is needed.
 */
to: OperationRef, 
/**
 * How.
 */
mode: Mode, 
/**
 * What it is for, for a reader.
 */
description?: string | null, 
/**
 * How often for one request; the fraction is a chance. Default 1.
 */
per_request?: number, 
/**
 * Where it stands among the relationships of its operation: by this key, then by id.
 */
order?: string | null, 
/**
 * How much a request carries.
 */
payload?: string | null, 
/**
 * How fast what it carries gets over: the payload, or where that is left out the size of the request.
 * It takes its size ÷ this longer, on the way there, or of `reads` on the way back. As if nothing were
 * carried if left out.
 */
bandwidth?: string | null, 
/**
 * What lies between. Left out, it follows from the boundaries around the two; from a client and to
 * an external it is nothing, and so it is within a process.
 */
network?: NetworkClass | null, 
/**
 * One-way latency, in place of half the round trip of `network`.
 */
latency?: Distribution | null, 
/**
 * Work of the caller to pack and unpack, on its cores, whenever the link crosses processes.
 */
serialization?: Distribution | null, 
/**
 * After this time the caller gives up; what it asked for goes on.
 */
timeout?: string | null, 
/**
 * Does a time-out cancel what was asked for? What waits is taken away, what runs stops at its next
 * step, and so on down the line.
 */
cancel_on_timeout?: boolean, 
/**
 * Connections that the caller keeps for it. As many as it needs if left out.
 */
pool?: Pool | null, 
/**
 * For `reads` of a store with `read_replicas`: who may answer. Default `eventual`.
 */
consistency?: Consistency, 
/**
 * For `reads` and `calls`: answers that are kept.
 */
cache?: Cache | null, 
/**
 * The lock of what it asks that is held there while it is done, such as that of the rows it writes.
 */
lock?: LockId | null, 
/**
 * Further attempts after a failure or a time-out.
 */
retry?: Retry | null, 
/**
 * Further attempts before the first has failed, in place of `retry`.
 */
hedge?: Hedge | null, 
/**
 * What stops calls for a while when many fail.
 */
breaker?: Breaker | null, 
/**
 * How many calls an instance of the caller makes at once.
 */
bulkhead?: Bulkhead | null, 
/**
 * How many calls an instance of the caller makes over time.
 */
rate_limit?: RateLimit | null, 
/**
 * What is done where the call has failed for good.
 */
fallback?: Fallback | null, 
/**
 * For `consumes`: messages one instance works on at once. Default 1.
 */
concurrency?: number | null, 
/**
 * For `consumes`: the group that it belongs to. Each group of a queue gets every message; the consumers
 * of one group compete for them. Default `default`.
 */
group?: string | null, 
/**
 * For `consumes`: messages one instance has in hand at once, those it works on among them. As many as
 * `concurrency` if left out.
 */
prefetch?: number | null, 
/**
 * For `consumes`: messages are taken together. One by one if left out.
 */
batch?: MessageBatch | null, 
/**
 * For `consumes` of a function: how its platform begins to ask. As SQS and AWS Lambda do where the queue is
 * billed as `sqs/…`, else for as many messages at once as it may from the start.
 */
poller?: Poller | null, 
/**
 * For `publishes` and `consumes`: what is guaranteed. At least once if left out.
 */
delivery?: Delivery | null, 
/**
 * For `publishes`: by way of a table in the publisher's own store.
 */
outbox?: Outbox | null, 
/**
 * For `writes`, `calls` and `publishes`: the other relationship with which it should take effect both or
 * not at all, without a transaction around them. What fails between is counted.
 */
dual_write_with?: RelationshipId | null, 
/**
 * For `consumes`, idempotent: what it takes to see whether a message is known. Nothing if left out.
 */
duplicate_check?: Distribution | null, 
/**
 * Is a request that arrives twice as good as one? Unknown if left out.
 */
idempotent?: boolean | null, 
/**
 * Does the trace context cross it? Unknown if left out.
 */
trace_context?: boolean | null, 
/**
 * Must the caller prove who it is? Unknown if left out.
 */
auth_required?: boolean | null, 
/**
 * The access token that goes along. That of who asks or publishes, or of the message, if left out; a
 * request begins with a new one.
 */
token?: Token | null, 
/**
 * Where proof is needed: from this age on a token is not accepted, when the work begins. For ever accepted
 * if left out.
 */
token_lifetime?: string | null, };

/**
 * Names a relationship.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type RelationshipId = string;

/**
 * What else goes, or no longer fits.
 */
export type Removal = { 
/**
 * One line each, what is nearest first.
 */
also: Array<Also>, };

/**
 * Takes away an element or a relationship.
 */
export type Remove = { "element": ElementId } | { "relationship": RelationshipId };

/**
 * Steps that are done again and again.
 */
export type Repeat = { 
/**
 * How often; the fraction is a chance.
 */
times: number, 
/**
 * What is done.
 */
steps: Array<Step>, };

/**
 * Messages that are published once more, at a time.
 */
export type Replay = { 
/**
 * The queue that they are published to.
 */
to: ElementId, 
/**
 * The queue of dead letters that they are taken from. Left out, it is messages of `to` itself that are
 * read again, those of `published`.
 */
from?: ElementId | null, 
/**
 * The messages that were published in this span.
 */
published?: Window | null, 
/**
 * Only for this group of consumers.
 */
group?: string | null, 
/**
 * When it begins, since the scenario's start.
 */
at: string, 
/**
 * How fast.
 */
rate: string, };

/**
 * Names a replay within its scenario.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type ReplayId = string;

/**
 * What the instances of all processes within a boundary may have together. An instance asks for the
 * `cores` of its process (its `cpu_limit` where that is less) and the limit of its `memory`.
 */
export type ResourceQuota = { 
/**
 * Cores.
 */
cores?: number | null, 
/**
 * Memory.
 */
memory?: string | null, 
/**
 * Instances.
 */
pods?: number | null, 
/**
 * For an account or a region: requests that all functions within run at once. What comes beyond is
 * throttled.
 */
concurrency?: number | null, };

/**
 * A resource over time.
 */
export type ResourceResult = { 
/**
 * ∫busy ÷ ∫capacity.
 */
utilization: Estimate, 
/**
 * Capacity over time, all instances together.
 */
capacity: number, 
/**
 * Waiting for it, seconds a visit.
 */
wait_s: Estimate | null, 
/**
 * For a lock or a pool: visits that waited as long as they may and went without ÷ all that asked.
 */
expired?: Estimate | null, };

/**
 * Further attempts after a failure or a time-out.
 */
export type Retry = { 
/**
 * Attempts in all, the first one among them; at least 2.
 */
attempts: number, 
/**
 * Wait before the second attempt. At once if left out.
 */
backoff?: string | null, 
/**
 * Factor between one wait and the next; 1 = always the same. Default 2.
 */
multiplier?: number, 
/**
 * The longest wait, if there is one.
 */
max_backoff?: string | null, 
/**
 * Share of a wait that is drawn at random, 0 to 1: 1 is "full jitter", 0.5 "equal jitter".
 */
jitter?: number, 
/**
 * The failures that are tried again. All if left out.
 */
on?: Array<FailureKind>, 
/**
 * What bounds the retries of an instance of the caller, however many calls fail.
 */
budget?: RetryBudget | null, };

/**
 * A budget of retries by tokens, as in Finagle and gRPC: a call earns a part of a retry.
 */
export type RetryBudget = { 
/**
 * Retries for one call, in the long run. Default 0.2 (Finagle).
 */
ratio?: number, 
/**
 * Retries that can be saved up, and that there are at first. Default 10 (gRPC's `maxTokens`).
 */
burst?: number, };

/**
 * When to take something out of its process.
 */
export type Rule = "D1" | "D2" | "D3" | "D4";

/**
 * An option under a scenario.
 */
export type Run = { 
/**
 * The version of this shape, 1.
 */
format: number, 
/**
 * What the model is called.
 */
model: string, 
/**
 * The option.
 */
option: OptionId, 
/**
 * The scenario.
 */
scenario: ScenarioId, 
/**
 * The kind of scenario.
 */
kind: RunKind, 
/**
 * How it was made.
 */
method?: Method, 
/**
 * The seed of all random draws.
 */
seed: number, 
/**
 * The version of the engine.
 */
engine: string, 
/**
 * The digest of the network that was run: results are stale when it is not the model's any more.
 */
digest: string, 
/**
 * The confidence of every interval, 0.95.
 */
confidence: number, 
/**
 * Independent replications.
 */
replications: number, 
/**
 * Requests that arrived, over all replications.
 */
requests: number, 
/**
 * Events of the engine, over all replications.
 */
events: number, 
/**
 * Time removed at the start of each replication, seconds; mean.
 */
warm_up_s: number, 
/**
 * Time observed in each replication, seconds.
 */
horizon_s: number, 
/**
 * Why it ended. A run stopped for time or by hand is not reproducible.
 */
stop: Stop, 
/**
 * What users got.
 */
journeys: { [key in JourneyId]: JourneyResult }, 
/**
 * What elements went through.
 */
elements: { [key in ElementId]: ElementResult }, 
/**
 * What calls met, by relationship; only those with a time-out, retries or another policy.
 */
links?: { [key in RelationshipId]: LinkResult }, 
/**
 * What became of bad versions, by the fault that rolls them out.
 */
deploys?: { [key in FaultId]: DeployResult }, 
/**
 * The run over time.
 */
series: RunSeries, 
/**
 * What a month costs.
 */
cost: Bill | null, 
/**
 * What fails when an element fails.
 */
blast_radius: BlastRadius | null, 
/**
 * The metrics that a spinout is steered by.
 */
metrics?: { [key in MetricId]?: Metric }, 
/**
 * The failure modes that show, by their signals.
 */
failure_modes?: { [key in FailureModeId]?: FailureMode }, 
/**
 * What hardly ever happens, as far as it was asked for.
 */
rare?: Array<RareResult>, 
/**
 * The element that could not keep up; estimates of a steady scenario are then null.
 */
overload: Overload | null, 
/**
 * What a reader should know: draws that were refused, circles that waited for each other.
 */
notes: Array<string>, };

/**
 * What a run has found so far. Each figure has the interval that is known now; the series over time, the
 * bill and what is computed from a whole run are left out.
 */
export type RunInterim = { 
/**
 * The number that the client gave the run.
 */
run: number, 
/**
 * The option that is being run under the scenario that is being run; of a comparison, nothing: its
 * runs are in it.
 */
runs: Array<Run>, 
/**
 * The comparison.
 */
comparison: Comparison | null, };

/**
 * The kinds of a run.
 */
export type RunKind = "steady" | "terminating";

/**
 * What a run is doing.
 */
export type RunPhase = "pilot" | "measure";

/**
 * How far a run has come.
 */
export type RunProgress = { 
/**
 * The number that the client gave the run.
 */
run: number, 
/**
 * The scenario that is being run.
 */
scenario: ScenarioId, 
/**
 * How many parts of the run, each an option under a scenario, are done. A comparison is one part.
 */
parts_done: number, 
/**
 * How many parts there are.
 */
parts: number, 
/**
 * What is being done.
 */
phase: RunPhase, 
/**
 * Replications finished, of all options together.
 */
replications: number, 
/**
 * Replications at which precision is next tested, of all options together.
 */
next_check: number, 
/**
 * The widest relative half-width at the last test; none before the first.
 */
precision: number | null, 
/**
 * The relative half-width that was asked for.
 */
target: number, };

/**
 * A run over time, on one grid.
 */
export type RunSeries = { 
/**
 * The middle of each step, seconds since the scenario's start (or since the end of the warm-up).
 */
time_s: Array<number>, 
/**
 * By journey.
 */
journeys: { [key in JourneyId]: JourneySeries }, 
/**
 * By element; only those with something to tell.
 */
elements: { [key in ElementId]: ElementSeries }, 
/**
 * By relationship with a policy.
 */
links?: { [key in RelationshipId]: LinkSeries }, 
/**
 * What instances cost an hour, in the bill's currency, where they have prices; those on nodes left out.
 */
spend_per_h?: Array<number | null>, 
/**
 * How units were operated, by process; only those that a fault of their operation hits.
 */
units?: { [key in ElementId]: UnitSeries }, };

/**
 * How a run is made.
 */
export type RunSettings = { 
/**
 * The seed of all random draws. Default 1.
 */
seed: number | null, 
/**
 * Half the interval's width over the value, of the 95th percentile of every journey's response,
 * at which a run is precise enough. Default 0.02.
 */
precision: number | null, 
/**
 * The most replications, at least 20.
 */
replications: number | null, 
/**
 * The most time in seconds. A run that it stops is not reproducible. No bound where left out.
 */
time_budget_s: number | null, 
/**
 * Whether to tell what the run has found so far, time and again. It changes no result.
 */
interim: boolean, 
/**
 * By events, or as a fluid. Default by events.
 */
method: Method | null, };

/**
 * Asks to write a model to its file.
 */
export type SaveFile = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * Write even if the file was changed by somebody else since it was read.
 */
overwrite?: boolean, };

/**
 * Asks to write a model to another file.
 */
export type SaveFileAs = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The file.
 */
path: string, 
/**
 * Write even if the file is there.
 */
overwrite?: boolean, };

/**
 * A model was written.
 */
export type Saved = { 
/**
 * The file.
 */
path: string, 
/**
 * The option whose view follows: that of the last `view` or `apply`.
 */
option: OptionId, 
/**
 * The view after saving.
 */
view: View, };

/**
 * Limits on one direction of HPA.
 */
export type ScalingBehaviour = { 
/**
 * Limits; none = unlimited.
 */
policies: Array<ScalingPolicy>, 
/**
 * Which of them counts. Default `max`.
 */
select?: PolicyChoice, };

/**
 * A stop for spending: a limit on money per hour, on instance hours, or on both.
 */
export type ScalingBudget = { 
/**
 * The most that its instances may cost at any time, such as "2USD/h".
 */
spend?: string | null, 
/**
 * What an instance costs, for `spend`. The catalogue's price of the process's `instance` if left out.
 */
price?: string | null, 
/**
 * The most instance hours in each `window`.
 */
instance_hours?: number | null, 
/**
 * The windows, one after the other from the scenario's start. Default 24h.
 */
window?: string, 
/**
 * What happens once the hours are spent. Default `hold`.
 */
then?: BudgetStop, };

/**
 * What an autoscaler looks at, and the value for one instance that it steers to.
 */
export type ScalingMetric = { "cpu": number } | { "queue_length": number } | { "lag": number } | { "concurrency": number } | { "requests": string };

/**
 * How much may change in a time: either `pods` or `percent`.
 */
export type ScalingPolicy = { 
/**
 * So many instances.
 */
pods?: number | null, 
/**
 * So many percent of the instances at the period's start.
 */
percent?: number | null, 
/**
 * The time that it holds for.
 */
period: string, };

/**
 * What held an autoscaler back.
 */
export type ScalingResult = { 
/**
 * Share of time in which it wanted more instances than its bound allows.
 */
at_max: Estimate | null, 
/**
 * Share of time in which it wanted more than its budget allows.
 */
by_budget: Estimate | null, };

/**
 * The rule that an autoscaler follows.
 */
export type ScalingRule = "hpa" | { "keda": KedaRule } | { "target_tracking": TargetTrackingRule } | { "knative": KnativeRule } | "scheduled";

/**
 * Load and faults over time.
 */
export type Scenario = { 
/**
 * What it is called; its id where left out.
 */
name?: string | null, 
/**
 * What it asks, for a reader.
 */
description?: string | null, 
/**
 * A long-run question, or a story with a beginning and an end.
 */
kind: ScenarioKind, 
/**
 * The load of all journeys together, split by their shares.
 */
load: Load, 
/**
 * Journeys with a load of their own, outside the split.
 */
loads?: { [key in JourneyId]: Load }, 
/**
 * For a terminating scenario: its length. Needed there, meaningless for a steady one.
 */
horizon?: string | null, 
/**
 * For a terminating scenario: named windows by arrival. `whole` is always there; with faults or a
 * spike `disturbance` and `recovery` too, unless given here.
 */
windows?: { [key in WindowId]: Window }, 
/**
 * What breaks.
 */
faults?: { [key in FaultId]: Fault }, 
/**
 * When the phases of cutovers begin, by the `spin_out` that is cut over to. For a terminating
 * scenario; without it everything has gone over already.
 */
cutovers?: { [key in ChangeId]: CutoverTimes }, 
/**
 * What is published once more: dead letters, or a span of what a topic has kept.
 */
replays?: { [key in ReplayId]: Replay }, 
/**
 * Hours of a month that it stands for, in the bill.
 */
hours_per_month?: number, };

/**
 * Names a scenario.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type ScenarioId = string;

/**
 * The two kinds of scenario.
 */
export type ScenarioKind = "steady" | "terminating";

/**
 * A scenario, and what it would run.
 */
export type ScenarioView = { 
/**
 * The scenario.
 */
scenario: Scenario, 
/**
 * The digest of the network of the shown option under it. A run with another digest is stale.
 * None where errors stop it from being simulated.
 */
digest: string | null, };

/**
 * Bounds from a time on.
 */
export type ScheduledScaling = { 
/**
 * When, since the scenario's start.
 */
at: string, 
/**
 * How often it happens again, such as "24h". Once if left out.
 */
every?: string | null, 
/**
 * Just so many instances: minimum and maximum at once.
 */
replicas?: number | null, 
/**
 * The new minimum.
 */
min?: number | null, 
/**
 * The new maximum.
 */
max?: number | null, };

/**
 * What there are schemas of.
 */
export type SchemaOf = "model" | "results";

/**
 * A JSON Schema.
 */
export type SchemaText = { 
/**
 * The schema as JSON text.
 */
text: string, };

/**
 * Parts of a palette, from the user inwards.
 */
export type Section = "outside" | "processes" | "data" | "deployment";

/**
 * The signal of a failure mode at one journey or element.
 */
export type Seen = { 
/**
 * What it is of, for a reader.
 */
name: string, 
/**
 * The journey, where it is of one.
 */
journey: JourneyId | null, 
/**
 * The element, where it is of one.
 */
element: ElementId | null, 
/**
 * The mean before anything goes wrong or over; null where nothing was seen before.
 */
before: number | null, 
/**
 * The worst, or for a count all of a replication.
 */
worst: number, 
/**
 * When it was worst, seconds since the scenario's start; null for a count.
 */
at_s: number | null, };

/**
 * Recorded counts at equal steps, embedded in the file.
 */
export type Series = { 
/**
 * Where it was recorded, for a reader.
 */
source: string, 
/**
 * Time that each count stands for.
 */
step: string, 
/**
 * Factor on each count. Default 1.
 */
scale?: number, 
/**
 * Requests in each step.
 */
counts: Array<number>, };

/**
 * Sets one value.
 */
export type Set = { 
/**
 * The path of the value, such as `elements/shop/process/threads` (without a leading slash).
 */
path: string, 
/**
 * The value as it would stand in the file; `null` takes it away.
 */
value: JsonValue, 
/**
 * The value that was there when the change was made; `null` for none. If it differs from what is
 * found, the base has moved, and a finding says so.
 */
base?: JsonValue, };

/**
 * What a person set up; kept for the next start.
 */
export type Settings = { 
/**
 * Was the window opened before? The first time it shows the worked example.
 */
used: boolean, 
/**
 * Hints that were dismissed, by name.
 */
dismissed: Array<string>, 
/**
 * How the window is set up, in the window's own words; `null` where nothing was set up.
 */
window: JsonValue, };

/**
 * How much a finding matters.
 */
export type Severity = "note" | "warning" | "error";

/**
 * An outline of an element.
 */
export type Shape = "pill" | "window" | "hexagon" | "cut" | "slab" | "tabs" | "block" | "arrow" | "folded" | "stack" | "pipe" | "cylinder" | "frame";

/**
 * The part of an element in the time of a mean request.
 */
export type Share = { 
/**
 * The element; none for the network between elements.
 */
element: ElementId | null, 
/**
 * Computing and waiting of its own, seconds a request.
 */
own_s: number, 
/**
 * Waiting for its threads, cores or connections, or in its queue, seconds a request.
 */
wait_s: number, 
/**
 * Is it spent before the caller has its answer?
 */
in_response: boolean, };

/**
 * Who is shed first: requests below a priority, while an instance has much in it.
 */
export type Shedding = { 
/**
 * Requests of journeys with a lower priority than this, 1 to 255.
 */
below: number, 
/**
 * From this load on: requests at work and waiting ÷ threads, above 0.
 */
load: number, };

/**
 * Asks to run options under scenarios; every option under every scenario. Options of one scenario see
 * the same users and the same work.
 */
export type Simulate = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * A number of the client's own, for progress and cancel.
 */
run: number, 
/**
 * The options; the chosen one, or the baseline, where empty.
 */
options?: Array<OptionId>, 
/**
 * The scenarios; the default one where empty.
 */
scenarios?: Array<ScenarioId>, 
/**
 * Things that hardly ever happen, the probability of each of which is to be found: `JOURNEY>5s` for an
 * answer that takes longer, `JOURNEY fails`, `ELEMENT>=50` for so many visits and messages there.
 */
rare?: Array<string>, 
/**
 * How.
 */
settings: RunSettings, };

/**
 * Asks what is lost when each element fails, by simulation; the option beside the baseline.
 */
export type SimulateBlast = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * A number of the client's own, for progress and cancel.
 */
run: number, 
/**
 * The option; the chosen one, or the baseline, where left out.
 */
option?: OptionId | null, 
/**
 * The scenario whose load is used; the default one where left out.
 */
scenario?: ScenarioId | null, 
/**
 * When elements fail, seconds since the scenario's start. Default 0.
 */
at_s?: number | null, 
/**
 * For how long, seconds. Default 600.
 */
duration_s?: number | null, 
/**
 * How. It has no precision to reach: `replications` are made, 20 or fewer where the load is high.
 */
settings: RunSettings, };

/**
 * Asks how often things happen that hardly ever do, by splitting (RESTART); the option beside the baseline.
 */
export type SimulateRare = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * A number of the client's own, for progress and cancel.
 */
run: number, 
/**
 * The option; the chosen one, or the baseline, where left out.
 */
option?: OptionId | null, 
/**
 * The scenario; the default one where left out.
 */
scenario?: ScenarioId | null, 
/**
 * What hardly ever happens, as in [`Simulate`].
 */
rare: Array<string>, 
/**
 * How.
 */
settings: RunSettings, };

/**
 * The runs that were asked for, by scenario, then by option, in the order asked.
 */
export type Simulated = { 
/**
 * The runs.
 */
runs: Array<StoredRun>, };

/**
 * A distribution of sizes, named by what people know of it.
 */
export type SizeDistribution = { "constant": string } | { "exponential": { 
/**
 * The mean.
 */
mean: string, } } | { "erlang": { 
/**
 * The mean of the sum.
 */
mean: string, 
/**
 * The number of stages, 1 to 1000.
 */
stages: number, } } | { "gamma": SizeSpread } | { "lognormal": SizeSpread } | { "weibull": SizeSpread } | { "hyperexponential": { 
/**
 * The mean.
 */
mean: string, 
/**
 * The squared coefficient of variation, at least 1.
 */
scv: number, } } | { "bounded_pareto": { 
/**
 * The exponent of the tail, above 0; the smaller, the heavier.
 */
shape: number, 
/**
 * The smallest, above 0.
 */
min: string, 
/**
 * The largest, above `min`.
 */
max: string, } } | { "quantiles": { [key in string]: string } };

/**
 * What is known of a size: exactly two of these. Where two distributions of a family fit, the one
 * that varies less is meant.
 */
export type SizeSpread = { 
/**
 * The mean.
 */
mean?: string, 
/**
 * The squared coefficient of variation: variance ÷ mean².
 */
scv?: number, 
/**
 * The median.
 */
p50?: string, 
/**
 * The 90th percentile.
 */
p90?: string, 
/**
 * The 95th percentile.
 */
p95?: string, 
/**
 * The 99th percentile.
 */
p99?: string, };

/**
 * A service level indicator. A failed request is never good.
 */
export type Sli = { "response": string } | { "completion": string } | "success";

/**
 * A slide of a presentation: what of the model is looked at, and how. Nothing is kept but the way of looking:
 * a slide shows the model as it is now, and what is changed while it is shown is changed in the model.
 */
export type Slide = { 
/**
 * Where it stands among the slides: by this key, then by id.
 */
order?: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What is said with it.
 */
text?: string | null, 
/**
 * The option that is shown; `baseline` for the baseline.
 */
option: OptionId, 
/**
 * The scenario whose results are shown. The default one if left out.
 */
scenario?: ScenarioId | null, 
/**
 * The part of the drawing that is in sight. All of it if left out.
 */
sight?: Position | null, 
/**
 * The elements that are selected.
 */
selected?: Array<ElementId>, 
/**
 * What the canvas is looked at for. Heat if left out.
 */
perspective?: Perspective | null, };

/**
 * Names a slide of a presentation.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type SlideId = string;

/**
 * Calls that take too long, however they end. The defaults are those of resilience4j.
 */
export type SlowCalls = { 
/**
 * A call is slow beyond this time. Default 60s.
 */
longer_than?: string, 
/**
 * It opens when this share of the latest calls was slow, above 0 and at most 1. Default 1.
 */
ratio?: number, };

/**
 * A refactoring that takes components out of their process into a unit of their own.
 *
 * Created elements are called after the change and their role: the change `worker` makes
 * `worker--service` and, as its pattern and its data ask for them, `worker--queue`,
 * `worker--dead-letters`, `worker--gateway`, `worker--namespace`, `worker--account`, `worker--store` and
 * `worker--stream`.
 */
export type SpinOut = { 
/**
 * What is taken out: components of one process.
 */
components: Array<ElementId>, 
/**
 * The shape of the new unit.
 */
pattern: Pattern, 
/**
 * What the unit is called; the first component's name where left out.
 */
name?: string | null, 
/**
 * The team that will own it and be on call for it.
 */
team?: TeamId | null, 
/**
 * How what stays reaches it. The pattern says so where left out: `messages` for an event-driven worker,
 * `calls` for the others.
 */
reached_by?: ReachedBy | null, 
/**
 * The boundary to put it into; that of its old process where left out. A namespace or an account that
 * the pattern makes lies in it.
 */
in?: ElementId | null, 
/**
 * The capacity of the new process; the default process where left out.
 */
process?: Process | null, 
/**
 * For `function`: what its platform does for it; the default function where left out.
 */
function?: Function | null, 
/**
 * For `api_facade`: the capacity of the gateway; the default process where left out.
 */
gateway?: Process | null, 
/**
 * For `namespace` and `account`: what all that runs in it may have together; unbounded where left out.
 */
quota?: ResourceQuota | null, 
/**
 * The delivery rules of the new queue, without its dead letters.
 */
queue?: Queue | null, 
/**
 * How often a message is delivered before it becomes a dead letter. Default 5.
 */
max_receives?: number, 
/**
 * Messages that one instance works on at once. Default 1.
 */
concurrency?: number, 
/**
 * What lies between the old process, the broker and the new process; derived from the boundaries
 * where left out.
 */
network?: NetworkClass | null, 
/**
 * The capacity of the old process afterwards; as it was where left out.
 */
parent_process?: Process | null, 
/**
 * What becomes of each store that the components used. Where a store is not named: `shared`, and for
 * `data_pipeline` a `replica` by `cdc` where they read it.
 */
data?: { [key in ElementId]: StoreAccess }, 
/**
 * How the new unit is operated.
 */
unit?: Unit | null, };

/**
 * What can be said of a spinout.
 */
export type SpinOutDecision = { 
/**
 * The change.
 */
change: ChangeId, 
/**
 * The new process.
 */
unit: ElementId, 
/**
 * What it is called.
 */
name: string, 
/**
 * What the rule says.
 */
verdict: Verdict, 
/**
 * The rule that applies; none where no rule does, or too little is known.
 */
rule: Rule | null, 
/**
 * What speaks for the verdict, with figures.
 */
because: Array<string>, 
/**
 * What speaks against it.
 */
against: Array<string>, 
/**
 * What is not known, and would be needed for a verdict or a better one.
 */
missing: Array<Open>, 
/**
 * What it is.
 */
class: Class, 
/**
 * Why it is that.
 */
class_because: string, 
/**
 * How far its operation has come.
 */
maturity: Maturity, 
/**
 * Why so far.
 */
maturity_because: string, 
/**
 * K1 to K6.
 */
properties: Array<Property>, };

/**
 * What a spinout would change.
 */
export type SpinOutPreview = { 
/**
 * The option with it.
 */
architecture: Architecture, 
/**
 * How elements would differ from the option without it.
 */
elements: { [key in ElementId]: Mark }, 
/**
 * How relationships would differ from the option without it.
 */
relationships: { [key in RelationshipId]: Mark }, 
/**
 * What would be said of it that is not said without it.
 */
findings: Array<Finding>, 
/**
 * The stores that the components use, with what becomes of the access to each: what is said, or what
 * the pattern has for what is not. Empty where it cannot be made.
 */
stores: { [key in ElementId]: StoreAccess }, 
/**
 * Can it be made? If not, the findings say why.
 */
applies: boolean, };

/**
 * An option without and with a spinout.
 */
export type SpinOutWeights = { 
/**
 * As it is.
 */
before: Weight, 
/**
 * With the spinout.
 */
after: Weight, };

/**
 * Machines for less money that the platform takes back when it needs them.
 */
export type Spot = { 
/**
 * Time from its readiness until the platform tells that it takes a machine back.
 */
after: Distribution, 
/**
 * Time from that notice, in which nothing new is begun on the machine, until it is gone with what still
 * runs on it. Default 2min (AWS).
 */
notice?: string, 
/**
 * The part of the price that is saved, from 0 up to but not including 1. Default 0.
 */
discount?: number, };

/**
 * What is known of a time: exactly two of these. Where two distributions of a family fit, the one
 * that varies less is meant.
 */
export type Spread = { 
/**
 * The mean.
 */
mean?: string, 
/**
 * The squared coefficient of variation: variance ÷ mean².
 */
scv?: number, 
/**
 * The median.
 */
p50?: string, 
/**
 * The 90th percentile.
 */
p90?: string, 
/**
 * The 95th percentile.
 */
p95?: string, 
/**
 * The 99th percentile.
 */
p99?: string, };

/**
 * A stage of a pipeline. A run that fails at it is repaired and begins again.
 */
export type Stage = { 
/**
 * What it is called.
 */
name: string, 
/**
 * How long it takes.
 */
duration: string, 
/**
 * The share of runs that fail at its end, 0 to 1; 1 is a broken pipeline (F8).
 */
failure_rate?: number, };

/**
 * The time until a new instance takes work: a time, or a distribution.
 */
export type StartUp = string | Distribution;

/**
 * Is something so?
 */
export type State = "met" | "unknown" | "not";

/**
 * One step of an operation.
 */
export type Step = { "compute": Distribution } | { "wait": Distribution } | { "compute_per_mib": string } | { "wait_per_mib": string } | { "follow": RelationshipId } | { "parallel": Parallel } | { "first_of": FirstOf } | { "quorum": Quorum } | { "branch": Array<Arm> } | { "repeat": Repeat } | { "try": Try } | { "lock": Locked };

/**
 * A part of the history of edits: what was done, the oldest first, and after that what was taken back and can be
 * done again.
 */
export type StepList = { 
/**
 * How many steps there are.
 */
total: number, 
/**
 * How many of them are done.
 */
at: number, 
/**
 * How many of them the file holds; none where no undo or redo leads there.
 */
saved: number | null, 
/**
 * The number of the first step that is told.
 */
from: number, 
/**
 * The steps.
 */
steps: Array<UndoStep>, };

/**
 * Why a run ended.
 */
export type Stop = "precise" | "replications" | "overload" | "time" | "stopped";

/**
 * How a store grows over the months, each of them like the bill's. A GB is 10⁹ bytes.
 */
export type StorageGrowth = { 
/**
 * What the store is called.
 */
name: string, 
/**
 * GB that are written in a month.
 */
written_gb_per_month: number, 
/**
 * GB that it has at the beginning.
 */
now_gb: number, 
/**
 * GB that it has more, or with a minus less, after a month.
 */
grows_gb_per_month: number, 
/**
 * GB that it has after a year.
 */
in_a_year_gb: number, 
/**
 * GB that there is room for; none = without bound.
 */
capacity_gb: number | null, 
/**
 * Months until it is full; none = never.
 */
full_in_months: number | null, 
/**
 * What is paid for what it keeps in the first month; none where the price is not known.
 */
amount_now: number | null, 
/**
 * The same of the twelfth month.
 */
amount_in_a_year: number | null, };

/**
 * The capacity of a store.
 */
export type Store = { 
/**
 * What sort of store it is.
 */
technology?: Technology, 
/**
 * The catalogue item its instance is billed as, such as `rds/db.m5.large`.
 */
instance?: string | null, 
/**
 * Cores that its operations share. Left out for a managed store whose demand is only a time.
 */
cores?: number | null, 
/**
 * Connections it accepts at once; further ones wait. Unbounded if left out.
 */
connections?: number | null, 
/**
 * Who of those that wait for a connection is next.
 */
discipline?: Discipline, 
/**
 * How long a request waits for a connection before it fails. For ever if left out.
 */
patience?: Distribution | null, 
/**
 * How it stops by itself.
 */
breakdowns?: Breakdowns | null, 
/**
 * Copies that are read in its place, and are behind. None if left out.
 */
read_replicas?: ReadReplicas | null, 
/**
 * What its device does in a time. As much as it is asked for if left out.
 */
io?: Io | null, 
/**
 * Data kept, for the bill; with `growth` those that it has now.
 */
storage?: string | null, 
/**
 * What is left of what relationships write: their `payload`, or the size of the request. It stays as large as
 * it is if left out.
 */
growth?: Growth | null, 
/**
 * The most data that it can keep. Unbounded if left out.
 */
capacity?: string | null, };

/**
 * What becomes of the access to a store.
 */
export type StoreAccess = { 
/**
 * Where the data lie afterwards.
 */
strategy: DataStrategy, 
/**
 * How they get there.
 */
migration?: Migration | null, 
/**
 * For `own_store` and `replica`: the capacity of the new store; that of the old where left out.
 */
store?: Store | null, };

/**
 * A run and where it is kept.
 */
export type StoredRun = { 
/**
 * Its id in the history; none where the history cannot be used.
 */
history: number | null, 
/**
 * The run.
 */
run: Run, 
/**
 * What is to be said after it, worst first.
 */
findings: Array<Finding>, };

/**
 * A kind of repository that artifacts go to. Which folder it is on a machine is a setting of that machine,
 * never in a model's file.
 */
export type Target = "parent" | "unit" | "infrastructure" | "monitoring";

/**
 * The folder of a kind of repository on this machine.
 */
export type TargetFolder = { 
/**
 * The kind.
 */
target: Target, 
/**
 * The folder.
 */
dir: string, };

/**
 * Target tracking of AWS.
 */
export type TargetTrackingRule = { 
/**
 * Time of one data point. Default 60s.
 */
period?: string, 
/**
 * Data points above the target that scale out. Default 3.
 */
out_periods?: number, 
/**
 * Data points below `in_threshold` of the target that scale in. Default 15.
 */
in_periods?: number, 
/**
 * The part of the target below which it scales in. Default 0.9.
 */
in_threshold?: number, 
/**
 * Time after scaling out in which what was added is not a reason for more. Default 300s.
 */
scale_out_cooldown?: string, 
/**
 * Time after scaling in without scaling in again. Default 300s.
 */
scale_in_cooldown?: string, 
/**
 * Time from its readiness until an instance counts. Default 0s.
 */
warm_up?: string, 
/**
 * It only scales out.
 */
scale_in_disabled?: boolean, };

/**
 * People who own and operate.
 */
export type Team = { 
/**
 * What the team is called.
 */
name: string, 
/**
 * Where it is reached when something breaks: a channel, a rota, an address.
 */
on_call?: string | null, };

/**
 * Names a team.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type TeamId = string;

/**
 * Sorts of stores.
 */
export type Technology = "relational" | "document" | "object" | "cache" | "search" | "warehouse";

/**
 * A model that a new one can start from.
 */
export type Template = { 
/**
 * Names it, such as `image-processing` or `u3`; upper and lower case are the same.
 */
id: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What it shows.
 */
description: string, };

/**
 * The templates.
 */
export type TemplateList = { 
/**
 * The templates, the worked example first.
 */
templates: Array<Template>, };

/**
 * The drawing of a template.
 */
export type TemplatePicture = { 
/**
 * Its baseline, with where everything stands.
 */
architecture: Architecture, };

/**
 * How long a user thinks: the mean of an exponential time, or a distribution.
 */
export type Think = string | Distribution;

/**
 * Which access token goes along.
 */
export type Token = "passed_on" | "lost" | "renewed";

/**
 * Who asks.
 */
export type TrafficClass = { 
/**
 * The tenant, by name.
 */
tenant?: string | null, 
/**
 * How urgent its requests are, 0 to 255: a higher one goes first where waiting is by priority, and is
 * shed last. Default 0.
 */
priority?: number, };

/**
 * Steps that may fail without the request failing.
 */
export type Try = { 
/**
 * What is tried.
 */
steps: Array<Step>, 
/**
 * What is done in its place where it fails. Nothing if left out: then a failure is no worse than a
 * success.
 */
otherwise?: Array<Step>, };

/**
 * Asks to take the last change back.
 */
export type Undo = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option on screen.
 */
option: OptionId, 
/**
 * The revision that the client saw.
 */
revision: number, };

/**
 * A step of the one history of a model.
 */
export type UndoStep = { 
/**
 * What was done, such as `Move 3 elements`.
 */
title: string, 
/**
 * The option that it touched.
 */
option: OptionId, };

/**
 * A process as something that is operated. Each answer is yes, no or, left out, unknown.
 */
export type Unit = { 
/**
 * The team that owns it; the element's where left out.
 */
team?: TeamId | null, 
/**
 * The layer that it sits at; sets its default telemetry.
 */
layer?: Layer | null, 
/**
 * Is somebody on call for it?
 */
on_call?: Answer | null, 
/**
 * What releases it.
 */
pipeline?: Pipeline | null, 
/**
 * Changes that are ready to be released, a week.
 */
changes_per_week?: number | null, 
/**
 * How long people take in an incident.
 */
recovery?: Recovery | null, 
/**
 * The share of requests whose traces are kept, above 0 to 1, decided where a request enters. All if
 * left out.
 */
trace_sampling?: number | null, 
/**
 * For a unit of the layer `observability`: spans that it takes in all; what comes beyond is dropped.
 */
max_spans?: string | null, 
/**
 * Are contract tests green?
 */
contract_tests?: Answer | null, 
/**
 * Do its traces arrive, joined over the boundary?
 */
traces?: Answer | null, 
/**
 * Do its metrics arrive?
 */
metrics?: Answer | null, 
/**
 * Do its logs arrive, with trace ids?
 */
logs?: Answer | null, 
/**
 * Are there alerts on its objectives, routed to its team?
 */
alerts?: Answer | null, 
/**
 * Is there a runbook that was drilled?
 */
runbook?: Answer | null, 
/**
 * Do its documents change with its code, in the same review?
 */
docs?: Answer | null, 
/**
 * Has it an identity with the least privileges?
 */
identity?: Answer | null, 
/**
 * Is there a network policy?
 */
network_policy?: Answer | null, 
/**
 * Do its secrets come from a manager that rotates them?
 */
secrets?: Answer | null, 
/**
 * Do tags tell whose cost it is?
 */
tags?: Answer | null, 
/**
 * Was it tested with production-like load?
 */
load_tests?: Answer | null, };

/**
 * How a unit is operated over time: computed beside the simulation.
 */
export type UnitSeries = { 
/**
 * Share of its spans and logs that do not arrive (F7).
 */
missing_telemetry: Array<number>, 
/**
 * Releases that reach production, a week; empty where its pipeline or its changes are not known (M7).
 */
releases_per_week: Array<number>, 
/**
 * Runs of its pipeline that fail, a week; empty as before (F8).
 */
failed_runs_per_week: Array<number>, };

/**
 * One of several things that can be said.
 */
export type Variant = { 
/**
 * Its word in the file.
 */
key: string, 
/**
 * As it is shown.
 */
label: string, 
/**
 * What it means.
 */
help: string, 
/**
 * Its figures; none for a word alone.
 */
form: Form | null, };

/**
 * What a rule says.
 */
export type Verdict = "spin_out" | "leave" | "postpone" | "open";

/**
 * Everything that the screen shows of an option.
 */
export type View = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * Its revision.
 */
revision: number, 
/**
 * What the model is called.
 */
name: string, 
/**
 * What the model is about.
 */
description: string | null, 
/**
 * Its file.
 */
file: FileView, 
/**
 * The option that is shown.
 */
option: OptionId, 
/**
 * All options, the baseline first.
 */
options: Array<OptionView>, 
/**
 * The option that was decided for; `baseline` where nothing was.
 */
chosen: OptionId, 
/**
 * All scenarios.
 */
scenarios: { [key in ScenarioId]: ScenarioView }, 
/**
 * The scenario that is run when none is named; none where there is no scenario.
 */
default_scenario: ScenarioId | null, 
/**
 * The option with all its changes applied.
 */
architecture: Architecture, 
/**
 * Where figures come from, by their path, such as `elements/shop/process/threads`.
 */
basis: { [key in string]: Basis }, 
/**
 * The notes that it shows.
 */
notes: { [key in NoteId]: NoteView }, 
/**
 * The slides by which it is presented, by `order`, then by id.
 */
presentation: { [key in SlideId]: Slide }, 
/**
 * The runs whose summaries travel with the file.
 */
evidence: { [key in EvidenceId]: EvidenceView }, 
/**
 * What the checks say of it: form, changes, simulation, review. Worst first.
 */
findings: Array<Finding>, 
/**
 * What undo would take back.
 */
undo: UndoStep | null, 
/**
 * What redo would do again.
 */
redo: UndoStep | null, };

/**
 * Asks what a spinout would change in times and money.
 */
export type WeighSpinOut = { 
/**
 * The model.
 */
document: DocumentId, 
/**
 * The option that it would be made in.
 */
option: OptionId, 
/**
 * What would be taken out, and how.
 */
spin_out: SpinOut, 
/**
 * The scenario; the default one where left out.
 */
scenario?: ScenarioId | null, 
/**
 * Also what a month costs: that takes some replications of every scenario.
 */
month: boolean, };

/**
 * What an option takes in time and money. Nothing in it is a result: the times are by formula, and the
 * month is from a few replications.
 */
export type Weight = { 
/**
 * The times by formula, where the option can be run.
 */
preview: PreviewView | null, 
/**
 * What a month costs, in the bill's currency; none where it was not asked for, cannot be run, or nothing
 * is billed.
 */
per_month: number | null, 
/**
 * Why there is nothing, if there is not.
 */
problem: Problem | null, };

/**
 * What has to hold of a request.
 */
export type When = { "size_above": string } | { "size_up_to": string };

/**
 * A span of a terminating scenario; requests that arrive in it belong to it.
 */
export type Window = { 
/**
 * Its beginning, since the scenario's start.
 */
from: string, 
/**
 * Its end.
 */
to: string, };

/**
 * Names a time window within its scenario.
 *
 * A slug: 1 to 80 of `a–z`, `0–9` and `-`. It never changes when a name does.
 */
export type WindowId = string;

/**
 * A journey over the requests that arrived in one window.
 */
export type WindowResult = { 
/**
 * Start and end of the window, seconds since the scenario's start.
 */
from_s: number, 
/**
 * See `from_s`.
 */
to_s: number, 
/**
 * Until the caller has its answer.
 */
response_s: Latency, 
/**
 * Until the last asynchronous consequence is done.
 */
completion_s: Latency, 
/**
 * Successful ÷ finished.
 */
success_rate: Estimate | null, };

/**
 * Popularity by Zipf's law: that of key number i is proportional to (i + 1)^−exponent.
 */
export type Zipf = { 
/**
 * How many keys.
 */
keys: number, 
/**
 * How uneven; 0 is even. Default 1.
 */
exponent?: number, };

/** Every command with what it takes and what it answers. */
export interface Commands {
  /** What can be said in a model: kinds, forms, ranges, help and defaults. */
  describe: { request: AskDescription; response: Description };
  /** What a distribution looks like, and what it becomes when its mean, its tail or its family is moved. */
  distribution: { request: AskDistribution; response: DistributionView };
  /** What the work of a request is, from what people know of an element. Changes nothing. */
  known: { request: AskKnown; response: Known };
  /** The models that a new one can start from. */
  templates: { request: ListTemplates; response: TemplateList };
  /** The baseline of a template as it is drawn, for a picture of it. */
  template_picture: { request: AskTemplatePicture; response: TemplatePicture };
  /** A new model, blank or from a template. */
  new: { request: NewDocument; response: Opened };
  /** Opens a file. */
  open: { request: OpenFile; response: Opened };
  /** Opens a model from its text: dropped on the window, or pasted. */
  open_text: { request: OpenText; response: Opened };
  /** Writes a model to its file. */
  save: { request: SaveFile; response: Saved };
  /** Writes a model to another file, which becomes its own. */
  save_as: { request: SaveFileAs; response: Saved };
  /** Lets go of a model. */
  close: { request: CloseDocument; response: Done };
  /** The files opened lately, the latest first. */
  recent: { request: ListRecent; response: RecentList };
  /** Work that was not saved when the application ended. */
  recoverable: { request: ListRecoverable; response: RecoverableList };
  /** Opens unsaved work again. */
  recover: { request: RecoverDocument; response: Opened };
  /** Throws unsaved work away. */
  discard_recovery: { request: DiscardRecovery; response: Done };
  /** Everything that the screen shows of an option. */
  view: { request: AskView; response: View };
  /** Changes a model. */
  apply: { request: Apply; response: Applied };
  /** What else would go with what is taken away. Changes nothing. */
  removal: { request: AskRemoval; response: Removal };
  /** Takes the last change back. */
  undo: { request: Undo; response: Applied };
  /** Takes the last undo back. */
  redo: { request: Redo; response: Applied };
  /** A part of the history of edits. */
  steps: { request: AskSteps; response: StepList };
  /** Takes steps back or does them again until so many are done. */
  go_to_step: { request: GoToStep; response: Applied };
  /** What a spinout would change. Changes nothing. */
  preview_spin_out: { request: PreviewSpinOut; response: SpinOutPreview };
  /** What a spinout would change in times and money. Changes nothing. */
  weigh_spin_out: { request: WeighSpinOut; response: SpinOutWeights };
  /** Scenarios to start from, made for the model. */
  presets: { request: AskPresets; response: PresetList };
  /** What an option does under a scenario by formula: no run, but fast enough to follow a slider. */
  preview: { request: AskPreview; response: PreviewView };
  /** Runs options under scenarios. */
  simulate: { request: Simulate; response: Simulated };
  /** Stops a run and throws away what it has. */
  cancel: { request: Cancel; response: Done };
  /** Stops a run and keeps what it has. */
  finish: { request: Finish; response: Done };
  /** Runs two options under the same users and the same work. */
  compare: { request: Compare; response: Comparison };
  /** What fails when an element fails, by structure. */
  blast: { request: AskBlast; response: BlastView };
  /** What is lost when each element is down for ten minutes, by simulation. */
  simulate_blast: { request: SimulateBlast; response: BlastRun };
  /** How often things happen that hardly ever do, by simulation. */
  simulate_rare: { request: SimulateRare; response: RareRun };
  /** What can be said of an option's spinouts, from the runs in the history that are not stale. */
  decision: { request: AskDecision; response: Decision };
  /** The bill of a month, from the runs in the history that are not stale. */
  bill: { request: AskBill; response: Bill };
  /** What can be billed: the catalogue, and the model's own prices. */
  prices: { request: AskPrices; response: PriceList };
  /** What an export would write, beside what is there. */
  export_plan: { request: PlanExport; response: ExportPlan };
  /** Writes the exported files. */
  export_apply: { request: ApplyExport; response: ExportReport };
  /** Where a model was exported to last on this machine. */
  export_folders: { request: AskExportFolders; response: ExportFolders };
  /** Compares the exported files with what is there. Writes nothing. */
  export_check: { request: CheckExport; response: ExportReport };
  /** The runs of the history, the latest first. */
  history: { request: ListHistory; response: HistoryList };
  /** A run of the history. */
  history_run: { request: GetRun; response: Run };
  /** Takes a run out of the history. */
  history_delete: { request: DeleteRun; response: Done };
  /** Puts the summary of a run of the history into the file as evidence, in place of that of the same option and scenario. Refused where the model has moved on since. */
  keep_evidence: { request: KeepEvidence; response: Applied };
  /** What a person set up. */
  settings: { request: AskSettings; response: Settings };
  /** Keeps what a person set up for the next start. */
  keep_settings: { request: Settings; response: Done };
  /** All findings of a model, with lines and columns. */
  check: { request: CheckDocument; response: CheckReport };
  /** A JSON Schema. */
  schema: { request: AskSchema; response: SchemaText };
}
