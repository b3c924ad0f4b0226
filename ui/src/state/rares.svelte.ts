import type { RareRun } from '../generated/protocol';
import { AS_USUAL } from './runs.svelte';
import { SideStudy, type Digests } from './side-study.svelte';

interface Made {
  found: RareRun;
  digests: Digests;
}

/** How often things happen that hardly ever do. */
export class Rares extends SideStudy<readonly Made[]> {
  /** Of the shown option under the chosen scenario, the latest first; those of an earlier design are stale. */
  get current(): { found: RareRun; stale: boolean }[] {
    return (this.found ?? []).map(({ found, digests }) => ({
      found,
      stale: this.isStale(digests),
    }));
  }

  run(what: string): Promise<void> {
    const settings = { ...AS_USUAL, interim: false };
    return this.study(
      (about) => this.backend.call('simulate_rare', { ...about, rare: [what], settings }),
      (found, digests, before = []) => [
        { found, digests },
        ...before.filter((made) => made.found.outcomes[0]?.what !== what),
      ],
    );
  }
}
