import { asProblem } from '../backend/backend';
import type { View } from '../generated/protocol';
import type { App } from './app.svelte';

/** Writes the model to its file, or asks for one. Answers whether it is written. */
export async function save(app: App): Promise<boolean> {
  const view = app.document.view;
  if (!view) return false;
  if (view.file.path === null) return saveAs(app);
  return writing(app, (overwrite) =>
    app.backend.call('save', { document: view.document, overwrite }),
  );
}

/** Asks for a file and writes the model to it. Answers whether it is written. */
export async function saveAs(app: App): Promise<boolean> {
  const view = app.document.view;
  if (!view) return false;
  const slug = view.name.toLowerCase().replace(/[^a-z0-9]+/g, '-');
  const path = await app.backend.chooseTarget(view.file.path ?? `${slug}.spinout.json`);
  if (!path) return false;
  // The dialog has asked about a file that is there already.
  return writing(app, () =>
    app.backend.call('save_as', { document: view.document, path, overwrite: true }),
  );
}

async function writing(
  app: App,
  write: (overwrite: boolean) => Promise<{ path: string; view: View }>,
): Promise<boolean> {
  try {
    let saved;
    try {
      saved = await write(false);
    } catch (cause) {
      if (asProblem(cause).kind !== 'changed_on_disk') throw cause;
      const choice = await app.ask({
        title: 'The file was changed by somebody else',
        text: 'Since it was opened here, the file on disk has changed. Overwriting it loses that change.',
        choices: [
          { id: 'overwrite', label: 'Overwrite' },
          { id: 'keep', label: 'Keep both, save elsewhere', primary: true },
        ],
      });
      if (choice === 'keep') return await saveAs(app);
      if (choice !== 'overwrite') return false;
      saved = await write(true);
    }
    const shown = app.document.view?.option;
    if (shown !== undefined && shown !== saved.view.option) await app.document.show(shown);
    else await app.document.refresh(saved.view);
    app.notices.say({ tone: 'good', title: 'Saved', place: saved.path });
    return true;
  } catch (cause) {
    app.fail(asProblem(cause));
    return false;
  }
}
