/** Something the person must hear of. */
export interface Notice {
  id: number;
  tone: 'good' | 'note' | 'bad';
  title: string;
  /** The place in the file or model, where there is one. */
  place?: string;
  /** What to do about it. */
  fix?: string;
}

const READ_MS = 6000;

export class Notices {
  list = $state.raw<Notice[]>([]);
  private next = 1;

  /** Shows a notice. One that is not an error goes away by itself. */
  say(notice: Omit<Notice, 'id'>): void {
    const id = this.next++;
    this.list = [...this.list.slice(-3), { ...notice, id }];
    if (notice.tone !== 'bad') setTimeout(() => this.dismiss(id), READ_MS);
  }

  dismiss(id: number): void {
    this.list = this.list.filter((n) => n.id !== id);
  }
}
