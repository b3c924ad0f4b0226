import type { BlastRun } from '../generated/protocol';
import { AS_USUAL } from './runs.svelte';
import { SideStudy, type Digests } from './side-study.svelte';

interface Made {
  blast: BlastRun;
  digests: Digests;
}

/** What is lost when each element is down, by simulation. */
export class Blasts extends SideStudy<Made> {
  /** Of the shown option under the chosen scenario. */
  get current(): BlastRun | null {
    return this.found?.blast ?? null;
  }

  get stale(): boolean {
    return this.found !== undefined && this.isStale(this.found.digests);
  }

  run(): Promise<void> {
    return this.study(
      (about) => this.backend.call('simulate_blast', { ...about, settings: AS_USUAL }),
      (blast, digests) => ({ blast, digests }),
    );
  }
}
